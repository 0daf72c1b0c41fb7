//! Associations: one row for each that has pledged, and one for each of its calendar years.

use super::{Table, flag};
use crate::border::failed;
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;
use yijin::calendar::Day;
use yijin::table::TableId;

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let associations = frames.reference(TableId::Associations, &["association_id", "region", "pledged_on"])?;
    Ok(Table::spelt(pledged(frames, associations).rename(["association_id"], ["association"], true)))
}

/// Returns the rows whose pledge was made by the day of the scope, or on no day that is known.
pub(super) fn pledged(frames: &Frames<'_>, rows: LazyFrame) -> LazyFrame {
    rows.filter(col("pledged_on").is_null().or(col("pledged_on").lt_eq(lit(frames.scope.as_of.to_epoch()))))
}

/// Returns for each association and calendar year of the campaign that has begun, how many fairs it held.
pub fn years(frames: &Frames<'_>) -> Result<Table> {
    let window = frames.book.campaign().window;
    let until = frames.scope.as_of.min(window.end);
    let years: Vec<i32> = if until < window.start { Vec::new() } else { (window.start.year()..=until.year()).collect() };
    let names: Vec<String> = years.iter().map(ToString::to_string).collect();
    let begun = df!("year" => names).map_err(failed)?.lazy().with_column(lit(true).alias("all"));
    let least = i64::from(frames.book.campaign().policy.fairs_per_year);
    let keys = || [col("association"), col("year")];
    let frame = build(frames)?
        .frame
        .with_column(lit(true).alias("all"))
        .join(begun, [col("all")], [col("all")], JoinArgs::new(JoinType::Inner))
        .join(fairs(frames, &years)?, keys(), keys(), JoinArgs::new(JoinType::Left))
        .with_column(col("fairs").fill_null(lit(0_i64)))
        .with_column(flag(col("fairs").gt_eq(lit(least))).alias("met"));
    Ok(Table::spelt(frame))
}

/// Returns how many fairs each association held in each of these years.
fn fairs(frames: &Frames<'_>, years: &[i32]) -> Result<LazyFrame> {
    let activities = frames.reference(TableId::Activities, &["kind", "association_id", "held_on"])?;
    let until = frames.scope.as_of.to_epoch();
    let first = |year: i32| Day::from_ymd(year, 1, 1).map_or(i32::MAX, Day::to_epoch);
    let year = years.iter().fold(lit(NULL).cast(DataType::String), |other, &year| {
        let inside = col("held_on").gt_eq(lit(first(year))).and(col("held_on").lt(lit(first(year + 1))));
        when(inside).then(lit(year.to_string())).otherwise(other)
    });
    Ok(activities
        .filter(col("kind").eq(lit("fair")).and(col("held_on").lt_eq(lit(until))))
        .with_column(year.alias("year"))
        .group_by([col("association_id").alias("association"), col("year")])
        .agg([len().cast(DataType::Int64).alias("fairs")]))
}
