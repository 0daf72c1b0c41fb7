//! Cohorts: for each month of first purchase and each month from then on, how many of its households bought.

use super::Table;
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let lines = frames.lines(&["household", "month"], &[])?;
    let bought = lines.frame.filter(col("household").is_not_null()).unique(None, UniqueKeepStrategy::Any);
    // Who bought before the scope is of an older cohort.
    let first = frames.lines_so_far(&["household", "month"])?.frame.group_by([col("household")]).agg([col("month").min().alias("cohort")]);
    let frame = bought
        .join(first, [col("household")], [col("household")], JoinArgs::new(JoinType::Inner))
        .group_by([col("cohort"), col("month")])
        .agg([len().cast(DataType::Int64).alias("households")])
        // Months are numbered through.
        .with_column((col("month").cast(DataType::Int64) - col("cohort").cast(DataType::Int64)).alias("age"))
        .sort(["cohort", "month"], SortMultipleOptions::default());
    let mut labels = lines.labels;
    if let Some(months) = labels.get("month").cloned() {
        labels.insert("cohort".to_owned(), months);
    }
    Ok(Table { frame, labels })
}
