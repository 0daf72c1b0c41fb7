//! Seeded campaigns at any size, with the right answers beside them.
//!
//! [`generate`] writes a whole campaign: ten tables in real formats, with refunds, repeated rows and, where asked, every fault of the
//! specification in known numbers. `truth.json` beside them holds the right headline and the right account, counted while the data were
//! made. The crate shares no code with the library that it tests.

mod account;
mod bits;
mod calendar;
mod chance;
mod community;
mod enterprise;
mod error;
mod fault;
mod folder;
mod ledger;
mod order;
mod page;
mod person;
mod place;
mod plan;
mod product;
mod refund;
mod register;
mod row;
mod spelling;
mod spoil;
mod supplier;
mod table;
mod truth;
mod value;
mod word;
mod world;
mod write;

pub use error::Error;
pub use plan::{Format, Plan};

use account::Accounts;
use calendar::MONTHS;
use folder::Folder;
use ledger::Ledger;
use page::Pages;
use std::path::{Path, PathBuf};
use world::World;

/// What has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The files, `truth.json` last.
    pub files: Vec<PathBuf>,
    /// The rows of the ledger: purchased lines, refunds, repeated and faulty rows.
    pub lines: u64,
}

/// Returns what has been written to the folder `out`: a campaign's ten tables, and `truth.json` with the right answers.
///
/// `progress` is told the number of purchased lines written so far, and stops the run by returning `false`. Files appear under their
/// names only when they are whole; a run that stops or fails removes what it wrote. The same plan gives the same bytes.
///
/// # Errors
/// [`Error::BadPlan`] for a plan that cannot be carried out, [`Error::NotEmpty`] for a folder that holds something,
/// [`Error::Io`] where writing fails, [`Error::Stopped`] where `progress` stopped the run.
pub fn generate(out: &Path, plan: &Plan, progress: &dyn Fn(u64) -> bool) -> Result<Summary, Error> {
    let world = World::new(plan.checked()?);
    let mut folder = Folder::create(out)?;
    let step = |lines| if progress(lines) { Ok(()) } else { Err(Error::Stopped { path: out.to_owned() }) };
    let mut ledger = Ledger::new(&world);
    let mut pages = Pages::new(&world, &mut folder);
    (0..MONTHS).try_for_each(|month| ledger.month(month, &mut pages, &step))?;
    let lines = pages.rows;
    let mut accounts = Accounts::default();
    accounts.add("ledger", ledger.account);
    table::write_references(&world, &mut folder, &mut accounts)?;
    write_truth(&mut folder, &ledger.truth.finish(&accounts))?;
    Ok(Summary { files: folder.keep(), lines })
}

fn write_truth(folder: &mut Folder, truth: &serde_json::Value) -> Result<(), Error> {
    let draft = folder.draft("truth.json");
    let text = serde_json::to_string_pretty(truth).map_err(|cause| draft.error(cause))?;
    std::fs::write(draft.part(), text + "\n").map_err(|cause| draft.error(cause))?;
    folder.place(draft)
}
