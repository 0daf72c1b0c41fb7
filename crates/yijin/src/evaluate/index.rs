//! Composite indices: several criteria become one score and a ranking. Every convention that can change the ranking is an argument.

use super::ranking::descending;
use super::refused;
use super::weights::{Matrix, column, criteria_of, deviation};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// Whether more of a criterion is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

impl Direction {
    /// Returns 1 where more is better, and −1 where less is.
    fn sign(self) -> f64 {
        if self == Self::More { 1.0 } else { -1.0 }
    }
}

/// How criteria are brought to one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalisation {
    /// From 0, the worst, to 1, the best; where all are equal, 0.
    MinMax,
    /// Distance from the mean in sample standard deviations, the better above 0; where all are equal, 0.
    Z,
    /// Rank from the worst, over n; equal values have the mean of their ranks.
    Rank,
    /// Over the root of the sum of squares, below 0 where less is better; where all are 0, 0.
    Vector,
}

/// How criteria are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// The weighted sum.
    Arithmetic,
    /// The weighted product; of values of 0 or more.
    Geometric,
    /// The closeness to the best that there is ([`closeness`]).
    Topsis,
}

/// An index: a score and a rank for each unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Index {
    /// The scores.
    pub scores: Vec<f64>,
    /// The ranks, 1 for the best; equal scores have the mean of their ranks.
    pub ranks: Vec<f64>,
}

/// Returns criteria on one scale, the better the higher.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for a matrix without units or criteria, or of another number of directions.
pub fn normalised(matrix: &Matrix, directions: &[Direction], how: Normalisation) -> Result<Vec<Vec<f64>>> {
    let mut columns = Vec::new();
    checked(matrix, directions.len(), "directions", 2)?;
    for (place, direction) in directions.iter().enumerate() {
        let values: Vec<f64> = column(matrix, place).iter().map(|value| direction.sign() * value).collect();
        columns.push(scaled(&values, how)?);
    }
    Ok((0..matrix.len()).map(|unit| columns.iter().map(|column| column[unit]).collect()).collect())
}

fn scaled(values: &[f64], how: Normalisation) -> Result<Vec<f64>> {
    let n = values.len() as f64;
    Ok(match how {
        Normalisation::MinMax => {
            let (least, most) =
                values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(*value), most.max(*value)));
            let spread = if most > least { most - least } else { f64::INFINITY };
            values.iter().map(|value| (value - least) / spread).collect()
        }
        Normalisation::Z => {
            let (mean, spread) = (values.iter().sum::<f64>() / n, deviation(values));
            let spread = if spread > 0.0 { spread } else { f64::INFINITY };
            values.iter().map(|value| (value - mean) / spread).collect()
        }
        Normalisation::Vector => {
            let norm = values.iter().map(|value| value * value).sum::<f64>().sqrt();
            let norm = if norm > 0.0 { norm } else { 1.0 };
            values.iter().map(|value| value / norm).collect()
        }
        Normalisation::Rank => descending(values)?.iter().map(|rank| (n + 1.0 - rank) / n).collect(),
    })
}

/// Returns the index of normalised criteria under weights, which are brought to a sum of 1.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for weights below 0 or of another number, and for values below 0 under the weighted product.
pub fn composed(normalised: &Matrix, weights: &[f64], how: Aggregation) -> Result<Index> {
    let weights = match how {
        Aggregation::Topsis => return Ok(closeness(normalised, weights)?.index),
        _ => shares(normalised, weights, 1)?,
    };
    if how == Aggregation::Geometric && normalised.iter().flatten().any(|value| *value < 0.0) {
        return Err(refused("aggregation", "arithmetic, or values of 0 or more", "geometric"));
    }
    let score = |row: &Vec<f64>| {
        let pairs = row.iter().zip(&weights);
        if how == Aggregation::Geometric {
            pairs.map(|(value, weight)| value.powf(*weight)).product()
        } else {
            pairs.map(|(value, weight)| value * weight).sum()
        }
    };
    ranked(normalised.iter().map(score).collect())
}

/// How far units are from the best and the worst that there is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Topsis {
    /// Distance to the best of every criterion.
    pub to_best: Vec<f64>,
    /// Distance to the worst.
    pub to_worst: Vec<f64>,
    /// The closeness to the best, from 0 to 1, and its ranks.
    pub index: Index,
}

/// Returns TOPSIS (Hwang and Yoon 1981) with criteria over their vector norm: of a criterion of which less is better, the best is the least.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] as [`normalised`] and [`composed`].
pub fn topsis(matrix: &Matrix, directions: &[Direction], weights: &[f64]) -> Result<Topsis> {
    closeness(&normalised(matrix, directions, Normalisation::Vector)?, weights)
}

/// Returns TOPSIS of criteria that are normalised already, the better the higher.
///
/// # Errors
/// As [`composed`].
pub fn closeness(normalised: &Matrix, weights: &[f64]) -> Result<Topsis> {
    let weights = shares(normalised, weights, 2)?;
    let weighted: Vec<Vec<f64>> =
        normalised.iter().map(|row| row.iter().zip(&weights).map(|(value, weight)| value * weight).collect()).collect();
    let extreme = |of: fn(f64, f64) -> f64, from: f64| {
        (0..weights.len()).map(|place| column(&weighted, place).into_iter().fold(from, of)).collect::<Vec<f64>>()
    };
    let (best, worst) = (extreme(f64::max, f64::NEG_INFINITY), extreme(f64::min, f64::INFINITY));
    let distance = |row: &Vec<f64>, to: &[f64]| row.iter().zip(to).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
    let to_best: Vec<f64> = weighted.iter().map(|row| distance(row, &best)).collect();
    let to_worst: Vec<f64> = weighted.iter().map(|row| distance(row, &worst)).collect();
    let close = |(plus, minus): (&f64, &f64)| if plus + minus > 0.0 { minus / (plus + minus) } else { 0.0 };
    let index = ranked(to_best.iter().zip(&to_worst).map(close).collect())?;
    Ok(Topsis { to_best, to_worst, index })
}

/// Returns for each unit how much each criterion keeps it from the best (障碍度): shares that sum to 1, or `None` for a unit that is best in all. `normalised` is
/// from 0 to 1.
///
/// # Errors
/// As [`composed`].
pub fn obstacles(normalised: &Matrix, weights: &[f64]) -> Result<Vec<Option<Vec<f64>>>> {
    let weights = shares(normalised, weights, 1)?;
    let of = |row: &Vec<f64>| {
        let missing: Vec<f64> = row.iter().zip(&weights).map(|(value, weight)| (1.0 - value) * weight).collect();
        let total: f64 = missing.iter().sum();
        (total > 0.0).then(|| missing.iter().map(|part| part / total).collect())
    };
    Ok(normalised.iter().map(of).collect())
}

fn ranked(scores: Vec<f64>) -> Result<Index> {
    Ok(Index { ranks: descending(&scores)?, scores })
}

/// Returns weights with a sum of 1.
pub(super) fn shares(matrix: &Matrix, weights: &[f64], units: usize) -> Result<Vec<f64>> {
    checked(matrix, weights.len(), "weights", units)?;
    let total = super::check_shares(weights)?;
    Ok(weights.iter().map(|weight| weight / total).collect())
}

/// Refuses a matrix of fewer units, and where of something not one is given a criterion.
pub(super) fn checked(matrix: &Matrix, given: usize, option: &'static str, units: usize) -> Result<()> {
    let columns = criteria_of(matrix, units)?;
    if given == columns { Ok(()) } else { Err(refused(option, &format!("{columns}, one a criterion"), given)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrix() -> impl Strategy<Value = Vec<Vec<f64>>> {
        prop::collection::vec(prop::collection::vec(0.1_f64..100.0, 3), 2..12)
    }

    proptest! {
        #[test]
        fn a_dominated_unit_never_ranks_above_its_dominator(mut rows in matrix()) {
            let better: Vec<f64> = rows[0].iter().map(|value| value + 1.0).collect();
            rows.push(better);
            let (last, directions) = (rows.len() - 1, [Direction::More; 3]);
            for how in [Normalisation::MinMax, Normalisation::Z, Normalisation::Rank] {
                let found = composed(&normalised(&rows, &directions, how).unwrap(), &[0.5, 0.3, 0.2], Aggregation::Arithmetic).unwrap();
                prop_assert!(found.ranks[last] <= found.ranks[0]);
            }
            let found = topsis(&rows, &directions, &[0.5, 0.3, 0.2]).unwrap();
            prop_assert!(found.index.ranks[last] <= found.index.ranks[0]);
            prop_assert!(found.index.scores.iter().all(|score| (0.0..=1.0).contains(score)));
        }

        #[test]
        fn the_order_of_units_changes_nothing(rows in matrix()) {
            let (directions, weights) = ([Direction::More, Direction::Less, Direction::More], [0.2, 0.5, 0.3]);
            let mut turned = rows.clone();
            turned.reverse();
            let (one, mut other) = (topsis(&rows, &directions, &weights).unwrap().index, topsis(&turned, &directions, &weights).unwrap().index);
            other.scores.reverse();
            prop_assert!(one.scores.iter().zip(&other.scores).all(|(a, b)| (a - b).abs() < 1e-12));
        }
    }

    #[test]
    fn a_criterion_on_which_all_are_equal_changes_nothing() {
        let rows = [vec![1.0, 7.0], vec![3.0, 7.0], vec![2.0, 7.0]];
        let scaled = normalised(&rows, &[Direction::More; 2], Normalisation::MinMax).unwrap();
        assert_eq!(scaled, [vec![0.0, 0.0], vec![1.0, 0.0], vec![0.5, 0.0]]);
        assert_eq!(composed(&scaled, &[0.5, 0.5], Aggregation::Arithmetic).unwrap().ranks, [3.0, 1.0, 2.0]);
        assert!(composed(&scaled, &[0.5], Aggregation::Arithmetic).is_err());
    }
}
