//! A book: the exports of a campaign, read once and asked many times.

use crate::account::{Account, Aside, Findings};
use crate::campaign::Campaign;
use crate::catalogue::{Catalogue, Reference};
use crate::cell::Block;
use crate::clean::{Cleaner, Spellings};
use crate::error::{ErrorKind, Result};
use crate::fold::store::MEMORY;
use crate::fold::{Lines, Settled, SharedNumbering, State, Store};
use crate::headline::{Coverage, DIMENSIONS, Evidence, Headline, Inquiry, Question, Sources};
use crate::intake;
use crate::person::Key;
use crate::progress::{Phase, Progress};
use crate::read::{self, Export, Input, ReadOptions};
use crate::table::TableId;
use arrow_array::RecordBatch;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
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
    pub(crate) exports: Vec<Export>,
    /// The real paths of the exports' files.
    pub(crate) files: Vec<PathBuf>,
    pub(crate) state: State,
    pub(crate) settled: Settled,
    pub(crate) reference: Reference,
    pub(crate) catalogue: Catalogue,
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
        let cleaner = Cleaner::new(&campaign, options.key);
        let files = read::paths(&inputs)?;
        let pool = ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build();
        let pool = pool.map_err(|error| ErrorKind::Unsound { cause: error.to_string() })?;
        let mut exports = pool.install(|| read::exports(inputs, &campaign, cleaner.tables(), &options.read))?;
        exports.sort_by(|a, b| a.sheet.place().cmp(b.sheet.place()));
        if !exports.iter().any(|export| export.header.table == TableId::Ledger) {
            return Err(ErrorKind::NeedsTable { what: "any figure".to_owned(), table: "ledger" }.into());
        }
        let coverage = coverage(&exports, &cleaner);
        let (state, reference) = pool.install(|| take_in(&exports, &cleaner, options.threads, options.memory_limit, progress))?;
        let mut book = Self {
            campaign,
            cleaner,
            pool,
            exports,
            files,
            state,
            settled: Settled::default(),
            reference,
            catalogue: Catalogue::default(),
            asides: Vec::new(),
            findings: Findings::default(),
            flags: OnceLock::new(),
            accounts: Vec::new(),
            coverage,
        };
        book.settle(progress)?;
        Ok(book)
    }

    fn settle(&mut self, progress: &Progress) -> Result<()> {
        settle_reference(&mut self.reference, &self.cleaner, progress)?;
        self.catalogue = Catalogue::new(&self.state.members, &self.reference, &self.campaign, &self.cleaner);
        let (state, piece_grams, window) = (&self.state, &self.catalogue.piece_grams, self.campaign.window);
        self.settled = self.pool.install(|| Settled::new(state, piece_grams, window, progress))?;
        self.gather();
        self.account()
    }

    /// Gathers the rows that were set aside, by table, file, sheet and row.
    fn gather(&mut self) {
        self.asides = std::mem::take(&mut self.state.aside);
        self.asides.append(&mut self.settled.aside);
        self.reference.values_mut().for_each(|records| self.asides.append(&mut records.aside));
        self.asides.sort_unstable();
        self.findings = self.state.findings.clone();
        self.reference.values().for_each(|records| self.findings.merge(records.findings.clone()));
        self.note_settled();
    }

    /// Accounts for every row of every sheet, and checks the sum.
    fn account(&mut self) -> Result<()> {
        let mut accounts = vec![Account::default(); self.exports.len()];
        let read = std::iter::once(&self.state.read).chain(self.reference.values().map(|records| &records.read));
        for (&sheet, &rows) in read.flatten() {
            accounts[sheet as usize].read += rows;
        }
        for aside in &self.asides {
            let table = self.cleaner.tables().table(self.exports[aside.sheet as usize].header.table);
            *accounts[aside.sheet as usize].set_aside.entry(aside.reason.code(table)).or_default() += 1;
        }
        for (&sheet, &rows) in &self.settled.outside {
            accounts[sheet as usize].outside_campaign += rows;
        }
        for (&sheet, &rows) in &self.settled.in_use {
            accounts[sheet as usize].accepted += rows;
        }
        for place in self.reference.values().flat_map(|records| &records.places) {
            accounts[place.sheet as usize].accepted += 1;
        }
        for (account, export) in accounts.iter().zip(&self.exports) {
            account.check(&export.sheet.place().to_string())?;
        }
        self.accounts = accounts;
        Ok(())
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
        Ok(Headline {
            campaign: self.campaign.id.clone(),
            as_of: question.as_of.unwrap_or(self.campaign.window.end),
            period: if question.is_within() { "within" } else { "cumulative" },
            from: question.from,
            to: question.to,
            filters: question.filters.clone(),
            by: question.by.clone(),
            cumulative: question.cumulative,
            rows,
            accounting: self.accounting(),
        })
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
            let place = self.exports[sheet as usize].sheet.place();
            (&*place.file, place.sheet.as_deref())
        })
    }

    /// Returns the dimensions that the given tables allow.
    #[must_use]
    pub fn dimensions(&self) -> Vec<&'static str> {
        let given = |needs: &Option<TableId>| needs.is_none_or(|table| self.reference.contains_key(&table));
        DIMENSIONS.iter().filter(|(_, needs)| given(needs)).map(|(name, _)| *name).collect()
    }

    /// Returns what became of the rows of each table.
    #[must_use]
    pub fn accounting(&self) -> BTreeMap<TableId, Account> {
        let mut tables: BTreeMap<TableId, Account> = BTreeMap::new();
        for (export, account) in self.exports.iter().zip(&self.accounts) {
            tables.entry(export.header.table).or_default().add(account);
        }
        tables
    }

    /// Returns the exports, each with what became of its rows.
    pub fn sheets(&self) -> impl Iterator<Item = (&Export, &Account)> {
        self.exports.iter().zip(&self.accounts)
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

    fn inquiry<'a>(&'a self, progress: &'a Progress) -> Inquiry<'a> {
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
}

fn coverage(exports: &[Export], cleaner: &Cleaner) -> Coverage {
    let has = |id: TableId, name: &str| {
        let table = cleaner.tables().table(id);
        let given = |export: &Export| table.column(name).is_some_and(|column| export.header.gives(table, column));
        exports.iter().filter(|export| export.header.table == id).any(given)
    };
    Coverage {
        communities: has(TableId::Ledger, "community_id"),
        households: has(TableId::Ledger, "household_id"),
        suppliers: has(TableId::Ledger, "supplier_id") || has(TableId::Products, "supplier_id"),
    }
}

/// What one thread made of the blocks it read: the ledger's state and the reference tables, not yet settled.
#[derive(Default)]
struct Part {
    state: State,
    reference: Reference,
    spellings: Spellings,
}

/// Reads and cleans every block; returns the ledger's state and the reference tables, not yet settled.
fn take_in(exports: &[Export], cleaner: &Cleaner, threads: usize, memory_limit: usize, progress: &Progress) -> Result<(State, Reference)> {
    progress.begin(Phase::Reading, exports.iter().map(|export| export.sheet.bytes()).sum());
    let numbered: Vec<(u32, &Export)> = exports.iter().enumerate().map(|(sheet, export)| (sheet as u32, export)).collect();
    let (members, store) = (SharedNumbering::default(), Arc::new(Store::within(memory_limit)));
    let new = || Part { state: State { lines: Lines::kept_in(store.clone()), ..State::default() }, ..Part::default() };
    let clean = |part: &mut Part, sheet: u32, block: Block| {
        let header = &exports[sheet as usize].header;
        let table = cleaner.tables().table(header.table);
        if table.id == TableId::Ledger {
            cleaner.ledger(sheet, header, &block, &members, &mut part.state, &mut part.spellings)?;
        } else {
            let records = cleaner.records(sheet, header, &block)?;
            part.reference.entry(table.id).or_default().merge(records, table);
        }
        progress.done.store(exports.iter().map(|export| export.sheet.tally().bytes.load(Ordering::Relaxed)).sum(), Ordering::Relaxed);
        Ok(())
    };
    let parts = intake::each_block(&numbered, threads, progress, new, clean)?;
    let (rows, references): (Vec<State>, Vec<Reference>) = parts.into_iter().map(|part| (part.state, part.reference)).unzip();
    let mut reference = Reference::default();
    for (table, records) in references.into_iter().flatten() {
        reference.entry(table).or_default().merge(records, cleaner.tables().table(table));
    }
    for table in exports.iter().map(|export| export.header.table).filter(|table| *table != TableId::Ledger) {
        reference.entry(table).or_default();
    }
    Ok((State::joined(members.into(), rows), reference))
}

/// Sets aside repeated keys, and links to suppliers and households that their tables do not hold.
///
/// # Errors
/// [`ErrorKind::Interrupted`].
fn settle_reference(reference: &mut Reference, cleaner: &Cleaner, progress: &Progress) -> Result<()> {
    for (table, records) in reference.iter_mut() {
        progress.check()?;
        let table = cleaner.tables().table(*table);
        records.columns.resize_with(table.columns.len(), Vec::new);
        records.settle(table);
    }
    let Some(mut links) = reference.remove(&TableId::BenefitLinks) else { return Ok(()) };
    let place = |table: TableId, column: &str| cleaner.tables().table(table).column(column).unwrap_or_default();
    let [supplier, household] = ["supplier_id", "poor_household_id"].map(|column| place(TableId::BenefitLinks, column));
    let suppliers = reference.get(&TableId::Suppliers).map(|records| (records, records.members(place(TableId::Suppliers, "supplier_id"))));
    let register = reference
        .get(&TableId::PoorHouseholds)
        .map(|records| (records, records.members(place(TableId::PoorHouseholds, "poor_household_id"))));
    links.check(|links, row| {
        let name = links.name(links.columns[supplier][row]).unwrap_or_default();
        if suppliers.as_ref().is_some_and(|(records, known)| !known.contains(records.names.find(name))) {
            return Some(crate::account::Reason::UnknownSupplier);
        }
        let person = links.people.get(links.columns[household][row] as u32)?;
        let unregistered = register.as_ref().is_some_and(|(records, known)| !known.contains(records.people.find(person)));
        unregistered.then_some(crate::account::Reason::UnregisteredPoorHousehold)
    });
    reference.insert(TableId::BenefitLinks, links);
    progress.check()
}
