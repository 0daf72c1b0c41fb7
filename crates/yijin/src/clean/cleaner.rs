//! A cleaner: everything that cells are read against, made once for a run.

use super::quantity::{self, Quantity};
use super::unit::{self, Unit};
use super::vocabulary::Words;
use super::{Flaw, count, date, id, money, period, text, weight};
use crate::calendar::Day;
use crate::campaign::Campaign;
use crate::cell::Cell;
use crate::error::{Error, Result};
use crate::metric::schema;
use crate::person::{Domain, Key, Pseudonym};
use crate::place::Places;
use crate::table::{Column, Kind, Tables};
use std::collections::BTreeMap;

/// The tables, words, places and key that cells are read against.
pub struct Cleaner {
    pub(super) tables: Tables,
    pub(super) words: BTreeMap<String, Words>,
    pub(super) places: &'static Places,
    key: Key,
}

impl Cleaner {
    /// Returns the cleaner of a campaign, with the key of its persons.
    #[must_use]
    pub fn new(campaign: &Campaign, key: Key) -> Self {
        let tables = campaign.tables();
        let names: Vec<String> = tables.vocabulary_names().map(str::to_owned).collect();
        let words = names.into_iter().filter_map(|name| tables.vocabulary(&name).map(Words::new).map(|words| (name, words))).collect();
        Self { tables, words, places: Places::shipped(), key }
    }

    /// Returns the tables.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Returns the key.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Returns the canonical words of a vocabulary, in the order of their codes.
    #[must_use]
    pub fn words(&self, vocabulary: &str) -> &[String] {
        self.words.get(vocabulary).map_or(&[], Words::canonical)
    }

    /// Returns the code of a cell's word, from 1.
    pub(super) fn word(&self, vocabulary: &str, cell: &Cell<'_>) -> Result<Option<u8>, Flaw> {
        let words = self.words.get(vocabulary).ok_or(Flaw::Unknown)?;
        Ok(words.code(cell)?.map(|code| code + 1))
    }

    /// Returns the campaign's words for units.
    pub(super) fn unit_words(&self) -> Option<&Words> {
        self.words.get("unit")
    }

    /// Returns the unit that a text names: a word of the campaign, else a built-in one.
    pub(super) fn unit(&self, written: &str) -> Option<Unit> {
        unit::of(self.unit_words(), written)
    }

    /// Returns the quantity in a cell.
    pub(super) fn quantity(&self, cell: &Cell<'_>) -> Result<Option<Quantity>, Flaw> {
        quantity::quantity_in(cell, |unit| self.unit(unit))
    }

    /// Returns the pseudonym of a cell's person; a person masked under another key is an error of the run and goes
    /// into `trouble`.
    pub(super) fn person(&self, domain: Domain, cell: &Cell<'_>, trouble: &mut Option<Error>) -> Result<Option<Pseudonym>, Flaw> {
        let Some(spelt) = id::id(cell)? else { return Ok(None) };
        match self.key.unmask(&spelt) {
            Ok(Some(masked)) => return Ok(Some(masked)),
            Ok(None) => {}
            Err(error) => *trouble = Some(error),
        }
        Ok(Some(self.key.pseudonym(domain, &spelt)))
    }
}

/// What dimensions ask of words and places.
impl Cleaner {
    /// Returns the full names of a city's province and of the city.
    #[must_use]
    pub fn city(&self, text: &str) -> Option<(String, String)> {
        self.places.city(text).map(|city| (city.province.to_owned(), city.city.to_owned()))
    }

    /// Returns the full name of the province of a county's code.
    #[must_use]
    pub fn county_province(&self, code: &str) -> Option<String> {
        let county = self.places.county(code).ok()??;
        Some(self.places.province_of(county).to_owned())
    }

    /// Returns a county's name with its province and prefecture.
    #[must_use]
    pub fn county_full_name(&self, code: &str) -> Option<String> {
        let county = self.places.county(code).ok()??;
        Some(self.places.full_name(county))
    }

    /// Returns the first day on which a county is not, or no longer, on the list of 832: of exit year Y, 1 May of Y + 1; of one that never was on it, the
    /// day before every other.
    #[must_use]
    pub fn county_listed_until(&self, code: &str) -> Option<Day> {
        let county = self.places.county(code).ok()??;
        Some(self.places.exit_year(county).and_then(|year| Day::from_ymd(i32::from(year) + 1, 5, 1)).unwrap_or(Day::MIN))
    }

    /// Returns whether a county is on the list of 832.
    #[must_use]
    pub fn county_is_poor(&self, code: &str) -> Option<bool> {
        let county = self.places.county(code).ok()??;
        Some(self.places.exit_year(county).is_some())
    }

    /// Returns the canonical value that another spelling of a dimension's value means.
    #[must_use]
    pub fn canonical(&self, dimension: &str, value: &str) -> Option<String> {
        let vocabulary = match dimension {
            "province" | "origin_province" => return self.places.province(value).map(str::to_owned),
            "city" => return self.city(value).map(|(_, city)| city),
            "origin_county" => return self.county_full_name(value),
            _ => schema::vocabulary(dimension)?,
        };
        let code = self.word(vocabulary, &Cell::Text(value)).ok()??;
        self.words(vocabulary).get(usize::from(code) - 1).cloned()
    }
}

impl Cleaner {
    /// Returns whether the cell has a usable value, or none, for its column under a header with this unit.
    #[must_use]
    pub fn reads(&self, column: &Column, cell: &Cell<'_>, unit: Option<&str>) -> bool {
        match column.vocabulary.as_deref() {
            Some(vocabulary) => self.word(vocabulary, cell).is_ok(),
            None => reads_as(column, cell, unit, self.unit_words()),
        }
    }

    /// Returns a county's code as a number.
    pub(super) fn county(&self, cell: &Cell<'_>) -> Result<Option<i64>, Flaw> {
        county(self.places, cell)
    }
}

/// Returns whether the cell has a usable value, or none, for a column without a vocabulary under a header with this unit; `units` are a campaign's words.
#[must_use]
pub fn reads_as(column: &Column, cell: &Cell<'_>, unit: Option<&str>, units: Option<&Words>) -> bool {
    match column.kind {
        Kind::Id | Kind::Person => id::id(cell).is_ok(),
        Kind::Text => text::text(cell).is_ok(),
        Kind::List | Kind::Months | Kind::Word | Kind::Flag => true,
        Kind::Date => date::day(cell).is_ok(),
        Kind::Integer => count::counted(cell, &column.units).is_ok(),
        Kind::Quantity => quantity::quantity_in(cell, |unit| unit::of(units, unit)).is_ok(),
        Kind::Weight => weight::grams(cell, unit, units).is_ok(),
        Kind::Money => money::scale(unit).is_some_and(|scale| money::fen(cell, scale).is_ok()),
        Kind::County => county(Places::shipped(), cell).is_ok(),
        Kind::Period => period::period(cell).is_ok(),
    }
}

fn county(places: &Places, cell: &Cell<'_>) -> Result<Option<i64>, Flaw> {
    let Some(text) = id::id(cell).map_err(|_| Flaw::Unknown)? else { return Ok(None) };
    let county = places.county(&text)?;
    county.map(|county| places.code(county).parse().map_err(|_| Flaw::Unknown)).transpose()
}
