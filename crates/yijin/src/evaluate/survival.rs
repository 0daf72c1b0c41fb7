//! How long until an event, where not all are followed to it.

use super::{check_finite, refused, two_sided};
use crate::error::Result;
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// No test compares more groups.
pub const GROUPS: usize = 100;
/// Counts are exact as doubles up to here.
const MOST: u64 = 1 << 53;

/// How long each was followed, whether that ended in the event, and how many were alike in both: one each where no counts are given.
#[derive(Debug, Clone, Copy)]
pub struct Spells<'a> {
    /// How long.
    pub times: &'a [f64],
    /// Whether the event ended it; who is censored at a time is at risk at it.
    pub events: &'a [bool],
    /// How many.
    pub counts: Option<&'a [u64]>,
}

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

/// The first time at which half or less are without the event, with the times at which the bounds of the curve are: Brookmeyer and Crowley's interval (1982).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Median {
    /// The time.
    pub value: f64,
    /// When the lower bound is at half or less; `None` where that is not seen.
    pub lower: Option<f64>,
    /// When the upper bound is, likewise.
    pub upper: Option<f64>,
}

/// A Kaplan–Meier curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// Its steps, by time.
    pub steps: Vec<Step>,
    /// Its median, where that is seen.
    pub median: Option<Median>,
    /// How many were followed.
    pub n: u64,
    /// How many had the event.
    pub events: u64,
    /// How long the longest was followed; `None` where nobody was.
    pub followed: Option<f64>,
}

/// Returns the Kaplan–Meier curve (1958).
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where the lists are of different lengths, a time is below 0 or not finite, the counts are too large, or the level is not
/// between 0 and 1.
pub fn kaplan_meier(spells: &Spells<'_>, level: f64) -> Result<Curve> {
    let z = two_sided(level)?;
    let rows = rows(spells, None)?;
    let (n, followed) = (rows.iter().map(|row| row.count).sum(), rows.last().map(|row| row.time));
    let (mut steps, mut survival, mut sum) = (Vec::new(), 1.0, 0.0);
    at_events(&rows, 1, |time, at_risk, died| {
        let (at_risk, died) = (at_risk[0], died[0]);
        let (followed, ended) = (at_risk as f64, died as f64);
        survival *= 1.0 - ended / followed;
        sum += ended / (followed * (followed - ended));
        let error = survival * sum.sqrt();
        let bound = |sign: f64| (survival > 0.0).then(|| survival.powf((sign * z * error / (survival * survival.ln())).exp()));
        let (one, other) = (bound(-1.0), bound(1.0));
        let error = if survival > 0.0 { error } else { 0.0 };
        let (lower, upper) = if one <= other { (one, other) } else { (other, one) };
        steps.push(Step { time, at_risk, events: died, survival, error, lower, upper });
    });
    let events = steps.iter().map(|step| step.events).sum();
    Ok(Curve { median: median(&steps), steps, n, events, followed })
}

fn median(steps: &[Step]) -> Option<Median> {
    let first = |is: fn(&Step) -> bool| steps.iter().find(|step| is(step)).map(|step| step.time);
    let lower = first(|step| step.lower.is_some_and(|lower| lower <= 0.5));
    let upper = first(|step| step.upper.is_some_and(|upper| upper <= 0.5));
    first(|step| step.survival <= 0.5).map(|value| Median { value, lower, upper })
}

/// The log-rank test of groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogRank {
    /// The statistic.
    pub chi2: f64,
    /// Its degrees of freedom: the groups that are followed to an event of any, less one.
    pub df: u64,
    /// Its p-value.
    pub p: f64,
    /// The groups, in the order of their numbers.
    pub groups: Vec<Compared>,
}

/// A group of a log-rank test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Compared {
    /// How many were followed.
    pub n: u64,
    /// How many had the event.
    pub observed: f64,
    /// How many would have had it without a difference.
    pub expected: f64,
    /// The hypergeometric variance of the two's difference.
    pub variance: f64,
}

/// Returns the log-rank test (Mantel 1966; of more than two groups Peto and Peto 1972) of spells by the number of each one's group, from 0.
///
/// # Errors
/// As [`kaplan_meier`]; where there are no two groups or more than [`GROUPS`]; where they cannot be compared, since no event falls while two are followed.
pub fn log_rank(spells: &Spells<'_>, of: &[usize]) -> Result<LogRank> {
    let rows = rows(spells, Some(of))?;
    let groups = of.iter().max().map_or(0, |most| most + 1);
    if !(2..=GROUPS).contains(&groups) {
        return Err(refused("groups", &format!("2 to {GROUPS} groups"), groups));
    }
    let mut compared = vec![Compared { n: 0, observed: 0.0, expected: 0.0, variance: 0.0 }; groups];
    rows.iter().for_each(|row| compared[row.group].n += row.count);
    let mut variances = vec![vec![0.0; groups]; groups];
    at_events(&rows, groups, |_, at_risk, died| {
        let (n, d) = (at_risk.iter().sum::<u64>() as f64, died.iter().sum::<u64>() as f64);
        for (j, group) in compared.iter_mut().enumerate() {
            let share = at_risk[j] as f64 / n;
            group.observed += died[j] as f64;
            group.expected += d * share;
            if n > 1.0 {
                let spread = d * (n - d) / (n - 1.0) * share;
                variances[j].iter_mut().zip(at_risk).for_each(|(sum, other)| *sum -= spread * (*other as f64 / n));
                variances[j][j] += spread;
            }
        }
    });
    compared.iter_mut().enumerate().for_each(|(j, group)| group.variance = variances[j][j]);
    let (chi2, df) = statistic(&compared, &variances)?;
    let p = ChiSquared::new(df as f64).map_or(f64::NAN, |chi| chi.sf(chi2));
    Ok(LogRank { chi2, df, p, groups: compared })
}

/// Returns the quadratic form of what was observed less what was expected, and its degrees of freedom. A group that is followed to no event says nothing; of
/// the others the last follows from the rest.
fn statistic(compared: &[Compared], variances: &[Vec<f64>]) -> Result<(f64, u64)> {
    let none = || refused("times", "an event while two groups are followed", "none");
    let mut told: Vec<usize> = (0..compared.len()).filter(|&j| variances[j][j] > 0.0).collect();
    told.pop();
    if told.is_empty() {
        return Err(none());
    }
    let square: Vec<Vec<f64>> = told.iter().map(|&j| told.iter().map(|&k| variances[j][k]).collect()).collect();
    let apart: Vec<f64> = told.iter().map(|&j| compared[j].observed - compared[j].expected).collect();
    let lengths = halved(&square, &apart).ok_or_else(none)?;
    Ok((lengths.iter().map(|one| one * one).sum(), told.len() as u64))
}

/// Returns what is left of the right side of a symmetric system behind its first Cholesky factor; `None` where the system has no inverse.
fn halved(square: &[Vec<f64>], right: &[f64]) -> Option<Vec<f64>> {
    let size = right.len();
    let (mut lower, mut found) = (vec![vec![0.0; size]; size], vec![0.0; size]);
    for j in 0..size {
        for k in 0..=j {
            let rest = square[j][k] - (0..k).map(|i| lower[j][i] * lower[k][i]).sum::<f64>();
            lower[j][k] = if j == k { Some(rest.sqrt()).filter(|_| rest > 1e-12 * square[j][j])? } else { rest / lower[k][k] };
        }
        found[j] = (right[j] - (0..j).map(|i| lower[j][i] * found[i]).sum::<f64>()) / lower[j][j];
    }
    Some(found)
}

/// So many of a group that were followed for a time.
struct Row {
    time: f64,
    group: usize,
    event: bool,
    count: u64,
}

/// Returns checked spells by time.
fn rows(spells: &Spells<'_>, of: Option<&[usize]>) -> Result<Vec<Row>> {
    let Spells { times, events, counts } = *spells;
    check_finite("times", times)?;
    let lengths = [("events", Some(events.len())), ("counts", counts.map(<[u64]>::len)), ("groups", of.map(<[usize]>::len))];
    if let Some((option, len)) = lengths.into_iter().find_map(|(option, len)| Some((option, len.filter(|len| *len != times.len())?))) {
        return Err(refused(option, "as many as times", len));
    }
    if let Some(time) = times.iter().find(|time| **time < 0.0) {
        return Err(refused("times", "numbers of 0 or more", time));
    }
    let count = |place: usize| counts.map_or(1, |counts| counts[place]);
    let total = (0..times.len()).try_fold(0_u64, |sum, place| sum.checked_add(count(place)).filter(|sum| *sum <= MOST));
    if total.is_none() {
        return Err(refused("counts", "counts whose sum is below 2^53", "more"));
    }
    let row = |place: usize| Row { time: times[place], group: of.map_or(0, |of| of[place]), event: events[place], count: count(place) };
    let mut rows: Vec<Row> = (0..times.len()).map(row).filter(|row| row.count > 0).collect();
    rows.sort_unstable_by(|one, other| one.time.total_cmp(&other.time));
    Ok(rows)
}

/// Shows each time at which an event falls, in order: how many of each group are followed until then, and how many of them have the event.
fn at_events(rows: &[Row], groups: usize, mut see: impl FnMut(f64, &[u64], &[u64])) {
    let mut at_risk = vec![0; groups];
    rows.iter().for_each(|row| at_risk[row.group] += row.count);
    let mut died = vec![0; groups];
    for alike in rows.chunk_by(|one, next| one.time == next.time) {
        died.fill(0);
        alike.iter().filter(|row| row.event).for_each(|row| died[row.group] += row.count);
        if died.iter().any(|died| *died > 0) {
            see(alike[0].time, &at_risk, &died);
        }
        alike.iter().for_each(|row| at_risk[row.group] -= row.count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn each<'a>(times: &'a [f64], events: &'a [bool]) -> Spells<'a> {
        Spells { times, events, counts: None }
    }

    #[test]
    fn the_median_is_between_the_times_at_which_the_bounds_pass_a_half() {
        let times: Vec<f64> = (1..=20).map(f64::from).collect();
        let curve = kaplan_meier(&each(&times, &[true; 20]), 0.95).unwrap();
        let median = curve.median.unwrap();
        let at = |time: f64| curve.steps.iter().find(|step| step.time == time).unwrap();
        assert_eq!((median.value, curve.n, curve.events, curve.followed), (10.0, 20, 20, Some(20.0)));
        let (lower, upper) = (median.lower.unwrap(), median.upper.unwrap());
        assert!(at(lower).lower.unwrap() <= 0.5 && at(lower - 1.0).lower.unwrap() > 0.5);
        assert!(at(upper).upper.unwrap() <= 0.5 && at(upper - 1.0).upper.unwrap() > 0.5);
    }

    #[test]
    fn nobody_is_a_curve_without_steps_and_one_group_no_test() {
        let curve = kaplan_meier(&each(&[], &[]), 0.95).unwrap();
        assert_eq!((curve.n, curve.steps.len(), curve.followed), (0, 0, None));
        assert!(log_rank(&each(&[1.0, 2.0], &[true, true]), &[0, 0]).is_err());
        assert!(log_rank(&each(&[1.0, 2.0], &[true, true]), &[0, GROUPS]).is_err());
        assert!(log_rank(&each(&[1.0, 2.0], &[false, true]), &[0, 1]).is_err());
        let most = Spells { times: &[1.0, 2.0], events: &[true, true], counts: Some(&[u64::MAX, 1]) };
        assert!(kaplan_meier(&most, 0.95).is_err());
    }

    proptest! {
        #[test]
        fn a_curve_never_rises_and_without_censoring_is_the_share_left(times in prop::collection::vec(0_u8..20, 1..40)) {
            let times: Vec<f64> = times.into_iter().map(f64::from).collect();
            let curve = kaplan_meier(&each(&times, &vec![true; times.len()]), 0.95).unwrap();
            let mut last = 1.0;
            for step in curve.steps {
                let left = times.iter().filter(|time| **time > step.time).count() as f64 / times.len() as f64;
                prop_assert!(step.survival <= last && (step.survival - left).abs() < 1e-12);
                last = step.survival;
            }
        }

        #[test]
        fn at_each_event_are_at_risk_those_followed_until_then(spells in prop::collection::vec((0_u8..9, any::<bool>()), 1..40)) {
            let (times, events): (Vec<f64>, Vec<bool>) = spells.into_iter().map(|(time, event)| (f64::from(time), event)).unzip();
            let curve = kaplan_meier(&each(&times, &events), 0.9).unwrap();
            for step in &curve.steps {
                prop_assert_eq!(step.at_risk, times.iter().filter(|time| **time >= step.time).count() as u64);
                prop_assert_eq!(step.events, times.iter().zip(&events).filter(|(time, event)| **time == step.time && **event).count() as u64);
            }
            prop_assert_eq!(curve.events, events.iter().filter(|event| **event).count() as u64);
        }

        #[test]
        fn counts_are_so_many_spells_alike(spells in prop::collection::vec((0_u8..9, any::<bool>(), 0_u64..4, 0_usize..3), 2..20)) {
            let times: Vec<f64> = spells.iter().map(|spell| f64::from(spell.0)).collect();
            let events: Vec<bool> = spells.iter().map(|spell| spell.1).collect();
            let (counts, of): (Vec<u64>, Vec<usize>) = spells.iter().map(|spell| (spell.2, spell.3)).unzip();
            let again = |place: usize| std::iter::repeat_n(place, counts[place] as usize);
            let (all, ended, whose): (Vec<f64>, Vec<bool>, Vec<usize>) =
                (0..times.len()).flat_map(again).map(|place| (times[place], events[place], of[place])).collect();
            let counted = Spells { times: &times, events: &events, counts: Some(&counts) };
            prop_assert_eq!(kaplan_meier(&counted, 0.95).unwrap(), kaplan_meier(&each(&all, &ended), 0.95).unwrap());
            if let (Ok(one), Ok(other)) = (log_rank(&counted, &of), log_rank(&each(&all, &ended), &whose)) {
                prop_assert!((one.chi2 - other.chi2).abs() <= 1e-9 * one.chi2.max(1.0) && one.df == other.df);
            }
        }

        #[test]
        fn what_is_observed_and_expected_adds_up_to_the_same(spells in prop::collection::vec((0_u8..9, any::<bool>(), 0_usize..4), 8..40)) {
            let times: Vec<f64> = spells.iter().map(|spell| f64::from(spell.0)).collect();
            let (events, of): (Vec<bool>, Vec<usize>) = spells.iter().map(|spell| (spell.1, spell.2)).unzip();
            if let Ok(test) = log_rank(&each(&times, &events), &of) {
                let sum = |of: fn(&Compared) -> f64| test.groups.iter().map(of).sum::<f64>();
                prop_assert!((sum(|group| group.observed) - sum(|group| group.expected)).abs() < 1e-9);
                let turned: Vec<usize> = of.iter().map(|group| 3 - group).collect();
                let other = log_rank(&each(&times, &events), &turned).unwrap();
                prop_assert!(test.chi2 >= 0.0 && (test.chi2 - other.chi2).abs() <= 1e-7 * test.chi2.max(1.0));
            }
        }
    }
}
