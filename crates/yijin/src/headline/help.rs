//! Whom purchases help: from suppliers' selling days to the poor households linked to them on those days.

use super::tally::Bounds;
use crate::catalogue::{Catalogue, Link};
use crate::fold::CodeSet;

/// The links of the campaign's suppliers.
pub struct Help<'a> {
    catalogue: &'a Catalogue,
    bounds: Bounds,
}

impl<'a> Help<'a> {
    /// Returns the help that a catalogue's links tell of.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, bounds: Bounds) -> Self {
        Self { catalogue, bounds }
    }

    /// Returns how many households are helped directly, and how many indirectly and not directly.
    #[must_use]
    pub fn counts(&self, supplies: &CodeSet) -> (u64, u64) {
        let (direct, indirect) = self.households(supplies);
        let both = if indirect.is_empty() {
            0
        } else {
            indirect.numbers().into_iter().filter(|&household| direct.contains(household)).count() as u64
        };
        (direct.len(), indirect.len() - both)
    }

    /// Returns the households linked directly, and those linked indirectly (who may be both).
    #[must_use]
    pub fn households(&self, supplies: &CodeSet) -> (CodeSet, CodeSet) {
        let bound = self.catalogue.poor_households.len() + 1;
        let (mut direct, mut indirect) = (CodeSet::default(), CodeSet::default());
        let days: Vec<(u32, i32)> = supplies.numbers().into_iter().map(|supply| self.bounds.supplier_and_day(supply)).collect();
        for of_supplier in days.chunk_by(|a, b| a.0 == b.0) {
            for link in self.catalogue.links[of_supplier[0].0 as usize].iter().filter(|link| sold_while(link, of_supplier)) {
                let set = if link.direct { &mut direct } else { &mut indirect };
                set.insert(link.household, bound);
            }
        }
        (direct, indirect)
    }
}

/// Returns whether a supplier sold on a day on which the link was valid; the days ascend.
fn sold_while(link: &Link, days: &[(u32, i32)]) -> bool {
    let next = days.partition_point(|&(_, day)| day < link.from);
    days.get(next).is_some_and(|&(_, day)| day <= link.to)
}
