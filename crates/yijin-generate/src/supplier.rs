//! Suppliers of the four kinds.

use crate::chance::{Chance, Part};
use crate::person;
use crate::place::Places;
use crate::plan::Scale;
use crate::register;
use std::collections::BTreeSet;

/// One supplier.
pub(crate) struct Supplier {
    pub id: String,
    pub name: String,
    /// The place of its kind in [`crate::word::SUPPLIER_KINDS`].
    pub kind: usize,
    pub county: String,
    pub village: Option<String>,
    /// The poor household that the supplier itself is.
    pub household: Option<u32>,
    pub declared_direct: Option<i64>,
    pub declared_indirect: Option<i64>,
}

/// The place of the kind that is a poor household.
const POOR_HOUSEHOLD: usize = 1;

/// Returns the supplier's identifier; past the last supplier, one that no table holds.
pub(crate) fn id(number: u32) -> String {
    format!("GYS{:05}", number + 1)
}

/// How many households of the register a supplier is linked to.
#[derive(Debug, Clone, Copy, Default)]
struct Linked {
    direct: i64,
    indirect: i64,
}

/// Returns all suppliers.
pub(crate) fn all(seed: u64, scale: &Scale, places: &Places) -> Vec<Supplier> {
    (0..).zip(linked(seed, scale)).map(|(number, linked)| one(seed, number, linked, scale, places)).collect()
}

/// Returns for each supplier the households that its links name, each once a way.
fn linked(seed: u64, scale: &Scale) -> Vec<Linked> {
    let mut all = vec![Linked::default(); scale.suppliers as usize];
    for household in 0..scale.poor_households {
        let ways: BTreeSet<(u32, bool)> =
            register::links(seed, household, scale).iter().map(|link| (link.supplier, link.is_direct())).collect();
        for (supplier, is_direct) in ways {
            let linked = &mut all[supplier as usize];
            *(if is_direct { &mut linked.direct } else { &mut linked.indirect }) += 1;
        }
    }
    all
}

fn one(seed: u64, number: u32, linked: Linked, scale: &Scale, places: &Places) -> Supplier {
    let mut chance = Chance::of(seed, Part::Suppliers, u64::from(number), 0);
    let kind = chance.weighted(&[35, 25, 30, 10]);
    let list = if chance.happens(0.92) { &places.poor } else { &places.other };
    let county = chance.pick(list);
    let household = (kind == POOR_HOUSEHOLD).then(|| own_household(&mut chance, scale));
    let name = match kind {
        0 => format!("{}某村专业合作社{number:04}", county.name),
        POOR_HOUSEHOLD => format!("{}（农户）", person::name(number)),
        2 => format!("{}农业{number:04}公司", county.name),
        _ => format!("商行{number:04}"),
    };
    Supplier {
        id: id(number),
        name,
        kind,
        county: if chance.happens(0.5) { county.code.to_owned() } else { county.name.clone() },
        village: (kind < 2).then(|| format!("第{}村", chance.between(1, 40))),
        household,
        declared_direct: (kind != POOR_HOUSEHOLD && chance.happens(0.7)).then(|| declared(&mut chance, linked.direct)),
        declared_indirect: (kind != POOR_HOUSEHOLD && chance.happens(0.5)).then(|| declared(&mut chance, linked.indirect)),
    }
}

/// Returns how many households a supplier declares: those that it is linked to, and some that no roster names yet.
fn declared(chance: &mut Chance, linked: i64) -> i64 {
    linked + chance.between(0, linked / 4 + 3)
}

/// Returns which poor household a supplier is: one of the register, seldom one that it does not hold.
fn own_household(chance: &mut Chance, scale: &Scale) -> u32 {
    let number = chance.below(u64::from(scale.poor_households)) as u32;
    if chance.happens(0.05) { scale.poor_households + number } else { number }
}
