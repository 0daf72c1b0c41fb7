//! Workbooks in the XLS, XLSB and ODS formats.

use super::{ReadOptions, Sheet};
use crate::error::{ErrorKind, Result};
use std::path::Path;
use std::sync::Arc;

/// Returns the sheets of the workbook at `path`, called `name`.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`].
pub fn open(path: &Path, name: Arc<str>, options: &ReadOptions) -> Result<Vec<Box<dyn Sheet>>> {
    let _ = (path, options);
    Err(ErrorKind::UnknownFormat { file: name.to_string(), found: "an old workbook".to_owned() }.into())
}
