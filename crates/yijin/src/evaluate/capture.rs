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

/// Chao's lower bound (1984) of how many members there are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chao {
    /// The bound, corrected for bias.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
    /// The interval of the logarithm of what is unseen (Chao 1987); `None` where none is.
    pub lower: Option<f64>,
    /// Its upper bound.
    pub upper: Option<f64>,
    /// The classic form; `None` where no member was seen twice.
    pub classic: Option<f64>,
}

/// Returns Chao's lower bound of how many members there are from how many were seen once, twice, and at all.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where more were seen once or twice than at all, or the level is not between 0 and 1.
pub fn chao1(once: u64, twice: u64, observed: u64, level: f64) -> Result<Chao> {
    if once.checked_add(twice).is_none_or(|sum| sum > observed) {
        return Err(refused("observed", "at least once + twice", observed));
    }
    let (f1, f2, seen, z) = (once as f64, twice as f64, observed as f64, two_sided(level)?);
    let unseen = f1 * (f1 - 1.0).max(0.0) / (2.0 * (f2 + 1.0));
    let value = seen + unseen;
    let common = unseen + f1 * (2.0 * f1 - 1.0).powi(2) / (4.0 * (f2 + 1.0).powi(2));
    let variance = if twice > 0 {
        common + f1 * f1 * f2 * (f1 - 1.0).powi(2) / (4.0 * (f2 + 1.0).powi(4))
    } else if once > 0 {
        common - f1.powi(4) / (4.0 * value)
    } else {
        0.0
    };
    let spread = (unseen > 0.0).then(|| (z * (1.0 + variance / (unseen * unseen)).ln().sqrt()).exp());
    Ok(Chao {
        value,
        variance,
        lower: spread.map(|spread| seen + unseen / spread),
        upper: spread.map(|spread| seen + unseen * spread),
        classic: (twice > 0).then(|| seen + f1 * f1 / (2.0 * f2)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_interval_of_what_is_unseen_is_that_of_its_logarithm() {
        // 7 once and 3 twice of 30: unseen 42 / 8; variance 42/8 + 7 × 169 / 64 + 49 × 3 × 36 / 1024.
        let found = chao1(7, 3, 30, 0.95).unwrap();
        let (unseen, variance) = (5.25, 5.25 + 7.0 * 169.0 / 64.0 + 49.0 * 3.0 * 36.0 / 1024.0);
        let spread = (1.959_963_984_540_054 * f64::sqrt(f64::ln(1.0 + variance / (unseen * unseen)))).exp();
        assert!((found.value - 35.25).abs() < 1e-12 && (found.variance - variance).abs() < 1e-12);
        assert!((found.lower.unwrap() - (30.0 + unseen / spread)).abs() < 1e-9);
        assert!((found.upper.unwrap() - (30.0 + unseen * spread)).abs() < 1e-9);
        let none = chao1(1, 0, 30, 0.95).unwrap();
        assert_eq!((none.value, none.lower, none.upper), (30.0, None, None));
    }

    proptest! {
        #[test]
        fn no_estimate_is_below_the_observed(first in 1_u64..500, second in 1_u64..500, part in 0.0_f64..=1.0) {
            let both = (part * first.min(second) as f64) as u64;
            let found = chapman(first, second, both, 0.95).unwrap();
            let observed = found.observed as f64;
            prop_assert!(found.value >= observed && found.wald.0 >= observed && found.log.0 >= observed);
            let chao = chao1(both, first - both, first, 0.95).unwrap();
            prop_assert!(chao.value >= first as f64 && chao.variance >= 0.0);
            prop_assert!(chao.lower.is_none_or(|lower| first as f64 <= lower && lower <= chao.value));
            prop_assert!(chao.upper.is_none_or(|upper| upper >= chao.value));
        }
    }
}
