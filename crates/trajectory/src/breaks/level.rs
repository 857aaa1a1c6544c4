//! The grid of levels and the two ways a level moves.

use rand::{Rng, RngExt};

/// Points of the grid.
pub(crate) const POINTS: usize = 64;
/// Lowest and highest mean of events a month on the grid.
const RANGE: (f64, f64) = (0.02, 1500.0);
/// A jump is at least a factor of two: the natural logarithm.
pub(crate) const LEAST_JUMP: f64 = std::f64::consts::LN_2;

/// A distribution over levels.
pub(crate) type Levels = [f64; POINTS];

/// Distance of two neighbouring points, in natural logarithms.
pub(crate) fn step() -> f64 {
    (RANGE.1 / RANGE.0).ln() / (POINTS as f64 - 1.0)
}

/// Logarithm of the level at a point.
pub(crate) fn log_level(point: usize) -> f64 {
    RANGE.0.ln() + step() * point as f64
}

/// The wander of one month: a symmetric random walk on the grid with a given standard deviation
/// of the logarithm, reflected at both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wander {
    /// Share that moves one point up, and one down, at each turn.
    side: f64,
    /// Turns a month.
    turns: usize,
}

impl Wander {
    pub(crate) fn new(deviation: f64) -> Self {
        let variance = (deviation / step()).powi(2);
        let turns = (variance / 0.6).ceil().max(1.0);
        Self {
            side: variance / turns / 2.0,
            turns: turns as usize,
        }
    }

    /// One month on. The walk is symmetric, so that it is its own transpose.
    pub(crate) fn step(&self, from: &Levels) -> Levels {
        let mut now = *from;
        for _ in 0..self.turns {
            let was = now;
            for i in 1..POINTS - 1 {
                now[i] = was[i] + self.side * (was[i - 1] + was[i + 1] - 2.0 * was[i]);
            }
            now[0] = was[0] + self.side * (was[1] - was[0]);
            now[POINTS - 1] = was[POINTS - 1] + self.side * (was[POINTS - 2] - was[POINTS - 1]);
        }
        now
    }

    /// One month on from a point, drawn: the same walk as [`Wander::step`].
    pub(crate) fn walk(&self, from: usize, random: &mut impl Rng) -> usize {
        let mut at = from.min(POINTS - 1);
        for _ in 0..self.turns {
            let draw: f64 = random.random();
            if draw < self.side {
                at = at.saturating_sub(1);
            } else if draw < 2.0 * self.side {
                at = (at + 1).min(POINTS - 1);
            }
        }
        at
    }
}

/// The jump: a Laplace distribution of the logarithm with a hole of [`LEAST_JUMP`] in its middle.
#[derive(Debug, Clone)]
pub(crate) struct Jump {
    /// Points a jump covers at least.
    hole: usize,
    /// Factor of the kernel from one point to the next.
    fade: f64,
    /// One over the sum of the kernel from each point.
    weight: Levels,
}

impl Jump {
    /// With a scale of the logarithm.
    pub(crate) fn new(scale: f64) -> Self {
        let hole = (LEAST_JUMP / step()).ceil() as usize;
        let fade = (-step() / scale).exp();
        let mut jump = Self {
            hole,
            fade,
            weight: [1.0; POINTS],
        };
        // The kernel is symmetric, so that its row sums are its column sums.
        jump.weight = jump.reach(&[1.0; POINTS]).map(f64::recip);
        jump
    }

    /// `sum over j with |i - j| >= hole of fade^(|i - j| - hole) x[j]`, by two running sums.
    fn reach(&self, x: &Levels) -> Levels {
        let (mut up, mut down) = ([0.0; POINTS], [0.0; POINTS]);
        let (mut below, mut above) = (0.0, 0.0);
        // The two sums do not wait for each other.
        for i in self.hole..POINTS {
            below = below * self.fade + x[i - self.hole];
            up[i] = below;
            let j = POINTS - 1 - i;
            above = above * self.fade + x[j + self.hole];
            down[j] = above;
        }
        for (a, b) in up.iter_mut().zip(down) {
            *a += b;
        }
        up
    }

    /// The part of [`Jump::reach`] that leads from lower levels.
    fn reach_up(&self, x: &Levels) -> Levels {
        let mut out = [0.0; POINTS];
        let mut below = 0.0;
        for i in self.hole..POINTS {
            below = below * self.fade + x[i - self.hole];
            out[i] = below;
        }
        out
    }

    /// The part of [`Jump::reach`] that leads from higher levels.
    fn reach_down(&self, x: &Levels) -> Levels {
        let mut out = [0.0; POINTS];
        let mut above = 0.0;
        for i in (0..POINTS - self.hole).rev() {
            above = above * self.fade + x[i + self.hole];
            out[i] = above;
        }
        out
    }

    fn weighted(&self, from: &Levels) -> Levels {
        let mut weighted = *from;
        for (x, w) in weighted.iter_mut().zip(&self.weight) {
            *x *= w;
        }
        weighted
    }

    /// Where a jump leads.
    pub(crate) fn forward(&self, from: &Levels) -> Levels {
        self.reach(&self.weighted(from))
    }

    /// Where a jump upwards leads: that part of [`Jump::forward`].
    pub(crate) fn up(&self, from: &Levels) -> Levels {
        self.reach_up(&self.weighted(from))
    }

    /// Where a jump downwards leads: the other part.
    pub(crate) fn down(&self, from: &Levels) -> Levels {
        self.reach_down(&self.weighted(from))
    }

    /// The transpose: what the future after a jump says of the level before it.
    pub(crate) fn backward(&self, future: &Levels) -> Levels {
        let mut out = self.reach(future);
        for (x, w) in out.iter_mut().zip(&self.weight) {
            *x *= w;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(levels: &Levels) -> f64 {
        levels.iter().sum()
    }

    #[test]
    fn a_walk_goes_where_a_step_says() {
        let mut random = stats::stream(1, "walk", 0);
        let draws = 40_000;
        for (deviation, from) in [(0.1, 0), (0.3, 30), (0.5, POINTS - 1)] {
            let wander = Wander::new(deviation);
            let mut at = [0.0; POINTS];
            at[from] = 1.0;
            let expected = wander.step(&at);
            let mut found = [0.0; POINTS];
            for _ in 0..draws {
                found[wander.walk(from, &mut random)] += 1.0 / f64::from(draws);
            }
            for (a, b) in expected.iter().zip(found) {
                let error = (a * (1.0 - a) / f64::from(draws)).sqrt();
                assert!((a - b).abs() < 5.0 * error + 1e-12, "{deviation} {a} {b}");
            }
        }
    }

    #[test]
    fn a_wander_has_the_deviation_it_was_given() {
        for deviation in [0.05, 0.1, 0.2, 0.5] {
            let mut at = [0.0; POINTS];
            at[POINTS / 2] = 1.0;
            let after = Wander::new(deviation).step(&at);
            let middle = log_level(POINTS / 2);
            let variance: f64 = (0..POINTS)
                .map(|i| after[i] * (log_level(i) - middle).powi(2))
                .sum();
            assert!((variance.sqrt() - deviation).abs() < 1e-9, "{deviation}");
        }
    }

    #[test]
    fn running_sums_agree_with_the_plain_kernel() {
        let jump = Jump::new(1.7);
        let from: Levels = std::array::from_fn(|i| ((i * 37) % 11) as f64 / 11.0);
        let fast = jump.forward(&from);
        let kernel = |i: usize, j: usize| {
            let gap = i.abs_diff(j);
            if gap < jump.hole {
                0.0
            } else {
                (-(gap as f64) * step() / 1.7).exp()
            }
        };
        for (i, fast) in fast.iter().enumerate() {
            let slow: f64 = (0..POINTS)
                .map(|j| {
                    let column: f64 = (0..POINTS).map(|k| kernel(k, j)).sum();
                    from[j] * kernel(i, j) / column
                })
                .sum();
            assert!((fast - slow).abs() < 1e-12, "{i}: {fast} {slow}");
        }
        assert!(jump.hole as f64 * step() >= LEAST_JUMP);
    }

    proptest! {
        #[test]
        fn both_moves_keep_probability(raw in proptest::collection::vec(0.0..1.0_f64, POINTS), d in 0.01..0.6_f64) {
            let from: Levels = std::array::from_fn(|i| raw[i]);
            prop_assert!((sum(&Wander::new(d).step(&from)) - sum(&from)).abs() < 1e-9);
            prop_assert!((sum(&Jump::new(2.0).forward(&from)) - sum(&from)).abs() < 1e-9);
        }

        #[test]
        fn backward_is_the_transpose_of_forward(a in proptest::collection::vec(0.0..1.0_f64, POINTS), b in proptest::collection::vec(0.0..1.0_f64, POINTS)) {
            let (a, b): (Levels, Levels) = (std::array::from_fn(|i| a[i]), std::array::from_fn(|i| b[i]));
            let jump = Jump::new(1.2);
            let dot = |x: &Levels, y: &Levels| -> f64 { x.iter().zip(y).map(|(p, q)| p * q).sum() };
            prop_assert!((dot(&jump.forward(&a), &b) - dot(&a, &jump.backward(&b))).abs() < 1e-9);
        }
    }
}
