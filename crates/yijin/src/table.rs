//! The tables that an export may hold: their columns, headers and vocabularies (`data/tables.toml`).

use crate::clean::text::folded;
use crate::clean::vocabulary::Words;
use crate::error::{ErrorKind, Result};
use crate::suggest::did_you_mean;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// One of the ten tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableId {
    /// 消费扶贫台账: purchased lines and refunds.
    Ledger,
    /// 参战项目列表: communities.
    Projects,
    /// 产品目录.
    Products,
    /// 供应商.
    Suppliers,
    /// 建档立卡贫困户: the register.
    PoorHouseholds,
    /// 带贫关系: which supplier helps which poor household, how and when.
    BenefitLinks,
    /// 企业参战书.
    Enterprises,
    /// 协会参战书.
    Associations,
    /// 活动.
    Activities,
    /// 进展报送.
    Reports,
}

impl TableId {
    /// Every table, in the order of the specification.
    pub const ALL: [Self; 10] = [
        Self::Ledger,
        Self::Projects,
        Self::Products,
        Self::Suppliers,
        Self::PoorHouseholds,
        Self::BenefitLinks,
        Self::Enterprises,
        Self::Associations,
        Self::Activities,
        Self::Reports,
    ];

    /// Returns the table's canonical name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Projects => "projects",
            Self::Products => "products",
            Self::Suppliers => "suppliers",
            Self::PoorHouseholds => "poor_households",
            Self::BenefitLinks => "benefit_links",
            Self::Enterprises => "enterprises",
            Self::Associations => "associations",
            Self::Activities => "activities",
            Self::Reports => "reports",
        }
    }

    /// Returns the table that a user names.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`], with the nearest.
    pub fn named(name: &str) -> Result<Self> {
        let names = Self::ALL.map(Self::name);
        let unknown =
            || ErrorKind::UnknownName { what: "table", found: name.to_owned(), allowed: names.join(", "), hint: did_you_mean(name, names) };
        Self::parse(name).ok_or_else(|| unknown().into())
    }

    /// Returns the table of this canonical name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }
}

impl fmt::Display for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a column's cells mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An identifier.
    Id,
    /// An identifier, name, phone or address of a person: never kept in clear.
    Person,
    /// A calendar day.
    Date,
    /// A whole number.
    Integer,
    /// A number, possibly with its unit.
    Quantity,
    /// What one piece weighs: a number, possibly with its unit.
    Weight,
    /// Yuan.
    Money,
    /// Free text.
    Text,
    /// Yes or no.
    Flag,
    /// A word of a vocabulary.
    Word,
    /// A county, by code or name.
    County,
    /// A list of ways of taking part in one cell, canonical where they are known.
    List,
    /// A list of months, as `YYYY-MM` where they can be read so.
    Months,
    /// A month `YYYY-MM` or an ISO week `YYYY-Www`.
    Period,
}

impl Kind {
    /// Returns what a cell of this kind holds, as an error asks for it.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Id | Self::Person => "an identifier with all its digits",
            Self::Date => "a date as YYYY-MM-DD",
            Self::Integer => "a whole number",
            Self::Quantity => "a quantity",
            Self::Weight => "a weight above 0",
            Self::Money => "an amount of money",
            Self::Text => "a text",
            Self::Flag => "yes or no",
            Self::Word => "a word",
            Self::County => "a county by code or name",
            Self::List | Self::Months => "a list",
            Self::Period => "a month as YYYY-MM or a week as YYYY-Www",
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The canonical name.
    pub name: String,
    /// What the cells mean.
    pub kind: Kind,
    /// Whether every row must have it.
    #[serde(default)]
    pub required: bool,
    /// The headers it goes by beside its name.
    #[serde(default)]
    pub headers: Vec<String>,
    /// What a [`Kind::Integer`] counts: the words that may stand behind it.
    #[serde(default)]
    pub units: Vec<String>,
    /// The vocabulary of a [`Kind::Word`] or [`Kind::Flag`].
    #[serde(default)]
    pub vocabulary: Option<String>,
}

/// A table's columns and key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Which table it is.
    pub id: TableId,
    /// Its Chinese name.
    pub label: String,
    /// The columns that identify a row.
    pub key: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
}

impl Table {
    /// Returns the place of the column of this canonical name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// A vocabulary: for each canonical word, the other words that mean it.
pub type Vocabulary = BTreeMap<String, Vec<String>>;

/// All tables and vocabularies, as a campaign uses them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    tables: Vec<Table>,
    vocabularies: BTreeMap<String, Vocabulary>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    headers: BTreeMap<String, Vec<String>>,
    vocabulary: BTreeMap<String, Vocabulary>,
    table: Vec<Table>,
}

impl Tables {
    /// Returns the standard tables, before any campaign adds to them.
    ///
    /// # Panics
    /// Never: the shipped file is tested.
    #[must_use]
    pub fn standard() -> Self {
        #[allow(clippy::expect_used, reason = "shipped data, checked by a test")]
        let file: File = toml::from_str(include_str!("../data/tables.toml")).expect("data/tables.toml is valid");
        let mut tables = file.table;
        for column in tables.iter_mut().flat_map(|table| &mut table.columns) {
            column.headers.extend(file.headers.get(&column.name).into_iter().flatten().cloned());
        }
        Self { tables, vocabularies: file.vocabulary }
    }

    /// Returns one table.
    ///
    /// # Panics
    /// Never: every table stands in the shipped file.
    #[must_use]
    pub fn table(&self, id: TableId) -> &Table {
        #[allow(clippy::expect_used, reason = "shipped data, checked by a test")]
        self.tables.iter().find(|table| table.id == id).expect("every table is defined")
    }

    /// Returns every table.
    #[must_use]
    pub fn all(&self) -> &[Table] {
        &self.tables
    }

    /// Returns a vocabulary by its name.
    #[must_use]
    pub fn vocabulary(&self, name: &str) -> Option<&Vocabulary> {
        self.vocabularies.get(name)
    }

    /// Returns the words for units.
    #[must_use]
    pub fn units(&self) -> Words {
        self.vocabulary("unit").map(Words::new).unwrap_or_default()
    }

    /// Returns the names of the vocabularies.
    pub fn vocabulary_names(&self) -> impl Iterator<Item = &str> {
        self.vocabularies.keys().map(String::as_str)
    }

    /// Adds a header to a column, where the table has that column.
    pub fn add_header(&mut self, table: TableId, column: &str, header: &str) {
        let columns = self.tables.iter_mut().filter(|it| it.id == table).flat_map(|it| &mut it.columns);
        columns.filter(|it| it.name == column).for_each(|column| column.headers.push(header.to_owned()));
    }

    /// Adds a word to a vocabulary, which means this canonical word from now on and no other, where there is such a vocabulary with such a
    /// canonical word.
    pub fn add_word(&mut self, vocabulary: &str, canonical: &str, word: &str) {
        let Some(words) = self.vocabularies.get_mut(vocabulary).filter(|words| words.contains_key(canonical)) else { return };
        for (other, aliases) in words {
            if other == canonical {
                aliases.push(word.to_owned());
            } else {
                aliases.retain(|alias| folded(alias) != folded(word));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_tables_are_whole() {
        let tables = Tables::standard();
        for id in TableId::ALL {
            let table = tables.table(id);
            assert!(table.key.iter().all(|key| table.column(key).is_some()), "{id}");
            for column in &table.columns {
                let needs_words = matches!(column.kind, Kind::Word | Kind::Flag);
                assert_eq!(needs_words, column.vocabulary.is_some(), "{id}.{}", column.name);
                assert!(column.vocabulary.iter().all(|name| tables.vocabulary(name).is_some()), "{id}.{}", column.name);
                assert!(id == TableId::Ledger || !matches!(column.kind, Kind::Quantity | Kind::Money), "{id}.{}", column.name);
            }
        }
    }
}
