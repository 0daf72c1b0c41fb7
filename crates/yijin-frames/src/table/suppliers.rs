//! Suppliers: one row for each of the table of suppliers, and for each other that has a line in the scope, of which nothing is known.

use super::communities::active;
use super::{Table, flag};
use crate::border::{failed, texts_of};
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;
use yijin::table::TableId;

const COLUMNS: [&str; 5] = ["supplier_id", "kind", "county", "declared_direct", "declared_indirect"];

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let suppliers = frames.reference(TableId::Suppliers, &COLUMNS)?.rename(["supplier_id", "kind"], ["supplier", "source"], true);
    let either = JoinArgs::new(JoinType::Full).with_coalesce(JoinCoalesce::CoalesceColumns);
    let frame = suppliers
        .join(counties(frames, TableId::Suppliers)?, [col("county")], [col("county")], JoinArgs::new(JoinType::Left))
        .join(active(frames, "supplier")?, [col("supplier")], [col("supplier")], either)
        .with_column(flag(col("seen").is_not_null()).alias("active"))
        .sort(["supplier"], SortMultipleOptions::default().with_nulls_last(true));
    Ok(Table::spelt(frame))
}

/// Returns for each county code of a table's `county` its full name, its province and whether it is on the list of 832.
pub(super) fn counties(frames: &Frames<'_>, table: TableId) -> Result<LazyFrame> {
    let cleaner = frames.book.cleaner();
    let codes = frames.reference(table, &["county"])?.unique(None, UniqueKeepStrategy::Any).collect().map_err(failed)?;
    let codes: Vec<String> = texts_of(&codes, "county", None)?.into_iter().flatten().collect();
    let names: Vec<Option<String>> = codes.iter().map(|code| cleaner.county_full_name(code)).collect();
    let provinces: Vec<Option<String>> = codes.iter().map(|code| cleaner.county_province(code)).collect();
    let poor: Vec<Option<String>> = codes.iter().map(|code| cleaner.county_is_poor(code).map(|is| is.to_string())).collect();
    let counties = df!("county" => codes, "origin_county" => names, "origin_province" => provinces, "is_832" => poor);
    Ok(counties.map_err(failed)?.lazy())
}
