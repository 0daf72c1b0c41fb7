//! How firm a ranking is: where units rank when weights are drawn at random, when one is changed, and without one criterion.

use super::draw::Stream;
use super::index::{Aggregation, Index, checked, composed, shares};
use super::ranking::{correlation, descending};
use super::refused;
use super::scorer::{MOST_UNITS, Room, Scorer};
use super::weights::Matrix;
use crate::error::{ErrorKind, Result};
use crate::progress::Progress;
use serde::{Deserialize, Serialize};

/// More sets of weights are not drawn, and more threads not started.
pub(super) const MOST_DRAWS: u32 = 1_000_000;
pub(super) const MOST_THREADS: usize = 1024;

/// How weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Draws {
    /// How many sets of weights.
    pub count: u32,
    /// The same seed gives the same sets.
    pub seed: u64,
    /// With a concentration c, from the Dirichlet distribution around the given weights w: each has the mean w and the variance w (1 − w) / (c + 1).
    /// Without, all weights with a sum of 1 are alike likely, whatever is given.
    pub concentration: Option<f64>,
    /// On how many threads; the result is the same on any number.
    pub threads: usize,
}

/// Where a unit ranks under drawn weights; 1 is the best.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RankInterval {
    /// The best rank.
    pub least: f64,
    /// The rank that a twentieth of the draws reach or better.
    pub p5: f64,
    /// The median.
    pub median: f64,
    /// The rank that 19 of 20 draws reach or better.
    pub p95: f64,
    /// The worst rank.
    pub most: f64,
    /// The mean.
    pub mean: f64,
    /// The share of draws in which it is first, and no other with it.
    pub first: f64,
}

/// Returns the rank interval of each unit of normalised criteria under drawn weights. Scores alike to a trillionth share a rank.
///
/// # Errors
/// [`ErrorKind::BadOption`] as [`composed`], for more than 2,000 units, no draws or more than a million, a concentration below 1, and no threads or more than
/// 1,024; [`ErrorKind::Interrupted`] once asked to stop.
pub fn rank_intervals(
    normalised: &Matrix,
    weights: &[f64],
    how: Aggregation,
    draws: Draws,
    progress: &Progress,
) -> Result<Vec<RankInterval>> {
    composed(normalised, weights, how)?;
    check_draws(normalised.len(), draws)?;
    let shapes: Vec<f64> = match draws.concentration {
        Some(concentration) => shares(normalised, weights, 2)?.iter().map(|weight| weight * concentration).collect(),
        None => vec![1.0; weights.len()],
    };
    let (scorer, units) = (Scorer::new(normalised, how), normalised.len());
    let parts = draws.threads.min(draws.count as usize) as u32;
    let bound = |part: u32| (u64::from(draws.count) * u64::from(part) / u64::from(parts)) as u32;
    let counted = std::thread::scope(|scope| {
        let (scorer, shapes) = (&scorer, &shapes);
        let threads: Vec<_> = (0..parts)
            .map(|part| scope.spawn(move || counts(scorer, units, shapes, draws.seed, bound(part)..bound(part + 1), progress)))
            .collect();
        threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect::<std::result::Result<Vec<_>, _>>()
    });
    let counted = counted.map_err(|_| ErrorKind::Unsound { cause: "a thread that ranked units stopped".to_owned() })?;
    progress.check()?;
    let mut all = vec![0_u32; units * 2 * units];
    counted.iter().for_each(|counts| all.iter_mut().zip(counts).for_each(|(all, count)| *all += count));
    Ok(all.chunks(2 * units).map(|counts| interval(counts, draws.count)).collect())
}

fn check_draws(units: usize, draws: Draws) -> Result<()> {
    if units > MOST_UNITS {
        return Err(refused("normalised", &format!("at most {MOST_UNITS} units"), units));
    }
    if !(1..=MOST_DRAWS).contains(&draws.count) {
        return Err(refused("draws", &format!("a whole number from 1 to {MOST_DRAWS}"), draws.count));
    }
    if let Some(concentration) = draws.concentration.filter(|concentration| !(1.0..=1e12).contains(concentration)) {
        return Err(refused("concentration", "a number from 1 to 1e12, or none for any weights", concentration));
    }
    if !(1..=MOST_THREADS).contains(&draws.threads) {
        return Err(refused("threads", &format!("a whole number from 1 to {MOST_THREADS}"), draws.threads));
    }
    Ok(())
}

/// Returns for each unit how often it has twice the rank r, at 2 r − 2, in some of the draws, until asked to stop.
fn counts(scorer: &Scorer, units: usize, shapes: &[f64], seed: u64, numbers: std::ops::Range<u32>, progress: &Progress) -> Vec<u32> {
    let mut counts = vec![0_u32; units * 2 * units];
    let (mut room, mut weights) = (Room::new(units, shapes.len()), vec![0.0; shapes.len()]);
    for number in numbers {
        if progress.check().is_err() {
            break;
        }
        Stream::new(seed, u64::from(number)).dirichlet(shapes, &mut weights);
        scorer.order(&weights, &mut room);
        room.each_rank(|unit, twice| counts[unit * 2 * units + twice] += 1);
    }
    counts
}

/// Returns the interval of a unit's ranks from how often it has twice the rank r, at 2 r − 2.
pub(super) fn interval(counts: &[u32], draws: u32) -> RankInterval {
    let rank = |place: usize| (place + 2) as f64 / 2.0;
    // The rank of the draw at a place in their order, from 0.
    let at = |place: u32| {
        let mut before = 0;
        let found = counts.iter().position(|count| {
            before += count;
            before > place
        });
        rank(found.unwrap_or_default())
    };
    let reached = |part: f64| at((part * f64::from(draws)).ceil() as u32 - 1);
    let ranks = counts.iter().enumerate().map(|(place, count)| rank(place) * f64::from(*count));
    RankInterval {
        least: at(0),
        p5: reached(0.05),
        median: f64::midpoint(at((draws - 1) / 2), at(draws / 2)),
        p95: reached(0.95),
        most: at(draws - 1),
        mean: ranks.sum::<f64>() / f64::from(draws),
        first: f64::from(counts[0]) / f64::from(draws),
    }
}

/// Where units rank when each weight in turn is changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Perturbation {
    /// The best rank of each unit.
    pub least: Vec<f64>,
    /// The median of each unit's ranks.
    pub median: Vec<f64>,
    /// The worst rank of each unit.
    pub most: Vec<f64>,
    /// The mean over units and changes of how far a rank is from the index's own.
    pub mean_shift: f64,
}

/// Returns where units rank when each weight in turn is multiplied by each factor, and all are brought to a sum of 1.
///
/// # Errors
/// [`ErrorKind::BadOption`] as [`composed`], without factors, and for factors that are not above 0.
pub fn perturbed(normalised: &Matrix, weights: &[f64], how: Aggregation, factors: &[f64]) -> Result<Perturbation> {
    if let Some(factor) = factors.iter().find(|factor| !(factor.is_finite() && **factor > 0.0)) {
        return Err(refused("factors", "numbers above 0", factor));
    }
    if factors.is_empty() {
        return Err(refused("factors", "one or more", "none"));
    }
    let own = composed(normalised, weights, how)?.ranks;
    let mut ranks: Vec<Vec<f64>> = vec![Vec::new(); normalised.len()];
    for place in 0..weights.len() {
        for factor in factors {
            let mut changed = weights.to_vec();
            changed[place] *= factor;
            let found = composed(normalised, &changed, how)?.ranks;
            ranks.iter_mut().zip(found).for_each(|(ranks, rank)| ranks.push(rank));
        }
    }
    let shifts = ranks.iter().zip(&own).flat_map(|(ranks, own)| ranks.iter().map(move |rank| (rank - own).abs()));
    let mean_shift = shifts.sum::<f64>() / (own.len() * weights.len() * factors.len()) as f64;
    ranks.iter_mut().for_each(|ranks| ranks.sort_by(f64::total_cmp));
    Ok(Perturbation {
        least: ranks.iter().map(|ranks| ranks[0]).collect(),
        median: ranks.iter().map(|ranks| f64::midpoint(ranks[(ranks.len() - 1) / 2], ranks[ranks.len() / 2])).collect(),
        most: ranks.iter().map(|ranks| ranks[ranks.len() - 1]).collect(),
        mean_shift,
    })
}

/// The ranking without one criterion, beside the ranking with all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Without {
    /// The ranks of the units.
    pub ranks: Vec<f64>,
    /// Spearman's ρ with the ranking by all criteria; `None` where either ranking is all of one rank, or of fewer than three units.
    pub spearman: Option<f64>,
    /// Kendall's τ-b with it.
    pub kendall: Option<f64>,
    /// The largest number of places that a unit moves.
    pub largest_shift: f64,
}

/// Returns the ranking without each criterion in turn, the other weights brought to a sum of 1.
///
/// # Errors
/// [`ErrorKind::BadOption`] as [`composed`], for a single criterion, and where the others have no weight.
pub fn without_each(normalised: &Matrix, weights: &[f64], how: Aggregation) -> Result<Vec<Without>> {
    checked(normalised, weights.len(), "weights", 2)?;
    if weights.len() < 2 {
        return Err(refused("normalised", "two or more criteria", weights.len()));
    }
    let own = composed(normalised, weights, how)?;
    (0..weights.len()).map(|place| without(normalised, weights, how, place, &own)).collect()
}

fn without(normalised: &Matrix, weights: &[f64], how: Aggregation, place: usize, own: &Index) -> Result<Without> {
    let left = |values: &[f64]| [&values[..place], &values[place + 1..]].concat();
    let rows: Vec<Vec<f64>> = normalised.iter().map(|row| left(row)).collect();
    let ranks = descending(&composed(&rows, &left(weights), how)?.scores)?;
    let found = correlation(&own.ranks, &ranks).ok();
    Ok(Without {
        spearman: found.map(|found| found.spearman),
        kendall: found.map(|found| found.kendall),
        largest_shift: ranks.iter().zip(&own.ranks).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max),
        ranks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draws(count: u32, concentration: Option<f64>, threads: usize) -> Draws {
        Draws { count, seed: 7, concentration, threads }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn ranks_share_out_the_same_sum_on_any_number_of_threads(rows in prop::collection::vec(prop::collection::vec(0.0_f64..1.0, 4), 2..20), threads in 2_usize..9) {
            let weights = [0.4, 0.2, 0.3, 0.1];
            for how in [Aggregation::Arithmetic, Aggregation::Geometric, Aggregation::Topsis] {
                for concentration in [None, Some(20.0)] {
                    let found = rank_intervals(&rows, &weights, how, draws(100, concentration, 1), &Progress::default()).unwrap();
                    prop_assert_eq!(&found, &rank_intervals(&rows, &weights, how, draws(100, concentration, threads), &Progress::default()).unwrap());
                    let (n, sum) = (rows.len() as f64, found.iter().map(|one| one.mean).sum::<f64>());
                    prop_assert!((sum - n * (n + 1.0) / 2.0).abs() < 1e-9);
                    prop_assert!(found.iter().all(|one| [1.0, one.least, one.p5, one.median, one.p95, one.most, n].is_sorted()));
                }
            }
        }
    }

    #[test]
    fn weights_close_to_the_given_ones_leave_the_ranking_as_it_is() {
        let rows = [vec![0.9, 0.1], vec![0.2, 0.7], vec![0.0, 0.0]];
        for how in [Aggregation::Arithmetic, Aggregation::Geometric, Aggregation::Topsis] {
            let own = composed(&rows, &[0.6, 0.4], how).unwrap().ranks;
            let found = rank_intervals(&rows, &[0.6, 0.4], how, draws(50, Some(1e12), 2), &Progress::default()).unwrap();
            assert!(found.iter().zip(&own).all(|(one, rank)| one.least == *rank && one.most == *rank));
        }
    }

    #[test]
    fn a_dominated_unit_is_never_before_the_one_that_dominates_it() {
        let rows = [vec![0.9, 0.8], vec![0.8, 0.7], vec![0.0, 1.0]];
        let found = rank_intervals(&rows, &[1.0, 1.0], Aggregation::Arithmetic, draws(500, None, 2), &Progress::default()).unwrap();
        assert!(found[0].most <= 2.0 && found[1].least >= 2.0 && found[1].first == 0.0);
        let without = without_each(&rows, &[1.0, 1.0], Aggregation::Arithmetic).unwrap();
        assert_eq!((&without[0].ranks, &without[1].ranks), (&vec![2.0, 3.0, 1.0], &vec![1.0, 2.0, 3.0]));
        assert_eq!((without[0].largest_shift, without[1].spearman, without[1].kendall), (2.0, Some(1.0), Some(1.0)));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let rows = [vec![0.9, 0.1], vec![0.2, 0.7]];
        for wrong in [draws(0, None, 1), draws(1, None, 0), draws(1, Some(0.5), 1), draws(1, Some(f64::NAN), 1), draws(u32::MAX, None, 1)] {
            assert!(rank_intervals(&rows, &[1.0, 1.0], Aggregation::Arithmetic, wrong, &Progress::default()).is_err());
        }
        assert!(perturbed(&rows, &[1.0, 1.0], Aggregation::Arithmetic, &[]).is_err());
        assert!(perturbed(&rows, &[1.0, 1.0], Aggregation::Arithmetic, &[0.0]).is_err());
        assert!(without_each(&rows, &[1.0, 0.0], Aggregation::Arithmetic).is_err());
        assert!(without_each(&[vec![1.0], vec![2.0]], &[1.0], Aggregation::Arithmetic).is_err());
    }
}
