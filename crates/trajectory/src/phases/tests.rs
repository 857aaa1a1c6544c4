use super::dynamics::ENTRY;
use super::simulated::{Law, first, series};
use super::*;
use crate::reach::Phase;

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
        assert!((candidate.unturned() - unturned.ln() - scale).abs() < 1e-9);
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
        // Drawn forwards without data, and backwards from a filter that has seen nothing.
        assert!((asked.probability - asked.prior).abs() < 0.05, "{asked:?}");
        let fall = &asked.fall;
        assert!((fall.probability - fall.prior).abs() < 0.05, "{fall:?}");
        assert!(fall.prior > 0.01 && fall.prior < 0.5, "{fall:?}");
    }
    assert!(blank.path.linear.decibans_against_linear.abs() < 1e-6);
}

#[test]
fn a_quiet_spell_is_seen_where_there_are_events_enough() {
    // A burst in the fourth year, a quarter of it until the eighth, then more every year.
    let spell = |scale: u32| {
        let yearly = [1, 1, 2, 12, 4, 3, 3, 8, 14, 24, 36, 48];
        let of_month = |events: u32, month: u32| (events * (month + 1)) / 12 - events * month / 12;
        let counts: Vec<u32> = yearly
            .iter()
            .flat_map(|&events| (0..12).map(move |month| of_month(events * scale, month)))
            .collect();
        let start = "2012-01".parse().unwrap();
        let posterior = Posterior::of_counts(&counts, start, &PhaseOptions::default());
        let (after, before) = ("2015-06".parse().unwrap(), "2021-06".parse().unwrap());
        let asked = posterior.contraction(after, before, 6).unwrap();
        (asked, posterior.path.linear)
    };
    let (few, _) = spell(1);
    let (many, linear) = spell(8);
    // At an event a month the fall may be mere wander; at eight it is a phase or a step.
    assert!(few.probability < 0.9 && few.halved > 0.5, "{few:?}");
    assert!(many.probability > 0.9 && many.halved > 0.9, "{many:?}");
    assert!(few.fall.probability > few.fall.prior + 0.2, "{few:?}");
    assert!(
        many.fall.probability > 0.99 && many.fall.lowest.high < 0.5,
        "{many:?}"
    );
    assert!(
        many.decibans > 5.0 && linear.p_linear < 0.2,
        "{many:?} {linear:?}"
    );
}
