//! Running distinct counts: each period from the campaign's start to its end.

use super::dimension::Dimension;
use super::scope::Question;
use super::tally::{Group, Plan};
use crate::error::{ErrorKind, Result};
use hashbrown::HashMap;

/// Checks that a cumulative question names exactly one dimension of time.
///
/// # Errors
/// [`ErrorKind::BadOption`] where it names none or several.
pub fn check(question: &Question, by: &[Dimension]) -> Result<()> {
    let times = by.iter().filter(|dimension| dimension.is_time()).count();
    if !question.cumulative || times == 1 {
        return Ok(());
    }
    let expected = "exactly one of stage, month, quarter, week, day among the dimensions".to_owned();
    Err(ErrorKind::BadOption { option: "cumulative", expected, found: question.by.join(", ") }.into())
}

/// Returns for each combination of the other dimensions every period from its first to the scope's last, each with all lines up to it.
#[must_use]
pub fn accumulate(groups: Vec<(Vec<u32>, Group)>, plan: &Plan<'_>) -> Vec<(Vec<u32>, Group)> {
    let Some(time) = plan.by.iter().position(Dimension::is_time) else { return groups };
    let last = last_period(plan, time).max(groups.iter().map(|(codes, _)| codes[time]).max().unwrap_or(0));
    let mut series: HashMap<Vec<u32>, Vec<(u32, Group)>> = HashMap::new();
    for (mut codes, group) in groups {
        let period = std::mem::take(&mut codes[time]);
        if period != 0 {
            series.entry(codes).or_default().push((period, group));
        }
    }
    let run = |(codes, periods): (Vec<u32>, Vec<(u32, Group)>)| run(&codes, time, periods, last, plan);
    series.into_iter().flat_map(run).collect()
}

fn run(codes: &[u32], time: usize, mut periods: Vec<(u32, Group)>, last: u32, plan: &Plan<'_>) -> Vec<(Vec<u32>, Group)> {
    periods.sort_by_key(|(period, _)| *period);
    let (mut so_far, mut rows) = (Group::default(), Vec::new());
    let mut periods = periods.into_iter().peekable();
    let first = periods.peek().map_or(1, |(period, _)| *period);
    for period in first..=last {
        if let Some((_, group)) = periods.next_if(|(next, _)| *next == period) {
            so_far.merge(&group, &plan.bounds);
        }
        let mut codes = codes.to_vec();
        codes[time] = period;
        rows.push((codes, so_far.clone()));
    }
    rows
}

/// Returns the period that holds the scope's last day.
fn last_period(plan: &Plan<'_>, time: usize) -> u32 {
    let traits = super::Traits { day: plan.scope.to.to_epoch(), ..super::Traits::default() };
    plan.by[time].code(&traits)
}
