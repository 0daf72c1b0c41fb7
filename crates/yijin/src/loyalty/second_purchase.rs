//! How long from a household's first purchase to its second.

use super::household::{Households, SEVERAL};
use super::month::Months;
use crate::error::Result;
use crate::evaluate::refused;
use crate::evaluate::survival::{self, Curve, GROUPS, LogRank, Spells};
use serde::Serialize;
use std::collections::BTreeMap;

/// The days from each household's first day with a purchase to its next one; who has none is censored at the last day that is known.
#[derive(Debug, Serialize)]
pub struct SecondPurchase {
    /// The curve of all households.
    pub all: Curve,
    /// A curve for each value of the first purchase.
    pub groups: Vec<Group>,
    /// How many households bought under several values on their first day: they are in no group.
    pub several: u64,
    /// The test of the groups; `None` without two that can be compared.
    pub test: Option<LogRank>,
}

/// Households by a value of their first purchase.
#[derive(Debug, Serialize)]
pub struct Group {
    /// The value; `None` is the missing one.
    pub value: Option<String>,
    /// Their curve.
    pub curve: Curve,
}

/// So many households alike in value, time and event.
type Alike = BTreeMap<(u32, u32, bool), u64>;

/// Returns the curves: one of all households and, where labels are given, one for each value.
pub fn second_purchase(households: &Households, months: &Months, labels: Option<&[String]>, level: f64) -> Result<SecondPurchase> {
    let alike = alike(households, months.last_day);
    let all = curve(alike.iter().map(|((_, time, event), count)| (*time, *event, *count)), level)?;
    let Some(labels) = labels else { return Ok(SecondPurchase { all, groups: Vec::new(), several: 0, test: None }) };
    let several = alike.iter().filter(|((value, ..), _)| *value == SEVERAL).map(|(_, count)| count).sum();
    let mut values: Vec<u32> = alike.keys().map(|(value, ..)| *value).filter(|value| *value != SEVERAL).collect();
    values.dedup();
    if values.len() > GROUPS {
        return Err(refused("by", &format!("a dimension of at most {GROUPS} values among first purchases"), values.len()));
    }
    let group = |value: &u32| -> Result<Group> {
        let label = (*value as usize).checked_sub(1).and_then(|place| labels.get(place)).cloned();
        let spells = alike.range((*value, 0, false)..=(*value, u32::MAX, true)).map(|((_, time, event), count)| (*time, *event, *count));
        Ok(Group { value: label, curve: curve(spells, level)? })
    };
    let groups = values.iter().map(group).collect::<Result<Vec<Group>>>()?;
    Ok(SecondPurchase { all, groups, several, test: test(&alike, &values) })
}

fn alike(households: &Households, last_day: u32) -> Alike {
    let mut alike = Alike::new();
    for (_, seen) in households.buying() {
        let event = seen.second > 0;
        let time = if event { seen.second } else { last_day } - seen.first;
        *alike.entry((seen.value, time, event)).or_default() += 1;
    }
    alike
}

fn curve(spells: impl Iterator<Item = (u32, bool, u64)>, level: f64) -> Result<Curve> {
    let (times, (events, counts)): (Vec<f64>, (Vec<bool>, Vec<u64>)) =
        spells.map(|(time, event, count)| (f64::from(time), (event, count))).unzip();
    survival::kaplan_meier(&Spells { times: &times, events: &events, counts: Some(&counts) }, level)
}

/// Returns the test of these values' households, where they can be compared.
fn test(alike: &Alike, values: &[u32]) -> Option<LogRank> {
    let (mut times, mut events, mut counts, mut of) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((value, time, event), count) in alike {
        if let Ok(group) = values.binary_search(value) {
            times.push(f64::from(*time));
            events.push(*event);
            counts.push(*count);
            of.push(group);
        }
    }
    survival::log_rank(&Spells { times: &times, events: &events, counts: Some(&counts) }, &of).ok()
}
