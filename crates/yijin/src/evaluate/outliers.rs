//! Values far from the others, by measures that they do not move themselves.

use super::median::{NORMAL, with_deviation};
use super::{check_finite, refused};
use crate::error::Result;
use serde::Serialize;

/// How far values are from their median.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outliers {
    /// The median.
    pub median: f64,
    /// The median absolute deviation from it.
    pub mad: f64,
    /// For each value, how many times 1.4826 median absolute deviations it is above the median.
    pub z: Vec<f64>,
    /// The places of the values that are farther than the threshold.
    pub far: Vec<usize>,
}

/// Returns how far values are from their median, and which are farther than `threshold` (Iglewicz and Hoaglin 1993: 3.5).
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for fewer than three values, values that are not finite, a threshold that is not above 0, and where half of the values
/// or more are the median: their spread is then 0, and every other value would be infinitely far.
pub fn outliers(values: &[f64], threshold: f64) -> Result<Outliers> {
    check_finite("values", values)?;
    if values.len() < 3 {
        return Err(refused("values", "three or more numbers", values.len()));
    }
    if !(threshold.is_finite() && threshold > 0.0) {
        return Err(refused("threshold", "a number above 0", threshold));
    }
    let (median, mad) = with_deviation(values);
    if mad <= 0.0 {
        return Err(refused(
            "values",
            "numbers of which more than half differ from their median, as without spread nothing is far",
            "a spread of 0",
        ));
    }
    let z: Vec<f64> = values.iter().map(|value| (value - median) / (NORMAL * mad)).collect();
    let far = (0..z.len()).filter(|&place| z[place].abs() > threshold).collect();
    Ok(Outliers { median, mad, z, far })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_does_not_hide_behind_its_own_size() {
        let found = outliers(&[1.0, 2.0, 3.0, 4.0, 1e9], 3.5).unwrap();
        assert_eq!((found.median, found.mad, found.far), (3.0, 1.0, vec![4]));
        assert!(outliers(&[1.0, 1.0, 1.0, 5.0], 3.5).unwrap_err().to_string().contains("nothing is far"));
        assert!(
            outliers(&[1.0, 2.0], 3.5).is_err()
                && outliers(&[1.0, 2.0, f64::NAN], 3.5).is_err()
                && outliers(&[1.0, 2.0, 4.0], 0.0).is_err()
        );
    }
}
