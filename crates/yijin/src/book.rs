//! A book: the exports of a campaign, read once and asked many times.

use crate::account::{Account, Aside, Findings};
use crate::campaign::Campaign;
use crate::catalogue::Catalogue;
use crate::cell::Block;
use crate::clean::{Cleaner, LedgerBlock, Spellings, SpeltPersons};
use crate::error::{ErrorKind, Result};
use crate::exports::Exports;
use crate::fold::store::MEMORY;
use crate::fold::{Lines, Settled, SharedNumbering, State, Store};
use crate::headline::{Coverage, DIMENSIONS, Evidence, Headline, Inquiry, Question, Sources};
use crate::intake;
use crate::person::Key;
use crate::progress::{Phase, Progress};
use crate::read::{Export, Input, ReadOptions, Stamped, Tallied};
use crate::reference::{self, Reference};
use crate::table::TableId;
use arrow_array::RecordBatch;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// How a book is opened.
#[derive(Debug, Clone)]
pub struct BookOptions {
    /// How files are read.
    pub read: ReadOptions,
    /// How many threads read and fold.
    pub threads: usize,
    /// How many bytes of lines are held in memory; the others go to a temporary file. No figure depends on it.
    pub memory_limit: usize,
    /// The key of the persons.
    pub key: Key,
}

/// The exports of a campaign: every row read, cleaned, settled and accounted for.
pub struct Book {
    campaign: Campaign,
    cleaner: Cleaner,
    pub(crate) pool: ThreadPool,
    pub(crate) exports: Exports,
    /// What each sheet counted while its rows were taken in.
    pub(crate) tallied: Vec<Tallied>,
    pub(crate) state: State,
    pub(crate) settled: Settled,
    pub(crate) reference: Reference,
    pub(crate) catalogue: Catalogue,
    /// The rows that are set aside, by file, sheet and row.
    pub(crate) asides: Vec<Aside>,
    pub(crate) findings: Findings,
    /// The flags, once they have been counted.
    pub(crate) flags: OnceLock<BTreeMap<&'static str, u64>>,
    accounts: Vec<Account>,
    coverage: Coverage,
}

impl Book {
    /// Returns the book of the exports in `inputs`.
    ///
    /// # Errors
    /// Where a file cannot be found, read or understood, where no ledger is among them, or where the account does not add up.
    pub fn open(inputs: Vec<Input>, campaign: Campaign, options: BookOptions, progress: &Progress) -> Result<Self> {
        let (pool, threads) = (options.pool()?, options.threads);
        let cleaner = Cleaner::new(&campaign, options.key);
        let exports = pool.install(|| Exports::find(inputs, &campaign, cleaner.tables(), &options.read, progress))?;
        progress.begin(Phase::Reading, exports.sheets.iter().map(|export| export.sheet.bytes()).sum());
        let mut reference = pool.install(|| reference::read(&exports, &campaign.policy, &cleaner, threads, progress))?;
        let mut state = read_ledger(&exports, &cleaner, threads, options.memory_limit, progress)?;
        let tallied = exports.sheets.iter().map(|export| export.sheet.tally().counts()).collect();
        let catalogue = Catalogue::new(&state.members, &reference, &campaign, &cleaner);
        let mut settled = pool.install(|| Settled::new(&state, &catalogue.piece_grams, campaign.window, progress))?;
        let mut asides = std::mem::take(&mut state.aside);
        asides.append(&mut settled.aside);
        let mut counts = settled.counts(&state);
        reference::account(&mut reference, &mut counts, &mut asides);
        asides.par_sort_unstable();
        let accounts = exports.accounts(&counts, &asides, &cleaner)?;
        let mut findings = std::mem::take(&mut state.findings);
        reference.values_mut().for_each(|records| findings.merge(std::mem::take(&mut records.findings)));
        let coverage = exports.coverage(cleaner.tables());
        let flags = OnceLock::new();
        let mut book = Self {
            campaign,
            cleaner,
            pool,
            exports,
            tallied,
            state,
            settled,
            reference,
            catalogue,
            asides,
            findings,
            flags,
            accounts,
            coverage,
        };
        book.note_settled();
        Ok(book)
    }

    /// Returns the five metrics of a question against their targets.
    ///
    /// # Errors
    /// Where the question names what does not exist or needs a table that was not given.
    ///
    /// # Example
    /// ```no_run
    /// # fn main() -> yijin::Result<()> {
    /// use yijin::{Book, BookOptions, Campaign, Progress, Question, read::Input};
    /// let options = BookOptions::new(yijin::person::Key::fresh()?);
    /// let book = Book::open(vec![Input::path("exports/")], Campaign::community_power(), options, &Progress::default())?;
    /// let headline = book.headline(&Question { by: vec!["stage".into()], ..Question::default() }, &Progress::default())?;
    /// println!("{}", headline.to_json());
    /// # Ok(()) }
    /// ```
    pub fn headline(&self, question: &Question, progress: &Progress) -> Result<Headline> {
        let rows = self.pool.install(|| self.inquiry(progress).rows(question))?;
        Ok(Headline::new(&self.campaign, question, rows, self.accounting()))
    }

    /// Returns the lines and members behind a figure; of one member, where it is named.
    ///
    /// # Errors
    /// As [`Book::headline`], and where the metric does not exist or the member does not count.
    pub fn evidence(&self, metric: &str, member: Option<&str>, question: &Question, progress: &Progress) -> Result<Evidence> {
        self.pool.install(|| self.inquiry(progress).evidence(metric, member, question))
    }

    /// Returns the lines of an evidence as a table, with their files and sheets.
    ///
    /// # Errors
    /// As [`Inquiry::evidence_lines`].
    pub fn evidence_lines(&self, evidence: &Evidence) -> Result<RecordBatch> {
        self.inquiry(&Progress::default()).evidence_lines(evidence, |sheet| {
            let place = self.exports.sheet(sheet).sheet.place();
            (&*place.file, place.sheet.as_deref())
        })
    }

    /// Returns the dimensions that the given tables allow.
    #[must_use]
    pub fn dimensions(&self) -> Vec<&'static str> {
        let given = |needs: &Option<TableId>| needs.is_none_or(|table| self.reference.contains_key(&table));
        DIMENSIONS.iter().filter(|(_, needs)| given(needs)).map(|(name, _)| *name).collect()
    }

    /// Returns whether a reference table was given.
    #[must_use]
    pub fn has(&self, table: TableId) -> bool {
        self.reference.contains_key(&table)
    }

    /// Returns whether any ledger file has households.
    #[must_use]
    pub fn has_households(&self) -> bool {
        self.coverage.households
    }

    /// Returns the ledger's column that is missing to know of which household, community, enterprise or supplier a line is; of any other column of
    /// lines, none. A line's enterprise may be that of its community, its supplier that of its product.
    #[must_use]
    pub fn lacks(&self, column: &str) -> Option<&'static str> {
        let of = self.coverage;
        match column {
            "household" if !of.households => Some("ledger.household_id"),
            "community" if !of.communities => Some("ledger.community_id"),
            "enterprise" if !(of.enterprises || of.communities && self.has(TableId::Projects)) => Some("ledger.enterprise_id"),
            "supplier" if !of.suppliers => Some("ledger.supplier_id"),
            _ => None,
        }
    }

    /// Returns what became of the rows of each table.
    #[must_use]
    pub fn accounting(&self) -> BTreeMap<TableId, Account> {
        self.exports.by_table(&self.accounts)
    }

    /// Returns the exports, each with what became of its rows.
    pub fn sheets(&self) -> impl Iterator<Item = (&Export, &Account)> {
        self.exports.sheets.iter().zip(&self.accounts)
    }

    /// Returns the files that were read, as they were then.
    #[must_use]
    pub fn files(&self) -> &[Stamped] {
        &self.exports.files
    }

    /// Returns the campaign.
    #[must_use]
    pub fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// Returns the cleaner that read the cells.
    #[must_use]
    pub fn cleaner(&self) -> &Cleaner {
        &self.cleaner
    }

    pub(crate) fn inquiry<'a>(&'a self, progress: &'a Progress) -> Inquiry<'a> {
        let sources = Sources {
            members: &self.state.members,
            reference: &self.reference,
            catalogue: &self.catalogue,
            campaign: &self.campaign,
            cleaner: &self.cleaner,
        };
        Inquiry { sources, lines: &self.state.lines, settled: &self.settled, coverage: self.coverage, progress }
    }
}

impl BookOptions {
    /// Returns the default options with a key: two threads, 512 MiB of lines.
    #[must_use]
    pub fn new(key: Key) -> Self {
        Self { read: ReadOptions::default(), threads: 2, memory_limit: MEMORY, key }
    }

    /// Returns the threads that a book works with.
    pub(crate) fn pool(&self) -> Result<ThreadPool> {
        let pool = ThreadPoolBuilder::new().num_threads(self.threads.max(1)).build();
        pool.map_err(|error| ErrorKind::Unsound { cause: error.to_string() }.into())
    }
}

/// What one thread made of the ledger's blocks that it read.
struct Part {
    state: State,
    spellings: Spellings,
}

/// Reads and cleans the ledger's rows; returns their state, not yet settled.
fn read_ledger(exports: &Exports, cleaner: &Cleaner, threads: usize, memory_limit: usize, progress: &Progress) -> Result<State> {
    let numbered: Vec<(u32, &Export)> = exports.of(TableId::Ledger).collect();
    let (members, persons, store) = (SharedNumbering::default(), SpeltPersons::default(), Arc::new(Store::within(memory_limit)));
    let new =
        || Part { state: State { lines: Lines::kept_in(store.clone()), ..State::default() }, spellings: Spellings::sharing(&persons) };
    let clean = |part: &mut Part, sheet: u32, block: Block| {
        let of = LedgerBlock { sheet, header: &exports.sheet(sheet).header, block: &block };
        cleaner.ledger(of, &members, &mut part.state, &mut part.spellings)
    };
    let parts = intake::each_block(&numbered, threads, progress, new, clean)?;
    let states: Vec<State> = parts.into_iter().map(|part| part.state).collect();
    Ok(State::joined(members.into(), states))
}
