//! Which units may stand in the brackets of a header.

use crate::clean::vocabulary::Words;
use crate::clean::{money, unit};
use crate::table::Kind;

/// Returns whether a bracket holds a unit of such values. Values that are not counted in anything may have any remark there; `units` are a campaign's words.
pub fn fits(kind: Kind, bracket: &str, units: &Words) -> bool {
    match kind {
        Kind::Money => money::scale(Some(bracket)).is_some(),
        Kind::Quantity => unit::of(Some(units), bracket).is_some(),
        Kind::Weight => unit::of_weight(Some(units), bracket).is_some(),
        Kind::Integer => !counts_many(bracket),
        _ => true,
    }
}

/// Returns whether a bracket counts in tens or thousands of something: 万户, 千人, 百. A count is of single ones.
fn counts_many(bracket: &str) -> bool {
    let counted = bracket.trim_start_matches(['十', '百', '千', '万', '亿']);
    counted.len() < bracket.len() && counted.chars().count() <= 1
}

/// Returns what is expected in the brackets of such a column.
pub fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Money => "a unit of money (元, 万元, …)",
        Kind::Quantity => "a unit of mass or count (公斤, 斤, 件, …)",
        Kind::Weight => "a unit of mass (克, 公斤, 公斤/件, …)",
        _ => "a unit of one (户, 人, …)",
    }
}
