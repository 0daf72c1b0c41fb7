//! Bursts at a stage's end: communities and enterprises whose purchases of its last weeks crowd into its last days.

use super::ask::{Ask, Found, by_member, is_unknown, label};
use super::{Finding, check_above, check_alpha, check_least, check_most};
use crate::calendar::Day;
use crate::campaign::Stage;
use crate::error::Result;
use crate::evaluate::adjust::benjamini_hochberg;
use crate::rows::Coded;
use serde::Deserialize;
use statrs::distribution::{Binomial, DiscreteCDF};
use std::collections::BTreeSet;

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// How many days are a stage's last.
    days: u64,
    /// How many days up to the stage's end they are compared with: a campaign that grows brings more in its last months, which is no burst.
    window: u64,
    /// How many purchases in the window are enough.
    purchases: u64,
    /// The level to which the share of false findings is held.
    alpha: f64,
    /// How many times the even share is far above it.
    ratio: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { days: 3, window: 30, purchases: 20, alpha: 0.01, ratio: 2.0 }
    }
}

/// Lines of a member in the window of a stage.
struct Pace<'a> {
    member: u32,
    stage: &'a Stage,
    /// The share of the window's days, from that on which the member joined, that are the last.
    even: f64,
    /// Purchases: a household's lines of a day are one, and so are an order's without household.
    purchases: u64,
    /// Those of the last days.
    crowded: u64,
    /// The lines of the last days.
    last: Vec<u32>,
}

impl Pace<'_> {
    fn share(&self) -> f64 {
        self.crowded as f64 / self.purchases as f64
    }
}

/// The day, the household (0: none) and the order of each line.
#[derive(Clone, Copy)]
struct Lines<'a> {
    days: &'a [i32],
    households: &'a [u32],
    orders: &'a [u32],
}

impl Lines<'_> {
    /// Returns how many purchases these lines are.
    fn purchases(self, lines: &[u32]) -> u64 {
        let of = |&line: &u32| match self.households[line as usize] {
            0 => (0, self.orders[line as usize], self.days[line as usize]),
            household => (household, 0, self.days[line as usize]),
        };
        lines.iter().map(of).collect::<BTreeSet<(u32, u32, i32)>>().len() as u64
    }
}

/// Returns the members of whose purchases in a stage's last weeks far more fall into its last days than an even pace gives: the measure is that share, what
/// is expected the share of the days, and the effect their ratio. A household's lines of one day are one purchase, and so are an order's that names no
/// household, since they are not independent. A community's days begin when it joins.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_least("days", parameters.days, 1)?;
    check_most("days", parameters.days, 365)?;
    check_least("window", parameters.window, parameters.days + 1)?;
    check_most("window", parameters.window, 366)?;
    check_least("purchases", parameters.purchases, 1)?;
    check_alpha(parameters.alpha)?;
    check_above("ratio", parameters.ratio, 1.0)?;
    let lines = ask.lines(["community", "enterprise", "day", "order"], [])?;
    let [community, enterprise, day, order] = &lines.coded;
    if is_unknown(community) && is_unknown(enterprise) && !lines.places.is_empty() {
        return Ok(Found::needing(["ledger.community_id"]));
    }
    let first = ask.book.campaign().window.start.to_epoch() - 1;
    let days: Vec<i32> = day.codes.iter().map(|&code| first + code as i32).collect();
    let mut found = Found::default();
    for (unit, members) in [("community", community), ("enterprise", enterprise)] {
        let of = Lines { days: &days, households: &lines.households, orders: &order.codes };
        let paces = paces(ask, (unit, members), of, parameters, &mut found);
        let p: Vec<f64> = paces.iter().map(|pace| upper_tail(pace.crowded, pace.purchases, pace.even)).collect();
        for (pace, p) in paces.iter().zip(benjamini_hochberg(&p)?) {
            let share = pace.share();
            if p <= parameters.alpha && share >= parameters.ratio * pace.even {
                let finding = lines.finding("stage_end_bursts", unit, pace.last.iter().copied());
                found.findings.push(described(finding, pace, label(members, pace.member), p));
            }
        }
    }
    Ok(found)
}

fn described(mut finding: Finding, pace: &Pace<'_>, member: Option<String>, p: f64) -> Finding {
    let (n, share) = (pace.purchases as f64, pace.share());
    let z = (share - pace.even) / (pace.even * (1.0 - pace.even) / n).sqrt();
    finding.details.insert("stage", pace.stage.id.clone().into());
    finding.details.insert("purchases", pace.crowded.into());
    finding.details.insert("purchases_of_window", pace.purchases.into());
    finding.details.insert("z", z.into());
    Finding { member, measure: share, expected: pace.even, effect: share / pace.even, p: Some(p), ..finding }
}

/// Returns the pace of each member in each stage that is over; where there is too little to look at, it is left out.
fn paces<'a>(
    ask: &'a Ask<'_>,
    (unit, members): (&str, &Coded),
    lines: Lines<'_>,
    parameters: &Parameters,
    found: &mut Found,
) -> Vec<Pace<'a>> {
    let stages: Vec<&Stage> = ask.book.campaign().stages.iter().filter(|stage| stage.end <= ask.scope.to).collect();
    let mut paces = Vec::new();
    for (member, of) in by_member(&members.codes) {
        let joined = if unit == "community" { joined(ask, label(members, member)) } else { Day::MIN };
        for &stage in &stages {
            let end = stage.end.to_epoch();
            let start = stage.start.max(joined).to_epoch().max(end - parameters.window as i32 + 1);
            let within: Vec<u32> = of.iter().copied().filter(|&line| (start..=end).contains(&lines.days[line as usize])).collect();
            let last = end - (end - start + 1).min(parameters.days as i32);
            if last < start && !within.is_empty() {
                found.leave_out("stages_too_short");
            } else if lines.purchases(&within) < parameters.purchases {
                *found.left_out.entry("too_few_purchases").or_default() += u64::from(!within.is_empty());
            } else {
                let even = f64::from(end - last) / f64::from(end - start + 1);
                let purchases = lines.purchases(&within);
                let last: Vec<u32> = within.into_iter().filter(|&line| lines.days[line as usize] > last).collect();
                paces.push(Pace { member, stage, even, purchases, crowded: lines.purchases(&last), last });
            }
        }
    }
    paces
}

/// Returns the day on which a community joined, where it is known.
fn joined(ask: &Ask<'_>, name: Option<String>) -> Day {
    let number = name.map_or(0, |name| ask.book.state.members.communities.find(&name));
    Some(ask.book.catalogue.joined(number)).filter(|day| *day != Day::MAX).unwrap_or(Day::MIN)
}

/// Returns the chance of at least `count` of `n` at an even pace.
fn upper_tail(count: u64, n: u64, even: f64) -> f64 {
    match (count.checked_sub(1), Binomial::new(even, n)) {
        (Some(below), Ok(binomial)) => binomial.sf(below).clamp(0.0, 1.0),
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_tail_is_the_sum_of_its_terms(n in 1_u64..30, part in 0.0_f64..1.0, even in 0.02_f64..0.9) {
            let count = (part * n as f64) as u64;
            let term = |k: u64| {
                let ways: f64 = (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product();
                ways * even.powi(k as i32) * (1.0 - even).powi((n - k) as i32)
            };
            let sum: f64 = (count..=n).map(term).sum();
            prop_assert!((upper_tail(count, n, even) - sum).abs() < 1e-9);
        }
    }
}
