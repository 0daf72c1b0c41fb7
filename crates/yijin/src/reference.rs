//! The reference tables of a campaign: read, each key once, and links between what the tables hold.

use crate::account::{Aside, Counts, Reason};
use crate::campaign::Policy;
use crate::cell::Block;
use crate::clean::{Cleaner, Counties};
use crate::error::Result;
use crate::exports::Exports;
use crate::intake;
use crate::progress::Progress;
use crate::read::Export;
use crate::records::Records;
use crate::table::TableId;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The reference tables that were given.
pub type Reference = BTreeMap<TableId, Records>;

/// Returns the reference tables among the exports.
///
/// # Errors
/// Where a row cannot be read, and [`crate::ErrorKind::Interrupted`].
pub fn read(exports: &Exports, policy: &Policy, cleaner: &Cleaner, threads: usize, progress: &Progress) -> Result<Reference> {
    let numbered: Vec<(u32, &Export)> = (0..).zip(&exports.sheets).filter(|(_, export)| export.header.table != TableId::Ledger).collect();
    let mut reference: Reference = numbered.iter().map(|(_, export)| (export.header.table, Records::default())).collect();
    let clean = |(part, counties): &mut (Reference, Counties), sheet: u32, block: Block| {
        let header = &exports.sheet(sheet).header;
        cleaner.records(sheet, header, &block, part.entry(header.table).or_default(), counties)
    };
    let parts = intake::each_block(&numbered, threads, progress, Default::default, clean)?;
    for (table, records) in parts.into_iter().flat_map(|(part, _)| part) {
        reference.entry(table).or_default().merge(records, cleaner.tables().table(table));
    }
    progress.check()?;
    reference.par_iter_mut().for_each(|(table, records)| records.settle(cleaner.tables().table(*table)));
    progress.check()?;
    check_links(&mut reference, policy, cleaner);
    progress.check()?;
    Ok(reference)
}

/// Adds the rows of the tables to an account, and hands over those that are set aside.
pub fn account(reference: &mut Reference, counts: &mut Counts, asides: &mut Vec<Aside>) {
    for records in reference.values_mut() {
        asides.append(&mut records.aside);
        records.read.iter().for_each(|(&sheet, &rows)| Counts::add(&mut counts.read, sheet, rows));
        records.places.iter().for_each(|place| Counts::add(&mut counts.accepted, place.sheet, 1));
    }
}

/// Sets aside links to suppliers and households that their tables do not hold.
fn check_links(reference: &mut Reference, policy: &Policy, cleaner: &Cleaner) {
    let Some(mut links) = reference.remove(&TableId::BenefitLinks) else { return };
    let place = |table: TableId, column: &str| cleaner.tables().table(table).column(column).unwrap_or_default();
    let [supplier, household] = ["supplier_id", "poor_household_id"].map(|column| place(TableId::BenefitLinks, column));
    let known = |table: TableId, column: &str| reference.get(&table).map(|records| (records, records.members(place(table, column))));
    let suppliers = known(TableId::Suppliers, "supplier_id");
    let register = known(TableId::PoorHouseholds, "poor_household_id");
    links.check(|links, row| {
        let person = links.people.get(links.columns[household][row] as u32)?;
        let is_registered = register.as_ref().is_none_or(|(records, known)| known.contains(records.people.find(person)));
        if policy.register_required && !is_registered {
            return Some(Reason::UnregisteredPoorHousehold);
        }
        let name = links.name(links.columns[supplier][row]).unwrap_or_default();
        let is_unknown = suppliers.as_ref().is_some_and(|(records, known)| !known.contains(records.names.find(name)));
        is_unknown.then_some(Reason::UnknownSupplier)
    });
    reference.insert(TableId::BenefitLinks, links);
}
