//! Campaign months: the calendar months with a day in a stage. One is over when its last day in a stage is over; what lies between two stages lies in none,
//! and a running count has it with the month after.

use super::{Campaign, Stage};
use crate::calendar::Day;

/// No campaign has more months: 100 years have a day in so many.
pub const MOST: usize = 1_201;

/// A campaign month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its name, as the dimension spells it.
    pub label: String,
    /// Its first day in a stage.
    pub first: Day,
    /// Its last day in a stage.
    pub last: Day,
    /// How many of its days lie in stages.
    pub days: u32,
    /// Whether all of its days do.
    pub whole: bool,
}

impl Campaign {
    /// Returns the first and last days of the stages, as far as they lie in the window; those of the window where there are no stages.
    #[must_use]
    pub fn periods(&self) -> Vec<(Day, Day)> {
        if self.stages.is_empty() {
            return vec![(self.window.start, self.window.end)];
        }
        let within = |stage: &Stage| (stage.start.max(self.window.start), stage.end.min(self.window.end));
        self.stages.iter().map(within).filter(|(start, end)| start <= end).collect()
    }

    /// Returns the campaign months, in order.
    #[must_use]
    pub fn months(&self) -> Vec<Month> {
        months(&self.periods())
    }
}

/// Returns the months of periods given as first and last day, one after the other, and of each at most [`MOST`].
#[must_use]
pub fn months(periods: &[(Day, Day)]) -> Vec<Month> {
    let mut all: Vec<Month> = Vec::new();
    for &(start, end) in periods {
        let mut first = start;
        for _ in 0..MOST {
            let next = first.next_month();
            let last = end.min(Day::from_epoch(next.to_epoch() - 1));
            match all.last_mut().filter(|month| month.label == first.month()) {
                Some(month) => month.extend(first, last),
                None => all.push(Month::of(first, last)),
            }
            if next > end {
                break;
            }
            first = next;
        }
    }
    all
}

impl Month {
    fn of(first: Day, last: Day) -> Self {
        let mut month = Self { label: first.month(), first, last, days: 0, whole: false };
        month.extend(first, last);
        month
    }

    fn extend(&mut self, first: Day, last: Day) {
        self.last = last;
        self.days += (last.to_epoch() - first.to_epoch() + 1).unsigned_abs();
        let next = last.next_month();
        self.whole = self.days == Day::from_epoch(next.to_epoch() - 1).day_of_month();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn stages_count_as_far_as_they_lie_in_the_window_and_100_years_have_all_their_months() {
        let mut campaign = Campaign::community_power();
        campaign.window.end = day("2019-11-20");
        assert_eq!(campaign.periods().last(), Some(&(campaign.stages[1].start, day("2019-11-20"))));
        campaign.stages.clear();
        assert_eq!(campaign.months().len(), 7);
        assert_eq!(months(&[(day("1919-05-15"), day("2019-05-14"))]).len(), MOST);
    }

    #[test]
    fn a_month_has_a_day_in_a_stage_and_ends_with_its_last() {
        let all = Campaign::community_power().months();
        assert_eq!((all.len(), all[6].label.as_str(), all[7].label.as_str()), (16, "2019-11", "2020-01"));
        assert!(all.iter().all(|month| month.whole));
        let all = months(&[(day("2019-05-20"), day("2019-07-10")), (day("2019-07-21"), day("2019-08-31"))]);
        let told: Vec<_> = all.iter().map(|month| (month.first, month.last, month.days, month.whole)).collect();
        assert_eq!(
            told,
            [
                (day("2019-05-20"), day("2019-05-31"), 12, false),
                (day("2019-06-01"), day("2019-06-30"), 30, true),
                (day("2019-07-01"), day("2019-07-31"), 21, false),
                (day("2019-08-01"), day("2019-08-31"), 31, true),
            ]
        );
    }
}
