//! Adjustment of p-values for many comparisons.

use super::refused;
use crate::error::Result;

/// Returns p-values adjusted by Holm's step-down rule (1979), in the order given: the chance of any false rejection is held.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for a p-value that is not from 0 to 1.
pub fn holm(p: &[f64]) -> Result<Vec<f64>> {
    let order = ascending(p)?;
    let (mut adjusted, mut most) = (vec![0.0; p.len()], 0.0_f64);
    for (rank, &place) in order.iter().enumerate() {
        most = most.max((p[place] * (p.len() - rank) as f64).min(1.0));
        adjusted[place] = most;
    }
    Ok(adjusted)
}

/// Returns p-values adjusted by Benjamini and Hochberg's step-up rule (1995), in the order given: the share of false discoveries is held.
///
/// # Errors
/// As [`holm`].
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>> {
    let order = ascending(p)?;
    let (mut adjusted, mut least) = (vec![0.0; p.len()], 1.0_f64);
    for (rank, &place) in order.iter().enumerate().rev() {
        least = least.min(p[place] * p.len() as f64 / (rank + 1) as f64);
        adjusted[place] = least;
    }
    Ok(adjusted)
}

fn ascending(p: &[f64]) -> Result<Vec<usize>> {
    if let Some(wrong) = p.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(refused("p", "numbers from 0 to 1", wrong));
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_adjusted_p_is_no_smaller_and_holm_is_no_smaller_than_bh(p in prop::collection::vec(0.0_f64..=1.0, 0..40)) {
            let (holm, bh) = (holm(&p).unwrap(), benjamini_hochberg(&p).unwrap());
            for place in 0..p.len() {
                prop_assert!(bh[place] >= p[place] - 1e-15 && holm[place] >= bh[place] - 1e-12 && holm[place] <= 1.0);
            }
        }
    }
}
