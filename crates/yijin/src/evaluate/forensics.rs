//! What an auditor looks at: digits that are not as counted amounts have them. A finding is a place to look, and says nothing of why.

use super::refused;
use crate::error::Result;
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The fewest numbers for which first digits say anything.
const ENOUGH: u64 = 300;

/// First or second digits beside Benford's law (1938).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Benford {
    /// How many numbers.
    pub n: u64,
    /// How many have each digit, from 1 (first) or 0 (second).
    pub counts: Vec<u64>,
    /// Pearson's statistic.
    pub chi2: f64,
    /// Its p-value; of many numbers it rejects everything.
    pub p: f64,
    /// The mean absolute deviation of the shares (Nigrini 2012: of first digits, below 0.006 close, above 0.015 not conforming).
    pub mad: f64,
    /// The sum of squared deviations of the shares, in percent.
    pub ssd: f64,
    /// For each digit, its deviation in standard errors, corrected for continuity where that does not turn it.
    pub z: Vec<f64>,
    /// The largest deviation of the cumulative shares.
    pub ks: f64,
    /// Why the law may not hold for these numbers at all.
    pub warnings: Vec<String>,
}

/// Returns the counts of digits beside Benford's law; `second` for second digits. The numbers are amounts above 0: the caller leaves out refunds and
/// what is below its unit. Multiples of a price list need not follow the law, and numbers of one size do not: a warning says so.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for numbers that are not above 0 and finite, and where there is none with that digit.
pub fn benford(values: &[f64], second: bool) -> Result<Benford> {
    if let Some(value) = values.iter().find(|value| !(value.is_finite() && **value > 0.0)) {
        return Err(refused("values", "amounts above 0", value));
    }
    let expected = law(second);
    let first = usize::from(!second);
    let mut counts = vec![0_u64; expected.len()];
    for digit in values.iter().filter_map(|value| digit(*value, usize::from(second))) {
        counts[digit - first] += 1;
    }
    let n: u64 = counts.iter().sum();
    if n == 0 {
        return Err(refused("values", "at least one number with that digit", n));
    }
    Ok(Benford { warnings: warnings(values, n), ..compared(counts, &expected, n) })
}

/// Returns Benford's shares of the digits.
fn law(second: bool) -> Vec<f64> {
    if second {
        (0..10).map(|digit| (1..10).map(|first| (1.0 + 1.0 / f64::from(10 * first + digit)).log10()).sum()).collect()
    } else {
        (1..10).map(|digit| (1.0 + 1.0 / f64::from(digit)).log10()).collect()
    }
}

/// Returns a significant digit of a number, from its shortest decimal form; `None` where it has fewer.
fn digit(value: f64, place: usize) -> Option<usize> {
    let written = format!("{value:e}");
    let mantissa = written.split('e').next().unwrap_or_default();
    mantissa.bytes().filter(u8::is_ascii_digit).nth(place).map(|digit| usize::from(digit - b'0'))
}

fn compared(counts: Vec<u64>, expected: &[f64], n: u64) -> Benford {
    let total = n as f64;
    let shares: Vec<f64> = counts.iter().map(|count| *count as f64 / total).collect();
    let gaps: Vec<f64> = shares.iter().zip(expected).map(|(share, expected)| (share - expected).abs()).collect();
    let chi2 = gaps.iter().zip(expected).map(|(gap, expected)| gap * gap / expected * total).sum();
    let score = |(gap, expected): (&f64, &f64)| {
        let corrected = if *gap > 0.5 / total { gap - 0.5 / total } else { *gap };
        corrected / (expected * (1.0 - expected) / total).sqrt()
    };
    let (mut ahead, mut ks) = (0.0_f64, 0.0_f64);
    for (share, expected) in shares.iter().zip(expected) {
        ahead += share - expected;
        ks = ks.max(ahead.abs());
    }
    Benford {
        n,
        chi2,
        p: ChiSquared::new(expected.len() as f64 - 1.0).map_or(f64::NAN, |chi| chi.sf(chi2)),
        mad: gaps.iter().sum::<f64>() / expected.len() as f64,
        ssd: gaps.iter().map(|gap| (100.0 * gap).powi(2)).sum(),
        z: gaps.iter().zip(expected).map(score).collect(),
        ks,
        warnings: Vec::new(),
        counts,
    }
}

fn warnings(values: &[f64], n: u64) -> Vec<String> {
    let mut warnings = Vec::new();
    if n < ENOUGH {
        warnings.push(format!("{n} numbers are few: below {ENOUGH} the digits say little"));
    }
    let (least, most) = values.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), value| (least.min(*value), most.max(*value)));
    if most / least < 1000.0 {
        warnings.push("the numbers span less than three orders of magnitude, for which the law is not expected to hold".to_owned());
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    if sorted.len() * 10 <= values.len() {
        warnings.push("few distinct numbers, as from a price list, for which the law is not expected to hold".to_owned());
    }
    warnings
}

/// Last digits beside an even spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heaping {
    /// Pearson's statistic, on 9 degrees of freedom.
    pub chi2: f64,
    /// Its p-value.
    pub p: f64,
    /// Five times the share that ends in 0 or 5: 1 is none, 5 all (after Whipple).
    pub whipple: f64,
    /// Half the summed absolute deviation from a tenth, in percent (after Myers).
    pub myers: f64,
}

/// Returns how far last digits heap, from how many numbers end in 0, 1, …, 9.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] where there are not ten counts, or none at all.
pub fn heaping(counts: &[u64]) -> Result<Heaping> {
    let n = counts.iter().sum::<u64>() as f64;
    if counts.len() != 10 || n == 0.0 {
        return Err(refused("counts", "ten counts, of the digits 0 to 9", counts.len()));
    }
    let chi2 = counts.iter().map(|count| (*count as f64 - n / 10.0).powi(2) / (n / 10.0)).sum();
    Ok(Heaping {
        chi2,
        p: ChiSquared::new(9.0).map_or(f64::NAN, |chi| chi.sf(chi2)),
        whipple: 5.0 * (counts[0] + counts[5]) as f64 / n,
        myers: counts.iter().map(|count| (*count as f64 / n - 0.1).abs()).sum::<f64>() * 50.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_list_is_warned_of() {
        let prices: Vec<f64> = (0..20).map(|number| if number % 2 == 0 { 29.9 } else { 39.9 }).collect();
        let found = benford(&prices, false).unwrap();
        assert_eq!(found.counts[1] + found.counts[2], 20);
        assert_eq!(found.warnings.len(), 3);
        assert!(benford(&[0.0], false).is_err() && benford(&[-1.0], false).is_err() && benford(&[], false).is_err());
    }

    #[test]
    fn digits_are_those_of_the_decimal_form() {
        assert_eq!((digit(0.029, 0), digit(0.029, 1), digit(7.0, 1), digit(1.5e300, 1)), (Some(2), Some(9), None, Some(5)));
        assert!((law(true).iter().sum::<f64>() - 1.0).abs() < 1e-12 && (law(false).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
