//! How often a projection would have been right before.

use super::increments::{self, Draws, project_increments};
use super::projection::{line, two_sided_student};
use super::{check_finite, check_level, refused};
use crate::error::Result;
use crate::progress::Progress;
use serde::{Deserialize, Serialize};

/// Every test looks at all values before it: of so many there are 12.5 million looks.
const MOST: usize = 5_000;

/// How a running series is projected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A line of least squares.
    Line,
    /// Increments drawn with replacement.
    Increments,
}

/// What is tested.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Way {
    /// How the series is projected.
    pub method: Method,
    /// How many of the last values a line goes through, or of the last increments are drawn from; `None` takes all.
    pub last: Option<usize>,
    /// How increments are drawn.
    pub draws: Draws,
    /// The intervals' level.
    pub level: f64,
}

/// On which side of what came a projection was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Above it.
    High,
    /// Below it.
    Low,
}

/// How a projection would have done at each earlier time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BackTest {
    /// The share of the intervals that held the number that came.
    pub held: f64,
    /// How many did.
    pub hits: usize,
    /// The mean of what came less what was projected.
    pub bias: f64,
    /// The mean of the same without signs.
    pub error: f64,
    /// The side on which every projection missed what came; `None` where not all did on one.
    pub side: Option<Side>,
    /// Each test: the place, what came, what was projected, and the interval.
    pub tests: Vec<(usize, f64, f64, f64, f64)>,
}

/// Returns how the values so far would have projected the value `horizon` steps on, from the time when `first` values were known.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for numbers that are not finite or more than 5,000, fewer first values than the method needs, no step, or a series that is
/// too short for one test; as the method's own; [`crate::ErrorKind::Interrupted`] once asked to stop.
pub fn back_test(values: &[f64], horizon: usize, first: usize, way: Way, progress: &Progress) -> Result<BackTest> {
    check_finite("values", values)?;
    check_level(way.level)?;
    if values.len() > MOST {
        return Err(refused("values", "at most 5000 numbers", values.len()));
    }
    way.check(first)?;
    if horizon == 0 {
        return Err(refused("horizon", "at least 1", horizon));
    }
    if values.len().saturating_sub(horizon) < first {
        return Err(refused("values", "at least first + horizon numbers", values.len()));
    }
    let times = first..=values.len() - horizon;
    if way.method == Method::Increments {
        increments::check(way.draws, horizon, times.clone().count())?;
    }
    let tests = times.map(|known| {
        progress.check()?;
        let place = known + horizon - 1;
        let (value, lower, upper) = way.projected(&values[..known], horizon, progress)?;
        Ok((place, values[place], value, lower, upper))
    });
    Ok(summary(tests.collect::<Result<Vec<_>>>()?))
}

impl Way {
    /// Refuses fewer first values than every test needs.
    fn check(self, first: usize) -> Result<()> {
        let beyond = usize::from(self.method == Method::Increments);
        let least = increments::FEWEST + beyond;
        if self.last.is_some_and(|last| last < increments::FEWEST) {
            return Err(refused("last", "at least 3", self.last.unwrap_or_default()));
        }
        let needed = self.last.map_or(least, |last| least.max(last.saturating_add(beyond)));
        if first < needed { Err(refused("first", &format!("at least {needed}"), first)) } else { Ok(()) }
    }

    /// Returns what the known values say of `horizon` steps on.
    fn projected(self, known: &[f64], horizon: usize, progress: &Progress) -> Result<(f64, f64, f64)> {
        if self.method == Method::Increments {
            let found = project_increments(known, horizon, None, self.last, self.draws, self.level, progress)?;
            let there = found.points.last().ok_or_else(|| refused("horizon", "at least 1", horizon))?;
            return Ok((there.value, there.lower, there.upper));
        }
        let from = known.len() - self.last.unwrap_or(known.len());
        let x: Vec<f64> = (from..known.len()).map(|place| place as f64).collect();
        let (line, t) = (line(&x, &known[from..])?, two_sided_student(x.len() as f64 - 2.0, self.level)?);
        let there = line.projected((known.len() + horizon - 1) as f64, t);
        Ok((there.value, there.lower, there.upper))
    }
}

fn summary(tests: Vec<(usize, f64, f64, f64, f64)>) -> BackTest {
    let mean = |of: fn(&(usize, f64, f64, f64, f64)) -> f64| tests.iter().map(of).sum::<f64>() / tests.len() as f64;
    let hits = tests.iter().filter(|test| test.3 <= test.1 && test.1 <= test.4).count();
    let all = |of: fn(f64, f64) -> bool| tests.iter().all(|test| of(test.2, test.1));
    let side = all(|value, came| value > came).then_some(Side::High).or(all(|value, came| value < came).then_some(Side::Low));
    let (bias, error) = (mean(|test| test.1 - test.2), mean(|test| (test.1 - test.2).abs()));
    BackTest { held: hits as f64 / tests.len() as f64, hits, bias, error, side, tests }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(method: Method, last: Option<usize>, level: f64) -> Way {
        Way { method, last, draws: Draws { replicates: 500, seed: 3 }, level }
    }

    #[test]
    fn a_straight_series_is_always_held_and_a_bent_one_is_not() {
        let straight: Vec<f64> = (0..16).map(|place| f64::from(place * 10 + place % 2)).collect();
        assert_eq!(back_test(&straight, 2, 5, way(Method::Line, None, 0.99), &Progress::default()).unwrap().held, 1.0);
        let bent: Vec<f64> = (0..16).map(|place| f64::from(place * place)).collect();
        for method in [Method::Line, Method::Increments] {
            let found = back_test(&bent, 6, 5, way(method, None, 0.95), &Progress::default()).unwrap();
            assert!(found.held < 0.5 && found.bias > 0.0 && found.tests.len() == 6);
            assert_eq!((found.hits as f64 / 6.0, found.side), (found.held, Some(Side::Low)));
            let near = back_test(&bent, 6, 5, way(method, Some(3), 0.95), &Progress::default()).unwrap();
            assert!(near.error < found.error);
        }
    }

    #[test]
    fn a_side_is_that_of_every_test() {
        let (even, high): (Vec<f64>, Vec<f64>) =
            ((0..9).map(|place| f64::from(place % 2)).collect(), (1..9).map(|place| f64::from(place).sqrt()).collect());
        let found = |values: &[f64]| back_test(values, 1, 4, way(Method::Line, None, 0.95), &Progress::default()).unwrap().side;
        assert_eq!((found(&even), found(&high), found(&[1.0; 9])), (None, Some(Side::High), None));
    }

    #[test]
    fn a_test_says_what_was_projected_then() {
        let values = [3.0, 10.0, 12.0, 19.0, 20.0, 31.0, 33.0, 40.0];
        let asked = way(Method::Increments, Some(3), 0.9);
        let found = back_test(&values, 2, 5, asked, &Progress::default()).unwrap();
        let then = project_increments(&values[..5], 2, None, Some(3), asked.draws, 0.9, &Progress::default()).unwrap().points[1];
        assert_eq!(found.tests[0], (6, 33.0, then.value, then.lower, then.upper));
    }

    #[test]
    fn what_a_method_needs_is_asked_for() {
        let values: Vec<f64> = (0..12).map(f64::from).collect();
        let ask = |method, last, first| {
            back_test(&values, 1, first, way(method, last, 0.95), &Progress::default()).map(|_| ()).map_err(|error| error.to_string())
        };
        assert!(ask(Method::Line, None, 2).is_err() && ask(Method::Line, None, 3).is_ok());
        assert!(ask(Method::Increments, None, 3).is_err() && ask(Method::Increments, None, 4).is_ok());
        assert!(ask(Method::Line, Some(5), 4).unwrap_err().contains("at least 5") && ask(Method::Line, Some(5), 5).is_ok());
        assert!(ask(Method::Increments, Some(5), 5).is_err() && ask(Method::Increments, Some(5), 6).is_ok());
        assert!(ask(Method::Line, Some(2), 4).is_err() && ask(Method::Line, Some(usize::MAX), 4).is_err());
        let long = vec![1.0; MOST + 1];
        let most = |values| back_test(values, 1, 3, way(Method::Line, Some(3), 0.95), &Progress::default());
        assert!(most(&long).unwrap_err().to_string().contains("at most 5000") && most(&long[1..]).is_ok());
    }
}
