//! Criteria on a scale that no unit moves: between goalposts, and towards targets.

use super::index::{Direction, checked};
use super::refused;
use super::weights::Matrix;
use crate::error::Result;
use serde::Deserialize;

/// What of a criterion is as bad and as good as it gets.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Goalpost {
    /// What is 0; more than `best` where less is better.
    pub worst: f64,
    /// What is 1.
    pub best: f64,
    /// Whether the way between them is measured in logarithms, as of incomes.
    pub is_logarithmic: bool,
}

/// Returns criteria from 0 at the worst goalpost, or beyond it, to 1 at the best one, or beyond it.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for goalposts of another number, not finite or of one place, and for logarithms of what is not above 0.
pub fn between(matrix: &Matrix, goalposts: &[Goalpost]) -> Result<Vec<Vec<f64>>> {
    checked(matrix, goalposts.len(), "goalposts", 1)?;
    for post in goalposts {
        if !(post.worst.is_finite() && post.best.is_finite() && post.worst != post.best) {
            return Err(refused("goalposts", "two finite numbers that differ for each criterion", post.best));
        }
        if post.is_logarithmic && post.worst.min(post.best) <= 0.0 {
            return Err(refused("goalposts", "numbers above 0 where logarithms are taken", post.worst.min(post.best)));
        }
    }
    matrix.iter().map(|row| row.iter().zip(goalposts).map(|(value, post)| post.place(*value)).collect()).collect()
}

impl Goalpost {
    fn place(self, value: f64) -> Result<f64> {
        if self.is_logarithmic && value <= 0.0 {
            return Err(refused("matrix", "numbers above 0 where logarithms are taken", value));
        }
        let on = |value: f64| if self.is_logarithmic { value.ln() } else { value };
        Ok(((on(value) - on(self.worst)) / (on(self.best) - on(self.worst))).clamp(0.0, 1.0))
    }
}

/// Returns how far criteria are on the way to their targets, at most 1: value over target, or target over value where less is better.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for targets of another number or not above 0, and for values below 0.
pub fn towards(matrix: &Matrix, directions: &[Direction], targets: &[f64]) -> Result<Vec<Vec<f64>>> {
    checked(matrix, directions.len(), "directions", 1)?;
    checked(matrix, targets.len(), "targets", 1)?;
    if let Some(target) = targets.iter().find(|target| !(target.is_finite() && **target > 0.0)) {
        return Err(refused("targets", "numbers above 0", target));
    }
    if let Some(value) = matrix.iter().flatten().find(|value| **value < 0.0) {
        return Err(refused("matrix", "numbers of 0 or more", value));
    }
    let reached = |(value, (direction, target)): (&f64, (&Direction, &f64))| match direction {
        Direction::More => (value / target).min(1.0),
        Direction::Less if value <= target => 1.0,
        Direction::Less => target / value,
    };
    Ok(matrix.iter().map(|row| row.iter().zip(directions.iter().zip(targets)).map(reached).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lies_beyond_a_goalpost_or_a_target() {
        let up = Goalpost { worst: 0.0, best: 10.0, is_logarithmic: false };
        let down = Goalpost { worst: 100.0, best: 1.0, is_logarithmic: true };
        let found = between(&[vec![-1.0, 1000.0], vec![5.0, 10.0], vec![11.0, 0.5]], &[up, down]).unwrap();
        assert_eq!((&found[0], &found[2], found[1][0]), (&vec![0.0, 0.0], &vec![1.0, 1.0], 0.5));
        assert!((found[1][1] - 0.5).abs() < 1e-12);
        let found = towards(&[vec![5.0, 4.0], vec![20.0, 0.0]], &[Direction::More, Direction::Less], &[10.0, 2.0]).unwrap();
        assert_eq!(found, [[0.5, 0.5], [1.0, 1.0]]);
    }

    #[test]
    fn goalposts_and_targets_that_say_nothing_are_refused() {
        let post = |worst, best, is_logarithmic| between(&[vec![0.0]], &[Goalpost { worst, best, is_logarithmic }]);
        assert!(post(1.0, 1.0, false).is_err() && post(f64::NAN, 1.0, false).is_err());
        assert!(post(0.0, 1.0, true).is_err() && post(1.0, 2.0, true).is_err() && between(&[vec![0.0]], &[]).is_err());
        assert!(towards(&[vec![1.0]], &[Direction::More], &[0.0]).is_err() && towards(&[vec![-1.0]], &[Direction::More], &[1.0]).is_err());
    }
}
