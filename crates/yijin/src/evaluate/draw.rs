//! Numbers drawn at random, the same for the same seed and number of the draw, whatever thread draws them.

use std::f64::consts::TAU;

/// No rejection takes more tries; each succeeds in more than 95 of 100.
const TRIES: usize = 100;

/// A stream of random numbers (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(super) struct Stream(u64);

impl Stream {
    /// Returns the stream of a draw.
    pub(super) fn new(seed: u64, number: u64) -> Self {
        let mut seeds = Self(seed);
        Self(seeds.next() ^ mixed(number.wrapping_add(1).wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// Returns a whole number below `end`, by multiplication (Lemire 2019): the bias is below `end` / 2⁶⁴.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// Returns a number above 0 and below 1.
    pub(super) fn part(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Returns a standard normal number (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        (-2.0 * self.part().ln()).sqrt() * (TAU * self.part()).cos()
    }

    /// Returns a number of the gamma distribution of a shape above 0 and scale 1 (Marsaglia and Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.part().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        for _ in 0..TRIES {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && self.part().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
        d
    }

    /// Draws shares with a sum of 1 from the Dirichlet distribution of `shapes`; a shape of 0 stays 0, and shapes of 1 make all shares alike likely.
    pub(super) fn dirichlet(&mut self, shapes: &[f64], into: &mut [f64]) {
        for (share, &shape) in into.iter_mut().zip(shapes) {
            *share = if shape == 1.0 {
                -self.part().ln()
            } else if shape > 0.0 {
                self.gamma(shape)
            } else {
                0.0
            };
        }
        let (sum, all) = (into.iter().sum::<f64>(), shapes.iter().sum::<f64>());
        let drawn = sum > 0.0;
        into.iter_mut().zip(shapes).for_each(|(share, shape)| *share = if drawn { *share / sum } else { shape / all });
    }
}

fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_shares_have_the_mean_and_the_spread_of_their_distribution() {
        for (shapes, concentration) in [([1.0, 1.0, 1.0], 3.0), ([5.0, 3.0, 0.5], 8.5), ([0.4, 40.0, 0.0], 40.4)] {
            let (mut sums, mut squares, draws) = ([0.0; 3], [0.0; 3], 40_000);
            for number in 0..draws {
                let mut shares = [0.0; 3];
                Stream::new(7, number).dirichlet(&shapes, &mut shares);
                assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                for place in 0..3 {
                    sums[place] += shares[place] / draws as f64;
                    squares[place] += shares[place].powi(2) / draws as f64;
                }
            }
            for place in 0..3 {
                let mean = shapes[place] / concentration;
                let variance = mean * (1.0 - mean) / (concentration + 1.0);
                assert!((sums[place] - mean).abs() < 0.005, "{sums:?}");
                assert!((squares[place] - sums[place].powi(2) - variance).abs() < 0.003, "{squares:?}");
            }
        }
    }
}
