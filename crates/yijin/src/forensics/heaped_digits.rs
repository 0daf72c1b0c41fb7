//! Heaped digits: enterprises whose amounts, in whole yuan, end in 0 or 5 far more often than those of the others.

use super::ask::{Ask, Found, by_member, is_unknown, label};
use super::{check_above, check_alpha, check_least};
use crate::error::Result;
use crate::evaluate::adjust::benjamini_hochberg;
use crate::evaluate::forensics::{Heaping, heaping};
use serde::Deserialize;

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// How many lines of an enterprise, and of the others, are enough.
    lines: u64,
    /// The level to which the share of false findings is held.
    alpha: f64,
    /// How many times the others' heaping is far above it.
    ratio: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { lines: 100, alpha: 0.01, ratio: 2.0 }
    }
}

/// Returns the enterprises whose last digits heap: the measure is Whipple's index, what is expected that of all other lines (at least 1, which is no
/// heaping), and the effect their ratio.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_least("lines", parameters.lines, 1)?;
    check_alpha(parameters.alpha)?;
    check_above("ratio", parameters.ratio, 1.0)?;
    let lines = ask.lines(["enterprise"], ["amount_fen"])?;
    let ([enterprise], [amount]) = (&lines.coded, &lines.whole);
    if is_unknown(enterprise) && !lines.places.is_empty() {
        return Ok(Found::needing(["ledger.enterprise_id"]));
    }
    let digit = |line: &u32| (amount[*line as usize] / 100).unsigned_abs() as usize % 10;
    let mut members = by_member(&enterprise.codes);
    members.values_mut().for_each(|of| of.retain(|&line| amount[line as usize] >= 100));
    let counts = |of: &[u32]| {
        let mut counts = [0_u64; 10];
        of.iter().for_each(|line| counts[digit(line)] += 1);
        counts
    };
    let all = members.values().map(|of| counts(of)).fold([0; 10], |sums, counts| std::array::from_fn(|digit| sums[digit] + counts[digit]));
    let mut found = Found::default();
    let mut tested: Vec<(u32, Vec<u32>, Heaping, Heaping)> = Vec::new();
    for (member, of) in members {
        let own = counts(&of);
        let others: [u64; 10] = std::array::from_fn(|digit| all[digit] - own[digit]);
        if (of.len() as u64) < parameters.lines || others.iter().sum::<u64>() < parameters.lines {
            found.leave_out(if (of.len() as u64) < parameters.lines { "too_few_lines" } else { "too_few_other_lines" });
        } else {
            tested.push((member, of, heaping(&own)?, heaping(&others)?));
        }
    }
    let p: Vec<f64> = tested.iter().map(|(_, _, own, _)| own.p.clamp(0.0, 1.0)).collect();
    for ((member, of, own, others), p) in tested.into_iter().zip(benjamini_hochberg(&p)?) {
        let expected = others.whipple.max(1.0);
        if p > parameters.alpha || own.whipple < parameters.ratio * expected {
            continue;
        }
        let mut finding = lines.finding("heaped_digits", "enterprise", of.iter().copied().filter(|line| digit(line) % 5 == 0));
        finding.member = label(enterprise, member);
        (finding.measure, finding.expected, finding.effect, finding.p) = (own.whipple, expected, own.whipple / expected, Some(p));
        finding.details.insert("lines_of_enterprise", of.len().into());
        finding.details.insert("myers", own.myers.into());
        found.findings.push(finding);
    }
    Ok(found)
}
