//! A campaign: its window, stages, targets, policy and words. The 2019 campaign ships as the default; another is a TOML file.

mod check;
pub(crate) mod document;
pub mod month;

pub(crate) use check::known;

use crate::calendar::Day;
use crate::error::{Error, ErrorKind, Result};
use crate::metric::Metric;
use crate::read::files::sibling_hint;
use crate::table::{TableId, Tables, Vocabulary};
use document::{Document, Fault};
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
    /// Figures that the campaign itself published, to be set beside those of the ledger.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<Published>,
    /// Metrics of its own, beside those that ship.
    #[serde(default, rename = "metric", skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<Metric>,
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
    #[serde(deserialize_with = "document::day")]
    pub start: Day,
    /// The last day.
    #[serde(deserialize_with = "document::day")]
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
    #[serde(deserialize_with = "document::day")]
    pub start: Day,
    /// Its last day.
    #[serde(deserialize_with = "document::day")]
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
    /// In how many months at least an enterprise buys from a county that it has a long-term relation with.
    pub relation_months: u32,
    /// How many days before a tasting its application is due.
    pub tasting_days: u32,
    /// How many fairs each association is to hold in a calendar year.
    pub fairs_per_year: u32,
    /// The day of the next month by which a monthly report is due.
    pub monthly_report_day: u32,
    /// The day of the next week by which a weekly report is due: 1 is Monday.
    pub weekly_report_day: u32,
    /// The ways of taking part that every enterprise must choose.
    pub mandatory_ways: Vec<String>,
    /// On how many persons at least a cell of a published table must rest.
    pub min_cell: u32,
    /// Whether a poor household counts only where it stands in the register, as far as one is given.
    pub register_required: bool,
    /// Whether a link helps only on the days between its dates.
    pub link_dates: bool,
    /// The least net amount of a line that qualifies, in fen.
    pub min_amount_fen: i64,
}

impl Default for Policy {
    fn default() -> Self {
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect();
        Self {
            qualifying: words(&["completed", "refunded"]),
            direct: words(&["sale", "contract_farming"]),
            indirect: words(&["employment", "land_transfer", "dividend", "village_collective", "other"]),
            relation_months: 3,
            tasting_days: 28,
            fairs_per_year: 2,
            monthly_report_day: 5,
            weekly_report_day: 3,
            mandatory_ways: words(&["publicity", "platform", "community_activity"]),
            min_cell: 5,
            register_required: true,
            link_dates: true,
            min_amount_fen: 0,
        }
    }
}

/// A figure that a campaign published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The metric that it is about.
    pub metric: String,
    /// The number.
    pub value: u64,
    /// How it was worded: 约, 多, 覆盖, ….
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wording: String,
    /// When it was published, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where.
    pub source: String,
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

impl Policy {
    /// Returns the policy of a JSON object.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] for a name that no policy has, or a value of another type.
    pub fn from_json(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| {
            let found = error.to_string();
            let found = found.split(" at line").next().unwrap_or_default().to_owned();
            ErrorKind::BadOption { option: "policies", expected: "names and values of a campaign's policy".to_owned(), found }.into()
        })
    }
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
        let bytes = std::fs::read(path).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => {
                ErrorKind::NotFound { what: "a campaign file", path: file.clone(), hint: sibling_hint(path) }.into()
            }
            _ => Error::io(&file, &cause),
        })?;
        Self::parse(document::text(&bytes, &file)?, &file)
    }

    /// Returns the campaign of a TOML text; `file` names it in errors.
    ///
    /// # Errors
    /// [`ErrorKind::BadCampaign`], with the line where it is known.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let document = Document { text, file };
        let campaign: Self = toml::from_str(text).map_err(|error| document.refused(&error))?;
        campaign.check().map_err(|fault| document.faulty(fault))?;
        Ok(campaign)
    }

    /// Returns the campaign under another policy.
    ///
    /// # Errors
    /// [`ErrorKind::BadOption`] where the policy cannot be meant.
    pub fn under(&self, policy: Policy) -> Result<Self> {
        let campaign = Self { policy, ..self.clone() };
        let refused = |fault: Fault| Error::from(ErrorKind::BadOption { option: "policies", expected: fault.expected, found: fault.found });
        campaign.check().map_err(refused)?;
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
}

/// The ids of the five headline metrics, in the order of the notice.
pub const HEADLINE: [&str; 5] = ["communities", "households", "custom_products", "direct_poor_households", "indirect_poor_households"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;
    use crate::clean::vocabulary::Words;

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

    /// Returns the message of the shipped campaign with a change, and the line that it names.
    fn refused(meant: &str, written: &str) -> (String, Option<u64>) {
        assert!(COMMUNITY_POWER.contains(meant), "{meant}");
        let error = Campaign::parse(&COMMUNITY_POWER.replacen(meant, written, 1), "mine.toml").unwrap_err();
        (error.to_string(), error.position().row)
    }

    #[test]
    fn a_word_of_the_campaign_goes_before_a_built_in_one() {
        let with = |words: &str| Campaign::parse(&format!("{COMMUNITY_POWER}\n[vocabulary.status]\n{words}\n"), "mine.toml");
        for (words, word, meant) in [
            ("pending = [\"已完成\"]", "已完成", "pending"),
            ("cancelled = [\"已 完成\"]", "已完成", "cancelled"),
            ("completed = [\"已取消\", \"已取消\"]", "已取消", "completed"),
        ] {
            let tables = with(words).unwrap().tables();
            let words = Words::new(tables.vocabulary("status").unwrap());
            let code = words.code(&Cell::Text(word)).unwrap().unwrap();
            assert_eq!(words.canonical()[usize::from(code)], meant, "{word}");
        }
        for (words, said) in [
            ("pending = [\"已完成\"]\ncancelled = [\"已完成\"]", "'已完成' under pending, which is cancelled too"),
            ("cancelled = [\"Completed\"]", "'Completed' under cancelled, which is completed too"),
        ] {
            let message = with(words).unwrap_err().to_string();
            assert!(message.contains(said), "{message}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_line() {
        for (meant, written, line, said) in [
            ("id = \"2\"", "id = \"1\"", 14, "stage 1 twice"),
            ("start = \"2019-09-01\"", "start = \"2019-08-31\"", 16, "stages in order that do not overlap, found stage 2"),
            ("end = \"2019-11-30\"", "end = \"2019-08-30\"", 17, "a stage that ends on or after its start"),
            ("window = { start = \"2019", "window = { start = \"2029", 4, "a window that ends on or after its start"),
            ("window = { start = \"2019", "window = { start = \"1919", 4, "a window of at most 100 years"),
            ("custom_products = { value = 1000 }", "custom_products = { value = 0 }", 28, "custom_products = 0"),
            ("communities =", "comunities =", 26, "did you mean 'communities'"),
            ("\"completed\"", "\"complete\"", 33, "did you mean 'completed'"),
            ("\"employment\",", "\"sale\",", 35, "'sale' in both"),
            ("[policy]", "[headers.ledgr]\n[policy]", 32, "did you mean 'ledger'"),
            ("[policy]", "[headers.ledger]\n\nordr_id = []\n[policy]", 34, "did you mean 'order_id'"),
            ("[policy]", "[vocabulary.statuss]\n[policy]", 32, "did you mean 'status'"),
            ("[policy]", "[vocabulary.status]\ncomplete = []\n[policy]", 33, "did you mean 'completed'"),
            ("[policy]", "[constants.ledger]\nchannel = \"fare\"\n[policy]", 33, "did you mean 'fair'"),
            ("[policy]", "[[mapping]]\ntable = \"ledger\"\n[mapping.columns]\nunits = \"x\"\n[policy]", 35, "did you mean 'unit'"),
        ] {
            let (message, row) = refused(meant, written);
            assert!(message.contains(said) && message.contains(&format!("mine.toml, line {line})")), "{message}");
            assert_eq!(row, Some(line), "{message}");
        }
    }

    #[test]
    fn a_constant_is_a_value_of_its_column() {
        let with =
            |constants: &str| Campaign::parse(&COMMUNITY_POWER.replacen("[policy]", &format!("{constants}\n[policy]"), 1), "mine.toml");
        for good in
            ["order_date = \"2019-05-03\"", "amount = \"1.2万元\"", "community_id = \"无\"", "quantity = \"5斤\"", "household_id = \"x\""]
        {
            with(&format!("[constants.ledger]\n{good}")).unwrap();
        }
        for (bad, found) in [
            ("[constants.ledger]\namount = \"约3\"", "an amount of money for ledger.amount, found '约3' (mine.toml, line 33)"),
            (
                "[constants.ledger]\nunit = \"斤\"\norder_date = \"03/05/2019\"",
                "ledger.order_date, found '03/05/2019' (mine.toml, line 34)",
            ),
            ("[constants.ledger]\nquantity = \"无\"", "ledger.quantity"),
            ("[constants.projects]\nhouseholds = \"many\"", "projects.households"),
            ("[constants.suppliers]\ncounty = \"无此县\"", "suppliers.county"),
            ("[[mapping]]\ntable = \"products\"\ncolumns = {}\n[mapping.constants]\nunit_weight_g = \"5箱\"", "line 36"),
            ("[constants.ledger]\nhousehold_id = \"9.99901E+17\"", "found 'a person (11 characters)'"),
        ] {
            let message = with(bad).unwrap_err().to_string();
            assert!(message.contains(found), "{message}");
        }
    }

    #[test]
    fn what_the_parser_refuses_is_said_with_the_nearest_name() {
        for (meant, written, said) in [
            ("[policy]", "[polcy]", "found unknown field `polcy`; did you mean 'policy'? (mine.toml, line 32)"),
            ("[policy]", "[[mapping]]\ntable = \"legder\"\n[policy]", "did you mean 'ledger'? (mine.toml, line 33)"),
            ("[policy]", "[policy", "expected `]`, found unclosed table (mine.toml, line 32)"),
            ("value = 10000,", "value = -5,", "expected a whole number, 0 or more, found integer `-5` (mine.toml, line 26)"),
            ("\"2019-08-31\"", "\"2019-08-32\"", "expected a date as YYYY-MM-DD, found string \"2019-08-32\" (mine.toml, line 11)"),
            (
                "\"2019-08-31\"",
                "2019-08-31T10:00:00",
                "expected a date as YYYY-MM-DD, found string \"2019-08-31T10:00:00\" (mine.toml, line 11)",
            ),
            ("\"2019-08-31\"", "20190831", "expected a date as YYYY-MM-DD, found integer `20190831` (mine.toml, line 11)"),
        ] {
            let (message, row) = refused(meant, written);
            assert!(message.contains(said) && row.is_some(), "{message}");
        }
    }

    #[test]
    fn a_date_is_a_text_or_a_date() {
        let bare = COMMUNITY_POWER.replace("\"2019-08-31\"", "2019-08-31").replace("\"2019-05-01\"", "2019-05-01");
        assert_eq!(Campaign::parse(&bare, "mine.toml").unwrap(), Campaign::community_power());
    }

    #[test]
    fn a_file_in_another_encoding_or_no_file_is_about_the_campaign() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.toml");
        let (bytes, ..) = encoding_rs::GB18030.encode(COMMUNITY_POWER);
        std::fs::write(&path, bytes).unwrap();
        let error = Campaign::load(&path).unwrap_err();
        assert_eq!((error.id(), error.position().row), ("bad-campaign", Some(1)));
        assert!(error.to_string().ends_with("line 1); save it as UTF-8"), "{error}");
        let message = Campaign::load(&folder.path().join("mien.toml")).unwrap_err().to_string();
        assert!(message.starts_with("expected a campaign file at") && message.contains("did you mean 'mine.toml'"), "{message}");
    }
}
