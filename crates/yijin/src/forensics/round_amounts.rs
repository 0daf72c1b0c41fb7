//! Round amounts: enterprises of which far more amounts are whole hundreds of yuan than of the others.

use super::ask::{Ask, Found, by_member, is_unknown, label};
use super::{check_above, check_least};
use crate::error::Result;
use crate::evaluate::check_level;
use crate::evaluate::proportion::{Method, difference, share};
use serde::Deserialize;

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// What an amount is a multiple of, in fen, to be round.
    multiple_fen: u64,
    /// How many lines of an enterprise, and of the others, are enough.
    lines: u64,
    /// How much more of the lines is far more.
    difference: f64,
    /// The level of the intervals.
    level: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { multiple_fen: 10_000, lines: 30, difference: 0.2, level: 0.95 }
    }
}

/// Returns the enterprises whose share of round amounts is far above that of all other lines, with Wilson's intervals apart: the measure is that share,
/// what is expected the share of the others, and the effect their difference.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_least("multiple_fen", parameters.multiple_fen, 2)?;
    check_least("lines", parameters.lines, 1)?;
    check_above("difference", parameters.difference, 0.0)?;
    check_level(parameters.level)?;
    let lines = ask.lines(["enterprise"], ["amount_fen"])?;
    let ([enterprise], [amount]) = (&lines.coded, &lines.whole);
    if is_unknown(enterprise) && !lines.places.is_empty() {
        return Ok(Found::needing(["ledger.enterprise_id"]));
    }
    let is_round = |line: &u32| amount[*line as usize].unsigned_abs().is_multiple_of(parameters.multiple_fen);
    let mut members = by_member(&enterprise.codes);
    members.values_mut().for_each(|of| of.retain(|&line| amount[line as usize] > 0));
    let all: u64 = members.values().map(|of| of.len() as u64).sum();
    let all_round = members.values().flatten().filter(|line| is_round(line)).count() as u64;
    let mut found = Found::default();
    for (member, of) in members {
        let round: Vec<u32> = of.iter().copied().filter(|line| is_round(line)).collect();
        let (own, others) = ((round.len() as u64, of.len() as u64), (all_round - round.len() as u64, all - of.len() as u64));
        if own.1 < parameters.lines || others.1 < parameters.lines {
            found.leave_out(if own.1 < parameters.lines { "too_few_lines" } else { "too_few_other_lines" });
            continue;
        }
        let interval = |(count, n): (u64, u64)| share(count, n, parameters.level, Method::Wilson);
        let (own_share, others_share) = (interval(own)?, interval(others)?);
        let effect = difference(own, others, parameters.level)?;
        if effect.value < parameters.difference || own_share.lower <= others_share.upper {
            continue;
        }
        let mut finding = lines.finding("round_amounts", "enterprise", round);
        finding.member = label(enterprise, member);
        (finding.measure, finding.expected, finding.effect) = (own_share.value, others_share.value, effect.value);
        finding.details.insert("lines_of_enterprise", own.1.into());
        finding.details.insert("interval", vec![own_share.lower, own_share.upper].into());
        finding.details.insert("interval_of_others", vec![others_share.lower, others_share.upper].into());
        found.findings.push(finding);
    }
    Ok(found)
}
