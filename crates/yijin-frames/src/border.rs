//! The border of polars: rows of the core come in, columns go out.

use crate::table::Table;
use arrow_array::{ArrayRef, RecordBatch};
use polars::prelude::*;
use std::collections::BTreeMap;
use yijin::rows::{self, Coded, Rows};
use yijin::{Error, ErrorKind, Result};

/// Returns an error of polars as one of the core: what it says may hold a value, so that only its kind is passed on.
pub fn failed(error: PolarsError) -> Error {
    let kind = format!("{error:?}").split('(').next().unwrap_or_default().to_owned();
    ErrorKind::Unsound { cause: format!("a frame could not be computed ({kind})") }.into()
}

/// Returns rows with their texts as codes, for tables as long as the ledger.
pub fn coded(rows: Rows) -> Result<Table> {
    let mut labels = BTreeMap::new();
    let columns = rows.columns.into_iter().map(|(name, column)| match column {
        rows::Column::Coded(coded) => {
            labels.insert(name.clone(), coded.labels);
            numbers(&name, &coded.codes)
        }
        other => plain(&name, other),
    });
    let columns: Vec<Column> = columns.collect();
    Ok(Table { frame: DataFrame::new(rows.len, columns).map_err(failed)?.lazy(), labels })
}

/// Returns rows with their texts as texts, for tables to be joined.
pub fn spelt(rows: Rows) -> Result<LazyFrame> {
    let columns = rows.columns.into_iter().map(|(name, column)| match column {
        rows::Column::Coded(coded) => texts(&name, &coded),
        other => plain(&name, other),
    });
    let columns: Vec<Column> = columns.collect();
    Ok(DataFrame::new(rows.len, columns).map_err(failed)?.lazy())
}

fn plain(name: &str, column: rows::Column) -> Column {
    match column {
        rows::Column::Coded(coded) => texts(name, &coded),
        rows::Column::Member(numbered) => numbers(name, &numbered),
        rows::Column::Whole(values) => Series::new(name.into(), values).into(),
        rows::Column::Day(days) => Series::new(name.into(), days).into(),
    }
}

fn numbers(name: &str, numbers: &[u32]) -> Column {
    numbers.iter().map(|&number| (number != 0).then_some(number)).collect::<UInt32Chunked>().with_name(name.into()).into_column()
}

fn texts(name: &str, coded: &Coded) -> Column {
    (0..coded.codes.len()).map(|row| coded.text(row)).collect::<StringChunked>().with_name(name.into()).into_column()
}

/// Returns the texts of a column: as they stand, or by the labels of its codes.
///
/// # Errors
/// [`ErrorKind::Unsound`] where there is no such column of texts or codes.
pub fn texts_of(frame: &DataFrame, name: &str, labels: Option<&Vec<String>>) -> Result<Vec<Option<String>>> {
    let column = frame.column(name).map_err(failed)?;
    if let Ok(codes) = column.u32() {
        let label = |code: u32| labels.and_then(|labels| labels.get((code as usize).checked_sub(1)?)).cloned();
        return Ok(codes.iter().map(|code| label(code?)).collect());
    }
    Ok(column.str().map_err(failed)?.iter().map(|text| text.map(str::to_owned)).collect())
}

/// Returns the whole numbers of a column.
///
/// # Errors
/// [`ErrorKind::Unsound`] where there is no such column of numbers.
pub fn wholes_of(frame: &DataFrame, name: &str) -> Result<Vec<Option<i64>>> {
    let column = frame.column(name).map_err(failed)?.cast(&DataType::Int64).map_err(failed)?;
    Ok(column.i64().map_err(failed)?.iter().collect())
}

/// Returns columns as a table whose cells may be missing.
///
/// # Errors
/// [`ErrorKind::Unsound`] where the columns do not make a table, which never is.
pub fn batch(columns: Vec<(String, ArrayRef)>) -> Result<RecordBatch> {
    let nullable = columns.into_iter().map(|(name, column)| (name, column, true));
    RecordBatch::try_from_iter_with_nullable(nullable).map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
}
