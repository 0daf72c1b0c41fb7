//! Members: the distinct identifiers behind the figures, numbered from 1; 0 stands for none.

use crate::person::Pseudonym;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, PoisonError};

/// What can be a member.
pub trait Member: Clone {
    /// How a member is looked up.
    type Key: Hash + Eq + ?Sized;
    /// Returns the member's key.
    fn key(&self) -> &Self::Key;
    /// Returns the member of a key.
    fn of(key: &Self::Key) -> Self;
}

impl Member for Box<str> {
    type Key = str;
    fn key(&self) -> &str {
        self
    }
    fn of(key: &str) -> Self {
        key.into()
    }
}

impl Member for Pseudonym {
    type Key = Self;
    fn key(&self) -> &Self {
        self
    }
    fn of(key: &Self) -> Self {
        *key
    }
}

/// The distinct members of one kind, numbered from 1 in order of arrival.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<T>", into = "Vec<T>", bound(serialize = "T: Member + Serialize", deserialize = "T: Member + Deserialize<'de>"))]
pub struct Members<T: Member> {
    values: Vec<T>,
    places: HashTable<u32>,
}

/// Members with a name of their own: communities, products, suppliers, ….
pub type Names = Members<Box<str>>;

/// Persons, by pseudonym.
pub type People = Members<Pseudonym>;

fn hash(key: &(impl Hash + ?Sized)) -> u64 {
    foldhash::fast::FixedState::default().hash_one(key)
}

impl<T: Member> Members<T> {
    /// Returns the number of a member, which is added where it is new.
    pub fn number(&mut self, key: &T::Key) -> u32 {
        let values = &mut self.values;
        let entry = self.places.entry(
            hash(key),
            |&number| values[number as usize - 1].key() == key,
            |&number| hash(values[number as usize - 1].key()),
        );
        match entry {
            Entry::Occupied(found) => *found.get(),
            Entry::Vacant(vacant) => {
                values.push(T::of(key));
                *vacant.insert(values.len() as u32).get()
            }
        }
    }

    /// Returns the number of a member, or 0 where it is none.
    #[must_use]
    pub fn find(&self, key: &T::Key) -> u32 {
        self.places.find(hash(key), |&number| self.values[number as usize - 1].key() == key).copied().unwrap_or(0)
    }

    /// Returns the member of a number; `None` for 0.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&T> {
        self.values.get((number as usize).checked_sub(1)?)
    }

    /// Returns the members in the order of their numbers.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// Returns how many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Adds another's members; returns for each number of the other its number here (0 stays 0).
    pub fn merge(&mut self, other: &Self) -> Vec<u32> {
        std::iter::once(0).chain(other.values.iter().map(|value| self.number(value.key()))).collect()
    }
}

/// Members that several threads number at once.
#[derive(Debug)]
pub struct Shared<T: Member> {
    members: Mutex<Members<T>>,
    is_closed: bool,
}

impl<T: Member> Shared<T> {
    /// Returns members to which none is added: another has the number 0, as none has.
    #[must_use]
    pub fn closed(members: Members<T>) -> Self {
        Self { is_closed: true, ..Self::from(members) }
    }

    /// As [`Members::number`]; of closed members, as [`Members::find`].
    pub fn number(&self, key: &T::Key) -> u32 {
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_closed { members.find(key) } else { members.number(key) }
    }

    /// Returns the members.
    #[must_use]
    pub fn into_members(self) -> Members<T> {
        self.members.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Member> Default for Shared<T> {
    fn default() -> Self {
        Self::from(Members::default())
    }
}

impl<T: Member> From<Members<T>> for Shared<T> {
    fn from(members: Members<T>) -> Self {
        Self { members: Mutex::new(members), is_closed: false }
    }
}

impl<T: Member> Default for Members<T> {
    fn default() -> Self {
        Self { values: Vec::new(), places: HashTable::new() }
    }
}

impl<T: Member> From<Vec<T>> for Members<T> {
    fn from(values: Vec<T>) -> Self {
        let mut members = Self::default();
        for value in &values {
            members.number(value.key());
        }
        members
    }
}

impl<T: Member> From<Members<T>> for Vec<T> {
    fn from(members: Members<T>) -> Self {
        members.values
    }
}
