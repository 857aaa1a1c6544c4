//! Chance, run by run, month by month, mechanism by mechanism.
//!
//! A die is a counter with a key: the n-th number is a mix of both (G. Steele, D. Lea & C. Flood, *Fast splittable
//! pseudorandom number generators*, OOPSLA 2014). The key is that of the run, the month and the mechanism, so that one draw
//! more in one place never shifts another's: scenarios meet the same chances as far as they are alike, and neither
//! threads nor shards matter.

use rand::rand_core::{Infallible, TryRng};
use rand_distr::{Distribution, Gamma, Poisson};

use crate::power::power as power_of;

/// What chance is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// Number of clashes, one number a place.
    Clashes,
    /// Number of attacks on civilians, one number a place and fighter.
    OneSided,
    /// Overthrow, collapse, splits, departures.
    Politics,
    /// A bid for the capital and what holds it.
    Bid,
    /// Keeping and breaking a deal.
    Deal,
    /// What is drawn before the first month.
    Start,
    /// Deaths in clashes.
    ClashDeaths,
    /// Deaths in attacks on civilians.
    OneSidedDeaths,
    /// Swings of the tempo of the war.
    Tempo,
}

/// Mean above which counts are mixtures rather than inversions.
const MOST_BY_INVERSION: f64 = 60.0;

/// 1, 1/2, 1/3, ...
const INVERSES: [f64; 64] = {
    let mut all = [1.0; 64];
    let mut n = 1;
    while n < all.len() {
        all[n] = 1.0 / (n as f64 + 1.0);
        n += 1;
    }
    all
};

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Whole numbers from 1 on with a tail: P(X >= x) = (1 + (x - 1) / scale)^-(tail - 1), a generalised Pareto distribution,
/// which is a power law beyond the scale (J. Pickands, *Statistical inference using extreme order statistics*, Annals of
/// Statistics 3, 1975). With a scale of 1 it is a power law throughout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tail {
    power: f64,
    scale: f64,
    /// P(X >= 2), P(X >= 3), ...: most draws need no power. Seven figures will do.
    first: [f32; 8],
}

impl Tail {
    /// Of an exponent and a scale; an exponent under 1.05 counts as 1.05, a scale under 0.01 as 0.01.
    pub fn new(tail: f64, scale: f64) -> Self {
        let power = (tail - 1.0).max(0.05);
        let scale = scale.max(0.01);
        let over = |i: usize| 1.0 + (i as f64 + 1.0) / scale;
        Self {
            power,
            scale,
            first: std::array::from_fn(|i| power_of(over(i), -power) as f32),
        }
    }

    /// The value that a share `u`, above 0 and at most 1, reaches or exceeds.
    fn at(&self, u: f64) -> u32 {
        // Counted rather than searched: which it is cannot be foreseen.
        let short = u as f32;
        let reached: u32 = self.first.iter().map(|p| u32::from(short <= *p)).sum();
        if reached < self.first.len() as u32 {
            reached + 1
        } else {
            let over = power_of(u, -1.0 / self.power) - 1.0;
            ((1.0 + self.scale * over) as u32).max(reached + 1)
        }
    }
}

/// A source of chance.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Of a mechanism in a month of a run.
    pub fn new(seed: u64, run: u64, month: u32, mechanism: Mechanism) -> Self {
        let mut key = mix(seed ^ STEP);
        key = mix(key ^ run.wrapping_mul(STEP));
        key = mix(key ^ (u64::from(month) << 8 | mechanism as u64));
        Self { state: key }
    }

    /// The number by which a name is known to [`Dice::named`]: FNV-1a, which is public domain.
    pub fn name(name: &str) -> u64 {
        name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }

    /// Of what has a name, in a run.
    pub fn named(seed: u64, run: u64, name: u64) -> Self {
        let key = mix(mix(seed ^ STEP) ^ run.wrapping_mul(STEP));
        Self {
            state: mix(key ^ name.rotate_left(32)),
        }
    }

    /// Passes over so many numbers.
    pub fn pass(&mut self, numbers: usize) {
        self.state = self.state.wrapping_add(STEP.wrapping_mul(numbers as u64));
    }

    /// From 0 to 1, 1 exclusive.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Whether something of a probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// A count with a mean and a negative binomial's size: variance mean + mean^2 / size. None without a mean above 0.
    ///
    /// Takes one number, whatever the mean: by inversion up to a mean of 60, a gamma-Poisson mixture beyond.
    pub fn count(&mut self, mean: f64, size: f64) -> u32 {
        let u = self.share();
        if mean <= 0.0 || u < Count::surely_none(mean) {
            return 0;
        }
        Count { mean, size }.at(u, Count { mean, size }.none())
    }

    /// The share that comes after so many others, which are not taken.
    pub(crate) fn share_after(&self, numbers: usize) -> f64 {
        let mut later = self.clone();
        later.pass(numbers);
        later.share()
    }

    /// A normal number of mean 0 and variance 1, within 6: twelve shares less 6, which is the same on every machine.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    /// Deaths in one event, at most `most`.
    #[inline]
    pub fn deaths(&mut self, tail: &Tail, most: u32) -> u32 {
        tail.at(1.0 - self.share()).min(most)
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }
}

/// A negative binomial, told from one uniform number.
///
/// ```text
/// P(0) = (size / (mean + size))^size        P(n + 1) = P(n) (size + n) / (n + 1) mean / (mean + size)
/// ```
///
/// Up to a mean of 60 by inversion, term by term (L. Devroye, *Non-Uniform Random Variate Generation*, 1986, III.2): a
/// higher mean then never gives a lower count. Above, by a gamma mixture of Poisson counts, with dice that the number is
/// the key of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) mean: f64,
    pub(crate) size: f64,
}

impl Count {
    /// A probability that the count is none, or less than it: P(0) is exp(-mean) at least (Jensen's inequality), and that
    /// is more than its series cut here.
    pub(crate) fn surely_none(mean: f64) -> f64 {
        1.0 - mean * (1.0 - mean * (0.5 - mean * (1.0 / 6.0)))
    }

    /// P(0).
    pub(crate) fn none(self) -> f64 {
        power_of(self.size / (self.mean + self.size), self.size)
    }

    /// The count up to which more than a share `u` lies; `none` is P(0).
    pub(crate) fn at(self, u: f64, none: f64) -> u32 {
        let Self { mean, size } = self;
        if mean > MOST_BY_INVERSION {
            return self.mixed(u);
        }
        let ratio = mean / (mean + size);
        let (mut term, mut below) = (none, none);
        let mut count = 0_u32;
        // Past the mean, terms that no longer move the sum end the search.
        while below <= u && (f64::from(count) < mean || term > 1e-17) {
            let n = f64::from(count);
            let part = INVERSES.get(count as usize);
            term *= ratio * (size + n) * part.copied().unwrap_or_else(|| (n + 1.0).recip());
            count += 1;
            below += term;
        }
        count
    }

    fn mixed(self, u: f64) -> u32 {
        let mut dice = Dice {
            state: mix(u.to_bits()),
        };
        let rate = Gamma::new(self.size, self.mean / self.size)
            .map_or(self.mean, |gamma| gamma.sample(&mut dice));
        Poisson::new(rate.clamp(1e-12, 1e6)).map_or(0, |poisson| poisson.sample(&mut dice) as u32)
    }
}

impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_month_and_mechanism_has_its_own() {
        let first = |run, month, mechanism| Dice::new(1, run, month, mechanism).share();
        let all = [
            first(0, 0, Mechanism::Clashes),
            first(1, 0, Mechanism::Clashes),
            first(0, 1, Mechanism::Clashes),
            first(0, 0, Mechanism::OneSided),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|b| a.to_bits() != b.to_bits()));
        }
        assert_eq!(
            first(0, 0, Mechanism::Bid).to_bits(),
            first(0, 0, Mechanism::Bid).to_bits()
        );
    }

    #[test]
    fn counts_have_their_mean_and_variance_and_shares_are_uniform() {
        let mut dice = Dice::new(1, 2, 3, Mechanism::Clashes);
        let draws = 200_000;
        for (mean, size) in [
            (0.01, 0.5),
            (0.3, 2.0),
            (6.0, 3.0),
            (40.0, 1.0),
            (90.0, 2.0),
        ] {
            let counts: Vec<f64> = (0..draws)
                .map(|_| f64::from(dice.count(mean, size)))
                .collect();
            let average = counts.iter().sum::<f64>() / f64::from(draws);
            let variance =
                counts.iter().map(|n| (n - average).powi(2)).sum::<f64>() / f64::from(draws);
            let expected: f64 = mean + mean * mean / size;
            let error = (expected / f64::from(draws)).sqrt();
            assert!((average - mean).abs() < 5.0 * error, "{average} {mean}");
            assert!(
                (variance / expected - 1.0).abs() < 0.1,
                "{variance} {expected}"
            );
        }
        let mut bins = [0_u32; 16];
        for _ in 0..160_000 {
            bins[(dice.share() * 16.0) as usize] += 1;
        }
        let chi: f64 = bins
            .iter()
            .map(|n| (f64::from(*n) - 1e4).powi(2) / 1e4)
            .sum();
        assert!(chi < 40.0, "{chi}");
    }

    #[test]
    fn counts_have_their_distribution_and_rise_with_the_mean() {
        // Size 1 is the geometric distribution: P(N >= n) = (mean / (1 + mean))^n.
        let draws = 200_000;
        let mean = 2.5_f64;
        let mut dice = Dice::new(4, 2, 3, Mechanism::Clashes);
        let counts: Vec<u32> = (0..draws).map(|_| dice.count(mean, 1.0)).collect();
        for n in [1, 2, 4, 8, 16] {
            let expected = (mean / (1.0 + mean)).powi(n);
            let found = counts.iter().filter(|c| **c >= n as u32).count() as f64 / f64::from(draws);
            let error = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
            assert!(
                (found - expected).abs() < 5.0 * error,
                "{n}: {found} {expected}"
            );
        }
        for run in 0..2000 {
            let at = |mean| Dice::new(1, run, 0, Mechanism::Clashes).count(mean, 0.7);
            assert!(at(0.2) <= at(0.9) && at(0.9) <= at(7.0) && at(7.0) <= at(59.0));
        }
    }

    #[test]
    fn passing_over_is_drawing() {
        let mut drawn = Dice::named(1, 2, Dice::name("rule"));
        let mut passed = drawn.clone();
        for _ in 0..7 {
            drawn.share();
        }
        passed.pass(7);
        assert_eq!(drawn.share_after(2).to_bits(), {
            let mut ahead = passed.clone();
            ahead.pass(2);
            ahead.share().to_bits()
        });
        assert_eq!(drawn.share().to_bits(), passed.share().to_bits());
    }

    #[test]
    fn deaths_have_their_tail() {
        let mut dice = Dice::new(1, 2, 4, Mechanism::Clashes);
        let draws = 200_000;
        let tail = Tail::new(2.4, 3.0);
        let deaths: Vec<u32> = (0..draws).map(|_| dice.deaths(&tail, 3000)).collect();
        for x in [1_u32, 2, 5, 20, 100] {
            let expected = (1.0 + f64::from(x - 1) / 3.0).powf(-1.4);
            let found = deaths.iter().filter(|d| **d >= x).count() as f64 / f64::from(draws);
            let error = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
            assert!(
                (found - expected).abs() <= 5.0 * error + 1e-12,
                "{x}: {found} {expected}"
            );
        }
        assert!(deaths.iter().all(|d| (1..=3000).contains(d)));
    }
}
