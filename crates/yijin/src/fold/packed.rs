//! Columns of whole numbers in as few bytes as their range needs.

use serde::{Deserialize, Serialize};

/// A column of whole numbers: a base and offsets of the least width that holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Packed {
    /// One value in every row.
    Same(i64),
    /// Offsets of one byte.
    Narrow(i64, Vec<u8>),
    /// Offsets of two bytes.
    Short(i64, Vec<u16>),
    /// Offsets of four bytes.
    Wide(i64, Vec<u32>),
    /// The values themselves.
    Whole(Vec<i64>),
}

impl Packed {
    /// Returns the values, packed.
    #[must_use]
    pub fn pack(values: &[i64]) -> Self {
        let (Some(&least), Some(&most)) = (values.iter().min(), values.iter().max()) else { return Self::Same(0) };
        let offset = |value: &i64| value.wrapping_sub(least);
        match most.checked_sub(least) {
            Some(0) => Self::Same(least),
            Some(span) if span <= i64::from(u8::MAX) => Self::Narrow(least, values.iter().map(|value| offset(value) as u8).collect()),
            Some(span) if span <= i64::from(u16::MAX) => Self::Short(least, values.iter().map(|value| offset(value) as u16).collect()),
            Some(span) if span <= i64::from(u32::MAX) => Self::Wide(least, values.iter().map(|value| offset(value) as u32).collect()),
            _ => Self::Whole(values.to_vec()),
        }
    }

    /// Returns the value of `row`.
    ///
    /// # Panics
    /// Where there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> i64 {
        match self {
            Self::Same(value) => *value,
            Self::Narrow(base, offsets) => base.wrapping_add(i64::from(offsets[row])),
            Self::Short(base, offsets) => base.wrapping_add(i64::from(offsets[row])),
            Self::Wide(base, offsets) => base.wrapping_add(i64::from(offsets[row])),
            Self::Whole(values) => values[row],
        }
    }

    /// Fills `into` with the first `rows` values.
    pub fn unpack(&self, rows: usize, into: &mut Vec<i64>) {
        into.clear();
        match self {
            Self::Same(value) => into.resize(rows, *value),
            Self::Narrow(base, offsets) => into.extend(offsets.iter().map(|&offset| base.wrapping_add(i64::from(offset)))),
            Self::Short(base, offsets) => into.extend(offsets.iter().map(|&offset| base.wrapping_add(i64::from(offset)))),
            Self::Wide(base, offsets) => into.extend(offsets.iter().map(|&offset| base.wrapping_add(i64::from(offset)))),
            Self::Whole(values) => into.extend_from_slice(values),
        }
    }

    /// Returns the column with each value put through `map`.
    #[must_use]
    pub fn mapped(&self, rows: usize, map: impl Fn(i64) -> i64) -> Self {
        let mut values = Vec::with_capacity(rows);
        self.unpack(rows, &mut values);
        values.iter_mut().for_each(|value| *value = map(*value));
        Self::pack(&values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_loses_nothing(base in any::<i64>(), spread in 0u32..64, offsets in prop::collection::vec(any::<i64>(), 1..50)) {
            let values: Vec<i64> = offsets.iter().map(|offset| base.wrapping_add(offset >> spread.min(63))).collect();
            let packed = Packed::pack(&values);
            let mut again = Vec::new();
            packed.unpack(values.len(), &mut again);
            prop_assert_eq!(&again, &values);
            prop_assert!((0..values.len()).all(|row| packed.get(row) == values[row]));
        }
    }
}
