//! Households that buy in many communities.

use super::ask::{Ask, Found, label};
use super::check_least;
use crate::error::Result;
use crate::evaluate::median::median;
use hashbrown::HashMap;
use serde::Deserialize;

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// How many communities are many.
    communities: u64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { communities: 4 }
    }
}

/// Returns the households that buy in at least so many communities: the measure is how many, what is expected the median of all households, and the
/// effect their ratio.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_least("communities", parameters.communities, 2)?;
    let lines = ask.lines(["community"], [])?;
    let [community] = &lines.coded;
    let coverage = ask.book.inquiry(ask.progress).coverage;
    if !coverage.households || !coverage.communities {
        let known = [(coverage.households, "ledger.household_id"), (coverage.communities, "ledger.community_id")];
        return Ok(Found::needing(known.into_iter().filter(|(known, _)| !known).map(|(_, need)| need)));
    }
    let mut pairs: Vec<(u32, u32)> = lines.households.iter().copied().zip(community.codes.iter().copied()).collect();
    pairs.retain(|(household, community)| *household != 0 && *community != 0);
    pairs.sort_unstable();
    pairs.dedup();
    let counts: Vec<(u32, &[(u32, u32)])> = pairs.chunk_by(|one, next| one.0 == next.0).map(|of| (of[0].0, of)).collect();
    let expected = median(counts.iter().map(|(_, of)| of.len() as f64));
    let many: Vec<_> = counts.into_iter().filter(|(_, of)| of.len() as u64 >= parameters.communities).collect();
    let mut behind: HashMap<u32, Vec<u32>> = many.iter().map(|(household, _)| (*household, Vec::new())).collect();
    for (line, household) in (0..).zip(&lines.households) {
        if let Some(lines) = behind.get_mut(household) {
            lines.push(line);
        }
    }
    let mut found = Found::default();
    for (household, of) in many {
        let mut finding = lines.finding("many_communities", "household", behind.remove(&household).unwrap_or_default());
        finding.member = ask.book.state.members.households.get(household).map(ToString::to_string);
        finding.measure = of.len() as f64;
        finding.expected = expected;
        finding.effect = finding.measure / expected;
        let names: Vec<String> = of.iter().filter_map(|(_, code)| label(community, *code)).collect();
        finding.details.insert("communities", names.into());
        found.findings.push(finding);
    }
    Ok(found)
}
