//! Exact, accountable metrics from consumption poverty-relief purchase ledgers (消费扶贫台账).
//!
//! Files become raw cells ([`read`]), cells become values ([`clean`]), accepted rows are folded into a mergeable state
//! ([`fold`]) and settled, and a [`Book`] answers the [`headline`] questions of a [`Campaign`]. [`plain::headline`] answers one question in the pass that
//! reads, from lines as they stand.

pub mod account;
pub mod book;
pub mod calendar;
pub mod campaign;
pub mod catalogue;
pub mod cell;
pub mod clean;
pub mod disclosure;
pub mod error;
pub mod evaluate;
pub mod exports;
pub mod fold;
pub mod forensics;
pub mod headline;
pub mod intake;
pub mod loyalty;
pub mod metric;
pub mod person;
pub mod place;
pub mod plain;
pub mod progress;
pub mod quality;
pub mod read;
pub mod records;
pub mod reference;
pub mod rows;
pub mod set_aside;
pub mod suggest;
pub mod table;

pub use book::{Book, BookOptions};
pub use campaign::Campaign;
pub use error::{Error, ErrorKind, Position, Result};
pub use forensics::{Finding, Forensics};
pub use headline::{Evidence, Headline, Question};
pub use loyalty::Loyalty;
pub use metric::{Metric, Metrics};
pub use progress::{Phase, Progress};
