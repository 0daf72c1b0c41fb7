//! Declared numbers of poor households that are out of line with the register: persons that may have been entered as households.

use super::ask::{Ask, Found, by_member, label};
use super::{Finding, check_above, check_least};
use crate::catalogue::Link;
use crate::error::Result;
use crate::records::NONE;
use crate::rows::{Coded, Column};
use crate::table::TableId;
use hashbrown::HashMap;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// How many times the register's households are out of line; a household has about three persons.
    ratio: f64,
    /// How many declared households are worth a look.
    declared: u64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { ratio: 2.5, declared: 10 }
    }
}

/// The suppliers of the table, and how many households each declares.
struct Declared {
    suppliers: Coded,
    direct: Vec<Option<i64>>,
    indirect: Vec<Option<i64>>,
}

const TABLES: [TableId; 3] = [TableId::Suppliers, TableId::BenefitLinks, TableId::PoorHouseholds];

/// Returns the suppliers that declare many times the registered households linked to them: the measure is what they declare, what is expected how many
/// are linked in that way (directly or indirectly), and the effect their ratio.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_above("ratio", parameters.ratio, 1.0)?;
    check_least("declared", parameters.declared, 1)?;
    let needs: Vec<&str> = TABLES.iter().filter(|table| !ask.book.has(**table)).map(|table| table.name()).collect();
    if !needs.is_empty() {
        return Ok(Found::needing(needs));
    }
    let lines = ask.lines(["supplier"], [])?;
    let sold = by_member(&lines.coded[0].codes);
    let numbers: HashMap<&str, u32> = lines.coded[0].labels.iter().map(String::as_str).zip(1..).collect();
    let Declared { suppliers, direct, indirect } = declared(ask)?;
    let persons = persons(ask);
    let mut found = Found::default();
    for (place, &code) in suppliers.codes.iter().enumerate() {
        let Some(name) = label(&suppliers, code) else { continue };
        for (way, declared) in [("direct", direct[place]), ("indirect", indirect[place])] {
            let Some(declared) = declared.filter(|declared| *declared >= parameters.declared as i64) else { continue };
            let linked = linked(ask, &name, way == "direct");
            let ratio = declared as f64 / linked.len() as f64;
            if linked.is_empty() {
                found.leave_out("suppliers_without_links");
            } else if ratio >= parameters.ratio {
                let of = numbers.get(name.as_str()).and_then(|number| sold.get(number)).into_iter().flatten().copied();
                let finding = Finding {
                    member: Some(name.clone()),
                    measure: declared as f64,
                    expected: linked.len() as f64,
                    effect: ratio,
                    ..lines.finding("declared_out_of_line", "supplier", of)
                };
                found.findings.push(described(finding, way, &linked, &persons));
            }
        }
    }
    Ok(found)
}

fn described(mut finding: Finding, way: &'static str, linked: &BTreeSet<u32>, persons: &HashMap<u32, i64>) -> Finding {
    finding.details.insert("way", way.into());
    let known: Option<Vec<i64>> = linked.iter().map(|household| persons.get(household).copied()).collect();
    let persons = known.map(|persons| persons.iter().sum::<i64>());
    finding.details.insert("persons", persons.into());
    finding
        .details
        .insert("meant", if persons.is_some_and(|persons| is_near(finding.measure, persons)) { "persons" } else { "more" }.into());
    finding
}

/// Returns whether a declared number is that of the persons, to a tenth.
fn is_near(declared: f64, persons: i64) -> bool {
    (declared - persons as f64).abs() <= 0.1 * persons as f64
}

/// Returns what the suppliers of the table declare.
fn declared(ask: &Ask<'_>) -> Result<Declared> {
    let rows = ask.book.reference(TableId::Suppliers, &["supplier_id", "declared_direct", "declared_indirect"])?;
    let mut declared = Declared { suppliers: Coded::default(), direct: vec![None; rows.len], indirect: vec![None; rows.len] };
    for (name, column) in rows.columns {
        match column {
            Column::Coded(coded) => declared.suppliers = coded,
            Column::Whole(values) if name == "declared_direct" => declared.direct = values,
            Column::Whole(values) => declared.indirect = values,
            _ => {}
        }
    }
    Ok(declared)
}

/// Returns the registered households that a supplier's links name in this way.
fn linked(ask: &Ask<'_>, supplier: &str, direct: bool) -> BTreeSet<u32> {
    let catalogue = &ask.book.catalogue;
    let begun = |link: &&Link| link.direct == direct && link.from <= ask.scope.as_of.to_epoch();
    let links = catalogue.links.get(catalogue.suppliers.find(supplier) as usize);
    links.into_iter().flatten().filter(begun).map(|link| link.household).collect()
}

/// Returns how many persons each household of the register has, where it says so.
fn persons(ask: &Ask<'_>) -> HashMap<u32, i64> {
    let table = ask.book.cleaner().tables().table(TableId::PoorHouseholds);
    let Some(records) = ask.book.reference.get(&TableId::PoorHouseholds) else { return HashMap::new() };
    let column = |name| table.column(name).and_then(|place| records.columns.get(place));
    let (Some(ids), Some(members)) = (column("poor_household_id"), column("members")) else { return HashMap::new() };
    let known = ids.iter().zip(members).filter(|(id, members)| **id != NONE && **members != NONE);
    let number = |id: i64| Some(ask.book.catalogue.poor_households.find(records.people.get(id as u32)?)).filter(|number| *number != 0);
    known.filter_map(|(&id, &members)| Some((number(id)?, members))).collect()
}
