//! The register of poor households, and their links to suppliers.
//!
//! Neither is kept: each household and its links follow from its number.

use crate::calendar::{Day, START};
use crate::chance::{Chance, Part};
use crate::place::Places;
use crate::plan::Scale;
use crate::word::MECHANISMS;

/// A household of the register.
pub(crate) struct PoorHousehold {
    pub county: String,
    pub village: String,
    pub members: i64,
    pub registered: Day,
    pub exited: Option<Day>,
}

/// A link of a household to a supplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub supplier: u32,
    pub household: u32,
    /// The place of its mechanism in [`MECHANISMS`].
    pub mechanism: usize,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

impl Link {
    /// Returns whether the mechanism helps directly.
    pub fn is_direct(&self) -> bool {
        self.mechanism < 2
    }
}

/// Returns the household of the register with this number.
pub(crate) fn household(seed: u64, number: u32, places: &Places) -> PoorHousehold {
    let mut chance = Chance::of(seed, Part::PoorHouseholds, u64::from(number), 0);
    let county = chance.pick(&places.poor);
    PoorHousehold {
        county: if chance.happens(0.6) { county.code.to_owned() } else { county.name.clone() },
        village: format!("第{}村", chance.between(1, 60)),
        members: chance.between(1, 7),
        registered: Day(16_000).plus(chance.between(0, 1_500)),
        exited: chance.happens(0.4).then(|| START.plus(chance.between(-700, 400))),
    }
}

/// Returns the links of a household: none to four, no two by the same mechanism.
pub(crate) fn links(seed: u64, household: u32, scale: &Scale) -> Vec<Link> {
    let mut chance = Chance::of(seed, Part::Links, u64::from(household), 0);
    let count = [0, 1, 2, 3, 4][chance.weighted(&[6, 30, 34, 20, 10])];
    let first = chance.weighted(&[14, 9, 16, 15, 20, 17, 9]);
    (0..count).map(|step| link(&mut chance, household, (first + step) % MECHANISMS.len(), scale)).collect()
}

fn link(chance: &mut Chance, household: u32, mechanism: usize, scale: &Scale) -> Link {
    let from = chance.happens(0.85).then(|| START.plus(if chance.happens(0.6) { -chance.between(0, 600) } else { chance.between(1, 520) }));
    let to = chance.happens(0.35).then(|| from.unwrap_or(START).plus(chance.between(20, 700)));
    Link { supplier: chance.skewed(scale.suppliers), household, mechanism, from, to }
}
