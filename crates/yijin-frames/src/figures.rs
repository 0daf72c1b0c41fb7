//! Figures of a metric, by dimensions.

use crate::border::batch;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use std::sync::Arc;
use yijin::Result;

/// The figures of a metric.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// The dimensions.
    pub by: Vec<String>,
    /// One figure for each group, by its dimensions, missing values last; one in all without dimensions.
    pub rows: Vec<Figure>,
    /// The reference tables and columns of the ledger that are missing; then there are no rows.
    pub needs: Vec<&'static str>,
    /// Whether the figures are ratios.
    pub is_ratio: bool,
}

/// A figure of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The values of the dimensions; `None` is the missing value.
    pub by: Vec<Option<String>>,
    /// The number; `None` where nothing is known of it, or a ratio's lower part is 0.
    pub value: Option<Value>,
    /// How many households stand behind it, where it is about households' purchases; how many persons it counts, where it does and they are fewer.
    pub persons: Option<i64>,
}

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A count or a sum.
    Whole(i64),
    /// A ratio.
    Ratio(f64),
}

impl Value {
    /// Returns the number as a float.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Ratio(ratio) => ratio,
        }
    }
}

impl Figures {
    /// Returns one row for each group: a text column for each dimension, `value` (int64, of a ratio float64) and `persons`.
    ///
    /// # Errors
    /// [`yijin::ErrorKind::Unsound`] where the columns do not make a table, which never is.
    pub fn to_record_batch(&self) -> Result<RecordBatch> {
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for (place, name) in self.by.iter().enumerate() {
            let texts: StringArray = self.rows.iter().map(|row| row.by[place].as_deref()).collect();
            columns.push((name.clone(), Arc::new(texts)));
        }
        let values = self.rows.iter().map(|row| row.value);
        let array: ArrayRef = if self.is_ratio {
            Arc::new(values.map(|value| value.map(Value::as_f64)).collect::<Float64Array>())
        } else {
            let whole = |value| if let Value::Whole(whole) = value { Some(whole) } else { None };
            Arc::new(values.map(|value| value.and_then(whole)).collect::<Int64Array>())
        };
        columns.push(("value".to_owned(), array));
        columns.push(("persons".to_owned(), Arc::new(self.rows.iter().map(|row| row.persons).collect::<Int64Array>())));
        batch(columns)
    }
}
