//! What a check is asked of, and what it answers.

use super::Finding;
use crate::book::Book;
use crate::error::{ErrorKind, Result};
use crate::fold::RowPlace;
use crate::headline::{Question, Scope};
use crate::progress::Progress;
use crate::rows::{Coded, Column, Rows};
use std::collections::BTreeMap;

/// A book as of a day.
pub struct Ask<'a> {
    pub book: &'a Book,
    pub question: Question,
    pub scope: Scope,
    pub progress: &'a Progress,
}

/// What a check found.
#[derive(Default)]
pub struct Found {
    pub findings: Vec<Finding>,
    /// How much could not be looked at, by reason.
    pub left_out: BTreeMap<&'static str, u64>,
    /// What is missing for the check; then there are no findings.
    pub needs: Vec<&'static str>,
}

/// The qualifying lines: where each stands, its household (0: none), and the columns that a check asked for.
pub struct Lines<const CODED: usize, const WHOLE: usize> {
    pub places: Vec<RowPlace>,
    pub households: Vec<u32>,
    pub coded: [Coded; CODED],
    pub whole: [Vec<i64>; WHOLE],
}

impl Found {
    /// Returns the answer of a check that cannot be made.
    pub fn needing(needs: impl IntoIterator<Item = &'static str>) -> Self {
        Self { needs: needs.into_iter().collect(), ..Self::default() }
    }

    /// Counts one more that could not be looked at.
    pub fn leave_out(&mut self, reason: &'static str) {
        *self.left_out.entry(reason).or_default() += 1;
    }
}

impl Ask<'_> {
    /// Returns the lines with these columns of texts or members, and of numbers; a number that is missing is 0.
    pub fn lines<const CODED: usize, const WHOLE: usize>(&self, coded: [&str; CODED], whole: [&str; WHOLE]) -> Result<Lines<CODED, WHOLE>> {
        let names: Vec<&str> = ["sheet", "row", "household"].into_iter().chain(coded).chain(whole).collect();
        let Rows { columns, .. } = self.book.lines(&self.question, &names, self.progress)?;
        let mut columns = columns.into_iter().map(|(_, column)| column);
        let mut texts = || match columns.next() {
            Some(Column::Coded(coded)) => Ok(coded),
            Some(Column::Member(codes)) => Ok(Coded { labels: Vec::new(), codes }),
            _ => Err(unlike()),
        };
        let (sheets, rows, households) = (texts()?.codes, texts()?.codes, texts()?.codes);
        let coded = coded.map(|_| texts()).into_iter().collect::<Result<Vec<_>>>()?;
        let mut numbers = || match columns.next() {
            Some(Column::Whole(values)) => Ok(values.into_iter().map(Option::unwrap_or_default).collect()),
            _ => Err(unlike()),
        };
        let whole = whole.map(|_| numbers()).into_iter().collect::<Result<Vec<Vec<i64>>>>()?;
        let places = sheets.into_iter().zip(rows).map(|(sheet, row)| RowPlace { sheet: sheet.saturating_sub(1), row }).collect();
        let (coded, whole) = (coded.try_into().map_err(|_| unlike())?, whole.try_into().map_err(|_| unlike())?);
        Ok(Lines { places, households, coded, whole })
    }
}

impl<const CODED: usize, const WHOLE: usize> Lines<CODED, WHOLE> {
    /// Returns a finding about these lines, with nothing measured yet.
    pub fn finding(&self, check: &'static str, unit: &'static str, lines: impl IntoIterator<Item = u32>) -> Finding {
        let lines: Vec<usize> = lines.into_iter().map(|line| line as usize).collect();
        let mut places: Vec<RowPlace> = lines.iter().map(|&line| self.places[line]).collect();
        places.sort_unstable();
        let households = distinct(lines.iter().map(|&line| self.households[line]));
        let (measure, expected, effect) = (0.0, 0.0, 0.0);
        Finding { check, unit, member: None, measure, expected, effect, p: None, households, details: BTreeMap::new(), places }
    }
}

/// Returns the lines of each member; those without one are left out.
pub fn by_member(codes: &[u32]) -> BTreeMap<u32, Vec<u32>> {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (line, &code) in (0..).zip(codes).filter(|(_, code)| **code != 0) {
        members.entry(code).or_default().push(line);
    }
    members
}

/// Returns how many distinct members there are beside none.
pub fn distinct(codes: impl Iterator<Item = u32>) -> u64 {
    let mut codes: Vec<u32> = codes.filter(|code| *code != 0).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len() as u64
}

/// Returns whether no line has a member.
pub fn is_unknown(coded: &Coded) -> bool {
    coded.codes.iter().all(|code| *code == 0)
}

/// Returns the text of a code.
pub fn label(coded: &Coded, code: u32) -> Option<String> {
    coded.labels.get((code as usize).checked_sub(1)?).cloned()
}

fn unlike() -> crate::Error {
    ErrorKind::Unsound { cause: "a column of lines is not as it was asked for".to_owned() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_to_their_members_and_none_is_no_member() {
        assert_eq!(by_member(&[2, 0, 1, 2]), BTreeMap::from([(1, vec![2]), (2, vec![0, 3])]));
        assert_eq!(distinct([0, 3, 3, 1].into_iter()), 2);
    }
}
