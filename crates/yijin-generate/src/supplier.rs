//! Suppliers of the four kinds.

use crate::chance::{Chance, Part};
use crate::person;
use crate::place::Places;
use crate::plan::Scale;

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

/// Returns all suppliers.
pub(crate) fn all(seed: u64, scale: &Scale, places: &Places) -> Vec<Supplier> {
    (0..scale.suppliers).map(|number| one(seed, number, scale, places)).collect()
}

fn one(seed: u64, number: u32, scale: &Scale, places: &Places) -> Supplier {
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
        declared_direct: (kind != POOR_HOUSEHOLD && chance.happens(0.7)).then(|| chance.between(5, 400)),
        declared_indirect: (kind != POOR_HOUSEHOLD && chance.happens(0.5)).then(|| chance.between(10, 3_000)),
    }
}

/// Returns which poor household a supplier is: one of the register, seldom one that it does not hold.
fn own_household(chance: &mut Chance, scale: &Scale) -> u32 {
    let number = chance.below(u64::from(scale.poor_households)) as u32;
    if chance.happens(0.05) { scale.poor_households + number } else { number }
}
