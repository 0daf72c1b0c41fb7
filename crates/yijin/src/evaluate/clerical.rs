//! Distinct units once a reviewed sample says how many candidate pairs are one and the same.

use super::proportion::{Interval, Method, share};
use super::refused;
use crate::error::Result;

/// Returns the distinct units less the true duplicates among candidate pairs, from Wilson's interval of the reviewed share.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for more pairs than units, more reviewed than pairs, more duplicates than reviewed, none reviewed, or a level that is not
/// between 0 and 1.
pub fn clerical(distinct: u64, pairs: u64, reviewed: u64, duplicates: u64, level: f64) -> Result<Interval> {
    if pairs > distinct {
        return Err(refused("pairs", "at most the distinct units", pairs));
    }
    if reviewed > pairs {
        return Err(refused("reviewed", "at most the candidate pairs", reviewed));
    }
    if duplicates > reviewed {
        return Err(refused("duplicates", "at most the reviewed pairs", duplicates));
    }
    let part = share(duplicates, reviewed, level, Method::Wilson)?;
    let left = |part: f64| distinct as f64 - pairs as f64 * part;
    Ok(Interval { value: left(part.value), lower: left(part.upper), upper: left(part.lower) })
}
