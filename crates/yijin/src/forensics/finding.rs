//! Findings: what a check found, and the lines that it is about.

use super::ask::Found;
use crate::calendar::Day;
use crate::error::{ErrorKind, Result};
use crate::fold::RowPlace;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A place to look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The check.
    pub check: &'static str,
    /// What the member is one of: `household`, `community`, ….
    pub unit: &'static str,
    /// The member; a household by its pseudonym.
    pub member: Option<String>,
    /// What was measured.
    pub measure: f64,
    /// What would have been expected of it.
    pub expected: f64,
    /// How far the one is from the other, in the check's own terms.
    pub effect: f64,
    /// The p-value, where the check has one; adjusted where it looks at many members.
    pub p: Option<f64>,
    /// How many households stand behind the lines.
    pub households: u64,
    /// What else there is to say, by name.
    pub details: BTreeMap<&'static str, Value>,
    /// Where the lines stand, in order.
    #[serde(skip)]
    pub places: Vec<RowPlace>,
}

/// What the checks of a book found.
#[derive(Debug, Clone, PartialEq)]
pub struct Forensics {
    /// The day whose knowledge counts.
    pub as_of: Day,
    /// The findings by check, in the order of the checks; the farthest from what is expected first.
    pub findings: Vec<Finding>,
    /// For each check that could not be made, what it needs.
    pub skipped: Vec<(&'static str, Vec<&'static str>)>,
    /// For each check that was made, how much it could not look at, by reason.
    pub left_out: Vec<(&'static str, BTreeMap<&'static str, u64>)>,
}

impl Default for Forensics {
    fn default() -> Self {
        Self { as_of: Day::MAX, findings: Vec::new(), skipped: Vec::new(), left_out: Vec::new() }
    }
}

impl Forensics {
    /// Adds what a check found.
    pub(super) fn add(&mut self, check: &'static str, mut found: Found) {
        found.left_out.retain(|_, count| *count > 0);
        let mut findings = found.findings;
        findings.sort_by(|one, other| other.effect.abs().total_cmp(&one.effect.abs()).then_with(|| one.places.cmp(&other.places)));
        self.findings.append(&mut findings);
        if found.needs.is_empty() {
            self.left_out.push((check, found.left_out));
        } else {
            self.skipped.push((check, found.needs));
        }
    }

    /// Returns one row for each finding, by number from 1; `details` as JSON.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where the columns do not make a table, which never is.
    pub fn to_record_batch(&self) -> Result<RecordBatch> {
        let all = &self.findings;
        let texts = |of: fn(&Finding) -> Option<String>| -> ArrayRef { Arc::new(all.iter().map(of).collect::<StringArray>()) };
        let reals = |of: fn(&Finding) -> Option<f64>| -> ArrayRef { Arc::new(all.iter().map(of).collect::<Float64Array>()) };
        let wholes = |of: fn(&Finding) -> u64| -> ArrayRef { Arc::new(all.iter().map(|one| of(one) as i64).collect::<Int64Array>()) };
        let columns: [(&str, ArrayRef); 11] = [
            ("number", Arc::new((1..=all.len() as i64).collect::<Int64Array>())),
            ("check", texts(|one| Some(one.check.to_owned()))),
            ("unit", texts(|one| Some(one.unit.to_owned()))),
            ("member", texts(|one| one.member.clone())),
            ("measure", reals(|one| Some(one.measure))),
            ("expected", reals(|one| Some(one.expected))),
            ("effect", reals(|one| Some(one.effect))),
            ("p", reals(|one| one.p)),
            ("households", wholes(|one| one.households)),
            ("lines", wholes(|one| one.places.len() as u64)),
            ("details", texts(|one| Some(json!(one.details).to_string()))),
        ];
        let nullable = columns.into_iter().map(|(name, column)| (name, column, true));
        RecordBatch::try_from_iter_with_nullable(nullable).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
    }

    /// Returns the findings, without the places of their lines but with their number, and what was not looked at, as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let finding = |finding: &Finding| {
            let mut value = json!(finding);
            value["lines"] = finding.places.len().into();
            value
        };
        let findings: Vec<Value> = self.findings.iter().map(finding).collect();
        let by_check = |entries: Vec<(&str, Value)>| Value::Object(entries.into_iter().map(|(id, value)| (id.to_owned(), value)).collect());
        let skipped = self.skipped.iter().map(|(check, needs)| (*check, json!(needs))).collect();
        let left_out = self.left_out.iter().map(|(check, counts)| (*check, json!(counts))).collect();
        json!({ "as_of": self.as_of, "findings": findings, "skipped": by_check(skipped), "left_out": by_check(left_out) })
    }
}
