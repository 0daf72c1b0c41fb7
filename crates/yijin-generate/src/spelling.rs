//! Other ways to write the same thing: dirty cells that are valid all the same.

use crate::calendar::Day;
use crate::chance::{Chance, Part};
use crate::row::{Row, at};
use crate::value::{Language, Value, Word, spoken};
use crate::word::UNITS;

/// Respells some cells of a row; equal rows are respelt alike.
pub(crate) fn respell(seed: u64, mess: f64, row: &Row, cells: &mut [Value<'_>]) {
    let mut chance = Chance::of(seed, Part::Spelling, row.mark(), 0);
    if !chance.happens(mess * 0.3) {
        return;
    }
    match chance.below(8) {
        0 => cells[at::DATE] = date(row.day, &mut chance),
        1 => cells[at::AMOUNT] = money(row.amount, &mut chance),
        2 => quantity(row, cells, &mut chance),
        3 => person(&mut cells[at::HOUSEHOLD], &mut chance),
        4 => person(&mut cells[at::ORGANIZER], &mut chance),
        5 => identifier(cells, &mut chance),
        6 => words(cells, &mut chance),
        _ if row.line_no == 1 => cells[at::LINE] = Value::Empty,
        _ => cells[at::STATUS] = word(row.status, &mut chance),
    }
}

fn date(day: Day, chance: &mut Chance) -> Value<'static> {
    let (year, month, date) = day.ymd();
    Value::text(match chance.below(8) {
        0 => format!("{year}/{month}/{date}"),
        1 => format!("{year}.{month}.{date}"),
        2 => format!("{year}年{month}月{date}日"),
        3 => format!("{year}{month:02}{date:02}"),
        4 => format!("{day} 14:23:05"),
        5 => format!("{day}T08:00:00+08:00"),
        6 => format!("{}T23:30:00+00:00", day.plus(-1)),
        _ => wide(&day.to_string()),
    })
}

fn money(fen: i64, chance: &mut Chance) -> Value<'static> {
    let plain = Value::Money(fen).to_text(Language::Chinese);
    Value::text(match chance.below(5) {
        0 => format!("¥{plain}"),
        1 => format!("{plain}元"),
        2 => wide(&plain),
        3 if fen > 0 && fen % 10_000 == 0 => format!("{}.{:02}万元", fen / 1_000_000, fen / 10_000 % 100),
        _ => grouped(fen),
    })
}

/// Returns yuan with a comma at each thousand, and the sign in front.
fn grouped(fen: i64) -> String {
    let digits = (fen.abs() / 100).to_string();
    let mut text = String::from(if fen < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{:02}", fen.abs() % 100)
}

fn quantity(row: &Row, cells: &mut [Value<'_>], chance: &mut Chance) {
    let plain = Value::Quantity(row.quantity).to_text(Language::Chinese);
    match (row.unit, chance.below(3)) {
        (Some(unit), 0) => {
            cells[at::QUANTITY] = Value::text(format!("{plain}{}", UNITS[unit as usize][1]));
            cells[at::UNIT] = Value::Empty;
        }
        (Some(unit), 1) => cells[at::QUANTITY] = Value::text(format!("{plain} {}", UNITS[unit as usize][1])),
        _ => cells[at::QUANTITY] = Value::text(wide(&plain)),
    }
}

/// Respells a phone or ID number; other identifiers get wide characters.
fn person(cell: &mut Value<'_>, chance: &mut Chance) {
    let Value::Text(text) = &*cell else { return };
    let respelt = match (text.len(), chance.below(4)) {
        (11, 0) => format!("+86 {text}"),
        (11, 1) => format!("{}-{}-{}", &text[..3], &text[3..7], &text[7..]),
        (11, 2) => format!("+86{} {} {}", &text[..3], &text[3..7], &text[7..]),
        (18, 0 | 1) => text.to_lowercase(),
        (18, 2) => format!("{} {} {}", &text[..6], &text[6..14], &text[14..]),
        _ => wide(text),
    };
    *cell = Value::text(respelt);
}

fn identifier(cells: &mut [Value<'_>], chance: &mut Chance) {
    let place = *chance.pick(&[at::ORDER, at::COMMUNITY, at::PRODUCT]);
    if let Value::Text(text) = &cells[place] {
        cells[place] = Value::text(if chance.happens(0.5) { format!(" {text} ") } else { wide(text) });
    }
}

fn words(cells: &mut [Value<'_>], chance: &mut Chance) {
    for place in [at::CHANNEL, at::BUYER, at::UNIT, at::STATUS] {
        if let Value::Word(found) = cells[place] {
            cells[place] = word(found, chance);
        }
    }
}

fn word(word: Word, chance: &mut Chance) -> Value<'static> {
    if chance.happens(0.2) { Value::text(format!("{} ", spoken(word, Language::Chinese))) } else { Value::text(*chance.pick(word)) }
}

/// Returns the text in full-width characters.
fn wide(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_grouped_by_thousands() {
        assert_eq!([grouped(123_450), grouped(-123_456_789), grouped(5)], ["1,234.50", "-1,234,567.89", "0.05"]);
    }

    #[test]
    fn wide_digits_are_full_width() {
        assert_eq!(wide("1.5"), "１．５");
    }
}
