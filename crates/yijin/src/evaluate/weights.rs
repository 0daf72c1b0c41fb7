//! Weights of criteria: how much each counts in a composite index.

use super::ranking::pearson;
use super::{check_finite, refused};
use crate::error::Result;
use serde::Serialize;

/// Saaty's random indices (1980), for matrices of 3 to 10 criteria.
const RANDOM: [f64; 8] = [0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// No power iteration takes more steps.
const STEPS: usize = 10_000;

/// The consistency ratio above which judgements contradict each other too much.
pub const CONSISTENT: f64 = 0.10;

/// A matrix of units (rows) by criteria (columns).
pub type Matrix = [Vec<f64>];

/// Returns the number of criteria of a matrix.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for an empty matrix, rows of different lengths and numbers that are not finite.
pub(super) fn criteria(matrix: &Matrix) -> Result<usize> {
    criteria_of(matrix, 2)
}

/// Returns the number of criteria of a matrix of at least so many units.
///
/// # Errors
/// As [`criteria`].
pub(super) fn criteria_of(matrix: &Matrix, units: usize) -> Result<usize> {
    let columns = matrix.first().map_or(0, Vec::len);
    if columns == 0 || matrix.len() < units || matrix.iter().any(|row| row.len() != columns) {
        return Err(refused("matrix", &format!("{units} or more units with the same criteria"), format!("{} units", matrix.len())));
    }
    matrix.iter().try_for_each(|row| check_finite("matrix", row))?;
    Ok(columns)
}

pub(super) fn column(matrix: &Matrix, place: usize) -> Vec<f64> {
    matrix.iter().map(|row| row[place]).collect()
}

/// Returns entropy weights (熵权法) of a matrix of numbers of 0 or more, and each criterion's entropy: of shares of the column's sum, natural logarithm over
/// ln m, 0 ln 0 being 0. A criterion on which all are equal has weight 0.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for numbers below 0, and where no criterion tells units apart.
pub fn entropy(matrix: &Matrix) -> Result<(Vec<f64>, Vec<f64>)> {
    let m = matrix.len() as f64;
    let mut entropies = Vec::new();
    for place in 0..criteria(matrix)? {
        let values = column(matrix, place);
        // All are equal also where all are 0, as a constant criterion is over min-max.
        if values.iter().all(|value| *value == 0.0) {
            entropies.push(1.0);
            continue;
        }
        let total = super::check_shares(&values)?;
        let part = |value: &f64| if *value > 0.0 { value / total * (value / total).ln() } else { 0.0 };
        entropies.push(-values.iter().map(part).sum::<f64>() / m.ln());
    }
    let differing: Vec<f64> = entropies.iter().map(|entropy| (1.0 - entropy).max(0.0)).collect();
    let total: f64 = differing.iter().sum();
    if total <= 1e-12 {
        return Err(refused("matrix", "a criterion on which units differ", "none"));
    }
    Ok((differing.iter().map(|differing| differing / total).collect(), entropies))
}

/// Returns CRITIC weights (Diakoulaki 1995) of normalised criteria: each one's spread (sample standard deviation) times how little it goes with the others.
///
/// # Errors
/// As [`entropy`].
pub fn critic(matrix: &Matrix) -> Result<Vec<f64>> {
    let columns: Vec<Vec<f64>> = (0..criteria(matrix)?).map(|place| column(matrix, place)).collect();
    let with = |a: &[f64]| columns.iter().map(|b| 1.0 - pearson(a, b).unwrap_or(1.0)).sum::<f64>();
    let information: Vec<f64> = columns.iter().map(|values| deviation(values) * with(values)).collect();
    let total: f64 = information.iter().sum();
    if total <= 0.0 {
        return Err(refused("matrix", "criteria that differ", "none"));
    }
    Ok(information.iter().map(|information| information / total).collect())
}

/// Returns the sample standard deviation.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// Weights from judgements in pairs, and how far these agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The weights, by the principal eigenvector.
    pub weights: Vec<f64>,
    /// The principal eigenvalue.
    pub lambda_max: f64,
    /// (λ − n) / (n − 1).
    pub index: f64,
    /// The index over that of random judgements; 0 of fewer than three criteria.
    pub ratio: f64,
    /// Whether the ratio is at most 0.10.
    pub is_consistent: bool,
}

/// Returns the weights of Saaty's analytic hierarchy process (AHP, 1980) from a reciprocal matrix of judgements.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for a matrix that is not square and reciprocal, with numbers above 0, of 2 to 10 criteria.
pub fn judged(matrix: &Matrix) -> Result<Judged> {
    let n = criteria(matrix)?;
    let reciprocal = |i: usize, j: usize| matrix[i][j] > 0.0 && (matrix[i][j] * matrix[j][i] - 1.0).abs() < 1e-6;
    if matrix.len() != n || n > 10 || !(0..n).all(|i| (0..n).all(|j| reciprocal(i, j))) {
        return Err(refused("matrix", "a reciprocal matrix of 2 to 10 criteria", format!("{} by {n}", matrix.len())));
    }
    let mut weights = vec![1.0 / n as f64; n];
    let mut lambda_max = n as f64;
    for _ in 0..STEPS {
        let next: Vec<f64> = matrix.iter().map(|row| row.iter().zip(&weights).map(|(a, w)| a * w).sum()).collect();
        lambda_max = next.iter().sum();
        let next: Vec<f64> = next.iter().map(|value| value / lambda_max).collect();
        let moved = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        weights = next;
        if moved < 1e-15 {
            break;
        }
    }
    let index = (lambda_max - n as f64) / (n as f64 - 1.0);
    let ratio = if n < 3 { 0.0 } else { index / RANDOM[n - 3] };
    Ok(Judged { weights, lambda_max, index, ratio, is_consistent: ratio <= CONSISTENT })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_criterion_on_which_all_are_equal_has_no_weight() {
        for constant in [0.0, 7.0] {
            let (weights, _) = entropy(&[vec![0.0, constant], vec![1.0, constant], vec![0.5, constant]]).unwrap();
            assert!((weights[0] - 1.0).abs() < 1e-12 && weights[1].abs() < 1e-12, "{weights:?}");
        }
        assert!(entropy(&[vec![0.0], vec![0.0]]).is_err() && entropy(&[vec![-1.0], vec![2.0]]).is_err());
    }
}
