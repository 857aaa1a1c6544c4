//! Forward and backward over a series, at one setting.

use super::dynamics::{Drift, Dynamics, ENTRY, Field, PACE_COUNT, phase_at};
use crate::breaks::level::{Levels, POINTS};
use crate::breaks::observe::Likelihoods;
use crate::reach::Phase;

/// One setting with what it says of the months.
pub(super) struct Candidate {
    pub(super) data: Likelihoods,
    pub(super) dynamics: Dynamics,
    /// Standard deviation of the monthly wander of the logarithm.
    pub(super) wander: f64,
    /// Logarithm of the prior weight.
    pub(super) log_weight: f64,
}

/// What the months up to each say.
pub(super) struct Forward {
    /// Distribution over paces and levels, given the months up to and including each.
    pub(super) fields: Vec<Field>,
    /// Part of the prediction of each month that came by a step up, and down.
    pub(super) stepped: Vec<[Levels; 2]>,
    /// What each month was divided by.
    sums: Vec<f64>,
    /// Logarithm of the evidence.
    pub(super) log: f64,
}

/// What is known of one month.
#[derive(Debug, Clone)]
pub(super) struct Smoothed {
    /// Probability of each phase, in the order of [`Phase::ALL`].
    pub(super) phases: [f64; 3],
    /// Probability that a step up, and one down, led to it.
    pub(super) steps: [f64; 2],
    /// Distribution of the level.
    pub(super) levels: Levels,
}

/// Sum over paces.
pub(super) fn over_paces(field: &Field) -> Levels {
    let mut sum = [0.0; POINTS];
    for levels in field {
        for (to, x) in sum.iter_mut().zip(levels) {
            *to += x;
        }
    }
    sum
}

/// Before the first month: every level alike, a phase just begun.
fn start() -> Field {
    ENTRY.map(|entry| [entry / POINTS as f64; POINTS])
}

/// Takes in a month: multiplies by its likelihoods, scales to a sum of 1 and gives what it divided by.
fn take_in(field: &mut [Levels], likelihoods: &Levels) -> f64 {
    let mut sum = 0.0;
    for levels in field.iter_mut() {
        for (x, likelihood) in levels.iter_mut().zip(likelihoods) {
            *x *= likelihood;
            sum += *x;
        }
    }
    let sum = sum.max(f64::MIN_POSITIVE);
    for x in field.iter_mut().flatten() {
        *x /= sum;
    }
    sum
}

impl Candidate {
    /// The months in order.
    pub(super) fn forward(&self) -> Forward {
        let Dynamics {
            drifts,
            jump,
            rates,
        } = &self.dynamics;
        let n = self.data.len();
        let mut out = Forward {
            fields: Vec::with_capacity(n),
            stepped: Vec::with_capacity(n),
            sums: Vec::with_capacity(n),
            log: 0.0,
        };
        let mut field = start();
        for t in 0..n {
            let mut stepped = [[0.0; POINTS]; 2];
            if t > 0 {
                let all = over_paces(&field);
                stepped = [jump.up(&all), jump.down(&all)];
                for x in stepped.iter_mut().flatten() {
                    *x *= rates.step;
                }
                for (s, levels) in field.iter_mut().enumerate() {
                    let drawn = rates.redraw * ENTRY[s];
                    let mut before = *levels;
                    for (x, whole) in before.iter_mut().zip(&all) {
                        *x = (1.0 - rates.step) * ((1.0 - rates.redraw) * *x + drawn * whole);
                    }
                    *levels = drifts[s].forward(&before);
                    for ((x, up), down) in levels.iter_mut().zip(&stepped[0]).zip(&stepped[1]) {
                        *x += ENTRY[s] * (up + down);
                    }
                }
            }
            let sum = take_in(&mut field, self.data.month(t));
            out.log += sum.ln() + self.data.scale(t);
            out.sums.push(sum);
            out.stepped.push(stepped);
            out.fields.push(field);
        }
        out
    }

    /// Every month given the whole series.
    pub(super) fn smooth(&self, forward: &Forward) -> Vec<Smoothed> {
        let Dynamics {
            drifts,
            jump,
            rates,
        } = &self.dynamics;
        let mut future: Field = [[1.0; POINTS]; PACE_COUNT];
        let mut out = Vec::with_capacity(self.data.len());
        for t in (0..self.data.len()).rev() {
            out.push(self.month(forward, t, &future));
            if t == 0 {
                break;
            }
            let likelihoods = self.data.month(t);
            for (x, likelihood) in future
                .iter_mut()
                .flat_map(|levels| levels.iter_mut().zip(likelihoods))
            {
                *x *= likelihood;
            }
            let entered = weighed(&future);
            let stepped = jump.backward(&entered);
            let on: Field = std::array::from_fn(|s| drifts[s].backward(&future[s]));
            let drawn = weighed(&on);
            let mut top = 0.0_f64;
            for (levels, on) in future.iter_mut().zip(&on) {
                for i in 0..POINTS {
                    levels[i] = (1.0 - rates.step)
                        * ((1.0 - rates.redraw) * on[i] + rates.redraw * drawn[i])
                        + rates.step * stepped[i];
                    top = top.max(levels[i]);
                }
            }
            for x in future.iter_mut().flatten() {
                *x /= top.max(f64::MIN_POSITIVE);
            }
        }
        out.reverse();
        out
    }

    fn month(&self, forward: &Forward, t: usize, future: &Field) -> Smoothed {
        let likelihoods = self.data.month(t);
        let mut phases = [0.0; 3];
        let mut steps = [0.0; 2];
        let mut levels = [0.0; POINTS];
        for (s, ahead) in future.iter().enumerate() {
            for i in 0..POINTS {
                let mass = forward.fields[t][s][i] * ahead[i];
                let by_step = forward.stepped[t].map(|stepped| {
                    ENTRY[s] * stepped[i] * likelihoods[i] / forward.sums[t] * ahead[i]
                });
                levels[i] += mass;
                steps[0] += by_step[0];
                steps[1] += by_step[1];
                phases[phase_at(s, i) as usize] += (mass - by_step[0] - by_step[1]).max(0.0);
            }
        }
        phases[Phase::Expansion as usize] += steps[0];
        phases[Phase::Contraction as usize] += steps[1];
        let total = levels.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        Smoothed {
            phases: phases.map(|x| x / total),
            steps: steps.map(|x| x / total),
            levels: levels.map(|x| x / total),
        }
    }

    /// Logarithm of the evidence together with no turn and no step at all, and of the probability of
    /// that before the months are seen.
    pub(super) fn unturned(&self) -> (f64, f64) {
        let mut field = start();
        let mut log = 0.0;
        for t in 0..self.data.len() {
            if t > 0 {
                for (s, levels) in field.iter_mut().enumerate() {
                    *levels = self.dynamics.drifts[s].forward(levels);
                    let stay = self.dynamics.unturned(s);
                    for x in levels {
                        *x *= stay;
                    }
                }
            }
            log += take_in(&mut field, self.data.month(t)).ln() + self.data.scale(t);
        }
        let moves = self.data.len().saturating_sub(1) as i32;
        let prior: f64 = (0..PACE_COUNT)
            .map(|s| ENTRY[s] * self.dynamics.unturned(s).powi(moves))
            .sum();
        (log, prior.max(f64::MIN_POSITIVE).ln())
    }

    /// Logarithm of the evidence of one steady growth.
    pub(super) fn steady(&self, growth: f64) -> f64 {
        let drift = Drift::new(growth, self.wander);
        let mut levels = [[1.0 / POINTS as f64; POINTS]];
        let mut log = 0.0;
        for t in 0..self.data.len() {
            if t > 0 {
                levels[0] = drift.forward(&levels[0]);
            }
            log += take_in(&mut levels, self.data.month(t)).ln() + self.data.scale(t);
        }
        log
    }
}

/// Sum over paces, weighted as a phase begins.
fn weighed(field: &Field) -> Levels {
    let mut sum = [0.0; POINTS];
    for (levels, entry) in field.iter().zip(ENTRY) {
        for (to, x) in sum.iter_mut().zip(levels) {
            *to += entry * x;
        }
    }
    sum
}
