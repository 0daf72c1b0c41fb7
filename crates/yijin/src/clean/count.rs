//! Counts: whole numbers of households, people and the like.

use crate::cell::Cell;
use crate::clean::{Flaw, number};

/// Returns a whole number that is not negative; `None` where it is missing.
///
/// # Errors
/// [`Flaw::BadNumber`] for anything else.
pub fn count(cell: &Cell<'_>) -> Result<Option<u32>, Flaw> {
    counted(cell, &[])
}

/// Returns a count of what these words name (户, 人, …), one of which may stand behind it; as [`count`].
///
/// # Errors
/// As [`count`]: a count of persons (5人) is none of households.
pub fn counted(cell: &Cell<'_>, units: &[String]) -> Result<Option<u32>, Flaw> {
    if let Cell::Integer(value) = *cell {
        return u32::try_from(value).map(Some).map_err(|_| Flaw::BadNumber);
    }
    let Some(found) = number::number(cell)? else { return Ok(None) };
    let surrounded = !found.before.is_empty() || !(found.after.is_empty() || units.contains(&found.after));
    let whole = found.value.moved(0).filter(|moved| moved.distance == 0 && !surrounded);
    whole.and_then(|moved| u32::try_from(moved.nearest).ok()).map(Some).ok_or(Flaw::BadNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_counts() {
        for (written, expected) in [("1,234", 1234), ("3.0", 3), ("-0", 0), ("4294967295", u32::MAX)] {
            assert_eq!(count(&Cell::Text(written)), Ok(Some(expected)), "{written}");
        }
        assert_eq!(count(&Cell::Number("3.0")), Ok(Some(3)));
        assert_eq!(count(&Cell::Real(1e3)), Ok(Some(1000)));
        assert_eq!(count(&Cell::Text("无")), Ok(None));
    }

    #[test]
    fn a_count_may_say_what_it_counts_and_nothing_else() {
        let of = |written, unit: &str| counted(&Cell::Text(written), &[unit.to_owned()]);
        assert_eq!((of("1200户", "户"), of("３６ 人", "人"), of("5个", "个")), (Ok(Some(1200)), Ok(Some(36)), Ok(Some(5))));
        assert_eq!(
            (of("5人", "户"), of("5户", "个"), count(&Cell::Text("5人"))),
            (Err(Flaw::BadNumber), Err(Flaw::BadNumber), Err(Flaw::BadNumber))
        );
    }

    #[test]
    fn parts_negatives_and_words_are_not() {
        for written in ["-1", "1.5", "约300", "4294967296", "3箱", "十二", "1e3"] {
            assert_eq!(count(&Cell::Text(written)), Err(Flaw::BadNumber), "{written}");
        }
        assert_eq!(count(&Cell::Fault("#REF! in D4")), Err(Flaw::BadNumber));
        assert_eq!(count(&Cell::Real(2.5)), Err(Flaw::BadNumber));
    }
}
