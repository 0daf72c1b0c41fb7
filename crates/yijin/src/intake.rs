//! Intake: every block of every export is read and handed to the caller's work, on as many threads as asked for.
//!
//! A part (one file, sheet or row group) is read by one thread at a time, and worked on by any: while one thread works on a
//! block, another reads the next. Each thread makes something of its own of its blocks; the caller joins what they made.
//!
//! Of several errors the foremost by sheet, part and block is returned, whichever thread was first: after an error the threads go on
//! with what stands before it, and with nothing behind it.

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
    /// For each sheet that has been opened, how many of its bytes have been counted as done.
    done: HashMap<u32, u64>,
    /// Parts and exports that a thread is busy with.
    busy: usize,
    /// The foremost error, and its turn: nothing behind it is begun.
    failed: Option<(Turn, crate::Error)>,
}

/// The turn of a block: its sheet, its part there, and its number in the part, from 1. A sheet is opened before the first of its first part.
type Turn = (u32, usize, u64);

/// The turn of an error that no thread goes on after.
const FIRST: Turn = (0, 0, 0);

impl<'a> Queue<'a> {
    /// Keeps an error, unless one before it is known.
    fn fail(&mut self, turn: Turn, error: crate::Error) {
        if self.failed.as_ref().is_none_or(|(known, _)| turn < *known) {
            self.failed = Some((turn, error));
        }
    }

    /// Takes the next task that is not behind an error, a block of the `last` part where there is one.
    fn take(&mut self, last: Option<(u32, usize)>) -> Option<Task<'a>> {
        if let Some((failed, _)) = &self.failed {
            self.parts.retain(|part| part.turn() < *failed);
            self.exports.retain(|(sheet, _)| (*sheet, 0, 0) < *failed);
        }
        let place = last.and_then(|last| self.parts.iter().position(|part| (part.sheet, part.number) == last)).unwrap_or(0);
        let part = self.parts.remove(place).map(Task::Read);
        part.or_else(|| self.exports.pop_front().map(|(sheet, export)| Task::Open(sheet, export)))
    }
}

/// A part of a sheet.
struct Part {
    sheet: u32,
    /// Its number in the sheet.
    number: usize,
    /// How many blocks have been read.
    blocks: u64,
    rows: Box<dyn Rows>,
    tally: Arc<Tally>,
}

impl Part {
    /// Returns the turn of the next block.
    fn turn(&self) -> Turn {
        (self.sheet, self.number, self.blocks + 1)
    }
}

/// Reads every block of the exports and hands it, with its sheet's number, to `work`; returns what each thread made of its blocks.
///
/// # Errors
/// The foremost error of a reader or of `work`, and [`ErrorKind::Interrupted`].
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
    let queue = Queue { exports: exports.iter().copied().collect(), parts: VecDeque::new(), done: HashMap::new(), busy: 0, failed: None };
    let desk = (Mutex::new(queue), Condvar::new());
    let placed = |error: crate::Error, sheet: u32| match exports.iter().find(|(number, _)| *number == sheet) {
        Some((_, export)) => error.at(export.sheet.place().position()),
        None => error,
    };
    let fold = || {
        let mut made = new();
        run(&desk, progress, &mut |sheet, block| work(&mut made, sheet, block).map_err(|error| placed(error, sheet)));
        made
    };
    let joined: std::thread::Result<Vec<T>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(fold)).collect();
        let joined: Vec<_> = threads.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        joined.into_iter().collect()
    });
    let made = joined.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let queue = desk.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    queue.failed.map_or(Ok(made), |(_, error)| Err(error))
}

/// The queue, and the bell that wakes the threads that wait for it.
type Desk<'a> = (Mutex<Queue<'a>>, Condvar);

fn lock<'q, 'a>(desk: &'q Desk<'a>) -> MutexGuard<'q, Queue<'a>> {
    desk.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(desk: &Desk<'_>, progress: &Progress, work: &mut impl FnMut(u32, Block) -> Result<()>) {
    let mut last = None;
    while let Some(task) = next(desk, last) {
        let _busy = Busy(desk);
        if let Err(interrupted) = progress.check() {
            lock(desk).fail(FIRST, interrupted);
            continue;
        }
        let turn = task.turn();
        match perform(task, desk, progress, work) {
            Ok(part) => last = part,
            Err(error) => lock(desk).fail(turn, error),
        }
    }
}

/// What a thread does next.
enum Task<'a> {
    Open(u32, &'a Export),
    Read(Part),
}

impl Task<'_> {
    fn turn(&self) -> Turn {
        match self {
            Self::Open(sheet, _) => (*sheet, 0, 0),
            Self::Read(part) => part.turn(),
        }
    }
}

/// A thread that is busy; the others are woken when it is done, also when it panics.
struct Busy<'q, 'a>(&'q Desk<'a>);

impl Drop for Busy<'_, '_> {
    fn drop(&mut self) {
        let mut queue = lock(self.0);
        queue.busy -= 1;
        if std::thread::panicking() {
            queue.fail(FIRST, ErrorKind::Interrupted.into());
        }
        self.0.1.notify_all();
    }
}

/// Returns the next task; `None` when there is nothing left, or nothing before an error. A thread goes on with its `last` part where it can:
/// what it knows of a dictionary holds for the part's next block.
fn next<'a>(desk: &Desk<'a>, last: Option<(u32, usize)>) -> Option<Task<'a>> {
    let mut queue = lock(desk);
    loop {
        if let Some(task) = queue.take(last) {
            queue.busy += 1;
            return Some(task);
        }
        if queue.busy == 0 {
            return None;
        }
        queue = desk.1.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Does a task; returns the part that it was about, where that goes on.
fn perform(
    task: Task<'_>,
    desk: &Desk<'_>,
    progress: &Progress,
    work: &mut impl FnMut(u32, Block) -> Result<()>,
) -> Result<Option<(u32, usize)>> {
    match task {
        Task::Open(sheet, export) => {
            let parts = export.sheet.parts(&export.header.sources())?;
            let tally = export.sheet.tally();
            let part = |(number, rows)| Part { sheet, number, blocks: 0, rows, tally: tally.clone() };
            lock(desk).parts.extend(parts.into_iter().enumerate().map(part));
            desk.1.notify_all();
            Ok(None)
        }
        Task::Read(mut part) => {
            let Some(block) = part.rows.next_block()? else { return Ok(None) };
            part.blocks += 1;
            let (number, sheet, mut queue) = (part.number, part.sheet, lock(desk));
            let (read, done) = (part.tally.bytes.load(Ordering::Relaxed), queue.done.entry(sheet).or_default());
            progress.done.fetch_add(read.saturating_sub(std::mem::replace(done, read)), Ordering::Relaxed);
            queue.parts.push_front(part);
            drop(queue);
            desk.1.notify_all();
            progress.rows.fetch_add(block.len() as u64, Ordering::Relaxed);
            work(sheet, block)?;
            Ok(Some((sheet, number)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Campaign;
    use crate::read::input::{Input, exports};
    use crate::read::layout::memory::Memory;
    use crate::read::{Header, ReadOptions, Sheet};
    use crate::table::TableId;
    use std::collections::BTreeMap;
    use std::sync::Barrier;

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

    /// A sheet of so many parts of five rows, which opens when the other does, and not where it has none.
    struct Together(Memory, usize, Arc<Barrier>);

    impl Sheet for Together {
        fn place(&self) -> &crate::read::Place {
            self.0.place()
        }

        fn bytes(&self) -> u64 {
            0
        }

        fn tally(&self) -> Arc<Tally> {
            self.0.tally()
        }

        fn parts(&self, columns: &[usize]) -> Result<Vec<Box<dyn Rows>>> {
            self.2.wait();
            let parts = (0..self.1).map(|_| self.0.parts(columns)).collect::<Result<Vec<_>>>()?;
            if parts.is_empty() { Err(fault("opened")) } else { Ok(parts.into_iter().flatten().collect()) }
        }
    }

    fn fault(cause: &str) -> crate::Error {
        ErrorKind::Unsound { cause: cause.to_owned() }.into()
    }

    /// Returns the error of sheets of so many parts, opened at once, where `work` fails at these blocks of a sheet.
    fn error_of(parts: [usize; 2], fails: impl Fn(u32, u64) -> bool + Sync) -> String {
        let barrier = Arc::new(Barrier::new(2));
        let export = |parts| {
            let (bound, constants) = (BTreeMap::new(), BTreeMap::new());
            let header = Header { table: TableId::Ledger, names: Vec::new(), bound, constants, is_partial: false };
            let sheet = Box::new(Together(Memory::of("a\nb\nc\nd\ne"), parts, Arc::clone(&barrier)));
            Export { sheet, header, unread: Vec::new() }
        };
        let exports = parts.map(export);
        let numbered: Vec<(u32, &Export)> = (0..).zip(&exports).collect();
        let work = |(): &mut (), sheet: u32, block: Block| match block.rows.number(0) {
            first if fails(sheet, first.into()) => Err(fault(&format!("sheet {sheet}, row {first}"))),
            _ => Ok(()),
        };
        each_block(&numbered, 2, &Progress::default(), || (), work).unwrap_err().to_string()
    }

    #[test]
    fn of_several_errors_the_foremost_is_returned() {
        for _ in 0..20 {
            assert!(error_of([0, 1], |_, _| true).contains("opened"));
            assert!(error_of([3, 0], |sheet, row| (sheet, row) == (0, 5)).contains("sheet 0, row 5"));
            assert!(error_of([2, 2], |_, row| row == 5).contains("sheet 0, row 5"));
            assert!(error_of([2, 2], |_, _| true).contains("sheet 0, row 1"));
        }
    }
}
