//! The members of a ledger while several threads read it: one numbering for all.

use super::members::Shared;
use super::state::State;
use crate::person::Pseudonym;

/// The members of a ledger, as in [`State`].
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the members are those of State")]
pub struct Roster {
    pub communities: Shared<Box<str>>,
    pub households: Shared<Pseudonym>,
    pub enterprises: Shared<Box<str>>,
    pub products: Shared<Box<str>>,
    pub suppliers: Shared<Box<str>>,
    pub organizers: Shared<Pseudonym>,
    pub activities: Shared<Box<str>>,
}

impl Roster {
    /// Returns the state of all rows, whose members this roster numbered and which share a store.
    #[must_use]
    pub fn state(self, rows: impl IntoIterator<Item = State>) -> State {
        let mut rows = rows.into_iter();
        let mut state = State {
            communities: self.communities.into_members(),
            households: self.households.into_members(),
            enterprises: self.enterprises.into_members(),
            products: self.products.into_members(),
            suppliers: self.suppliers.into_members(),
            organizers: self.organizers.into_members(),
            activities: self.activities.into_members(),
            ..rows.next().unwrap_or_default()
        };
        for mut more in rows {
            state.lines.append(std::mem::take(&mut more.lines));
            state.append(more);
        }
        state
    }
}
