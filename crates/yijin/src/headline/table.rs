//! Figures and evidence as Arrow tables, for whoever takes them on.

use super::{Evidence, Headline};
use crate::calendar::Day;
use crate::campaign::HEADLINE;
use crate::error::{ErrorKind, Result};
use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray, UInt64Array};
use std::sync::Arc;

impl Headline {
    /// Returns one row for each group: a text column for each dimension, the five metrics, `lines`, `amount_fen`, `mass_g`,
    /// `mass_unknown_lines`, and each metric's attainment of its target (1 = reached). A figure that cannot be computed is null.
    ///
    /// # Errors
    /// [`ErrorKind::Unsound`] where the columns do not make a table, which never is.
    pub fn to_record_batch(&self) -> Result<RecordBatch> {
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for (place, name) in self.by.iter().enumerate() {
            columns.push((name.clone(), texts(self.rows.iter().map(|row| row.by[place].as_deref()))));
        }
        for (place, metric) in HEADLINE.iter().enumerate() {
            let values: UInt64Array = self.rows.iter().map(|row| row.figures[place].value).collect();
            columns.push(((*metric).to_owned(), Arc::new(values)));
        }
        columns.push(("lines".to_owned(), Arc::new(self.rows.iter().map(|row| Some(row.lines)).collect::<UInt64Array>())));
        columns.push(("amount_fen".to_owned(), Arc::new(self.rows.iter().map(|row| Some(row.amount_fen)).collect::<Int64Array>())));
        columns.push(("mass_g".to_owned(), Arc::new(self.rows.iter().map(|row| Some(row.mass_g)).collect::<Int64Array>())));
        columns.push((
            "mass_unknown_lines".to_owned(),
            Arc::new(self.rows.iter().map(|row| Some(row.mass_unknown_lines)).collect::<UInt64Array>()),
        ));
        for (place, metric) in HEADLINE.iter().enumerate() {
            let attained: Float64Array = self.rows.iter().map(|row| row.figures[place].attainment()).collect();
            columns.push((format!("{metric}_attainment"), Arc::new(attained)));
        }
        batch(columns)
    }
}

impl Evidence {
    /// Returns the lines as a table; `place` gives the file and sheet of a sheet's number. `quantity` is in the row's own unit.
    ///
    /// # Errors
    /// As [`Headline::to_record_batch`].
    pub fn lines_batch<'a>(&self, place: impl Fn(u32) -> (&'a str, Option<&'a str>)) -> Result<RecordBatch> {
        let lines = &self.lines;
        let days: Date32Array = lines.iter().map(|line| Some(Day::to_epoch(line.order_date))).collect();
        let quantities: Float64Array = lines.iter().map(|line| Some(line.quantity as f64 / 1e6)).collect();
        batch(vec![
            ("file".to_owned(), texts(lines.iter().map(|line| Some(place(line.place.sheet).0)))),
            ("sheet".to_owned(), texts(lines.iter().map(|line| place(line.place.sheet).1))),
            ("row".to_owned(), Arc::new(lines.iter().map(|line| Some(i64::from(line.place.row))).collect::<Int64Array>())),
            ("order_date".to_owned(), Arc::new(days)),
            ("community_id".to_owned(), texts(lines.iter().map(|line| line.community_id.as_deref()))),
            ("household".to_owned(), texts(lines.iter().map(|line| line.household.as_deref()))),
            ("product_id".to_owned(), texts(lines.iter().map(|line| line.product_id.as_deref()))),
            ("supplier_id".to_owned(), texts(lines.iter().map(|line| line.supplier_id.as_deref()))),
            ("quantity".to_owned(), Arc::new(quantities)),
            ("amount_fen".to_owned(), Arc::new(lines.iter().map(|line| Some(line.amount_fen)).collect::<Int64Array>())),
        ])
    }

    /// Returns the members as a table: `member`, and `lines`, by which it counts.
    ///
    /// # Errors
    /// As [`Headline::to_record_batch`].
    pub fn members_batch(&self) -> Result<RecordBatch> {
        batch(vec![
            ("member".to_owned(), texts(self.members.keys().map(|member| Some(member.as_str())))),
            ("lines".to_owned(), Arc::new(self.members.values().map(|lines| Some(*lines)).collect::<UInt64Array>())),
        ])
    }
}

fn texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(texts.collect::<StringArray>())
}

fn batch(columns: Vec<(String, ArrayRef)>) -> Result<RecordBatch> {
    let nullable = columns.into_iter().map(|(name, column)| (name, column, true));
    RecordBatch::try_from_iter_with_nullable(nullable).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
}
