//! The tally: settled lines of a scope, counted by group in one pass.

use super::dimension::{Dimension, Traits};
use super::help::Help;
use super::scope::Scope;
use crate::campaign::Window;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::fold::line::weight;
use crate::fold::{CodeSet, Facts, Gathered, Lines, Return, Settled};
use crate::progress::Progress;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// What is counted: the scope, the statuses, the filters and the groups.
pub struct Plan<'a> {
    /// The members' catalogue.
    pub catalogue: &'a Catalogue,
    /// The campaign's days.
    pub window: Window,
    /// The question's days.
    pub scope: Scope,
    /// For each status code, whether it qualifies.
    pub qualifying: [bool; 256],
    /// The code of the status `refunded`.
    pub refunded: u8,
    /// The least net amount, in fen.
    pub least: i64,
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
    /// Sales of suppliers.
    pub sales: usize,
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
    /// The sales in which suppliers with links sold.
    pub sales: CodeSet,
    /// Lines.
    pub lines: u64,
    /// Net amount, in fen.
    pub amount: i128,
    /// Net mass, in grams.
    pub mass: i128,
    /// Lines of unknown mass.
    pub mass_unknown: u64,
}

/// The groups, each by the number that its dimensions' codes make ([`Plan::key`]).
pub type Groups = Vec<(u64, Group)>;

/// The groups while lines are counted.
#[derive(Debug, Default)]
pub struct Tally {
    places: HashMap<u64, usize>,
    groups: Vec<(u64, Gathering)>,
    /// Lines with the keys of their groups, until there are enough of them.
    waiting: Vec<(u64, Net)>,
}

/// How many lines wait.
const WAITING: usize = 256;

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

/// A group that is being counted.
#[derive(Debug)]
struct Gathering {
    communities: Gathered,
    households: Gathered,
    products: Gathered,
    sales: Gathered,
    /// What is summed; its sets are empty.
    sums: Group,
}

impl Gathering {
    fn new(plan: &Plan<'_>) -> Self {
        // Where there is but one group, its sets are at hand.
        let set = |bound: usize| Gathered::expecting(if plan.by.is_empty() { bound } else { 0 }, bound);
        let bounds = &plan.bounds;
        Self {
            communities: set(bounds.communities),
            households: set(bounds.households),
            products: set(bounds.products),
            sales: set(bounds.sales),
            sums: Group::default(),
        }
    }

    /// Adds lines, set by set: what one set asks of memory arrives together.
    fn add<'n>(&mut self, nets: impl Iterator<Item = &'n Net> + Clone, plan: &Plan<'_>) {
        let (bounds, counted) = (&plan.bounds, |number: u32, counts: bool| if counts { number } else { 0 });
        let traits = || nets.clone().map(|net| &net.traits);
        self.communities.extend(traits().map(|of| counted(of.community, plan.is_joined(of))), bounds.communities);
        self.households.extend(nets.clone().map(|net| net.household), bounds.households);
        self.products.extend(traits().map(|of| counted(of.product, plan.is_custom(of))), bounds.products);
        self.sales.extend(traits().map(|of| plan.help.sale(of.supplier, of.day)), bounds.sales);
        for net in nets {
            self.sums.lines += 1;
            self.sums.amount += i128::from(net.amount);
            self.sums.mass += i128::from(net.mass.unwrap_or(0));
            self.sums.mass_unknown += u64::from(net.mass.is_none());
        }
    }

    fn into_group(self, bounds: &Bounds) -> Group {
        Group {
            communities: self.communities.into_set(bounds.communities),
            households: self.households.into_set(bounds.households),
            products: self.products.into_set(bounds.products),
            sales: self.sales.into_set(bounds.sales),
            ..self.sums
        }
    }
}

impl Group {
    /// Adds another group's lines.
    pub fn merge(&mut self, other: Self, bounds: &Bounds) {
        self.communities.merge(other.communities, bounds.communities);
        self.households.merge(other.households, bounds.households);
        self.products.merge(other.products, bounds.products);
        self.sales.merge(other.sales, bounds.sales);
        self.lines += other.lines;
        self.amount += other.amount;
        self.mass += other.mass;
        self.mass_unknown += other.mass_unknown;
    }
}

impl Tally {
    /// Adds the waiting lines to their groups: lines of one group often follow each other.
    fn add(&mut self, plan: &Plan<'_>) {
        let waiting = std::mem::take(&mut self.waiting);
        for lines in waiting.chunk_by(|(key, _), (next, _)| key == next) {
            let place = self.place(lines[0].0, plan);
            self.groups[place].1.add(lines.iter().map(|(_, net)| net), plan);
        }
        self.waiting = waiting;
        self.waiting.clear();
    }

    fn place(&mut self, key: u64, plan: &Plan<'_>) -> usize {
        *self.places.entry(key).or_insert_with(|| {
            self.groups.push((key, Gathering::new(plan)));
            self.groups.len() - 1
        })
    }

    /// Counts lines that qualify and pass the plan's filters; `excluded` do not count, and `returns` is what came back of lines, both by index.
    pub fn count(&mut self, lines: &Facts, excluded: &[u32], returns: &[Return], plan: &Plan<'_>) {
        visit(lines, excluded, returns, plan, |net| {
            self.waiting.push((plan.key(&net.traits), *net));
            if self.waiting.len() == WAITING {
                self.add(plan);
            }
        });
        self.add(plan);
    }

    /// Returns the groups.
    #[must_use]
    pub fn into_groups(self, bounds: &Bounds) -> Groups {
        self.groups.into_iter().map(|(key, group)| (key, group.into_group(bounds))).collect()
    }
}

/// Returns the groups of settled lines.
///
/// # Errors
/// [`crate::ErrorKind::Interrupted`], and [`crate::ErrorKind::Io`] where lines in the temporary file cannot be read.
pub fn tally(lines: &Lines, settled: &Settled, plan: &Plan<'_>, progress: &Progress) -> Result<Groups> {
    tallies(lines, settled, std::slice::from_ref(plan), progress).map(|mut all| all.pop().unwrap_or_default())
}

/// Returns the groups of settled lines under each of several plans, in one pass.
///
/// # Errors
/// As [`tally`].
pub fn tallies(lines: &Lines, settled: &Settled, plans: &[Plan<'_>], progress: &Progress) -> Result<Vec<Groups>> {
    let chunks: Vec<usize> = (0..lines.chunks()).filter(|&number| lines.is_of_lines(number)).collect();
    let count = |numbers: &[usize]| -> Result<Vec<Groups>> {
        let mut tallies: Vec<Tally> = plans.iter().map(|_| Tally::default()).collect();
        let mut facts = Facts::default();
        for &number in numbers {
            progress.check()?;
            lines.chunk(number)?.unpack(&mut facts);
            for (tally, plan) in tallies.iter_mut().zip(plans) {
                tally.count(&facts, &settled.excluded[number], &settled.returns[number], plan);
            }
            progress.done.fetch_add(facts.date.len() as u64, Ordering::Relaxed);
        }
        Ok(tallies.into_iter().zip(plans).map(|(tally, plan)| tally.into_groups(&plan.bounds)).collect())
    };
    // One tally a thread: groups are many and their sets are dear to merge.
    let share = chunks.len().div_ceil(rayon::current_num_threads()).max(1);
    let parts = chunks.par_chunks(share).map(count).collect::<Result<Vec<_>>>()?;
    let mut by_plan: Vec<Vec<Groups>> = plans.iter().map(|_| Vec::new()).collect();
    for part in parts {
        by_plan.iter_mut().zip(part).for_each(|(all, groups)| all.push(groups));
    }
    Ok(by_plan.into_iter().zip(plans).map(|(parts, plan)| merged(parts, &plan.bounds)).collect())
}

/// Returns the groups of all parts.
#[must_use]
pub fn merged(parts: Vec<Groups>, bounds: &Bounds) -> Groups {
    let mut all: Groups = parts.into_iter().flatten().collect();
    all.par_sort_by_key(|(key, _)| *key);
    all.dedup_by(|(key, group), (kept, into)| {
        let same = key == kept;
        if same {
            into.merge(std::mem::take(group), bounds);
        }
        same
    });
    all
}

/// Calls `each` for every line that qualifies and passes the plan's filters; `excluded` are lines that do not count, and `returns` is
/// what came back of lines, both by index.
pub fn visit(lines: &Facts, excluded: &[u32], mut returns: &[Return], plan: &Plan<'_>, mut each: impl FnMut(&Net)) {
    let mut from = 0;
    for stop in excluded.iter().map(|&index| index as usize).chain([lines.date.len()]) {
        for index in from..stop {
            if let Some(net) = plan.net(lines, index, take_returns(&mut returns, index)) {
                each(&net);
            }
        }
        from = stop + 1;
    }
}

/// Takes the returns of the line at `index`; those of lines before it are past.
fn take_returns<'a>(returns: &mut &'a [Return], index: usize) -> &'a [Return] {
    if returns.first().is_none_or(|next| next.index as usize > index) {
        return &[];
    }
    let past = returns.iter().take_while(|it| (it.index as usize) < index).count();
    let count = returns[past..].iter().take_while(|it| it.index as usize == index).count();
    let of_line = &returns[past..past + count];
    *returns = &returns[past + count..];
    of_line
}

impl Plan<'_> {
    /// Returns what is left of a line at the scope's `as_of`, where it qualifies and passes the filters.
    fn net(&self, lines: &Facts, index: usize, returned: &[Return]) -> Option<Net> {
        let (status, day) = (lines.status[index], lines.date[index]);
        let counts = self.qualifying[usize::from(status)] && (status != self.refunded || !returned.is_empty());
        if !counts || day < self.scope.from || day > self.scope.to {
            return None;
        }
        let (mut quantity, mut amount) = (lines.quantity[index], lines.amount[index]);
        for it in returned.iter().filter(|it| it.date <= self.scope.as_of) {
            quantity = quantity.saturating_sub(it.quantity);
            amount = amount.saturating_sub(it.amount);
        }
        if quantity <= 0 || amount < self.least {
            return None;
        }
        let traits = self.traits(lines, index);
        if !self.filters.iter().all(|(dimension, codes)| codes.contains(&dimension.code(&traits))) {
            return None;
        }
        let grams = weight::of(lines.grams[index], traits.product, &self.catalogue.piece_grams);
        let mass = if grams == weight::UNKNOWN { None } else { crate::clean::unit::mass_g(quantity, grams) };
        Some(Net { index, traits, household: lines.household[index], quantity, amount: amount.max(0), mass })
    }

    /// Returns what a line is sliced by: what the ledger does not say, its community and product do.
    fn traits(&self, lines: &Facts, index: usize) -> Traits {
        let (community, product) = (lines.community[index], lines.product[index]);
        let or = |stated: u32, others: &[u32], of: u32| if stated == 0 { others.get(of as usize).copied().unwrap_or(0) } else { stated };
        Traits {
            day: lines.date[index].to_epoch(),
            community,
            enterprise: or(lines.enterprise[index], &self.catalogue.community_enterprise, community),
            channel: lines.channel[index],
            buyer_kind: lines.buyer_kind[index],
            product,
            supplier: or(lines.supplier[index], &self.catalogue.product_supplier, product),
        }
    }

    /// Returns whether a line's community has joined at the scope's `as_of`.
    #[must_use]
    pub fn is_joined(&self, traits: &Traits) -> bool {
        traits.community != 0 && self.catalogue.joined(traits.community) <= self.scope.as_of
    }

    /// Returns whether a line's product is custom-developed on the line's day.
    #[must_use]
    pub fn is_custom(&self, traits: &Traits) -> bool {
        self.catalogue.custom_since[traits.product as usize].to_epoch() <= traits.day
    }

    /// Returns the columns of the ledger that the filters, the dimensions and the least amount ask for.
    pub fn ledger_columns(&self) -> impl Iterator<Item = &'static str> {
        let dimensions = self.by.iter().chain(self.filters.iter().map(|(dimension, _)| dimension));
        let sliced = dimensions.map(|dimension| dimension.name).filter(|name| matches!(*name, "channel" | "buyer_kind"));
        sliced.chain((self.least > 0).then_some("amount"))
    }

    /// Returns the number of a line's group: its dimensions' codes in mixed radix.
    #[must_use]
    pub fn key(&self, traits: &Traits) -> u64 {
        self.by.iter().fold(0, |key, dimension| key * dimension.size() + u64::from(dimension.code(traits)))
    }

    /// Returns the values of these codes, one of each dimension.
    #[must_use]
    pub fn labels(&self, codes: &[u32]) -> Vec<Option<String>> {
        self.by.iter().zip(codes).map(|(dimension, &code)| dimension.label(code).map(str::to_owned)).collect()
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
