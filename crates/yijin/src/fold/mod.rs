//! The fold: accepted rows to a mergeable state, and the state to settled lines, of which [`crate::headline`] makes figures.

pub mod chunk;
pub mod codeset;
#[cfg(test)]
mod laws;
pub mod line;
pub mod lines;
pub mod members;
pub mod numbering;
pub mod packed;
pub mod settle;
mod sieve;
pub mod state;
pub mod store;

pub use chunk::{Chunk, Keys};
pub use codeset::{CodeSet, Gathered};
pub use line::{Columns, Facts, Line, RowPlace};
pub use lines::Lines;
pub use members::{Names, People};
pub use numbering::{Numbering, SharedNumbering};
pub use settle::{Return, Settled};
pub use state::State;
pub use store::Store;
