//! Made-up series, and how often what is said of them is so.

use calendar::Month;
use rand::RngExt;
use rand_distr::{Distribution, Exp, Gamma, Normal, Poisson};
use stats::Stream;

use super::dynamics::{ENTRY, PACES, Rates};
use super::settings::{DISPERSIONS, ODD, SETTINGS, WANDERS, WEIGHTS};
use crate::reach::Phase;

/// A made-up series and how it came about.
pub(super) struct Simulated {
    pub(super) counts: Vec<u32>,
    /// Logarithm of the level.
    pub(super) levels: Vec<f64>,
    pub(super) phases: Vec<Phase>,
    pub(super) growths: Vec<f64>,
    pub(super) stepped: Vec<f64>,
    pub(super) steady: bool,
}

impl Simulated {
    /// Whether half a year of contraction, or a step down, lies within the months.
    pub(super) fn contracts(&self, from: usize, to: usize) -> bool {
        let mut run = 0;
        (from..to).any(|t| {
            run = if self.phases[t] == Phase::Contraction {
                run + 1
            } else {
                0
            };
            run >= 6 || self.stepped[t] < 0.0
        })
    }

    /// Whether the level stays for half a year below half of its highest quarter in the year before the months
    /// and of that in the year after them.
    pub(super) fn falls(&self, from: usize, to: usize) -> bool {
        falls(&self.levels, from, to)
    }
}

/// [`Simulated::falls`] for logarithms of levels.
pub(super) fn falls(levels: &[f64], from: usize, to: usize) -> bool {
    let top = |months: &[f64]| months.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let highest = |year: &[f64]| {
        year.windows(3)
            .map(|quarter| quarter.iter().map(|x| x.exp()).sum::<f64>() / 3.0)
            .fold(0.0, f64::max)
    };
    let bar = (highest(&levels[from - 12..from]).min(highest(&levels[to..to + 12])) / 2.0).ln();
    levels[from..to].windows(6).any(|run| top(run) < bar)
}

/// Which law a series is drawn from.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Law {
    /// The model's own.
    Model,
    /// The model's paces with seasons of a quarter, gaps and spikes of another kind, and growth that
    /// is none of the model's paces.
    Other,
}

pub(super) fn normal(mean: f64, deviation: f64, random: &mut Stream) -> f64 {
    Normal::new(mean, deviation).unwrap().sample(random)
}

fn drawn(weights: &[f64], random: &mut Stream) -> usize {
    let mut left: f64 = random.random();
    let at = weights.iter().position(|weight| {
        left -= weight;
        left < 0.0
    });
    at.unwrap_or(0)
}

fn drawn_pace(law: Law, random: &mut Stream) -> (f64, Phase) {
    match law {
        Law::Model => PACES[drawn(&ENTRY, random)],
        Law::Other => {
            let size = random.random_range(0.02..0.12);
            match random.random_range(0..3) {
                0 => (0.0, Phase::Plateau),
                1 => (size, Phase::Expansion),
                _ => (-size, Phase::Contraction),
            }
        }
    }
}

/// Draws a series: steady or not at even odds.
pub(super) fn series(law: Law, months: usize, run: u64) -> Simulated {
    let mut random = stats::stream(41, "phases of a series", run);
    let random = &mut random;
    let rates = Rates::default();
    let setting = match law {
        Law::Model => drawn(&WEIGHTS, random),
        Law::Other => random.random_range(0..SETTINGS),
    };
    let dispersion = DISPERSIONS[setting / 4];
    let wander = WANDERS[setting / 2 % 2];
    let odd = ODD[setting % 2];
    let steady = random.random_bool(0.5);
    let season = if law == Law::Other { 0.25 } else { 0.0 };
    let steady_growth = match random.random_range(0..3) {
        0 => 0.0,
        sign => {
            (f64::from(sign) * 2.0 - 3.0)
                * [0.002, 0.005, 0.012, 0.03, 0.06][random.random_range(0..5)]
        }
    };
    let (low, high) = (0.02_f64.ln(), 1500_f64.ln());
    let mut level: f64 = random.random_range(low..high);
    let mut pace = drawn_pace(law, random);
    let mut out = Simulated {
        counts: Vec::new(),
        levels: Vec::new(),
        phases: Vec::new(),
        growths: Vec::new(),
        stepped: Vec::new(),
        steady,
    };
    for t in 0..months {
        let mut step = 0.0;
        if t > 0 {
            if !steady && random.random_bool(rates.step) {
                let size: f64 = Exp::new(1.0 / rates.scale).unwrap().sample(random);
                step = (2_f64.ln() + size) * if random.random_bool(0.5) { 1.0 } else { -1.0 };
                if !(low..high).contains(&(level + step)) {
                    step = -step;
                }
                pace = drawn_pace(law, random);
            } else if !steady && random.random_bool(rates.redraw) {
                pace = drawn_pace(law, random);
            }
            let growth = if steady { steady_growth } else { pace.0 };
            level += if step == 0.0 {
                normal(growth, wander, random)
            } else {
                step
            };
            level = level.clamp(low, high);
        }
        let phase = match pace.1 {
            _ if step > 0.0 => Phase::Expansion,
            _ if step < 0.0 => Phase::Contraction,
            Phase::Contraction if level < low + 0.09 => Phase::Plateau,
            Phase::Expansion if level > high - 0.09 => Phase::Plateau,
            phase => phase,
        };
        let mean = (level + season * (t as f64 * std::f64::consts::TAU / 12.0).sin()).exp();
        let mut count = counted(mean, dispersion, random);
        match law {
            Law::Model if random.random_bool(odd) => count = counted(mean, 0.04, random),
            Law::Other if random.random_bool(odd / 2.0) => count = 0,
            Law::Other if random.random_bool(odd / 2.0) => count *= 4,
            _ => {}
        }
        out.counts.push(count);
        out.levels.push(level);
        out.phases.push(phase);
        out.growths.push(pace.0);
        out.stepped.push(step);
    }
    out
}

fn counted(mean: f64, dispersion: f64, random: &mut Stream) -> u32 {
    let rate: f64 = Gamma::new(dispersion, mean / dispersion)
        .unwrap()
        .sample(random);
    let count: f64 = Poisson::new(rate.clamp(1e-9, 1e6)).unwrap().sample(random);
    count as u32
}

pub(super) fn first() -> Month {
    "2010-01".parse().unwrap()
}

/// Cases, mean of what was said, share that was so, by bin of what was said.
#[derive(Default)]
pub(super) struct Reliability(pub(super) Vec<(f64, f64, f64)>);

impl Reliability {
    pub(super) fn add(&mut self, said: f64, was: bool) {
        self.0.resize(10, (0.0, 0.0, 0.0));
        let bin = &mut self.0[((said * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += said;
        bin.2 += f64::from(u8::from(was));
    }

    pub(super) fn print(&self, what: &str, least: f64) -> f64 {
        let mut worst = 0.0_f64;
        for (n, said, was) in self.0.iter().filter(|bin| bin.0 > 0.0) {
            let (said, was) = (said / n, was / n);
            println!("{what}: {n} cases, said {said:.3}, was {was:.3}");
            if *n >= least {
                worst = worst.max((said - was).abs());
            }
        }
        println!("{what}: worst bin off by {worst:.3}");
        worst
    }
}
