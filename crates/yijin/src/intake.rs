//! Intake: every block of every export is read, cleaned and merged, on as many threads as asked for.
//!
//! A part (one file, sheet or row group) is read by one thread at a time, and cleaned by any: while one thread cleans a
//! block, another reads the next. Each thread folds into a state of its own; they merge in any order.

use crate::cell::Block;
use crate::error::{ErrorKind, Result};
use crate::progress::Progress;
use crate::read::{Export, Rows, Tally};
use hashbrown::HashMap;
use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What the threads share.
struct Queue<'a> {
    /// Exports that have not been opened.
    exports: VecDeque<(u32, &'a Export)>,
    /// Parts that no thread reads from.
    parts: VecDeque<Part>,
    /// How many parts there have been.
    numbered: usize,
    /// For each sheet that has been opened, how many of its bytes have been counted as done.
    done: HashMap<u32, u64>,
    /// Parts and exports that a thread is busy with.
    busy: usize,
    /// Why every thread is to stop.
    failed: Option<crate::Error>,
}

/// A part of a sheet.
struct Part {
    number: usize,
    sheet: u32,
    rows: Box<dyn Rows>,
    tally: Arc<Tally>,
}

/// Reads every block of the exports and hands it, with its sheet's number, to `work`; returns what each thread made of its blocks.
///
/// # Errors
/// The first error of a reader or of `work`, and [`ErrorKind::Interrupted`].
///
/// # Panics
/// Where a reader or `work` does, once every thread has stopped.
pub fn each_block<T: Send>(
    exports: &[(u32, &Export)],
    threads: usize,
    progress: &Progress,
    new: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, u32, Block) -> Result<()> + Sync,
) -> Result<Vec<T>> {
    let queue = Queue {
        exports: exports.iter().copied().collect(),
        parts: VecDeque::new(),
        numbered: 0,
        done: HashMap::new(),
        busy: 0,
        failed: None,
    };
    let shared = (Mutex::new(queue), Condvar::new());
    let placed = |error: crate::Error, sheet: u32| match exports.iter().find(|(number, _)| *number == sheet) {
        Some((_, export)) => error.at(export.sheet.place().position()),
        None => error,
    };
    let fold = || {
        let mut made = new();
        run(&shared, progress, &mut |sheet, block| work(&mut made, sheet, block).map_err(|error| placed(error, sheet)));
        made
    };
    let joined: std::thread::Result<Vec<T>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(fold)).collect();
        let joined: Vec<_> = threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        joined.into_iter().collect()
    });
    let made = joined.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let queue = shared.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    queue.failed.map_or(Ok(made), Err)
}

type Shared<'a> = (Mutex<Queue<'a>>, Condvar);

fn lock<'q, 'a>(shared: &'q Shared<'a>) -> MutexGuard<'q, Queue<'a>> {
    shared.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(shared: &Shared<'_>, progress: &Progress, work: &mut impl FnMut(u32, Block) -> Result<()>) {
    let mut last = None;
    while let Some(task) = next(shared, last) {
        let _busy = Busy(shared);
        match progress.check().and_then(|()| perform(task, shared, progress, work)) {
            Ok(part) => last = part,
            Err(error) => drop(lock(shared).failed.get_or_insert(error)),
        }
    }
}

/// What a thread does next.
enum Task<'a> {
    Open(u32, &'a Export),
    Read(Part),
}

/// A thread that is busy; the others are woken when it is done, also when it panics.
struct Busy<'q, 'a>(&'q Shared<'a>);

impl Drop for Busy<'_, '_> {
    fn drop(&mut self) {
        let mut queue = lock(self.0);
        queue.busy -= 1;
        if std::thread::panicking() {
            queue.failed.get_or_insert_with(|| ErrorKind::Interrupted.into());
        }
        self.0.1.notify_all();
    }
}

/// Returns the next task; `None` when there is nothing left or something has failed. A thread goes on with its `last` part where it can:
/// what it knows of a dictionary holds for the part's next block.
fn next<'a>(shared: &Shared<'a>, last: Option<usize>) -> Option<Task<'a>> {
    let mut queue = lock(shared);
    loop {
        if queue.failed.is_some() {
            return None;
        }
        let place = last.and_then(|last| queue.parts.iter().position(|part| part.number == last)).unwrap_or(0);
        let task = queue
            .parts
            .remove(place)
            .map(Task::Read)
            .or_else(|| queue.exports.pop_front().map(|(sheet, export)| Task::Open(sheet, export)));
        if task.is_some() {
            queue.busy += 1;
            return task;
        }
        if queue.busy == 0 {
            return None;
        }
        queue = shared.1.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Does a task; returns the part that it was about, where that goes on.
fn perform(
    task: Task<'_>,
    shared: &Shared<'_>,
    progress: &Progress,
    work: &mut impl FnMut(u32, Block) -> Result<()>,
) -> Result<Option<usize>> {
    match task {
        Task::Open(sheet, export) => {
            let parts = export.sheet.parts(&export.header.sources())?;
            let mut queue = lock(shared);
            let first = queue.numbered;
            queue.numbered += parts.len();
            let tally = export.sheet.tally();
            queue.parts.extend((first..).zip(parts).map(|(number, rows)| Part { number, sheet, rows, tally: tally.clone() }));
            drop(queue);
            shared.1.notify_all();
            Ok(None)
        }
        Task::Read(mut part) => {
            let Some(block) = part.rows.next_block()? else { return Ok(None) };
            let (number, sheet, mut queue) = (part.number, part.sheet, lock(shared));
            let (read, done) = (part.tally.bytes.load(Ordering::Relaxed), queue.done.entry(sheet).or_default());
            progress.done.fetch_add(read.saturating_sub(std::mem::replace(done, read)), Ordering::Relaxed);
            queue.parts.push_front(part);
            drop(queue);
            shared.1.notify_all();
            progress.rows.fetch_add(block.len() as u64, Ordering::Relaxed);
            work(sheet, block)?;
            Ok(Some(number))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Campaign;
    use crate::read::ReadOptions;
    use crate::read::input::{Input, exports};

    #[test]
    fn a_panic_stops_every_thread_and_goes_on() {
        let file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
        std::fs::write(file.path(), "订单编号,下单日期,产品编号,数量,金额,订单状态\n1,2019-05-03,P,1,1,已完成\n".repeat(3)).unwrap();
        let campaign = Campaign::community_power();
        let (options, progress) = (ReadOptions::default(), Progress::default());
        let exports = exports(vec![Input::path(file.path())], &campaign, &campaign.tables(), &options, &progress).unwrap().exports;
        let numbered: Vec<_> = (0..).zip(&exports).collect();
        let read = || each_block(&numbered, 2, &Progress::default(), || (), |(), _, _| panic!("a fault"));
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"a fault"));
    }
}
