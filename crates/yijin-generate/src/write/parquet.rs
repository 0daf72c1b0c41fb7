//! Parquet: English headers and words, typed columns, zstd, dictionaries for words and identifiers.

use super::{Cause, Writer};
use crate::table::{Kind, Table};
use crate::value::{Language, Value};
use arrow_array::builder::{BooleanBuilder, Date32Builder, Decimal128Builder, Int32Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// How many rows are gathered before they are encoded.
const BATCH_ROWS: usize = 1 << 14;
/// How many rows a row group holds.
const GROUP_ROWS: usize = 1 << 20;

/// Writes a Parquet file.
pub(super) struct ParquetWriter {
    writer: ArrowWriter<File>,
    schema: SchemaRef,
    columns: Vec<Cells>,
    rows: usize,
    text: String,
}

/// The gathered cells of a column.
enum Cells {
    Text(StringBuilder),
    Whole(Int32Builder),
    Decimal(Decimal128Builder),
    Day(Date32Builder),
    Flag(BooleanBuilder),
}

impl ParquetWriter {
    pub fn create(path: &Path, table: &Table, as_text: bool) -> Result<Self, Cause> {
        let kinds = table.columns.iter().map(|column| if as_text { Kind::Text } else { column.kind });
        let fields: Vec<Field> =
            table.columns.iter().zip(kinds.clone()).map(|(column, kind)| Field::new(column.name, data_type(kind), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let options = ArrowWriterOptions::new().with_properties(properties(table)?).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(File::create(path)?, schema.clone(), options)?;
        let columns = kinds.map(Cells::new).collect::<Result<_, _>>()?;
        Ok(Self { writer, schema, columns, rows: 0, text: String::new() })
    }

    fn flush(&mut self) -> Result<(), Cause> {
        let columns: Vec<ArrayRef> = self.columns.iter_mut().map(Cells::finish).collect();
        self.writer.write(&RecordBatch::try_new(self.schema.clone(), columns)?)?;
        self.rows = 0;
        Ok(())
    }
}

impl Writer for ParquetWriter {
    fn row(&mut self, cells: &[Value<'_>]) -> Result<(), Cause> {
        for (column, value) in self.columns.iter_mut().zip(cells) {
            column.push(value, &mut self.text)?;
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS { self.flush() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<(), Cause> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }
}

fn properties(table: &Table) -> Result<WriterProperties, Cause> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_max_row_group_row_count(Some(GROUP_ROWS));
    for column in table.columns.iter().filter(|column| column.kind == Kind::Key) {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column.name), false);
    }
    Ok(properties.build())
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Key | Kind::Text => DataType::Utf8,
        Kind::Whole => DataType::Int32,
        Kind::Money => DataType::Decimal128(18, 2),
        Kind::Quantity => DataType::Decimal128(18, 3),
        Kind::Day => DataType::Date32,
        Kind::Flag => DataType::Boolean,
    }
}

impl Cells {
    fn new(kind: Kind) -> Result<Self, Cause> {
        Ok(match kind {
            Kind::Key | Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Whole => Self::Whole(Int32Builder::new()),
            Kind::Money => Self::Decimal(Decimal128Builder::new().with_precision_and_scale(18, 2)?),
            Kind::Quantity => Self::Decimal(Decimal128Builder::new().with_precision_and_scale(18, 3)?),
            Kind::Day => Self::Day(Date32Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
        })
    }

    fn push(&mut self, value: &Value<'_>, text: &mut String) -> Result<(), Cause> {
        match (self, value) {
            (Self::Text(cells), Value::Empty) => cells.append_null(),
            (Self::Text(cells), Value::Text(value)) => cells.append_value(value),
            (Self::Text(cells), value) => {
                text.clear();
                value.write(Language::English, text);
                cells.append_value(text);
            }
            (Self::Whole(cells), Value::Whole(number)) => cells.append_value(i32::try_from(*number)?),
            (Self::Decimal(cells), Value::Money(units) | Value::Quantity(units)) => cells.append_value(i128::from(*units)),
            (Self::Day(cells), Value::Day(day)) => cells.append_value(day.0),
            (Self::Flag(cells), Value::Flag(flag)) => cells.append_value(*flag),
            (cells, Value::Empty) => cells.append_null(),
            (_, value) => return Err(format!("a column of another type than {value:?}").into()),
        }
        Ok(())
    }

    fn append_null(&mut self) {
        match self {
            Self::Text(cells) => cells.append_null(),
            Self::Whole(cells) => cells.append_null(),
            Self::Decimal(cells) => cells.append_null(),
            Self::Day(cells) => cells.append_null(),
            Self::Flag(cells) => cells.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(cells) => Arc::new(cells.finish()),
            Self::Whole(cells) => Arc::new(cells.finish()),
            Self::Decimal(cells) => Arc::new(cells.finish()),
            Self::Day(cells) => Arc::new(cells.finish()),
            Self::Flag(cells) => Arc::new(cells.finish()),
        }
    }
}
