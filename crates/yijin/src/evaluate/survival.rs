//! How long until an event, where not all are followed to it.

use super::{check_finite, refused, two_sided};
use crate::error::Result;
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A step of a Kaplan–Meier curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were followed until then.
    pub at_risk: u64,
    /// How many had the event then.
    pub events: u64,
    /// The share without the event from then on.
    pub survival: f64,
    /// Greenwood's standard error (1926).
    pub error: f64,
    /// The lower bound, of the log-log interval; `None` where all have had the event.
    pub lower: Option<f64>,
    /// The upper bound, likewise.
    pub upper: Option<f64>,
}

/// Returns the Kaplan–Meier curve (1958) of times and whether each ended in the event; who is censored at a time is at risk at it. Beside it the median:
/// the first time at which half or less are without the event, or `None`.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where the lists are of different lengths, a time is below 0 or not finite, or the level is not between 0 and 1.
pub fn kaplan_meier(times: &[f64], events: &[bool], level: f64) -> Result<(Vec<Step>, Option<f64>)> {
    check(times, events)?;
    let z = two_sided(level)?;
    let (mut steps, mut survival, mut sum) = (Vec::new(), 1.0, 0.0);
    for time in event_times(&[(times, events)]) {
        let (at_risk, died) = at(times, events, time);
        survival *= 1.0 - died / at_risk;
        sum += died / (at_risk * (at_risk - died));
        let error = survival * sum.sqrt();
        let bound = |sign: f64| (survival > 0.0).then(|| survival.powf((sign * z * error / (survival * survival.ln())).exp()));
        let (one, other) = (bound(-1.0), bound(1.0));
        let error = if survival > 0.0 { error } else { 0.0 };
        let (lower, upper) = if one <= other { (one, other) } else { (other, one) };
        steps.push(Step { time, at_risk: at_risk as u64, events: died as u64, survival, error, lower, upper });
    }
    let median = steps.iter().find(|step| step.survival <= 0.5).map(|step| step.time);
    Ok((steps, median))
}

/// The log-rank test of two groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LogRank {
    /// The statistic, on one degree of freedom.
    pub chi2: f64,
    /// Its p-value.
    pub p: f64,
    /// Events of the first group.
    pub observed: f64,
    /// How many it would have had without a difference.
    pub expected: f64,
    /// The hypergeometric variance.
    pub variance: f64,
}

/// Returns the log-rank test (Mantel 1966) of two groups, each as times and whether each ended in the event.
///
/// # Errors
/// As [`kaplan_meier`], and where the two cannot be compared, since no event falls where both are at risk.
pub fn log_rank(first: (&[f64], &[bool]), second: (&[f64], &[bool])) -> Result<LogRank> {
    check(first.0, first.1)?;
    check(second.0, second.1)?;
    let (mut observed, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for time in event_times(&[first, second]) {
        let ((n1, d1), (n2, d2)) = (at(first.0, first.1, time), at(second.0, second.1, time));
        let (n, d) = (n1 + n2, d1 + d2);
        observed += d1;
        expected += d * n1 / n;
        if n > 1.0 {
            variance += d * (n1 / n) * (n2 / n) * (n - d) / (n - 1.0);
        }
    }
    if variance <= 0.0 {
        return Err(refused("times", "an event while both groups are followed", "none"));
    }
    let chi2 = (observed - expected).powi(2) / variance;
    let p = ChiSquared::new(1.0).map_or(f64::NAN, |chi| chi.sf(chi2));
    Ok(LogRank { chi2, p, observed, expected, variance })
}

fn check(times: &[f64], events: &[bool]) -> Result<()> {
    check_finite("times", times)?;
    if times.len() != events.len() {
        return Err(refused("events", "as many as times", events.len()));
    }
    match times.iter().find(|time| **time < 0.0) {
        Some(time) => Err(refused("times", "numbers of 0 or more", time)),
        None => Ok(()),
    }
}

fn event_times(groups: &[(&[f64], &[bool])]) -> Vec<f64> {
    let of = |(times, events): &(&[f64], &[bool])| {
        times.iter().zip(*events).filter(|(_, event)| **event).map(|(time, _)| *time).collect::<Vec<_>>()
    };
    let mut all: Vec<f64> = groups.iter().flat_map(of).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// Returns how many are followed until a time, and how many have the event at it.
fn at(times: &[f64], events: &[bool], time: f64) -> (f64, f64) {
    let at_risk = times.iter().filter(|other| **other >= time).count();
    let died = times.iter().zip(events).filter(|(other, event)| **other == time && **event).count();
    (at_risk as f64, died as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_curve_never_rises_and_without_censoring_is_the_share_left(times in prop::collection::vec(0_u8..20, 1..40)) {
            let times: Vec<f64> = times.into_iter().map(f64::from).collect();
            let (steps, _) = kaplan_meier(&times, &vec![true; times.len()], 0.95).unwrap();
            let mut last = 1.0;
            for step in steps {
                let left = times.iter().filter(|time| **time > step.time).count() as f64 / times.len() as f64;
                prop_assert!(step.survival <= last && (step.survival - left).abs() < 1e-12);
                last = step.survival;
            }
        }
    }
}
