//! A trend that single wild points do not move.

use super::median::{median, of_sorted};
use super::projection::check_points;
use super::ranking::correlation;
use super::{refused, two_sided};
use crate::error::Result;
use crate::progress::Progress;
use serde::Serialize;

/// Slopes of all pairs are held at once: of so many points there are 12.5 million.
const MOST: usize = 5_000;

/// The line of Theil and Sen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TheilSen {
    /// The median of the slopes of all pairs of points.
    pub slope: f64,
    /// The median of y less the slope times the median of x.
    pub intercept: f64,
    /// The slope's lower bound.
    pub lower: f64,
    /// The slope's upper bound.
    pub upper: f64,
    /// Kendall's τ-b of the points.
    pub tau: f64,
}

/// Returns the line of Theil (1950) and Sen (1968) with Sen's interval of ranks.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for fewer than three points or more than 5,000, lists of different lengths, numbers that are not finite, or where all x
/// or all y are equal; [`crate::ErrorKind::Interrupted`] once asked to stop.
pub fn theil_sen(x: &[f64], y: &[f64], level: f64, progress: &Progress) -> Result<TheilSen> {
    check_points(x, y)?;
    if x.len() > MOST {
        return Err(refused("x", "at most 5000 numbers", x.len()));
    }
    let z = two_sided(level)?;
    let tau = correlation(x, y)?.kendall;
    let mut slopes = slopes(x, y, progress)?;
    slopes.sort_by(f64::total_cmp);
    let slope = of_sorted(&slopes);
    let (pairs, n, last) = (slopes.len() as f64, x.len() as f64, slopes.len() - 1);
    let variance = (n * (n - 1.0) * (2.0 * n + 5.0) - tied(x) - tied(y)) / 18.0;
    let half = z * variance.max(0.0).sqrt();
    let place = |rank: f64| (rank.round_ties_even().max(0.0) as usize).min(last);
    let (lower, upper) = (slopes[place((pairs - half) / 2.0).saturating_sub(1)], slopes[place((pairs + half) / 2.0)]);
    Ok(TheilSen { slope, intercept: median(y.iter().copied()) - slope * median(x.iter().copied()), lower, upper, tau })
}

fn slopes(x: &[f64], y: &[f64], progress: &Progress) -> Result<Vec<f64>> {
    let between = |a: usize, b: usize| (x[a] != x[b]).then(|| (y[b] - y[a]) / (x[b] - x[a]));
    let mut slopes = Vec::new();
    for a in 0..x.len() {
        progress.check()?;
        slopes.extend((a + 1..x.len()).filter_map(|b| between(a, b)));
    }
    Ok(slopes)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Returns Σ k (k − 1) (2k + 5) over groups of `k` equal values.
fn tied(values: &[f64]) -> f64 {
    let of = |group: &[f64]| {
        let k = group.len() as f64;
        k * (k - 1.0) * (2.0 * k + 5.0)
    };
    sorted(values).chunk_by(|a, b| a == b).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_point_does_not_move_it() {
        let x: Vec<f64> = (0..12).map(f64::from).collect();
        let mut y: Vec<f64> = x.iter().map(|one| 3.0 * one + 1.0).collect();
        y[5] = 1e6;
        let found = theil_sen(&x, &y, 0.95, &Progress::default()).unwrap();
        assert!((found.slope - 3.0).abs() < 1e-12 && (found.tau - 1.0).abs() < 0.3);
    }
}
