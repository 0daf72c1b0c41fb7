//! Supporting metrics of a book, on polars: joins and group-bys of its lines and reference tables.
//!
//! [`Frames`] answers for one question (its days and filters): the figures of a metric of the catalogue ([`yijin::Metrics`]), by dimensions, the tables
//! that metrics measure, panels of them, and means and measures of concentration over their units.

mod border;
pub mod concentration;
mod figures;
mod frames;
pub mod mean;
mod measure;
pub mod panel;
mod table;
mod units;

pub use figures::{Figure, Figures, Value};
pub use frames::Frames;
pub use panel::Panel;
pub use units::Left;
