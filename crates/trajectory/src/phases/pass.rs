//! Forward and backward over a series, at one setting.

use super::dynamics::{Drift, Dynamics, ENTRY, Field, PACE_COUNT, phase_at, sum};
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
    /// The same summed over paces.
    pub(super) wholes: Vec<Levels>,
    /// What each month was divided by.
    sums: Vec<f64>,
}

/// What the months up to one say.
struct Filtered {
    field: Field,
    stepped: [Levels; 2],
    whole: Levels,
    sum: f64,
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
fn over_paces(field: &Field) -> Levels {
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
    let mut all = [0.0; POINTS];
    for levels in field.iter_mut() {
        for ((x, likelihood), whole) in levels.iter_mut().zip(likelihoods).zip(&mut all) {
            *x *= likelihood;
            *whole += *x;
        }
    }
    let total = sum(&all).max(f64::MIN_POSITIVE);
    let scale = total.recip();
    for x in field.iter_mut().flatten() {
        *x *= scale;
    }
    total
}

impl Candidate {
    /// Logarithm of the evidence.
    pub(super) fn evidence(&self) -> f64 {
        self.walk(|_| {})
    }

    /// The months in order, kept.
    pub(super) fn forward(&self) -> Forward {
        let n = self.data.len();
        let mut out = Forward {
            fields: Vec::with_capacity(n),
            stepped: Vec::with_capacity(n),
            wholes: Vec::with_capacity(n),
            sums: Vec::with_capacity(n),
        };
        self.walk(|month| {
            out.sums.push(month.sum);
            out.stepped.push(month.stepped);
            out.wholes.push(month.whole);
            out.fields.push(month.field);
        });
        out
    }

    /// Shows every month in order and gives the logarithm of the evidence.
    fn walk(&self, mut show: impl FnMut(&Filtered)) -> f64 {
        let Dynamics {
            drifts,
            jump,
            rates,
        } = &self.dynamics;
        let keep = (1.0 - rates.step) * (1.0 - rates.redraw);
        let mut month = Filtered {
            field: start(),
            stepped: [[0.0; POINTS]; 2],
            whole: [0.0; POINTS],
            sum: 1.0,
        };
        let mut log = 0.0;
        for t in 0..self.data.len() {
            if t > 0 {
                let all = &month.whole;
                month.stepped = [jump.up(all), jump.down(all)];
                for x in month.stepped.iter_mut().flatten() {
                    *x *= rates.step;
                }
                let [ups, downs] = &month.stepped;
                for ((levels, drift), entry) in month.field.iter_mut().zip(drifts).zip(ENTRY) {
                    let drawn = (1.0 - rates.step) * rates.redraw * entry;
                    for (x, whole) in levels.iter_mut().zip(all) {
                        *x = keep * *x + drawn * whole;
                    }
                    *levels = drift.forward(levels);
                    for ((x, up), down) in levels.iter_mut().zip(ups).zip(downs) {
                        *x += entry * (up + down);
                    }
                }
            }
            month.sum = take_in(&mut month.field, self.data.month(t));
            month.whole = over_paces(&month.field);
            log += month.sum.ln() + self.data.scale(t);
            show(&month);
        }
        log
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
            let keep = (1.0 - rates.step) * (1.0 - rates.redraw);
            let draw = (1.0 - rates.step) * rates.redraw;
            let mut base = [0.0; POINTS];
            for ((x, drawn), stepped) in base.iter_mut().zip(&drawn).zip(&stepped) {
                *x = draw * drawn + rates.step * stepped;
            }
            let mut tops = [0.0_f64; POINTS];
            for (levels, on) in future.iter_mut().zip(&on) {
                for (((x, on), base), top) in levels.iter_mut().zip(on).zip(&base).zip(&mut tops) {
                    *x = keep * on + base;
                    *top = top.max(*x);
                }
            }
            let top = tops.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
            let scale = top.recip();
            for x in future.iter_mut().flatten() {
                *x *= scale;
            }
        }
        out.reverse();
        out
    }

    fn month(&self, forward: &Forward, t: usize, future: &Field) -> Smoothed {
        let likelihoods = self.data.month(t);
        // What a step brought to each level, up and down, before it is split over paces.
        let scale = forward.sums[t].recip();
        let mut arrived = forward.stepped[t];
        for levels in &mut arrived {
            for (x, likelihood) in levels.iter_mut().zip(likelihoods) {
                *x *= likelihood * scale;
            }
        }
        let mut phases = [0.0; 3];
        let mut levels = [0.0; POINTS];
        let entered = weighed(future);
        for (s, ahead) in future.iter().enumerate() {
            let mut mass = [0.0; POINTS];
            for i in 0..POINTS {
                mass[i] = forward.fields[t][s][i] * ahead[i];
                levels[i] += mass[i];
                mass[i] -= ENTRY[s] * (arrived[0][i] + arrived[1][i]) * ahead[i];
            }
            // The ends of the grid have phases of their own.
            let (low, high) = (mass[0], mass[POINTS - 1]);
            phases[phase_at(s, 0) as usize] += low.max(0.0);
            phases[phase_at(s, POINTS - 1) as usize] += high.max(0.0);
            phases[phase_at(s, 1) as usize] += (sum(&mass) - low - high).max(0.0);
        }
        let steps = arrived.map(|mut by_step| {
            for (x, ahead) in by_step.iter_mut().zip(&entered) {
                *x *= ahead;
            }
            sum(&by_step)
        });
        phases[Phase::Expansion as usize] += steps[0];
        phases[Phase::Contraction as usize] += steps[1];
        let total = sum(&levels).max(f64::MIN_POSITIVE);
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
