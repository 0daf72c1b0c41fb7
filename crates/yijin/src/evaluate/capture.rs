//! How many there are behind imperfect lists: estimates that stand beside the exact count, and never below it.

use super::{refused, two_sided};
use crate::error::Result;
use serde::Serialize;

/// Chapman's estimate (1951) of how many members two lists are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chapman {
    /// The estimate.
    pub value: f64,
    /// Its variance (Seber 1970).
    pub variance: f64,
    /// Wald's interval, cut at the number observed.
    pub wald: (f64, f64),
    /// The interval of the logarithm (Sadinle 2009).
    pub log: (f64, f64),
    /// Lincoln and Petersen's estimate; `None` where no member is on both lists.
    pub lincoln_petersen: Option<f64>,
    /// The distinct members of both lists together, which no estimate goes below.
    pub observed: u64,
}

/// Returns Chapman's estimate from the sizes of two independent lists and of what they share.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where more is shared than is on a list, or the level is not between 0 and 1.
pub fn chapman(first: u64, second: u64, both: u64, level: f64) -> Result<Chapman> {
    if both > first.min(second) {
        return Err(refused("both", "at most the size of either list", both));
    }
    let (a, b, m, z) = (first as f64, second as f64, both as f64, two_sided(level)?);
    let observed = first + second - both;
    let value = (a + 1.0) * (b + 1.0) / (m + 1.0) - 1.0;
    let variance = (a + 1.0) * (b + 1.0) * (a - m) * (b - m) / ((m + 1.0).powi(2) * (m + 2.0));
    let half = z * variance.sqrt();
    let spread = (1.0 / (m + 0.5) + 1.0 / (a - m + 0.5) + 1.0 / (b - m + 0.5) + (m + 0.5) / ((a - m + 0.5) * (b - m + 0.5))).sqrt();
    let middle = a + b - m - 0.5;
    let unseen = (a - m + 0.5) * (b - m + 0.5) / (m + 0.5);
    let log = |sign: f64| middle + unseen * (sign * z * spread).exp();
    let least = |bound: f64| bound.max(observed as f64);
    Ok(Chapman {
        value: least(value),
        variance,
        wald: (least(value - half), value + half),
        log: (least(log(-1.0)), log(1.0)),
        lincoln_petersen: (both > 0).then(|| a * b / m),
        observed,
    })
}

/// Returns Chao's lower bound (1984) of how many members there are, corrected for bias, from how many were seen once, twice, and at all; beside it the
/// classic form, which needs one that was seen twice.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where more were seen once or twice than at all.
pub fn chao1(once: u64, twice: u64, observed: u64) -> Result<(f64, Option<f64>)> {
    if once + twice > observed {
        return Err(refused("observed", "at least once + twice", observed));
    }
    let (f1, f2, seen) = (once as f64, twice as f64, observed as f64);
    let corrected = seen + f1 * (f1 - 1.0).max(0.0) / (2.0 * (f2 + 1.0));
    Ok((corrected, (twice > 0).then(|| seen + f1 * f1 / (2.0 * f2))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_estimate_is_below_the_observed(first in 1_u64..500, second in 1_u64..500, part in 0.0_f64..=1.0) {
            let both = (part * first.min(second) as f64) as u64;
            let found = chapman(first, second, both, 0.95).unwrap();
            let observed = found.observed as f64;
            prop_assert!(found.value >= observed && found.wald.0 >= observed && found.log.0 >= observed);
            prop_assert!(chao1(both, first - both, first).unwrap().0 >= first as f64);
        }
    }
}
