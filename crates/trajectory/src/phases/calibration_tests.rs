//! Over many made-up series: are phases, turning points, 'linear' and contractions right as often as they
//! say?

use super::simulated::{Law, Reliability, Simulated, first, series};
use super::*;
use crate::reach::Phase;

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
        for (turn, window) in fit
            .path
            .turns
            .iter()
            .filter_map(|turn| Some((turn, window(&fit.path, turn)?)))
        {
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

/// The months between which a turn was looked for.
fn window(path: &PhasePath, turn: &Turn) -> Option<(usize, usize)> {
    let month = |t: usize| path.months[t].month;
    turns::windows(&path.months)
        .into_iter()
        .find(|(from, to)| month(*from) < turn.month && turn.month <= month(*to))
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

/// The least of many runs, since others may use the machine.
fn time<T>(what: &str, run: impl Fn() -> T) {
    let times = (0..50).map(|_| {
        let started = std::time::Instant::now();
        std::hint::black_box(run());
        started.elapsed()
    });
    println!("{what}: {:?}", times.min().unwrap());
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn speed() {
    let counts = series(Law::Model, 432, 7).counts;
    let fit = || Posterior::of_counts(&counts, first(), &PhaseOptions::default());
    let posterior = fit();
    let ask = || posterior.contraction(first() + 100, first() + 165, 6);
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let alone = alone.unwrap();
    time("432 months", fit);
    time("432 months, one thread", || alone.install(fit));
    time("a question", ask);
    time("a question, one thread", || alone.install(ask));
    let settings = settings::of_counts(&counts, Rates::default());
    time("plain forward, 12 settings", || {
        settings.iter().map(super::plain::evidence).sum::<f64>()
    });
    time("fast forward, 12 settings", || {
        settings.iter().map(Candidate::evidence).sum::<f64>()
    });
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
