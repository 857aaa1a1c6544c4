use std::collections::BTreeMap;

use calendar::Month;
use events::figures::{FiguresTable, MonthlyFigures};

use super::*;

pub(super) fn shared(path: &str) -> Option<std::path::PathBuf> {
    let root = std::env::var_os("IMPASSE_TEST_DATA").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        std::path::PathBuf::from,
    );
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("{} is not there: nothing tested", path.display());
    None
}

pub(super) struct Salient {
    pub(super) iso3: String,
    pub(super) month: Month,
    pub(super) is_break: bool,
}

fn panel() -> Option<Vec<Salient>> {
    let text = std::fs::read_to_string(shared("panel/salient_events.csv")?).ok()?;
    Some(
        text.lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                Salient {
                    iso3: cells[0].to_owned(),
                    month: cells[1].parse().unwrap(),
                    is_break: cells[2] == "break",
                }
            })
            .collect(),
    )
}

fn state_based(series: &[MonthlyFigures]) -> Vec<u32> {
    series.iter().map(|row| row.events_by_type[0]).collect()
}

fn examples(figures: &FiguresTable, without: &[Salient]) -> Vec<Example> {
    let end: Month = "2021-12".parse().unwrap();
    figures
        .countries
        .iter()
        .filter(|(iso3, _)| !without.iter().any(|salient| salient.iso3 == **iso3))
        .map(|(_, series)| {
            let series: Vec<MonthlyFigures> = series
                .iter()
                .filter(|row| row.month <= end)
                .copied()
                .collect();
            Example {
                events: state_based(&series),
                all: series.iter().map(|row| row.events).collect(),
                beyond_deadliest: series
                    .iter()
                    .map(MonthlyFigures::beyond_deadliest)
                    .collect(),
                deaths: series.iter().map(|row| row.best as u32).collect(),
            }
        })
        .filter(|example| example.events.iter().sum::<u32>() >= 20)
        .collect()
}

/// Area under the ROC curve: ties count half.
fn auc(scores: &[(f64, bool)]) -> f64 {
    let (mut wins, mut pairs) = (0.0, 0.0);
    for (a, _) in scores.iter().filter(|s| s.1) {
        for (b, _) in scores.iter().filter(|s| !s.1) {
            pairs += 1.0;
            wins += if a > b {
                1.0
            } else if a < b {
                0.0
            } else {
                0.5
            };
        }
    }
    wins / pairs
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn panel_of_salient_events() {
    let (Some(panel), Some(path)) = (panel(), shared("ged/country_month_ged25_1.csv")) else {
        return;
    };
    let figures = FiguresTable::read(&path).unwrap();
    let started = std::time::Instant::now();
    let prior = Prior::learn(&examples(&figures, &panel));
    println!("learned in {:?}: {prior:?}", started.elapsed());
    for hindsight in [0, 1, 3, 6] {
        let mut scores = Vec::new();
        let mut named = BTreeMap::new();
        for salient in &panel {
            let Some(series) = figures.country(&salient.iso3) else {
                continue;
            };
            let at = (salient.month - series[0].month) as usize;
            if at + hindsight >= series.len() {
                continue;
            }
            let series = &series[..=at + hindsight];
            let all: Vec<u32> = series.iter().map(|row| row.events).collect();
            let beyond: Vec<u32> = series
                .iter()
                .map(MonthlyFigures::beyond_deadliest)
                .collect();
            let question = Question {
                state_based: &state_based(series),
                all: &all,
                beyond_deadliest: &beyond,
                month: at,
            };
            let answer = ask(&prior, &question).unwrap();
            scores.push((answer.p_new_phase, salient.is_break));
            named.insert(format!("{} {}", salient.iso3, salient.month), answer);
        }
        let brier: f64 = scores
            .iter()
            .map(|(p, b)| (p - f64::from(u8::from(*b))).powi(2))
            .sum::<f64>()
            / scores.len() as f64;
        println!(
            "hindsight {hindsight}: {} events, AUC {:.3}, Brier {brier:.3}",
            scores.len(),
            auc(&scores)
        );
        for key in ["MLI 2012-01", "MLI 2024-09", "MLI 2015-11"] {
            println!(
                "  {key}: {:?}",
                named.get(key).map(|a| (
                    a.p_new_phase,
                    a.p_degradation,
                    a.p_status_quo,
                    a.p_receding
                ))
            );
        }
    }
    let built_in = Prior::default();
    let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-3);
    for (learned, built_in) in [
        (&prior.events, &built_in.events),
        (&prior.deaths, &built_in.deaths),
    ] {
        assert!(same(
            &[learned.rate, learned.scale],
            &[built_in.rate, built_in.scale]
        ));
        assert!(same(&learned.weights, &built_in.weights));
    }
    assert!(same(&prior.onsets.up, &built_in.onsets.up));
    assert!(same(&prior.onsets.down, &built_in.onsets.down));
}

mod calibration {
    use rand::RngExt;
    use rand_distr::{Distribution, Exp, Gamma, LogNormal, Normal, Poisson};

    use super::super::prior::{AFTER, BEFORE, ONSETS};
    use super::super::*;

    /// Month asked about.
    const AT: usize = 120;

    /// A made-up country: its counts and whether a new phase has begun around month 120.
    pub(super) struct Simulated {
        pub(super) events: Vec<u32>,
        pub(super) beyond_deadliest: Vec<u32>,
        pub(super) new_phase: bool,
    }

    /// Levels that wander, drift and follow the seasons; counts with dispersion, bursts and gaps;
    /// deaths by event with a heavy tail, their scale wandering on its own and moving with a jump; and
    /// with the prior's probabilities a jump around month 120.
    pub(super) fn country(prior: &Prior, run: u64, hindsight: usize, breaks: bool) -> Simulated {
        let mut random = stats::stream(7, "calibration", run);
        let months = if breaks { AT + 1 + hindsight } else { 360 };
        let dispersion = [1.5, 4.0, 10.0][random.random_range(0..3)];
        let wander = [0.05, 0.1, 0.15][random.random_range(0..3)];
        let season = if random.random_bool(0.5) { 0.25 } else { 0.0 };
        let drift = [-0.01, 0.0, 0.0, 0.01][random.random_range(0..4)];
        let odd = [0.0, 0.03, 0.06][random.random_range(0..3)];
        let mut level: f64 = random.random_range(-1.0..3.5);
        let mut deadliness: f64 = random.random_range(0.5..2.0);
        // Whether, which way and when a new phase begins around the month.
        let mut draw: f64 = random.random();
        let mut begins = None;
        for (sign, shares) in [(1.0, prior.onsets.up), (-1.0, prior.onsets.down)] {
            for (number, share) in shares.iter().enumerate() {
                if breaks && begins.is_none() && draw < *share {
                    begins = Some((AT - BEFORE + number, sign));
                }
                draw -= share;
            }
        }
        let window = AT - BEFORE..=AT + AFTER;
        assert_eq!(window.clone().count(), ONSETS);
        let beyond = Exp::new(1.0 / prior.events.scale).unwrap();
        let (mut events, mut outside) = (Vec::new(), Vec::new());
        for t in 0..months {
            let step: f64 = Normal::new(drift, wander).unwrap().sample(&mut random);
            level = (level + step).clamp(-3.9, 7.3);
            let nudge: f64 = Normal::new(0.0, 0.05).unwrap().sample(&mut random);
            deadliness = (deadliness + nudge).clamp(0.0, 3.0);
            // Other breaks come at the usual rate outside the window, in either direction alike.
            let jump = match begins {
                Some((at, sign)) if at == t => sign,
                _ if breaks && !window.contains(&t) && random.random_bool(prior.events.rate) => {
                    if random.random_bool(0.5) {
                        1.0
                    } else {
                        -1.0
                    }
                }
                _ => 0.0,
            };
            if jump != 0.0 {
                // Drawn again until it stays within the range of levels; no room, no jump.
                let landed = (0..1000).find_map(|_| {
                    let size: f64 = beyond.sample(&mut random);
                    let to = level + jump * (2_f64.ln() + size);
                    (-3.9..7.3).contains(&to).then_some(to)
                });
                level = landed.unwrap_or(level);
                let with: f64 = Normal::new(0.2 * jump, 0.4).unwrap().sample(&mut random);
                deadliness = (deadliness + with).clamp(0.0, 3.0);
            }
            let mean = (level + season * (t as f64 * std::f64::consts::TAU / 12.0).sin()).exp();
            let dispersion = if random.random::<f64>() < odd {
                0.04
            } else {
                dispersion
            };
            let rate: f64 = Gamma::new(dispersion, mean / dispersion)
                .unwrap()
                .sample(&mut random);
            let count: f64 = Poisson::new(rate.clamp(1e-9, 1e5))
                .unwrap()
                .sample(&mut random);
            let severity = LogNormal::new(deadliness, 1.2).unwrap();
            let (mut sum, mut deadliest) = (0.0, 0.0_f64);
            for _ in 0..count as u32 {
                let deaths: f64 = severity.sample(&mut random);
                sum += deaths.floor();
                deadliest = deadliest.max(deaths.floor());
            }
            events.push(count as u32);
            outside.push((sum - deadliest) as u32);
        }
        Simulated {
            events,
            beyond_deadliest: outside,
            new_phase: begins.is_some_and(|(at, _)| at < months),
        }
    }

    /// By decile of the probability given: cases, mean probability, share that was so.
    pub(super) fn reliability(runs: u64) -> Vec<(usize, f64, f64)> {
        use rayon::prelude::*;
        let prior = Prior::default();
        let answers: Vec<(f64, bool)> = (0..runs)
            .into_par_iter()
            .map(|run| {
                let hindsight = [0, 1, 3, 6][(run % 4) as usize];
                let simulated = country(&prior, run, hindsight, true);
                let question = Question {
                    state_based: &simulated.events,
                    all: &simulated.events,
                    beyond_deadliest: &simulated.beyond_deadliest,
                    month: AT,
                };
                (
                    ask(&prior, &question).unwrap().p_new_phase,
                    simulated.new_phase,
                )
            })
            .collect();
        let mut bins = vec![(0_usize, 0.0, 0.0); 10];
        for (p, so) in answers {
            let bin = &mut bins[((p * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += p;
            bin.2 += f64::from(u8::from(so));
        }
        bins.into_iter()
            .map(|(n, p, so)| (n, p / n.max(1) as f64, so / n.max(1) as f64))
            .collect()
    }

    #[test]
    #[ignore = "the figures of docs/validation.md: just validate"]
    fn probabilities_are_right_as_often_as_they_say() {
        let table = reliability(24_000);
        for (n, said, was) in &table {
            println!("reliability: {n} cases, said {said:.3}, was {was:.3}");
        }
        let worst = table
            .iter()
            .filter(|bin| bin.0 >= 50)
            .map(|(_, said, was)| (said - was).abs())
            .fold(0.0, f64::max);
        println!("reliability: worst decile off by {worst:.3}");
        let prior = Prior::default();
        let (mut alarms, mut years) = (0, 0.0);
        for run in 0..200 {
            let simulated = country(&prior, 1_000_000 + run, 0, false);
            let months = scan(&prior, &simulated.events);
            alarms += turning_points(&months).len();
            years += simulated.events.len() as f64 / 12.0;
        }
        println!("false alarms: {alarms} in {years} series-years without a break");
        assert!(worst < 0.05);
        assert!(f64::from(alarms as u32) <= years / 60.0);
    }

    #[test]
    fn a_clear_jump_is_found_and_a_steady_series_is_left_alone() {
        let prior = Prior::default();
        let mut counts = vec![3; 120];
        counts.extend([40; 7]);
        let question = |counts: &[u32]| {
            ask(
                &prior,
                &Question {
                    state_based: counts,
                    all: counts,
                    beyond_deadliest: &[],
                    month: 120,
                },
            )
            .unwrap()
        };
        let jump = question(&counts);
        assert!(jump.p_new_phase > 0.98 && jump.p_upward > 0.99, "{jump:?}");
        let [low, _, high] = jump.factor.unwrap();
        assert!(low < 40.0 / 3.0 && 40.0 / 3.0 < high, "{low} {high}");
        let steady = question(&[3; 127]);
        assert!(
            steady.p_new_phase < 0.05 && steady.p_status_quo > 0.6,
            "{steady:?}"
        );
        let mut spike = vec![3; 127];
        spike[120] = 40;
        let spike = question(&spike);
        assert!(spike.p_new_phase < 0.2, "a spike is not a phase: {spike:?}");
        let sum = jump.p_new_phase + jump.p_degradation + jump.p_status_quo + jump.p_receding;
        assert!((sum - 1.0).abs() < 1e-6);
        let turns = turning_points(&scan(&prior, &counts));
        assert_eq!(turns.len(), 1, "{turns:?}");
        assert!((turns[0].0.from..=turns[0].0.to).contains(&120));
    }

    #[test]
    fn nothing_to_read_gives_nothing() {
        let prior = Prior::default();
        let empty = Question {
            state_based: &[],
            all: &[],
            beyond_deadliest: &[],
            month: 0,
        };
        assert!(ask(&prior, &empty).is_none());
        assert!(scan(&prior, &[]).is_empty());
        assert_eq!(scan(&prior, &[7]).len(), 1);
        let huge = [u32::MAX; 5];
        let answer = ask(
            &prior,
            &Question {
                state_based: &huge,
                all: &huge,
                beyond_deadliest: &huge,
                month: 3,
            },
        )
        .unwrap();
        assert!(answer.p_new_phase.is_finite());
    }
}
