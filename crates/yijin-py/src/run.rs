//! Long calls: they run beside the interpreter, show how far they are, and stop at Ctrl-C.

use crate::error::Raised;
use crate::guard::{fault, guarded};
use pyo3::prelude::*;
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use yijin::Phase;

/// Counters of a long call, for a progress bar.
#[pyclass(frozen, module = "yijin._native")]
#[derive(Default)]
pub struct Progress(pub Arc<yijin::Progress>);

#[pymethods]
impl Progress {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// What the call is doing: "reading", "settling", "folding", "writing", or "".
    #[getter]
    fn phase(&self) -> &'static str {
        match self.0.phase() {
            Phase::Idle => "",
            Phase::Reading => "reading",
            Phase::Settling => "settling",
            Phase::Folding => "folding",
            Phase::Writing => "writing",
        }
    }

    /// How much is done: bytes while reading, else rows, counted once for each look at them.
    #[getter]
    fn done(&self) -> u64 {
        self.0.done.load(Ordering::Relaxed)
    }

    /// How much there is to do; 0 where unknown.
    #[getter]
    fn total(&self) -> u64 {
        self.0.total.load(Ordering::Relaxed)
    }

    /// Rows read so far.
    #[getter]
    fn rows(&self) -> u64 {
        self.0.rows.load(Ordering::Relaxed)
    }
}

/// How often a long call looks whether the user wants it to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Runs `work` beside the interpreter and returns what it returns; Ctrl-C asks it to stop.
///
/// # Errors
/// The exception of the core's error or panic, or KeyboardInterrupt.
pub fn watched<T: Send>(
    py: Python<'_>,
    progress: Arc<yijin::Progress>,
    work: impl FnOnce(&yijin::Progress) -> yijin::Result<T> + Send,
) -> PyResult<T> {
    let (sender, receiver) = std::sync::mpsc::sync_channel(1);
    let receiver = Mutex::new(receiver);
    let next = |wait: Duration| receiver.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(wait);
    std::thread::scope(|scope| {
        let shared = &progress;
        scope.spawn(move || sender.send(guarded(|| work(shared).raised())));
        loop {
            let done = py.detach(|| next(LOOK));
            match done {
                Ok(result) => return result,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(fault()),
            }
            if let Err(interrupt) = py.check_signals() {
                progress.stop();
                while matches!(py.detach(|| next(LOOK)), Err(RecvTimeoutError::Timeout)) {}
                return Err(interrupt);
            }
        }
    })
}
