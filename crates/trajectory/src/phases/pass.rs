//! Forward and backward over a series, at one setting.

use std::sync::Arc;

use stats::logspace::log_sum_exp;

use super::dynamics::{Drift, Dynamics, ENTRY, Field, PACE_COUNT, ROOM, Wide, phase_at, sum, wide};
use crate::breaks::level::{Levels, POINTS};
use crate::breaks::observe::Likelihoods;
use crate::reach::Phase;

/// One setting with what it says of the months.
pub(super) struct Candidate {
    pub(super) data: Arc<Likelihoods>,
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

/// Before the first month: every level alike, a phase just begun.
fn start() -> Field {
    ENTRY.map(|entry| [entry / POINTS as f64; POINTS])
}

/// The months so far, up to a factor: the sum of `whole`.
struct Filter {
    field: Field,
    /// Sum over paces.
    whole: Levels,
}

/// Logarithm of a product, taken when the product leaves the range of numbers.
struct Log {
    log: f64,
    product: f64,
}

impl Log {
    fn new() -> Self {
        Self {
            log: 0.0,
            product: 1.0,
        }
    }

    fn times(&mut self, factor: f64) {
        let product = self.product * factor;
        if (1e-200..1e200).contains(&product) {
            self.product = product;
        } else {
            self.log += self.product.ln() + factor.ln();
            self.product = 1.0;
        }
    }

    fn value(&self) -> f64 {
        self.log + self.product.ln()
    }
}

impl Candidate {
    /// Logarithm of the evidence.
    pub(super) fn evidence(&self) -> f64 {
        self.walk(|_, _| {}).0
    }

    /// Distribution over paces and levels given all months.
    pub(super) fn last(&self) -> Field {
        let last = self.walk(|_, _| {}).1;
        let scale = sum(&last.whole).max(f64::MIN_POSITIVE).recip();
        last.field.map(|levels| levels.map(|x| x * scale))
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
        let Dynamics { jump, rates, .. } = &self.dynamics;
        self.walk(|month, sum| {
            let scale = sum.recip();
            let stepped = out.wholes.last().map_or([[0.0; POINTS]; 2], |whole| {
                [jump.up(whole), jump.down(whole)].map(|way| way.map(|x| x * rates.step))
            });
            out.stepped.push(stepped);
            out.sums.push(sum);
            out.wholes.push(month.whole.map(|x| x * scale));
            out.fields
                .push(month.field.map(|levels| levels.map(|x| x * scale)));
        });
        out
    }

    /// Shows every month in order with its sum and gives the logarithm of the evidence. A month is divided
    /// by its sum when the next one is taken from it.
    fn walk(&self, mut show: impl FnMut(&Filter, f64)) -> (f64, Filter) {
        let Dynamics {
            drifts,
            jump,
            rates,
        } = &self.dynamics;
        let mut month = Filter {
            field: start(),
            whole: [0.0; POINTS],
        };
        let mut log = Log::new();
        let mut scale = 1.0;
        let mut from: Wide = wide(&[0.0; POINTS]);
        for t in 0..self.data.len() {
            let likelihoods = self.data.month(t);
            let mut whole = [0.0; POINTS];
            if t == 0 {
                for levels in &mut month.field {
                    for ((x, likelihood), whole) in
                        levels.iter_mut().zip(likelihoods).zip(&mut whole)
                    {
                        *x *= likelihood;
                        *whole += *x;
                    }
                }
            } else {
                let mut stepped = jump.forward(&month.whole);
                for x in &mut stepped {
                    *x *= rates.step * scale;
                }
                let calm = (1.0 - rates.step) * scale;
                let keep = calm * (1.0 - rates.redraw);
                for ((levels, drift), entry) in month.field.iter_mut().zip(drifts).zip(ENTRY) {
                    let drawn = calm * rates.redraw * entry;
                    let mixed = levels.iter().zip(&month.whole);
                    for (to, (x, all)) in from[ROOM..ROOM + POINTS].iter_mut().zip(mixed) {
                        *to = keep * x + drawn * all;
                    }
                    drift.onto(&from, levels);
                    let seen = stepped.iter().zip(likelihoods);
                    for ((x, whole), (by_step, likelihood)) in
                        levels.iter_mut().zip(&mut whole).zip(seen)
                    {
                        *x = (*x + entry * by_step) * likelihood;
                        *whole += *x;
                    }
                }
            }
            month.whole = whole;
            let total = sum(&month.whole).max(f64::MIN_POSITIVE);
            log.times(total);
            show(&month, total);
            scale = total.recip();
        }
        (log.value() + self.data.total_scale(), month)
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

    /// Logarithm of the probability of no turn and no step before the months are seen.
    pub(super) fn unturned_prior(&self) -> f64 {
        let moves = self.data.len().saturating_sub(1) as i32;
        let prior: f64 = (0..PACE_COUNT)
            .map(|s| ENTRY[s] * self.dynamics.unturned(s).powi(moves))
            .sum();
        prior.max(f64::MIN_POSITIVE).ln()
    }

    /// Logarithm of the evidence together with no turn and no step at all: each pace as one steady growth.
    pub(super) fn unturned(&self) -> f64 {
        let moves = self.data.len().saturating_sub(1) as f64;
        let each: [f64; PACE_COUNT] = std::array::from_fn(|s| {
            let stay = ENTRY[s].ln() + moves * self.dynamics.unturned(s).ln();
            stay + self.drifting(&self.dynamics.drifts[s])
        });
        log_sum_exp(&each)
    }

    /// Logarithm of the evidence of one steady growth.
    pub(super) fn steady(&self, growth: f64) -> f64 {
        self.drifting(&Drift::new(growth, self.wander))
    }

    fn drifting(&self, drift: &Drift) -> f64 {
        let mut from: Wide = wide(&[0.0; POINTS]);
        let mut levels = [1.0 / POINTS as f64; POINTS];
        let mut log = Log::new();
        let mut scale = 1.0;
        for t in 0..self.data.len() {
            if t > 0 {
                drift.onto(&from, &mut levels);
            }
            let inner = &mut from[ROOM..ROOM + POINTS];
            for ((to, x), likelihood) in inner.iter_mut().zip(&levels).zip(self.data.month(t)) {
                *to = x * likelihood * scale;
            }
            let total = sum(inner).max(f64::MIN_POSITIVE);
            log.times(total);
            scale = total.recip();
        }
        log.value() + self.data.total_scale()
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
