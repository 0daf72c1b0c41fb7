//! The plain headline: lines as they stand, counted in the pass that reads them.
//!
//! Refunds are not netted and repeated rows are not looked for, so that nothing of a line is kept and only the columns that the question
//! needs are read. Everything else is as in a [`crate::Book`]: the same reading, cleaning, dimensions and counting.

use crate::account::{Aside, Counts};
use crate::book::BookOptions;
use crate::calendar::Day;
use crate::campaign::Campaign;
use crate::catalogue::Catalogue;
use crate::cell::Block;
use crate::clean::{Cleaner, LedgerBlock, Spellings, SpeltPersons};
use crate::error::{ErrorKind, Result};
use crate::exports::Exports;
use crate::fold::members::Shared;
use crate::fold::{Lines, Names, Numbering, Settled, SharedNumbering};
use crate::headline::tally::{self, Plan, Tally};
use crate::headline::{Headline, Inquiry, Question, Sources};
use crate::intake;
use crate::progress::{Phase, Progress};
use crate::read::{Export, Input};
use crate::records::Records;
use crate::reference::{self, Reference};
use crate::table::TableId;

/// The columns that every question needs.
const COLUMNS: [&str; 7] = ["order_date", "community_id", "household_id", "product_id", "supplier_id", "status", "refund_of"];

/// The dimensions whose values only a book knows: those that the ledger itself names.
const NAMED: [&str; 4] = ["community", "enterprise", "product", "supplier"];

/// Returns the five metrics of a question over completed lines as they stand. Rows whose needed cells have no usable value are set aside; other
/// cells are not looked at. Sums are not known.
///
/// # Errors
/// As [`crate::Book::open`] and [`crate::Book::headline`]; [`ErrorKind::BadOption`] for a dimension whose values only a book knows.
pub fn headline(
    inputs: Vec<Input>,
    campaign: Campaign,
    options: BookOptions,
    question: &Question,
    progress: &Progress,
) -> Result<Headline> {
    check(question)?;
    let (pool, threads) = (options.pool()?, options.threads);
    let cleaner = &Cleaner::new(&campaign, options.key);
    let mut exports = pool.install(|| Exports::find(inputs, &campaign, cleaner.tables(), &options.read, progress))?;
    progress.begin(Phase::Reading, exports.sheets.iter().map(|export| export.sheet.bytes()).sum());
    let mut reference = pool.install(|| reference::read(&exports, &campaign.policy, cleaner, threads, progress))?;
    let (mut counts, mut asides) = (Counts::default(), Vec::new());
    reference::account(&mut reference, &mut counts, &mut asides);
    let listed = listed(&reference, cleaner);
    let catalogue = Catalogue::new(&listed, &reference, &campaign, cleaner);
    let members = numbering(&listed, &catalogue, &reference);
    // The largest tables, which the catalogue has taken in; that they were given is still to be known.
    for table in [TableId::BenefitLinks, TableId::PoorHouseholds] {
        reference.entry(table).and_modify(|records| *records = Records::default());
    }
    let sources = Sources { members: &listed, reference: &reference, catalogue: &catalogue, campaign: &campaign, cleaner };
    let (lines, settled, coverage) = (Lines::default(), Settled::default(), exports.coverage(cleaner.tables()));
    let inquiry = Inquiry { sources, lines: &lines, settled: &settled, coverage, progress };
    let plan = inquiry.plan(question)?;
    ask_for(&mut exports, cleaner, &plan);
    let mut groups = Vec::new();
    for mut part in count(&exports, cleaner, &members, &plan, threads, progress)? {
        asides.append(&mut part.asides);
        counts.take(part.counts);
        groups.push(part.tally.into_groups(&plan.bounds));
    }
    let accounts = exports.accounts(&counts, &asides, cleaner)?;
    let mut rows = pool.install(|| inquiry.answer(question, &plan, tally::merged(groups, &plan.bounds)))?;
    rows.iter_mut().for_each(|row| row.sums = None);
    Ok(Headline { plain: true, ..Headline::new(&campaign, question, rows, exports.by_table(&accounts)) })
}

/// Asks the ledger's sheets for those columns alone that a plan needs.
fn ask_for(exports: &mut Exports, cleaner: &Cleaner, plan: &Plan<'_>) {
    let columns: Vec<&str> = COLUMNS.into_iter().chain(plan.ledger_columns()).collect();
    let table = cleaner.tables().table(TableId::Ledger);
    for export in exports.sheets.iter_mut().filter(|export| export.header.table == TableId::Ledger) {
        export.header = export.header.asking_for(table, &columns);
    }
}

fn check(question: &Question) -> Result<()> {
    let grouped = question.by.iter().map(|name| ("by", name));
    let mut asked = grouped.chain(question.filters.iter().map(|(name, _)| ("where", name)));
    asked.find(|(_, name)| NAMED.contains(&name.as_str())).map_or(Ok(()), |(option, name)| {
        let expected = format!("no {} beside plain, which keeps no names", NAMED.join(", "));
        Err(ErrorKind::BadOption { option, expected, found: name.clone() }.into())
    })
}

/// Returns the communities, products and suppliers that the reference tables list.
fn listed(reference: &Reference, cleaner: &Cleaner) -> Numbering {
    let names = |table: TableId, column: &str| {
        let mut names = Names::default();
        if let (Some(records), Some(place)) = (reference.get(&table), cleaner.tables().table(table).column(column)) {
            for name in records.columns.get(place).into_iter().flatten().filter_map(|&value| records.name(value)) {
                names.number(name);
            }
        }
        names
    };
    Numbering {
        communities: names(TableId::Projects, "community_id"),
        products: names(TableId::Products, "product_id"),
        suppliers: names(TableId::Suppliers, "supplier_id"),
        ..Numbering::default()
    }
}

/// Returns the numbering that a ledger is read with: closed where a table lists the members, since others count for nothing. A supplier that
/// no table lists keeps its product's from being taken for it.
fn numbering(listed: &Numbering, catalogue: &Catalogue, reference: &Reference) -> SharedNumbering {
    let given = |table, names: &Names| if reference.contains_key(&table) { Shared::closed(names.clone()) } else { Shared::default() };
    SharedNumbering {
        communities: given(TableId::Projects, &listed.communities),
        products: Shared::closed(listed.products.clone()),
        suppliers: Shared::from(catalogue.suppliers.clone()),
        ..SharedNumbering::default()
    }
}

/// What one thread counted, and the account of what it read.
#[derive(Default)]
struct Part {
    tally: Tally,
    spellings: Spellings,
    counts: Counts,
    asides: Vec<Aside>,
}

fn count(
    exports: &Exports,
    cleaner: &Cleaner,
    members: &SharedNumbering,
    plan: &Plan<'_>,
    threads: usize,
    progress: &Progress,
) -> Result<Vec<Part>> {
    let numbered: Vec<(u32, &Export)> = exports.of(TableId::Ledger).collect();
    let count = |part: &mut Part, sheet: u32, block: Block| {
        let of = LedgerBlock { sheet, header: &exports.sheet(sheet).header, block: &block };
        let (lines, others, mut asides) = cleaner.lines(of, members, &mut part.spellings)?;
        part.tally.count(&lines, &others, &[], plan);
        let outside = outside(&lines.date, &asides, &block, plan);
        Counts::add(&mut part.counts.read, sheet, block.len() as u64);
        Counts::add(&mut part.counts.outside, sheet, outside);
        Counts::add(&mut part.counts.accepted, sheet, block.len() as u64 - asides.len() as u64 - outside);
        part.asides.append(&mut asides);
        Ok(())
    };
    let persons = SpeltPersons::default();
    let new = || Part { spellings: Spellings::sharing(&persons), ..Part::default() };
    intake::each_block(&numbered, threads, progress, new, count)
}

/// Returns how many rows that are not set aside are dated outside the window.
fn outside(days: &[Day], asides: &[Aside], block: &Block, plan: &Plan<'_>) -> u64 {
    let is_outside = |row: usize| !plan.window.contains(days[row]);
    let mut aside = asides.iter().map(|aside| aside.row).peekable();
    let set_aside = (0..if asides.is_empty() { 0 } else { days.len() }).filter(|&row| aside.next_if_eq(&block.rows.number(row)).is_some());
    let outside_aside = set_aside.filter(|&row| is_outside(row)).count();
    ((0..days.len()).filter(|&row| is_outside(row)).count() - outside_aside) as u64
}
