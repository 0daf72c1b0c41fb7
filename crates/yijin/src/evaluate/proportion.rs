//! Shares and their intervals.

use super::root::beta_quantile;
use super::{check_level, refused, two_sided};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// How an interval of a share is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Wilson's score interval (1927).
    Wilson,
    /// Wilson's with a correction for continuity (Newcombe 1998, method 4).
    WilsonCorrected,
    /// Clopper and Pearson's exact interval (1934).
    ClopperPearson,
    /// Jeffreys' interval: equal tails of Beta(k + 1/2, n − k + 1/2).
    Jeffreys,
    /// Agresti and Coull's interval (1998).
    AgrestiCoull,
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// The lower bound.
    pub lower: f64,
    /// The upper bound.
    pub upper: f64,
}

/// Returns the share of `count` in `n` with its interval.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where `n` is 0, `count` is above it, or the level is not between 0 and 1.
pub fn share(count: u64, n: u64, level: f64, method: Method) -> Result<Interval> {
    check_level(level)?;
    if n == 0 {
        return Err(refused("n", "at least 1", n));
    }
    if count > n {
        return Err(refused("count", "at most n", count));
    }
    let (k, m) = (count as f64, n as f64);
    let (lower, upper) = match method {
        Method::Wilson => wilson(k, m, two_sided(level)?),
        Method::WilsonCorrected => wilson_corrected(k, m, two_sided(level)?),
        Method::AgrestiCoull => agresti_coull(k, m, two_sided(level)?),
        Method::ClopperPearson => tails(count, n, level, (k, m - k + 1.0), (k + 1.0, m - k))?,
        Method::Jeffreys => tails(count, n, level, (k + 0.5, m - k + 0.5), (k + 0.5, m - k + 0.5))?,
    };
    // The bounds at none and at all are exact.
    let lower = if count == 0 && !matches!(method, Method::AgrestiCoull) { 0.0 } else { lower };
    let upper = if count == n && !matches!(method, Method::AgrestiCoull) { 1.0 } else { upper };
    Ok(Interval { value: k / m, lower: lower.max(0.0), upper: upper.min(1.0) })
}

/// Returns the difference of two independent shares with Newcombe's interval (1998, method 10), made of their Wilson intervals.
///
/// # Errors
/// As [`share`].
pub fn difference(first: (u64, u64), second: (u64, u64), level: f64) -> Result<Interval> {
    let (a, b) = (share(first.0, first.1, level, Method::Wilson)?, share(second.0, second.1, level, Method::Wilson)?);
    let value = a.value - b.value;
    let lower = value - (a.value - a.lower).hypot(b.upper - b.value);
    let upper = value + (a.upper - a.value).hypot(b.value - b.lower);
    Ok(Interval { value, lower, upper })
}

fn wilson(k: f64, n: f64, z: f64) -> (f64, f64) {
    let p = k / n;
    let (centre, half) = (k + z * z / 2.0, z * (n * p * (1.0 - p) + z * z / 4.0).sqrt());
    ((centre - half) / (n + z * z), (centre + half) / (n + z * z))
}

fn wilson_corrected(k: f64, n: f64, z: f64) -> (f64, f64) {
    let (p, q) = (k / n, 1.0 - k / n);
    let bound = |sign: f64| {
        let root = (z * z - sign * 2.0 - 1.0 / n + 4.0 * p * (n * q + sign)).max(0.0).sqrt();
        (2.0 * n * p + z * z - sign * (1.0 + z * root)) / (2.0 * (n + z * z))
    };
    (bound(1.0), bound(-1.0))
}

fn agresti_coull(k: f64, n: f64, z: f64) -> (f64, f64) {
    let m = n + z * z;
    let p = (k + z * z / 2.0) / m;
    let half = z * (p * (1.0 - p) / m).sqrt();
    (p - half, p + half)
}

fn tails(count: u64, n: u64, level: f64, low: (f64, f64), high: (f64, f64)) -> Result<(f64, f64)> {
    let tail = (1.0 - level) / 2.0;
    let lower = if count == 0 { 0.0 } else { beta_quantile(low.0, low.1, tail)? };
    let upper = if count == n { 1.0 } else { beta_quantile(high.0, high.1, 1.0 - tail)? };
    Ok((lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const METHODS: [Method; 5] = [Method::Wilson, Method::WilsonCorrected, Method::ClopperPearson, Method::Jeffreys, Method::AgrestiCoull];

    #[test]
    fn one_of_ten_million_has_an_exact_interval() {
        let found = share(1, 10_000_000, 0.95, Method::ClopperPearson).unwrap();
        assert!((found.lower / 2.531_780_795_224_03e-9 - 1.0).abs() < 1e-9 && (found.upper / 5.571_642_117_360_731e-7 - 1.0).abs() < 1e-9);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn an_interval_holds_the_share_and_mirrors(n in 1_u64..500, part in 0.0_f64..1.0, level in 0.5_f64..0.999) {
            let count = (part * n as f64) as u64;
            for method in METHODS {
                let (found, mirrored) = (share(count, n, level, method).unwrap(), share(n - count, n, level, method).unwrap());
                prop_assert!(0.0 <= found.lower && found.upper <= 1.0, "{method:?}");
                // Jeffreys' interval may leave out a share near 0 or 1 between its bounds' exceptions.
                prop_assert!(method == Method::Jeffreys || (found.lower <= found.value && found.value <= found.upper), "{method:?}");
                prop_assert!((found.lower - (1.0 - mirrored.upper)).abs() < 1e-9, "{method:?}");
            }
        }

        #[test]
        fn a_difference_changes_sign_where_the_groups_swap(a in 0_u64..40, b in 0_u64..40) {
            let (one, other) = (difference((a, 40), (b, 50), 0.95).unwrap(), difference((b, 50), (a, 40), 0.95).unwrap());
            prop_assert!((one.value + other.value).abs() < 1e-12 && (one.lower + other.upper).abs() < 1e-12);
            prop_assert!(one.lower <= one.value && one.value <= one.upper);
        }
    }
}
