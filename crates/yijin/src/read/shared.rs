//! What the sheets of a workbook have in common, held no longer than it takes to read them all.
//!
//! Each sheet is read twice: its first rows for the header, and all of its rows. What the sheets share is made for the first of them and
//! held until the last has begun; who reads a sheet once more, for its set-aside rows, makes it anew.

use crate::error::Result;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// How often every sheet is read.
const READINGS: usize = 2;

/// Something that several sheets share.
pub struct Commons<T>(Mutex<State<T>>);

struct State<T> {
    held: Option<Arc<T>>,
    last: Weak<T>,
    /// How many sheets have been read so many times.
    sheets: [usize; READINGS + 1],
}

impl<T> Commons<T> {
    /// Returns what sheets will share, where it has been made already.
    pub fn new(made: Option<T>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { held: made.map(Arc::new), last: Weak::new(), sheets: [0; READINGS + 1] })))
    }

    /// Returns the stake of another sheet.
    pub fn stake(self: &Arc<Self>) -> Stake<T> {
        self.lock().sheets[0] += 1;
        Stake { of: Arc::clone(self), readings: AtomicUsize::new(0) }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> State<T> {
    /// Lets go of it where no sheet waits for it that others have had before it.
    fn settle(&mut self) {
        let waiting = self.sheets[0] > 0 || self.sheets.iter().filter(|&&sheets| sheets > 0).count() > 1;
        if !waiting {
            self.held = None;
        }
    }
}

/// A sheet's stake in what it has in common with others.
pub struct Stake<T> {
    of: Arc<Commons<T>>,
    readings: AtomicUsize,
}

impl<T> Stake<T> {
    /// Returns it for another reading of the sheet, made where it is not at hand.
    ///
    /// # Errors
    /// As `make`.
    pub fn get(&self, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let mut state = self.of.lock();
        let value = match state.held.clone().or_else(|| state.last.upgrade()) {
            Some(value) => value,
            None => Arc::new(make()?),
        };
        let before = self.readings.load(Ordering::Relaxed);
        let now = (before + 1).min(READINGS);
        self.readings.store(now, Ordering::Relaxed);
        state.sheets[before] -= 1;
        state.sheets[now] += 1;
        (state.held, state.last) = (Some(Arc::clone(&value)), Arc::downgrade(&value));
        state.settle();
        Ok(value)
    }
}

impl<T> Drop for Stake<T> {
    fn drop(&mut self) {
        let mut state = self.of.lock();
        state.sheets[self.readings.load(Ordering::Relaxed)] -= 1;
        state.settle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_a_pass_and_let_go_with_the_last_sheet() {
        let made = AtomicUsize::new(0);
        let commons = Commons::new(None);
        let stakes: Vec<Stake<usize>> = (0..3).map(|_| commons.stake()).collect();
        let read = |sheet: usize| stakes[sheet].get(|| Ok(made.fetch_add(1, Ordering::Relaxed))).map(|it| *it).unwrap();
        assert_eq!([0, 1, 2].map(read), [0; 3]);
        assert_eq!([2, 0, 1].map(read), [1; 3], "the second pass");
        assert!(commons.lock().last.upgrade().is_none());
        assert_eq!([1, 1, 2].map(read), [2, 3, 4], "whoever comes later makes it for himself");
    }

    #[test]
    fn a_sheet_that_is_dropped_is_not_waited_for() {
        let commons = Commons::new(Some(7));
        let (one, other) = (commons.stake(), commons.stake());
        assert_eq!(*one.get(|| unreachable!()).unwrap(), 7);
        assert!(commons.lock().held.is_some());
        drop(other);
        assert!(commons.lock().held.is_none());
        assert_eq!(*one.get(|| Ok(8)).unwrap(), 8);
    }
}
