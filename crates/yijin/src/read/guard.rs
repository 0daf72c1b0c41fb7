//! Decoders of other crates: a panic on a damaged file is an error like any other.

use crate::error::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Returns what `decode` returns; what `broken` says where it panics.
///
/// # Errors
/// As `decode`, and that of `broken`.
pub fn guarded<T>(decode: impl FnOnce() -> Result<T>, broken: impl FnOnce() -> Error) -> Result<T> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| Err(broken()))
}
