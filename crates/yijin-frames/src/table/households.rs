//! Households: one row for each household of a slice, with what it bought there.

use super::{Ask, Table};
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;
use yijin::headline::DIMENSIONS;

pub fn build(frames: &Frames<'_>, ask: &Ask<'_>) -> Result<Table> {
    let by: Vec<&str> =
        ask.by.iter().map(String::as_str).filter(|name| DIMENSIONS.iter().any(|(dimension, _)| dimension == name)).collect();
    let mut columns = vec!["household", "amount_fen", "mass_g"];
    columns.extend(by.iter().filter(|name| **name != "month"));
    columns.push("month");
    let lines = frames.lines_kept(&columns, ask)?;
    let keys: Vec<Expr> = by.iter().copied().chain(["household"]).map(col).collect();
    // `month` is a key where households are sliced by it, and cannot be counted under its own name then.
    let months = col("month").alias("bought_in");
    let frame = lines.frame.with_column(months).filter(col("household").is_not_null()).group_by(keys).agg([
        col("bought_in").n_unique().cast(DataType::Int64).alias("months"),
        len().cast(DataType::Int64).alias("lines"),
        col("amount_fen").sum(),
        // Of a household without a line of known mass nothing is known.
        when(col("mass_g").is_null().all(true)).then(lit(NULL)).otherwise(col("mass_g").sum()).alias("mass_g"),
    ]);
    Ok(Table { frame, labels: lines.labels })
}
