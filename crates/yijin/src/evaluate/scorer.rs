//! The ranks of units under one set of weights after another, with what the weights do not change done before.

use super::index::Aggregation;
use super::weights::Matrix;

/// How many units are scored together.
const LANES: usize = 8;

/// What stands for the logarithm of 0: a unit with it under a weight above 0 is behind every other.
const NOTHING: f64 = -1e200;

/// Below this a sum of logarithms holds one of 0.
const ANY_NOTHING: f64 = -1e100;

/// Units by criteria in blocks of some units, criterion by criterion, so that a weight meets all units of a block at once.
struct Blocks(Vec<[f64; LANES]>);

impl Blocks {
    fn new(rows: &Matrix, of: impl Fn(usize, f64) -> f64) -> Self {
        let mut blocks = Vec::new();
        for units in rows.chunks(LANES) {
            for place in 0..rows[0].len() {
                let mut block = [0.0; LANES];
                block.iter_mut().zip(units).for_each(|(value, row)| *value = of(place, row[place]));
                blocks.push(block);
            }
        }
        Self(blocks)
    }

    /// Writes the weighted sum of each unit; `into` holds whole blocks.
    fn sums(&self, weights: &[f64], into: &mut [f64]) {
        for (block, sums) in self.0.chunks_exact(weights.len()).zip(into.chunks_exact_mut(LANES)) {
            let mut found = [0.0; LANES];
            for (values, weight) in block.iter().zip(weights) {
                found.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value);
            }
            sums.copy_from_slice(&found);
        }
    }
}

enum Kind {
    Sum(Blocks),
    Product(Blocks),
    /// Squared distances to the best and to the worst.
    Closeness(Blocks, Blocks),
}

/// Ranks units under weights as the aggregation does; scores alike to a trillionth are equal.
pub(super) struct Scorer {
    kind: Kind,
    units: usize,
}

impl Scorer {
    pub(super) fn new(normalised: &Matrix, how: Aggregation) -> Self {
        let extreme = |of: fn(f64, f64) -> f64, place: usize| normalised.iter().map(|row| row[place]).reduce(of).unwrap_or_default();
        let (most, least): (Vec<f64>, Vec<f64>) =
            (0..normalised[0].len()).map(|place| (extreme(f64::max, place), extreme(f64::min, place))).unzip();
        let kind = match how {
            Aggregation::Arithmetic => Kind::Sum(Blocks::new(normalised, |_, value| value)),
            Aggregation::Geometric => Kind::Product(Blocks::new(normalised, |_, value| if value > 0.0 { value.ln() } else { NOTHING })),
            Aggregation::Topsis => Kind::Closeness(
                Blocks::new(normalised, |place, value| (value - most[place]).powi(2)),
                Blocks::new(normalised, |place, value| (value - least[place]).powi(2)),
            ),
        };
        Self { kind, units: normalised.len() }
    }

    /// Writes into `room` the order of the units under weights with a sum of 1, the best first.
    pub(super) fn order(&self, weights: &[f64], room: &mut Room) {
        match &self.kind {
            Kind::Sum(values) => values.sums(weights, &mut room.scores),
            Kind::Product(logarithms) => {
                logarithms.sums(weights, &mut room.scores);
                room.scores.iter_mut().for_each(|score| *score = if *score < ANY_NOTHING { NOTHING } else { *score });
            }
            Kind::Closeness(to_best, to_worst) => {
                room.squares.iter_mut().zip(weights).for_each(|(square, weight)| *square = weight * weight);
                to_worst.sums(&room.squares, &mut room.scores);
                to_best.sums(&room.squares, &mut room.others);
                let nearer = |(near, far): (&mut f64, &f64)| *near = if *near + far > 0.0 { *near / (*near + far) } else { 0.0 };
                room.scores.iter_mut().zip(&room.others).for_each(nearer);
            }
        }
        room.keys.clear();
        room.keys.extend(room.scores[..self.units].iter().zip(0_u64..).map(|(score, unit)| descending_key(*score) & !UNIT | unit));
        room.keys.sort_unstable();
    }
}

/// The bits of a key that hold its unit, and how many units there can be.
const UNIT: u64 = (1 << 11) - 1;

/// More units are not ranked: each of their ranks is counted.
pub(super) const MOST_UNITS: usize = 2_000;

/// What one thread works in.
pub(super) struct Room {
    scores: Vec<f64>,
    others: Vec<f64>,
    squares: Vec<f64>,
    keys: Vec<u64>,
}

impl Room {
    pub(super) fn new(units: usize, criteria: usize) -> Self {
        let whole = units.next_multiple_of(LANES);
        Self { scores: vec![0.0; whole], others: vec![0.0; whole], squares: vec![0.0; criteria], keys: Vec::with_capacity(units) }
    }

    /// Calls `with` for each unit, the best first, with twice its rank less 2: equal units have the mean of their ranks.
    pub(super) fn each_rank(&self, mut with: impl FnMut(usize, usize)) {
        let mut first = 0;
        for equal in self.keys.chunk_by(|a, b| a | UNIT == b | UNIT) {
            let twice = 2 * first + equal.len() - 1;
            equal.iter().for_each(|key| with((key & UNIT) as usize, twice));
            first += equal.len();
        }
    }
}

/// Returns a key by which the largest score comes first.
fn descending_key(score: f64) -> u64 {
    let bits = (score + 0.0).to_bits();
    if bits >> 63 == 0 { !(bits | (1 << 63)) } else { bits }
}

#[cfg(test)]
mod tests {
    use super::super::index::composed;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_are_those_of_the_index(rows in prop::collection::vec(prop::collection::vec(0_u8..6, 3), 2..30), weights in prop::collection::vec(0.01_f64..1.0, 3)) {
            let rows: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|value| f64::from(*value) / 5.0).collect()).collect();
            let sum: f64 = weights.iter().sum();
            let weights: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
            for how in [Aggregation::Arithmetic, Aggregation::Geometric, Aggregation::Topsis] {
                let mut room = Room::new(rows.len(), 3);
                Scorer::new(&rows, how).order(&weights, &mut room);
                let mut ranks = vec![0.0; rows.len()];
                room.each_rank(|unit, twice| ranks[unit] = (twice + 2) as f64 / 2.0);
                let scores = composed(&rows, &weights, how).unwrap().scores;
                for one in 0..rows.len() {
                    for other in 0..rows.len() {
                        let gap = scores[one] - scores[other];
                        prop_assert!(gap.abs() < 1e-9 || (gap > 0.0) == (ranks[one] < ranks[other]), "{how:?} {scores:?} {ranks:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_largest_score_has_the_least_key() {
        let keys: Vec<u64> = [f64::NEG_INFINITY, -1.0, -0.0, 0.0, 1e-300, 2.0].map(descending_key).to_vec();
        assert!(keys.is_sorted_by(|a, b| a >= b) && keys[2] == keys[3]);
    }
}
