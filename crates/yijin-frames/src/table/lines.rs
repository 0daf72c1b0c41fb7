//! Lines: one row a qualifying line.

use super::{Ask, Table};
use crate::frames::Frames;
use yijin::Result;

pub fn build(frames: &Frames<'_>, ask: &Ask<'_>) -> Result<Table> {
    frames.lines_kept(&ask.columns, ask)
}
