//! Medians, and how far values spread around them.

/// What makes the median absolute deviation of a normal distribution its standard deviation.
pub const NORMAL: f64 = 1.482_602_218_505_602;

/// Returns the median of values that are in order; not a number where there are none.
#[must_use]
pub fn of_sorted(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// Returns the median of values, in whatever order.
#[must_use]
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    of_sorted(&sorted)
}

/// Returns the median of values, and the median of their absolute deviations from it.
#[must_use]
pub fn with_deviation(values: &[f64]) -> (f64, f64) {
    let middle = median(values.iter().copied());
    (middle, median(values.iter().map(|value| (value - middle).abs())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_two_is_between_them() {
        assert_eq!((median([3.0, 1.0, 2.0]), median([4.0, 1.0])), (2.0, 2.5));
        assert!(median([]).is_nan());
        assert_eq!(with_deviation(&[1.0, 2.0, 3.0, 4.0, 1e9]), (3.0, 1.0));
    }
}
