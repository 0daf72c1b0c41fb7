//! Rates of events.

use super::proportion::{Interval, Method, share};
use super::{check_level, refused, two_sided};
use crate::error::Result;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Gamma};
use statrs::function::gamma::ln_gamma;

/// Returns the rate of `count` events in an exposure with its exact interval (Garwood 1936).
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where the exposure is not above 0, or the level is not between 0 and 1.
pub fn poisson(count: u64, exposure: f64, level: f64) -> Result<Interval> {
    check_level(level)?;
    check_exposure(exposure)?;
    let tail = (1.0 - level) / 2.0;
    let quantile = |shape: f64, p: f64| Gamma::new(shape, 1.0).map_or(f64::NAN, |gamma| gamma.inverse_cdf(p));
    let k = count as f64;
    let lower = if count == 0 { 0.0 } else { quantile(k, tail) };
    Ok(Interval { value: k / exposure, lower: lower / exposure, upper: quantile(k + 1.0, 1.0 - tail) / exposure })
}

/// The ratio of two rates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// The first rate over the second; infinite where the second has no event.
    pub value: f64,
    /// The exact interval, conditional on the number of events.
    pub exact: (f64, f64),
    /// The score interval.
    pub score: (f64, f64),
    /// Wald's interval of the logarithm.
    pub log_wald: (f64, f64),
    /// The exact p-value of equal rates, two-sided by the rule of the least likely.
    pub p: f64,
}

/// Returns the ratio of two Poisson rates, each as its events and its exposure.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where an exposure is not above 0, there is no event at all, or the level is not between 0 and 1.
pub fn ratio(first: (u64, f64), second: (u64, f64), level: f64) -> Result<Ratio> {
    check_exposure(first.1)?;
    check_exposure(second.1)?;
    let n = first.0 + second.0;
    if n == 0 {
        return Err(refused("count", "at least one event in the two", n));
    }
    let (a, b, scale) = (first.0 as f64, second.0 as f64, second.1 / first.1);
    let z = two_sided(level)?;
    let odds = |p: f64| if p >= 1.0 { f64::INFINITY } else { p / (1.0 - p) * scale };
    let of = |method| share(first.0, n, level, method).map(|found| (odds(found.lower), odds(found.upper)));
    let half = z * (1.0 / a + 1.0 / b).sqrt();
    let value = a / b * scale;
    let null = first.1 / (first.1 + second.1);
    Ok(Ratio {
        value,
        exact: of(Method::ClopperPearson)?,
        score: of(Method::Wilson)?,
        log_wald: ((value.ln() - half).exp(), (value.ln() + half).exp()),
        p: least_likely(first.0, n, null),
    })
}

/// Returns the chance, under Binomial(n, p), of what is at most as likely as `count`.
fn least_likely(count: u64, n: u64, p: f64) -> f64 {
    let log = |k: u64| {
        let (k, n) = (k as f64, n as f64);
        ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0) + k * p.ln() + (n - k) * (1.0 - p).ln()
    };
    // As R and SciPy do, what is as likely up to rounding counts.
    let bound = log(count) + 1e-7;
    (0..=n).map(log).filter(|chance| *chance <= bound).map(f64::exp).sum::<f64>().min(1.0)
}

fn check_exposure(exposure: f64) -> Result<()> {
    if exposure.is_finite() && exposure > 0.0 { Ok(()) } else { Err(refused("exposure", "a number above 0", exposure)) }
}
