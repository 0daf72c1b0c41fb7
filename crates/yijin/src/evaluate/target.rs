//! How far a target is reached, and at what pace.

use super::{check_finite, refused};
use crate::calendar::Day;
use crate::campaign::month::{self, months};
use crate::error::Result;
use serde::Serialize;

/// How far a target is reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Attainment {
    /// The actual number over the target.
    pub attainment: f64,
    /// What is missing; never below 0.
    pub remaining: f64,
    /// Months with a day in a period that have passed; one that runs counts in part, by its days in the periods.
    pub months_elapsed: f64,
    /// Such months that are left.
    pub months_left: f64,
    /// The actual number over what an even pace would have reached.
    pub pace_ratio: f64,
    /// What each month left has to bring; `None` once none is left.
    pub required_per_month: Option<f64>,
    /// What each month so far brought.
    pub achieved_per_month: f64,
    /// The number at the end if the pace holds.
    pub straight_line_final: f64,
}

/// Returns how far a target is reached at the end of a day, in periods given as first and last day, by the months with a day in one:
/// months between periods do not count.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for a target that is not above 0, a number that is not finite, periods that are none, reversed or not one after the other,
/// and a day before the first of them.
pub fn attainment(actual: f64, target: f64, as_of: Day, periods: &[(Day, Day)]) -> Result<Attainment> {
    check_finite("actual", &[actual])?;
    if !(target.is_finite() && target > 0.0 && (actual / target).is_finite()) {
        return Err(refused("target", "a number above 0, and not next to it", target));
    }
    let ordered = periods.iter().all(|(start, end)| start <= end) && periods.windows(2).all(|pair| pair[0].1 < pair[1].0);
    if periods.is_empty() || !ordered {
        return Err(refused("periods", "first and last days of periods, one after the other", periods.len()));
    }
    let all = months(periods);
    if all.len() > month::MOST || all.last().is_some_and(|last| periods[periods.len() - 1].1 != last.last) {
        return Err(refused("periods", &format!("periods of at most {} months", month::MOST), format!("{} or more", all.len())));
    }
    let begun = periods.iter().filter(|period| period.0 <= as_of).map(|&(start, end)| (start, end.min(as_of)));
    let passed = months(&begun.collect::<Vec<_>>());
    let elapsed = passed.iter().zip(&all).map(|(passed, month)| f64::from(passed.days) / f64::from(month.days)).sum::<f64>();
    if elapsed <= 0.0 {
        return Err(refused("as_of", "a day in or after the first period", as_of));
    }
    let all = all.len() as f64;
    let (left, remaining) = (all - elapsed, (target - actual).max(0.0));
    Ok(Attainment {
        attainment: actual / target,
        remaining,
        months_elapsed: elapsed,
        months_left: left,
        pace_ratio: actual / (target * elapsed / all),
        required_per_month: (periods.iter().any(|period| as_of < period.1)).then(|| remaining / left),
        achieved_per_month: actual / elapsed,
        straight_line_final: actual / elapsed * all,
    })
}

/// How far several targets are reached: a mean alone hides that one of them is not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attainments {
    /// Each number over its target.
    pub each: Vec<f64>,
    /// Their mean, which one target that was set too low decides.
    pub mean: f64,
    /// Their mean where none counts for more than 1.
    pub capped_mean: f64,
    /// The least of them.
    pub worst: f64,
    /// Where the least stands, from 0; the first of several.
    pub worst_place: usize,
}

/// Returns how far several targets are reached.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for no number, lists of different lengths, numbers that are not finite or below 0, and targets that are not above 0.
pub fn attainments(values: &[f64], targets: &[f64]) -> Result<Attainments> {
    check_finite("values", values)?;
    if let Some(wrong) = values.iter().find(|value| **value < 0.0) {
        return Err(refused("values", "numbers of 0 or more", wrong));
    }
    if let Some(wrong) = targets.iter().find(|target| !(target.is_finite() && **target > 0.0)) {
        return Err(refused("targets", "numbers above 0", wrong));
    }
    if targets.len() != values.len() {
        return Err(refused("targets", "as many as values", targets.len()));
    }
    let each: Vec<f64> = values.iter().zip(targets).map(|(value, target)| value / target).collect();
    check_finite("targets", &each)?;
    let least =
        |found: Option<(usize, f64)>, (place, &one): (usize, &f64)| Some(found.filter(|(_, low)| *low <= one).unwrap_or((place, one)));
    let (worst_place, worst) = each.iter().enumerate().fold(None, least).ok_or_else(|| refused("values", "at least one number", "none"))?;
    let mean = |of: fn(f64) -> f64| each.iter().map(|one| of(*one) / each.len() as f64).sum::<f64>();
    let (plain, capped_mean) = (mean(|one| one), mean(|one| one.min(1.0)));
    Ok(Attainments { mean: plain, capped_mean, worst, worst_place, each })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_month_counts_once_and_one_that_runs_by_its_days() {
        let periods = [(day("2019-10-16"), day("2019-11-10")), (day("2019-11-21"), day("2020-01-31"))];
        let elapsed = |as_of| {
            let found = attainment(1.0, 2.0, day(as_of), &periods).unwrap();
            (found.months_elapsed, found.months_elapsed + found.months_left)
        };
        assert_eq!(elapsed("2019-10-23"), (0.5, 4.0));
        assert_eq!((elapsed("2019-11-10"), elapsed("2019-11-20")), ((1.5, 4.0), (1.5, 4.0)));
        assert_eq!((elapsed("2019-11-30"), elapsed("2019-12-31"), elapsed("2021-01-01")), ((2.0, 4.0), (3.0, 4.0), (4.0, 4.0)));
        let long = [(day("1900-01-01"), day("2000-02-29"))];
        assert!(attainment(1.0, 2.0, day("2000-01-01"), &long).unwrap_err().to_string().contains("1201 months"));
    }

    #[test]
    fn at_the_end_no_month_has_to_bring_anything() {
        let found = attainment(5.0, 10.0, day("2020-10-09"), &[(day("2020-01-01"), day("2020-09-30"))]).unwrap();
        assert_eq!((found.required_per_month, found.months_left, found.pace_ratio), (None, 0.0, 0.5));
    }

    #[test]
    fn one_target_that_was_set_too_low_lifts_the_mean_alone() {
        let found = attainments(&[315.0, 3160.0, 4.0], &[100.0; 3]).unwrap();
        assert!((found.mean - 3479.0 / 300.0).abs() < 1e-12 && (found.capped_mean - 0.68).abs() < 1e-12);
        assert_eq!((found.worst, found.worst_place), (0.04, 2));
        for (values, targets) in [(&[][..], &[][..]), (&[1.0], &[0.0]), (&[-1.0], &[1.0]), (&[1.0], &[1.0, 2.0]), (&[f64::NAN], &[1.0])] {
            assert!(attainments(values, targets).is_err());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_worst_is_at_most_the_capped_mean_or_above_1(reached in prop::collection::vec((0.0_f64..1e6, 1.0_f64..1e6), 1..9)) {
            let (values, targets): (Vec<f64>, Vec<f64>) = reached.into_iter().unzip();
            let found = attainments(&values, &targets).unwrap();
            prop_assert!(found.worst.min(1.0) <= found.capped_mean + 1e-12 && found.capped_mean <= found.mean.min(1.0) + 1e-12);
            prop_assert!(found.each[found.worst_place] == found.worst && found.worst <= found.mean * (1.0 + 1e-12));
        }
        #[test]
        fn elapsed_and_left_are_all(passed in 0_i32..500) {
            let periods = [(day("2019-05-01"), day("2019-11-30")), (day("2020-01-01"), day("2020-09-30"))];
            let found = attainment(1.0, 2.0, Day::from_epoch(day("2019-05-01").to_epoch() + passed), &periods).unwrap();
            prop_assert!((found.months_elapsed + found.months_left - 16.0).abs() < 1e-9 && found.months_elapsed > 0.0);
        }
    }
}
