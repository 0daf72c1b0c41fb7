//! A campaign: its window, stages, targets, policy and words. The 2019 campaign ships as the default; another is a TOML file.

use crate::calendar::Day;
use crate::cell::Cell;
use crate::clean::vocabulary::Words;
use crate::error::{Error, ErrorKind, Result};
use crate::read::files::missing;
use crate::suggest::did_you_mean;
use crate::table::{TableId, Tables, Vocabulary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The campaign that ships with the library.
const COMMUNITY_POWER: &str = include_str!("../data/community-power-2019.toml");

/// A campaign, as its file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// A short name for machines.
    pub id: String,
    /// Its names for people.
    pub name: Labels,
    /// The days on which a purchase counts.
    pub window: Window,
    /// Its stages, in order; days between them belong to none.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// What the headline metrics are to reach.
    #[serde(default)]
    pub targets: BTreeMap<String, Target>,
    /// What counts as what.
    #[serde(default)]
    pub policy: Policy,
    /// Further headers: table, column, headers.
    #[serde(default)]
    pub headers: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Further words: vocabulary, canonical word, words.
    #[serde(default)]
    pub vocabulary: BTreeMap<String, Vocabulary>,
    /// Values for columns that a table's files do not have: table, column, value.
    #[serde(default)]
    pub constants: BTreeMap<String, BTreeMap<String, String>>,
    /// Foreign exports, read by their own headers.
    #[serde(default, rename = "mapping")]
    pub mappings: Vec<Mapping>,
}

/// A name in the two languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// The first and the last day of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The first day.
    pub start: Day,
    /// The last day.
    pub end: Day,
}

impl Window {
    /// Returns whether `day` is in the window.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }
}

/// A stage of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its id, as tables show it.
    pub id: String,
    /// Its names.
    pub name: Labels,
    /// Its first day.
    pub start: Day,
    /// Its last day.
    pub end: Day,
}

/// What a headline metric is to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The number.
    pub value: u64,
    /// Whether it is met only above the number.
    #[serde(default)]
    pub more_than: bool,
}

/// What counts as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The statuses that qualify a line.
    pub qualifying: Vec<String>,
    /// The mechanisms that help a poor household directly.
    pub direct: Vec<String>,
    /// The mechanisms that help a poor household indirectly.
    pub indirect: Vec<String>,
}

impl Default for Policy {
    fn default() -> Self {
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect();
        Self {
            qualifying: words(&["completed", "refunded"]),
            direct: words(&["sale", "contract_farming"]),
            indirect: words(&["employment", "land_transfer", "dividend", "village_collective", "other"]),
        }
    }
}

/// How a foreign export is read: which table it is and which of its headers is which column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The table that the files hold.
    pub table: TableId,
    /// The header of theirs that fills each column: canonical name, header. One header may fill several columns. A sheet is
    /// read by this mapping where it has all of these headers; columns not named here are left alone.
    pub columns: BTreeMap<String, String>,
    /// Values for columns that the files do not have.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
}

impl Campaign {
    /// Returns the 2019 campaign 社区的力量.
    ///
    /// # Panics
    /// Never: the shipped file is tested.
    #[must_use]
    pub fn community_power() -> Self {
        #[allow(clippy::expect_used, reason = "shipped data, checked by a test")]
        Self::parse(COMMUNITY_POWER, "community-power-2019.toml").expect("the shipped campaign is valid")
    }

    /// Returns the campaign of a TOML file.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`], [`ErrorKind::Io`] and [`ErrorKind::BadCampaign`].
    pub fn load(path: &Path) -> Result<Self> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => missing(path),
            _ => Error::io(&file, &cause),
        })?;
        Self::parse(&text, &file)
    }

    /// Returns the campaign of a TOML text; `file` names it in errors.
    ///
    /// # Errors
    /// [`ErrorKind::BadCampaign`], with the line where it is known.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let campaign: Self = toml::from_str(text).map_err(|error| bad_toml(text, file, &error))?;
        campaign.check(file)?;
        Ok(campaign)
    }

    /// Returns the campaign as TOML.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where it cannot be written.
    pub fn to_toml(&self) -> Result<String> {
        toml::to_string_pretty(self).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
    }

    /// Returns the campaign as JSON.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where it cannot be written.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
    }

    /// Returns the stage that `day` belongs to: its place in [`Campaign::stages`].
    #[must_use]
    pub fn stage_of(&self, day: Day) -> Option<usize> {
        self.stages.iter().position(|stage| stage.start <= day && day <= stage.end)
    }

    /// Returns the standard tables with this campaign's headers and words.
    #[must_use]
    pub fn tables(&self) -> Tables {
        let mut tables = Tables::standard();
        for (table, columns) in &self.headers {
            for (column, headers) in columns {
                for header in headers {
                    if let Some(table) = TableId::parse(table) {
                        tables.add_header(table, column, header);
                    }
                }
            }
        }
        for (vocabulary, words) in &self.vocabulary {
            for (canonical, others) in words {
                for word in others {
                    tables.add_word(vocabulary, canonical, word);
                }
            }
        }
        tables
    }

    fn check(&self, file: &str) -> Result<()> {
        self.check_calendar(file)?;
        self.check_targets(file)?;
        self.check_words(file)?;
        self.check_columns(file)
    }

    fn check_calendar(&self, file: &str) -> Result<()> {
        if self.window.end < self.window.start {
            return bad(file, "a window that ends on or after its start", &self.window.end.to_string());
        }
        for (place, stage) in self.stages.iter().enumerate() {
            if self.stages[..place].iter().any(|other| other.id == stage.id) {
                return bad(file, "stages of different ids", &format!("stage {} twice", stage.id));
            }
            if stage.end < stage.start {
                return bad(file, "a stage that ends on or after its start", &format!("stage {}", stage.id));
            }
        }
        for pair in self.stages.windows(2) {
            if pair[1].start <= pair[0].end {
                return bad(file, "stages in order that do not overlap", &format!("stage {}", pair[1].id));
            }
        }
        Ok(())
    }

    fn check_targets(&self, file: &str) -> Result<()> {
        for (name, target) in &self.targets {
            known(file, "a headline metric as target", name, &HEADLINE)?;
            if target.value == 0 {
                return bad(file, "a target above 0", &format!("{name} = 0"));
            }
        }
        Ok(())
    }

    fn check_words(&self, file: &str) -> Result<()> {
        let tables = Tables::standard();
        let names: Vec<&str> = tables.vocabulary_names().collect();
        for (vocabulary, words) in &self.vocabulary {
            known(file, "a vocabulary", vocabulary, &names)?;
            let canonical: Vec<&str> = tables.vocabulary(vocabulary).into_iter().flat_map(|it| it.keys()).map(String::as_str).collect();
            for word in words.keys() {
                known(file, &format!("a word of {vocabulary}"), word, &canonical)?;
            }
        }
        for (vocabulary, words) in
            [("status", &self.policy.qualifying), ("mechanism", &self.policy.direct), ("mechanism", &self.policy.indirect)]
        {
            let canonical: Vec<&str> = tables.vocabulary(vocabulary).into_iter().flat_map(|it| it.keys()).map(String::as_str).collect();
            for word in words {
                known(file, &format!("a {vocabulary} in the policy"), word, &canonical)?;
            }
        }
        match self.policy.direct.iter().find(|mechanism| self.policy.indirect.contains(mechanism)) {
            Some(both) => bad(file, "a mechanism that helps directly or indirectly", &format!("'{both}' in both")),
            None => Ok(()),
        }
    }

    fn check_columns(&self, file: &str) -> Result<()> {
        let tables = self.tables();
        for (table, columns) in &self.headers {
            check_table_columns(file, &tables, known_table(file, table)?, columns.keys())?;
        }
        for (table, constants) in &self.constants {
            check_constants(file, &tables, known_table(file, table)?, constants)?;
        }
        for mapping in &self.mappings {
            check_table_columns(file, &tables, mapping.table, mapping.columns.keys())?;
            check_constants(file, &tables, mapping.table, &mapping.constants)?;
        }
        Ok(())
    }
}

/// The ids of the five headline metrics, in the order of the notice.
pub const HEADLINE: [&str; 5] = ["communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households"];

fn check_table_columns<'a>(file: &str, tables: &Tables, id: TableId, columns: impl Iterator<Item = &'a String>) -> Result<()> {
    let names: Vec<&str> = tables.table(id).columns.iter().map(|column| column.name.as_str()).collect();
    for column in columns {
        known(file, &format!("a column of {id}"), column, &names)?;
    }
    Ok(())
}

/// Refuses a constant of a column that the table does not have, or a word that the column's vocabulary does not hold.
fn check_constants(file: &str, tables: &Tables, id: TableId, constants: &BTreeMap<String, String>) -> Result<()> {
    check_table_columns(file, tables, id, constants.keys())?;
    let columns = tables.table(id).columns.iter();
    for (column, constant) in columns.filter_map(|column| Some((column, constants.get(&column.name)?))) {
        let Some(vocabulary) = column.vocabulary.as_deref().and_then(|name| tables.vocabulary(name)) else { continue };
        if Words::new(vocabulary).code(&Cell::Text(constant)).is_err() {
            let words = vocabulary.iter().flat_map(|(canonical, others)| std::iter::once(canonical).chain(others));
            let hint = did_you_mean(constant, words.map(String::as_str));
            let canonical: Vec<&str> = vocabulary.keys().map(String::as_str).collect();
            let expected = format!("a constant that is a word of {id}.{} ({})", column.name, canonical.join(", "));
            return bad(file, &expected, &format!("'{constant}'{hint}"));
        }
    }
    Ok(())
}

fn known_table(file: &str, name: &str) -> Result<TableId> {
    known(file, "a table", name, &TableId::ALL.map(TableId::name))?;
    TableId::named(name)
}

fn known(file: &str, expected: &str, found: &str, names: &[&str]) -> Result<()> {
    if names.contains(&found) {
        return Ok(());
    }
    let hint = did_you_mean(found, names.iter().copied());
    bad(file, &format!("{expected} ({})", names.join(", ")), &format!("'{found}'{hint}"))
}

fn bad(file: &str, expected: &str, found: &str) -> Result<()> {
    Err(ErrorKind::BadCampaign { expected: expected.to_owned(), found: found.to_owned(), file: file.to_owned(), line: String::new() }
        .into())
}

fn bad_toml(text: &str, file: &str, error: &toml::de::Error) -> Error {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    ErrorKind::BadCampaign {
        expected: "a campaign as TOML".to_owned(),
        found: error.message().to_owned(),
        file: file.to_owned(),
        line: line.map(|line| format!(", line {line}")).unwrap_or_default(),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn december_2019_belongs_to_no_stage() {
        let campaign = Campaign::community_power();
        let stage = |text: &str| campaign.stage_of(Day::parse(text).unwrap());
        assert_eq!((stage("2019-08-31"), stage("2019-09-01"), stage("2019-12-15"), stage("2020-01-01")), (Some(0), Some(1), None, Some(2)));
    }

    #[test]
    fn a_campaign_survives_its_own_toml() {
        let campaign = Campaign::community_power();
        assert_eq!(Campaign::parse(&campaign.to_toml().unwrap(), "again.toml").unwrap(), campaign);
    }

    #[test]
    fn a_misspelt_target_is_named_with_the_nearest() {
        let text = COMMUNITY_POWER.replace("custom_products =", "custom_product =");
        let message = Campaign::parse(&text, "mine.toml").unwrap_err().to_string();
        assert!(message.contains("did you mean 'custom_products'") && message.contains("mine.toml"), "{message}");
    }

    #[test]
    fn a_constant_is_a_word_of_its_column() {
        let with = |word: &str| format!("{COMMUNITY_POWER}\n[constants.ledger]\nchannel = \"{word}\"\n");
        let added = |word: &str| format!("{}\n[vocabulary.channel]\nfair = [\"圩日\"]\n", with(word));
        for good in [with("fair"), with("平台"), added("圩日")] {
            Campaign::parse(&good, "mine.toml").unwrap();
        }
        let message = Campaign::parse(&with("platfrm"), "mine.toml").unwrap_err().to_string();
        assert!(message.contains("did you mean 'platform'") && message.contains("ledger.channel"), "{message}");
        let mapping = "\n[[mapping]]\ntable = \"ledger\"\ncolumns = { order_id = \"nr\" }\nconstants = { status = \"complete\" }\n";
        let message = Campaign::parse(&format!("{COMMUNITY_POWER}{mapping}"), "mine.toml").unwrap_err().to_string();
        assert!(message.contains("did you mean 'completed'"), "{message}");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (meant, written, found) in [
            ("id = \"2\"", "id = \"1\"", "stage 1 twice"),
            ("custom_products = { value = 1000 }", "custom_products = { value = 0 }", "custom_products = 0"),
            ("\"employment\",", "\"sale\",", "'sale' in both"),
        ] {
            assert!(COMMUNITY_POWER.contains(meant), "{meant}");
            let message = Campaign::parse(&COMMUNITY_POWER.replace(meant, written), "mine.toml").unwrap_err().to_string();
            assert!(message.contains(found), "{message}");
        }
    }
}
