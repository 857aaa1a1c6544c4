//! How the level moves: growth by phase, wander, changes of phase, steps.

use crate::breaks::level::{Jump, Levels, POINTS, log_level, step};
use crate::reach::Phase;

/// Growth a month of each pace, as a logarithm. A phase is one or more paces.
pub(super) const PACES: [(f64, Phase); 7] = [
    (0.0, Phase::Plateau),
    (0.02, Phase::Expansion),
    (0.06, Phase::Expansion),
    (0.15, Phase::Expansion),
    (-0.02, Phase::Contraction),
    (-0.06, Phase::Contraction),
    (-0.15, Phase::Contraction),
];
/// Number of paces.
pub(super) const PACE_COUNT: usize = PACES.len();
/// Weight of each pace when a phase begins: each phase alike, each pace of a phase alike.
pub(super) const ENTRY: [f64; PACE_COUNT] = {
    let (whole, part) = (1.0 / 3.0, 1.0 / 9.0);
    [whole, part, part, part, part, part, part]
};
/// Points that a month's growth and wander may cover.
const MOST: usize = 8;

/// A distribution over paces and levels.
pub(super) type Field = [Levels; PACE_COUNT];

/// One month's growth and wander on the grid, held at both ends.
#[derive(Debug, Clone)]
pub(super) struct Drift {
    /// Points that the first tap moves.
    from: isize,
    taps: Vec<f64>,
}

impl Drift {
    /// With a mean and a standard deviation of the logarithm. The grid adds some deviation where the mean
    /// is no whole number of points and the deviation is small.
    pub(super) fn new(growth: f64, deviation: f64) -> Self {
        let mean = growth / step();
        let variance = (deviation / step()).powi(2);
        let turns = (variance / 0.7).ceil().clamp(1.0, (MOST / 2 - 1) as f64);
        let mut drift = Self {
            from: 0,
            taps: vec![1.0],
        };
        for _ in 0..turns as usize {
            drift = drift.then(mean / turns, variance / turns);
        }
        drift
    }

    /// Followed by a turn of three taps.
    fn then(&self, mean: f64, variance: f64) -> Self {
        let shift = mean.round();
        let rest = mean - shift;
        let variance = variance.clamp(rest.abs() - rest * rest, 1.0 - rest * rest);
        let square = variance + rest * rest;
        let turn = [
            (square - rest) / 2.0,
            1.0 - square,
            f64::midpoint(square, rest),
        ];
        let mut taps = vec![0.0; self.taps.len() + 2];
        for (i, tap) in self.taps.iter().enumerate() {
            for (j, part) in turn.iter().enumerate() {
                taps[i + j] += tap * part;
            }
        }
        Self {
            from: self.from + shift as isize - 1,
            taps,
        }
    }

    /// One month on.
    pub(super) fn forward(&self, from: &Levels) -> Levels {
        let mut wide = [0.0; POINTS + 4 * MOST];
        for (tap, weight) in self.taps.iter().enumerate() {
            let at = self.offset(tap);
            for (to, x) in wide[at..at + POINTS].iter_mut().zip(from) {
                *to += weight * x;
            }
        }
        let mut to = [0.0; POINTS];
        to.copy_from_slice(&wide[2 * MOST..2 * MOST + POINTS]);
        to[0] += wide[..2 * MOST].iter().sum::<f64>();
        to[POINTS - 1] += wide[2 * MOST + POINTS..].iter().sum::<f64>();
        to
    }

    /// The transpose.
    pub(super) fn backward(&self, future: &Levels) -> Levels {
        let mut wide = [0.0; POINTS + 4 * MOST];
        wide[..2 * MOST].fill(future[0]);
        wide[2 * MOST..2 * MOST + POINTS].copy_from_slice(future);
        wide[2 * MOST + POINTS..].fill(future[POINTS - 1]);
        let mut to = [0.0; POINTS];
        for (tap, weight) in self.taps.iter().enumerate() {
            let at = self.offset(tap);
            for (x, y) in to.iter_mut().zip(&wide[at..at + POINTS]) {
                *x += weight * y;
            }
        }
        to
    }

    fn offset(&self, tap: usize) -> usize {
        let at = 2 * MOST as isize + self.from + tap as isize;
        at.clamp(0, 4 * MOST as isize) as usize
    }

    /// Points from which a month may lead to this one, with their probability of doing so.
    pub(super) fn origins(&self, to: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let last = (POINTS - 1) as isize;
        let reach = self.from.unsigned_abs() + self.taps.len();
        (to.saturating_sub(reach)..=(to + reach).min(POINTS - 1)).filter_map(move |origin| {
            let weight: f64 = self
                .taps
                .iter()
                .enumerate()
                .filter(|(tap, _)| {
                    let end = origin as isize + self.from + *tap as isize;
                    end.clamp(0, last) as usize == to
                })
                .map(|(_, weight)| weight)
                .sum();
            (weight > 0.0).then_some((origin, weight))
        })
    }
}

/// How often phases and levels change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rates {
    /// Probability a month that the pace is drawn anew (it may come out the same).
    pub(super) redraw: f64,
    /// Probability a month of a step; the pace is drawn anew with it.
    pub(super) step: f64,
    /// Scale of the logarithm of a step beyond a factor of two.
    pub(super) scale: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            redraw: 0.05,
            step: 0.005,
            scale: 2.4,
        }
    }
}

/// One setting of what moves the level.
#[derive(Debug, Clone)]
pub(super) struct Dynamics {
    pub(super) drifts: [Drift; PACE_COUNT],
    pub(super) jump: Jump,
    pub(super) rates: Rates,
}

impl Dynamics {
    pub(super) fn new(rates: Rates, wander: f64) -> Self {
        Self {
            drifts: PACES.map(|(growth, _)| Drift::new(growth, wander)),
            jump: Jump::new(rates.scale),
            rates,
        }
    }

    /// Probability that a month neither steps nor changes its pace.
    pub(super) fn unturned(&self, pace: usize) -> f64 {
        let Rates { redraw, step, .. } = self.rates;
        (1.0 - step) * (1.0 - redraw + redraw * ENTRY[pace])
    }
}

/// Phase of a month that did not step: nothing is left to contract at the bottom of the grid, and
/// nowhere to expand to at the top.
pub(super) fn phase_at(pace: usize, point: usize) -> Phase {
    match PACES[pace].1 {
        Phase::Contraction if point == 0 => Phase::Plateau,
        Phase::Expansion if point == POINTS - 1 => Phase::Plateau,
        phase => phase,
    }
}

/// Logarithms of all levels.
pub(super) fn log_levels() -> Levels {
    std::array::from_fn(log_level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_drift_has_the_growth_it_was_given() {
        for growth in [-0.3, -0.15, -0.02, 0.0, 0.002, 0.06, 0.15] {
            for deviation in [0.06, 0.12, 0.25] {
                let mut at = [0.0; POINTS];
                at[POINTS / 2] = 1.0;
                let after = Drift::new(growth, deviation).forward(&at);
                let middle = log_level(POINTS / 2);
                let mean: f64 = (0..POINTS)
                    .map(|i| after[i] * (log_level(i) - middle))
                    .sum();
                let square: f64 = (0..POINTS)
                    .map(|i| after[i] * (log_level(i) - middle - mean).powi(2))
                    .sum();
                assert!((mean - growth).abs() < 1e-9, "{growth} {mean}");
                assert!(square.sqrt() > deviation - 1e-9, "{growth} {deviation}");
                assert!(square.sqrt() < deviation.hypot(step() / 2.0) + 1e-9);
                assert!(after.iter().all(|x| *x >= 0.0));
            }
        }
    }

    proptest! {
        #[test]
        fn drifts_keep_probability_and_are_transposed(
            a in proptest::collection::vec(0.0..1.0_f64, POINTS),
            b in proptest::collection::vec(0.0..1.0_f64, POINTS),
            growth in -0.4..0.4_f64,
            deviation in 0.01..0.3_f64,
        ) {
            let (a, b): (Levels, Levels) = (std::array::from_fn(|i| a[i]), std::array::from_fn(|i| b[i]));
            let drift = Drift::new(growth, deviation);
            let dot = |x: &Levels, y: &Levels| -> f64 { x.iter().zip(y).map(|(p, q)| p * q).sum() };
            let on = drift.forward(&a);
            prop_assert!((on.iter().sum::<f64>() - a.iter().sum::<f64>()).abs() < 1e-9);
            prop_assert!((dot(&on, &b) - dot(&a, &drift.backward(&b))).abs() < 1e-9);
            for (to, on) in on.iter().enumerate() {
                let sum: f64 = drift.origins(to).map(|(origin, weight)| a[origin] * weight).sum();
                prop_assert!((sum - on).abs() < 1e-9);
            }
        }
    }
}
