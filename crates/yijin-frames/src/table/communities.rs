//! Communities: one row for each of the project list.

use super::{Table, flag};
use crate::border::{failed, texts_of};
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;
use yijin::table::TableId;

const COLUMNS: [&str; 8] = ["community_id", "enterprise_id", "association_id", "city", "property_type", "pilot", "households", "joined_on"];

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let projects = frames.reference(TableId::Projects, &COLUMNS)?.rename(
        ["community_id", "enterprise_id", "association_id", "city"],
        ["community", "enterprise", "association", "written"],
        true,
    );
    let active = active(frames, "community")?;
    let joined = col("joined_on").is_null().or(col("joined_on").lt_eq(lit(frames.scope.as_of.to_epoch())));
    let frame = projects
        .join(places(frames)?, [col("written")], [col("written")], JoinArgs::new(JoinType::Left))
        .join(active, [col("community")], [col("community")], JoinArgs::new(JoinType::Left))
        .with_columns([flag(joined).alias("joined"), flag(col("seen").is_not_null()).alias("active")]);
    Ok(Table::spelt(frame))
}

/// Returns the province and city of each city as it is written.
fn places(frames: &Frames<'_>) -> Result<LazyFrame> {
    let written = frames.reference(TableId::Projects, &["city"])?.unique(None, UniqueKeepStrategy::Any).collect().map_err(failed)?;
    let written: Vec<String> = texts_of(&written, "city", None)?.into_iter().flatten().collect();
    let meant: Vec<Option<(String, String)>> = written.iter().map(|city| frames.book.cleaner().city(city)).collect();
    let (provinces, cities): (Vec<_>, Vec<_>) =
        meant.into_iter().map(|place| place.map_or((None, None), |(province, city)| (Some(province), Some(city)))).unzip();
    Ok(df!("written" => written, "province" => provinces, "city" => cities).map_err(failed)?.lazy())
}

/// Returns the members of a dimension that have a line in the scope, with a column `seen`.
pub(super) fn active(frames: &Frames<'_>, dimension: &str) -> Result<LazyFrame> {
    let lines = frames.lines(&[dimension], &[])?;
    let seen = lines.frame.filter(col(dimension).is_not_null()).unique(None, UniqueKeepStrategy::Any).collect().map_err(failed)?;
    let names: Vec<String> = texts_of(&seen, dimension, lines.labels.get(dimension))?.into_iter().flatten().collect();
    let seen = vec![true; names.len()];
    Ok(df!(dimension => names, "seen" => seen).map_err(failed)?.lazy())
}
