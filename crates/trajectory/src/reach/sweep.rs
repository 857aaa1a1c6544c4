//! One pass over all places: each place's months drawn together, given its neighbours.

use rand::{Rng, RngExt};

use super::detection::{Detection, PLACE_LEVELS};
use super::problem::{Field, Problem};
use super::rates::Rates;
use super::shocks::Shocks;

/// Months between two rescalings of the filter. Odds move by at most 1e20 x 1e10 a month, so that
/// eight of them stay within the range of a double.
const RESCALE: usize = 8;
/// No neighbours' gains in a month move the odds by more than this factor.
const STRONGEST: f64 = 1e10;

/// What the field is drawn given.
#[derive(Debug)]
pub(super) struct Drivers<'a> {
    pub(super) rates: &'a Rates,
    pub(super) detection: &'a Detection,
    pub(super) phases: &'a [u8],
    pub(super) shocks: &'a Shocks,
}

/// The fast kernel: tables for all that depends on phase and number of neighbours, byte rows that the
/// compiler adds up many months at a time, and no division or logarithm in the filter.
#[derive(Debug)]
pub(super) struct Kernel {
    width: usize,
    gain: Vec<f64>,
    still: Vec<f64>,
    loss: Vec<f64>,
    silence: Vec<f64>,
    near: Vec<u8>,
    empty: Vec<u8>,
    gained: Vec<u8>,
    factor: Vec<f64>,
    steps: Vec<Step>,
    empty_so_far: Vec<f64>,
    held_so_far: Vec<f64>,
    uniform: Vec<u32>,
    if_empty: Vec<u8>,
    if_held: Vec<u8>,
    /// Whether a place is held in any month.
    ever: Vec<bool>,
    /// By level of the place and number of its neighbours: what random bits leave a place empty for
    /// good when nothing was seen there and no neighbour is ever held. Anew in each sweep.
    lonely: Vec<Vec<u32>>,
}

/// Weights of a month's moves: to held, times the month's odds factor; to empty.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    gain: f64,
    keep: f64,
    still: f64,
    loss: f64,
}

impl Kernel {
    pub(super) fn new(problem: &Problem) -> Self {
        let (months, width) = (problem.months, problem.degree + 1);
        Self {
            width,
            gain: vec![0.0; months * width],
            still: vec![0.0; months * width],
            loss: vec![0.0; months],
            silence: vec![0.0; PLACE_LEVELS.len() * months],
            near: vec![0; months],
            empty: vec![0; months],
            gained: vec![0; months],
            factor: vec![0.0; months],
            steps: vec![Step::default(); months],
            empty_so_far: vec![0.0; months],
            held_so_far: vec![0.0; months],
            uniform: vec![0; months],
            if_empty: vec![0; months - 1],
            if_held: vec![0; months - 1],
            ever: vec![true; problem.places],
            lonely: vec![Vec::with_capacity(months); PLACE_LEVELS.len() * width],
        }
    }

    fn tabulate(&mut self, problem: &Problem, state: &Drivers<'_>) {
        let Drivers {
            rates,
            detection,
            phases,
            shocks,
        } = state;
        for (t, &phase) in phases.iter().enumerate() {
            let b = rates.contagion_in(phase) * shocks.gain[t] / problem.contacts;
            self.loss[t] = rates.loss(phase, shocks.loss[t]);
            for k in 0..self.width {
                let at = t * self.width + k;
                self.gain[at] = rates.gain(phase, shocks.gain[t], k, problem.contacts);
                self.still[at] = (-b * k as f64).exp();
            }
        }
        for (level, row) in self.silence.chunks_exact_mut(problem.months).enumerate() {
            for (slot, month) in row.iter_mut().zip(&detection.month) {
                *slot = detection.silence(level as u8, *month);
            }
        }
    }

    /// Draws the whole field anew, place by place.
    pub(super) fn sweep(
        &mut self,
        problem: &Problem,
        state: &Drivers<'_>,
        field: &mut Field,
        rng: &mut impl Rng,
    ) {
        self.tabulate(problem, state);
        self.lonely.iter_mut().for_each(Vec::clear);
        for (place, ever) in self.ever.iter_mut().enumerate() {
            *ever = field.row(place).contains(&1);
        }
        for place in 0..problem.places {
            rng.fill(&mut self.uniform[..]);
            let around = problem.neighbours(place);
            let lonely = problem.events(place).is_empty() && !around.iter().any(|&j| self.ever[j]);
            let alike = state.detection.place[place] as usize * self.width + around.len();
            if lonely && self.stays_empty(alike) {
                field.row_mut(place).fill(0);
                self.ever[place] = false;
                continue;
            }
            self.look_around(problem, place, field);
            self.weigh(problem, state.detection, place, field);
            self.filter(state.rates.start);
            self.draw(field.row_mut(place));
            self.ever[place] = field.row(place).contains(&1);
            if lonely && self.lonely[alike].is_empty() {
                self.remember(alike);
            }
        }
    }

    /// Whether the random bits leave a lonely place empty, as far as places like it have shown.
    fn stays_empty(&self, alike: usize) -> bool {
        let enough = &self.lonely[alike];
        let beyond = |(bits, enough): (&u32, &u32)| u32::from(bits <= enough);
        !enough.is_empty() && self.uniform.iter().zip(enough).map(beyond).sum::<u32>() == 0
    }

    /// Keeps the bits above which a month before an empty one is empty, rounded up.
    fn remember(&mut self, alike: usize) {
        let last = self.factor.len() - 1;
        for t in 0..=last {
            let (mut empty, mut held) = (self.empty_so_far[t], self.held_so_far[t]);
            if t < last {
                empty *= self.steps[t + 1].still;
                held *= self.steps[t + 1].loss;
            }
            let share = held / (empty + held);
            self.lonely[alike].push((share * 4_294_967_296.0).ceil() as u32);
        }
    }

    /// By month: held neighbours, neighbours that stay empty until the next, neighbours gained by
    /// the next.
    fn look_around(&mut self, problem: &Problem, place: usize, field: &Field) {
        self.near.fill(0);
        self.empty.fill(0);
        self.gained.fill(0);
        let last = problem.months - 1;
        for &j in problem.neighbours(place) {
            let row = field.row(j);
            for (sum, held) in self.near.iter_mut().zip(row) {
                *sum += held;
            }
            let pairs = row[..last].iter().zip(&row[1..]);
            let sums = self.empty[..last].iter_mut().zip(&mut self.gained[..last]);
            for ((before, after), (empty, gained)) in pairs.zip(sums) {
                *empty += (before | after) ^ 1;
                *gained += (before ^ 1) & after;
            }
        }
    }

    /// By month: the odds factor of what was seen and of what the neighbours did next.
    fn weigh(&mut self, problem: &Problem, detection: &Detection, place: usize, field: &Field) {
        let months = problem.months;
        let level = detection.place[place];
        let silence = &self.silence[level as usize * months..(level as usize + 1) * months];
        let around = silence.iter().zip(&self.empty).zip(&mut self.factor);
        for (t, ((silence, empty), factor)) in around.take(months - 1).enumerate() {
            *factor = silence * self.still[(t + 1) * self.width + *empty as usize];
        }
        self.factor[months - 1] = silence[months - 1];
        for &(t, n) in problem.events(place) {
            let month = detection.month[t];
            self.factor[t] *= detection.sight(level, month, n) / silence[t];
        }
        for t in 0..months - 1 {
            if self.gained[t] > 0 {
                let odds = self.pull(problem, place, t, field);
                self.factor[t] *= odds.clamp(1.0 / STRONGEST, STRONGEST);
            }
        }
    }

    /// How much likelier the gains of a place's neighbours in the next month are if it is held.
    fn pull(&self, problem: &Problem, place: usize, t: usize, field: &Field) -> f64 {
        let at = (t + 1) * self.width;
        let mut odds = 1.0;
        for &j in problem.neighbours(place) {
            if !field.held(j, t) && field.held(j, t + 1) {
                let others = problem
                    .neighbours(j)
                    .iter()
                    .filter(|&&i| i != place && field.held(i, t));
                let k = at + others.count();
                odds *= self.gain[k + 1] / self.gain[k];
            }
        }
        odds
    }

    /// Filtered probabilities of both states up to a common factor.
    fn filter(&mut self, start: f64) {
        for t in 1..self.factor.len() {
            let gain = self.gain[t * self.width + self.near[t - 1] as usize];
            self.steps[t] = Step {
                gain: gain * self.factor[t],
                keep: (1.0 - self.loss[t]) * self.factor[t],
                still: 1.0 - gain,
                loss: self.loss[t],
            };
        }
        let (mut empty, mut held) = (1.0 - start, start * self.factor[0]);
        self.empty_so_far[0] = empty;
        self.held_so_far[0] = held;
        let empties = self.empty_so_far[1..].chunks_mut(RESCALE);
        let helds = self.held_so_far[1..].chunks_mut(RESCALE);
        let steps = self.steps[1..].chunks(RESCALE);
        for ((empties, helds), steps) in empties.zip(helds).zip(steps) {
            for ((empty_now, held_now), step) in empties.iter_mut().zip(helds).zip(steps) {
                let next = empty * step.gain + held * step.keep;
                empty = empty * step.still + held * step.loss;
                held = next;
                *empty_now = empty;
                *held_now = held;
            }
            let scale = 1.0 / (empty + held);
            empty *= scale;
            held *= scale;
        }
    }

    /// Draws the months backward. Both answers, to a next month that is empty or held, are worked out
    /// first, off the chain of months that wait for each other.
    fn draw(&mut self, row: &mut [u8]) {
        let last = row.len() - 1;
        for t in 0..last {
            let (u, step) = (fraction(self.uniform[t]), &self.steps[t + 1]);
            let (empty, held) = (self.empty_so_far[t], self.held_so_far[t]);
            // The next month's odds factor is common to both states and falls out.
            let answer = |empty: f64, held: f64| u8::from(u * (empty + held) < held);
            self.if_empty[t] = answer(empty * step.still, held * step.loss);
            self.if_held[t] = answer(empty * step.gain, held * step.keep);
        }
        let (empty, held) = (self.empty_so_far[last], self.held_so_far[last]);
        let mut next = u8::from(fraction(self.uniform[last]) * (empty + held) < held);
        row[last] = next;
        let answers = self.if_empty.iter().zip(&self.if_held);
        for (slot, (if_empty, if_held)) in row[..last].iter_mut().zip(answers).rev() {
            next = (next & if_held) | ((next ^ 1) & if_empty);
            *slot = next;
        }
    }
}

/// A number in (0, 1) from 32 random bits.
pub(super) fn fraction(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) * (1.0 / 4_294_967_296.0)
}
