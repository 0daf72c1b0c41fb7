//! Campaign months by the numbers of their days, as far as they have begun.

use crate::calendar::Day;
use crate::campaign::Campaign;

/// A campaign month. Days are numbered from the campaign's first, which is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its name, as the dimension spells it.
    pub label: String,
    /// Its first day in a stage.
    pub first: u32,
    /// Its last in a stage.
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
    /// Returns the campaign months of which a day in a stage has come.
    pub fn of(campaign: &Campaign, to: Day) -> Self {
        let start = campaign.window.start.to_epoch();
        let number = |day: Day| u32::try_from(day.to_epoch() - start + 1).unwrap_or(0);
        let last_day = number(to);
        let begun = campaign.months().into_iter().filter(|month| month.first <= to);
        let all: Vec<Month> =
            begun.map(|month| Month { label: month.label, first: number(month.first), last: number(month.last) }).collect();
        let over = all.iter().filter(|month| month.last <= last_day).count();
        Self { all, over, last_day }
    }

    /// Returns the place of the campaign month that each known day lies in, by the day's number; none of one between stages, which is no month's.
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
    fn days_between_stages_lie_in_no_month() {
        let of = |to| Months::of(&Campaign::community_power(), Day::parse(to).unwrap());
        let whole = of("2020-09-30");
        let names: Vec<&str> = whole.all.iter().map(|month| month.label.as_str()).collect();
        assert_eq!((names.len(), names[6], names[7], whole.over), (16, "2019-11", "2020-01", 16));
        assert_eq!(whole.of_days()[245], None, "31 December 2019");
        let running = of("2020-01-15");
        assert_eq!((running.all.len(), running.over, running.last_day), (8, 7, 260));
        assert_eq!((running.of_days()[214], running.of_days()[246]), (Some(6), Some(7)));
        let between = of("2019-12-20");
        assert_eq!((between.all.len(), between.over, between.of_days()[between.last_day as usize]), (7, 7, None));
        assert_eq!(of("2019-04-01").all.len(), 0);
    }
}
