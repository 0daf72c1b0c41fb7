//! Columns of whole numbers in as few bytes as their range needs.

use serde::{Deserialize, Serialize};

/// A column of whole numbers: a base, and for each row an offset in steps, in the least width that holds them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    base: i64,
    step: u64,
    /// Bytes of an offset: 0 where all values are the base, else 1, 2, 4 or 8.
    width: u8,
    #[serde(with = "serde_bytes")]
    offsets: Vec<u8>,
}

impl Packed {
    /// Returns the values, packed.
    #[must_use]
    pub fn pack<T: Copy + Ord + Into<i64>>(values: &[T]) -> Self {
        let (Some(&least), Some(&most)) = (values.iter().min(), values.iter().max()) else {
            return Self { base: 0, step: 1, width: 0, offsets: Vec::new() };
        };
        let base = least.into();
        let offset = |value: T| value.into().wrapping_sub(base) as u64;
        let most = offset(most);
        // A byte a row is the least, whatever the step.
        let step = if most <= u64::from(u8::MAX) { 1 } else { step(values.iter().map(|&value| offset(value))) };
        let (width, offsets) = match most / step {
            0 => (0, Vec::new()),
            most if most <= u64::from(u8::MAX) => (1, bytes(values, |value| (divided(offset(value), step) as u8).to_le_bytes())),
            most if most <= u64::from(u16::MAX) => (2, bytes(values, |value| (divided(offset(value), step) as u16).to_le_bytes())),
            most if most <= u64::from(u32::MAX) => (4, bytes(values, |value| (divided(offset(value), step) as u32).to_le_bytes())),
            _ => (8, bytes(values, |value| divided(offset(value), step).to_le_bytes())),
        };
        Self { base, step, width, offsets }
    }

    /// Puts the values of the column's `rows`, each put through `of`, in the place of what `into` holds.
    pub fn unpack<T: Clone>(&self, rows: usize, into: &mut Vec<T>, of: impl Fn(i64) -> T) {
        into.clear();
        let value = |offset: u64| of(self.base.wrapping_add(offset.wrapping_mul(self.step) as i64));
        match self.width {
            0 => into.resize(rows, of(self.base)),
            1 => into.extend(self.offsets.iter().map(|&offset| value(offset.into()))),
            2 => into.extend(self.offsets.as_chunks().0.iter().map(|&offset| value(u16::from_le_bytes(offset).into()))),
            4 => into.extend(self.offsets.as_chunks().0.iter().map(|&offset| value(u32::from_le_bytes(offset).into()))),
            _ => into.extend(self.offsets.as_chunks().0.iter().map(|&offset| value(u64::from_le_bytes(offset)))),
        }
    }

    /// Returns the value of `row`.
    ///
    /// # Panics
    /// Where there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> i64 {
        let steps = match self.width {
            0 => return self.base,
            1 => u64::from(self.offsets[row]),
            2 => u64::from(u16::from_le_bytes(at(&self.offsets, row))),
            4 => u64::from(u32::from_le_bytes(at(&self.offsets, row))),
            _ => u64::from_le_bytes(at(&self.offsets, row)),
        };
        self.base.wrapping_add(steps.wrapping_mul(self.step) as i64)
    }

    /// Returns the column with each of its `rows` values put through `map`.
    #[must_use]
    pub fn mapped(&self, rows: usize, map: impl Fn(i64) -> i64) -> Self {
        let mut values = Vec::new();
        self.unpack(rows, &mut values, map);
        Self::pack(&values)
    }

    /// Returns how many bytes the offsets take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.offsets.len()
    }
}

/// Returns the `N` bytes of `row`.
pub(super) fn at<const N: usize>(bytes: &[u8], row: usize) -> [u8; N] {
    let mut found = [0; N];
    found.copy_from_slice(&bytes[row * N..(row + 1) * N]);
    found
}

/// Returns the bytes of all values, one after the other.
pub(super) fn bytes<T: Copy, const N: usize>(values: &[T], of: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    let mut all = vec![0; values.len() * N];
    for (place, &value) in all.chunks_exact_mut(N).zip(values) {
        place.copy_from_slice(&of(value));
    }
    all
}

/// Returns the greatest number that divides all offsets, which are not all 0.
fn step(offsets: impl Iterator<Item = u64>) -> u64 {
    let mut step = 0;
    for offset in offsets {
        if step == 0 || rest(offset, step) != 0 {
            step = gcd(offset, step);
        }
        if step == 1 {
            break;
        }
    }
    step.max(1)
}

/// Division is dear, and dearer of 64 bits.
fn divided(offset: u64, step: u64) -> u64 {
    match (u32::try_from(offset), u32::try_from(step)) {
        _ if step == 1 => offset,
        (Ok(offset), Ok(step)) => (offset / step).into(),
        _ => offset / step,
    }
}

fn rest(offset: u64, step: u64) -> u64 {
    match (u32::try_from(offset), u32::try_from(step)) {
        (Ok(offset), Ok(step)) => (offset % step).into(),
        _ => offset % step,
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_loses_nothing(base in any::<i64>(), step in 1i64..1_000_000, spread in 0u32..64, offsets in prop::collection::vec(any::<i64>(), 1..50)) {
            let values: Vec<i64> = offsets.iter().map(|offset| base.wrapping_add((offset >> spread).wrapping_mul(step))).collect();
            let packed = Packed::pack(&values);
            prop_assert!((0..values.len()).all(|row| packed.get(row) == values[row]));
            let mut unpacked = Vec::new();
            packed.unpack(values.len(), &mut unpacked, |value| value);
            prop_assert_eq!(&unpacked, &values);
            prop_assert_eq!(packed.mapped(values.len(), |value| value), packed);
        }
    }

    #[test]
    fn values_a_step_apart_take_a_byte_each() {
        let kilograms = [500_000, 2_000_000, 1_500_000_i64];
        assert_eq!(Packed::pack(&kilograms).bytes(), 3);
        assert_eq!(Packed::pack(&[7_u32, 7, 7]).bytes(), 0);
    }
}
