//! First digits of suppliers' totals, beside Benford's law.

use super::ask::{Ask, Found, by_member};
use super::{check_above, check_alpha, check_least};
use crate::error::Result;
use crate::evaluate::forensics::benford;
use serde::Deserialize;

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// How many suppliers are enough to look at; below 300 a warning stands beside what is found.
    suppliers: u64,
    /// The mean absolute deviation above which first digits do not conform (Nigrini 2012).
    deviation: f64,
    /// The level of the test.
    alpha: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { suppliers: 50, deviation: 0.015, alpha: 0.01 }
    }
}

/// Returns at most one finding: the first digit that suppliers' totals have most too often. The measure is its share, what is expected Benford's, and
/// the effect the mean absolute deviation of all nine.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_least("suppliers", parameters.suppliers, 10)?;
    check_above("deviation", parameters.deviation, 0.0)?;
    check_alpha(parameters.alpha)?;
    if !ask.book.inquiry(ask.progress).coverage.suppliers {
        return Ok(Found::needing(["ledger.supplier_id"]));
    }
    let lines = ask.lines(["supplier"], ["amount_fen"])?;
    let suppliers = by_member(&lines.coded[0].codes);
    let total = |of: &Vec<u32>| of.iter().map(|&line| lines.whole[0][line as usize] as f64).sum::<f64>();
    let totals: Vec<(f64, &Vec<u32>)> = suppliers.values().map(|of| (total(of), of)).filter(|(total, _)| *total > 0.0).collect();
    let mut found = Found::default();
    if (totals.len() as u64) < parameters.suppliers {
        found.left_out.insert("too_few_suppliers", totals.len() as u64);
        return Ok(found);
    }
    let digits = benford(&totals.iter().map(|(total, _)| *total).collect::<Vec<_>>(), false)?;
    if digits.mad <= parameters.deviation || digits.p > parameters.alpha {
        return Ok(found);
    }
    let share = |digit: usize| digits.counts[digit - 1] as f64 / digits.n as f64;
    let law = |digit: usize| (1.0 + 1.0 / digit as f64).log10();
    let excess = |digit: usize| share(digit) - law(digit);
    let digit = (2..10).fold(1, |most, digit| if excess(digit) > excess(most) { digit } else { most });
    let begins = |total: f64| format!("{total:e}").starts_with(&digit.to_string());
    let of = totals.iter().filter(|(total, _)| begins(*total)).flat_map(|(_, of)| of.iter().copied());
    let mut finding = lines.finding("first_digits", "first digit", of);
    finding.member = Some(digit.to_string());
    (finding.measure, finding.expected, finding.effect, finding.p) = (share(digit), law(digit), digits.mad, Some(digits.p));
    finding.details.insert("suppliers", digits.n.into());
    finding.details.insert("warnings", digits.warnings.into());
    found.findings.push(finding);
    Ok(found)
}
