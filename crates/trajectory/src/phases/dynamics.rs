//! How the level moves: growth by phase, wander, changes of phase, steps.

use rand::RngExt;
use stats::Stream;

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
/// A distribution over paces and levels.
pub(super) type Field = [Levels; PACE_COUNT];

/// Room on either side of the levels for what a month moves: growth of at most 60 % a month.
pub(super) const ROOM: usize = 4;

/// One month's growth and wander on the grid, held at both ends: a shift by whole points, then one
/// point up, none, or one down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drift {
    /// Points of the shift, less than [`ROOM`] in size.
    shift: isize,
    /// Down, none, up.
    taps: [f64; 3],
}

impl Drift {
    /// With a mean and a standard deviation of the logarithm, at most 0.15. The grid adds some deviation
    /// where the mean is no whole number of points and the deviation is small.
    pub(super) fn new(growth: f64, deviation: f64) -> Self {
        let most = (ROOM - 1) as f64;
        let mean = (growth / step()).clamp(-most, most);
        let shift = mean.round().clamp(1.0 - most, most - 1.0);
        let rest = mean - shift;
        let square = (deviation / step()).powi(2) + rest * rest;
        let square = square.clamp(rest.abs(), 1.0);
        Self {
            shift: shift as isize,
            taps: [
                (square - rest) / 2.0,
                1.0 - square,
                f64::midpoint(square, rest),
            ],
        }
    }

    /// Points moved and the probability of it.
    fn moves(&self) -> [(isize, f64); 3] {
        [-1, 0, 1].map(|way| (self.shift + way, self.taps[(way + 1) as usize]))
    }

    /// One month on, from levels alone.
    #[cfg(test)]
    pub(super) fn forward(&self, from: &Levels) -> Levels {
        let mut to = [0.0; POINTS];
        self.onto(&wide(from), &mut to);
        to
    }

    /// One month on, from levels with room on either side that holds nothing.
    pub(super) fn onto(&self, from: &Wide, to: &mut Levels) {
        let [down, none, up] = self.taps;
        filtered(from, -self.shift, [up, none, down], to);
        for (points, weight) in self.moves() {
            let over = points.unsigned_abs();
            if points < 0 {
                to[0] += weight * from[ROOM..ROOM + over].iter().sum::<f64>();
            } else {
                to[POINTS - 1] += weight * from[ROOM + POINTS - over..].iter().sum::<f64>();
            }
        }
    }

    /// The transpose.
    pub(super) fn backward(&self, future: &Levels) -> Levels {
        let mut wide = [future[0]; POINTS + 2 * ROOM];
        wide[ROOM..ROOM + POINTS].copy_from_slice(future);
        wide[ROOM + POINTS..].fill(future[POINTS - 1]);
        let mut to = [0.0; POINTS];
        filtered(&wide, self.shift, self.taps, &mut to);
        to
    }

    /// The three [`Drift::origins`] of a point away from the ends.
    pub(super) fn inner_origins(&self, to: usize) -> Option<[(usize, f64); 3]> {
        let inner = (ROOM..POINTS - ROOM).contains(&to);
        let origin = |(points, weight)| ((to as isize - points) as usize, weight);
        inner.then(|| self.moves().map(origin))
    }

    /// The point that a month leads to, at random.
    pub(super) fn drawn(&self, from: usize, random: &mut Stream) -> usize {
        let [down, none, _] = self.taps;
        let chance: f64 = random.random();
        let way = if chance < down {
            -1
        } else {
            isize::from(chance >= down + none)
        };
        (from as isize + self.shift + way).clamp(0, POINTS as isize - 1) as usize
    }

    /// Points from which a month may lead to this one, with their probability of doing so.
    pub(super) fn origins(&self, to: usize) -> impl Iterator<Item = (usize, f64)> + Clone + use<> {
        let last = POINTS as isize - 1;
        let at = to as isize;
        // At an end several points of the grid lead to it by one and the same move.
        let ends = move |points: isize| -> std::ops::RangeInclusive<isize> {
            match at {
                0 => 0..=-points,
                at if at == last => last - points..=last,
                at => at - points..=at - points,
            }
        };
        self.moves().into_iter().flat_map(move |(points, weight)| {
            ends(points)
                .filter(|origin| (0..POINTS as isize).contains(origin))
                .map(move |origin| (origin as usize, weight))
        })
    }
}

/// Levels with room on either side for what a month moves.
pub(super) type Wide = [f64; POINTS + 2 * ROOM];

/// With nothing in the room.
pub(super) fn wide(levels: &Levels) -> Wide {
    let mut wide = [0.0; POINTS + 2 * ROOM];
    wide[ROOM..ROOM + POINTS].copy_from_slice(levels);
    wide
}

/// Three neighbours of each level, the middle one so many points away, weighted and summed.
fn filtered(wide: &Wide, away: isize, taps: [f64; 3], to: &mut Levels) {
    let start = (ROOM as isize + away - 1).clamp(0, 2 * ROOM as isize - 2) as usize;
    let [a, b, c] = taps;
    let near = wide[start..start + POINTS]
        .iter()
        .zip(&wide[start + 1..=start + POINTS])
        .zip(&wide[start + 2..start + 2 + POINTS]);
    for (to, ((x, y), z)) in to.iter_mut().zip(near) {
        *to = a * x + b * y + c * z;
    }
}

/// Sum of a distribution, in eight running parts; its length is a multiple of eight.
pub(super) fn sum(levels: &[f64]) -> f64 {
    let mut parts = [0.0; 8];
    for chunk in levels.chunks_exact(8) {
        for (part, x) in parts.iter_mut().zip(chunk) {
            *part += x;
        }
    }
    parts.iter().sum()
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
    /// A phase lasts three years on average, a step comes every eight. That is what the words mean
    /// to those who use them, not what fits best: other countries' counts would have more steps
    /// and longer phases, by about one nat a country (`docs/validation.md`).
    fn default() -> Self {
        Self {
            redraw: 0.03,
            step: 0.01,
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
        for growth in [-0.3, 0.3, -0.15, -0.02, 0.0, 0.002, 0.06, 0.15] {
            for deviation in [0.06, 0.12, 0.15] {
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
            deviation in 0.01..0.15_f64,
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
