//! How sure a measure of inequality or concentration is: by linearisation (Deville 1999).
//!
//! Each unit's influence is how much the measure moves as one more unit like it comes in. Whole clusters are summed, and what they sum to varies as a sum of
//! independent draws does. The interval is about units, or clusters, as a sample of such; of a list that is complete the value is exact.

use super::cluster::{FEW, places};
use super::projection::two_sided_student;
use super::{check_level, check_shares, concentration, inequality, refused};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// Fewer units give no interval.
const FEWEST: usize = 3;
/// A share that rests on fewer of the largest units has a rough interval.
const TAIL: f64 = 10.0;
/// An error of rounding alone.
const ROUNDING: f64 = 1e-13;

/// A measure of how a total is spread.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The Gini coefficient.
    Gini,
    /// The share of the richest part.
    TopShare(f64),
    /// The share of the k largest.
    Largest(usize),
    /// Theil's T.
    TheilT,
    /// Theil's L.
    TheilL,
    /// Atkinson's measure with an aversion.
    Atkinson(f64),
    /// The Herfindahl–Hirschman index.
    Herfindahl,
    /// The same brought to 0 to 1, over n units as they are.
    Normalised,
    /// How many equal units would have that index.
    Effective,
}

/// What a reader should know of an interval, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Fewer than three units or clusters: no interval.
    TooFew,
    /// Fewer than [`FEW`]: the interval is too narrow.
    Few,
    /// All units are alike, so that how much they vary is not seen: no interval.
    Alike,
    /// The measure is at the end of its range whatever the other units are: no interval.
    AtEnd,
    /// A value of 0, of which the measure is not defined: no value.
    Zeros,
    /// The share rests on fewer than ten units: the interval is rough.
    Tail,
    /// The share rests on few households: there is no value, which would tell what single ones bought.
    Withheld,
    /// Values stand for several units each: how they were drawn is not known, and there is no interval.
    Weighted,
}

/// A measure with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The measure; `None` where it is not defined.
    pub value: Option<f64>,
    /// The lower bound, within the measure's range.
    pub lower: Option<f64>,
    /// The upper bound, within the measure's range.
    pub upper: Option<f64>,
    /// How many units.
    pub n: usize,
    /// How many clusters, where units come in some.
    pub clusters: Option<usize>,
    /// What a reader should know.
    pub cautions: Vec<Caution>,
}

/// Returns a measure of values with an interval from t with one degree of freedom less than units, or than the clusters of these codes.
///
/// # Errors
/// As [`inequality::gini`], and of the measure; [`crate::ErrorKind::BadOption`] for a level that is not between 0 and 1, and for codes that are not as many
/// as values.
pub fn measured(values: &[f64], codes: Option<&[i64]>, measure: Measure, level: f64) -> Result<Measured> {
    if matches!(measure, Measure::Normalised | Measure::Effective) {
        return Ok(measured(values, codes, Measure::Herfindahl, level)?.brought(measure));
    }
    check_level(level)?;
    check_shares(values)?;
    let n = values.len();
    let clusters = codes.map(|codes| by_codes(n, codes)).transpose()?;
    let mut found = Measured {
        value: measure.of(values)?,
        lower: None,
        upper: None,
        n,
        clusters: clusters.as_ref().map(|(_, count)| *count),
        cautions: Vec::new(),
    };
    let Some(value) = found.value else {
        found.cautions.push(Caution::Zeros);
        return Ok(found);
    };
    let drawn = found.clusters.unwrap_or(n);
    if drawn < FEWEST {
        found.cautions.push(Caution::TooFew);
        return Ok(found);
    }
    if values.iter().all(|one| *one == values[0]) {
        found.cautions.push(Caution::Alike);
        return Ok(found);
    }
    let error = error(&measure.influences(values, value), clusters.as_ref());
    if !(error.is_finite() && error > ROUNDING * value) {
        found.cautions.push(Caution::AtEnd);
        return Ok(found);
    }
    let (half, (least, most)) = (two_sided_student(drawn as f64 - 1.0, level)? * error, measure.range(n));
    (found.lower, found.upper) = (Some((value - half).max(least)), Some((value + half).min(most)));
    found.cautions.extend((drawn < FEW).then_some(Caution::Few));
    found.cautions.extend((measure.tail(n) < TAIL).then_some(Caution::Tail));
    Ok(found)
}

/// Returns the Gini coefficient of values that each stand for `weights` units, without an interval.
///
/// # Errors
/// As [`inequality::weighted_gini`].
pub fn weighted(values: &[f64], weights: &[f64]) -> Result<Measured> {
    let value = Some(inequality::weighted_gini(values, weights)?);
    Ok(Measured { value, lower: None, upper: None, n: values.len(), clusters: None, cautions: vec![Caution::Weighted] })
}

impl Measured {
    /// Returns the measure without its value, which rests on few households.
    #[must_use]
    pub fn withheld(self) -> Self {
        Self { value: None, lower: None, upper: None, cautions: vec![Caution::Withheld], ..self }
    }

    /// Returns an index of Herfindahl and Hirschman, brought to the scale of one that follows from it.
    fn brought(self, measure: Measure) -> Self {
        let n = self.n as f64;
        let normalised = |index: f64| (index - 1.0 / n) / (1.0 - 1.0 / n);
        match measure {
            Measure::Effective => {
                Self { value: self.value.map(f64::recip), lower: self.upper.map(f64::recip), upper: self.lower.map(f64::recip), ..self }
            }
            _ => Self {
                value: self.value.filter(|_| self.n > 1).map(normalised),
                lower: self.lower.map(normalised),
                upper: self.upper.map(normalised),
                ..self
            },
        }
    }
}

/// Each value's cluster, and how many clusters there are.
type Clusters = (Vec<usize>, usize);

fn by_codes(n: usize, codes: &[i64]) -> Result<Clusters> {
    if codes.len() == n { Ok(places(codes)) } else { Err(refused("clusters", "as many as values", codes.len())) }
}

/// Returns the standard error of a measure whose units have these influences.
fn error(influences: &[f64], clusters: Option<&Clusters>) -> f64 {
    let summed = clusters.map(|(places, count)| {
        let mut sums = vec![0.0; *count];
        places.iter().zip(influences).for_each(|(place, influence)| sums[*place] += influence);
        sums
    });
    let drawn = summed.as_deref().unwrap_or(influences);
    let count = drawn.len() as f64;
    let mean = drawn.iter().sum::<f64>() / count;
    (count / (count - 1.0) * drawn.iter().map(|one| (one - mean).powi(2)).sum::<f64>()).sqrt()
}

impl Measure {
    /// Returns the measure of values; `None` where a 0 leaves it undefined.
    fn of(self, values: &[f64]) -> Result<Option<f64>> {
        Ok(match self {
            Self::Gini => Some(inequality::gini(values)?),
            Self::TopShare(part) => Some(inequality::top_share(values, part)?),
            Self::Largest(k) => Some(concentration::largest(values, k)?),
            Self::TheilT => Some(inequality::theil(values)?.t),
            Self::TheilL => inequality::theil(values)?.l,
            Self::Atkinson(aversion) => Some(inequality::atkinson(values, aversion)?),
            Self::Herfindahl => Some(concentration::herfindahl(values)?.value),
            Self::Normalised => concentration::herfindahl(values)?.normalised,
            Self::Effective => Some(concentration::herfindahl(values)?.effective),
        })
    }

    /// Returns the least and the most that it can be of n units.
    fn range(self, n: usize) -> (f64, f64) {
        let n = n as f64;
        match self {
            Self::Gini => (0.0, 1.0 - 1.0 / n),
            Self::Normalised => (0.0, 1.0),
            Self::Effective => (1.0, n),
            Self::TopShare(part) => (part, 1.0),
            Self::Largest(k) => ((k as f64 / n).min(1.0), 1.0),
            Self::TheilT => (0.0, n.ln()),
            Self::TheilL => (0.0, f64::INFINITY),
            Self::Atkinson(_) => (0.0, 1.0),
            Self::Herfindahl => (1.0 / n, 1.0),
        }
    }

    /// Returns on how many of the largest units it rests.
    #[must_use]
    pub fn tail(self, n: usize) -> f64 {
        match self {
            Self::TopShare(part) => part.min(1.0 - part) * n as f64,
            Self::Largest(k) => k as f64,
            _ => f64::INFINITY,
        }
    }

    /// Returns how much each unit moves the measure. Units sent twice change none of them but those that count units, the index of Herfindahl and
    /// Hirschman and the share of the k largest: of the others the influences add up to 0.
    fn influences(self, values: &[f64], value: f64) -> Vec<f64> {
        let mut influences = self.uncentred(values, value);
        if !matches!(self, Self::Herfindahl | Self::Largest(_)) {
            let mean = influences.iter().sum::<f64>() / influences.len() as f64;
            influences.iter_mut().for_each(|influence| *influence -= mean);
        }
        influences
    }

    /// Returns the influences up to what all units have in common.
    fn uncentred(self, values: &[f64], value: f64) -> Vec<f64> {
        let n = values.len() as f64;
        let total: f64 = values.iter().sum();
        let mean = total / n;
        let each = |of: &dyn Fn(f64) -> f64| values.iter().map(|x| of(x / mean) / n).collect();
        match self {
            Self::Gini => gini(values, value, total),
            Self::TopShare(part) => above(values, value, total, ((1.0 - part) * n).floor() as usize),
            Self::Largest(k) => above(values, value, total, values.len().saturating_sub(k)),
            Self::TheilT => each(&|y| inequality::x_ln_x(y) - (value + 1.0) * y),
            Self::TheilL => each(&|y| y - y.ln()),
            Self::Atkinson(1.0) => each(&|y| (1.0 - value) * (y - y.ln())),
            Self::Atkinson(aversion) => {
                let (power, left) = (1.0 - aversion, 1.0 - value);
                each(&|y| left * y - left.powf(aversion) * y.powf(power) / power)
            }
            Self::Herfindahl | Self::Normalised | Self::Effective => {
                values.iter().map(|x| x / total).map(|share| share * share - 2.0 * value * share).collect()
            }
        }
    }
}

/// Returns the influences on a Gini coefficient (Langel and Tillé 2013), equal values sharing their ranks.
fn gini(values: &[f64], gini: f64, total: f64) -> Vec<f64> {
    let n = values.len() as f64;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]));
    let (mut influences, mut held, mut first) = (vec![0.0; values.len()], 0.0, 0);
    for tied in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let (x, count) = (values[tied[0]], tied.len() as f64);
        let below = (first as f64 + count / 2.0) / n;
        let richer = total - held - x * count / 2.0;
        let influence = (2.0 * (x * below * n + richer) / n - (gini + 1.0) * x) / total;
        tied.iter().for_each(|row| influences[*row] = influence);
        (held, first) = (held + x * count, first + tied.len());
    }
    influences
}

/// Returns the influences on the share of what is above the unit at a place, the poorest first.
fn above(values: &[f64], share: f64, total: f64, place: usize) -> Vec<f64> {
    let mut sorted = values.to_vec();
    let place = place.min(values.len() - 1);
    let (_, bound, _) = sorted.select_nth_unstable_by(place, f64::total_cmp);
    let bound = *bound;
    values.iter().map(|x| ((x - bound).max(0.0) - share * x) / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MEASURES: [Measure; 9] = [
        Measure::Gini,
        Measure::TopShare(0.1),
        Measure::TopShare(0.25),
        Measure::Largest(20),
        Measure::TheilT,
        Measure::TheilL,
        Measure::Atkinson(0.5),
        Measure::Atkinson(1.0),
        Measure::Herfindahl,
    ];

    /// Returns amounts like those of units: uneven, some alike.
    fn amounts(n: usize, seed: u64) -> Vec<f64> {
        let mut stream = super::super::draw::Stream::new(seed, 0);
        let mut even = || (stream.below(1_000_000) as f64 + 0.5) / 1e6;
        (0..n).map(|_| (1.0 + (1.2 * (even() + even() + even() + even() - 2.0)).exp() * 100.0).round()).collect()
    }

    /// Returns the standard error of leaving each cluster out in turn.
    fn jackknife(values: &[f64], codes: &[i64], measure: Measure) -> f64 {
        let (places, count) = places(codes);
        let without = |out: usize| {
            let left: Vec<f64> = values.iter().zip(&places).filter(|(_, place)| **place != out).map(|(value, _)| *value).collect();
            measure.of(&left).unwrap().unwrap()
        };
        let left: Vec<f64> = (0..count).map(without).collect();
        let g = count as f64;
        let mean = left.iter().sum::<f64>() / g;
        ((g - 1.0) / g * left.iter().map(|one| (one - mean).powi(2)).sum::<f64>()).sqrt()
    }

    fn error_of(values: &[f64], codes: Option<&[i64]>, measure: Measure) -> f64 {
        let value = measure.of(values).unwrap().unwrap();
        let clusters = codes.map(places);
        error(&measure.influences(values, value), clusters.as_ref())
    }

    #[test]
    fn the_error_is_that_of_leaving_each_unit_out() {
        for (n, seed) in [(200, 1), (300, 2), (400, 3)] {
            let (values, own) = (amounts(n, seed), (0..n as i64).collect::<Vec<_>>());
            for measure in MEASURES {
                let (found, slow) = (error_of(&values, None, measure), jackknife(&values, &own, measure));
                assert!((found / slow - 1.0).abs() < 0.06, "{measure:?} of {n}: {found} and {slow}");
            }
        }
    }

    #[test]
    fn the_error_of_clusters_is_that_of_leaving_each_cluster_out() {
        let values = amounts(600, 5);
        let codes: Vec<i64> = (0..600).map(|row| row * row / 3_000).collect();
        for measure in MEASURES {
            let (found, slow) = (error_of(&values, Some(&codes), measure), jackknife(&values, &codes, measure));
            assert!((found / slow - 1.0).abs() < 0.13, "{measure:?}: {found} and {slow}");
        }
    }

    #[test]
    fn what_has_no_interval_says_why() {
        let asked = |values: &[f64], measure| measured(values, None, measure, 0.95).unwrap();
        assert_eq!(asked(&[1.0, 2.0], Measure::Gini).cautions, [Caution::TooFew]);
        assert_eq!(asked(&[2.0; 40], Measure::Gini).cautions, [Caution::Alike]);
        assert_eq!(asked(&[0.0, 1.0, 2.0, 5.0], Measure::Atkinson(2.0)).cautions, [Caution::AtEnd]);
        let undefined = asked(&[0.0, 1.0, 2.0], Measure::TheilL);
        assert_eq!((undefined.value, undefined.cautions), (None, vec![Caution::Zeros]));
        assert_eq!(weighted(&[1.0, 2.0, 3.0], &[2.0, 1.0, 1.0]).unwrap().cautions, [Caution::Weighted]);
        assert!(measured(&[1.0, 2.0, 3.0], Some(&[1, 2]), Measure::Gini, 0.95).is_err());
        assert!(measured(&[1.0, 2.0, 3.0], None, Measure::Gini, 1.0).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn scale_changes_nothing_and_bounds_stay_in_range(seed: u64, n in 25_usize..60, scale in 0.001_f64..1e6) {
            let values = amounts(n, seed);
            let scaled: Vec<f64> = values.iter().map(|value| value * scale).collect();
            for measure in MEASURES {
                let (one, other) = (measured(&values, None, measure, 0.95).unwrap(), measured(&scaled, None, measure, 0.95).unwrap());
                let ((low, high), (least, most)) = ((one.lower.unwrap(), one.upper.unwrap()), measure.range(n));
                prop_assert!(least <= low && low <= one.value.unwrap() && one.value.unwrap() <= high && high <= most, "{:?}", measure);
                prop_assert!((low - other.lower.unwrap()).abs() < 1e-9 && (high - other.upper.unwrap()).abs() < 1e-9, "{:?}", measure);
            }
        }

        #[test]
        fn units_sent_twice_are_as_sure_as_once_where_both_are_one_cluster(seed: u64, n in 30_usize..60) {
            let values = amounts(n, seed);
            let codes: Vec<i64> = (0..n as i64).flat_map(|code| [code; 2]).collect();
            let twice: Vec<f64> = values.iter().flat_map(|value| [*value; 2]).collect();
            for measure in [Measure::Gini, Measure::TopShare(0.25), Measure::TheilT, Measure::TheilL, Measure::Atkinson(0.5)] {
                let (one, other) = (error_of(&values, None, measure), error_of(&twice, Some(&codes), measure));
                prop_assert!((one / other - 1.0).abs() < 1e-6, "{:?}: {} and {}", measure, one, other);
            }
        }
    }
}
