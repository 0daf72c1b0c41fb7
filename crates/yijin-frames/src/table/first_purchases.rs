//! First purchases: one row for each household whose first qualifying line of the campaign falls into the scope.

use super::Table;
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;

const PERIODS: [&str; 4] = ["month", "stage", "quarter", "week"];

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let columns: Vec<&str> = ["household", "day"].into_iter().chain(PERIODS).collect();
    // Who bought before the scope is not new in it.
    let lines = frames.lines_so_far(&columns)?;
    let first = lines.frame.clone().filter(col("household").is_not_null()).group_by([col("household")]).agg([col("day").min()]);
    let periods: Vec<Expr> = PERIODS.map(|name| col(name).first()).to_vec();
    let days = lines.frame.group_by([col("day")]).agg(periods);
    // Days are numbered from the campaign's first, which is 1.
    let from = frames.scope.from.to_epoch() - frames.book.campaign().window.start.to_epoch() + 1;
    let inside = col("day").gt_eq(lit(from.max(0) as u32));
    let frame = first.filter(inside).join(days, [col("day")], [col("day")], JoinArgs::new(JoinType::Left));
    Ok(Table { frame, labels: lines.labels })
}
