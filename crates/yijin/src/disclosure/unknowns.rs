//! Which unknowns of linear equations have one answer.

use std::collections::BTreeMap;

/// The prime that equations are solved modulo: their coefficients are 1 and −1, so that what has one answer has it here too.
const PRIME: i128 = (1 << 61) - 1;

/// An equation: coefficients by unknown. What they add up to is known, and which unknowns have one answer does not depend on it.
type Equation = BTreeMap<usize, i128>;

/// Returns the unknowns that have one answer, in order: by elimination.
pub fn determined(equations: impl Iterator<Item = Vec<(usize, i128)>>) -> Vec<usize> {
    let mut solved: BTreeMap<usize, Equation> = BTreeMap::new();
    for terms in equations {
        let mut equation = Equation::new();
        terms.into_iter().for_each(|(unknown, factor)| add(&mut equation, unknown, factor));
        for (pivot, other) in &solved {
            if let Some(&factor) = equation.get(pivot) {
                subtract(&mut equation, other, factor);
            }
        }
        let Some((&pivot, &factor)) = equation.first_key_value() else { continue };
        let inverse = inverse(factor);
        equation.values_mut().for_each(|value| *value = *value * inverse % PRIME);
        for other in solved.values_mut() {
            if let Some(&factor) = other.get(&pivot) {
                subtract(other, &equation, factor);
            }
        }
        solved.insert(pivot, equation);
    }
    solved.into_iter().filter(|(_, equation)| equation.len() == 1).map(|(pivot, _)| pivot).collect()
}

fn subtract(equation: &mut Equation, other: &Equation, factor: i128) {
    other.iter().for_each(|(&unknown, value)| add(equation, unknown, -(value * factor % PRIME)));
}

fn add(equation: &mut Equation, unknown: usize, value: i128) {
    let sum = (equation.get(&unknown).copied().unwrap_or(0) + value).rem_euclid(PRIME);
    if sum == 0 {
        equation.remove(&unknown);
    } else {
        equation.insert(unknown, sum);
    }
}

/// Returns what a number is multiplied with to give 1.
fn inverse(number: i128) -> i128 {
    let (mut power, mut base, mut exponent) = (1, number, PRIME - 2);
    while exponent > 0 {
        power = if exponent & 1 == 1 { power * base % PRIME } else { power };
        base = base * base % PRIME;
        exponent >>= 1;
    }
    power
}
