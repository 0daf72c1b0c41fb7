//! The mergeable state of a ledger: accepted rows in compact form.
//!
//! `merge` is associative and commutative and the empty state is its identity, so that threads, files, batches and
//! machines may fold apart and merge in any order. Duplicates and refunds may meet across any border, and so lines keep
//! their keys; they are matched when the state is settled ([`super::settle`]).

use super::chunk::Renumber;
use super::lines::Lines;
use super::numbering::Numbering;
use crate::account::{Aside, Counts, Findings};
use crate::error::{ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first bytes of a saved state, with its version.
const MAGIC: &[u8] = b"yijin-state-1\n";

/// Accepted ledger rows in compact form, with the account of those that were not.
///
/// A [`crate::Book`] joins the states of its threads ([`State::joined`]). Merging and saving whole states is there for whoever uses the crate
/// from Rust: to fold parts of a ledger on several machines, and settle them together.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// The members that the rows name by number.
    pub members: Numbering,
    /// The lines and refunds.
    pub lines: Lines,
    /// The rows that were set aside before they could be matched with others.
    pub aside: Vec<Aside>,
    /// Examples of them, and unknown words.
    pub findings: Findings,
    /// Data rows read, by sheet.
    pub read: BTreeMap<u32, u64>,
}

impl State {
    /// Adds another state to this one.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] where lines beyond the memory's budget cannot be written to or read from the temporary file.
    pub fn merge(&mut self, mut other: Self) -> Result<()> {
        let (mine, theirs) = (&mut self.members, &other.members);
        let new = Renumber {
            communities: mine.communities.merge(&theirs.communities),
            households: mine.households.merge(&theirs.households),
            enterprises: mine.enterprises.merge(&theirs.enterprises),
            products: mine.products.merge(&theirs.products),
            suppliers: mine.suppliers.merge(&theirs.suppliers),
            organizers: mine.organizers.merge(&theirs.organizers),
            activities: mine.activities.merge(&theirs.activities),
        };
        self.lines.merge(std::mem::take(&mut other.lines), &new)?;
        self.append(other);
        Ok(())
    }

    /// Returns the state of all rows, whose members were numbered together and which are kept in one store.
    #[must_use]
    pub fn joined(members: Numbering, rows: impl IntoIterator<Item = Self>) -> Self {
        let mut rows = rows.into_iter();
        let mut state = Self { members, ..rows.next().unwrap_or_default() };
        for mut more in rows {
            state.lines.append(std::mem::take(&mut more.lines));
            state.append(more);
        }
        state
    }

    /// Adds another's account.
    fn append(&mut self, mut other: Self) {
        self.aside.append(&mut other.aside);
        self.findings.merge(other.findings);
        other.read.into_iter().for_each(|(sheet, rows)| Counts::add(&mut self.read, sheet, rows));
    }

    /// Returns the state as bytes that [`State::from_bytes`] reads back; they carry a version and a checksum.
    ///
    /// # Errors
    /// [`ErrorKind::BadState`] where it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let body = postcard::to_stdvec(self).map_err(|error| ErrorKind::BadState { cause: error.to_string() })?;
        Ok([MAGIC, blake3::hash(&body).as_bytes(), &body].concat())
    }

    /// Returns the state saved by [`State::to_bytes`].
    ///
    /// # Errors
    /// [`ErrorKind::BadState`] where the bytes are of another version, cut short or changed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let bad = |cause: &str| ErrorKind::BadState { cause: cause.to_owned() };
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| bad("it is of another version, or no state"))?;
        let (checksum, body) = rest.split_at_checked(blake3::OUT_LEN).ok_or_else(|| bad("it is cut short"))?;
        if blake3::hash(body).as_bytes() != checksum {
            return Err(bad("its bytes have changed").into());
        }
        postcard::from_bytes(body).map_err(|error| bad(&error.to_string()).into())
    }
}
