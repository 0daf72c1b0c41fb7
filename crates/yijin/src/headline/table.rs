//! Figures and evidence as Arrow tables, for whoever takes them on.

use super::tally::Net;
use super::{Evidence, Headline, Inquiry, Sums};
use crate::calendar::Day;
use crate::campaign::HEADLINE;
use crate::error::{ErrorKind, Result};
use crate::fold::Names;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use serde_json::Value;
use std::sync::Arc;

impl Headline {
    /// Returns one row for each group: a text column for each dimension, the five metrics, `lines`, `amount_fen`, `mass_g`,
    /// `mass_unknown_lines`, and each metric's attainment of its target (1 = reached). A figure that cannot be computed is null.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where a count does not fit 63 bits or the columns do not make a table, which never is.
    pub fn to_record_batch(&self) -> Result<RecordBatch> {
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for (place, name) in self.by.iter().enumerate() {
            columns.push((name.clone(), texts(self.rows.iter().map(|row| row.by[place].as_deref()))));
        }
        for (place, metric) in HEADLINE.iter().enumerate() {
            columns.push(((*metric).to_owned(), counts(self.rows.iter().map(|row| row.figures[place].value))?));
        }
        columns.push(("lines".to_owned(), counts(self.rows.iter().map(|row| Some(row.lines)))?));
        let mut sum = |name: &str, of: fn(&Sums) -> i64| {
            let sums: Int64Array = self.rows.iter().map(|row| row.sums.as_ref().map(of)).collect();
            columns.push((name.to_owned(), Arc::new(sums)));
        };
        sum("amount_fen", |sums| sums.amount_fen);
        sum("mass_g", |sums| sums.mass_g);
        columns.push((
            "mass_unknown_lines".to_owned(),
            counts(self.rows.iter().map(|row| row.sums.as_ref().map(|sums| sums.mass_unknown_lines)))?,
        ));
        for (place, metric) in HEADLINE.iter().enumerate() {
            let attained: Float64Array = self.rows.iter().map(|row| row.figures[place].attainment()).collect();
            columns.push((format!("{metric}_attainment"), Arc::new(attained)));
        }
        batch(columns)
    }
}

impl Inquiry<'_> {
    /// Returns the lines of an evidence as a table: where each stands (`place` gives the file and sheet of a sheet's number), its date and
    /// members (persons by pseudonym), and what is left of it: `quantity` in the row's own unit, `mass_g` where the mass is known,
    /// `amount_fen`.
    ///
    /// # Errors
    /// As [`Headline::to_record_batch`].
    pub fn evidence_lines<'a>(&self, evidence: &Evidence, place: impl Fn(u32) -> (&'a str, Option<&'a str>)) -> Result<RecordBatch> {
        let (members, catalogue, lines) = (self.sources.members, self.sources.catalogue, &evidence.lines);
        let households = lines.iter().map(|(_, net)| members.households.get(net.household).map(ToString::to_string));
        let names = |names: &Names, number: fn(&Net) -> u32| texts(lines.iter().map(|(_, net)| names.get(number(net)).map(|name| &**name)));
        let whole =
            |number: fn(&Net) -> Option<i64>| -> ArrayRef { Arc::new(lines.iter().map(|(_, net)| number(net)).collect::<Int64Array>()) };
        batch(vec![
            ("file".to_owned(), texts(lines.iter().map(|(stands, _)| Some(place(stands.sheet).0)))),
            ("sheet".to_owned(), texts(lines.iter().map(|(stands, _)| place(stands.sheet).1))),
            ("row".to_owned(), Arc::new(lines.iter().map(|(stands, _)| Some(i64::from(stands.row))).collect::<Int64Array>())),
            ("order_date".to_owned(), Arc::new(lines.iter().map(|(_, net)| Some(net.traits.day)).collect::<Date32Array>())),
            ("community_id".to_owned(), names(&members.communities, |net| net.traits.community)),
            ("household_id".to_owned(), Arc::new(households.collect::<StringArray>())),
            ("product_id".to_owned(), names(&members.products, |net| net.traits.product)),
            ("supplier_id".to_owned(), names(&catalogue.suppliers, |net| net.traits.supplier)),
            ("quantity".to_owned(), Arc::new(lines.iter().map(|(_, net)| Some(net.quantity as f64 / 1e6)).collect::<Float64Array>())),
            ("mass_g".to_owned(), whole(|net| net.mass)),
            ("amount_fen".to_owned(), whole(|net| Some(net.amount))),
        ])
    }
}

impl Evidence {
    /// Returns the members as a table: `member`, and `lines`, by which it counts.
    ///
    /// # Errors
    /// As [`Headline::to_record_batch`].
    pub fn members_batch(&self) -> Result<RecordBatch> {
        batch(vec![
            ("member".to_owned(), texts(self.members.keys().map(|member| Some(member.as_str())))),
            ("lines".to_owned(), counts(self.members.values().map(|lines| Some(*lines)))?),
        ])
    }
}

/// Returns the first rows of one of these tables as lists of values, a day as `YYYY-MM-DD`, for whoever only looks at it.
#[must_use]
pub fn first_rows(table: &RecordBatch, rows: usize) -> Value {
    let row = |row| table.columns().iter().map(|column| value(column, row)).collect::<Value>();
    (0..table.num_rows().min(rows)).map(row).collect()
}

fn value(column: &ArrayRef, row: usize) -> Value {
    match column.data_type() {
        _ if column.is_null(row) => Value::Null,
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into(),
        DataType::Date32 => Day::from_epoch(column.as_primitive::<Date32Type>().value(row)).to_string().into(),
        _ => column.as_string::<i32>().value(row).into(),
    }
}

/// Returns counts as signed numbers, so that a difference of two of them may be below zero.
fn counts(counts: impl Iterator<Item = Option<u64>>) -> Result<ArrayRef> {
    let fitting = counts.map(|count| count.map(|count| super::fits(count.into())).transpose());
    Ok(Arc::new(fitting.collect::<Result<Int64Array>>()?))
}

fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(texts.collect::<StringArray>())
}

fn batch(columns: Vec<(String, ArrayRef)>) -> Result<RecordBatch> {
    let nullable = columns.into_iter().map(|(name, column)| (name, column, true));
    RecordBatch::try_from_iter_with_nullable(nullable).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_rows_have_the_values_of_each_column() {
        let table = batch(vec![
            ("name".to_owned(), texts([Some("甲"), None].into_iter())),
            ("day".to_owned(), Arc::new(Date32Array::from(vec![Some(18_000), None]))),
            ("share".to_owned(), Arc::new(Float64Array::from(vec![Some(0.5), None]))),
            ("lines".to_owned(), counts([Some(3), None].into_iter()).unwrap()),
        ])
        .unwrap();
        assert_eq!(first_rows(&table, 1), json!([["甲", "2019-04-14", 0.5, 3]]));
        assert_eq!(first_rows(&table, 9)[1], json!([null, null, null, null]));
    }

    #[test]
    fn a_count_beyond_63_bits_stops_the_run() {
        assert_eq!(counts([Some(u64::MAX)].into_iter()).unwrap_err().id(), "unsound");
    }
}
