//! Metrics as data: what is counted of which table, and what it is called. The shipped ones stand in `data/metrics.toml`; a campaign file may
//! add its own in the same words.

mod check;
pub mod schema;

pub(crate) use check::check;
pub use schema::{Additivity, Class, Schema};

use crate::campaign::{Labels, Target};
use crate::error::{ErrorKind, Result};
use crate::suggest::did_you_mean;
use crate::table::TableId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A metric: a measure of the rows of a table that meet the conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Its name for machines.
    pub id: String,
    /// Its names for people.
    pub label: Labels,
    /// What it is, in a sentence.
    pub definition: Labels,
    /// What one of it is: `lines`, `fen`, `g`, `share`, ….
    pub unit: String,
    /// The table whose rows it measures; none for a ratio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// What it measures of them.
    pub measure: Measure,
    /// The rows that count: for each column, its condition.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub conditions: BTreeMap<String, Condition>,
    /// The clause of the notice that it comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// What it is to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

/// What is measured of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How many rows.
    Count,
    /// How many distinct values of a column.
    Distinct(String),
    /// The sum of a column; of no known value, none.
    Sum(String),
    /// One metric over another, both by their ids.
    Ratio([String; 2]),
}

/// What a column's value must be for its row to count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// One of these values, of a dimension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// At least this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// At most this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

/// The columns of the ledger that alone say of which household or community a line is.
const COLUMNS: [(&str, &str); 2] = [("household", "ledger.household_id"), ("community", "ledger.community_id")];

/// The metrics of a campaign: those that ship, then its own.
#[derive(Debug, Clone)]
pub struct Metrics(Vec<Metric>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    metric: Vec<Metric>,
}

impl Metrics {
    /// Returns the shipped metrics and then these.
    #[must_use]
    pub fn with(own: &[Metric]) -> Self {
        Self(shipped().iter().chain(own).cloned().collect())
    }

    /// Returns every metric.
    #[must_use]
    pub fn all(&self) -> &[Metric] {
        &self.0
    }

    /// Returns the metric of this id.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`], with the nearest.
    pub fn named(&self, id: &str) -> Result<&Metric> {
        self.0.iter().find(|metric| metric.id == id).ok_or_else(|| {
            let ids: Vec<&str> = self.0.iter().map(|metric| metric.id.as_str()).collect();
            let hint = did_you_mean(id, ids.iter().copied());
            ErrorKind::UnknownName { what: "metric", found: id.to_owned(), allowed: ids.join(", "), hint }.into()
        })
    }

    /// Returns the catalogue as JSON: of each metric what its file says, and its `grain`, `additivity` and `needs`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let entry = |metric: &Metric| {
            let members = self.members(metric);
            let columns = COLUMNS.iter().filter(|(member, _)| members.contains(member)).map(|(_, column)| *column);
            let needs: Vec<&str> = self.needs(metric).into_iter().map(TableId::name).chain(columns).collect();
            json!({
                "id": metric.id,
                "label": metric.label,
                "definition": metric.definition,
                "unit": metric.unit,
                "table": metric.table,
                "measure": metric.measure,
                "where": metric.conditions,
                "grain": self.grain(metric),
                "additivity": self.additivity(metric).name(),
                "needs": needs,
                "clause": metric.clause,
                "target": metric.target,
            })
        };
        self.0.iter().map(entry).collect()
    }

    /// Returns whether a metric's figures may be added: over everything, over periods alone, or not at all.
    #[must_use]
    pub fn additivity(&self, metric: &Metric) -> Additivity {
        match (&metric.measure, metric.table.as_deref().and_then(schema::named)) {
            (Measure::Count | Measure::Sum(_), Some(schema)) => schema.additivity,
            _ => Additivity::None,
        }
    }

    /// Returns what one row of a metric's table is; of a ratio's, that of its denominator.
    #[must_use]
    pub fn grain(&self, metric: &Metric) -> &'static str {
        match &metric.measure {
            Measure::Ratio([_, below]) => self.named(below).map_or("", |below| self.grain(below)),
            _ => metric.table.as_deref().and_then(schema::named).map_or("", |schema| schema.grain),
        }
    }

    /// Returns the columns of lines that a metric rests on, of those that a ledger may lack.
    #[must_use]
    pub fn members(&self, metric: &Metric) -> Vec<&'static str> {
        match &metric.measure {
            Measure::Ratio(parts) => parts.iter().filter_map(|part| self.named(part).ok()).flat_map(|part| self.members(part)).collect(),
            _ => metric.table.as_deref().and_then(schema::named).map_or_else(Vec::new, |schema| schema.members_of(metric.columns())),
        }
    }

    /// Returns the reference tables that a metric needs, in the order of the specification.
    #[must_use]
    pub fn needs(&self, metric: &Metric) -> Vec<TableId> {
        let mut needs = match &metric.measure {
            Measure::Ratio(parts) => parts.iter().filter_map(|part| self.named(part).ok()).flat_map(|part| self.needs(part)).collect(),
            _ => metric.table.as_deref().and_then(schema::named).map_or_else(Vec::new, |schema| schema.needs_of(metric.columns())),
        };
        needs.sort_unstable();
        needs.dedup();
        needs
    }
}

impl Metric {
    /// Returns the columns that the metric's conditions and measure name.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let measured = match &self.measure {
            Measure::Distinct(column) | Measure::Sum(column) => Some(column.as_str()),
            Measure::Count | Measure::Ratio(_) => None,
        };
        self.conditions.keys().map(String::as_str).chain(measured)
    }
}

/// Returns the metrics that ship with the library.
///
/// # Panics
/// Never: the shipped file is tested.
#[must_use]
pub fn shipped() -> &'static [Metric] {
    static SHIPPED: LazyLock<Vec<Metric>> = LazyLock::new(|| {
        #[allow(clippy::expect_used, reason = "shipped data, checked by a test")]
        let file: File = toml::from_str(include_str!("../../data/metrics.toml")).expect("data/metrics.toml is valid");
        file.metric
    });
    &SHIPPED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Campaign;

    #[test]
    fn the_shipped_metrics_name_what_there_is() {
        let metrics = Metrics::with(&[]);
        for (place, metric) in metrics.all().iter().enumerate() {
            assert!(check(place, metric, &metrics.all()[..place], &Campaign::community_power()).is_ok(), "{}", metric.id);
            assert!(!metrics.grain(metric).is_empty(), "{}", metric.id);
        }
    }

    #[test]
    fn a_ratio_needs_what_its_parts_need() {
        let metrics = Metrics::with(&[]);
        let needs = |id: &str| metrics.needs(metrics.named(id).unwrap());
        assert_eq!(needs("coverage"), [TableId::Projects]);
        assert_eq!(needs("brands"), [TableId::Products]);
        assert_eq!(needs("lines"), []);
        let members = |id: &str| metrics.members(metrics.named(id).unwrap());
        assert_eq!(members("amount_per_household"), ["household", "household"]);
        assert_eq!(members("communities_active"), ["community"]);
        assert_eq!(members("communities_joined"), [] as [&str; 0]);
    }
}
