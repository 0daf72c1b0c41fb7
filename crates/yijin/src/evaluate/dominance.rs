//! Whether a cell of amounts tells of its largest contributors.

use super::{check_finite, refused};
use crate::error::Result;
use serde::Serialize;

/// What the largest contributors to a cell make of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Dominance {
    /// The sum of the contributions.
    pub total: f64,
    /// What is left without the two largest.
    pub remainder: f64,
    /// Whether the second largest can tell the largest to within `p` percent: the remainder is below p % of it.
    pub is_p_sensitive: bool,
    /// The share of the `n` largest, in percent; `None` of a cell of 0.
    pub top_share: Option<f64>,
    /// Whether that share is above `k` percent.
    pub is_nk_sensitive: bool,
}

/// Returns whether a cell is dominated: by the p % rule and by the (n, k) rule (Hundepool et al. 2012).
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for contributions below 0 or not finite, percentages that are not from 0 to 100, and n = 0.
pub fn dominance(contributions: &[f64], p: f64, n: usize, k: f64) -> Result<Dominance> {
    check_finite("contributions", contributions)?;
    if let Some(value) = contributions.iter().find(|value| **value < 0.0) {
        return Err(refused("contributions", "numbers of 0 or more", value));
    }
    for (option, percent) in [("p", p), ("k", k)] {
        if !(0.0..=100.0).contains(&percent) {
            return Err(refused(option, "a percentage from 0 to 100", percent));
        }
    }
    if n == 0 {
        return Err(refused("n", "1 or more", n));
    }
    let mut sorted = contributions.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let total: f64 = sorted.iter().sum();
    let (largest, remainder) = (sorted.first().copied().unwrap_or_default(), sorted.iter().skip(2).sum::<f64>());
    let top_share = (total > 0.0).then(|| sorted.iter().take(n).sum::<f64>() / total * 100.0);
    Ok(Dominance {
        total,
        remainder,
        is_p_sensitive: remainder < p / 100.0 * largest,
        top_share,
        is_nk_sensitive: top_share.is_some_and(|share| share > k),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_contributor_is_always_seen_and_none_never() {
        let found = dominance(&[40.0], 10.0, 1, 85.0).unwrap();
        assert!(found.is_p_sensitive && found.is_nk_sensitive);
        let none = dominance(&[], 10.0, 1, 85.0).unwrap();
        assert!(!none.is_p_sensitive && !none.is_nk_sensitive && none.top_share.is_none());
        assert!(dominance(&[-1.0], 10.0, 1, 85.0).is_err() && dominance(&[f64::NAN], 10.0, 1, 85.0).is_err());
        assert!(dominance(&[1.0], 10.0, 0, 85.0).is_err() && dominance(&[1.0], f64::NAN, 1, 85.0).is_err());
    }
}
