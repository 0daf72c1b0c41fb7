//! What a reader of distinct counts with hidden parts can conclude.
//!
//! One household may be in several parts, so that the parts do not add up to their total: it is at least the largest of them and at most their sum.

use super::refused;
use crate::error::Result;
use serde::Serialize;

/// What can be concluded of a hidden count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HiddenPart {
    /// Which part; none is the total.
    pub place: Option<usize>,
    /// What it is.
    pub value: u64,
    /// The least that it can be.
    pub lower: u64,
    /// The most that it can be; `None` where nothing bounds it.
    pub upper: Option<u64>,
}

/// Returns what a reader who sees all other counts can conclude of each hidden one: of the distinct counts of parts, which may overlap, or their total.
///
/// # Errors
/// [`crate::ErrorKind::BadOption`] for no parts, a total that is below the largest or above the sum of the parts, and hidden parts that are not there.
pub fn union(parts: &[u64], total: u64, hidden: &[Option<usize>]) -> Result<Vec<HiddenPart>> {
    let sum = |counts: &mut dyn Iterator<Item = u64>| counts.fold(0, u64::saturating_add);
    let (largest, all) = (parts.iter().copied().max().unwrap_or(0), sum(&mut parts.iter().copied()));
    if parts.is_empty() || total < largest || total > all {
        return Err(refused("total", &format!("a count from the largest part, {largest}, to their sum, {all}"), total));
    }
    if let Some(place) = hidden.iter().flatten().find(|place| **place >= parts.len()) {
        return Err(refused("hidden", "parts counted from 0, or none for their total", place));
    }
    let mut places = hidden.to_vec();
    places.sort_unstable();
    places.dedup();
    let is_seen = |place: Option<usize>| places.binary_search(&place).is_err();
    let seen = || (0..parts.len()).filter(|&place| is_seen(Some(place))).map(|place| parts[place]);
    let hidden_parts = places.iter().flatten().count();
    let concluded = |&place: &Option<usize>| match place {
        None => {
            let upper = (hidden_parts == 0).then_some(all);
            HiddenPart { place, value: total, lower: seen().max().unwrap_or(0), upper }
        }
        Some(part) if is_seen(None) => {
            // Another hidden part can be all of it.
            let lower = if hidden_parts == 1 { total.saturating_sub(sum(&mut seen())) } else { 0 };
            HiddenPart { place, value: parts[part], lower, upper: Some(total) }
        }
        Some(part) => HiddenPart { place, value: parts[part], lower: 0, upper: None },
    };
    Ok(places.iter().map(concluded).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_of_twenty_four_are_not_three() {
        let found = union(&[4, 21], 24, &[Some(0)]).unwrap();
        assert_eq!(found, [HiddenPart { place: Some(0), value: 4, lower: 3, upper: Some(24) }]);
        let whole = union(&[4, 21], 24, &[None]).unwrap();
        assert_eq!((whole[0].lower, whole[0].upper), (21, Some(25)));
        assert!(union(&[4, 21], 26, &[]).is_err() && union(&[4, 21], 20, &[]).is_err() && union(&[], 0, &[]).is_err());
        assert!(union(&[4, 21], 24, &[Some(2)]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn bounds_are_those_of_all_sets_that_a_reader_can_think_of(
            members in prop::collection::vec(1_u8..8, 1..6),
            marks in prop::collection::vec(any::<bool>(), 4),
        ) {
            // Each member stands in some of three parts; every choice of counts below 7 is tried in the place of what is hidden.
            let part = |place: usize| members.iter().filter(|member| **member >> place & 1 == 1).count() as u64;
            let (parts, whole): (Vec<u64>, u64) = ((0..3).map(part).collect(), members.len() as u64);
            let hidden: Vec<Option<usize>> = [None, Some(0), Some(1), Some(2)].into_iter().zip(&marks).filter(|(_, is)| **is).map(|(place, _)| place).collect();
            let (mut least, mut most) = (vec![u64::MAX; hidden.len()], vec![0; hidden.len()]);
            for code in 0..20_u64.pow(hidden.len() as u32) {
                let (mut other, mut total) = (parts.clone(), whole);
                let counts: Vec<u64> = (0..hidden.len()).map(|number| code / 20_u64.pow(number as u32) % 20).collect();
                for (place, count) in hidden.iter().zip(&counts) {
                    match place {
                        Some(place) => other[*place] = *count,
                        None => total = *count,
                    }
                }
                if other.iter().all(|count| *count <= total) && total <= other.iter().sum() {
                    for (number, count) in counts.iter().enumerate() {
                        least[number] = least[number].min(*count);
                        most[number] = most[number].max(*count);
                    }
                }
            }
            for (number, found) in union(&parts, whole, &hidden).unwrap().iter().enumerate() {
                prop_assert_eq!(found.lower, least[number]);
                // Counts beyond those that are tried stand for no bound.
                prop_assert_eq!(found.upper.unwrap_or(19), most[number]);
            }
        }
    }
}
