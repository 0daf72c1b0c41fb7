//! Sums and moments that keep their digits.

use super::{check_finite, refused};
use crate::error::Result;
use serde::Serialize;

/// The moments of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moments {
    /// How many values.
    pub n: usize,
    /// The mean.
    pub mean: f64,
    /// The standard deviation of a sample, with n − 1.
    pub sd: f64,
    /// The correlation of each value with the next; `None` where all are equal.
    pub lag1: Option<f64>,
}

/// Returns the moments of values, from their deviations and never from a sum of squares.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for fewer than two values, or ones that are not finite.
pub fn moments(values: &[f64]) -> Result<Moments> {
    check_finite("values", values)?;
    if values.len() < 2 {
        return Err(refused("values", "at least two numbers", values.len()));
    }
    let (n, origin) = (values.len() as f64, values[0]);
    let mean = origin + values.iter().map(|value| value - origin).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let products: f64 = values.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    let lag1 = (squares > 0.0).then(|| products / squares);
    Ok(Moments { n: values.len(), mean, sd: (squares / (n - 1.0)).sqrt(), lag1 })
}

/// Returns the exact sum of amounts in fen, and the same in yuan with two decimals.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where the sum is beyond 9.2 × 10¹⁸ fen.
pub fn money(fen: &[i64]) -> Result<(i64, String)> {
    let total: i128 = fen.iter().map(|amount| i128::from(*amount)).sum();
    let total = i64::try_from(total).map_err(|_| refused("fen", "a sum within 9.2e18 fen", total))?;
    let (sign, size) = (if total < 0 { "-" } else { "" }, total.unsigned_abs());
    Ok((total, format!("{sign}{}.{:02}", size / 100, size % 100)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sum_that_is_too_large_is_refused() {
        assert!(money(&[i64::MAX, 1]).is_err());
        assert_eq!(money(&[i64::MAX, 1, -1]).unwrap().0, i64::MAX);
        assert_eq!(money(&[-5]).unwrap().1, "-0.05");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_spread_does_not_see_where_the_values_are(values in prop::collection::vec(-100_i32..100, 2..40)) {
            let near: Vec<f64> = values.iter().copied().map(f64::from).collect();
            let far: Vec<f64> = near.iter().map(|value| value + 1e12).collect();
            prop_assert!((moments(&near).unwrap().sd - moments(&far).unwrap().sd).abs() < 1e-3);
        }
    }
}
