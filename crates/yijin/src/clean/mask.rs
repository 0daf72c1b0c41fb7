//! What may be shown of a cell: never a person.

mod digits;

use crate::cell::Cell;
use crate::clean::text;
use crate::table::Kind;
use digits::Run;
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

/// Returns the text with each e-mail address, and each run of digits that could be a phone or ID number, replaced by what it was: nine digits or
/// more, or seven and more that do not begin like a date. Numbers with thousands or decimals, and dates with times, are none.
#[must_use]
pub fn masked(text: &str) -> String {
    replaced(text, |run| run.could_be_a_person()).0
}

/// Returns what may be shown of a cell that its column can use, of this kind: as it stands, unless an e-mail address stands in it, or what has the shape of
/// a mobile phone or an ID-card number. Then nothing of an identifier is shown, and of a text the rest. Other numbers stand: it is their place.
#[must_use]
pub fn in_place(text: &str, kind: Kind) -> String {
    let (shown, is_other) = replaced(text, |run| run.has_a_person());
    match kind {
        Kind::Id if is_other => hidden(text),
        Kind::Text | Kind::List | Kind::Months if is_other => shown,
        _ => text.to_owned(),
    }
}

/// Returns the text with what is a person's replaced, and whether there was any.
fn replaced(text: &str, is_person: impl Fn(&Run<'_>) -> bool) -> (String, bool) {
    let normal: Vec<char> = text.nfkc().collect();
    let (mut out, mut is_other) = (String::new(), false);
    let mut at = 0;
    while at < normal.len() {
        let mail = digits::mail_end(&normal, at);
        let run = Run::at(&normal, at);
        match (mail, run) {
            (Some(end), _) => {
                is_other = true;
                out.push_str("‹e-mail›");
                at = end;
            }
            (None, Some(run)) => {
                if is_person(&run) {
                    is_other = true;
                    out.push_str(&format!("‹{} digits›", run.digits()));
                } else {
                    out.extend(run.chars());
                }
                at = run.end();
            }
            (None, None) => {
                out.push(if normal[at].is_control() { ' ' } else { normal[at] });
                at += 1;
            }
        }
    }
    (out, is_other)
}

/// Returns what stands for a text of which nothing may be shown.
fn hidden(text: &str) -> String {
    format!("‹{} characters›", text.chars().count())
}

/// Returns whether something in a text has been replaced.
#[must_use]
pub fn is_masked(text: &str) -> bool {
    text.contains('‹') && text.contains('›')
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
        for date in ["2019-02-30 12:30:00", "2019/5/3 9:05", "2019.5.1-2019.5.3", "2019-02-30 12:30:00.123", "03/05/2019", "3.5.2019 12:30"]
        {
            assert_eq!(masked(date), date);
        }
        assert_eq!(shown(&Cell::Text("张三"), Kind::Person), "a person (2 characters)");
        assert_eq!(shown(&Cell::Decimal { units: -5, scale: 2 }, Kind::Money), "-0.05");
    }

    #[test]
    fn a_phone_in_any_spelling_is_not_shown() {
        for phone in [
            "199.0000.1234",
            "199—0000—1234",
            "199  0000  1234",
            "199 - 0000 - 1234",
            "199/0000/1234",
            "199_0000_1234",
            "199·0000·1234",
            "199\u{200b}0000\u{200b}1234",
            "(199)0000-1234",
            "１９９００００１２３４",
        ] {
            assert_eq!(masked(phone).trim_start_matches('('), "‹11 digits›", "{phone}");
            assert_eq!(in_place(phone, Kind::Text).trim_start_matches('('), "‹11 digits›", "{phone}");
            assert!(in_place(phone, Kind::Id).ends_with("characters›"), "{phone}");
        }
        assert_eq!(masked("联系 a.b-c@example.org。"), "联系 ‹e-mail›。");
        assert_eq!(in_place("x@y", Kind::Id), "x@y");
        assert_eq!(masked("028-80000000"), "‹11 digits›");
        assert_eq!(masked("99990119900307 002 x"), "‹17 digits›");
    }

    #[test]
    fn numbers_with_thousands_or_decimals_are_no_persons() {
        for number in ["12,345,678.901", "0.00000012万元", "123456.789", "-1,234.567"] {
            assert_eq!(masked(number), number);
        }
        assert_eq!(masked("1234567.891"), "‹10 digits›");
        assert_eq!(masked("199.00001234"), "‹11 digits›");
        assert_eq!(masked("13,800,000,002"), "‹11 digits›");
    }

    #[test]
    fn an_identifier_is_shown_unless_it_has_the_shape_of_a_person() {
        for id in
            ["4200000333201905301234567890", "0012", "D19053000001", "190530-00001", "412345678901234567", "28-80000000", "SO-2019-05-0001"]
        {
            assert_eq!(in_place(id, Kind::Id), id);
        }
        for (text, shown) in [
            ("19900001234", "‹11 digits›"),
            ("+86 199 0000 1234", "+‹13 digits›"),
            ("008619900001234", "‹15 digits›"),
            ("联系人：甲 电话19900001234", "联系人:甲 电话‹11 digits›"),
            ("tel19900001234", "tel‹11 digits›"),
            ("19900001234/19900001235", "‹22 digits›"),
            ("99990119900307002X", "‹17 digits›"),
            ("999901 19900307 0029", "‹18 digits›"),
        ] {
            assert_eq!(in_place(text, Kind::Text), shown);
            assert_eq!(in_place(text, Kind::Id), format!("‹{} characters›", text.chars().count()));
            assert_eq!(in_place(text, Kind::Date), text);
        }
    }
}
