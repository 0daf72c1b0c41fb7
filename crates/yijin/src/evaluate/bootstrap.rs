//! The cluster bootstrap: whole communities drawn with replacement.
//!
//! Households are summed by community first, so that a replicate costs one draw for each community. What a replicate draws depends on the seed and its own
//! number and on nothing else: the result is the same on any number of threads.

use super::cluster::{self, Cluster, clustered};
use super::draw::Stream;
use super::{check_finite, check_level, normal_quantile, refused};
use crate::error::Result;
use crate::progress::Progress;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};
use std::num::NonZero;

/// More replicates are not drawn.
pub(super) const MOST: usize = 1_000_000;
/// Of more communities not all resamples are taken: 7⁷ are 823,543.
const ENUMERABLE: usize = 7;
/// The shares at which quantiles of the replicates are told.
const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// What is computed of the communities' sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The sum of values over the sum of what they are over; the mean, where that is households.
    Ratio,
    /// The sum of values.
    Total,
}

/// Which interval is the answer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The quantiles of the replicates.
    Percentile,
    /// The same, mirrored at the estimate.
    Basic,
    /// Bias-corrected and accelerated (Efron 1987), with the plain jackknife over communities.
    Bca,
}

/// How a bootstrap is run.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Plan {
    /// What is computed.
    pub statistic: Statistic,
    /// How many resamples are drawn; `None` takes every one there is, of at most seven communities.
    pub replicates: Option<usize>,
    /// What the draws follow from.
    pub seed: u64,
    /// The interval's level.
    pub level: f64,
    /// Which interval.
    pub method: Method,
    /// How many threads; `None` takes as many as there are processors.
    pub threads: Option<NonZero<usize>>,
}

/// An estimate with what its replicates say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bootstrap {
    /// The estimate.
    pub value: f64,
    /// The lower bound by the method asked for.
    pub lower: f64,
    /// The upper bound.
    pub upper: f64,
    /// The mean of the replicates.
    pub mean: f64,
    /// Their standard deviation: the standard error; over all resamples that are, with their number, else with one less.
    pub error: f64,
    /// Their quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: Vec<f64>,
    /// The interval of quantiles.
    pub percentile: (f64, f64),
    /// The same mirrored at the estimate.
    pub basic: (f64, f64),
    /// The bias-corrected and accelerated interval; `None` where the replicates give none.
    pub bca: Option<(f64, f64)>,
    /// The normal quantile of the share of replicates below the estimate; `None` where all are on one side.
    pub bias: Option<f64>,
    /// How fast the standard error changes with the estimate, from the jackknife.
    pub acceleration: f64,
    /// How many replicates.
    pub replicates: usize,
    /// How many households, or pairs.
    pub n: u64,
    /// How many communities.
    pub clusters: usize,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// Returns a statistic over households with the interval of resampled communities.
///
/// # Errors
/// As [`clustered`]; for a plan of fewer than 2 or more than 1,000,000 replicates, or of every resample of more than seven communities; where a resample
/// has no statistic, or the replicates no such interval; [`crate::ErrorKind::Interrupted`] once asked to stop.
pub fn bootstrap(values: &[f64], over: Option<&[f64]>, codes: &[i64], plan: Plan, progress: &Progress) -> Result<Bootstrap> {
    check_level(plan.level)?;
    let clusters = clustered(values, over, codes)?.clusters;
    let replicates = match plan.replicates {
        Some(count) => drawn(&clusters, plan, count, progress)?,
        None => every(&clusters, plan.statistic, progress)?,
    };
    summary(&clusters, replicates, plan)
}

/// Returns a statistic over communities with the interval of given resamples, each a list of places of communities from 0.
///
/// # Errors
/// As [`bootstrap`], and for a resample that is empty or has a place that no community has.
pub fn resampled(values: &[f64], over: Option<&[f64]>, resamples: &[Vec<usize>], plan: Plan, progress: &Progress) -> Result<Bootstrap> {
    check_level(plan.level)?;
    let codes: Vec<i64> = (0..values.len() as i64).collect();
    let clusters = clustered(values, over, &codes)?.clusters;
    if let Some(place) = resamples.iter().flatten().find(|place| **place >= clusters.len()) {
        return Err(refused("resamples", "places of communities, from 0", place));
    }
    let replicates = resamples.iter().map(|places| {
        progress.check()?;
        Ok(plan.statistic.of(places.iter().map(|place| &clusters[*place])))
    });
    summary(&clusters, replicates.collect::<Result<_>>()?, plan)
}

impl Statistic {
    fn of<'a>(self, clusters: impl Iterator<Item = &'a Cluster>) -> f64 {
        let (total, below) = clusters.fold((0.0, 0.0), |sum, cluster| (sum.0 + cluster.total, sum.1 + cluster.below));
        self.from(total, below)
    }

    fn from(self, total: f64, below: f64) -> f64 {
        match self {
            Self::Ratio => total / below,
            Self::Total => total,
        }
    }
}

/// Returns replicates, drawn on several threads.
fn drawn(clusters: &[Cluster], plan: Plan, count: usize, progress: &Progress) -> Result<Vec<f64>> {
    if !(2..=MOST).contains(&count) {
        return Err(refused("replicates", "from 2 to 1000000", count));
    }
    let sums: Vec<(f64, f64)> = clusters.iter().map(|cluster| (cluster.total, cluster.below)).collect();
    let threads = plan.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get).min(count);
    let mut replicates = vec![0.0; count];
    let part = count.div_ceil(threads);
    std::thread::scope(|scope| {
        for (place, part_of) in replicates.chunks_mut(part).enumerate() {
            let sums = &sums;
            scope.spawn(move || fill(sums, plan, place * part, part_of, progress));
        }
    });
    progress.check()?;
    Ok(replicates)
}

/// Fills in the replicates from number `first` on, until asked to stop.
fn fill(sums: &[(f64, f64)], plan: Plan, first: usize, replicates: &mut [f64], progress: &Progress) {
    for (place, replicate) in replicates.iter_mut().enumerate() {
        if progress.check().is_err() {
            return;
        }
        let mut stream = Stream::new(plan.seed, (first + place) as u64);
        let (mut total, mut below) = (0.0, 0.0);
        for _ in 0..sums.len() {
            let sum = sums[stream.below(sums.len())];
            total += sum.0;
            below += sum.1;
        }
        *replicate = plan.statistic.from(total, below);
    }
}

/// Returns the replicates of every resample there is, each equally likely.
fn every(clusters: &[Cluster], statistic: Statistic, progress: &Progress) -> Result<Vec<f64>> {
    let count = clusters.len();
    if count > ENUMERABLE {
        return Err(refused("replicates", "a number, since not all resamples of more than 7 communities are taken", count));
    }
    progress.check()?;
    let digit = |number: usize, place: usize| number / count.pow(place as u32) % count;
    let one = |number: usize| statistic.of((0..count).map(|place| &clusters[digit(number, place)]));
    Ok((0..count.pow(count as u32)).map(one).collect())
}

fn summary(clusters: &[Cluster], mut replicates: Vec<f64>, plan: Plan) -> Result<Bootstrap> {
    if replicates.len() < 2 {
        return Err(refused("replicates", "at least 2", replicates.len()));
    }
    let value = plan.statistic.of(clusters.iter());
    check_finite("over", &[value])?;
    check_finite("replicates", &replicates)?;
    let count = replicates.len() as f64;
    let mean = replicates.iter().sum::<f64>() / count;
    let free = if plan.replicates.is_some() { count - 1.0 } else { count };
    let error = (replicates.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / free).sqrt();
    replicates.sort_by(f64::total_cmp);
    let tail = (1.0 - plan.level) / 2.0;
    let percentile = (quantile(&replicates, tail), quantile(&replicates, 1.0 - tail));
    let basic = (2.0 * value - percentile.1, 2.0 * value - percentile.0);
    let (bias, acceleration) = (bias(&replicates, value), acceleration(clusters, plan.statistic));
    let bca = bias.and_then(|bias| corrected(&replicates, bias, acceleration, tail));
    let chosen = match plan.method {
        Method::Percentile => Some(percentile),
        Method::Basic => Some(basic),
        Method::Bca => bca,
    };
    let (lower, upper) = chosen.ok_or_else(|| refused("method", "percentile, since the replicates give no such interval", "bca"))?;
    Ok(Bootstrap {
        value,
        lower,
        upper,
        mean,
        error,
        quantiles: SHARES.iter().map(|share| quantile(&replicates, *share)).collect(),
        percentile,
        basic,
        bca,
        bias,
        acceleration,
        replicates: replicates.len(),
        n: clusters.iter().map(|cluster| cluster.size).sum(),
        clusters: clusters.len(),
        warnings: cluster::warnings(clusters.len()),
    })
}

/// Returns the quantile of sorted values, along the line between neighbours.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    low + (high - low) * place.fract()
}

/// Returns the normal quantile of the share of sorted replicates below the estimate, those equal to it by half.
fn bias(sorted: &[f64], value: f64) -> Option<f64> {
    let (below, upto) = (sorted.partition_point(|one| *one < value), sorted.partition_point(|one| *one <= value));
    Some(normal_quantile((below + upto) as f64 / (2 * sorted.len()) as f64)).filter(|bias| bias.is_finite())
}

fn corrected(sorted: &[f64], bias: f64, acceleration: f64, tail: f64) -> Option<(f64, f64)> {
    let share = |p: f64| {
        let moved = bias + normal_quantile(p);
        Normal::standard().cdf(bias + moved / (1.0 - acceleration * moved))
    };
    let (low, high) = (share(tail), share(1.0 - tail));
    (low.is_finite() && high.is_finite()).then(|| (quantile(sorted, low), quantile(sorted, high)))
}

fn acceleration(clusters: &[Cluster], statistic: Statistic) -> f64 {
    let (total, below) = clusters.iter().fold((0.0, 0.0), |sum, cluster| (sum.0 + cluster.total, sum.1 + cluster.below));
    let left: Vec<f64> = clusters.iter().map(|cluster| statistic.from(total - cluster.total, below - cluster.below)).collect();
    let mean = left.iter().sum::<f64>() / left.len() as f64;
    let power = |exponent: i32| left.iter().map(|one| (mean - one).powi(exponent)).sum::<f64>();
    let squares = power(2);
    if squares > 0.0 { power(3) / (6.0 * squares.powf(1.5)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plan(statistic: Statistic, replicates: Option<usize>, seed: u64, threads: usize) -> Plan {
        Plan { statistic, replicates, seed, level: 0.95, method: Method::Percentile, threads: NonZero::new(threads) }
    }

    fn run(values: &[f64], codes: &[i64], plan: Plan) -> Bootstrap {
        bootstrap(values, None, codes, plan, &Progress::default()).unwrap()
    }

    #[test]
    fn drawing_comes_near_every_resample() {
        let (values, codes) =
            ([12.5, 0.0, 30.0, 4.0, 4.0, 100.0, 0.0, 0.0, 25.0, 18.0, 7.0, 9.0, 11.0], [1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 5, 5, 5]);
        let exact = run(&values, &codes, plan(Statistic::Ratio, None, 0, 1));
        let near = run(&values, &codes, plan(Statistic::Ratio, Some(20_000), 11, 2));
        assert_eq!(exact.replicates, 3_125);
        assert!((near.error / exact.error - 1.0).abs() < 0.03 && (near.mean - exact.mean).abs() < 0.15);
    }

    #[test]
    fn draws_are_even() {
        let mut counts = [0_u32; 10];
        for number in 0..1_000 {
            let mut stream = Stream::new(7, number);
            (0..100).for_each(|_| counts[stream.below(10)] += 1);
        }
        // Of 100,000 even draws the statistic is above 27.9 with chance 0.001.
        let chi2: f64 = counts.iter().map(|count| (f64::from(*count) - 1e4).powi(2) / 1e4).sum();
        assert!(chi2 < 27.9, "{chi2}");
    }

    #[test]
    fn what_is_asked_to_stop_stops() {
        let progress = Progress::default();
        progress.stop();
        assert!(bootstrap(&[1.0, 2.0, 3.0], None, &[1, 2, 3], plan(Statistic::Total, Some(10), 1, 2), &progress).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn any_number_of_threads_finds_the_same(values in prop::collection::vec(0.0_f64..1e3, 3..60), seed: u64, threads in 2_usize..9) {
            let codes: Vec<i64> = (0..values.len()).map(|row| (row % 11) as i64).collect();
            let on = |threads| run(&values, &codes, plan(Statistic::Ratio, Some(101), seed, threads));
            prop_assert_eq!(on(1), on(threads));
        }

        #[test]
        fn a_total_scales_with_the_values(values in prop::collection::vec(0.0_f64..1e3, 3..40)) {
            let codes: Vec<i64> = (0..values.len() as i64).collect();
            let twice: Vec<f64> = values.iter().map(|value| value * 2.0).collect();
            let on = |values: &[f64]| run(values, &codes, plan(Statistic::Total, Some(50), 3, 1));
            prop_assert_eq!(on(&values).upper * 2.0, on(&twice).upper);
        }
    }
}
