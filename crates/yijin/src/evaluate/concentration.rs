//! Concentration: how much of a total the largest hold.

use super::inequality::{self, Decomposition};
use super::influence::{self, Measure, Measured};
use super::{check_shares, refused};
use crate::error::Result;
use serde::Serialize;

/// The Herfindahl–Hirschman index of shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Herfindahl {
    /// The sum of squared shares, from 1/n to 1.
    pub value: f64,
    /// From 0 to 1, over all units that are listed, zeros among them; `None` of one unit.
    pub normalised: Option<f64>,
    /// How many equal units would have this index.
    pub effective: f64,
}

/// Returns the Herfindahl–Hirschman index.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for values below 0 or not finite, and where their sum is 0.
pub fn herfindahl(values: &[f64]) -> Result<Herfindahl> {
    let total = check_shares(values)?;
    let (value, n) = (values.iter().map(|x| (x / total).powi(2)).sum::<f64>(), values.len() as f64);
    let normalised = (values.len() > 1).then(|| (value - 1.0 / n) / (1.0 - 1.0 / n));
    Ok(Herfindahl { value, normalised, effective: 1.0 / value })
}

/// Returns the share of the total that the `k` largest hold.
///
/// # Errors
/// As [`herfindahl`], and where `k` is 0.
pub fn largest(values: &[f64], k: usize) -> Result<f64> {
    let total = check_shares(values)?;
    if k == 0 {
        return Err(refused("k", "at least 1", k));
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    Ok(sorted.iter().take(k).sum::<f64>() / total)
}

/// How a total is spread over units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// The total.
    pub total: f64,
    /// The measures, in the order that they were asked for.
    pub measured: Vec<Measured>,
    /// Points of the Lorenz curve.
    pub lorenz: Vec<(f64, f64)>,
    /// Theil's T between and within groups.
    pub split: Option<Decomposition>,
}

/// Which units are drawn together, and of which groups they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Together<'a> {
    /// The code of each unit's cluster, where whole clusters are drawn.
    pub clusters: Option<&'a [i64]>,
    /// Each unit's group, for what is between and within; who is in none has no part in it.
    pub groups: Option<&'a [Option<String>]>,
}

/// Returns measures of a total with their intervals of this level, at most so many points of its Lorenz curve, and what is between and within groups.
///
/// # Errors
/// As [`influence::measured`] and [`inequality::decomposed`].
pub fn spread(values: &[f64], together: Together<'_>, measures: &[Measure], level: f64, points: usize) -> Result<Spread> {
    let measured = |measure: &Measure| influence::measured(values, together.clusters, *measure, level);
    let split = |groups: &[Option<String>]| {
        let grouped = values.iter().zip(groups).filter_map(|(value, group)| Some((*value, group.clone()?)));
        let (values, groups): (Vec<f64>, Vec<String>) = grouped.unzip();
        inequality::decomposed(&values, &groups)
    };
    Ok(Spread {
        total: check_shares(values)?,
        measured: measures.iter().map(measured).collect::<Result<_>>()?,
        lorenz: inequality::lorenz_at(values, points)?,
        split: together.groups.map(split).transpose()?,
    })
}
