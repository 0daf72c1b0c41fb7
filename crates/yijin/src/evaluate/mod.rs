//! Statistics for evaluation research: intervals, concentration, composite indices, rankings, survival, and what an auditor looks at.
//!
//! Every function takes plain numbers and returns what it found with the convention it followed; none panics, and a question that the data cannot answer is
//! an error that says so. Distributions are those of statrs; where its inverses do not return for large counts, its distribution functions are solved by a
//! bounded search ([`root`]).

pub mod adjust;
pub mod anonymity;
pub mod audit;
pub mod back_test;
pub mod bootstrap;
pub mod call;
pub mod capture;
pub mod clerical;
pub mod cluster;
pub mod concentration;
pub mod declared;
pub mod dominance;
mod draw;
pub mod duplicates;
pub mod fit;
pub mod forensics;
pub mod goalposts;
pub mod growth;
pub mod increments;
pub mod index;
pub mod inequality;
pub mod influence;
pub mod median;
pub mod missing;
pub mod moments;
pub mod outliers;
pub mod projection;
pub mod proportion;
pub mod ranking;
pub mod rate;
pub mod resampled;
pub mod robustness;
pub mod root;
pub mod scorecard;
mod scorer;
pub mod survival;
pub mod target;
pub mod trend;
pub mod union;
pub mod weights;

use crate::error::{Error, ErrorKind, Result};
use statrs::distribution::{ContinuousCDF, Normal};

/// Returns the error of an argument.
pub(crate) fn refused(option: &'static str, expected: &str, found: impl ToString) -> Error {
    ErrorKind::BadOption { option, expected: expected.to_owned(), found: found.to_string() }.into()
}

/// Returns the quantile of the standard normal distribution.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// Returns the two-sided normal quantile of a level.
///
/// # Errors
/// [`ErrorKind::BadOption`] for a level that is not between 0 and 1.
pub(crate) fn two_sided(level: f64) -> Result<f64> {
    check_level(level)?;
    Ok(normal_quantile(0.5 + level / 2.0))
}

/// Refuses a level that is not between 0 and 1.
pub(crate) fn check_level(level: f64) -> Result<()> {
    if level > 0.0 && level < 1.0 { Ok(()) } else { Err(refused("level", "a number between 0 and 1", level)) }
}

/// Refuses numbers that are not finite.
pub(crate) fn check_finite(option: &'static str, values: &[f64]) -> Result<()> {
    match values.iter().find(|value| !value.is_finite()) {
        Some(value) => Err(refused(option, "finite numbers", value)),
        None => Ok(()),
    }
}

/// Refuses an empty list, numbers below 0 and a sum of 0: net refunds can make a unit negative, and then shares mean nothing.
pub(crate) fn check_shares(values: &[f64]) -> Result<f64> {
    check_finite("values", values)?;
    if let Some(value) = values.iter().find(|value| **value < 0.0) {
        return Err(refused("values", "numbers of 0 or more", value));
    }
    let total: f64 = values.iter().sum();
    if total > 0.0 && total.is_finite() { Ok(total) } else { Err(refused("values", "numbers whose sum is above 0 and finite", total)) }
}
