//! How a header is compared: half width, lower case, no white space, its bracketed unit apart.

use crate::clean::text::{self, folded};

/// The bytes of the longest header; longer cells are none.
pub const LONGEST: usize = 256;

/// Brackets that may hold a unit, after NFKC.
const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')];

/// Words in brackets that say nothing about the values.
const NOTES: [&str; 7] = ["必填", "选填", "必填项", "可选", "required", "盖章", "公章"];

/// A header as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// All of it, with its brackets.
    pub full: String,
    /// What stands before a bracket at its end; the same as `full` where there is none.
    pub bare: String,
    /// What stands in that bracket, unless it is a mere note such as 必填.
    pub unit: Option<String>,
    /// Whether somebody has named the header with its bracket, so that what stands there need not be a unit.
    pub named: bool,
}

impl Spelling {
    /// Returns how this header is compared; `None` where it is blank or too long for a header.
    pub fn of(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let full = trimmed(&folded(text)).to_owned();
        let (bare, unit) = split_unit(&full).unwrap_or((&full, None));
        let (bare, unit) = (bare.to_owned(), unit.map(str::to_owned));
        (!full.is_empty()).then_some(Self { full, bare, unit, named: false })
    }
}

/// Returns whether nothing can be seen of the text.
pub fn is_blank(shown: &str) -> bool {
    shown.chars().all(text::is_blank)
}

/// Takes off the mark of a required column, and a colon at the end.
fn trimmed(text: &str) -> &str {
    text.trim_start_matches('*').trim_end_matches(['*', ':'])
}

fn split_unit(full: &str) -> Option<(&str, Option<&str>)> {
    let (open, close) = *BRACKETS.iter().find(|(_, close)| full.ends_with(*close))?;
    let inside = full.strip_suffix(close)?;
    let (bare, unit) = inside.rsplit_once(open)?;
    let (bare, unit) = (trimmed(bare), unit.strip_prefix("单位").map_or(unit, |unit| unit.trim_start_matches(':')));
    let says_something = !unit.is_empty() && !NOTES.contains(&unit);
    (!bare.is_empty()).then_some((bare, says_something.then_some(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, Option<String>) {
        let spelling = Spelling::of(text).unwrap();
        (spelling.bare, spelling.unit)
    }

    #[test]
    fn a_bracketed_unit_is_split_off() {
        assert_eq!(parts("金额（万元）"), ("金额".into(), Some("万元".into())));
        assert_eq!(parts(" 数 量【公 斤】* "), ("数量".into(), Some("公斤".into())));
        assert_eq!(parts("单件重量*(ＫＧ)"), ("单件重量".into(), Some("kg".into())));
        assert_eq!(parts("状态（必填）"), ("状态".into(), None));
        assert_eq!(parts("金额（单位：万元）"), ("金额".into(), Some("万元".into())));
        assert_eq!(parts("数量(单位公斤)"), ("数量".into(), Some("公斤".into())));
        assert_eq!(parts("数量(单位)"), ("数量".into(), None));
        assert_eq!(parts("(备注)"), ("(备注)".into(), None));
    }

    #[test]
    fn white_space_line_breaks_and_invisible_characters_do_not_count() {
        let one = Spelling::of("金额(元)");
        for dirty in
            [" 金额（元） ", "金额\n(元)", "金额\u{200b}(元)", "\u{feff}金额(元)", "金额\u{202d}(元)\u{0}", "金额(元)＊", "金额(元)："]
        {
            assert_eq!(Spelling::of(dirty), one, "{dirty:?}");
        }
        assert_eq!(Spelling::of("Order_ID"), Spelling::of("ｏｒｄｅｒ＿ｉｄ"));
    }

    #[test]
    fn a_blank_or_endless_cell_is_no_header() {
        assert_eq!(Spelling::of(" \u{3000}\u{200b}\n"), None);
        assert_eq!(Spelling::of(&"长".repeat(100)), None);
    }
}
