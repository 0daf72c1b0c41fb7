//! Enterprises: one row for each that has pledged.

use super::Table;
use super::associations::pledged;
use crate::border::{failed, texts_of};
use crate::frames::Frames;
use polars::prelude::*;
use yijin::Result;
use yijin::table::TableId;

pub fn build(frames: &Frames<'_>) -> Result<Table> {
    let forms = frames.reference(TableId::Enterprises, &["enterprise_id", "ways", "project_count", "pledged_on"])?;
    let forms = pledged(frames, forms).rename(["enterprise_id", "ways", "project_count"], ["enterprise", "ticked", "projects"], true);
    let forms = forms.collect().map_err(failed)?;
    let ticked = texts_of(&forms, "ticked", None)?;
    let ways = |text: &Option<String>| text.iter().flat_map(|text| text.split(';')).map(str::to_owned).collect::<Vec<_>>();
    let mandatory = &frames.book.campaign().policy.mandatory_ways;
    let all = |text: &Option<String>| mandatory.iter().all(|way| ways(text).contains(way)).to_string();
    let mandatory: Vec<String> = ticked.iter().map(all).collect();
    let counts: Vec<i64> = ticked.iter().map(|text| ways(text).len() as i64).collect();
    let more = [Series::new("mandatory".into(), mandatory).into_column(), Series::new("ways".into(), counts).into_column()];
    Ok(Table::spelt(forms.hstack(&more).map_err(failed)?.lazy()))
}
