//! How many events a held place shows: level of the place, level of the month, dispersion.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Gamma, StandardNormal};

use super::problem::{Field, Problem};
use super::rates::gamma;

/// Intensity of a place relative to the group's, low to high.
pub(super) const PLACE_LEVELS: [f64; 5] = [0.2, 0.45, 1.0, 2.2, 5.0];
/// Intensity of a month relative to the usual, low to high.
pub(super) const MONTH_LEVELS: [f64; 5] = [0.3, 0.55, 1.0, 1.8, 3.3];
const K: usize = PLACE_LEVELS.len();
const M: usize = MONTH_LEVELS.len();

/// Dirichlet priors of how common the levels are.
const PLACE_PRIOR: [f64; K] = [2.0, 3.0, 4.0, 3.0, 1.0];
const MONTH_PRIOR: [f64; M] = [1.0, 3.0, 8.0, 3.0, 1.0];
/// Normal priors of the logarithms of intensity and dispersion: mean and standard deviation.
const INTENSITY: (f64, f64) = (-1.6, 1.3);
const DISPERSION: (f64, f64) = (-0.4, 0.7);
/// Share of a group's events that the prior puts in places that it does not hold.
const MISPLACED: f64 = 0.02;
/// No single count moves the odds by more than this factor.
const STRONGEST: f64 = 1e20;

/// Parameters and levels.
#[derive(Debug, Clone)]
pub(super) struct Detection {
    /// Mean events in a month of usual level in a held place of usual level.
    intensity: f64,
    /// Negative binomial size: variance is mean + mean^2 / dispersion.
    dispersion: f64,
    /// Mean events in a month in a place that is not held.
    stray: f64,
    stray_rate: f64,
    place_weights: [f64; K],
    month_weights: [f64; M],
    /// Level of each place.
    pub(super) place: Vec<u8>,
    /// Level of each month.
    pub(super) month: Vec<u8>,
    /// ln P(0) in a held place, by level of place and month.
    quiet: [[f64; M]; K],
    /// What each event adds to the logarithm of the probability, likewise.
    slope: [[f64; M]; K],
    /// ln of the rising factorial of the dispersion, by number of events.
    rising: Vec<f64>,
    scratch: Scratch,
}

#[derive(Debug, Clone, Default)]
struct Scratch {
    held: Vec<u32>,
    events: Vec<u32>,
    histogram: Vec<u32>,
}

impl Detection {
    pub(super) fn new(problem: &Problem) -> Self {
        let size = (problem.places * problem.months) as f64;
        let stray = (MISPLACED * problem.total as f64 / size).max(1e-6);
        let mut new = Self {
            intensity: INTENSITY.0.exp(),
            dispersion: DISPERSION.0.exp(),
            stray,
            stray_rate: 1.0 / stray,
            place_weights: [1.0 / K as f64; K],
            month_weights: [1.0 / M as f64; M],
            place: vec![(K / 2) as u8; problem.places],
            month: vec![(M / 2) as u8; problem.months],
            quiet: [[0.0; M]; K],
            slope: [[0.0; M]; K],
            rising: vec![0.0; problem.most + 1],
            scratch: Scratch {
                held: vec![0; K * problem.months],
                events: vec![0; K * problem.months],
                histogram: vec![0; problem.most + 1],
            },
        };
        new.tabulate();
        new
    }

    fn tabulate(&mut self) {
        (self.quiet, self.slope) = tables(self.intensity, self.dispersion);
        rising(self.dispersion, &mut self.rising);
    }

    /// Odds factor of seeing nothing: P(0 | held) / P(0 | not held).
    pub(super) fn silence(&self, place: u8, month: u8) -> f64 {
        let log = self.quiet[place as usize][month as usize] + self.stray;
        log.exp().clamp(1.0 / STRONGEST, STRONGEST)
    }

    /// Odds factor of seeing `n` events.
    pub(super) fn sight(&self, place: u8, month: u8, n: u32) -> f64 {
        let (k, m) = (place as usize, month as usize);
        let rising = self.rising.get(n as usize).copied().unwrap_or(0.0);
        let n = f64::from(n);
        let held = rising + self.quiet[k][m] + n * self.slope[k][m];
        let stray = n * self.stray.ln() - self.stray;
        (held - stray).exp().clamp(1.0 / STRONGEST, STRONGEST)
    }

    /// A draw given the field.
    pub(super) fn update(&mut self, problem: &Problem, field: &Field, rng: &mut impl Rng) {
        self.draw_place_levels(problem, field, rng);
        self.count(problem, field);
        self.draw_month_levels(rng);
        self.draw_shape(rng);
        self.tabulate();
        self.draw_stray(problem, field, rng);
    }

    fn draw_place_levels(&mut self, problem: &Problem, field: &Field, rng: &mut impl Rng) {
        let mut common = PLACE_PRIOR;
        for place in 0..problem.places {
            let row = field.row(place);
            let mut held = [0_u32; M];
            for (h, m) in row.iter().zip(&self.month) {
                held[*m as usize] += u32::from(*h);
            }
            let mut logs = self.place_weights.map(f64::ln);
            for (k, log) in logs.iter_mut().enumerate() {
                for (h, q) in held.iter().zip(&self.quiet[k]) {
                    *log += f64::from(*h) * q;
                }
                for &(t, n) in problem.events(place) {
                    if row[t] == 1 {
                        *log += f64::from(n) * self.slope[k][self.month[t] as usize];
                    }
                }
            }
            let level = pick(&logs, rng);
            common[level] += 1.0;
            self.place[place] = level as u8;
        }
        self.place_weights = dirichlet(common, rng);
    }

    /// Held places and their events by level of the place and month.
    fn count(&mut self, problem: &Problem, field: &Field) {
        let months = problem.months;
        let Scratch {
            held,
            events,
            histogram,
        } = &mut self.scratch;
        held.fill(0);
        events.fill(0);
        histogram.fill(0);
        for place in 0..problem.places {
            let at = self.place[place] as usize * months;
            let row = field.row(place);
            for (sum, h) in held[at..at + months].iter_mut().zip(row) {
                *sum += u32::from(*h);
            }
            for &(t, n) in problem.events(place) {
                if row[t] == 1 {
                    events[at + t] += n;
                    histogram[n as usize] += 1;
                }
            }
        }
    }

    fn draw_month_levels(&mut self, rng: &mut impl Rng) {
        let months = self.month.len();
        let mut common = MONTH_PRIOR;
        for t in 0..months {
            let mut logs = self.month_weights.map(f64::ln);
            for k in 0..K {
                let held = f64::from(self.scratch.held[k * months + t]);
                let events = f64::from(self.scratch.events[k * months + t]);
                for (m, log) in logs.iter_mut().enumerate() {
                    *log += held * self.quiet[k][m] + events * self.slope[k][m];
                }
            }
            let level = pick(&logs, rng);
            common[level] += 1.0;
            self.month[t] = level as u8;
        }
        self.month_weights = dirichlet(common, rng);
    }

    /// Random walks of intensity and dispersion on the logarithmic scale.
    fn draw_shape(&mut self, rng: &mut impl Rng) {
        let months = self.month.len();
        let (mut held, mut events) = ([[0.0; M]; K], [[0.0; M]; K]);
        for k in 0..K {
            for (t, &m) in self.month.iter().enumerate() {
                held[k][m as usize] += f64::from(self.scratch.held[k * months + t]);
                events[k][m as usize] += f64::from(self.scratch.events[k * months + t]);
            }
        }
        let histogram = &self.scratch.histogram;
        let most = histogram.iter().rposition(|h| *h > 0).unwrap_or(0);
        let mut rising_to = vec![0.0; most + 1];
        let mut log_posterior = |intensity: f64, dispersion: f64| {
            let (quiet, slope) = tables(intensity, dispersion);
            rising(dispersion, &mut rising_to);
            let levels: f64 = (0..K)
                .flat_map(|k| (0..M).map(move |m| (k, m)))
                .map(|(k, m)| held[k][m] * quiet[k][m] + events[k][m] * slope[k][m])
                .sum();
            let shapes = histogram.iter().zip(&rising_to);
            let shapes: f64 = shapes.map(|(h, r)| f64::from(*h) * r).sum();
            let prior = |x: f64, (mean, sd): (f64, f64)| -0.5 * ((x.ln() - mean) / sd).powi(2);
            levels + shapes + prior(intensity, INTENSITY) + prior(dispersion, DISPERSION)
        };
        let mut current = log_posterior(self.intensity, self.dispersion);
        let seen: u32 = histogram.iter().sum();
        let wide = 2.0 / f64::from(seen + 4).sqrt();
        for turn in 0..6 {
            let mut walk = |now: f64, wide: f64| {
                let step: f64 = StandardNormal.sample(rng);
                (now.ln() + wide * step).exp().clamp(1e-4, 1e3)
            };
            let (intensity, dispersion) = match turn % 3 {
                0 => (walk(self.intensity, wide), self.dispersion),
                1 => (self.intensity, walk(self.dispersion, 1.5 * wide)),
                _ => (
                    walk(self.intensity, wide),
                    walk(self.dispersion, 1.5 * wide),
                ),
            };
            let proposed = log_posterior(intensity, dispersion);
            if rng.random::<f64>().ln() < proposed - current {
                (self.intensity, self.dispersion, current) = (intensity, dispersion, proposed);
            }
        }
    }

    fn draw_stray(&mut self, problem: &Problem, field: &Field, rng: &mut impl Rng) {
        let held: u32 = self.scratch.held.iter().sum();
        let seen: u32 = self.scratch.events.iter().sum();
        let exposure = field.bytes().len() as f64 - f64::from(held);
        let strays = problem.total as f64 - f64::from(seen);
        self.stray = gamma(1.0 + strays, self.stray_rate + exposure, rng).max(1e-9);
    }

    /// Probability of at least one event in a month of usual level in a held place, averaged over
    /// the levels of places.
    pub(super) fn probability(&self) -> f64 {
        let quiet = self.place_weights.iter().zip(&self.quiet);
        1.0 - quiet.map(|(w, q)| w * q[M / 2].exp()).sum::<f64>()
    }
}

fn tables(intensity: f64, dispersion: f64) -> ([[f64; M]; K], [[f64; M]; K]) {
    let (mut quiet, mut slope) = ([[0.0; M]; K], [[0.0; M]; K]);
    for k in 0..K {
        for m in 0..M {
            let mean = intensity * PLACE_LEVELS[k] * MONTH_LEVELS[m];
            quiet[k][m] = -dispersion * (mean / dispersion).ln_1p();
            slope[k][m] = (mean / (dispersion + mean)).ln();
        }
    }
    (quiet, slope)
}

/// ln r (r + 1) ... (r + n - 1) for n from 0.
fn rising(dispersion: f64, into: &mut [f64]) {
    let mut sum = 0.0;
    for (n, slot) in into.iter_mut().enumerate() {
        *slot = sum;
        sum += (dispersion + n as f64).ln();
    }
}

fn pick<const N: usize>(logs: &[f64; N], rng: &mut impl Rng) -> usize {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = logs.map(|log| (log - top).exp());
    let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
    for (i, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return i;
        }
    }
    N - 1
}

fn dirichlet<const N: usize>(counts: [f64; N], rng: &mut impl Rng) -> [f64; N] {
    let draws = counts.map(|c| {
        let draw = Gamma::new(c, 1.0).map_or(c, |g| g.sample(rng));
        draw.max(1e-9)
    });
    let sum: f64 = draws.iter().sum();
    draws.map(|draw| draw / sum)
}
