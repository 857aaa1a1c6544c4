use rand::RngExt;
use rand_distr::{Distribution, Exp, Gamma, Normal, Poisson};
use stats::Stream;

use super::dynamics::{ENTRY, PACES};
use super::*;
use crate::reach::Phase;

/// A made-up series and how it came about.
struct Simulated {
    counts: Vec<u32>,
    phases: Vec<Phase>,
    growths: Vec<f64>,
    stepped: Vec<f64>,
    steady: bool,
}

/// Which law a series is drawn from.
#[derive(Clone, Copy, PartialEq)]
enum Law {
    /// The model's own.
    Model,
    /// The model's paces with seasons of a quarter, gaps and spikes of another kind, and growth that
    /// is none of the model's paces.
    Other,
}

fn normal(mean: f64, deviation: f64, random: &mut Stream) -> f64 {
    Normal::new(mean, deviation).unwrap().sample(random)
}

fn drawn_pace(law: Law, random: &mut Stream) -> (f64, Phase) {
    match law {
        Law::Model => {
            let mut left: f64 = random.random();
            let pace = ENTRY.iter().position(|entry| {
                left -= entry;
                left < 0.0
            });
            PACES[pace.unwrap_or(0)]
        }
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
fn series(law: Law, months: usize, run: u64) -> Simulated {
    let mut random = stats::stream(41, "phases of a series", run);
    let random = &mut random;
    let rates = Rates::default();
    let dispersion = [1.5, 4.0, 10.0][random.random_range(0..3)];
    let wander = [0.06, 0.12][random.random_range(0..2)];
    let odd = [0.0, 0.06][random.random_range(0..2)];
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

fn first() -> Month {
    "2010-01".parse().unwrap()
}

/// Cases, mean of what was said, share that was so, by bin of what was said.
#[derive(Default)]
struct Reliability(Vec<(f64, f64, f64)>);

impl Reliability {
    fn add(&mut self, said: f64, was: bool) {
        self.0.resize(10, (0.0, 0.0, 0.0));
        let bin = &mut self.0[((said * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += said;
        bin.2 += f64::from(u8::from(was));
    }

    fn print(&self, what: &str, least: f64) -> f64 {
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

/// Over many series: reliability of phases, of 'linear', of contractions; intervals of turning points.
struct Study {
    phases: Reliability,
    linear: Reliability,
    contraction: Reliability,
    right: (f64, f64),
    turns: (f64, f64, f64, f64),
}

fn study(law: Law, months: usize, runs: u64) -> Study {
    let mut study = Study {
        phases: Reliability::default(),
        linear: Reliability::default(),
        contraction: Reliability::default(),
        right: (0.0, 0.0),
        turns: (0.0, 0.0, 0.0, 0.0),
    };
    let fits: Vec<(Simulated, Posterior)> = (0..runs)
        .into_par_iter()
        .map(|run| {
            let simulated = series(law, months, run);
            let fit = Posterior::of_counts(&simulated.counts, first(), &PhaseOptions::default());
            (simulated, fit)
        })
        .collect();
    for (simulated, fit) in &fits {
        study.linear.add(fit.path.linear.p_linear, simulated.steady);
        if simulated.steady {
            continue;
        }
        for (t, month) in fit.path.months.iter().enumerate() {
            for phase in Phase::ALL {
                study
                    .phases
                    .add(month.phases[phase as usize], simulated.phases[t] == phase);
            }
            let busy = month.level.median >= 5.0;
            if busy && simulated.growths[t].abs() > 0.03 && simulated.stepped[t] == 0.0 {
                study.right.0 += 1.0;
                study.right.1 += f64::from(u8::from(month.likeliest() == simulated.phases[t]));
            }
        }
        let (from, to) = (months / 3, 2 * months / 3);
        let asked = fit
            .contraction(first() + (from as i32 - 1), first() + to as i32, 6)
            .unwrap();
        let mut run = 0;
        let was = (from..to).any(|t| {
            run = if simulated.phases[t] == Phase::Contraction {
                run + 1
            } else {
                0
            };
            run >= 6 || simulated.stepped[t] < 0.0
        });
        study.contraction.add(asked.probability, was);
        for (turn, window) in fit.path.turns.iter().zip(windows(&fit.path)) {
            let entry = (window.0 + 1..=window.1)
                .find(|&t| simulated.phases[t] == turn.to && simulated.phases[t - 1] != turn.to);
            study.turns.0 += 1.0;
            study.turns.1 += turn.probability;
            if let Some(entry) = entry {
                let month = first() + entry as i32;
                study.turns.2 += 1.0;
                study.turns.3 +=
                    f64::from(u8::from(turn.earliest <= month && month <= turn.latest));
            }
        }
    }
    study
}

/// The windows in which the turns of a path were looked for.
fn windows(path: &PhasePath) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (t, month) in path.months.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if path.months[run.0].likeliest() == month.likeliest() => run.1 = t,
            _ => runs.push((t, t)),
        }
    }
    let all: Vec<(usize, usize)> = runs
        .windows(2)
        .map(|pair| {
            (
                usize::midpoint(pair[0].0, pair[0].1),
                usize::midpoint(pair[1].0, pair[1].1),
            )
        })
        .collect();
    path.turns
        .iter()
        .filter_map(|turn| {
            all.iter().copied().find(|window| {
                let month = |t: usize| path.months[t].month;
                month(window.0) < turn.month && turn.month <= month(window.1)
            })
        })
        .collect()
}

fn report(name: &str, study: &Study) -> [f64; 3] {
    let worst = [
        study.phases.print(&format!("{name}: phase"), 200.0),
        study.linear.print(&format!("{name}: linear"), 50.0),
        study
            .contraction
            .print(&format!("{name}: contraction"), 50.0),
    ];
    println!(
        "{name}: phase right in {:.3} of {} months of growth beyond 3 % at 5 events or more",
        study.right.1 / study.right.0,
        study.right.0
    );
    let (n, said, was, held) = study.turns;
    println!(
        "{name}: {n} turns, said {:.3}, were {:.3}; their intervals hold {:.3}",
        said / n,
        was / n,
        held / was
    );
    worst
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn phases_are_right_as_often_as_they_say() {
    for (name, law) in [("model", Law::Model), ("other", Law::Other)] {
        let started = std::time::Instant::now();
        let study = study(law, 180, 2000);
        report(name, &study);
        println!("{name}: {:?}", started.elapsed());
    }
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn speed() {
    let simulated = series(Law::Model, 432, 7);
    let started = std::time::Instant::now();
    for seed in 0..100 {
        let options = PhaseOptions {
            seed,
            ..PhaseOptions::default()
        };
        assert_eq!(fit(&simulated.counts, first(), &options).months.len(), 432);
    }
    println!("432 months: {:?}", started.elapsed() / 100);
}
