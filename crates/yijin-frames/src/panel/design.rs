//! What a panel's design can tell of an effect, before anything is estimated.

use super::period::Period;
use super::unit::{Member, Treatment};
use std::collections::BTreeSet;
use yijin::calendar::Day;

/// Fewer treated groups than this cannot tell an effect from chance.
const LEAST_GROUPS: usize = 2;
/// With fewer treated groups than this, standard errors that are robust to clusters mislead.
const ENOUGH_GROUPS: usize = 10;

/// The design of a panel: who is treated when, and what stands against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Design {
    /// Units.
    pub units: usize,
    /// Units that treatment starts for in the panel.
    pub treated: usize,
    /// Treated units that are exposed in a period before.
    pub with_pre_period: usize,
    /// Groups (cities; where no city is known, units) with a treated unit.
    pub treated_groups: usize,
    /// Days on which treatment starts for some unit.
    pub starts: usize,
    /// Why no effect can be identified: `no_treated`, `no_untreated`, `no_pre_period`, `few_groups`.
    pub reasons: Vec<&'static str>,
    /// What else a reader should know: `few_clusters`, `outcome_of_campaign`.
    pub warnings: Vec<&'static str>,
}

impl Design {
    pub(super) fn of(members: &[Member], periods: &[Period], treatment: Treatment, start: Day) -> Self {
        let last = periods.last().map_or(i32::MIN, |period| period.last);
        let day_of = |member: &&Member| member.treated_on(treatment, start).filter(|&day| day <= last);
        let treated: Vec<(&Member, i32)> = members.iter().filter_map(|member| Some((member, day_of(&member)?))).collect();
        let before =
            |&&(member, day): &&(&Member, i32)| periods.iter().any(|period| period.last < day && period.exposed(member.entered) > 0);
        let groups: BTreeSet<&str> = treated.iter().map(|(member, _)| member.city.as_deref().unwrap_or(&member.name)).collect();
        let starts: BTreeSet<i32> = treated.iter().map(|(_, day)| *day).collect();
        let mut design = Self {
            units: members.len(),
            treated: treated.len(),
            with_pre_period: treated.iter().filter(before).count(),
            treated_groups: groups.len(),
            starts: starts.len(),
            ..Self::default()
        };
        let reasons = [
            ("no_treated", design.treated == 0),
            ("no_untreated", design.treated == design.units && design.starts < 2),
            ("no_pre_period", design.with_pre_period == 0),
            ("few_groups", design.treated_groups < LEAST_GROUPS),
        ];
        design.reasons = reasons.into_iter().filter(|(_, holds)| *holds).map(|(reason, _)| reason).collect();
        let warnings = [
            ("few_clusters", (LEAST_GROUPS..ENOUGH_GROUPS).contains(&design.treated_groups)),
            ("outcome_of_campaign", treatment != Treatment::FirstFair),
        ];
        design.warnings = warnings.into_iter().filter(|(_, holds)| *holds).map(|(warning, _)| warning).collect();
        design
    }
}
