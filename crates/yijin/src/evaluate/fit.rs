//! Least squares of curves with three parameters: Levenberg (1944) and Marquardt (1963), with every step and its damping bounded.

use super::refused;
use crate::error::Result;
use serde::Serialize;

/// No fit takes more steps.
const STEPS: usize = 500;
/// No step is damped more.
const DAMPED: f64 = 1e12;
/// A step that is smaller beside its parameter is the last.
const LAST: f64 = 1e-9;

/// Three numbers, one for each parameter.
pub type Three = [f64; 3];

/// A curve that was fitted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fit {
    /// The parameters.
    pub parameters: Three,
    /// Their standard errors.
    pub errors: Three,
    /// The sum of squared residuals.
    pub sse: f64,
    /// The standard deviation of the residuals, with n − 3.
    pub residual_sd: f64,
    /// How many points.
    pub n: usize,
    /// How many steps it took.
    pub steps: usize,
}

/// Returns the parameters at which a curve is nearest to points; `curve` gives its value and its derivatives at a place.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where the points do not say where the curve runs: no step leads nearer, or its parameters make up for each other.
pub fn least_squares(x: &[f64], y: &[f64], start: Three, curve: impl Fn(f64, &Three) -> (f64, Three)) -> Result<Fit> {
    let near = |at: &Three| -> f64 { x.iter().zip(y).map(|(x, y)| (y - curve(*x, at).0).powi(2)).sum() };
    let (mut at, mut sse, mut damping) = (start, near(&start), 1e-3);
    for steps in 1..=STEPS {
        let (square, slope) = normal(x, y, &at, &curve);
        let whole = solved(square, slope, 0.0);
        if let Some(step) = whole.filter(|step| (0..3).all(|j| step[j].abs() <= LAST * at[j].abs())) {
            let at = moved(&at, &step);
            return finished(x, y, at, near(&at), steps, &curve);
        }
        let found = std::iter::successors(Some(damping), |damping| Some(damping * 10.0)).take_while(|damping| *damping <= DAMPED).find_map(
            |damping| {
                let next = moved(&at, &solved(square, slope, damping)?);
                let left = near(&next);
                (left <= sse * (1.0 + 4.0 * f64::EPSILON)).then_some((next, left, damping))
            },
        );
        let Some((next, left, damped)) = found else { break };
        (at, sse, damping) = (next, left, (damped / 10.0).max(1e-15));
    }
    Err(refused("y", "a series that says where the curve runs", format!("no nearest curve within {STEPS} steps")))
}

/// Returns the parameters of a straight least-squares problem with three columns; `None` where the columns make up for each other.
pub fn straight(rows: &[Three], y: &[f64]) -> Option<Three> {
    let (mut square, mut slope) = ([[0.0; 3]; 3], [0.0; 3]);
    rows.iter().zip(y).for_each(|(row, y)| add(&mut square, &mut slope, row, *y));
    solved(square, slope, 0.0)
}

fn moved(at: &Three, step: &Three) -> Three {
    [at[0] + step[0], at[1] + step[1], at[2] + step[2]]
}

fn finished(x: &[f64], y: &[f64], parameters: Three, sse: f64, steps: usize, curve: &impl Fn(f64, &Three) -> (f64, Three)) -> Result<Fit> {
    let (square, _) = normal(x, y, &parameters, curve);
    let variance = sse / (x.len() as f64 - 3.0);
    let mut errors = [0.0; 3];
    for (j, error) in errors.iter_mut().enumerate() {
        let mut unit = [0.0; 3];
        unit[j] = 1.0;
        let column = solved(square, unit, 0.0)
            .ok_or_else(|| refused("y", "a series that says where the curve runs", "parameters that make up for each other"))?;
        *error = (column[j] * variance).sqrt();
    }
    Ok(Fit { parameters, errors, sse, residual_sd: variance.sqrt(), n: x.len(), steps })
}

/// Returns the products of the derivatives with each other, and with the residuals.
fn normal(x: &[f64], y: &[f64], at: &Three, curve: &impl Fn(f64, &Three) -> (f64, Three)) -> ([Three; 3], Three) {
    let (mut square, mut slope) = ([[0.0; 3]; 3], [0.0; 3]);
    for (x, y) in x.iter().zip(y) {
        let (value, derivatives) = curve(*x, at);
        add(&mut square, &mut slope, &derivatives, y - value);
    }
    (square, slope)
}

fn add(square: &mut [Three; 3], slope: &mut Three, row: &Three, y: f64) {
    for j in 0..3 {
        slope[j] += row[j] * y;
        for k in 0..3 {
            square[j][k] += row[j] * row[k];
        }
    }
}

/// Returns the solution of a symmetric system by Cholesky's factors, on columns of length 1 and with `damping` added to each; `None` where a column is made
/// of the others.
fn solved(square: [Three; 3], right: Three, damping: f64) -> Option<Three> {
    let scale = [square[0][0].sqrt(), square[1][1].sqrt(), square[2][2].sqrt()];
    let mut lower = [[0.0_f64; 3]; 3];
    for j in 0..3 {
        for k in 0..=j {
            let one = square[j][k] / (scale[j] * scale[k]) + if j == k { damping } else { 0.0 };
            let rest = one - (0..k).map(|i| lower[j][i] * lower[k][i]).sum::<f64>();
            lower[j][k] = if j == k { Some(rest.sqrt()).filter(|_| rest > 1e-13)? } else { rest / lower[k][k] };
        }
    }
    let mut found = [right[0] / scale[0], right[1] / scale[1], right[2] / scale[2]];
    for j in 0..3 {
        found[j] = (found[j] - (0..j).map(|i| lower[j][i] * found[i]).sum::<f64>()) / lower[j][j];
    }
    for j in (0..3).rev() {
        found[j] = (found[j] - (j + 1..3).map(|i| lower[i][j] * found[i]).sum::<f64>()) / lower[j][j];
    }
    let found = [found[0] / scale[0], found[1] / scale[1], found[2] / scale[2]];
    found.iter().all(|one| one.is_finite()).then_some(found)
}
