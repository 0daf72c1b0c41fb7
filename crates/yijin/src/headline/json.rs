//! The headline as JSON: the contract of the command line, schema version 1.

use super::{Figure, Headline, Row};
use crate::account::Account;
use crate::campaign::HEADLINE;
use crate::table::TableId;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The version of the contract.
pub const SCHEMA_VERSION: u32 = 1;

impl Headline {
    /// Returns the headline as JSON, keys in a fixed order.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "schema_version": SCHEMA_VERSION,
            "campaign": self.campaign,
            "as_of": self.as_of,
            "period": self.period,
            "from": self.from,
            "to": self.to,
            "where": self.filters.iter().map(|(name, values)| (name.clone(), json!(values))).collect::<Map<_, _>>(),
            "by": self.by,
            "cumulative": self.cumulative,
            "plain": self.plain,
            "rows": rows_json(&self.rows, &self.by),
            "accounting": accounting_json(&self.accounting),
        })
    }
}

/// Returns the accounts of the tables as JSON.
#[must_use]
pub fn accounting_json(accounting: &BTreeMap<TableId, Account>) -> Value {
    Value::Object(accounting.iter().map(|(table, account)| (table.name().to_owned(), json!(account))).collect())
}

/// Returns rows of these dimensions as JSON.
#[must_use]
pub fn rows_json(rows: &[Row], by: &[String]) -> Value {
    rows.iter().map(|row| row_json(row, by)).collect()
}

fn row_json(row: &Row, by: &[String]) -> Value {
    let mut object = Map::new();
    let values: Map<String, Value> = by.iter().cloned().zip(row.by.iter().map(|value| json!(value))).collect();
    object.insert("by".to_owned(), Value::Object(values));
    for (metric, figure) in HEADLINE.iter().zip(&row.figures) {
        object.insert((*metric).to_owned(), figure_json(figure));
    }
    object.insert("lines".to_owned(), json!(row.lines));
    object.insert("amount_fen".to_owned(), json!(row.sums.map(|sums| sums.amount_fen)));
    object.insert("mass_g".to_owned(), json!(row.sums.map(|sums| sums.mass_g)));
    object.insert("mass_unknown_lines".to_owned(), json!(row.sums.map(|sums| sums.mass_unknown_lines)));
    Value::Object(object)
}

fn figure_json(figure: &Figure) -> Value {
    if figure.value.is_none() {
        return json!({ "value": null, "needs": figure.needs });
    }
    json!({
        "value": figure.value,
        "target": figure.target.map(|target| target.value),
        "attainment": figure.attainment(),
        "met": figure.met(),
        "flags": figure.flags,
    })
}
