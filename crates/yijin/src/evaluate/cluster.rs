//! Households that come in communities: what a mean over them is sure of counts communities.

use super::projection::two_sided_student;
use super::{check_finite, refused};
use crate::error::Result;
use hashbrown::HashMap;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// Fewer communities give no interval.
const FEWEST: usize = 3;
/// Of fewer communities, or units that are drawn, an interval is too narrow.
pub const FEW: usize = 30;

/// One community: its households and the sum of their values.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cluster {
    /// How many households.
    pub size: u64,
    /// The sum of their values.
    pub total: f64,
    /// The sum of what the values are over; of a mean, the households.
    pub below: f64,
}

/// Values by community: each value's community, and the communities in the order of their codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustered {
    /// The place of each value's community.
    pub places: Vec<usize>,
    /// The communities.
    pub clusters: Vec<Cluster>,
}

/// Returns values, and what they are over, by the codes of their communities.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for lists of different lengths, numbers that are not finite, and fewer than three communities.
pub fn clustered(values: &[f64], over: Option<&[f64]>, codes: &[i64]) -> Result<Clustered> {
    check_finite("values", values)?;
    if codes.len() != values.len() {
        return Err(refused("clusters", "as many as values", codes.len()));
    }
    if let Some(below) = over {
        check_finite("over", below)?;
        if below.len() != values.len() {
            return Err(refused("over", "as many as values", below.len()));
        }
    }
    let (places, count) = places(codes);
    if count < FEWEST {
        return Err(refused("clusters", "at least 3 communities, because fewer give no interval", count));
    }
    let mut clusters = vec![Cluster::default(); count];
    for (row, &place) in places.iter().enumerate() {
        let cluster = &mut clusters[place];
        cluster.size += 1;
        cluster.total += values[row];
        cluster.below += over.map_or(1.0, |below| below[row]);
    }
    Ok(Clustered { places, clusters })
}

/// Returns the place of each code among the codes there are, and how many there are.
pub(crate) fn places(codes: &[i64]) -> (Vec<usize>, usize) {
    let (least, most) = codes.iter().fold((i64::MAX, i64::MIN), |(low, high), code| (low.min(*code), high.max(*code)));
    match most.checked_sub(least).and_then(|span| usize::try_from(span).ok()) {
        Some(span) if span <= 4 * codes.len() => near(codes, least, span),
        _ => far(codes),
    }
}

/// Returns the places of codes from `least` to `span` above it, by a table of all of those.
fn near(codes: &[i64], least: i64, span: usize) -> (Vec<usize>, usize) {
    let mut table = vec![0; span + 1];
    codes.iter().for_each(|code| table[(code - least) as usize] = 1);
    let mut count = 0;
    for place in &mut table {
        count += std::mem::replace(place, count);
    }
    (codes.iter().map(|code| table[(code - least) as usize]).collect(), count)
}

/// Returns the places of codes that are far apart.
fn far(codes: &[i64]) -> (Vec<usize>, usize) {
    let mut known: HashMap<i64, usize, foldhash::fast::FixedState> = HashMap::default();
    for &code in codes {
        known.entry(code).or_insert(0);
    }
    let mut order: Vec<i64> = known.keys().copied().collect();
    order.sort_unstable();
    known.extend(order.iter().enumerate().map(|(place, code)| (*code, place)));
    (codes.iter().map(|code| known[code]).collect(), order.len())
}

/// Returns what a reader should know of an interval that rests on so many communities.
pub(crate) fn warnings(clusters: usize) -> Vec<String> {
    let few = (clusters < FEW).then(|| format!("{clusters} communities: an interval of fewer than {FEW} is too narrow"));
    few.into_iter().collect()
}

/// A mean over households with what their communities make of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClusterMean {
    /// The mean over households.
    pub value: f64,
    /// The lower bound.
    pub lower: f64,
    /// The upper bound.
    pub upper: f64,
    /// The standard error with whole communities as units.
    pub error: f64,
    /// The standard error of a simple random sample, which is too small.
    pub simple_error: f64,
    /// The square of the two errors' ratio; `None` where all values are equal.
    pub design_effect: Option<f64>,
    /// The intraclass correlation of the analysis of variance: how alike households of one community are; `None` where it is not defined.
    pub icc: Option<f64>,
    /// The size of community that it takes: the mean less what unequal sizes cost.
    pub mean_size: f64,
    /// The ratio of the mean squares between and within communities; `None` where nothing varies within.
    pub f: Option<f64>,
    /// Its p-value.
    pub p: Option<f64>,
    /// How many households.
    pub n: usize,
    /// How many communities.
    pub clusters: usize,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// Returns the mean over households with an interval from t with one degree of freedom less than communities.
///
/// # Errors
/// As [`clustered`], and for a level that is not between 0 and 1.
pub fn mean(values: &[f64], codes: &[i64], level: f64) -> Result<ClusterMean> {
    let Clustered { places, clusters } = clustered(values, None, codes)?;
    let (n, count) = (values.len() as f64, clusters.len() as f64);
    let value = clusters.iter().map(|cluster| cluster.total).sum::<f64>() / n;
    let own: Vec<f64> = clusters.iter().map(|cluster| cluster.total / cluster.below).collect();
    let residual = |cluster: &Cluster| cluster.total - cluster.below * value;
    let error = (count / (count - 1.0) * clusters.iter().map(|cluster| residual(cluster).powi(2)).sum::<f64>()).sqrt() / n;
    let spread: f64 = values.iter().map(|one| (one - value).powi(2)).sum();
    let within: f64 = values.iter().zip(&places).map(|(one, place)| (one - own[*place]).powi(2)).sum();
    let between: f64 = clusters.iter().zip(&own).map(|(cluster, own)| cluster.below * (own - value).powi(2)).sum();
    let simple_error = (spread / (n - 1.0) / n).sqrt();
    let mean_size = (n - clusters.iter().map(|cluster| cluster.below.powi(2)).sum::<f64>() / n) / (count - 1.0);
    let (inside, outside) = (within / (n - count), between / (count - 1.0));
    let f = Some(outside / inside).filter(|f| f.is_finite());
    let icc = Some((outside - inside) / (outside + (mean_size - 1.0) * inside)).filter(|icc| icc.is_finite());
    let law = FisherSnedecor::new(count - 1.0, n - count).ok();
    let half = two_sided_student(count - 1.0, level)? * error;
    Ok(ClusterMean {
        value,
        lower: value - half,
        upper: value + half,
        error,
        simple_error,
        design_effect: (simple_error > 0.0).then(|| (error / simple_error).powi(2)),
        icc,
        mean_size,
        f,
        p: f.zip(law).map(|(f, law)| law.sf(f)),
        n: values.len(),
        clusters: clusters.len(),
        warnings: warnings(clusters.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn communities_of_one_are_a_simple_sample(values in prop::collection::vec(-1e3_f64..1e3, 3..40)) {
            let codes: Vec<i64> = (0..values.len() as i64).collect();
            let found = mean(&values, &codes, 0.95).unwrap();
            prop_assert!((found.error - found.simple_error).abs() < 1e-9 && found.f.is_none());
        }

        #[test]
        fn a_table_and_a_map_find_the_same_places(codes in prop::collection::vec(-9_i64..9, 1..40)) {
            let wide: Vec<i64> = codes.iter().map(|code| code * (i64::MAX / 9)).collect();
            prop_assert_eq!(places(&codes), far(&codes));
            prop_assert_eq!(places(&wide), places(&codes));
        }

        #[test]
        fn the_order_of_households_changes_nothing(codes in prop::collection::vec(0_i64..6, 12..40)) {
            prop_assume!((0..3).all(|code| codes.contains(&code)));
            let values: Vec<f64> = codes.iter().enumerate().map(|(row, code)| (row as i64 * 7 % 13 + code) as f64).collect();
            let (back, codes_back): (Vec<f64>, Vec<i64>) = (values.iter().rev().copied().collect(), codes.iter().rev().copied().collect());
            let (one, other) = (clustered(&values, None, &codes).unwrap(), clustered(&back, None, &codes_back).unwrap());
            prop_assert_eq!(one.clusters, other.clusters);
        }
    }
}
