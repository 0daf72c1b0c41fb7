//! Activities: one row for each that was held in the scope.

use super::suppliers::counties;
use super::{Table, flag};
use crate::border::{failed, wholes_of};
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;
use yijin::calendar::Day;
use yijin::table::TableId;

const COLUMNS: [&str; 10] =
    ["activity_id", "kind", "enterprise_id", "association_id", "community_id", "county", "applied_on", "held_on", "closed_on", "attendees"];

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let columns: Vec<&str> = COLUMNS.into_iter().chain(["hired"]).collect();
    let activities = frames.reference(TableId::Activities, &columns)?.rename(
        ["activity_id", "enterprise_id", "association_id", "community_id"],
        ["activity", "enterprise", "association", "community"],
        true,
    );
    let scope = frames.scope;
    let held = col("held_on").gt_eq(lit(scope.from.to_epoch())).and(col("held_on").lt_eq(lit(scope.to.to_epoch())));
    let days = lit(i64::from(frames.book.campaign().policy.tasting_days));
    let ahead = (col("held_on").cast(DataType::Int64) - col("applied_on").cast(DataType::Int64)).gt_eq(days);
    let closed = col("closed_on").lt_eq(lit(scope.as_of.to_epoch()));
    let frame = activities
        .filter(held)
        .join(periods(frames)?, [col("held_on")], [col("held_on")], JoinArgs::new(JoinType::Left))
        .join(counties(frames, TableId::Activities)?, [col("county")], [col("county")], JoinArgs::new(JoinType::Left))
        .with_columns([flag(ahead.fill_null(false)).alias("applied_ahead"), flag(closed.fill_null(false)).alias("closed")]);
    Ok(Table::spelt(frame))
}

/// Returns the periods of each day on which an activity was held.
fn periods(frames: &Frames<'_>) -> Result<LazyFrame> {
    let held = frames.reference(TableId::Activities, &["held_on"])?.unique(None, UniqueKeepStrategy::Any).collect().map_err(failed)?;
    let held: Vec<i32> = wholes_of(&held, "held_on")?.into_iter().flatten().map(|day| day as i32).collect();
    let campaign = frames.book.campaign();
    let stage = |day: &i32| campaign.stage_of(Day::from_epoch(*day)).map(|stage| campaign.stages[stage].id.clone());
    let stages: Vec<Option<String>> = held.iter().map(stage).collect();
    let months: Vec<String> = held.iter().map(|day| Day::from_epoch(*day).month()).collect();
    let quarters: Vec<String> = held.iter().map(|day| Day::from_epoch(*day).quarter()).collect();
    Ok(df!("held_on" => held, "stage" => stages, "month" => months, "quarter" => quarters).map_err(failed)?.lazy())
}
