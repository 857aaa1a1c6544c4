//! Forward and backward over a series, at one setting.

use super::level::{Jump, Levels, POINTS, Wander};
use super::observe::{Counting, Likelihoods};

/// One setting of what differs between countries, with what all share.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) counting: Counting,
    pub(super) wander: Wander,
    pub(super) jump: Jump,
    /// Probability of a jump in a month.
    pub(super) rate: f64,
}

/// A scaled distribution over levels, with the logarithm of what it was divided by.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) levels: Levels,
    pub(super) log: f64,
}

impl State {
    /// Before the first month: every level alike.
    pub(super) fn start() -> Self {
        Self {
            levels: [1.0 / POINTS as f64; POINTS],
            log: 0.0,
        }
    }

    /// Takes in a month's likelihoods, which were divided by the exponential of `scale`.
    fn take_in(&mut self, likelihood: &Levels, scale: f64) {
        let mut sum = 0.0;
        for (level, likelihood) in self.levels.iter_mut().zip(likelihood) {
            *level *= likelihood;
            sum += *level;
        }
        if sum > 0.0 {
            for level in &mut self.levels {
                *level /= sum;
            }
        }
        self.log += sum.max(f64::MIN_POSITIVE).ln() + scale;
    }
}

/// How a month may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// Wander, or a jump at the usual rate.
    Either,
    /// No jump.
    Wander,
    /// A jump upwards, for certain.
    Up,
    /// A jump downwards, for certain.
    Down,
}

impl Setting {
    fn moved(&self, from: &Levels, how: Move) -> Levels {
        match how {
            Move::Wander => self.wander.step(from),
            Move::Up => certain(self.jump.up(from)),
            Move::Down => certain(self.jump.down(from)),
            Move::Either => {
                let mut to = self.wander.step(from);
                let jumped = self.jump.forward(from);
                for (a, b) in to.iter_mut().zip(jumped) {
                    *a = (1.0 - self.rate) * *a + self.rate * b;
                }
                to
            }
        }
    }

    /// Takes in month `t`, after moving to it (the first month is not moved to).
    pub(super) fn advance(&self, state: &mut State, data: &Likelihoods, t: usize, how: Move) {
        if t > 0 {
            state.levels = self.moved(&state.levels, how);
        }
        state.take_in(data.month(t), data.scale(t));
    }

    /// Takes in a month's likelihoods after a wander to it, the first month too.
    pub(super) fn walk(&self, state: &mut State, likelihood: &Levels, scale: f64) {
        state.levels = self.wander.step(&state.levels);
        state.take_in(likelihood, scale);
    }

    /// What the months from `at` to the end say of the level at `at`, itself included, when a jump led
    /// to `at` and none to the months after it up to `last`: scaled, with the logarithm of the scale.
    pub(super) fn future(&self, data: &Likelihoods, at: usize, last: usize) -> State {
        let mut future = State {
            levels: [1.0; POINTS],
            log: 0.0,
        };
        for t in (at..data.len()).rev() {
            if t + 1 < data.len() {
                future.levels = if t < last {
                    self.wander.step(&future.levels)
                } else {
                    let mut to = self.wander.step(&future.levels);
                    let jumped = self.jump.backward(&future.levels);
                    for (a, b) in to.iter_mut().zip(jumped) {
                        *a = (1.0 - self.rate) * *a + self.rate * b;
                    }
                    to
                };
            }
            let mut top = 0.0_f64;
            for (x, likelihood) in future.levels.iter_mut().zip(data.month(t)) {
                *x *= likelihood;
                top = top.max(*x);
            }
            if top > 0.0 {
                for x in &mut future.levels {
                    *x /= top;
                }
            }
            future.log += top.max(f64::MIN_POSITIVE).ln() + data.scale(t);
        }
        future
    }

    /// Sizes of a jump between what came before and what came after, with log weights.
    pub(super) fn sizes(&self, before: &State, future: &State) -> Vec<(f64, f64)> {
        let mut mass = vec![0.0; 2 * POINTS];
        for i in 0..POINTS {
            let mut from = [0.0; POINTS];
            from[i] = before.levels[i];
            if from[i] < 1e-12 {
                continue;
            }
            for (j, jumped) in self.jump.forward(&from).iter().enumerate() {
                mass[POINTS + j - i] += jumped * future.levels[j];
            }
        }
        mass.iter()
            .enumerate()
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(at, weight)| {
                let size = (at as f64 - POINTS as f64) * super::level::step();
                (size, weight.ln() + before.log + future.log)
            })
            .collect()
    }

    /// Levels by month as known then, and the log evidence of the whole series.
    pub(super) fn forward(&self, data: &Likelihoods) -> (Vec<Levels>, f64) {
        let mut forward = Vec::with_capacity(data.len());
        let mut state = State::start();
        for t in 0..data.len() {
            self.advance(&mut state, data, t, Move::Either);
            forward.push(state.levels);
        }
        (forward, state.log)
    }

    /// By month the probability that a jump led to it and the mean of the log level, given the whole
    /// series.
    pub(super) fn smooth(
        &self,
        data: &Likelihoods,
        forward: &[Levels],
        log_levels: &Levels,
    ) -> Vec<Smoothed> {
        let n = data.len();
        let mut out = vec![Smoothed::default(); n];
        // What the months after t say of the level at t, scaled.
        let mut future: Levels = [1.0; POINTS];
        for t in (0..n).rev() {
            let (mut total, mut mean, mut square) = (0.0, 0.0, 0.0);
            for i in 0..POINTS {
                let weight = forward[t][i] * future[i];
                total += weight;
                mean += weight * log_levels[i];
                square += weight * log_levels[i].powi(2);
            }
            out[t].mean = mean / total;
            out[t].variance = (square / total - out[t].mean.powi(2)).max(0.0);
            if t == 0 {
                break;
            }
            let mut seen = future;
            for (x, likelihood) in seen.iter_mut().zip(data.month(t)) {
                *x *= likelihood;
            }
            let wandered = self.wander.step(&seen);
            let jumped = self.jump.backward(&seen);
            let (mut stayed, mut leapt) = (0.0, 0.0);
            for i in 0..POINTS {
                stayed += forward[t - 1][i] * wandered[i] * (1.0 - self.rate);
                leapt += forward[t - 1][i] * jumped[i] * self.rate;
                future[i] = (1.0 - self.rate) * wandered[i] + self.rate * jumped[i];
            }
            out[t].jump = leapt / (leapt + stayed);
            let top = future.iter().copied().fold(0.0, f64::max);
            for x in &mut future {
                *x /= top;
            }
        }
        out
    }
}

/// A part of a distribution on its own; nothing where there is no room for a jump.
fn certain(mut part: Levels) -> Levels {
    let sum: f64 = part.iter().sum();
    if sum > 0.0 {
        for x in &mut part {
            *x /= sum;
        }
    }
    part
}

/// What is known of one month.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Smoothed {
    /// Probability that a jump led from the month before to this one.
    pub(super) jump: f64,
    /// Mean of the log level.
    pub(super) mean: f64,
    /// Variance of the log level.
    pub(super) variance: f64,
}
