//! Cells of separated text, gathered into columns or only counted.

use super::record::Cells;
use crate::cell::CellColumn;
use crate::read::BEYOND;
use arrow_array::StringArray;
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

/// The bytes of the longest cell that is read.
pub const CELL_BYTES: usize = 1 << 20;

/// The most columns that are read, as many as a spreadsheet program has.
pub const COLUMNS: usize = 1 << 14;

/// What makes a record unfit to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// A cell longer than [`CELL_BYTES`].
    Cell,
    /// More cells than [`COLUMNS`].
    Columns,
}

/// What is known of the cells of the current record.
#[derive(Debug, Default)]
pub struct Shape {
    /// The number of cells that have ended.
    pub cells: usize,
    /// The number of cells up to the last that holds more than white space.
    pub filled: usize,
    length: usize,
    excess: Option<Excess>,
    broken_up: bool,
}

impl Shape {
    /// Returns what makes the record unfit, if anything does.
    pub fn excess(&self) -> Option<Excess> {
        self.excess
    }

    /// Returns whether a cell in quotation marks has line breaks.
    pub fn is_broken_up(&self) -> bool {
        self.broken_up
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.length += bytes.len();
        if self.filled <= self.cells && !is_blank(bytes) {
            self.filled = self.cells + 1;
        }
    }

    fn end_cell(&mut self) {
        self.cells += 1;
        if self.length > CELL_BYTES {
            self.excess = Some(Excess::Cell);
        } else if self.cells > COLUMNS {
            self.excess = Some(Excess::Columns);
        }
        self.length = 0;
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    match bytes.first() {
        None => true,
        Some(0x21..=0x7f) => false,
        Some(_) => std::str::from_utf8(bytes).is_ok_and(|text| text.trim().is_empty()),
    }
}

impl Cells for Shape {
    fn piece(&mut self, bytes: &[u8]) {
        Self::piece(self, bytes);
    }

    fn broken_up(&mut self, _followed: bool) {
        self.broken_up = true;
    }

    fn end_cell(&mut self) {
        Self::end_cell(self);
    }

    fn restart(&mut self) {
        *self = Self::default();
    }
}

/// The columns of a block that is being read.
#[derive(Debug)]
pub struct Columns {
    columns: Vec<Column>,
    /// What rows have beyond the columns, [`BEYOND`] behind each cell.
    beyond: Option<Column>,
    shape: Shape,
    rows: usize,
    bytes: usize,
}

/// One column: the texts end to end, and where each ends.
#[derive(Debug)]
struct Column {
    values: Vec<u8>,
    offsets: Vec<i32>,
}

impl Columns {
    /// Returns `width` columns without rows, and one more for what stands beyond them, where that is to be kept.
    pub fn new(width: usize, beyond: bool) -> Self {
        let column = || Column { values: Vec::new(), offsets: vec![0] };
        let columns = (0..width).map(|_| column()).collect();
        Self { columns, beyond: beyond.then(column), shape: Shape::default(), rows: 0, bytes: 0 }
    }

    /// Returns what is known of the current record.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Returns the number of rows kept.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the number of bytes kept.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Keeps the current record as a row; cells it does not have are empty. Returns whether cells beyond the columns that are not blank are left out.
    pub fn keep(&mut self) -> bool {
        for column in self.columns.iter_mut().skip(self.shape.cells).chain(&mut self.beyond) {
            column.end_cell();
        }
        self.rows += 1;
        let ragged = self.beyond.is_none() && self.shape.filled > self.columns.len();
        self.shape = Shape::default();
        ragged
    }

    /// Takes the rows out as columns of text in which an empty text is null.
    pub fn take(&mut self) -> Result<Vec<CellColumn>, ArrowError> {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let text = |column: &mut Column| {
            Ok(if column.values.is_empty() { column.take_nothing(rows) } else { CellColumn::Text(column.take(rows)?) })
        };
        let columns = self.columns.iter_mut().map(|column| column.take(rows).map(CellColumn::Text));
        columns.chain(self.beyond.iter_mut().map(text)).collect()
    }
}

impl Column {
    fn take_nothing(&mut self, rows: usize) -> CellColumn {
        self.offsets.truncate(1);
        CellColumn::Empty(rows)
    }

    fn end_cell(&mut self) {
        self.offsets.push(self.values.len() as i32);
    }

    fn take(&mut self, rows: usize) -> Result<StringArray, ArrowError> {
        let fresh = Self { values: Vec::with_capacity(self.values.len()), offsets: Vec::with_capacity(self.offsets.len()) };
        let full = std::mem::replace(self, fresh);
        self.offsets.push(0);
        let present = BooleanBuffer::collect_bool(rows, |row| full.offsets[row] < full.offsets[row + 1]);
        let nulls = Some(NullBuffer::new(present)).filter(|nulls| nulls.null_count() > 0);
        let offsets = OffsetBuffer::new(ScalarBuffer::from(full.offsets));
        StringArray::try_new(offsets, Buffer::from_vec(full.values), nulls)
    }
}

impl Cells for Columns {
    fn piece(&mut self, bytes: &[u8]) {
        if let Some(column) = self.columns.get_mut(self.shape.cells).or(self.beyond.as_mut()) {
            column.values.extend_from_slice(bytes);
            self.bytes += bytes.len();
        }
        self.shape.piece(bytes);
    }

    fn broken_up(&mut self, followed: bool) {
        self.shape.broken_up(followed);
    }

    fn end_cell(&mut self) {
        match (self.columns.get_mut(self.shape.cells), &mut self.beyond) {
            (Some(column), _) => column.end_cell(),
            (None, Some(beyond)) => beyond.values.extend(BEYOND.encode_utf8(&mut [0; 4]).bytes()),
            (None, None) => {}
        }
        self.shape.end_cell();
    }

    fn restart(&mut self) {
        self.shape = Shape::default();
        for column in self.columns.iter_mut().chain(&mut self.beyond) {
            column.offsets.truncate(self.rows + 1);
            let end = column.offsets.last().map_or(0, |&end| end as usize);
            self.bytes -= column.values.len() - end;
            column.values.truncate(end);
        }
    }
}
