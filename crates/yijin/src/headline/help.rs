//! Whom purchases help: from the sales of suppliers to the poor households linked to them on the day.
//!
//! A supplier's sales are told apart by their days, as far as its links do: the days before the first link begins or ends, and those after the
//! last has, are one sale each.

use crate::campaign::Window;
use crate::catalogue::{Catalogue, Link};
use crate::fold::{CodeSet, Gathered};

/// The links of the campaign's suppliers, whose sales are numbered through.
pub struct Help {
    /// For each supplier, its sales.
    sales: Vec<Sales>,
    sellers: Vec<Seller>,
    /// The number after that of the last sale.
    end: u32,
    /// How many poor households the links can name, with none.
    households: usize,
}

/// The sales of a supplier, each of a day; without links it has none.
#[derive(Clone, Copy, Default)]
struct Sales {
    /// The number of the first.
    first: u32,
    /// The first and the last day, since 1970, that are told apart from those before and after.
    days: (i32, i32),
}

/// A supplier that has links.
struct Seller {
    sales: Sales,
    links: Vec<Helped>,
}

/// A household that a link names, and the sales for which the link holds: from the first to the last.
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
        let (mut sellers, mut end) = (Vec::new(), 1);
        let mut seller = |links: &Vec<Link>| {
            let Some(seller) = Seller::new(links, window, end) else { return Sales::default() };
            let sales = seller.sales;
            end = sales.end();
            sellers.push(seller);
            sales
        };
        let sales = catalogue.links.iter().map(&mut seller).collect();
        Self { sales, sellers, end, households: catalogue.poor_households.len() + 1 }
    }

    /// Returns the number of a supplier's sale on a day of the campaign; 0 where the supplier has no links.
    #[must_use]
    pub fn sale(&self, supplier: u32, day: i32) -> u32 {
        self.sales.get(supplier as usize).map_or(0, |sales| sales.on(day))
    }

    /// Returns the number after that of the last sale.
    #[must_use]
    pub fn sales(&self) -> usize {
        self.end as usize
    }

    /// Returns sales, which ascend, by the suppliers that they are of.
    fn by_seller<'a>(&'a self, mut sales: &'a [u32]) -> Vec<(&'a Seller, &'a [u32])> {
        let mut sellers = Vec::new();
        while let Some(&first) = sales.first() {
            let seller = &self.sellers[self.sellers.partition_point(|seller| seller.sales.first <= first) - 1];
            let (of_seller, others) = sales.split_at(sales.partition_point(|&sale| sale < seller.sales.end()));
            sellers.push((seller, of_seller));
            sales = others;
        }
        sellers
    }

    /// Returns how many households these sales help directly, and how many indirectly and not directly.
    #[must_use]
    pub fn counts(&self, sold: &CodeSet) -> (u64, u64) {
        let (direct, indirect) = self.households(sold);
        (direct.len(), indirect.len() - direct.common(&indirect))
    }

    /// Returns the households that these sales help directly, and those whom they help indirectly (who may be both).
    #[must_use]
    pub fn households(&self, sold: &CodeSet) -> (CodeSet, CodeSet) {
        let sales = sold.numbers();
        let sellers = self.by_seller(&sales);
        let links = sellers.iter().map(|(seller, _)| seller.links.len()).sum();
        let [mut direct, mut indirect] = [(); 2].map(|()| Gathered::expecting(links, self.households));
        let mut next = Vec::new();
        for (seller, sales) in sellers {
            seller.next_sold(sales, &mut next);
            for link in seller.links.iter().filter(|link| next[(link.first - seller.sales.first) as usize] <= link.last) {
                let set = if link.direct { &mut direct } else { &mut indirect };
                set.insert(link.household, self.households);
            }
        }
        (direct.into_set(self.households), indirect.into_set(self.households))
    }
}

impl Sales {
    /// Returns the number of the sale on a day of the campaign.
    fn on(self, day: i32) -> u32 {
        self.first + (day.clamp(self.days.0, self.days.1) - self.days.0) as u32
    }

    /// Returns the number after that of the last.
    fn end(self) -> u32 {
        self.first + (self.days.1 - self.days.0) as u32 + 1
    }
}

impl Seller {
    /// Returns the supplier of these links, whose sales are numbered from `first`; `None` where it has none.
    fn new(links: &[Link], window: Window, first: u32) -> Option<Self> {
        if links.is_empty() {
            return None;
        }
        let (start, end) = (window.start.to_epoch(), window.end.to_epoch());
        let held = || links.iter().map(|link| (link, link.from.max(start), link.to.min(end))).filter(|(_, from, to)| from <= to);
        let turns = || held().flat_map(|(_, from, to)| [from, to.saturating_add(1)]).filter(|&day| start < day && day <= end);
        let days = turns().min().map_or((start, start), |turn| (turn - 1, turns().fold(turn, i32::max)));
        let sales = Sales { first, days };
        let helped = |(link, from, to): (&Link, i32, i32)| Helped {
            household: link.household,
            direct: link.direct,
            first: sales.on(from),
            last: sales.on(to),
        };
        Some(Self { sales, links: held().map(helped).collect() })
    }

    /// Puts for each of its sales the first from it on that took place (`u32::MAX`: none) in the place of what `next` holds.
    fn next_sold(&self, sold: &[u32], next: &mut Vec<u32>) {
        next.clear();
        for &sale in sold {
            next.resize((sale - self.sales.first) as usize + 1, sale);
        }
        next.resize((self.sales.end() - self.sales.first) as usize, u32::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::person::Pseudonym;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const WINDOW: Window = Window { start: Day::from_epoch(0), end: Day::from_epoch(19) };

    proptest! {
        #[test]
        fn sales_help_whom_their_days_help(
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
            let sales = CodeSet::of(sold.iter().map(|&(supplier, day)| help.sale(supplier, day)), help.sales());
            let helped = |wanted: bool| -> Vec<u32> {
                let holds = |&&(supplier, _, from, to, direct): &&(usize, u32, i32, i32, bool)| {
                    direct == wanted && sold.iter().any(|&(seller, day)| seller as usize == supplier && from <= day && day <= to)
                };
                links.iter().filter(holds).map(|link| link.1).collect::<BTreeSet<_>>().into_iter().collect()
            };
            let (direct, indirect) = help.households(&sales);
            prop_assert_eq!((direct.numbers(), indirect.numbers()), (helped(true), helped(false)));
        }
    }
}
