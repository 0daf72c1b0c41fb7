//! What may be shown of a cell: never a person.

use crate::cell::Cell;
use crate::clean::text;
use crate::table::Kind;
use unicode_normalization::UnicodeNormalization;

/// The longest text shown of a cell.
const LONGEST: usize = 40;

/// Returns what a report may show of a cell of a column of this kind: nothing of a person's, and of any other the
/// text with every run of digits that could be a phone or ID number replaced.
#[must_use]
pub fn shown(cell: &Cell<'_>, kind: Kind) -> String {
    let text = spelt(cell);
    if text.is_empty() {
        return String::new();
    }
    if kind == Kind::Person {
        return format!("a person ({} characters)", text.chars().count());
    }
    let masked = masked(&text);
    match masked.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &masked[..end]),
        None => masked,
    }
}

/// Returns the cell's text as its file spells it; of a fault, what it is.
#[must_use]
pub fn spelt(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) | Cell::Fault(text) => (*text).to_owned(),
        _ => text::spelt(cell).ok().flatten().unwrap_or_default().into_owned(),
    }
}

/// Returns the text with each run of digits that could be a phone or ID number replaced by how many digits it had:
/// nine or more (blanks and hyphens between them do not break a run), or seven and more that do not begin like a date.
#[must_use]
pub fn masked(text: &str) -> String {
    let normal: Vec<char> = text.nfkc().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < normal.len() {
        let end = run_end(&normal, at);
        let digits = normal[at..end].iter().filter(|c| c.is_ascii_digit()).count();
        if normal[at].is_ascii_digit() && is_personal(&normal[at..end], digits) {
            out.push_str(&format!("‹{digits} digits›"));
            at = end;
        } else if normal[at].is_ascii_digit() {
            out.extend(&normal[at..end]);
            at = end;
        } else {
            out.push(if normal[at].is_control() { ' ' } else { normal[at] });
            at += 1;
        }
    }
    out
}

/// Returns where the run of digits at `at` ends: single blanks and hyphens inside it do not break it.
fn run_end(text: &[char], at: usize) -> usize {
    let mut end = at;
    while end < text.len() {
        let joins = matches!(text[end], ' ' | '-' | '‐' | '–') && end > at && text.get(end + 1).is_some_and(char::is_ascii_digit);
        let last = matches!(text[end], 'x' | 'X') && end - at >= 15;
        if !(text[end].is_ascii_digit() || joins || last) {
            break;
        }
        end += 1;
    }
    end.max(at)
}

fn is_personal(run: &[char], digits: usize) -> bool {
    let dated = run.starts_with(&['1', '9']) || run.starts_with(&['2', '0']);
    digits >= 9 || (digits >= 7 && !(dated && digits == 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_persons_are_not_shown_and_dates_are() {
        assert_eq!(masked("电话138-0000-0002吗"), "电话‹11 digits›吗");
        assert_eq!(masked("９９９９０１１９９００３０７００２x"), "‹17 digits›");
        assert_eq!(masked("62345678"), "‹8 digits›");
        assert_eq!(masked("2019-02-30"), "2019-02-30");
        assert_eq!(masked("20190230 约300"), "20190230 约300");
        assert_eq!(shown(&Cell::Text("张三"), Kind::Person), "a person (2 characters)");
        assert_eq!(shown(&Cell::Decimal { units: -5, scale: 2 }, Kind::Money), "-0.05");
    }
}
