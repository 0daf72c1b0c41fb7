//! Relations: one row for each enterprise and origin county with a qualifying line between them.

use super::{Table, flag};
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;

const KEYS: [&str; 4] = ["enterprise", "origin_county", "origin_province", "is_832"];

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let campaign = frames.book.campaign();
    let columns: Vec<&str> = KEYS.into_iter().chain(["month", "stage", "amount_fen"]).collect();
    let mut lines = frames.lines(&columns, &[])?;
    let both = col("enterprise").is_not_null().and(col("origin_county").is_not_null());
    let months = col("month").n_unique().cast(DataType::Int64);
    let in_stage = |stage: u32| col("stage").eq(lit(stage)).fill_null(false).any(true);
    let consecutive = (1..campaign.stages.len() as u32).map(|stage| in_stage(stage).and(in_stage(stage + 1))).reduce(Expr::or);
    let frame = lines.frame.filter(both).group_by(KEYS.map(col)).agg([
        months.clone().alias("months"),
        col("stage").drop_nulls().n_unique().cast(DataType::Int64).alias("stages"),
        flag(months.gt_eq(lit(i64::from(campaign.policy.relation_months)))).alias("long_term"),
        flag(consecutive.unwrap_or_else(|| lit(false))).alias("consecutive"),
        col("month").min().alias("first_month"),
        col("month").max().alias("last_month"),
        len().cast(DataType::Int64).alias("lines"),
        col("amount_fen").sum(),
    ]);
    if let Some(months) = lines.labels.remove("month") {
        lines.labels.insert("first_month".to_owned(), months.clone());
        lines.labels.insert("last_month".to_owned(), months);
    }
    let frame = frame.sort(["enterprise", "origin_county"], SortMultipleOptions::default());
    Ok(Table { frame, labels: lines.labels })
}
