//! Whether calibrations with other seeds differ by what the Monte-Carlo errors say.
//!
//! `cargo test --release -p assessment --test seeds -- --ignored --nocapture`
#![allow(clippy::unwrap_used, clippy::print_stderr)] // The lints know tests, not what tests call.

use assessment::Inputs;
use case::Case;
use theatre::summary::{Horizon, Mean};
use theatre::{Plan, Scenarios, Stage};

const SEEDS: u64 = 12;
const MONTHS: u32 = 60;

type Of = fn(&Horizon) -> Mean;

/// The status quo from draws that one seed found.
fn end(case: &Case, seed: u64) -> (u64, Horizon) {
    let inputs = Inputs {
        seed,
        ..Inputs::new(case)
    };
    let found = assessment::calibrate(&inputs).unwrap();
    let one = case.scenarios.iter().find(|one| one.is_status_quo());
    let stage = Stage::new(case, one.unwrap()).unwrap();
    let stage = stage.from(found.openings(case).unwrap());
    let plan = Plan {
        months: MONTHS,
        first: 0,
        runs: assessment::RUNS,
        seed,
        every: 0,
    };
    let played = Scenarios::of(&[("status-quo", "Status quo", stage)], &plan, || ());
    let end = played.scenarios[0].at(MONTHS).unwrap().clone();
    (played.independent, end)
}

#[test]
#[ignore = "a dozen calibrations take minutes"]
fn seeds_differ_by_the_errors_that_are_told() {
    let case = Case::builtin("mali-2024").unwrap();
    let ends: Vec<(u64, Horizon)> = (1..=SEEDS).map(|seed| end(&case, seed)).collect();
    let independent: Vec<u64> = ends.iter().map(|(number, _)| *number).collect();
    eprintln!("independent draws: {independent:?}");
    let three = |end: &Horizon| Mean {
        mean: end.three_factions.probability,
        error: end.three_factions.error,
        low: 0.0,
        high: 1.0,
    };
    let told: [(&str, Of); 5] = [
        ("deaths", |end| end.deaths),
        ("displaced", |end| end.displaced),
        ("state rule", |end| end.state),
        ("overt rule", |end| end.overt),
        ("three factions", three),
    ];
    let n = SEEDS as f64;
    for (name, of) in told {
        let all: Vec<Mean> = ends.iter().map(|(_, end)| of(end)).collect();
        let mean = all.iter().map(|one| one.mean).sum::<f64>() / n;
        let apart = all.iter().map(|one| (one.mean - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let error = all.iter().map(|one| one.error.powi(2)).sum::<f64>() / n;
        let ratio = (apart / error).sqrt();
        eprintln!(
            "{name}: {mean:.4}, seeds differ by {:.4} (standard deviation), errors {:.4}: ratio {ratio:.2}",
            apart.sqrt(),
            error.sqrt()
        );
        // Of twelve seeds a standard deviation is known to a fifth; those of independent runs are off by 2.5.
        assert!((0.5..=1.7).contains(&ratio), "{name}: {ratio}");
    }
}
