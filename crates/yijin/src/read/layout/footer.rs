//! Rows below the data: totals, signatures and notes.

use super::grid::is_blank_cell;
use crate::cell::{Block, Cell};
use crate::clean::text::{folded, missing};
use crate::read::Header;
use crate::table::Table;
use std::collections::BTreeSet;

/// What a footer's first cell begins with, after NFKC and without white space (`…` is `...` then).
const BEGINNINGS: [&str; 25] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "本页合计",
    "本页小计",
    "total",
    "制表",
    "填表",
    "填报人",
    "填报单位",
    "经办人",
    "复核",
    "负责人:",
    "联系人:",
    "日期:",
    "审核",
    "负责人(签字)",
    "负责人签字",
    "单位盖章",
    "单位(盖章)",
    "备注:",
    "注:",
    "说明:",
    "...",
];

/// Which rows are no data.
#[derive(Debug, Clone)]
pub struct Footer {
    required: BTreeSet<usize>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A row of the table.
    Data,
    /// A row with nothing in it.
    Blank,
    /// A row below the data.
    Footer,
}

impl Footer {
    /// Returns how the footer of a table is known: a row of it lacks a required column's value.
    pub fn of(table: &Table, header: &Header) -> Self {
        let is_required = |column: usize| table.columns.get(column).is_some_and(|column| column.required);
        Self { required: header.bound.iter().filter(|(column, _)| is_required(**column)).map(|(_, bound)| bound.source).collect() }
    }

    /// Returns what a row of a block is; looks only at its first cell with something in it, unless that begins as a footer does.
    pub fn kind(&self, block: &Block, row: usize) -> RowKind {
        let mut cells = block.columns.iter().map(|column| column.cell(row)).enumerate();
        match cells.find(|(_, cell)| !is_blank_cell(*cell)) {
            None => RowKind::Blank,
            Some((source, Cell::Text(text))) if Self::begins(text) && self.lacks(block, row, source, text) => RowKind::Footer,
            Some(_) => RowKind::Data,
        }
    }

    fn begins(text: &str) -> bool {
        /// What any of them may begin with.
        const FIRST: &str = "合总小共本制填经复负联日审单备注说tTｔＴ…⋯.。";
        let may = text.trim_start().chars().next().is_some_and(|first| FIRST.contains(first));
        may && {
            let text = spelt(text);
            BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
        }
    }

    /// Returns whether a required column has no value in this row. Where there is one required column only and the
    /// word stands in it, the word has to stand alone or before a colon.
    fn lacks(&self, block: &Block, row: usize, source: usize, text: &str) -> bool {
        if self.required.iter().eq([&source]) {
            let text = spelt(text);
            return text.contains(':') || BEGINNINGS.contains(&text.as_str()) || text.trim_matches('.').is_empty();
        }
        self.required.iter().any(|&column| block.columns.get(column).is_none_or(|cells| is_missing(cells.cell(row))))
    }
}

fn spelt(text: &str) -> String {
    folded(text).replace('⋯', "...").replace('。', ".")
}

fn is_missing(cell: Cell<'_>) -> bool {
    is_blank_cell(cell) || matches!(cell, Cell::Text(text) if missing(text))
}
