//! The Python binding: signatures, conversions, and the calls of the core; nothing is computed here.

mod arrow;
mod book;
mod campaign;
mod concentration;
mod disclosure;
mod error;
mod evaluate;
mod forensics;
mod generate;
mod guard;
mod headline;
mod loyalty;
mod metric;
mod panel;
mod run;
mod sensitivity;

use pyo3::prelude::*;

/// Blocks come and go on all threads; the system's allocator would keep a third more than is in use.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The native half of the Python package `yijin`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::arrow::Table;
    #[pymodule_export]
    use crate::book::{Book, plain_headline};
    #[pymodule_export]
    use crate::campaign::Campaign;
    #[pymodule_export]
    use crate::concentration::{concentration, per_household};
    #[pymodule_export]
    use crate::disclosure::{held, suppressed};
    #[pymodule_export]
    use crate::evaluate::{evaluate, evaluate_clustered, evaluate_resampled, evaluate_spells};
    #[pymodule_export]
    use crate::forensics::{Forensics, forensics};
    #[pymodule_export]
    use crate::generate::generate;
    #[pymodule_export]
    use crate::headline::{Evidence, Headline};
    #[pymodule_export]
    use crate::loyalty::loyalty;
    #[pymodule_export]
    use crate::metric::{metric, metrics, table};
    #[pymodule_export]
    use crate::panel::panel;
    #[pymodule_export]
    use crate::run::Progress;
    #[pymodule_export]
    use crate::sensitivity::sensitivity;

    /// Of fewer communities, or units that are drawn, an interval is too narrow.
    #[pymodule_export]
    const FEW: usize = yijin::evaluate::cluster::FEW;
    /// The code of a row without a community.
    #[pymodule_export]
    const NOWHERE: i64 = yijin::evaluate::resampled::NOWHERE;

    use super::*;

    /// Returns a text that a spreadsheet program does not take for a formula.
    #[pyfunction]
    fn harmless(text: String) -> String {
        yijin::clean::text::harmless(text)
    }

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        guard::hush();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
