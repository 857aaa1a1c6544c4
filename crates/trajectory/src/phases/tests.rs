use rand::RngExt;
use rand_distr::{Distribution, Exp, Gamma, Normal, Poisson};
use stats::Stream;

use super::dynamics::{ENTRY, PACES};
use super::settings::{DISPERSIONS, ODD, SETTINGS, WANDERS, WEIGHTS};
use super::*;
use crate::reach::Phase;

/// A made-up series and how it came about.
pub(super) struct Simulated {
    pub(super) counts: Vec<u32>,
    /// Logarithm of the level.
    pub(super) levels: Vec<f64>,
    pub(super) phases: Vec<Phase>,
    growths: Vec<f64>,
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
pub(super) struct Reliability(Vec<(f64, f64, f64)>);

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
        study
            .contraction
            .add(asked.probability, simulated.contracts(from, to));
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

fn counts_of(course: impl Fn(f64) -> f64, months: u32) -> Vec<u32> {
    (0..months)
        .map(|t| course(f64::from(t)).exp().round() as u32)
        .collect()
}

#[test]
fn a_steady_rise_is_one_trend_and_a_dip_is_not() {
    let steady = fit(
        &counts_of(|t| 2.0 + 0.012 * t, 150),
        first(),
        &PhaseOptions::default(),
    );
    assert!(steady.linear.p_linear > 0.8, "{:?}", steady.linear);
    let growth = &steady.linear.growth_per_month;
    assert!((growth.median - 0.012).abs() < 0.003, "{growth:?}");
    // Down for a year and a half, quiet for two years, up again.
    let course =
        |t: f64| 3.5 - 0.12 * (t - 50.0).clamp(0.0, 18.0) + 0.1 * (t - 92.0).clamp(0.0, 25.0);
    let posterior =
        Posterior::of_counts(&counts_of(course, 150), first(), &PhaseOptions::default());
    let path = &posterior.path;
    assert!(path.linear.p_linear < 0.01, "{:?}", path.linear);
    assert!(path.linear.decibans_against_rise > 20.0);
    let likeliest: Vec<Phase> = [20, 60, 80, 105, 140]
        .iter()
        .map(|&t| path.months[t].likeliest())
        .collect();
    let (flat, down, up) = (Phase::Plateau, Phase::Contraction, Phase::Expansion);
    assert_eq!(likeliest, [flat, down, flat, up, flat]);
    for (to, at) in [(down, 51), (up, 93)] {
        let turn = path.turns.iter().find(|turn| turn.to == to).unwrap();
        let month = first() + at;
        assert!(turn.earliest <= month && month <= turn.latest, "{turn:?}");
        assert!(turn.latest - turn.earliest < 24, "{turn:?}");
    }
    let asked = posterior
        .contraction(first() + 40, first() + 100, 6)
        .unwrap();
    assert!(asked.probability > 0.98 && asked.halved > 0.98, "{asked:?}");
    let elsewhere = posterior
        .contraction(first() + 100, first() + 149, 6)
        .unwrap();
    assert!(elsewhere.probability < 0.3, "{elsewhere:?}");
    assert!(
        posterior
            .contraction(first() - 20, first() - 2, 6)
            .is_none()
    );
}

#[test]
fn a_step_is_dated_and_a_spike_is_none() {
    let mut counts = vec![4; 60];
    counts.extend([60; 40]);
    let path = fit(&counts, first(), &PhaseOptions::default());
    assert_eq!(path.steps.len(), 1, "{:?}", path.steps);
    let step = &path.steps[0];
    assert_eq!(step.month, first() + 60);
    assert!(
        step.factor.low < 15.0 && 15.0 < step.factor.high,
        "{step:?}"
    );
    let mut spike = vec![4; 100];
    spike[60] = 60;
    let path = fit(&spike, first(), &PhaseOptions::default());
    assert!(path.steps.is_empty() && path.turns.is_empty(), "{path:?}");
    assert!(path.linear.p_linear > 0.7, "{:?}", path.linear);
}

#[test]
fn any_series_has_a_path() {
    for counts in [
        vec![],
        vec![0],
        vec![7, 7],
        vec![u32::MAX; 4],
        vec![0; 300],
        vec![0, 90_000, 0],
    ] {
        let posterior = Posterior::of_counts(&counts, first(), &PhaseOptions::default());
        let path = &posterior.path;
        assert_eq!(path.months.len(), counts.len());
        for month in &path.months {
            assert!(
                (month.phases.iter().sum::<f64>() - 1.0).abs() < 1e-9,
                "{month:?}"
            );
            assert!(
                month.level.low <= month.level.median && month.level.median <= month.level.high
            );
        }
        assert!(
            (0.0..=1.0).contains(&path.linear.p_linear),
            "{:?}",
            path.linear
        );
        let asked = posterior.contraction(first() - 1, first() + 500, 6);
        assert_eq!(asked.is_none(), counts.is_empty());
        let again = fit(&counts, first(), &PhaseOptions::default());
        assert_eq!(&again, path, "the same counts, another path");
    }
}

/// By the equations as they stand: every sequence of paces and steps on its own.
#[test]
fn filter_and_smoother_agree_with_enumeration() {
    let counts = [6, 2, 9];
    for candidate in settings::of_counts(
        &counts,
        Rates {
            redraw: 0.2,
            step: 0.1,
            scale: 1.0,
        },
    ) {
        let dynamics = &candidate.dynamics;
        let rates = dynamics.rates;
        let (mut whole, mut unturned, mut third, mut stepped) = (0.0, 0.0, [0.0; 3], 0.0);
        for code in 0..7_usize.pow(3) * 4 {
            let paces = [code % 7, code / 7 % 7, code / 49 % 7];
            let steps = [false, code / 343 % 2 == 1, code / 686 == 1];
            let mut levels = [ENTRY[paces[0]] / POINTS as f64; POINTS];
            let mut way = [0.0; 2];
            for t in 0..3 {
                if t > 0 {
                    let (s, before) = (paces[t], paces[t - 1]);
                    let kept = if s == before { 1.0 - rates.redraw } else { 0.0 };
                    let weight = if steps[t] {
                        rates.step * ENTRY[s]
                    } else {
                        (1.0 - rates.step) * (kept + rates.redraw * ENTRY[s])
                    };
                    if t == 2 && steps[t] {
                        let sum = |moved: Levels| -> f64 {
                            let seen = moved.iter().zip(candidate.data.month(t));
                            weight * seen.map(|(x, likelihood)| x * likelihood).sum::<f64>()
                        };
                        way = [
                            sum(dynamics.jump.up(&levels)),
                            sum(dynamics.jump.down(&levels)),
                        ];
                    }
                    levels = if steps[t] {
                        dynamics.jump.forward(&levels)
                    } else {
                        dynamics.drifts[s].forward(&levels)
                    };
                    for x in &mut levels {
                        *x *= weight;
                    }
                }
                for (x, likelihood) in levels.iter_mut().zip(candidate.data.month(t)) {
                    *x *= likelihood;
                }
            }
            let mass: f64 = levels.iter().sum();
            whole += mass;
            if steps[2] {
                stepped += mass;
                third[Phase::Expansion as usize] += way[0];
                third[Phase::Contraction as usize] += way[1];
            } else {
                for (i, x) in levels.iter().enumerate() {
                    third[dynamics::phase_at(paces[2], i) as usize] += x;
                }
            }
            if paces == [paces[0]; 3] && steps == [false; 3] {
                unturned += mass;
            }
        }
        let scale: f64 = (0..3).map(|t| candidate.data.scale(t)).sum();
        assert!((candidate.evidence() - whole.ln() - scale).abs() < 1e-9);
        assert!((candidate.unturned().0 - unturned.ln() - scale).abs() < 1e-9);
        let months = candidate.smooth(&candidate.forward());
        let last = &months[2];
        for (a, b) in last.phases.iter().zip(third) {
            assert!((a - b / whole).abs() < 1e-9, "{a} {}", b / whole);
        }
        assert!((last.steps[0] + last.steps[1] - stepped / whole).abs() < 1e-9);
    }
}

#[test]
fn drawn_paths_agree_with_the_smoother() {
    let simulated = series(Law::Model, 60, 5);
    let candidate = settings::of_counts(&simulated.counts, Rates::default()).remove(0);
    let forward = candidate.forward();
    let smoothed = candidate.smooth(&forward);
    let mut streams: Vec<Stream> = (0..4000)
        .map(|run| stats::stream(9, "agree", run))
        .collect();
    let paths = Path::draw(&candidate, &forward, &mut streams);
    for (t, month) in smoothed.iter().enumerate() {
        for phase in Phase::ALL {
            let share = paths.iter().filter(|path| path.phases[t] == phase).count() as f64 / 4000.0;
            let exact = month.phases[phase as usize];
            assert!(
                (share - exact).abs() < 0.04,
                "{t} {phase:?}: {share} {exact}"
            );
        }
        let mean = paths.iter().map(|path| path.log_level(t)).sum::<f64>() / 4000.0;
        let exact: f64 = month
            .levels
            .iter()
            .zip(log_levels())
            .map(|(p, x)| p * x)
            .sum();
        assert!((mean - exact).abs() < 0.1, "{t}: {mean} {exact}");
    }
}

#[test]
fn the_prior_of_a_contraction_is_that_of_paths_without_data() {
    let nothing = share::of_shares(&[], 100, &[0.0], Rates::default());
    let candidates: Vec<Candidate> = nothing.into_iter().map(|(_, c)| c).collect();
    let options = PhaseOptions {
        paths: 4000,
        ..PhaseOptions::default()
    };
    let blank = Posterior::over(&candidates, first(), 1.0, &options);
    for (to, months) in [(40, 6), (61, 12), (20, 1)] {
        let asked = blank.contraction(first(), first() + to, months).unwrap();
        // Paths that start at an end of the grid have less room.
        assert!((asked.probability - asked.prior).abs() < 0.05, "{asked:?}");
    }
    assert!(blank.path.linear.decibans_against_linear.abs() < 1e-6);
}

#[test]
fn few_series_are_right_about_as_often_as_they_say() {
    let study = study(Law::Model, 96, 48);
    report("fast", &study);
    let (mut cases, mut said, mut was) = (0.0, 0.0, 0.0);
    for (n, p, so) in study.phases.0.iter().skip(5) {
        cases += n;
        said += p;
        was += so;
    }
    assert!(
        cases > 500.0 && (said - was).abs() / cases < 0.12,
        "{cases} {said} {was}"
    );
    let (n, said, was) = study.linear.0.iter().fold((0.0, 0.0, 0.0), |sum, bin| {
        (sum.0 + bin.0, sum.1 + bin.1, sum.2 + bin.2)
    });
    assert!((said - was).abs() / n < 0.12, "{n} {said} {was}");
}
