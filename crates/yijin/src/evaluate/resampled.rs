//! How firm a ranking is under other households: communities are drawn anew within each unit, and the index is computed of what was drawn.
//!
//! Rows are summed by unit and community first, so that a replicate costs one draw for each community. Each unit keeps its number of communities, drawn with
//! replacement from its own and independently of the other units: no unit loses all of its households. Rows without a community are no community together: their
//! sums stand in every replicate as they are. What a replicate draws depends on the seed and its own number alone, so that the result is the same on any number of
//! threads.

use super::cluster::FEW;
use super::draw::Stream;
use super::index::{Direction, Index, composed, normalised, shares};
use super::missing::{Missing, complete};
use super::robustness::{MOST_DRAWS, MOST_THREADS, RankInterval, interval};
use super::scorecard::Conventions;
use super::scorer::MOST_UNITS;
use super::weights::{critic, entropy};
use super::{check_finite, refused};
use crate::error::{ErrorKind, Result};
use crate::progress::Progress;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// The code of a row without a community.
pub const NOWHERE: i64 = i64::MIN;

/// A criterion, of columns by their places.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Criterion {
    /// The sum of a column.
    Sum {
        /// The column.
        of: usize,
    },
    /// The mean of a column over rows.
    Mean {
        /// The column.
        of: usize,
    },
    /// The sum of a column over the sum of another; of a sum of 0, none.
    Ratio {
        /// The column.
        of: usize,
        /// What it is over.
        over: usize,
    },
    /// How many rows.
    Count,
    /// What no row tells of: one value a unit, the same in every replicate.
    Fixed {
        /// The values.
        values: Vec<f64>,
    },
}

/// Where weights come from: given, or from each replicate as from the index.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// Given.
    Given(Vec<f64>),
    /// Entropy weights of the criteria as they stand.
    EntropyOfValues,
    /// Entropy weights of the criteria on one scale.
    EntropyOfNormalised,
    /// CRITIC weights of the criteria on one scale.
    Critic,
}

/// How ranks are resampled.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Plan {
    /// How many units.
    pub units: usize,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// Which way each is better.
    pub directions: Vec<Direction>,
    /// Where weights come from.
    pub weighting: Weighting,
    /// How criteria become a score.
    pub conventions: Conventions,
    /// What stands for a ratio over 0.
    pub missing: Missing,
    /// How many resamples.
    pub replicates: u32,
    /// What the draws follow from.
    pub seed: u64,
    /// On how many threads.
    pub threads: usize,
}

/// Rows: each one's unit (from 0), its community, and its numbers, column by column.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'r> {
    /// The units.
    pub units: &'r [i64],
    /// The communities; [`NOWHERE`] of a row without one.
    pub clusters: &'r [i64],
    /// The columns.
    pub columns: &'r [Vec<f64>],
}

/// An index, and where each unit ranks under resampled communities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resampled {
    /// The criteria of the rows as they are.
    pub values: Vec<Vec<f64>>,
    /// The weights, with a sum of 1.
    pub weights: Vec<f64>,
    /// Scores and ranks.
    pub index: Index,
    /// Where each unit ranks.
    pub intervals: Vec<RankInterval>,
    /// How many rows each unit has.
    pub rows: Vec<u64>,
    /// How many communities each unit has.
    pub clusters: Vec<usize>,
    /// How many rows of each unit are of no community: they are never drawn.
    pub nowhere: Vec<u64>,
    /// How many replicates were ranked.
    pub replicates: u32,
    /// How many could not be: a value was missing that the rule does not answer, or weights could not be told.
    pub left_out: u32,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// Returns the index of rows, and where each unit ranks when its communities are resampled.
///
/// # Errors
/// [`ErrorKind::BadOption`] for columns of different lengths, numbers that are not finite, a unit without rows, one unit or more than 2,000, a column that is not
/// there, no replicates or more than a million; as the index where the rows themselves have none; where no replicate has a ranking; and
/// [`ErrorKind::Interrupted`] once asked to stop.
pub fn resampled(rows: Rows<'_>, plan: &Plan, progress: &Progress) -> Result<Resampled> {
    check(rows, plan)?;
    let sums = Sums::of(rows, plan.units)?;
    let (values, weights, index) = indexed(&plan.values(&sums.own()), plan)?;
    let (counts, left_out) = counted(&sums, plan, progress)?;
    let ranked = plan.replicates - left_out;
    if ranked == 0 {
        return Err(refused("replicates", "resamples that can be ranked", "none"));
    }
    let clusters = sums.clusters();
    Ok(Resampled {
        values,
        weights,
        index,
        intervals: counts.chunks(2 * plan.units).map(|counts| interval(counts, ranked)).collect(),
        warnings: warnings(&clusters, sums.nowhere.iter().sum(), left_out, plan.replicates),
        rows: sums.rows,
        clusters,
        nowhere: sums.nowhere,
        replicates: ranked,
        left_out,
    })
}

fn check(rows: Rows<'_>, plan: &Plan) -> Result<()> {
    let count = rows.units.len();
    for given in rows.columns.iter().map(Vec::len).chain([rows.clusters.len()]) {
        if given != count {
            return Err(refused("rows", &format!("{count} in each column, as there are units"), given));
        }
    }
    rows.columns.iter().try_for_each(|column| check_finite("values", column))?;
    if !(2..=MOST_UNITS).contains(&plan.units) {
        return Err(refused("units", &format!("from 2 to {MOST_UNITS} different ones"), plan.units));
    }
    if !(1..=MOST_DRAWS).contains(&plan.replicates) {
        return Err(refused("replicates", &format!("a whole number from 1 to {MOST_DRAWS}"), plan.replicates));
    }
    if !(1..=MOST_THREADS).contains(&plan.threads) {
        return Err(refused("threads", &format!("a whole number from 1 to {MOST_THREADS}"), plan.threads));
    }
    plan.criteria.iter().try_for_each(|criterion| criterion.check(rows.columns.len(), plan.units))
}

impl Criterion {
    fn check(&self, columns: usize, units: usize) -> Result<()> {
        let last = match self {
            Self::Sum { of } | Self::Mean { of } => *of,
            Self::Ratio { of, over } => *of.max(over),
            Self::Count => return Ok(()),
            Self::Fixed { values } if values.len() == units => return check_finite("criteria", values),
            Self::Fixed { values } => return Err(refused("criteria", &format!("{units} fixed values, one a unit"), values.len())),
        };
        if last < columns { Ok(()) } else { Err(refused("criteria", &format!("places of {columns} columns"), last)) }
    }

    /// Returns the criterion of a unit from the sums of its columns, with the number of its rows behind them.
    fn of(&self, unit: usize, sums: &[f64]) -> Option<f64> {
        let rows = sums[sums.len() - 1];
        let over = |above: f64, below: f64| (below != 0.0).then(|| above / below);
        match self {
            Self::Sum { of } => Some(sums[*of]),
            Self::Mean { of } => over(sums[*of], rows),
            Self::Ratio { of, over: below } => over(sums[*of], sums[*below]),
            Self::Count => Some(rows),
            Self::Fixed { values } => Some(values[unit]),
        }
    }
}

impl Plan {
    /// Returns the criteria of all units from their sums.
    fn values(&self, sums: &[f64]) -> Vec<Vec<Option<f64>>> {
        let of = |(unit, sums): (usize, &[f64])| self.criteria.iter().map(|criterion| criterion.of(unit, sums)).collect();
        sums.chunks(sums.len() / self.units).enumerate().map(of).collect()
    }
}

/// Returns the criteria without missing values, the weights and the index.
fn indexed(values: &[Vec<Option<f64>>], plan: &Plan) -> Result<(Vec<Vec<f64>>, Vec<f64>, Index)> {
    let whole = complete(values, &plan.directions, plan.missing)?;
    if whole.units.len() < plan.units {
        return Err(refused("missing", "worst or median where values are missing", "drop_unit"));
    }
    let scaled = normalised(&whole.matrix, &plan.directions, plan.conventions.normalisation)?;
    let weights = match &plan.weighting {
        Weighting::Given(weights) => shares(&scaled, weights, 2)?,
        Weighting::EntropyOfValues => entropy(&whole.matrix)?.0,
        Weighting::EntropyOfNormalised => entropy(&scaled)?.0,
        Weighting::Critic => critic(&scaled)?,
    };
    let index = composed(&scaled, &weights, plan.conventions.aggregation)?;
    Ok((whole.matrix, weights, index))
}

/// The sums of the columns by unit and community, with the number of rows behind them.
struct Sums {
    /// How many numbers a community has.
    width: usize,
    /// The communities of each unit in turn.
    cells: Vec<f64>,
    /// Where each unit's communities begin, and where the last one's end.
    starts: Vec<usize>,
    /// The same sums of each unit over its rows without a community.
    constant: Vec<f64>,
    /// How many rows each unit has.
    rows: Vec<u64>,
    /// How many of them are without a community.
    nowhere: Vec<u64>,
}

impl Sums {
    fn of(given: Rows<'_>, units: usize) -> Result<Self> {
        let width = given.columns.len() + 1;
        let (mut rows, mut nowhere, mut constant) = (vec![0_u64; units], vec![0_u64; units], vec![0.0; units * width]);
        let mut found: HashMap<(usize, i64), Vec<f64>, foldhash::fast::FixedState> = HashMap::default();
        for (row, (unit, cluster)) in given.units.iter().zip(given.clusters).enumerate() {
            let place = usize::try_from(*unit).ok().filter(|place| *place < units);
            let place = place.ok_or_else(|| refused("units", &format!("codes from 0, below {units}"), unit))?;
            rows[place] += 1;
            let cell = if *cluster == NOWHERE {
                nowhere[place] += 1;
                &mut constant[place * width..(place + 1) * width]
            } else {
                found.entry((place, *cluster)).or_insert_with(|| vec![0.0; width])
            };
            cell.iter_mut().zip(given.columns).for_each(|(sum, column)| *sum += column[row]);
            cell[width - 1] += 1.0;
        }
        if let Some(unit) = rows.iter().position(|rows| *rows == 0) {
            return Err(refused("units", "rows for each unit", format!("none for the one at place {unit}")));
        }
        let mut cells: Vec<((usize, i64), Vec<f64>)> = found.into_iter().collect();
        cells.sort_unstable_by_key(|(key, _)| *key);
        let starts = (0..=units).map(|unit| cells.partition_point(|((of, _), _)| *of < unit)).collect();
        Ok(Self { width, cells: cells.into_iter().flat_map(|(_, sums)| sums).collect(), starts, constant, rows, nowhere })
    }

    fn clusters(&self) -> Vec<usize> {
        self.starts.windows(2).map(|ends| ends[1] - ends[0]).collect()
    }

    /// Returns the sums of each unit, every community once.
    fn own(&self) -> Vec<f64> {
        let mut next = 0;
        self.picked(|_| {
            next += 1;
            next - 1
        })
    }

    /// Returns the sums of each unit over communities drawn from its own.
    fn drawn(&self, seed: u64, number: u32) -> Vec<f64> {
        let mut stream = Stream::new(seed, u64::from(number));
        self.picked(|(first, count)| first + stream.below(count))
    }

    /// Returns the sums of each unit over its rows without a community and as many communities as it has, each named by `pick` from where they begin and how
    /// many there are.
    fn picked(&self, mut pick: impl FnMut((usize, usize)) -> usize) -> Vec<f64> {
        let mut sums = self.constant.clone();
        for (ends, sums) in self.starts.windows(2).zip(sums.chunks_mut(self.width)) {
            for _ in ends[0]..ends[1] {
                let cell = pick((ends[0], ends[1] - ends[0])) * self.width;
                sums.iter_mut().zip(&self.cells[cell..cell + self.width]).for_each(|(sum, value)| *sum += value);
            }
        }
        sums
    }
}

/// Returns for each unit how often it has twice the rank r, at 2 r − 2, and how many replicates have no ranking.
fn counted(sums: &Sums, plan: &Plan, progress: &Progress) -> Result<(Vec<u32>, u32)> {
    let parts = plan.threads.min(plan.replicates as usize) as u32;
    let bound = |part: u32| (u64::from(plan.replicates) * u64::from(part) / u64::from(parts)) as u32;
    let found = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..parts).map(|part| scope.spawn(move || counts(sums, plan, bound(part)..bound(part + 1), progress))).collect();
        threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<std::result::Result<Vec<_>, _>>()
    });
    let found = found.map_err(|_| ErrorKind::Unsound { cause: "a thread that ranked units stopped".to_owned() })?;
    progress.check()?;
    let mut all = vec![0_u32; plan.units * 2 * plan.units];
    found.iter().for_each(|(counts, _)| all.iter_mut().zip(counts).for_each(|(all, count)| *all += count));
    Ok((all, found.iter().map(|(_, left_out)| left_out).sum()))
}

fn counts(sums: &Sums, plan: &Plan, numbers: std::ops::Range<u32>, progress: &Progress) -> (Vec<u32>, u32) {
    let (mut counts, mut left_out) = (vec![0_u32; plan.units * 2 * plan.units], 0);
    for number in numbers {
        if progress.check().is_err() {
            break;
        }
        match indexed(&plan.values(&sums.drawn(plan.seed, number)), plan) {
            Ok((_, _, index)) => {
                let twice = |rank: f64| (2.0 * rank) as usize - 2;
                index.ranks.iter().enumerate().for_each(|(unit, rank)| counts[unit * 2 * plan.units + twice(*rank)] += 1);
            }
            Err(_) => left_out += 1,
        }
    }
    (counts, left_out)
}

fn warnings(clusters: &[usize], nowhere: u64, left_out: u32, replicates: u32) -> Vec<String> {
    let (units, below) = (clusters.len(), |few: usize| clusters.iter().filter(|count| **count < few).count());
    let single = format!("{} of {units} units have one community or none: what they do does not vary, only what the others do", below(2));
    let few = format!("{} of {units} units have fewer than {FEW} communities: their intervals are too narrow", below(FEW));
    let constant = format!("{nowhere} rows are of no community: they are never drawn and stand in every replicate as they are");
    let unranked = format!("{left_out} of {replicates} replicates have no ranking (a ratio over 0, or no weights) and are left out");
    [(below(2) > 0, single), (below(FEW) > 0, few), (nowhere > 0, constant), (left_out > 0, unranked)]
        .into_iter()
        .filter(|(says, _)| *says)
        .map(|(_, text)| text)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::index::{Aggregation, Normalisation};
    use super::*;
    use proptest::prelude::*;

    fn plan(units: usize, criteria: Vec<Criterion>, weighting: Weighting) -> Plan {
        let directions = vec![Direction::More; criteria.len()];
        let conventions = Conventions { normalisation: Normalisation::MinMax, aggregation: Aggregation::Arithmetic };
        Plan { units, criteria, directions, weighting, conventions, missing: Missing::Refuse, replicates: 200, seed: 5, threads: 1 }
    }

    fn run(units: &[i64], clusters: &[i64], columns: &[Vec<f64>], plan: &Plan) -> Result<Resampled> {
        resampled(Rows { units, clusters, columns }, plan, &Progress::default())
    }

    #[test]
    fn criteria_are_those_of_the_rows() {
        let asked = plan(
            2,
            vec![
                Criterion::Sum { of: 0 },
                Criterion::Mean { of: 0 },
                Criterion::Ratio { of: 0, over: 1 },
                Criterion::Count,
                Criterion::Fixed { values: vec![7.0, 8.0] },
            ],
            Weighting::Given(vec![1.0; 5]),
        );
        let found = run(&[1, 0, 1, 1], &[4, 4, 9, 9], &[vec![1.0, 6.0, 2.0, 3.0], vec![2.0, 3.0, 4.0, 6.0]], &asked).unwrap();
        assert_eq!(found.values, [vec![6.0, 6.0, 2.0, 1.0, 7.0], vec![6.0, 2.0, 0.5, 3.0, 8.0]]);
        assert_eq!((found.rows, found.clusters), (vec![1, 3], vec![1, 2]));
        assert!(found.warnings[0].starts_with("1 of 2 units have one community"));
    }

    #[test]
    fn rows_without_a_community_are_never_drawn() {
        let asked = plan(2, vec![Criterion::Sum { of: 0 }, Criterion::Count], Weighting::Given(vec![1.0, 0.0]));
        let found = run(&[0, 0, 0, 1], &[NOWHERE, NOWHERE, 3, 3], &[vec![5.0, 6.0, 1.0, 11.5]], &asked).unwrap();
        assert_eq!(found.values, [vec![12.0, 3.0], vec![11.5, 1.0]]);
        assert_eq!((found.clusters, found.nowhere, found.rows), (vec![1, 1], vec![2, 0], vec![3, 1]));
        assert!(found.intervals[0].most == 1.0 && found.warnings[2].starts_with("2 rows are of no community"));
        let found = run(&[0, 0, 1, 1], &[NOWHERE, NOWHERE, 3, 4], &[vec![5.0, 6.0, 1.0, 20.0]], &asked).unwrap();
        assert_eq!(found.clusters, [0, 2]);
        assert!(found.intervals[0].least == 1.0 && found.intervals[0].most == 2.0);
    }

    #[test]
    fn a_ratio_over_nothing_is_left_out_or_answered_by_the_rule() {
        let criteria = vec![Criterion::Ratio { of: 0, over: 1 }];
        let mut asked = plan(3, criteria, Weighting::Given(vec![1.0]));
        let columns = [vec![1.0, 3.0, 0.0, 4.0], vec![1.0, 1.0, 0.0, 1.0]];
        let on = |asked: &Plan| run(&[0, 1, 1, 2], &[1, 2, 3, 4], &columns, asked).unwrap();
        let found = on(&asked);
        assert!((30..70).contains(&found.left_out) && found.replicates + found.left_out == 200);
        assert!(found.intervals[1].least == 2.0 && found.intervals[1].most == 2.0);
        asked.missing = Missing::Worst;
        let found = on(&asked);
        assert!(found.left_out == 0 && found.intervals[1].most == 2.5);
    }

    #[test]
    fn weights_of_a_replicate_are_its_own() {
        let criteria = vec![Criterion::Sum { of: 0 }, Criterion::Fixed { values: vec![2.0, 1.0, 1.4] }];
        for weighting in [Weighting::EntropyOfValues, Weighting::EntropyOfNormalised, Weighting::Critic] {
            let columns = [vec![1.0, 9.0, 4.0, 7.0, 3.0]];
            let found = run(&[0, 0, 1, 1, 2], &[1, 2, 3, 4, 5], &columns, &plan(3, criteria.clone(), weighting)).unwrap();
            assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12 && found.replicates == 200);
        }
    }

    #[test]
    fn what_cannot_be_resampled_is_refused() {
        let count = || vec![Criterion::Count];
        let given = || Weighting::Given(vec![1.0]);
        let columns = [vec![1.0, 2.0]];
        assert!(run(&[0, 1], &[1], &columns, &plan(2, count(), given())).is_err());
        assert!(run(&[0, 0], &[1, 2], &columns, &plan(2, count(), given())).is_err());
        assert!(run(&[0, 2], &[1, 2], &columns, &plan(2, count(), given())).is_err());
        assert!(run(&[0, 0], &[1, 2], &columns, &plan(1, count(), given())).is_err());
        assert!(run(&[0, 1], &[1, 2], &[vec![1.0, f64::NAN]], &plan(2, count(), given())).is_err());
        assert!(run(&[0, 1], &[1, 2], &columns, &plan(2, vec![Criterion::Sum { of: 1 }], given())).is_err());
        assert!(run(&[0, 1], &[1, 2], &columns, &plan(2, vec![Criterion::Fixed { values: vec![1.0] }], given())).is_err());
        assert!(run(&[0, 1], &[1, 2], &columns, &Plan { replicates: 0, ..plan(2, count(), given()) }).is_err());
        assert!(run(&[0, 1], &[1, 2], &columns, &Plan { threads: 0, ..plan(2, count(), given()) }).is_err());
        let progress = Progress::default();
        progress.stop();
        let rows = Rows { units: &[0, 1], clusters: &[1, 2], columns: &columns };
        assert!(resampled(rows, &plan(2, count(), given()), &progress).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn any_number_of_threads_and_any_order_of_rows_find_the_same(values in prop::collection::vec(0_u16..1000, 12..60), seed: u64, threads in 2_usize..9) {
            let units: Vec<i64> = (0..values.len() as i64).map(|row| row % 4).collect();
            let clusters: Vec<i64> = (0..values.len() as i64).map(|row| row % 12).collect();
            let column: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
            let asked = Plan { seed, ..plan(4, vec![Criterion::Mean { of: 0 }, Criterion::Count], Weighting::Given(vec![2.0, 1.0])) };
            let found = run(&units, &clusters, std::slice::from_ref(&column), &asked).unwrap();
            prop_assert_eq!(&found, &run(&units, &clusters, std::slice::from_ref(&column), &Plan { threads, ..asked.clone() }).unwrap());
            let turned = |values: &[i64]| values.iter().rev().copied().collect::<Vec<i64>>();
            let backwards: Vec<f64> = column.iter().rev().copied().collect();
            prop_assert_eq!(&found, &run(&turned(&units), &turned(&clusters), &[backwards], &asked).unwrap());
            prop_assert!((found.intervals.iter().map(|one| one.mean).sum::<f64>() - 10.0).abs() < 1e-9);
        }
    }
}
