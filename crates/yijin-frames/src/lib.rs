//! Supporting metrics of a book, on polars: joins and group-bys of its lines and reference tables.
//!
//! [`Frames`] answers for one question (its days and filters): the figures of a metric of the catalogue ([`yijin::Metrics`]), by dimensions, the tables
//! that metrics measure, and panels of them.

mod border;
mod figures;
mod frames;
mod measure;
pub mod panel;
mod table;

pub use figures::{Figure, Figures, Value};
pub use frames::Frames;
pub use panel::Panel;
