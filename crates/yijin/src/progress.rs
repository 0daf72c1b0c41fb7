//! How far a long run has come, shared between the run and whoever watches it.

use crate::error::{ErrorKind, Result};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    /// Nothing yet.
    Idle,
    /// Reading and cleaning files; `done` and `total` are bytes.
    Reading,
    /// Finding duplicates and matching refunds; `done` and `total` are rows, counted once for each look at them: two at every row, and one more
    /// at each line.
    Settling,
    /// Folding lines; `done` and `total` are lines, counted once for each look at them: evidence looks twice.
    Folding,
    /// Writing files; `done` and `total` are rows.
    Writing,
}

/// Counters that a run advances and anyone may read; a watcher may ask the run to stop.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    /// How much is done, in the unit of the phase.
    pub done: AtomicU64,
    /// How much there is to do; 0 where unknown.
    pub total: AtomicU64,
    /// Rows read so far.
    pub rows: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Begins a phase with so much to do.
    pub fn begin(&self, phase: Phase, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Returns what the run is doing.
    #[must_use]
    pub fn phase(&self) -> Phase {
        [Phase::Idle, Phase::Reading, Phase::Settling, Phase::Folding, Phase::Writing]
            [usize::from(self.phase.load(Ordering::Relaxed)).min(4)]
    }

    /// Asks the run to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Checks whether the run may go on.
    ///
    /// # Errors
    /// [`ErrorKind::Interrupted`] once it has been asked to stop.
    pub fn check(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(ErrorKind::Interrupted.into()) } else { Ok(()) }
    }
}
