//! Units of mass and of count, and what a product's specification (规格) says about the weight of one.

use crate::cell::Cell;
use crate::clean::number::Decimal;
use crate::clean::text;
use crate::clean::vocabulary::Words;

/// What a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Mass: the grams of one.
    Grams(i64),
    /// Pieces of a product: 件, 箱, 袋, ….
    Piece {
        /// The grams of one, where the unit itself says it, as `箱(5斤装)` does.
        grams: Option<i64>,
    },
}

/// Returns the unit of a canonical word of the unit vocabulary.
#[must_use]
pub fn of_word(canonical: &str) -> Option<Unit> {
    match canonical {
        "piece" | "crate" | "bag" | "box" | "portion" | "bottle" | "item" | "single" | "bunch" | "pack" | "drum" | "can" => {
            Some(Unit::Piece { grams: None })
        }
        "gram" => Some(Unit::Grams(1)),
        "liang" => Some(Unit::Grams(50)),
        "jin" => Some(Unit::Grams(500)),
        "kilogram" => Some(Unit::Grams(1000)),
        "tonne" => Some(Unit::Grams(1_000_000)),
        _ => None,
    }
}

/// The words for units of mass, with the grams of one; a longer word stands before one that it begins with.
const MASS: [(&str, i64); 14] = [
    ("kilogram", 1000),
    ("公斤", 1000),
    ("千克", 1000),
    ("kg", 1000),
    ("市斤", 500),
    ("斤", 500),
    ("jin", 500),
    ("两", 50),
    ("克", 1),
    ("gram", 1),
    ("g", 1),
    ("吨", 1_000_000),
    ("tonne", 1_000_000),
    ("t", 1_000_000),
];

/// The words for units of count.
const COUNT: [&str; 12] = ["件", "箱", "袋", "盒", "份", "瓶", "个", "只", "枚", "提", "桶", "罐"];

/// Returns the unit that a text names: a word for mass or count, in any width and case, or a piece with its own weight (`箱(5斤装)`, `件/10斤`).
#[must_use]
pub fn parse(written: &str) -> Option<Unit> {
    let word = text::compact(written).to_lowercase();
    if let Some((_, grams)) = MASS.iter().find(|(mass, _)| *mass == word) {
        return Some(Unit::Grams(*grams));
    }
    if COUNT.contains(&word.as_str()) {
        return Some(Unit::Piece { grams: None });
    }
    of_word(&word).or_else(|| specification(&word).map(|grams| Unit::Piece { grams: Some(grams) }))
}

/// Returns the unit that a text names: one of these words of a campaign, else a built-in one.
#[must_use]
pub fn of(words: Option<&Words>, written: &str) -> Option<Unit> {
    let word = words.and_then(|words| words.canonical().get(usize::from(words.code(&Cell::Text(written)).ok()??)));
    word.map_or_else(|| parse(written), |word| of_word(word))
}

/// Returns the grams of the unit of a weight: a word for mass, also of one piece (`kg/件`).
#[must_use]
pub fn of_weight(words: Option<&Words>, written: &str) -> Option<i64> {
    let of_one = |(word, piece)| matches!(of(words, piece), Some(Unit::Piece { grams: None })).then_some(word);
    match of(words, written.split_once('/').and_then(of_one).unwrap_or(written))? {
        Unit::Grams(grams) => Some(grams),
        Unit::Piece { .. } => None,
    }
}

/// Returns the grams of one 件, 箱, … that a specification tells: `5斤/箱`, `500g*2袋`, `250克/盒*12盒`, `箱(5斤装)`; rounded half up.
/// `None` where it does not tell, or not clearly (`约5斤`, `5-6斤`).
#[must_use]
pub fn specification(written: &str) -> Option<i64> {
    let (weight, grams, times) = match tokens(&text::compact(written).to_lowercase())?.as_slice() {
        [Token::Number(n), Token::Mass(m)]
        | [Token::Number(n), Token::Mass(m), Token::Count]
        | [Token::Number(n), Token::Mass(m), Token::Per, Token::Count]
        | [Token::Count, Token::Number(n), Token::Mass(m)]
        | [Token::Count, Token::Per, Token::Number(n), Token::Mass(m)] => (*n, *m, None),
        [Token::Number(n), Token::Mass(m), Token::Times, Token::Number(k)]
        | [Token::Number(n), Token::Mass(m), Token::Times, Token::Number(k), Token::Count]
        | [Token::Number(n), Token::Mass(m), Token::Times, Token::Number(k), Token::Per, Token::Count]
        | [Token::Number(n), Token::Mass(m), Token::Times, Token::Number(k), Token::Count, Token::Per, Token::Count]
        | [Token::Number(n), Token::Mass(m), Token::Per, Token::Count, Token::Times, Token::Number(k)]
        | [Token::Number(n), Token::Mass(m), Token::Per, Token::Count, Token::Times, Token::Number(k), Token::Count]
        | [
            Token::Number(n),
            Token::Mass(m),
            Token::Per,
            Token::Count,
            Token::Times,
            Token::Number(k),
            Token::Count,
            Token::Per,
            Token::Count,
        ]
        | [Token::Number(k), Token::Times, Token::Number(n), Token::Mass(m)]
        | [Token::Number(k), Token::Count, Token::Times, Token::Number(n), Token::Mass(m)] => (*n, *m, Some(*k)),
        [Token::Number(one), Token::Count, Token::Per, Token::Number(n), Token::Mass(m)]
        | [Token::Number(n), Token::Mass(m), Token::Per, Token::Number(one), Token::Count]
            if one.units == 1 && one.scale == 0 =>
        {
            (*n, *m, None)
        }
        _ => return None,
    };
    whole_grams(weight, grams, times)
}

/// Returns weight × grams × times in whole grams above 0, where times is a whole number.
fn whole_grams(weight: Decimal, grams: i64, times: Option<Decimal>) -> Option<i64> {
    let times = match times {
        None => 1,
        Some(Decimal { units, scale: 0 }) => units,
        Some(_) => return None,
    };
    let units = weight.units.checked_mul(i128::from(grams))?.checked_mul(times)?;
    let moved = Decimal { units, scale: weight.scale }.moved(0)?;
    i64::try_from(moved.nearest).ok().filter(|&grams| grams > 0)
}

/// Returns the whole grams of `quantity_micro` millionths of a unit, rounded half up (of a negative quantity: half down, so
/// that a full refund leaves 0); `None` where they are too many.
#[must_use]
pub fn mass_g(quantity_micro: i64, grams_per_unit: i64) -> Option<i64> {
    const MILLION: i64 = 1_000_000;
    if let Some(units) = quantity_micro.checked_mul(grams_per_unit).filter(|units| units.unsigned_abs() < i64::MAX as u64 - MILLION as u64)
    {
        return Some((units + units.signum() * (MILLION / 2)) / MILLION);
    }
    let units = i128::from(quantity_micro).checked_mul(i128::from(grams_per_unit))?;
    i64::try_from(Decimal { units, scale: 6 }.moved(0)?.nearest).ok()
}

/// A part of a specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number(Decimal),
    Mass(i64),
    Count,
    Per,
    Times,
}

/// Words and marks that change nothing about the weight.
const FILLERS: [&str; 8] = ["净含量", "净重", "规格", "装", "(", ")", ":", "每"];

/// Returns the parts of a compact lower-case specification; `None` where one is unknown.
fn tokens(mut rest: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = FILLERS.iter().find_map(|filler| rest.strip_prefix(filler)) {
            rest = after;
            continue;
        }
        let (token, length) = if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            (Token::Number(Decimal::parse(&rest[..end])?), end)
        } else {
            word(rest, first)?
        };
        tokens.push(token);
        rest = &rest[length..];
    }
    Some(tokens)
}

/// Returns the word that a specification begins with, and its length.
fn word(rest: &str, first: char) -> Option<(Token, usize)> {
    match first {
        '/' => return Some((Token::Per, 1)),
        '*' | '×' | 'x' | '✕' => return Some((Token::Times, first.len_utf8())),
        _ => {}
    }
    let mass = MASS.iter().find(|(mass, _)| rest.starts_with(mass)).map(|(mass, grams)| (Token::Mass(*grams), mass.len()));
    mass.or_else(|| COUNT.iter().find(|count| rest.starts_with(*count)).map(|count| (Token::Count, count.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Tables;
    use proptest::prelude::*;

    #[test]
    fn every_word_of_the_unit_vocabulary_is_a_unit() {
        let tables = Tables::standard();
        for (canonical, words) in tables.vocabulary("unit").unwrap() {
            let unit = of_word(canonical);
            assert!(unit.is_some(), "{canonical}");
            for word in words {
                assert_eq!(parse(word), unit, "{word}");
            }
        }
        assert_eq!(of_word("mile"), None);
    }

    #[test]
    fn units_in_any_spelling() {
        for (written, unit) in [
            ("㎏", Unit::Grams(1000)),
            ("KG", Unit::Grams(1000)),
            (" 市 斤 ", Unit::Grams(500)),
            ("Ｇ", Unit::Grams(1)),
            ("t", Unit::Grams(1_000_000)),
            ("箱", Unit::Piece { grams: None }),
            ("箱(5斤装)", Unit::Piece { grams: Some(2500) }),
            ("箱（５斤装）", Unit::Piece { grams: Some(2500) }),
            ("件/10斤", Unit::Piece { grams: Some(5000) }),
        ] {
            assert_eq!(parse(written), Some(unit), "{written}");
        }
        for written in ["", "元", "米", "元/斤", "箱斤", "万元"] {
            assert_eq!(parse(written), None, "{written}");
        }
    }

    #[test]
    fn the_unit_of_a_weight_is_a_mass_also_of_one_piece() {
        for (written, grams) in [("克", 1), ("KG", 1000), ("ｋｇ/件", 1000), ("公斤/件", 1000), ("斤 / 箱", 500)] {
            assert_eq!(of_weight(None, written), Some(grams), "{written}");
        }
        for written in ["磅", "件", "件/箱", "箱(5斤装)", "kg/月", "/件", ""] {
            assert_eq!(of_weight(None, written), None, "{written}");
        }
        let words = Words::new(&[("jin".to_owned(), vec!["磅".to_owned()]), ("crate".to_owned(), vec!["筐".to_owned()])].into());
        assert_eq!(
            [of_weight(Some(&words), "磅/筐"), of_weight(Some(&words), "kg/筐"), of_weight(None, "kg/筐")],
            [Some(500), Some(1000), None]
        );
    }

    #[test]
    fn specifications_tell_the_grams_of_one() {
        for (written, grams) in [
            ("5斤/箱", 2500),
            ("500g*2袋", 1000),
            ("2.5kg×4", 10_000),
            ("10斤装", 5000),
            ("250克/盒*12盒", 3000),
            ("250克/盒×12盒/箱", 3000),
            ("５００Ｇ＊２袋／箱", 1000),
            ("净含量：500g", 500),
            ("2袋*500g", 1000),
            ("1箱/5斤", 2500),
            ("每箱5斤", 2500),
            ("37.5g*24袋", 900),
            ("12.5g", 13),
        ] {
            assert_eq!(specification(written), Some(grams), "{written}");
        }
        for written in
            ["", "约5斤", "5-6斤/箱", "大号", "12枚/盒", "斤/箱", "0斤", "500g*1.5袋", "9999999999999999999999吨*99999999999999", "1.2.3kg"]
        {
            assert_eq!(specification(written), None, "{written}");
        }
    }

    #[test]
    fn mass_is_rounded_half_up_and_a_refund_undoes_it() {
        assert_eq!(mass_g(2_500_000, 500), Some(1250));
        assert_eq!(mass_g(500_000, 1), Some(1));
        assert_eq!(mass_g(499_999, 1), Some(0));
        assert_eq!(mass_g(-500_000, 1), Some(-1));
        assert_eq!(mass_g(i64::MAX, i64::MAX), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(raw in any::<String>(), odd in "[0-9.]{0,12}[kgtx*/×斤箱袋装()两]{0,6}[0-9.]{0,40}[kgt斤箱]{0,3}") {
            let _ = (parse(&raw), specification(&raw), parse(&odd), specification(&odd));
        }
    }
}
