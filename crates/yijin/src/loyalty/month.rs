//! Campaign months: those of which a day lies in a stage, as far as they have begun.

use crate::calendar::Day;
use crate::campaign::Campaign;

/// A campaign month. Days are numbered from the campaign's first, which is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its name, as the dimension spells it.
    pub label: String,
    /// Its first day in the campaign.
    pub first: u32,
    /// Its last.
    pub last: u32,
}

/// The campaign months that have begun, and which days lie in them.
#[derive(Debug)]
pub struct Months {
    /// The months, in order.
    pub all: Vec<Month>,
    /// How many of them are over: those, and at most one that runs.
    pub over: usize,
    /// The last day that is known; 0 before the campaign.
    pub last_day: u32,
}

impl Months {
    /// Returns the campaign months that have begun by a day of the campaign. A campaign without stages has those of its window.
    pub fn of(campaign: &Campaign, to: Day) -> Self {
        let start = campaign.window.start.to_epoch();
        let number = |day: i32| u32::try_from(day - start + 1).unwrap_or(0);
        let last_day = number(to.to_epoch());
        let mut all: Vec<(Month, bool)> = Vec::new();
        for day in start..=campaign.window.end.to_epoch() {
            let staged =
                campaign.stages.is_empty() || campaign.stages.iter().any(|stage| (stage.start..=stage.end).contains(&Day::from_epoch(day)));
            let label = Day::from_epoch(day).month();
            match all.last_mut() {
                Some((month, of_campaign)) if month.label == label => {
                    month.last = number(day);
                    *of_campaign |= staged;
                }
                _ => all.push((Month { label, first: number(day), last: number(day) }, staged)),
            }
        }
        let all: Vec<Month> =
            all.into_iter().filter(|(month, of_campaign)| *of_campaign && month.first <= last_day).map(|(month, _)| month).collect();
        let over = all.iter().filter(|month| month.last <= last_day).count();
        Self { all, over, last_day }
    }

    /// Returns the place of the campaign month that each known day lies in, by the day's number.
    pub fn of_days(&self) -> Vec<Option<usize>> {
        let mut of_days = vec![None; self.last_day as usize + 1];
        for (place, month) in self.all.iter().enumerate() {
            (month.first..=month.last.min(self.last_day)).for_each(|day| of_days[day as usize] = Some(place));
        }
        of_days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_a_stage_is_none_and_one_that_runs_is_not_over() {
        let of = |to| Months::of(&Campaign::community_power(), Day::parse(to).unwrap());
        let whole = of("2020-09-30");
        let names: Vec<&str> = whole.all.iter().map(|month| month.label.as_str()).collect();
        assert_eq!((names.len(), names[6], names[7], whole.over), (16, "2019-11", "2020-01", 16));
        assert_eq!(whole.of_days()[245], None, "31 December 2019");
        let running = of("2020-01-15");
        assert_eq!((running.all.len(), running.over, running.last_day), (8, 7, 260));
        assert_eq!((running.of_days()[214], running.of_days()[246]), (Some(6), Some(7)));
        assert_eq!((of("2019-12-20").over, of("2019-04-01").all.len()), (7, 0));
    }
}
