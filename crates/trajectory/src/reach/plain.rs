//! The sweep once more, as the equations stand: slow, and what the fast kernel is held against.

use rand::{Rng, RngExt};

use super::problem::{Field, Problem};
use super::sweep::{Drivers, fraction};

/// Draws the whole field anew, place by place, with the same random numbers as the fast kernel.
pub(super) fn sweep(problem: &Problem, state: &Drivers<'_>, field: &mut Field, rng: &mut impl Rng) {
    for place in 0..problem.places {
        let uniform: Vec<u32> = {
            let mut bits = vec![0; problem.months];
            rng.fill(&mut bits[..]);
            bits
        };
        let local = Local {
            problem,
            state,
            field,
            place,
        };
        let filtered = local.filter();
        let row = local.draw(&filtered, &uniform);
        field.row_mut(place).copy_from_slice(&row);
    }
}

struct Local<'a> {
    problem: &'a Problem,
    state: &'a Drivers<'a>,
    field: &'a Field,
    place: usize,
}

impl Local<'_> {
    fn near(&self, place: usize, t: usize) -> usize {
        self.problem
            .neighbours(place)
            .iter()
            .filter(|&&j| self.field.held(j, t))
            .count()
    }

    /// P(state at t + 1 | state at t).
    fn step(&self, from: bool, to: bool, t: usize) -> f64 {
        self.transition(from, to, self.near(self.place, t), t + 1)
    }

    /// P(state at t | state of the month before).
    fn transition(&self, from: bool, to: bool, near: usize, t: usize) -> f64 {
        let Drivers {
            rates,
            phases,
            shocks,
            ..
        } = self.state;
        let held = if from {
            1.0 - rates.loss(phases[t], shocks.loss[t])
        } else {
            rates.gain(phases[t], shocks.gain[t], near, self.problem.contacts)
        };
        if to { held } else { 1.0 - held }
    }

    /// P(what was seen, what the neighbours did next | state at t), up to a common factor.
    fn likelihood(&self, held: bool, t: usize) -> f64 {
        let detection = self.state.detection;
        let (level, month) = (detection.place[self.place], detection.month[t]);
        let events = self.problem.events(self.place);
        let seen = events.iter().find(|e| e.0 == t).map_or(0, |e| e.1);
        let mut likelihood = match (held, seen) {
            (false, _) => 1.0,
            (true, 0) => detection.silence(level, month),
            (true, n) => detection.sight(level, month, n),
        };
        if t + 1 < self.problem.months {
            for &j in self.problem.neighbours(self.place) {
                let now = usize::from(self.field.held(self.place, t));
                let near = self.near(j, t) - now + usize::from(held);
                let (from, to) = (self.field.held(j, t), self.field.held(j, t + 1));
                likelihood *= self.transition(from, to, near, t + 1);
            }
        }
        likelihood
    }

    fn filter(&self) -> Vec<[f64; 2]> {
        let start = self.state.rates.start;
        let mut predicted = [1.0 - start, start];
        let mut filtered = Vec::with_capacity(self.problem.months);
        for t in 0..self.problem.months {
            let now = [
                predicted[0] * self.likelihood(false, t),
                predicted[1] * self.likelihood(true, t),
            ];
            let sum = now[0] + now[1];
            let now = now.map(|p| p / sum);
            filtered.push(now);
            if t + 1 < self.problem.months {
                predicted = [false, true]
                    .map(|to| now[0] * self.step(false, to, t) + now[1] * self.step(true, to, t));
            }
        }
        filtered
    }

    fn draw(&self, filtered: &[[f64; 2]], uniform: &[u32]) -> Vec<u8> {
        let mut row = vec![0; filtered.len()];
        let mut next = None;
        for t in (0..filtered.len()).rev() {
            let weight = |held: bool| {
                let after = next.map_or(1.0, |to| self.step(held, to, t));
                filtered[t][usize::from(held)] * after
            };
            let (empty, held) = (weight(false), weight(true));
            let drawn = fraction(uniform[t]) * (empty + held) < held;
            row[t] = u8::from(drawn);
            next = Some(drawn);
        }
        row
    }
}
