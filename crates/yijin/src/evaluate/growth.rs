//! Curves of adoption: how many take part in the end, and how fast it comes. A curve of which the turn was not seen is refused: its ceiling is a guess.

use super::fit::{Fit, Three, least_squares, straight};
use super::projection::{self, check_points};
use super::{check_finite, refused};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// Fewer points do not tell a curve of three parameters from another.
const FEWEST: usize = 5;
/// How many times the largest number the ceiling is taken to be at the start.
const CEILINGS: [f64; 6] = [1.01, 1.05, 1.2, 1.5, 2.0, 3.0];
/// A ceiling whose standard error is a larger part of it is said to be uncertain.
const UNCERTAIN: f64 = 0.1;

/// A curve of a running total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Curve {
    /// a / (1 + exp(b − c x)), which turns at half of its ceiling.
    Logistic,
    /// a exp(−b exp(−c x)), which turns at 1/e of its ceiling.
    Gompertz,
}

/// A curve of growth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Growth {
    /// The fit.
    #[serde(flatten)]
    pub fit: Fit,
    /// Where growth is fastest.
    pub turn: f64,
    /// The standard error of the ceiling over it, where that is much.
    pub uncertain: Option<f64>,
}

/// Returns the curve of a running total; from `start`, or from a line through the transformed numbers.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for fewer than five points, lists of different lengths, numbers that are not finite or below 0, a series that does
/// not say where the curve runs, and one in which the turn is not seen.
pub fn growth(curve: Curve, x: &[f64], y: &[f64], start: Option<Three>) -> Result<Growth> {
    check(x, y)?;
    let starts = start.map_or_else(|| curve.starts(x, y), |start| vec![start]);
    let fit = best(&starts, |start| least_squares(x, y, start, |x, at| curve.at(x, at)))?;
    let [ceiling, b, c] = fit.parameters;
    if !(ceiling > 0.0 && c > 0.0) {
        return Err(refused("y", "a series that grows towards a ceiling", "none"));
    }
    let turn = if curve == Curve::Logistic { b / c } else { b.ln() / c };
    let (first, last) = x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(*one), high.max(*one)));
    seen(turn, first, last)?;
    Ok(Growth { fit, turn, uncertain: uncertain(&fit) })
}

/// Numbers below this part of the largest say nothing of where to begin, and are too near 0 to be bent.
const LEAST: f64 = 1e-9;

impl Curve {
    /// Returns the curve's value and its derivatives.
    fn at(self, x: f64, &[a, b, c]: &Three) -> (f64, Three) {
        match self {
            Self::Logistic => {
                let part = 1.0 / (1.0 + (b - c * x).exp());
                let turn = a * part * (1.0 - part);
                (a * part, [part, -turn, x * turn])
            }
            Self::Gompertz => {
                let fall = (-c * x).exp();
                let part = (-b * fall).exp();
                (a * part, [part, -a * part * fall, a * part * b * fall * x])
            }
        }
    }

    /// Returns where to begin for each of several ceilings: the line through the numbers as the curve bends them straight.
    fn starts(self, x: &[f64], y: &[f64]) -> Vec<Three> {
        let most = y.iter().fold(0.0_f64, |most, one| most.max(*one));
        let from = |times: &f64| {
            let ceiling = times * most;
            let bent = |y: f64| if self == Self::Logistic { (ceiling / y - 1.0).ln() } else { (ceiling / y).ln().ln() };
            let (x, bent): (Vec<f64>, Vec<f64>) = x.iter().zip(y).filter(|(_, y)| **y > LEAST * most).map(|(x, y)| (*x, bent(*y))).unzip();
            let line = projection::line(&x, &bent).ok()?;
            let b = if self == Self::Logistic { line.intercept } else { line.intercept.exp() };
            Some([ceiling, b, -line.slope])
        };
        CEILINGS.iter().filter_map(from).collect()
    }
}

/// Returns the running total of a curve with these parameters at other places.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for parameters or places that are not finite.
pub fn totals(curve: Curve, parameters: &Three, x: &[f64]) -> Result<Vec<f64>> {
    check_finite("parameters", parameters)?;
    check_finite("x", x)?;
    Ok(x.iter().map(|place| curve.at(*place, parameters).0).collect())
}

/// Returns how many have bought by the ends of periods in Bass's model with these m, p and q.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for parameters or periods that are not finite, and a p that is not above 0.
pub fn bass_totals(parameters: &Three, periods: &[f64]) -> Result<Vec<f64>> {
    check_finite("parameters", parameters)?;
    check_finite("periods", periods)?;
    let &[m, p, q] = parameters;
    if p > 0.0 {
        Ok(periods.iter().map(|period| m * adopted(*period, p, q)[0]).collect())
    } else {
        Err(refused("p", "a number above 0", p))
    }
}

/// Bass's model (1969) of first purchases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bass {
    /// The fit of m, p and q to the purchases of each period (Srinivasan and Mason 1986).
    #[serde(flatten)]
    pub fit: Fit,
    /// When most buy first; `None` where they are most at the start.
    pub peak: Option<f64>,
    /// Bass's own regression; `None` where it has no such model.
    pub regression: Option<Regression>,
    /// The standard error of the ceiling over it, where that is much.
    pub uncertain: Option<f64>,
}

/// Bass's regression of the purchases of each period on a, b Y and c Y², where Y is the total before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Regression {
    /// The constant.
    pub a: f64,
    /// What goes with the total before.
    pub b: f64,
    /// What goes with its square.
    pub c: f64,
    /// How many buy in the end.
    pub m: f64,
    /// The coefficient of innovation.
    pub p: f64,
    /// The coefficient of imitation.
    pub q: f64,
}

/// Returns Bass's model of the first purchases of periods 1, 2, …; from `start` (m, p, q), or from Bass's regression.
///
/// # Errors
/// As [`growth`].
pub fn bass(adoptions: &[f64], start: Option<Three>) -> Result<Bass> {
    let periods: Vec<f64> = (1..=adoptions.len()).map(|period| period as f64).collect();
    check_points(&periods, adoptions)?;
    if adoptions.len() < FEWEST {
        return Err(refused("adoptions", "at least five numbers", adoptions.len()));
    }
    if let Some(wrong) = adoptions.iter().find(|one| **one < 0.0) {
        return Err(refused("adoptions", "numbers of 0 or more", wrong));
    }
    let (regression, total) = (regression(adoptions), adoptions.iter().sum::<f64>());
    let first = start.or_else(|| regression.map(|found| [found.m, found.p, found.q]));
    let starts: Vec<Three> = first.into_iter().chain([[1.2 * total, 0.02, 0.35], [2.0 * total, 0.005, 0.5]]).collect();
    let starts = if start.is_some() { &starts[..1] } else { &starts[..] };
    let fit = best(starts, |start| least_squares(&periods, adoptions, start, purchases))?;
    let [m, p, q] = fit.parameters;
    if !(m > 0.0 && p > 0.0 && q >= 0.0) {
        return Err(refused("adoptions", "a series that Bass's model can have", "none"));
    }
    let peak = (q > p).then(|| (q / p).ln() / (p + q));
    if let Some(peak) = peak {
        seen(peak, 0.0, adoptions.len() as f64)?;
    }
    Ok(Bass { fit, peak, regression, uncertain: uncertain(&fit) })
}

/// Returns the purchases of a period, and their derivatives by m, p and q.
fn purchases(period: f64, &[m, p, q]: &Three) -> (f64, Three) {
    let (now, before) = (adopted(period, p, q), adopted(period - 1.0, p, q));
    let grown = now[0] - before[0];
    (m * grown, [grown, m * (now[1] - before[1]), m * (now[2] - before[2])])
}

/// Returns the share that has bought by a time, and its derivatives by p and q.
fn adopted(t: f64, p: f64, q: f64) -> Three {
    let left = (-(p + q) * t).exp();
    let below = p + q * left;
    let share = p * (1.0 - left) / below;
    let by_p = ((1.0 - left) + p * t * left - share * (1.0 - q * t * left)) / below;
    let by_q = (p * t * left - share * (left - q * t * left)) / below;
    [share, by_p, by_q]
}

fn regression(adoptions: &[f64]) -> Option<Regression> {
    let total: f64 = adoptions.iter().sum();
    let mut before = 0.0;
    let row = |bought: &f64| {
        let part = before / total;
        before += bought;
        [1.0, part, part * part]
    };
    let rows: Vec<Three> = adoptions.iter().map(row).collect();
    let [a, b, c] = straight(&rows, adoptions)?;
    let (b, c) = (b / total, c / (total * total));
    let m = (-b - (b * b - 4.0 * a * c).sqrt()) / (2.0 * c);
    (m.is_finite() && m > 0.0 && a > 0.0).then(|| Regression { a, b, c, m, p: a / m, q: -c * m })
}

fn check(x: &[f64], y: &[f64]) -> Result<()> {
    check_points(x, y)?;
    if x.len() < FEWEST {
        return Err(refused("x", "at least five numbers", x.len()));
    }
    match y.iter().find(|one| **one < 0.0) {
        Some(wrong) => Err(refused("y", "numbers of 0 or more", wrong)),
        None => Ok(()),
    }
}

/// Returns the nearest of the fits from several starts, or the last error.
fn best(starts: &[Three], fit: impl Fn(Three) -> Result<Fit>) -> Result<Fit> {
    let mut nearest: Result<Fit> = Err(refused("start", "a curve to begin with", "none"));
    for start in starts {
        check_finite("start", start)?;
        let found = fit(*start);
        let better = match (&found, &nearest) {
            (Ok(one), Ok(other)) => one.sse < other.sse,
            (Ok(_), Err(_)) => true,
            (Err(_), other) => other.is_err(),
        };
        nearest = if better { found } else { nearest };
    }
    nearest
}

fn seen(turn: f64, first: f64, last: f64) -> Result<()> {
    if (first..=last).contains(&turn) {
        return Ok(());
    }
    let found = format!("the turn at {turn:.3}, outside of {first} to {last}: the ceiling cannot be known yet");
    Err(refused("y", "a series in which growth is seen to turn", found))
}

fn uncertain(fit: &Fit) -> Option<f64> {
    Some(fit.errors[0] / fit.parameters[0]).filter(|part| *part > UNCERTAIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(curve: Curve, parameters: Three, months: usize) -> (Vec<f64>, Vec<f64>) {
        (1..=months).map(|month| (month as f64, curve.at(month as f64, &parameters).0)).unzip()
    }

    #[test]
    fn derivatives_are_slopes() {
        type Sloped = fn(f64, &Three) -> (f64, Three);
        let curves: [(Sloped, Three); 3] = [
            (|x, at| Curve::Logistic.at(x, at), [900.0, 4.0, 0.6]),
            (|x, at| Curve::Gompertz.at(x, at), [60.0, 5.0, 0.25]),
            (purchases, [900.0, 0.02, 0.4]),
        ];
        for (curve, at) in curves {
            for j in 0..3 {
                let (mut low, mut high, small) = (at, at, at[j] * 1e-6);
                (low[j], high[j]) = (at[j] - small, at[j] + small);
                let slope = (curve(6.0, &high).0 - curve(6.0, &low).0) / (2.0 * small);
                assert!((slope / curve(6.0, &at).1[j] - 1.0).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn running_totals_are_the_sums_of_the_purchases() {
        let at = [900.0, 0.02, 0.4];
        let found = bass_totals(&at, &[3.0, 4.0]).unwrap();
        let summed: f64 = (1..=3).map(|period| purchases(f64::from(period), &at).0).sum();
        assert!((found[0] - summed).abs() < 1e-9 && (found[1] - found[0] - purchases(4.0, &at).0).abs() < 1e-9);
        assert!(bass_totals(&[1.0, 0.0, 1.0], &[1.0]).is_err() && bass_totals(&at, &[f64::NAN]).is_err());
        let half = totals(Curve::Logistic, &[100.0, 3.0, 0.5], &[6.0]).unwrap();
        assert!((half[0] - 50.0).abs() < 1e-12);
    }

    #[test]
    fn a_turn_that_is_not_seen_is_refused() {
        let (x, y) = of(Curve::Logistic, [10_000.0, 6.0, 0.4], 9);
        assert!(growth(Curve::Logistic, &x, &y, None).unwrap_err().to_string().contains("outside of"));
        let (x, y): (Vec<f64>, Vec<f64>) = (1..12).map(|month| (f64::from(month), 50.0 * f64::from(month))).unzip();
        assert!(growth(Curve::Gompertz, &x, &[5.0; 11], None).is_err());
        assert!(growth(Curve::Logistic, &x, &y.iter().rev().copied().collect::<Vec<_>>(), None).is_err());
        assert!(bass(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0], None).is_err() && bass(&[0.0; 8], None).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn a_curve_is_found_again(ceiling in 100.0_f64..1e6, turn in 5.0_f64..11.0, c in 0.3_f64..0.9) {
            for (curve, b) in [(Curve::Logistic, turn * c), (Curve::Gompertz, (turn * c).exp())] {
                let (x, y) = of(curve, [ceiling, b, c], 16);
                let found = growth(curve, &x, &y, None).unwrap();
                prop_assert!((found.fit.parameters[0] / ceiling - 1.0).abs() < 1e-6 && (found.turn - turn).abs() < 1e-5, "{curve:?} {found:?}");
            }
        }
    }
}
