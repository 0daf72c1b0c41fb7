//! What the score of each unit is made of, and how firm its rank is.

use super::index::{Aggregation, Direction, Index, Normalisation, closeness, composed, normalised, obstacles, shares};
use super::robustness::{Draws, RankInterval, rank_intervals};
use super::weights::Matrix;
use crate::error::Result;
use crate::progress::Progress;
use serde::{Deserialize, Serialize};

/// How criteria become a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conventions {
    /// How they are brought to one scale.
    pub normalisation: Normalisation,
    /// How they are put together.
    pub aggregation: Aggregation,
}

/// The scores of units and their parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scorecards {
    /// Scores and ranks.
    pub index: Index,
    /// The weights, with a sum of 1.
    pub weights: Vec<f64>,
    /// Where each unit ranks under drawn weights.
    pub intervals: Vec<RankInterval>,
    /// The criteria on one scale.
    pub normalised: Vec<Vec<f64>>,
    /// What each criterion adds: under the weighted sum its term, whose sum is the score; under the weighted product its factor, whose product is the score;
    /// under TOPSIS its share of the squared distance from the worst, `None` for a unit that is worst in all.
    pub contributions: Vec<Option<Vec<f64>>>,
    /// What each criterion keeps from the best ([`obstacles`]), over min-max whatever the score is over; `None` for a unit that is best in all.
    pub obstacles: Vec<Option<Vec<f64>>>,
}

/// Returns the scorecards of units.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] as [`normalised`], [`composed`] and [`rank_intervals`].
pub fn scorecards(
    matrix: &Matrix,
    directions: &[Direction],
    weights: &[f64],
    conventions: Conventions,
    draws: Draws,
    progress: &Progress,
) -> Result<Scorecards> {
    let scaled = normalised(matrix, directions, conventions.normalisation)?;
    let index = composed(&scaled, weights, conventions.aggregation)?;
    let intervals = rank_intervals(&scaled, weights, conventions.aggregation, draws, progress)?;
    let obstacles = obstacles(&normalised(matrix, directions, Normalisation::MinMax)?, weights)?;
    let weights = shares(matrix, weights, 2)?;
    let contributions = contributions(&scaled, &weights, conventions.aggregation)?;
    Ok(Scorecards { index, weights, intervals, normalised: scaled, contributions, obstacles })
}

fn contributions(scaled: &Matrix, weights: &[f64], how: Aggregation) -> Result<Vec<Option<Vec<f64>>>> {
    let each = |of: fn(f64, f64) -> f64| -> Vec<Option<Vec<f64>>> {
        scaled.iter().map(|row| Some(row.iter().zip(weights).map(|(value, weight)| of(*value, *weight)).collect())).collect()
    };
    Ok(match how {
        Aggregation::Arithmetic => each(|value, weight| value * weight),
        Aggregation::Geometric => each(f64::powf),
        Aggregation::Topsis => {
            let to_worst = closeness(scaled, weights)?.to_worst;
            let worst = |place: usize| scaled.iter().map(|row| row[place]).fold(f64::INFINITY, f64::min);
            let worst: Vec<f64> = (0..weights.len()).map(worst).collect();
            let squares = |row: &Vec<f64>| -> Vec<f64> {
                row.iter().zip(&worst).zip(weights).map(|((value, worst), weight)| ((value - worst) * weight).powi(2)).collect()
            };
            let of = |(row, distance): (&Vec<f64>, f64)| {
                (distance > 0.0).then(|| squares(row).iter().map(|square| square / (distance * distance)).collect())
            };
            scaled.iter().zip(to_worst).map(of).collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn contributions_make_the_score_and_obstacles_make_one(rows in prop::collection::vec(prop::collection::vec(0.1_f64..9.0, 3), 3..9)) {
            let (directions, weights) = ([Direction::More, Direction::Less, Direction::More], [2.0, 1.0, 1.0]);
            let draws = Draws { count: 20, seed: 1, concentration: None, threads: 1 };
            for aggregation in [Aggregation::Arithmetic, Aggregation::Geometric, Aggregation::Topsis] {
                let conventions = Conventions { normalisation: Normalisation::Rank, aggregation };
                let found = scorecards(&rows, &directions, &weights, conventions, draws, &Progress::default()).unwrap();
                for (unit, parts) in found.contributions.iter().enumerate() {
                    let Some(parts) = parts else { continue };
                    let score = match aggregation {
                        Aggregation::Arithmetic => parts.iter().sum::<f64>() - found.index.scores[unit],
                        Aggregation::Geometric => parts.iter().product::<f64>() - found.index.scores[unit],
                        Aggregation::Topsis => parts.iter().sum::<f64>() - 1.0,
                    };
                    prop_assert!(score.abs() < 1e-9);
                }
                prop_assert!(found.obstacles.iter().flatten().all(|parts| (parts.iter().sum::<f64>() - 1.0).abs() < 1e-9));
            }
        }
    }
}
