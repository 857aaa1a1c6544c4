use std::collections::BTreeMap;

use calendar::Month;
use events::figures::{FiguresTable, MonthlyFigures};

use super::*;

fn shared(path: &str) -> Option<std::path::PathBuf> {
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
            let question = Question {
                state_based: &state_based(series),
                all: &all,
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
    assert!(
        (prior.rate - built_in.rate).abs() < 1e-9 && (prior.scale - built_in.scale).abs() < 1e-9
    );
    for (a, b) in prior.weights.iter().zip(&built_in.weights) {
        assert!(
            (a - b).abs() < 1e-3,
            "the built-in prior is not what is learned"
        );
    }
}

mod calibration {
    use rand::RngExt;
    use rand_distr::{Distribution, Exp, Gamma, Normal, Poisson};

    use super::super::*;

    /// A made-up country: its counts and whether a new phase began in the window of month 120.
    pub(super) struct Simulated {
        pub(super) counts: Vec<u32>,
        pub(super) new_phase: bool,
    }

    /// Levels that wander, drift and follow the seasons; counts with dispersion, spikes and gaps; and
    /// with the prior's probability a jump at month 120.
    pub(super) fn country(prior: &Prior, run: u64, hindsight: usize, breaks: bool) -> Simulated {
        let mut random = stats::stream(31, "calibration", run);
        let months = if breaks { 121 + hindsight } else { 360 };
        let dispersion = [1.5, 4.0, 10.0][random.random_range(0..3)];
        let wander = [0.05, 0.1, 0.15][random.random_range(0..3)];
        let season = if random.random_bool(0.5) { 0.25 } else { 0.0 };
        let drift = [-0.01, 0.0, 0.0, 0.01][random.random_range(0..4)];
        let odd = [0.0, 0.03, 0.06][random.random_range(0..3)];
        let mut level: f64 = random.random_range(-1.0..3.5);
        let (up, down) = prior.salient();
        let draw: f64 = random.random();
        let new_phase = breaks && draw < up + down;
        let sign = if draw < up { 1.0 } else { -1.0 };
        let beyond = Exp::new(1.0 / prior.scale).unwrap();
        let at = 119 + random.random_range(0..2 + 2.min(hindsight));
        let mut counts = Vec::with_capacity(months);
        for t in 0..months {
            let step: f64 = Normal::new(drift, wander).unwrap().sample(&mut random);
            level = (level + step).clamp(-3.9, 7.3);
            // Other breaks come at the usual rate outside the window, in either direction alike.
            let outside = breaks && !(119..=120 + 2.min(hindsight)).contains(&t);
            let jump = if new_phase && t == at {
                sign
            } else if outside && random.random_bool(prior.rate) {
                if random.random_bool(0.5) { 1.0 } else { -1.0 }
            } else {
                0.0
            };
            if jump != 0.0 {
                // Drawn again until it stays within the range of levels; no room, no jump.
                let landed = (0..1000).find_map(|_| {
                    let size: f64 = beyond.sample(&mut random);
                    let to = level + jump * (2_f64.ln() + size);
                    (-3.9..7.3).contains(&to).then_some(to)
                });
                level = landed.unwrap_or(level);
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
            let count: f64 = Poisson::new(rate.clamp(1e-9, 1e6))
                .unwrap()
                .sample(&mut random);
            counts.push(count as u32);
        }
        Simulated { counts, new_phase }
    }

    /// By decile of the probability given: cases, mean probability, share that was so.
    pub(super) fn reliability(runs: u64) -> Vec<(usize, f64, f64)> {
        let prior = Prior::default();
        let mut bins = vec![(0_usize, 0.0, 0.0); 10];
        for run in 0..runs {
            let hindsight = [0, 1, 3, 6][(run % 4) as usize];
            let simulated = country(&prior, run, hindsight, true);
            let question = Question {
                state_based: &simulated.counts,
                all: &simulated.counts,
                month: 120,
            };
            let p = ask(&prior, &question).unwrap().p_new_phase;
            let bin = &mut bins[((p * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += p;
            bin.2 += f64::from(u8::from(simulated.new_phase));
        }
        bins.into_iter()
            .map(|(n, p, so)| (n, p / n.max(1) as f64, so / n.max(1) as f64))
            .collect()
    }

    #[test]
    #[ignore = "the figures of docs/validation.md: just validate"]
    fn probabilities_are_right_as_often_as_they_say() {
        let table = reliability(8000);
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
            let months = scan(&prior, &simulated.counts);
            alarms += turning_points(&months).len();
            years += simulated.counts.len() as f64 / 12.0;
        }
        println!("false alarms: {alarms} in {years} series-years without a break");
        // Wanted: 0.05. Seasons and drifts that the model has not make it a little too sure in the
        // middle; docs/validation.md has the figure.
        assert!(worst < 0.08);
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
                month: 3,
            },
        )
        .unwrap();
        assert!(answer.p_new_phase.is_finite());
    }
}
