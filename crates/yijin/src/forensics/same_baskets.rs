//! Runs of identical baskets: orders of many households on one day in one community that are the same in every line.

use super::ask::{Ask, Found, Lines, distinct, label};
use super::check_least;
use crate::error::Result;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// How many households with one basket are a run.
    households: u64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { households: 10 }
    }
}

/// An order of a household.
struct Order {
    /// The community and the day.
    held: (u32, u32),
    /// The hash of its lines' products, quantities and amounts.
    basket: u128,
    household: u32,
    lines: Vec<u32>,
}

/// Returns the baskets that at least so many households bought alike: the measure is how many, what is expected the mean number of households with one
/// basket, and the effect the share of the community's households of that day.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_least("households", parameters.households, 2)?;
    let lines = ask.lines(["community", "day", "product", "order"], ["quantity", "amount_fen"])?;
    let coverage = ask.book.inquiry(ask.progress).coverage;
    if !coverage.households || !coverage.communities {
        let known = [(coverage.households, "ledger.household_id"), (coverage.communities, "ledger.community_id")];
        return Ok(Found::needing(known.into_iter().filter(|(known, _)| !known).map(|(_, need)| need)));
    }
    let mut found = Found::default();
    let mut orders = orders(&lines, &mut found);
    orders.sort_unstable_by(|one, other| (one.held, one.basket, &one.lines).cmp(&(other.held, other.basket, &other.lines)));
    let on_day: BTreeMap<(u32, u32), u64> = orders
        .chunk_by(|one, next| one.held == next.held)
        .map(|of| (of[0].held, distinct(of.iter().map(|order| order.household))))
        .collect();
    let baskets: Vec<(u64, &[Order])> = orders
        .chunk_by(|one, next| (one.held, one.basket) == (next.held, next.basket))
        .map(|of| (distinct(of.iter().map(|order| order.household)), of))
        .collect();
    let mean = baskets.iter().map(|(households, _)| *households as f64).sum::<f64>() / baskets.len() as f64;
    for (households, run) in baskets.iter().filter(|(households, _)| *households >= parameters.households) {
        let held = run[0].held;
        let mut finding = lines.finding("same_baskets", "community", run.iter().flat_map(|order| order.lines.iter().copied()));
        finding.member = label(&lines.coded[0], held.0);
        finding.measure = *households as f64;
        finding.expected = mean;
        finding.effect = *households as f64 / on_day.get(&held).map_or(f64::NAN, |all| *all as f64);
        finding.details.insert("date", label(&lines.coded[1], held.1).into());
        finding.details.insert("orders", run.len().into());
        finding.details.insert("lines_a_basket", run[0].lines.len().into());
        found.findings.push(finding);
    }
    Ok(found)
}

/// Returns the orders of one household in one community on one day; the others are left out.
fn orders(lines: &Lines<4, 2>, found: &mut Found) -> Vec<Order> {
    let [community, day, product, order] = &lines.coded;
    let [quantity, amount] = &lines.whole;
    let mut places: Vec<u32> = (0..lines.places.len() as u32).collect();
    places.sort_unstable_by_key(|&line| (order.codes[line as usize], line));
    let mut orders = Vec::new();
    for of in places.chunk_by(|&one, &next| order.codes[one as usize] == order.codes[next as usize]) {
        let who = |line: u32| (community.codes[line as usize], day.codes[line as usize], lines.households[line as usize]);
        let (community, day, household) = who(of[0]);
        if community == 0 || household == 0 || of.iter().any(|&line| who(line) != (community, day, household)) {
            found.leave_out("orders_without_one_household_and_community");
            continue;
        }
        let mut goods: Vec<[i64; 3]> =
            of.iter().map(|&line| line as usize).map(|line| [product.codes[line].into(), quantity[line], amount[line]]).collect();
        goods.sort_unstable();
        let bytes: Vec<u8> = goods.as_flattened().iter().flat_map(|number| number.to_le_bytes()).collect();
        orders.push(Order { held: (community, day), basket: xxhash_rust::xxh3::xxh3_128(&bytes), household, lines: of.to_vec() });
    }
    orders
}
