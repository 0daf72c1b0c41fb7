//! Whom purchases help: from the spells in which suppliers sold to the poor households linked to them then.
//!
//! A supplier's spell is a run of days on which the same of its links hold: a sale on any of them helps the same households.

use crate::campaign::Window;
use crate::catalogue::{Catalogue, Link};
use crate::fold::{CodeSet, Gathered};
use std::collections::BTreeSet;

/// The links of the campaign's suppliers, by spells, which are numbered through.
pub struct Help {
    /// For each supplier, its place among the sellers, where it has links.
    places: Vec<Option<u32>>,
    sellers: Vec<Seller>,
    /// How many spells there are.
    spells: u32,
    /// How many poor households the links can name, with none.
    households: usize,
}

/// A supplier that has links.
struct Seller {
    /// The number of its first spell.
    first: u32,
    /// The days, since 1970, on which its further spells begin, ascending.
    begins: Vec<i32>,
    links: Vec<Helped>,
}

/// A household that a link names, and the spells in which the link holds: from the first to the last.
struct Helped {
    household: u32,
    direct: bool,
    first: u32,
    last: u32,
}

impl Help {
    /// Returns the help that a catalogue's links tell of, in a campaign's window.
    #[must_use]
    pub fn new(catalogue: &Catalogue, window: Window) -> Self {
        let (mut sellers, mut spells) = (Vec::new(), 0);
        let mut place = |links: &Vec<Link>| {
            let seller = Seller::new(links, window, spells)?;
            spells = seller.end();
            sellers.push(seller);
            Some(sellers.len() as u32 - 1)
        };
        let places = catalogue.links.iter().map(&mut place).collect();
        Self { places, sellers, spells, households: catalogue.poor_households.len() + 1 }
    }

    /// Returns the number of the spell of a supplier that a day of the campaign lies in; `None` where the supplier has no links.
    #[must_use]
    pub fn spell(&self, supplier: u32, day: i32) -> Option<u32> {
        let place = self.places[supplier as usize]?;
        Some(self.sellers[place as usize].spell(day))
    }

    /// Returns how many spells there are.
    #[must_use]
    pub fn spells(&self) -> usize {
        self.spells as usize
    }

    /// Returns spells, which ascend, by the suppliers that they are of.
    fn by_seller<'a>(&'a self, mut spells: &'a [u32]) -> Vec<(&'a Seller, &'a [u32])> {
        let mut sellers = Vec::new();
        while let Some(&first) = spells.first() {
            let seller = &self.sellers[self.sellers.partition_point(|seller| seller.first <= first) - 1];
            let (of_seller, others) = spells.split_at(spells.partition_point(|&spell| spell < seller.end()));
            sellers.push((seller, of_seller));
            spells = others;
        }
        sellers
    }

    /// Returns how many households sales in these spells help directly, and how many indirectly and not directly.
    #[must_use]
    pub fn counts(&self, sold: &CodeSet) -> (u64, u64) {
        let (direct, indirect) = self.households(sold);
        (direct.len(), indirect.len() - direct.common(&indirect))
    }

    /// Returns the households that sales in these spells help directly, and those whom they help indirectly (who may be both).
    #[must_use]
    pub fn households(&self, sold: &CodeSet) -> (CodeSet, CodeSet) {
        let spells = sold.numbers();
        let sellers = self.by_seller(&spells);
        let links = sellers.iter().map(|(seller, _)| seller.links.len()).sum();
        let [mut direct, mut indirect] = [(); 2].map(|()| Gathered::expecting(links, self.households));
        let mut next = Vec::new();
        for (seller, spells) in sellers {
            seller.next_sold(spells, &mut next);
            for link in seller.links.iter().filter(|link| next[(link.first - seller.first) as usize] <= link.last) {
                let set = if link.direct { &mut direct } else { &mut indirect };
                set.insert(link.household, self.households);
            }
        }
        (direct.into_set(self.households), indirect.into_set(self.households))
    }
}

impl Seller {
    /// Returns the supplier of these links, whose spells are numbered from `first`; `None` where it has none.
    fn new(links: &[Link], window: Window, first: u32) -> Option<Self> {
        if links.is_empty() {
            return None;
        }
        let (start, end) = (window.start.to_epoch(), window.end.to_epoch());
        let held = || links.iter().map(|link| (link, link.from.max(start), link.to.min(end))).filter(|(_, from, to)| from <= to);
        let turns = held().flat_map(|(_, from, to)| [from, to.saturating_add(1)]).filter(|&day| start < day && day <= end);
        let begins = turns.collect::<BTreeSet<i32>>().into_iter().collect();
        let mut seller = Self { first, begins, links: Vec::new() };
        let helped = |(link, from, to): (&Link, i32, i32)| Helped {
            household: link.household,
            direct: link.direct,
            first: seller.spell(from),
            last: seller.spell(to),
        };
        seller.links = held().map(helped).collect();
        Some(seller)
    }

    /// Returns the number of the spell that a day of the campaign lies in.
    fn spell(&self, day: i32) -> u32 {
        self.first + self.begins.partition_point(|&begin| begin <= day) as u32
    }

    /// Returns the number after that of its last spell.
    fn end(&self) -> u32 {
        self.first + self.begins.len() as u32 + 1
    }

    /// Puts for each of its spells the first from it on in which it sold (`u32::MAX`: none) in the place of what `next` holds.
    fn next_sold(&self, sold: &[u32], next: &mut Vec<u32>) {
        next.clear();
        for &spell in sold {
            next.resize((spell - self.first) as usize + 1, spell);
        }
        next.resize(self.begins.len() + 1, u32::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::person::Pseudonym;
    use proptest::prelude::*;

    const WINDOW: Window = Window { start: Day::from_epoch(0), end: Day::from_epoch(19) };

    proptest! {
        #[test]
        fn spells_help_whom_the_days_in_them_help(
            links in prop::collection::vec((1usize..4, 1u32..5, -5i32..25, -5i32..25, any::<bool>()), 0..12),
            sold in prop::collection::vec((1u32..4, 0i32..20), 0..12),
        ) {
            let mut catalogue = Catalogue::default();
            catalogue.links = vec![Vec::new(); 4];
            for person in 1..5 {
                catalogue.poor_households.number(&Pseudonym(person));
            }
            for &(supplier, household, from, to, direct) in &links {
                catalogue.links[supplier].push(Link { household, from, to, direct });
            }
            let help = Help::new(&catalogue, WINDOW);
            let spells = CodeSet::of(sold.iter().filter_map(|&(supplier, day)| help.spell(supplier, day)), help.spells());
            let helped = |wanted: bool| -> Vec<u32> {
                let holds = |&&(supplier, _, from, to, direct): &&(usize, u32, i32, i32, bool)| {
                    direct == wanted && sold.iter().any(|&(seller, day)| seller as usize == supplier && from <= day && day <= to)
                };
                links.iter().filter(holds).map(|link| link.1).collect::<BTreeSet<_>>().into_iter().collect()
            };
            let (direct, indirect) = help.households(&spells);
            prop_assert_eq!((direct.numbers(), indirect.numbers()), (helped(true), helped(false)));
        }
    }
}
