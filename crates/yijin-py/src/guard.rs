//! Panics: none crosses the border, and none prints what it says, which may hold a value of an export.

use crate::error::InternalError;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Where in the sources the last panic began.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Keeps every panic of this module quiet; only its place in the sources is kept. Other modules of the process have hooks of their own.
pub fn hush() {
    std::panic::set_hook(Box::new(|panic| *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = panic.location().map(short)));
}

/// Returns what `work` returns; a panic of it is an exception like any other.
///
/// # Errors
/// Those of `work`, and `InternalError` where it panics.
pub fn guarded<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(fault()))
}

/// Returns the exception of a panic.
pub fn fault() -> PyErr {
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
    let place = place.map(|place| format!(" at {place}")).unwrap_or_default();
    InternalError::new_err((
        format!("expected no fault of yijin's own, found one{place}; no figure was made; please report it with this line"),
        "internal",
    ))
}

/// Returns a place as file and line, without the folders above the crate's sources.
fn short(location: &Location<'_>) -> String {
    let file = location.file();
    let file = file.rsplit_once("src/").map_or(file, |(_, below)| below);
    format!("{file}:{}", location.line())
}
