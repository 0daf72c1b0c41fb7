//! A straight line through a series, and what it says of later points.

use super::root::student_quantile;
use super::{check_finite, check_level, refused};
use crate::error::Result;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Residuals that are so small beside the values are rounding: every point lies on the line.
const ROUNDING: f64 = 1e-12;

/// A line of least squares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Line {
    /// Where the line stands at 0.
    pub intercept: f64,
    /// Its rise for each step of x.
    pub slope: f64,
    /// The standard error of the intercept.
    pub intercept_error: f64,
    /// The standard error of the slope.
    pub slope_error: f64,
    /// The standard deviation of the residuals, with n − 2.
    pub residual_sd: f64,
    /// The share of the spread that the line explains; `None` where all y are equal.
    pub r2: Option<f64>,
    /// How many points it rests on.
    pub n: usize,
    #[serde(skip)]
    centre: f64,
    #[serde(skip)]
    spread: f64,
}

/// What a line says of one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Projected {
    /// The place.
    pub x: f64,
    /// The line there.
    pub value: f64,
    /// The interval of the line itself.
    pub mean: (f64, f64),
    /// The interval of a new observation.
    pub lower: f64,
    /// Its upper bound.
    pub upper: f64,
}

/// A line with what it says of later places and of a target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Projection {
    /// The line.
    pub line: Line,
    /// What it says of each place asked for.
    pub points: Vec<Projected>,
    /// The chance that a new observation at the last place reaches the target; `None` without a target, and where all points lie on the line.
    pub reach: Option<f64>,
    /// Where the line comes to the target; `None` without a target, and of a flat line.
    pub at_target: Option<f64>,
}

/// Returns the line of least squares through points.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for fewer than three points, lists of different lengths, numbers that are not finite, or a single x.
pub fn line(x: &[f64], y: &[f64]) -> Result<Line> {
    check_points(x, y)?;
    let n = x.len() as f64;
    let (centre, level) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let spread: f64 = x.iter().map(|one| (one - centre).powi(2)).sum();
    if !(spread > 0.0 && spread.is_finite()) {
        return Err(refused("x", "at least two different numbers", centre));
    }
    let slope = x.iter().zip(y).map(|(a, b)| (a - centre) * (b - level)).sum::<f64>() / spread;
    let squares: f64 = x.iter().zip(y).map(|(a, b)| (b - level - slope * (a - centre)).powi(2)).sum();
    let whole: f64 = y.iter().map(|b| (b - level).powi(2)).sum();
    let residual_sd = (squares / (n - 2.0)).sqrt();
    Ok(Line {
        intercept: level - slope * centre,
        slope,
        intercept_error: residual_sd * (1.0 / n + centre * centre / spread).sqrt(),
        slope_error: residual_sd / spread.sqrt(),
        residual_sd,
        r2: (whole > 0.0).then(|| 1.0 - squares / whole),
        n: x.len(),
        centre,
        spread,
    })
}

impl Line {
    fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }

    /// Returns the standard error of the line at `x`, and that of a new observation there.
    fn errors(&self, x: f64) -> (f64, f64) {
        let part = 1.0 / self.n as f64 + (x - self.centre).powi(2) / self.spread;
        (self.residual_sd * part.sqrt(), self.residual_sd * (1.0 + part).sqrt())
    }

    pub(super) fn projected(&self, x: f64, t: f64) -> Projected {
        let (value, (mean, new)) = (self.at(x), self.errors(x));
        Projected { x, value, mean: (value - t * mean, value + t * mean), lower: value - t * new, upper: value + t * new }
    }
}

/// Returns the line through points, carried to other places, with intervals from t with n − 2 degrees of freedom.
///
/// # Errors
/// As [`line`]; for no place, places or a target that are not finite, and a level that is not between 0 and 1.
pub fn project(x: &[f64], y: &[f64], places: &[f64], target: Option<f64>, level: f64) -> Result<Projection> {
    let line = line(x, y)?;
    check_finite("x_new", places)?;
    check_finite("target", target.as_slice())?;
    let last = *places.last().ok_or_else(|| refused("x_new", "at least one place", "none"))?;
    let t = two_sided_student(line.n as f64 - 2.0, level)?;
    let points = places.iter().map(|place| line.projected(*place, t)).collect();
    let scattered = line.residual_sd > ROUNDING * y.iter().fold(0.0_f64, |most, b| most.max(b.abs()));
    let reach = target.filter(|_| scattered).and_then(|target| {
        let law = StudentsT::new(0.0, 1.0, line.n as f64 - 2.0).ok()?;
        Some(law.sf((target - line.at(last)) / line.errors(last).1))
    });
    let at_target = target.map(|target| (target - line.intercept) / line.slope).filter(|place| place.is_finite());
    Ok(Projection { line, points, reach, at_target })
}

/// Returns the two-sided quantile of Student's t of a level.
pub(crate) fn two_sided_student(freedom: f64, level: f64) -> Result<f64> {
    check_level(level)?;
    student_quantile(freedom, (1.0 - level) / 2.0)
}

/// Refuses points of which no line can be said to be near.
pub(crate) fn check_points(x: &[f64], y: &[f64]) -> Result<()> {
    check_finite("x", x)?;
    check_finite("y", y)?;
    if x.len() != y.len() {
        return Err(refused("y", "as many as x", y.len()));
    }
    if x.len() < 3 { Err(refused("x", "at least three numbers", x.len())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn points_on_a_line_give_no_chance_and_a_flat_line_meets_no_target() {
        let found = project(&[0.0, 1.0, 2.0, 3.0], &[1.0, 3.0, 5.0, 7.0], &[4.0], Some(20.0), 0.95).unwrap();
        assert_eq!((found.reach, found.at_target), (None, Some(9.5)));
        assert_eq!(project(&[0.0, 1.0, 2.0], &[4.0; 3], &[4.0], Some(20.0), 0.95).unwrap().at_target, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_line_moves_with_the_values(y in prop::collection::vec(-1e3_f64..1e3, 4..20), shift in -1e3_f64..1e3) {
            let x: Vec<f64> = (0..y.len()).map(|place| place as f64).collect();
            let moved: Vec<f64> = y.iter().map(|value| value + shift).collect();
            let (one, other) = (line(&x, &y).unwrap(), line(&x, &moved).unwrap());
            prop_assert!((one.slope - other.slope).abs() < 1e-8 && (one.intercept + shift - other.intercept).abs() < 1e-8);
            let there = one.projected(30.0, 2.0);
            prop_assert!(there.lower <= there.mean.0 && there.mean.0 <= there.value && there.mean.1 <= there.upper);
        }
    }
}
