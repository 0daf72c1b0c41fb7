//! A running count carried on by the increments of its past months, drawn with replacement.
//!
//! The errors of a line through a running count go together; those of its increments need not. What a replicate draws depends on the seed and its own number
//! and on nothing else.

use super::bootstrap::{self, quantile};
use super::draw::Stream;
use super::{check_finite, check_level, refused};
use crate::error::Result;
use crate::progress::Progress;
use serde::{Deserialize, Serialize};

/// Fewer increments are no sample.
pub(super) const FEWEST: usize = 3;
/// Of fewer increments the interval is said to be too narrow.
const ENOUGH: usize = 12;
/// No answer draws more increments.
const MOST: usize = 100_000_000;

/// How increments are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Draws {
    /// How many ways to go on.
    pub replicates: usize,
    /// What the draws follow from.
    pub seed: u64,
}

/// What increments say of one month ahead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Carried {
    /// The last value, and the mean increment for each month since.
    pub value: f64,
    /// The lower quantile of the replicates.
    pub lower: f64,
    /// Their upper quantile.
    pub upper: f64,
    /// The share of the replicates that are at the target or above; `None` without a target.
    pub reach: Option<f64>,
}

/// A running count carried on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Increments {
    /// Each month ahead.
    pub points: Vec<Carried>,
    /// The mean increment.
    pub mean: f64,
    /// How many increments are drawn from.
    pub n: usize,
    /// Whether they are so few that the interval is too narrow.
    pub few: bool,
    /// How many replicates.
    pub replicates: usize,
}

/// Returns a running count carried `ahead` months on, by increments drawn from all that were seen or from the last of them.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for numbers that are not finite, fewer than three increments or a `last` that is not among them, no month ahead, replicates
/// that are not from 2 to 1,000,000, or more than 100,000,000 draws; [`crate::ErrorKind::Interrupted`] once asked to stop.
pub fn project_increments(
    values: &[f64],
    ahead: usize,
    target: Option<f64>,
    last: Option<usize>,
    draws: Draws,
    level: f64,
    progress: &Progress,
) -> Result<Increments> {
    check_level(level)?;
    check_finite("target", target.as_slice())?;
    let (reached, past) = past(values, last)?;
    check(draws, ahead, 1)?;
    let farthest = past.iter().fold(0.0_f64, |most, one| most.max(one.abs())) * ahead as f64 + reached.abs();
    check_finite("values", &[farthest])?;
    let mean = past.iter().map(|one| one / past.len() as f64).sum::<f64>();
    let mut walks: Vec<Walk> =
        (0..draws.replicates as u64).map(|number| Walk { stream: Stream::new(draws.seed, number), value: reached }).collect();
    let points = (1..=ahead).map(|month| {
        progress.check()?;
        walks.iter_mut().for_each(|walk| walk.value += past[walk.stream.below(past.len())]);
        Ok(carried(&walks, reached + mean * month as f64, target, level))
    });
    Ok(Increments { points: points.collect::<Result<_>>()?, mean, n: past.len(), few: past.len() < ENOUGH, replicates: draws.replicates })
}

/// One way to go on.
struct Walk {
    stream: Stream,
    value: f64,
}

fn carried(walks: &[Walk], value: f64, target: Option<f64>, level: f64) -> Carried {
    let mut ends: Vec<f64> = walks.iter().map(|walk| walk.value).collect();
    ends.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    let reach = target.map(|target| (ends.len() - ends.partition_point(|end| *end < target)) as f64 / ends.len() as f64);
    Carried { value, lower: quantile(&ends, tail), upper: quantile(&ends, 1.0 - tail), reach }
}

/// Returns the last value, and the increments to draw from.
fn past(values: &[f64], last: Option<usize>) -> Result<(f64, Vec<f64>)> {
    check_finite("values", values)?;
    let all: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (Some(reached), true) = (values.last(), all.len() >= FEWEST) else {
        return Err(refused("values", "at least four numbers, of which three increments come", values.len()));
    };
    match last {
        Some(last) if !(FEWEST..=all.len()).contains(&last) => {
            Err(refused("last", &format!("from {FEWEST} to the {} increments there are", all.len()), last))
        }
        last => Ok((*reached, all[all.len() - last.unwrap_or(all.len())..].to_vec())),
    }
}

/// Refuses draws that are none, or too many for `times` answers of `ahead` months.
pub(super) fn check(draws: Draws, ahead: usize, times: usize) -> Result<()> {
    if !(2..=bootstrap::MOST).contains(&draws.replicates) {
        return Err(refused("replicates", "from 2 to 1000000", draws.replicates));
    }
    if ahead == 0 {
        return Err(refused("ahead", "at least 1", ahead));
    }
    match draws.replicates.saturating_mul(ahead).saturating_mul(times) {
        ..=MOST => Ok(()),
        more => Err(refused("replicates", &format!("so many that {MOST} draws do"), more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DRAWS: Draws = Draws { replicates: 20_000, seed: 5 };

    #[test]
    fn two_months_of_three_increments_are_nine_ways() {
        // 1, 2 and 6 in any two months: 2, 3, 3, 4, 7, 7, 8, 8, 12.
        let found = project_increments(&[0.0, 1.0, 3.0, 9.0], 2, Some(16.0), None, DRAWS, 0.99, &Progress::default()).unwrap();
        assert_eq!((found.points[1].value, found.mean, found.n, found.few), (15.0, 3.0, 3, true));
        assert_eq!((found.points[1].lower, found.points[1].upper, found.points[0].reach), (11.0, 21.0, Some(0.0)));
        assert!((found.points[1].reach.unwrap() - 5.0 / 9.0).abs() < 0.015);
    }

    #[test]
    fn the_seed_and_the_last_increments_decide() {
        let values = [0.0, 5.0, 7.0, 16.0, 17.0];
        let one =
            |last, seed| project_increments(&values, 3, None, last, Draws { replicates: 200, seed }, 0.9, &Progress::default()).unwrap();
        assert_eq!(one(None, 5), one(Some(4), 5));
        assert_ne!(one(None, 5), one(None, 6));
        assert_eq!(one(Some(3), 5).mean, 4.0);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let ask = |values: &[f64], ahead, last, replicates| {
            project_increments(values, ahead, None, last, Draws { replicates, seed: 0 }, 0.95, &Progress::default())
                .map(|_| ())
                .map_err(|error| error.to_string())
        };
        let values = [1.0, 2.0, 4.0, 5.0];
        assert!(ask(&values, 1, None, 2).is_ok());
        assert!(ask(&values[..3], 1, None, 2).is_err() && ask(&[], 1, None, 2).is_err());
        assert!(ask(&values, 1, Some(2), 2).is_err() && ask(&values, 1, Some(4), 2).unwrap_err().contains("the 3 increments"));
        assert!(ask(&values, 0, None, 2).is_err() && ask(&values, 1, None, 1).is_err() && ask(&values, 101, None, 1_000_000).is_err());
        assert!(ask(&[-1e308, 1e308, -1e308, 1e308], 1, None, 2).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn it_moves_and_stretches_with_the_values(steps in prop::collection::vec(0_i32..1_000, 3..15), shift in 0_i32..1_000, ahead in 1_usize..9) {
            let mut running = vec![0.0];
            steps.iter().for_each(|step| running.push(running[running.len() - 1] + f64::from(*step)));
            let moved: Vec<f64> = running.iter().map(|value| 2.0 * value + f64::from(shift)).collect();
            let draws = Draws { replicates: 200, seed: 1 };
            let one = project_increments(&running, ahead, None, None, draws, 0.9, &Progress::default()).unwrap();
            let other = project_increments(&moved, ahead, None, None, draws, 0.9, &Progress::default()).unwrap();
            let (least, most) = (f64::from(*steps.iter().min().unwrap()), f64::from(*steps.iter().max().unwrap()));
            let reached = running[running.len() - 1];
            for (month, (a, b)) in one.points.iter().zip(&other.points).enumerate() {
                prop_assert!((2.0 * a.lower + f64::from(shift) - b.lower).abs() < 1e-6 && (2.0 * a.upper + f64::from(shift) - b.upper).abs() < 1e-6);
                let months = (month + 1) as f64;
                prop_assert!(reached + least * months <= a.lower && a.lower <= a.upper && a.upper <= reached + most * months);
            }
        }
    }
}
