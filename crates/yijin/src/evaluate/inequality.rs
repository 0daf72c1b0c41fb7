//! Inequality: how unevenly a total is spread.

use super::{check_shares, refused};
use crate::error::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// Returns the Gini coefficient of values: Σ (2i − n − 1) x₍ᵢ₎ / (n Σ x). Zeros stay in.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for values below 0 or not finite, and where their sum is 0.
pub fn gini(values: &[f64]) -> Result<f64> {
    weighted_gini(values, &vec![1.0; values.len()])
}

/// Returns the Gini coefficient of values that each stand for `weights` units: twice the area between the Lorenz curve and equality.
///
/// # Errors
/// As [`gini`]; where the lists are of different lengths or a weight is below 0 or not finite.
pub fn weighted_gini(values: &[f64], weights: &[f64]) -> Result<f64> {
    check_shares(values)?;
    check_shares(weights)?;
    if values.len() != weights.len() {
        return Err(refused("weights", "as many as values", weights.len()));
    }
    let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = check_shares(&pairs.iter().map(|(value, weight)| value * weight).collect::<Vec<_>>())?;
    let units: f64 = weights.iter().sum();
    let (mut held, mut area) = (0.0, 0.0);
    for (value, weight) in pairs {
        let next = held + value * weight;
        area += weight / units * (held + next) / total;
        held = next;
    }
    Ok(1.0 - area)
}

/// Returns the ordinates of the Lorenz curve: for 0, 1, … of the n units, the poorest first, their share of the total.
///
/// # Errors
/// As [`gini`].
pub fn lorenz(values: &[f64]) -> Result<Vec<f64>> {
    let total = check_shares(values)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut held = 0.0;
    let next = |value: &f64| {
        held += value;
        held / total
    };
    Ok(std::iter::once(0.0).chain(sorted.iter().map(next)).collect())
}

/// Returns at most `most` points of the Lorenz curve after its first, evenly apart and with its last: the share of the units and what they have of the
/// total. Each is exact; between them are ordinates that are not told.
///
/// # Errors
/// As [`gini`].
pub fn lorenz_at(values: &[f64], most: usize) -> Result<Vec<(f64, f64)>> {
    let (curve, units) = (lorenz(values)?, values.len());
    let points = most.clamp(1, units);
    let place = |point: usize| (point as u128 * units as u128 / points as u128) as usize;
    Ok((0..=points).map(place).map(|place| (place as f64 / units as f64, curve[place])).collect())
}

/// Returns the share of the total that the richest `part` of the units hold, between ordinates of the Lorenz curve along the line.
///
/// # Errors
/// As [`gini`], and where the part is not from 0 to 1.
pub fn top_share(values: &[f64], part: f64) -> Result<f64> {
    if !(0.0..=1.0).contains(&part) {
        return Err(refused("part", "a number from 0 to 1", part));
    }
    let curve = lorenz(values)?;
    let place = (1.0 - part) * values.len() as f64;
    let below = (place.floor() as usize).min(values.len() - 1);
    let inside = place - below as f64;
    Ok(1.0 - (curve[below] + inside * (curve[below + 1] - curve[below])))
}

/// Theil's measures of inequality.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Theil {
    /// Theil's T: the mean of x/μ ln(x/μ); 0 ln 0 is 0.
    pub t: f64,
    /// Theil's L, the mean log deviation: the mean of ln(μ/x); `None` where a value is 0, for which it is not defined.
    pub l: Option<f64>,
}

/// Returns Theil's measures (1967).
///
/// # Errors
/// As [`gini`].
pub fn theil(values: &[f64]) -> Result<Theil> {
    let mean = check_shares(values)? / values.len() as f64;
    let n = values.len() as f64;
    let t = values.iter().map(|x| x_ln_x(x / mean)).sum::<f64>() / n;
    let positive = values.iter().all(|x| *x > 0.0);
    let l = positive.then(|| values.iter().map(|x| (mean / x).ln()).sum::<f64>() / n);
    Ok(Theil { t, l })
}

/// How near to 1 an aversion is taken for 1: nearer, the root of the mean power loses its digits.
const NEAR_ONE: f64 = 1e-8;

/// Returns Atkinson's measure (1970) with an aversion above 0; with an aversion of 1 or more it is 1 where a value is 0.
///
/// # Errors
/// As [`gini`], and for an aversion that is not above 0.
pub fn atkinson(values: &[f64], aversion: f64) -> Result<f64> {
    let mean = check_shares(values)? / values.len() as f64;
    if !(aversion.is_finite() && aversion > 0.0) {
        return Err(refused("aversion", "a number above 0", aversion));
    }
    let n = values.len() as f64;
    if aversion >= 1.0 && values.contains(&0.0) {
        return Ok(1.0);
    }
    let power = 1.0 - aversion;
    if power.abs() < NEAR_ONE {
        return Ok(1.0 - (values.iter().map(|x| (x / mean).ln()).sum::<f64>() / n).exp());
    }
    // The largest of the powers is taken out of the sum, since they leave the range of numbers for a great aversion.
    let logs = values.iter().map(|x| power * (x / mean).ln());
    let largest = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    let log_mean = largest + (logs.map(|log| (log - largest).exp()).sum::<f64>() / n).ln();
    Ok(1.0 - (log_mean / power).exp())
}

/// Theil's T, split into what is between groups and what is within them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decomposition {
    /// All of it.
    pub total: f64,
    /// Between the groups' means.
    pub between: f64,
    /// Within the groups: the sum of `by_group`.
    pub within: f64,
    /// Each group's part, weighted by its share of the total.
    pub by_group: BTreeMap<String, f64>,
}

/// Returns Theil's T of values by group.
///
/// # Errors
/// As [`gini`], and where the lists are of different lengths.
pub fn decomposed(values: &[f64], groups: &[String]) -> Result<Decomposition> {
    let sum = check_shares(values)?;
    if values.len() != groups.len() {
        return Err(refused("groups", "as many as values", groups.len()));
    }
    let mut members: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    groups.iter().zip(values).for_each(|(group, value)| members.entry(group).or_default().push(*value));
    let (mean, mut between, mut by_group) = (sum / values.len() as f64, 0.0, BTreeMap::new());
    for (group, values) in members {
        let held: f64 = values.iter().sum();
        let (share, own) = (held / sum, held / values.len() as f64);
        between += if held > 0.0 { share * (own / mean).ln() } else { 0.0 };
        by_group.insert(group.to_owned(), if held > 0.0 { share * theil(&values)?.t } else { 0.0 });
    }
    Ok(Decomposition { total: theil(values)?.t, between, within: by_group.values().sum(), by_group })
}

pub(crate) fn x_ln_x(x: f64) -> f64 {
    if x > 0.0 { x * x.ln() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_values_are_equal_and_one_for_all_is_not() {
        assert!(gini(&[3.0; 5]).unwrap().abs() < 1e-12 && theil(&[3.0; 5]).unwrap().t.abs() < 1e-12);
        assert!((gini(&[0.0, 0.0, 0.0, 8.0]).unwrap() - 0.75).abs() < 1e-12);
        assert_eq!(theil(&[0.0, 1.0]).unwrap().l, None);
        assert!(gini(&[-1.0, 3.0]).is_err() && gini(&[]).is_err() && gini(&[0.0]).is_err() && gini(&[f64::NAN]).is_err());
    }

    #[test]
    fn an_aversion_next_to_1_is_that_of_1_and_a_great_one_looks_at_the_poorest() {
        let at = |aversion: f64| atkinson(&[1.0, 2.0, 3.0], aversion).unwrap();
        for near in [1e-15, -1e-15, 1e-9, 1e-7, -1e-7] {
            assert!((at(1.0 + near) - at(1.0)).abs() < 1e-6, "{near}");
        }
        // The mean is 25.25; of four units one has 1, so that the equal one is near 4^(1/399).
        let great = atkinson(&[1.0, 20.0, 30.0, 50.0], 400.0).unwrap();
        assert!((great - (1.0 - 4.0_f64.powf(1.0 / 399.0) / 25.25)).abs() < 1e-12);
        assert_eq!((atkinson(&[0.0, 1.0], 2.0).unwrap(), atkinson(&[4.0; 3], 9.0).unwrap()), (1.0, 0.0));
        assert!((atkinson(&[0.0, 1.0], 0.5).unwrap() - 0.5).abs() < 1e-12);
        assert!(gini(&[1e308, 1e308]).is_err());
    }

    proptest! {
        #[test]
        fn scale_and_replication_change_nothing(values in prop::collection::vec(0.0_f64..1e6, 1..30), scale in 0.001_f64..1e6) {
            prop_assume!(values.iter().sum::<f64>() > 1e-3);
            let once = gini(&values).unwrap();
            let scaled: Vec<f64> = values.iter().map(|value| value * scale).collect();
            let twice: Vec<f64> = values.iter().flat_map(|value| [*value; 2]).collect();
            prop_assert!((gini(&scaled).unwrap() - once).abs() < 1e-9 && (gini(&twice).unwrap() - once).abs() < 1e-9);
            prop_assert!(once > -1e-12 && once <= 1.0 - 1.0 / values.len() as f64 + 1e-12);
        }

        #[test]
        fn between_and_within_add_up(values in prop::collection::vec((0.0_f64..1e4, 0_u8..4), 1..30)) {
            prop_assume!(values.iter().map(|(value, _)| value).sum::<f64>() > 1e-3);
            let (numbers, groups): (Vec<f64>, Vec<String>) = values.iter().map(|(value, group)| (*value, group.to_string())).unzip();
            let found = decomposed(&numbers, &groups).unwrap();
            prop_assert!((found.between + found.within - found.total).abs() < 1e-9);
        }
    }
}
