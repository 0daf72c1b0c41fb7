//! Outlying amounts: lines whose amount, or unit price, lies far from the others of their product.

use super::ask::{Ask, Found, Lines, by_member, label};
use super::{Finding, check_above, check_least};
use crate::error::Result;
use crate::evaluate::median::{NORMAL, with_deviation};
use serde::Deserialize;

/// What is looked at.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// A line's amount.
    Amount,
    /// Its amount by gram where the mass is known, else by the row's own unit.
    UnitPrice,
}

/// What the check takes.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    of: Of,
    /// How many robust standard deviations are far.
    z: f64,
    /// How many times the median, or what part of it, is far: where most lines are alike, any other lies many deviations out.
    ratio: f64,
    /// How many lines of a product are enough.
    lines: u64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { of: Of::Amount, z: 3.5, ratio: 10.0, lines: 20 }
    }
}

/// Returns the products with lines whose logarithm lies far from the median of the product, in median absolute deviations and in times: the measure is the farthest
/// (in fen; of unit prices a gram or unit), what is expected the median, and the effect the robust z. Lines of households are looked at apart from those of
/// canteens and others, who buy in bulk, and unit prices by gram apart from those by unit. Where the deviation is 0 the product's lines are left out.
pub fn find(ask: &Ask<'_>, parameters: &Parameters) -> Result<Found> {
    check_above("z", parameters.z, 0.0)?;
    check_above("ratio", parameters.ratio, 1.0)?;
    check_least("lines", parameters.lines, 3)?;
    let lines = ask.lines(["product", "mass_known"], ["amount_fen", "quantity", "mass_g"])?;
    let mut found = Found::default();
    for (product, mut of) in by_member(&lines.coded[0].codes) {
        let free = of.len();
        of.retain(|&line| value(&lines, line, parameters.of) > 0.0);
        *found.left_out.entry("lines_without_an_amount").or_default() += (free - of.len()) as u64;
        let apart = |line: u32| {
            let is_by_gram = parameters.of == Of::UnitPrice && lines.coded[1].codes[line as usize] == 2;
            (lines.households[line as usize] == 0, is_by_gram)
        };
        of.sort_by_key(|&line| apart(line));
        for group in of.chunk_by(|&one, &other| apart(one) == apart(other)) {
            if (group.len() as u64) < parameters.lines {
                found.leave_out("products_with_too_few_lines");
            } else {
                match outlying(&lines, group, parameters) {
                    Some(None) => {}
                    Some(Some(finding)) => found.findings.push(Finding { member: label(&lines.coded[0], product), ..finding }),
                    None => found.leave_out("products_without_spread"),
                }
            }
        }
    }
    Ok(found)
}

/// Returns the finding about a product's lines, where any lies far out; `None` where they do not spread.
fn outlying(lines: &Lines<2, 3>, group: &[u32], parameters: &Parameters) -> Option<Option<Finding>> {
    let logs: Vec<f64> = group.iter().map(|&line| value(lines, line, parameters.of).ln()).collect();
    let (middle, scores) = robust(&logs)?;
    let is_far = |log: f64, z: f64| z.abs() > parameters.z && (log - middle).abs() >= parameters.ratio.ln();
    let scored = group.iter().copied().zip(logs.iter().zip(scores));
    let far: Vec<(u32, f64)> = scored.filter(|(_, (log, z))| is_far(**log, *z)).map(|(line, (_, z))| (line, z)).collect();
    let Some(&(line, z)) = far.iter().max_by(|one, other| one.1.abs().total_cmp(&other.1.abs())) else { return Some(None) };
    let mut finding = lines.finding("outlying_amounts", "product", far.iter().map(|(line, _)| *line));
    finding.measure = value(lines, line, parameters.of);
    finding.expected = middle.exp();
    finding.effect = z;
    finding.details.insert("lines_of_product", group.len().into());
    finding.details.insert("per", per(lines, line, parameters.of).into());
    Some(Some(finding))
}

/// Returns the median, and how far each number is from it in robust standard deviations; `None` where these are 0.
fn robust(values: &[f64]) -> Option<(f64, Vec<f64>)> {
    let (middle, deviation) = with_deviation(values);
    let spread = NORMAL * deviation;
    (spread > 1e-12).then(|| (middle, values.iter().map(|value| (value - middle) / spread).collect()))
}

fn value(lines: &Lines<2, 3>, line: u32, of: Of) -> f64 {
    let line = line as usize;
    let [amount, quantity, mass] = [0, 1, 2].map(|column| lines.whole[column][line] as f64);
    match of {
        Of::Amount => amount,
        Of::UnitPrice if lines.coded[1].codes[line] == 2 => {
            if mass > 0.0 {
                amount / mass
            } else {
                0.0
            }
        }
        Of::UnitPrice => amount / (quantity / 1e6),
    }
}

fn per(lines: &Lines<2, 3>, line: u32, of: Of) -> &'static str {
    match of {
        Of::Amount => "line",
        Of::UnitPrice if lines.coded[1].codes[line as usize] == 2 => "g",
        Of::UnitPrice => "unit",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_spread_has_no_scores() {
        assert_eq!(robust(&[2.0, 2.0, 2.0, 9.0]), None);
        let (_, scores) = robust(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        assert!((scores[4] - 2.0 / NORMAL).abs() < 1e-12 && scores[2] == 0.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn scores_do_not_change_with_the_unit(values in prop::collection::vec(1.0_f64..1000.0, 5..30), by in 0.01_f64..100.0) {
            let logs = |by: f64| values.iter().map(|value| (value * by).ln()).collect::<Vec<_>>();
            if let (Some((_, one)), Some((_, other))) = (robust(&logs(1.0)), robust(&logs(by))) {
                prop_assert!(one.iter().zip(other).all(|(one, other)| (one - other).abs() < 1e-6 * one.abs().max(1.0)));
            }
        }
    }
}
