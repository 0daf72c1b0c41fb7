//! The members of a ledger, each kind numbered for itself.

use super::members::{Names, People, Shared};
use crate::person::Pseudonym;
use serde::{Deserialize, Serialize};

/// The members of a ledger.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Numbering {
    /// The communities.
    pub communities: Names,
    /// The households.
    pub households: People,
    /// The enterprises.
    pub enterprises: Names,
    /// The products.
    pub products: Names,
    /// The suppliers that the ledger names.
    pub suppliers: Names,
    /// The organisers.
    pub organizers: People,
    /// The activities.
    pub activities: Names,
}

/// The members of a ledger while several threads number them.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the members are those of Numbering")]
pub struct SharedNumbering {
    pub communities: Shared<Box<str>>,
    pub households: Shared<Pseudonym>,
    pub enterprises: Shared<Box<str>>,
    pub products: Shared<Box<str>>,
    pub suppliers: Shared<Box<str>>,
    pub organizers: Shared<Pseudonym>,
    pub activities: Shared<Box<str>>,
}

impl From<SharedNumbering> for Numbering {
    fn from(shared: SharedNumbering) -> Self {
        Self {
            communities: shared.communities.into_members(),
            households: shared.households.into_members(),
            enterprises: shared.enterprises.into_members(),
            products: shared.products.into_members(),
            suppliers: shared.suppliers.into_members(),
            organizers: shared.organizers.into_members(),
            activities: shared.activities.into_members(),
        }
    }
}
