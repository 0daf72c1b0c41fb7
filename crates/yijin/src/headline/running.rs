//! Running distinct counts: each period from the campaign's start to its end.

use super::dimension::Dimension;
use super::scope::Question;
use super::tally::{Group, Plan};
use crate::error::{ErrorKind, Result};
use hashbrown::HashMap;

/// Checks that a cumulative question names exactly one dimension of time, and no period to begin with but the campaign's start.
///
/// # Errors
/// [`ErrorKind::BadOption`] where it does not.
pub fn check(question: &Question, by: &[Dimension], filters: impl Iterator<Item = bool>) -> Result<()> {
    if !question.cumulative {
        return Ok(());
    }
    let bad =
        |expected: &str, found: String| Err(ErrorKind::BadOption { option: "cumulative", expected: expected.to_owned(), found }.into());
    if by.iter().filter(|dimension| dimension.is_time()).count() != 1 {
        return bad("exactly one of stage, month, quarter, week, day among the dimensions", question.by.join(", "));
    }
    if question.is_within() || filters.into_iter().any(|is_time| is_time) {
        return bad("no period beside running counts, which begin at the campaign's start; end them with as_of", "within".to_owned());
    }
    Ok(())
}

/// The periods of one combination of the other dimensions, each with its lines.
pub type Series = (Vec<u32>, Vec<(u32, Group)>);

/// Returns the groups by the codes of the dimensions beside that of time, whose place is `time`.
#[must_use]
pub fn series(groups: Vec<(Vec<u32>, Group)>, time: usize) -> Vec<Series> {
    let mut series: HashMap<Vec<u32>, Vec<(u32, Group)>> = HashMap::new();
    for (mut codes, group) in groups {
        let period = std::mem::take(&mut codes[time]);
        if period != 0 {
            series.entry(codes).or_default().push((period, group));
        }
    }
    series.into_iter().collect()
}

/// Returns what `of` makes of every period from the first to `last`, each with all lines up to it.
///
/// # Errors
/// As `of`.
pub fn run<T: Clone>((_, mut periods): Series, last: u32, plan: &Plan<'_>, of: impl Fn(&Group) -> Result<T>) -> Result<Vec<(u32, T)>> {
    periods.sort_unstable_by_key(|(period, _)| *period);
    let (mut so_far, mut made, mut steps) = (Group::default(), None, Vec::new());
    let mut periods = periods.into_iter().peekable();
    let first = periods.peek().map_or(1, |(period, _)| *period);
    for period in first..=last {
        if let Some((_, group)) = periods.next_if(|(next, _)| *next == period) {
            so_far.merge(group, &plan.bounds);
            made = Some(of(&so_far)?);
        }
        steps.extend(made.clone().map(|made| (period, made)));
    }
    Ok(steps)
}

/// Returns the period that holds the scope's last day.
#[must_use]
pub fn last_period(plan: &Plan<'_>, time: usize) -> u32 {
    let traits = super::Traits { day: plan.scope.to.to_epoch(), ..super::Traits::default() };
    plan.by[time].code(&traits)
}
