//! Reports due: one row for each reporter and period whose due day has come.
//!
//! Every month of the campaign is due of each association and of whoever reports monthly, every ISO week of whoever reports weekly: a month by a day of
//! the next one, a week by a weekday of the next one. A reporter that no table names cannot be missed.

use super::{Table, flag};
use crate::border::failed;
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;
use yijin::calendar::Day;
use yijin::table::TableId;

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let received = frames.reference(TableId::Reports, &["reporter_id", "cadence", "period", "submitted_on"])?;
    let received = received.rename(["reporter_id"], ["reporter"], true);
    let keys = || [col("reporter"), col("cadence"), col("period")];
    let as_of = frames.scope.as_of.to_epoch();
    let by_now = col("submitted_on").lt_eq(lit(as_of)).fill_null(false);
    let on_time = by_now.clone().and(col("submitted_on").lt_eq(col("due_on")).fill_null(false));
    let frame = reporters(frames, received.clone())?
        .join(due(frames)?, [col("cadence")], [col("cadence")], JoinArgs::new(JoinType::Inner))
        .join(received, keys(), keys(), JoinArgs::new(JoinType::Left))
        .with_columns([flag(by_now).alias("received"), flag(on_time).alias("on_time")]);
    Ok(Table::spelt(frame))
}

/// Returns who reports at which cadence.
fn reporters(frames: &Frames<'_>, received: LazyFrame) -> Result<LazyFrame> {
    let mut all = vec![received.select([col("reporter"), col("cadence")])];
    if frames.book.has(TableId::Associations) {
        let associations = frames.reference(TableId::Associations, &["association_id"])?;
        all.push(associations.select([col("association_id").alias("reporter"), lit("monthly").alias("cadence")]));
    }
    Ok(concat(all, UnionArgs::default()).map_err(failed)?.unique(None, UniqueKeepStrategy::Any))
}

/// Returns the periods of each cadence that begin in the scope and are due by its day, with their stage and due day.
fn due(frames: &Frames<'_>) -> Result<LazyFrame> {
    let (campaign, scope) = (frames.book.campaign(), frames.scope);
    let (mut cadences, mut periods, mut stages, mut due_on) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (cadence, period) in months(frames).map(|month| ("monthly", month)).chain(weeks(frames).map(|week| ("weekly", week))) {
        if period.due <= scope.as_of {
            cadences.push(cadence);
            stages.push(campaign.stage_of(period.first).map(|stage| campaign.stages[stage].id.clone()));
            periods.push(period.name);
            due_on.push(period.due.to_epoch());
        }
    }
    Ok(df!("cadence" => cadences, "period" => periods, "stage" => stages, "due_on" => due_on).map_err(failed)?.lazy())
}

/// A period that is reported on.
struct Period {
    name: String,
    first: Day,
    due: Day,
}

/// Returns the months whose first day lies in the scope.
fn months(frames: &Frames<'_>) -> impl Iterator<Item = Period> {
    let day = frames.book.campaign().policy.monthly_report_day as i32;
    let due = move |first: Day| Day::from_epoch(first.next_month().to_epoch() + day - 1);
    days(frames).filter(|day| day.day_of_month() == 1).map(move |first| Period { name: first.month(), first, due: due(first) })
}

/// Returns the ISO weeks whose Monday lies in the scope.
fn weeks(frames: &Frames<'_>) -> impl Iterator<Item = Period> {
    let weekday = frames.book.campaign().policy.weekly_report_day as i32;
    let due = move |monday: Day| Day::from_epoch(monday.to_epoch() + 7 + weekday - 1);
    days(frames).filter(|day| day.weekday() == 1).map(move |monday| Period { name: monday.week(), first: monday, due: due(monday) })
}

fn days(frames: &Frames<'_>) -> impl Iterator<Item = Day> {
    let (window, scope) = (frames.book.campaign().window, frames.scope);
    (scope.from.max(window.start).to_epoch()..=scope.to.min(window.end).to_epoch()).map(Day::from_epoch)
}
