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
        room.sort(self.units);
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
    /// The keys with their places in the range of all scores: in the order of the units, and by the lower digit.
    places: Vec<(u16, u64)>,
    turned: Vec<(u16, u64)>,
}

/// Turns counts into how many there are before each.
fn running(counts: &mut [u32; 256]) {
    let mut before = 0;
    counts.iter_mut().for_each(|count| before += std::mem::replace(count, before));
}

impl Room {
    pub(super) fn new(units: usize, criteria: usize) -> Self {
        let whole = units.next_multiple_of(LANES);
        Self {
            scores: vec![0.0; whole],
            others: vec![0.0; whole],
            squares: vec![0.0; criteria],
            keys: vec![0; units],
            places: vec![(0, 0); units],
            turned: vec![(0, 0); units],
        }
    }

    /// Sorts the units by their scores: by two digits of where each is in the range of all, which leaves few out of their order, and then one by one.
    fn sort(&mut self, units: usize) {
        let scores = &self.scores[..units];
        let (least, most) =
            scores.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), score| (least.min(*score), most.max(*score)));
        let scale = if most > least { 65_535.0 / (most - least) } else { 0.0 };
        let (mut low, mut high) = ([0_u32; 256], [0_u32; 256]);
        for ((at, score), unit) in self.places.iter_mut().zip(scores).zip(0_u64..) {
            let place = ((most - score) * scale) as u16;
            low[usize::from(place & 255)] += 1;
            high[usize::from(place >> 8)] += 1;
            *at = (place, descending_key(*score) & !UNIT | unit);
        }
        running(&mut low);
        running(&mut high);
        for entry in &self.places {
            let next = &mut low[usize::from(entry.0 & 255)];
            self.turned[*next as usize] = *entry;
            *next += 1;
        }
        for (place, key) in &self.turned {
            let next = &mut high[usize::from(place >> 8)];
            self.keys[*next as usize] = *key;
            *next += 1;
        }
        let mut moves = 0;
        for end in 1..units {
            let (key, mut place) = (self.keys[end], end);
            while place > 0 && self.keys[place - 1] > key {
                self.keys[place] = self.keys[place - 1];
                place -= 1;
            }
            self.keys[place] = key;
            moves += end - place;
            if moves > 4 * units {
                return self.keys.sort_unstable();
            }
        }
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
    fn scores_far_apart_are_in_order_too() {
        let rows: Vec<Vec<f64>> = (0..900_i32).map(|unit| vec![f64::from(unit * 577 % 900).exp2(), 0.0]).collect();
        let mut room = Room::new(rows.len(), 2);
        Scorer::new(&rows, Aggregation::Arithmetic).order(&[1.0, 0.0], &mut room);
        assert!(room.keys.is_sorted());
        room.each_rank(|unit, twice| assert_eq!(rows[unit][0], f64::from(899 - twice as i32 / 2).exp2()));
    }

    #[test]
    fn the_largest_score_has_the_least_key() {
        let keys: Vec<u64> = [f64::NEG_INFINITY, -1.0, -0.0, 0.0, 1e-300, 2.0].map(descending_key).to_vec();
        assert!(keys.is_sorted_by(|a, b| a >= b) && keys[2] == keys[3]);
    }
}
