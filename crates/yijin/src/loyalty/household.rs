//! Households as their lines tell: when each bought first, next and last, and in which campaign months.

use super::month::Months;
use super::{LOOK, Lines};
use crate::error::Result;
use crate::progress::Progress;

/// The value of a household whose first day has several.
pub const SEVERAL: u32 = u32::MAX;
/// Months in a word of bits.
const WORD: usize = 64;

/// A household; days are numbered from the campaign's first, which is 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// The first day on which it bought; 0 where none is known.
    pub first: u32,
    /// The next day; 0 where there is none.
    pub second: u32,
    /// The last.
    pub last: u32,
    /// The value that its lines of the first day have of a dimension, or [`SEVERAL`].
    pub value: u32,
}

/// All households, by number.
pub struct Households {
    /// What is known of each.
    pub seen: Vec<Seen>,
    months: Vec<u64>,
    words: usize,
}

impl Households {
    /// Returns the households of lines.
    pub fn of(lines: &Lines, months: &Months, progress: &Progress) -> Result<Self> {
        let most = lines.households.iter().max().map_or(0, |most| *most as usize);
        let (of_days, words) = (months.of_days(), months.all.len().div_ceil(WORD));
        let mut all = Self { seen: vec![Seen::default(); most + 1], months: vec![0; (most + 1) * words], words };
        for (line, (&household, &day)) in lines.households.iter().zip(&lines.days).enumerate() {
            if line % LOOK == 0 {
                progress.check()?;
            }
            if household == 0 {
                continue;
            }
            all.seen[household as usize].see(day, lines.values.get(line).copied().unwrap_or(0));
            if let Some(Some(month)) = of_days.get(day as usize) {
                all.months[household as usize * words + month / WORD] |= 1 << (month % WORD);
            }
        }
        Ok(all)
    }

    /// Returns each household that bought, by its number.
    pub fn buying(&self) -> impl Iterator<Item = (usize, &Seen)> {
        self.seen.iter().enumerate().filter(|(_, seen)| seen.first > 0)
    }

    /// Returns whether a household bought in the campaign month at a place.
    pub fn bought(&self, household: usize, month: usize) -> bool {
        self.months[household * self.words + month / WORD] >> (month % WORD) & 1 == 1
    }
}

impl Seen {
    fn see(&mut self, day: u32, value: u32) {
        if self.first == 0 || day < self.first {
            *self = Self { first: day, second: self.first, last: self.last.max(day), value };
        } else if day == self.first {
            self.value = if self.value == value { value } else { SEVERAL };
        } else if self.second == 0 || day < self.second {
            self.second = day;
        }
        self.last = self.last.max(day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_of_lines_does_not_matter(lines in prop::collection::vec((1_u32..9, 1_u32..3), 1..12)) {
            let seen = |lines: &[(u32, u32)]| {
                let mut seen = Seen::default();
                lines.iter().for_each(|(day, value)| seen.see(*day, *value));
                seen
            };
            let mut sorted = lines.clone();
            sorted.sort_unstable();
            let mut days: Vec<u32> = sorted.iter().map(|line| line.0).collect();
            days.dedup();
            let found = seen(&lines);
            prop_assert_eq!(found, seen(&sorted));
            prop_assert_eq!((found.first, found.second, found.last), (days[0], days.get(1).copied().unwrap_or(0), days[days.len() - 1]));
        }
    }
}
