//! Where the table of a sheet stands: its header among the first rows, titles above, a footer below.
//!
//! Each of the first rows, and each two rows one below the other, are tried as the header; the best that has every
//! required column of a table wins. A sheet without one may be a form ([`super::form`]).

mod body;
mod covered;
mod footer;
mod grid;
#[cfg(test)]
pub mod memory;
mod serials;
mod surplus;
mod title;

pub use super::header::Index;
pub use grid::Grid;
pub use surplus::nameless;
pub use title::filled_in;

use super::form::{self, Form};
use super::header::{self, At, Hits, Name};
use super::{Export, Header, Sheet};
use crate::campaign::Campaign;
use crate::error::{Error, Result};
use crate::table::{Kind, Table, TableId};
use body::{Above, Body};
use std::collections::BTreeMap;

/// What a sheet is found to be.
pub enum Found {
    /// A table, its header bound, which delivers its rows alone.
    Table(Export),
    /// Nothing.
    Blank,
    /// A sheet on which no header of any table stands, and the error that says so where none may be left out.
    Foreign(Error),
}

/// Returns what the sheet is.
///
/// `index` is that of the campaign's tables; `wanted` is the table that the user says it is. Title, header, blank and footer rows are
/// counted in the sheet's tally, and rows keep their numbers.
///
/// # Errors
/// [`crate::ErrorKind::UnknownTable`] where no header is found, [`crate::ErrorKind::AmbiguousTable`] where it is two tables'
/// equally well, [`crate::ErrorKind::BadHeader`] where a column of it cannot be told, and where the sheet cannot be read.
pub fn recognise(sheet: Box<dyn Sheet>, campaign: &Campaign, index: &Index<'_>, wanted: Option<TableId>) -> Result<Found> {
    let search = Search { index, campaign, wanted };
    let Some(names) = sheet.names() else { return search.among_rows(sheet) };
    let names: Vec<Name<'_>> = names.iter().map(|name| Name { plain: name.as_str(), joined: None }).collect();
    let header = search.named(&names, &At { place: sheet.place(), row: None })?;
    Ok(Found::Table(Export { sheet, header, unread: Vec::new() }))
}

/// The looking for a header.
struct Search<'a> {
    index: &'a Index<'a>,
    campaign: &'a Campaign,
    wanted: Option<TableId>,
}

/// One row, or two, that may be the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    first: usize,
    last: usize,
}

/// How much of a table stands in a span.
#[derive(Debug, Clone, Copy)]
struct Weight {
    span: Span,
    table: TableId,
    columns: u64,
    missing: u64,
    fits: bool,
}

impl Weight {
    fn count(&self) -> u32 {
        self.columns.count_ones()
    }
}

/// The enterprise that a title row names.
struct Title {
    row: usize,
    enterprise: String,
}

impl<'a> Search<'a> {
    /// Understands the names of a typed file.
    fn named(&self, names: &[Name<'_>], at: &At<'_>) -> Result<Header> {
        if let Some(mapping) = header::best_mapping(self.campaign, self.wanted, names) {
            return header::map(mapping, self.campaign, self.index, names, at);
        }
        let hits = self.index.hits(names);
        let weights = self.weigh(Span { first: 0, last: 0 }, &hits, None);
        match best(&weights) {
            Some(best) => self.bind(&best, &weights, names, &hits, None, at),
            None => Err(header::nearly_mapped(self.campaign, self.wanted, names, at)
                .map_or_else(|| self.unknown(nearest(&weights), names, &hits, at), |(_, error)| error)),
        }
    }

    /// Finds the header among the rows of a sheet.
    fn among_rows(&self, sheet: Box<dyn Sheet>) -> Result<Found> {
        let grid = Grid::of(sheet.as_ref())?;
        if grid.is_empty() {
            return Ok(Found::Blank);
        }
        if let Some((span, header)) = self.mapped(&grid, sheet.as_ref())? {
            return Ok(Found::Table(self.export(sheet, &grid, span, header)));
        }
        let title = self.title(&grid);
        let weights = self.weights(&grid, title.as_ref());
        let best = best(&weights);
        if let Some(form) = form::find(&grid, self.index.tables(), self.wanted).filter(|form| is_form(form, best.as_ref())) {
            return Ok(Found::Table(form.export(sheet.as_ref(), &grid, self.campaign, self.index.tables())));
        }
        let Some(best) = best else { return self.nothing_fits(&grid, &weights, sheet.as_ref()) };
        let span = best.span;
        let at = At { place: sheet.place(), row: Some(grid.number(span.last)) };
        let names = names_of(&grid, span);
        let title = title.filter(|title| title.row < span.first);
        let header = self.bind(&best, &weights, &names, &self.index.hits(&names), title.as_ref(), &at)?;
        let header = self.with_title_unit(header, &grid, span);
        Ok(Found::Table(self.export(sheet, &grid, span, header)))
    }

    /// Returns the header of the mapping with most columns whose headers stand in the first rows.
    fn mapped(&self, grid: &Grid, sheet: &dyn Sheet) -> Result<Option<(Span, Header)>> {
        if self.campaign.mappings.is_empty() {
            return Ok(None);
        }
        let found = spans(grid).filter_map(|span| Some((span, header::best_mapping(self.campaign, self.wanted, &names_of(grid, span))?)));
        let first_of_most = found.fold(None, |best: Option<(Span, &crate::campaign::Mapping)>, next| match best {
            Some(best) if best.1.columns.len() >= next.1.columns.len() => Some(best),
            _ => Some(next),
        });
        let Some((span, mapping)) = first_of_most else { return Ok(None) };
        let at = At { place: sheet.place(), row: Some(grid.number(span.last)) };
        let header = header::map(mapping, self.campaign, self.index, &names_of(grid, span), &at)?;
        Ok(Some((span, self.with_title_unit(header, grid, span))))
    }

    fn title(&self, grid: &Grid) -> Option<Title> {
        let table = self.index.tables().table(TableId::Projects);
        let (row, enterprise) = title::titled(grid, table, table.column("enterprise_id")?)?;
        Some(Title { row, enterprise })
    }

    fn weights(&self, grid: &Grid, title: Option<&Title>) -> Vec<Weight> {
        let weigh = |span| self.weigh(span, &self.index.hits(&names_of(grid, span)), title.filter(|title| title.row < span.first));
        spans(grid).flat_map(weigh).collect()
    }

    /// Weighs the names of a span against every table, or against the one that is wanted.
    fn weigh(&self, span: Span, hits: &Hits, title: Option<&Title>) -> Vec<Weight> {
        let wanted = |table: &&Table| self.wanted.is_none_or(|wanted| wanted == table.id);
        let weigh = |table: &Table| {
            let columns = hits.columns(table);
            let missing = header::missing(table, columns | header::constant_columns(table, &self.constants(table.id, title)));
            Weight { span, table: table.id, columns, missing, fits: missing == 0 && columns & header::required(table) != 0 }
        };
        self.index.tables().all().iter().filter(wanted).map(weigh).collect()
    }

    /// Returns the values that stand in for columns of a table: the campaign's and the title's.
    fn constants(&self, table: TableId, title: Option<&Title>) -> BTreeMap<String, String> {
        let title = title.filter(|_| table == TableId::Projects);
        let more = title.map(|title| ("enterprise_id".to_owned(), title.enterprise.clone())).into_iter().collect();
        header::constants(self.campaign, table, &more)
    }

    fn bind(
        &self,
        best: &Weight,
        weights: &[Weight],
        names: &[Name<'_>],
        hits: &Hits,
        title: Option<&Title>,
        at: &At<'_>,
    ) -> Result<Header> {
        let as_good = |it: &&Weight| it.fits && it.span == best.span && it.count() == best.count();
        let equals: Vec<TableId> = weights.iter().filter(as_good).map(|it| it.table).collect();
        if equals.len() > 1 {
            return Err(header::ambiguous(&equals, names, hits, at));
        }
        header::bind(self.index, best.table, names, hits, self.constants(best.table, title), at)
    }

    /// Returns the error of a sheet of which no row is a header; it shows the row that comes nearest to one. Where none comes near, the sheet is foreign.
    fn nothing_fits(&self, grid: &Grid, weights: &[Weight], sheet: &dyn Sheet) -> Result<Found> {
        let at = |span: Span| At { place: sheet.place(), row: Some(grid.number(span.last)) };
        let nearly = |span| header::nearly_mapped(self.campaign, self.wanted, &names_of(grid, span), &at(span));
        if let Some((_, error)) = spans(grid).filter_map(nearly).max_by_key(|(there, _)| *there) {
            return Err(error);
        }
        let nearest = nearest(weights);
        let widest = || (0..grid.len()).rev().max_by_key(|&row| grid.texts(row).count()).unwrap_or(0);
        let span = nearest.map_or_else(|| Span { first: widest(), last: widest() }, |nearest| nearest.span);
        let names = names_of(grid, span);
        let unknown = self.unknown(nearest, &names, &self.index.hits(&names), &at(span));
        if nearest.is_none() { Ok(Found::Foreign(unknown)) } else { Err(unknown) }
    }

    fn unknown(&self, nearest: Option<Weight>, names: &[Name<'_>], hits: &Hits, at: &At<'_>) -> Error {
        let tables = self.index.tables();
        let asked = self.wanted.map(|table| (tables.table(table), header::required(tables.table(table))));
        let nearest = nearest.map(|nearest| (tables.table(nearest.table), nearest.missing)).or(asked);
        header::unknown(self.index, nearest, self.wanted.is_some(), names, hits, at)
    }

    /// Gives amounts whose header names no unit the unit of the title rows.
    fn with_title_unit(&self, mut header: Header, grid: &Grid, span: Span) -> Header {
        let table = self.index.tables().table(header.table);
        let unit = title::money_unit(grid, span.first);
        for (&column, it) in &mut header.bound {
            if it.unit.is_none() && table.columns.get(column).is_some_and(|column| column.kind == Kind::Money) {
                it.unit.clone_from(&unit);
            }
        }
        header
    }

    fn export(&self, sheet: Box<dyn Sheet>, grid: &Grid, span: Span, header: Header) -> Export {
        let mut last = span.last;
        while grid.is_repeated(last) {
            last += 1;
        }
        let (first, titles, headers) = (grid.number(span.first), span.first as u64, (last - span.first + 1) as u64);
        let above = Above { first, last: grid.number(last), titles, headers };
        let table = self.index.tables().table(header.table);
        Export { sheet: Box::new(Body::new(sheet, above, &header, table)), header, unread: Vec::new() }
    }
}

/// Returns every row, and then every two rows, that may be the header: one row goes before two that are as good.
fn spans(grid: &Grid) -> impl Iterator<Item = Span> {
    let one = (0..grid.len()).map(|row| Span { first: row, last: row });
    let two = (1..grid.len()).map(|row| Span { first: row - 1, last: row });
    one.chain(two.filter(|span| grid.number(span.last) == grid.number(span.first).saturating_add(1)))
}

fn names_of(grid: &Grid, span: Span) -> Vec<Name<'_>> {
    if span.first == span.last { grid.names(span.first) } else { grid.names_of_two(span.first) }
}

/// Returns the first of the fits with most columns. A fit is none where another table has more than twice its columns:
/// a ledger that lacks a column is no list of enterprises because it names one.
fn best(weights: &[Weight]) -> Option<Weight> {
    let most = weights.iter().map(Weight::count).max()?;
    let best = weights.iter().filter(|it| it.fits).rev().max_by_key(|it| it.count())?;
    (most <= best.count() * 2).then_some(*best)
}

/// Returns the first weight with most columns, and of these with fewest missing; `None` where nothing is known.
fn nearest(weights: &[Weight]) -> Option<Weight> {
    let key = |it: &&Weight| (it.count(), std::cmp::Reverse(it.missing.count_ones()));
    weights.iter().filter(|it| it.columns != 0).rev().max_by_key(key).copied()
}

/// Returns whether the form says more than the table that fits best: one row of a form may look like a header.
fn is_form(form: &Form, best: Option<&Weight>) -> bool {
    best.is_none_or(|best| best.table == form.table && form.label_rows > 1 && form.labels > best.count() as usize)
}

#[cfg(test)]
mod tests;
