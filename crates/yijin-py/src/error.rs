//! Errors of the core as exceptions of `yijin.errors`.

use pyo3::prelude::*;
use pyo3::{PyErr, import_exception};
use yijin::Error;

import_exception!(yijin.errors, YijinError);
import_exception!(yijin.errors, NotFoundError);
import_exception!(yijin.errors, UnreadableError);
import_exception!(yijin.errors, HeaderError);
import_exception!(yijin.errors, CampaignError);
import_exception!(yijin.errors, UnknownNameError);
import_exception!(yijin.errors, NeedsTableError);
import_exception!(yijin.errors, OptionError);
import_exception!(yijin.errors, KeyFileError);
import_exception!(yijin.errors, StateError);
import_exception!(yijin.errors, UnsoundError);

/// Returns the exception of an error, with its id and position as arguments.
pub fn raised(error: Error) -> PyErr {
    let at = error.position();
    let arguments = (error.to_string(), error.id(), at.file, at.sheet, at.row, at.column);
    match error.id() {
        "not-found" => NotFoundError::new_err(arguments),
        "io" | "unknown-format" | "unsupported-encoding" | "broken-text" | "broken-file" | "too-large" => {
            UnreadableError::new_err(arguments)
        }
        "unknown-table" | "ambiguous-table" | "bad-header" => HeaderError::new_err(arguments),
        "bad-campaign" => CampaignError::new_err(arguments),
        "unknown-name" => UnknownNameError::new_err(arguments),
        "needs-table" => NeedsTableError::new_err(arguments),
        "bad-option" => OptionError::new_err(arguments),
        "bad-key" => KeyFileError::new_err(arguments),
        "bad-state" => StateError::new_err(arguments),
        "unsound" => UnsoundError::new_err(arguments),
        "interrupted" => pyo3::exceptions::PyKeyboardInterrupt::new_err(arguments.0),
        _ => YijinError::new_err(arguments),
    }
}

/// Raises the core's errors.
pub trait Raised<T> {
    /// Returns the value, or the exception of the error.
    ///
    /// # Errors
    /// The exception.
    fn raised(self) -> PyResult<T>;
}

impl<T> Raised<T> for yijin::Result<T> {
    fn raised(self) -> PyResult<T> {
        self.map_err(raised)
    }
}
