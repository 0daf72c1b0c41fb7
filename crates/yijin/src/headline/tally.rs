//! The tally: settled lines of a scope, counted by group in one pass.

use super::dimension::{Dimension, Traits};
use super::help::Help;
use super::scope::Scope;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::fold::line::weight;
use crate::fold::{Chunk, CodeSet, Return, Settled, State};
use crate::progress::Progress;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// What is counted: the scope, the statuses, the filters and the groups.
pub struct Plan<'a> {
    /// The members' catalogue.
    pub catalogue: &'a Catalogue,
    /// The days.
    pub scope: Scope,
    /// For each status code, whether it qualifies.
    pub qualifying: [bool; 256],
    /// The code of the status `refunded`.
    pub refunded: u8,
    /// For each filtered dimension, the codes that pass.
    pub filters: Vec<(Dimension, BTreeSet<u32>)>,
    /// The dimensions of the groups.
    pub by: Vec<Dimension>,
    /// Whom sales help.
    pub help: Help,
    /// How many numbers the sets can hold.
    pub bounds: Bounds,
}

/// How many numbers each kind of set can hold.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Communities.
    pub communities: usize,
    /// Households.
    pub households: usize,
    /// Products.
    pub products: usize,
    /// Spells of suppliers.
    pub spells: usize,
}

/// What is counted of one group.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Communities that have joined.
    pub communities: CodeSet,
    /// Households.
    pub households: CodeSet,
    /// Custom-developed products.
    pub products: CodeSet,
    /// The spells in which suppliers with links sold.
    pub spells: CodeSet,
    /// Lines.
    pub lines: u64,
    /// Net amount, in fen.
    pub amount: i128,
    /// Net mass, in grams.
    pub mass: i128,
    /// Lines of unknown mass.
    pub mass_unknown: u64,
}

/// The groups, by the number that their dimensions' codes make ([`Plan::key`]).
pub type Tally = HashMap<u64, Group>;

/// A line that qualifies, with what is left of it.
#[derive(Debug, Clone, Copy)]
pub struct Net {
    /// Its index in its chunk.
    pub index: usize,
    /// What it is sliced by.
    pub traits: Traits,
    /// The household.
    pub household: u32,
    /// Net quantity, in millionths of its unit.
    pub quantity: i64,
    /// Net amount, in fen.
    pub amount: i64,
    /// Net mass in grams, where it is known.
    pub mass: Option<i64>,
}

impl Group {
    /// Adds a line.
    pub fn add(&mut self, net: &Net, plan: &Plan<'_>) {
        let (catalogue, bounds, traits) = (plan.catalogue, &plan.bounds, &net.traits);
        if catalogue.joined[traits.community as usize] <= plan.scope.as_of && traits.community != 0 {
            self.communities.insert(traits.community, bounds.communities);
        }
        if net.household != 0 {
            self.households.insert(net.household, bounds.households);
        }
        if catalogue.custom_since[traits.product as usize].to_epoch() <= traits.day {
            self.products.insert(traits.product, bounds.products);
        }
        if let Some(spell) = plan.help.spell(traits.supplier, traits.day) {
            self.spells.insert(spell, bounds.spells);
        }
        self.lines += 1;
        self.amount += i128::from(net.amount);
        match net.mass {
            Some(mass) => self.mass += i128::from(mass),
            None => self.mass_unknown += 1,
        }
    }

    /// Adds another group's lines.
    pub fn merge(&mut self, other: &Self, bounds: &Bounds) {
        self.communities.merge(&other.communities, bounds.communities);
        self.households.merge(&other.households, bounds.households);
        self.products.merge(&other.products, bounds.products);
        self.spells.merge(&other.spells, bounds.spells);
        self.lines += other.lines;
        self.amount += other.amount;
        self.mass += other.mass;
        self.mass_unknown += other.mass_unknown;
    }
}

/// Returns the tally of a state's settled lines.
///
/// # Errors
/// [`crate::ErrorKind::Interrupted`].
pub fn tally(state: &State, settled: &Settled, plan: &Plan<'_>, progress: &Progress) -> Result<Tally> {
    let fold = |mut tally: Tally, number: usize| {
        progress.check()?;
        let chunk = state.lines.chunk(number)?;
        visit(&chunk, settled, number, plan, |net| tally.entry(plan.key(&net.traits)).or_default().add(net, plan));
        progress.done.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        Ok(tally)
    };
    let merge = |mut mine: Tally, theirs: Tally| {
        for (key, group) in theirs {
            match mine.entry(key) {
                hashbrown::hash_map::Entry::Occupied(mut known) => known.get_mut().merge(&group, &plan.bounds),
                hashbrown::hash_map::Entry::Vacant(new) => {
                    new.insert(group);
                }
            }
        }
        Ok(mine)
    };
    // One tally a thread: groups are many and their sets are dear to merge.
    let chunks = state.lines.chunks();
    let share = chunks.div_ceil(rayon::current_num_threads()).max(1);
    let shares: Vec<_> = (0..chunks).step_by(share).map(|first| first..chunks.min(first + share)).collect();
    shares.into_par_iter().map(|mut share| share.try_fold(Tally::new(), fold)).try_reduce(Tally::new, merge)
}

/// Calls `each` for every qualifying line of the chunk of this number that passes the plan's filters.
pub fn visit(chunk: &Chunk, settled: &Settled, number: usize, plan: &Plan<'_>, mut each: impl FnMut(&Net)) {
    let mut excluded = settled.excluded[number].iter().map(|&index| index as usize).peekable();
    let mut returns = &settled.returns[number][..];
    let (from, to) = (plan.scope.from.to_epoch(), plan.scope.to.to_epoch());
    for index in 0..chunk.len() {
        let returned = take_returns(&mut returns, index);
        if excluded.next_if_eq(&index).is_some() {
            continue;
        }
        let day = chunk.day(index);
        if day < from || day > to {
            continue;
        }
        if let Some(net) = plan.net(chunk, index, day, returned) {
            each(&net);
        }
    }
}

fn take_returns<'a>(returns: &mut &'a [Return], index: usize) -> &'a [Return] {
    let count = returns.iter().take_while(|it| it.index as usize == index).count();
    let (of_line, rest) = returns.split_at(count);
    *returns = rest;
    of_line
}

impl Plan<'_> {
    /// Returns what is left of a line at the scope's `as_of`, where it qualifies and passes the filters.
    fn net(&self, chunk: &Chunk, index: usize, day: i32, returned: &[Return]) -> Option<Net> {
        let status = chunk.status(index);
        if !self.qualifying[usize::from(status)] || (status == self.refunded && returned.is_empty()) {
            return None;
        }
        let (mut quantity, mut amount) = chunk.quantity_and_amount(index);
        for it in returned.iter().filter(|it| it.date <= self.scope.as_of) {
            quantity = quantity.saturating_sub(it.quantity);
            amount = amount.saturating_sub(it.amount);
        }
        if quantity <= 0 {
            return None;
        }
        let traits = self.traits(chunk, index, day);
        if !self.filters.iter().all(|(dimension, codes)| codes.contains(&dimension.code(&traits))) {
            return None;
        }
        let grams = match chunk.grams(index) {
            weight::PIECE => self.catalogue.piece_grams[traits.product as usize],
            grams => grams,
        };
        let mass = if grams == weight::UNKNOWN { None } else { crate::clean::unit::mass_g(quantity, grams) };
        Some(Net { index, traits, household: chunk.household(index), quantity, amount: amount.max(0), mass })
    }

    fn traits(&self, chunk: &Chunk, index: usize, day: i32) -> Traits {
        let mut traits = chunk.traits(index, day);
        if traits.enterprise == 0 {
            traits.enterprise = self.catalogue.community_enterprise[traits.community as usize];
        }
        if traits.supplier == 0 {
            traits.supplier = self.catalogue.product_supplier[traits.product as usize];
        }
        traits
    }

    /// Returns the number of a line's group: its dimensions' codes in mixed radix.
    #[must_use]
    pub fn key(&self, traits: &Traits) -> u64 {
        self.by.iter().fold(0, |key, dimension| key * dimension.size() + u64::from(dimension.code(traits)))
    }

    /// Returns the codes that make a group's number.
    #[must_use]
    pub fn codes(&self, mut key: u64) -> Vec<u32> {
        let mut codes: Vec<u32> = Vec::with_capacity(self.by.len());
        for dimension in self.by.iter().rev() {
            codes.push((key % dimension.size()) as u32);
            key /= dimension.size();
        }
        codes.reverse();
        codes
    }
}
