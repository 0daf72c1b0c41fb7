//! Rankings, and how alike they are.

use super::{check_finite, refused};
use crate::error::Result;
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal, StudentsT};

/// Returns the rank of each value, 1 for the largest; equal values have the mean of their ranks.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for values that are not finite.
pub fn descending(values: &[f64]) -> Result<Vec<f64>> {
    check_finite("values", values)?;
    Ok(ranks(&values.iter().map(|value| -value).collect::<Vec<_>>()))
}

/// Returns the rank of each value, 1 for the smallest; equal values have the mean of their ranks.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut place = 0;
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let mean = place as f64 + (equal.len() as f64 + 1.0) / 2.0;
        equal.iter().for_each(|&index| ranks[index] = mean);
        place += equal.len();
    }
    ranks
}

/// How two lists of values go together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Correlation {
    /// Spearman's ρ, of mean ranks.
    pub spearman: f64,
    /// Its p-value by Student's t with n − 2 degrees of freedom.
    pub spearman_p: f64,
    /// Kendall's τ-b.
    pub kendall: f64,
    /// Its p-value by the normal approximation, corrected for ties.
    pub kendall_p: f64,
}

/// Returns Spearman's and Kendall's rank correlation of two lists.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for lists of different lengths, of fewer than 3 values, with values that are not finite, or all of one value.
pub fn correlation(x: &[f64], y: &[f64]) -> Result<Correlation> {
    check_pair(x, y)?;
    let spearman = pearson(&ranks(x), &ranks(y)).ok_or_else(|| refused("values", "lists of more than one value", "one"))?;
    let n = x.len() as f64;
    let t = spearman * ((n - 2.0) / ((1.0 - spearman) * (1.0 + spearman)).max(0.0)).sqrt();
    let student = StudentsT::new(0.0, 1.0, n - 2.0).map_or(f64::NAN, |student| 2.0 * student.sf(t.abs()));
    let (kendall, kendall_p) = tau(x, y);
    Ok(Correlation { spearman, spearman_p: if t.is_infinite() { 0.0 } else { student }, kendall, kendall_p })
}

/// Returns Pearson's correlation; `None` where a list has no spread.
pub(super) fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mx, my) = (mean(x), mean(y));
    let cross: f64 = x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)).sum();
    let square = |values: &[f64], mean: f64| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let spread = (square(x, mx) * square(y, my)).sqrt();
    (spread > 0.0).then(|| cross / spread)
}

/// Returns Kendall's τ-b and its p-value, with the variance of ties.
fn tau(x: &[f64], y: &[f64]) -> (f64, f64) {
    let n = x.len();
    let (mut together, mut apart) = (0.0, 0.0);
    for i in 0..n {
        for j in 0..i {
            let sign = (x[i] - x[j]).signum() * (y[i] - y[j]).signum() * f64::from(x[i] != x[j] && y[i] != y[j]);
            together += f64::from(sign > 0.0);
            apart += f64::from(sign < 0.0);
        }
    }
    let (tx, ty) = (ties(x), ties(y));
    let m = n as f64;
    let pairs = m * (m - 1.0) / 2.0;
    let sum = |ties: &[f64], of: &dyn Fn(f64) -> f64| ties.iter().map(|&t| of(t)).sum::<f64>();
    let two = |t: f64| t * (t - 1.0);
    let three = |t: f64| two(t) * (t - 2.0);
    let five = |t: f64| two(t) * (2.0 * t + 5.0);
    let s = together - apart;
    let tau = s / ((pairs - sum(&tx, &two) / 2.0) * (pairs - sum(&ty, &two) / 2.0)).sqrt();
    let variance = (five(m) - sum(&tx, &five) - sum(&ty, &five)) / 18.0
        + sum(&tx, &two) * sum(&ty, &two) / (2.0 * m * (m - 1.0))
        + sum(&tx, &three) * sum(&ty, &three) / (9.0 * m * (m - 1.0) * (m - 2.0));
    (tau, 2.0 * Normal::standard().sf((s / variance.sqrt()).abs()))
}

/// Returns how many share each value.
fn ties(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(|equal| equal.len() as f64).collect()
}

/// How far several rankings agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Concordance {
    /// Kendall's W, from 0 to 1.
    pub w: f64,
    /// m (n − 1) W.
    pub chi2: f64,
    /// Its p-value on n − 1 degrees of freedom.
    pub p: f64,
}

/// Returns Kendall's coefficient of concordance of rankings of the same items, one list a judge.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for fewer than two judges or items, and lists of different lengths.
pub fn concordance(rankings: &[Vec<f64>]) -> Result<Concordance> {
    let items = rankings.first().map_or(0, Vec::len);
    if rankings.len() < 2 || items < 2 || rankings.iter().any(|ranking| ranking.len() != items) {
        return Err(refused("rankings", "two or more, of the same two or more items", rankings.len()));
    }
    rankings.iter().try_for_each(|ranking| check_finite("rankings", ranking))?;
    let (m, n) = (rankings.len() as f64, items as f64);
    let sums: Vec<f64> = (0..items).map(|item| rankings.iter().map(|ranking| ranking[item]).sum()).collect();
    let mean = sums.iter().sum::<f64>() / n;
    let spread: f64 = sums.iter().map(|sum| (sum - mean).powi(2)).sum();
    let w = 12.0 * spread / (m * m * (n.powi(3) - n));
    let chi2 = m * (n - 1.0) * w;
    let p = ChiSquared::new(n - 1.0).map_or(f64::NAN, |chi| chi.sf(chi2));
    Ok(Concordance { w, chi2, p })
}

/// Returns the similarity WS of a ranking to a reference (Sałabun and Urbaniak 2020), in which the top counts most; it is not symmetric.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for lists of different lengths or of fewer than two ranks, and ranks that are not from 1 to n.
pub fn similarity(reference: &[f64], other: &[f64]) -> Result<f64> {
    check_ranks(reference, other)?;
    let n = reference.len() as f64;
    let lost: f64 = reference.iter().zip(other).map(|(&r, &o)| 2_f64.powf(-r) * (r - o).abs() / (r - 1.0).abs().max((r - n).abs())).sum();
    Ok(1.0 - lost)
}

/// Returns Spearman's correlation of two rankings in which the top counts most (Pinto da Costa and Soares 2005): a difference counts as often as its two ranks
/// are from behind the last.
///
/// # Errors
/// As [`similarity`].
pub fn top_correlation(x: &[f64], y: &[f64]) -> Result<f64> {
    check_ranks(x, y)?;
    let n = x.len() as f64;
    let lost: f64 = x.iter().zip(y).map(|(a, b)| (a - b).powi(2) * ((n - a + 1.0) + (n - b + 1.0))).sum();
    Ok(1.0 - 6.0 * lost / (n.powi(4) + n.powi(3) - n.powi(2) - n))
}

fn check_ranks(x: &[f64], y: &[f64]) -> Result<()> {
    check_pair(x, y)?;
    let n = x.len() as f64;
    match x.iter().chain(y).find(|rank| !(1.0..=n).contains(*rank)) {
        Some(rank) => Err(refused("ranks", "ranks from 1 to their number", rank)),
        None => Ok(()),
    }
}

fn check_pair(x: &[f64], y: &[f64]) -> Result<()> {
    check_finite("values", x)?;
    check_finite("values", y)?;
    if x.len() != y.len() || x.len() < 3 {
        return Err(refused("values", "two lists of the same 3 or more", format!("{} and {}", x.len(), y.len())));
    }
    Ok(())
}
