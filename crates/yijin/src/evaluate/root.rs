//! Roots of increasing functions between bounds, in a bounded number of steps; and the quantiles found by it.

use crate::error::{ErrorKind, Result};
use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::beta::checked_beta_reg;

/// No search takes more steps.
const STEPS: usize = 400;

/// Returns where an increasing function comes to 0 between two bounds.
///
/// # Errors
/// [`ErrorKind::Unsound`] where it does not come close enough, which is not expected.
pub fn increasing(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> Result<f64> {
    for _ in 0..STEPS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return Ok(middle);
        }
        if f(middle) < 0.0 { low = middle } else { high = middle }
    }
    Err(ErrorKind::Unsound { cause: "a search for a quantile did not end".to_owned() }.into())
}

/// Returns the quantile `p` of the beta distribution; found on the scale of the logarithm, since it may be very small.
///
/// # Errors
/// As [`increasing`].
pub fn beta_quantile(a: f64, b: f64, p: f64) -> Result<f64> {
    let small = beta_cdf(a, b, 0.5) >= p;
    // Near 1 the tail on the other side is the small one.
    let (a, b, p) = if small { (a, b, p) } else { (b, a, 1.0 - p) };
    let tail = |log: f64| beta_cdf(a, b, log.exp().min(1.0)) - p;
    let x = increasing(-745.0, 0.0, tail)?.exp();
    Ok(if small { x } else { 1.0 - x })
}

/// The largest whole parameter for which the sum of the binomial distribution is taken.
const FEW: f64 = 200.0;

/// Returns the distribution function of the beta distribution; of few events among many as the sum of a binomial distribution, which keeps its digits
/// where logarithms of factorials lose theirs.
fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    let is_few = |whole: f64| whole.fract() == 0.0 && whole <= FEW;
    if is_few(a) {
        1.0 - fewer(a, a + b - 1.0, x)
    } else if is_few(b) {
        fewer(b, a + b - 1.0, 1.0 - x)
    } else {
        checked_beta_reg(a, b, x).unwrap_or(f64::NAN)
    }
}

/// Returns the chance of fewer than `k` of `n`, each of chance `x` (below 1).
fn fewer(k: f64, n: f64, x: f64) -> f64 {
    let (mut term, mut sum) = ((n * (-x).ln_1p()).exp(), 0.0);
    for j in 0..k as usize {
        sum += term;
        term *= (n - j as f64) / (j as f64 + 1.0) * (x / (1.0 - x));
    }
    sum
}

/// The logarithm of the largest number of which the square is a number.
const LARGEST: f64 = 354.0;

/// Returns what Student's t with so many degrees of freedom is above with chance `tail`, which is below one half.
///
/// # Errors
/// As [`increasing`], and where the degrees of freedom are not above 0.
pub fn student_quantile(freedom: f64, tail: f64) -> Result<f64> {
    let law = StudentsT::new(0.0, 1.0, freedom).map_err(|error| ErrorKind::Unsound { cause: error.to_string() })?;
    Ok(increasing(-LARGEST, LARGEST, |log| tail - law.sf(log.exp()))?.exp())
}
