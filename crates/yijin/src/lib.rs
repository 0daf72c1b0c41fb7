//! Exact, accountable metrics from consumption poverty-relief purchase ledgers (消费扶贫台账).
//!
//! Files become raw cells ([`read`]), cells become values ([`clean`]), accepted rows are folded into a
//! mergeable [`fold`] state, and the state answers the headline questions of a [`campaign`].

pub mod calendar;
pub mod campaign;
pub mod cell;
pub mod clean;
pub mod error;
pub mod person;
pub mod place;
pub mod read;
pub mod suggest;
pub mod table;

pub use campaign::Campaign;
pub use error::{Error, ErrorKind, Position, Result};
pub mod account;
pub mod fold;
pub mod progress;
