//! Where the weights of the settings come from, and what the rates cost: other countries' series.

use events::figures::FiguresTable;
use rayon::prelude::*;
use stats::mixture_shares;

use super::dynamics::Rates;
use super::pass::Candidate;
use super::settings::{SETTINGS, WEIGHTS, of_counts};

/// Pseudo-count of each setting.
const PSEUDO: f64 = 1.0;

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

/// Events of all organised violence by month to 2021, of countries with 200 or more that are neither
/// in the panel of salient events nor have a case of their own.
fn countries() -> Option<Vec<Vec<u32>>> {
    let panel = std::fs::read_to_string(shared("panel/salient_events.csv")?).ok()?;
    let figures = FiguresTable::read(&shared("ged/country_month_ged25_1.csv")?).unwrap();
    let end: calendar::Month = "2021-12".parse().unwrap();
    let with_case = ["MLI", "BFA", "SOM", "CAF", "AFG"];
    let told =
        |iso3: &str| with_case.contains(&iso3) || panel.lines().any(|line| line.starts_with(iso3));
    let series = figures.countries.iter().filter(|(iso3, _)| !told(iso3));
    let counts = series.map(|(_, rows)| {
        let rows = rows.iter().take_while(|row| row.month <= end);
        rows.map(|row| row.events).collect::<Vec<u32>>()
    });
    Some(counts.filter(|c| c.iter().sum::<u32>() >= 200).collect())
}

/// Log posterior of the rates and the mode of the weights given them.
fn weigh(series: &[Vec<u32>], rates: Rates) -> (f64, [f64; SETTINGS]) {
    let logs: Vec<Vec<f64>> = series
        .par_iter()
        .map(|counts| {
            let settings = of_counts(counts, rates);
            settings.iter().map(Candidate::evidence).collect()
        })
        .collect();
    let (weights, log) = mixture_shares(&logs, PSEUDO, 300);
    (log, weights)
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn the_settings_are_those_that_other_countries_have() {
    let Some(series) = countries() else {
        return;
    };
    let (chosen, weights) = weigh(&series, Rates::default());
    println!("{} countries, weights {weights:.4?}", series.len());
    for redraw in [0.005, 0.01, 0.03, 0.06] {
        for step in [0.005, 0.01, 0.02, 0.03] {
            for scale in [1.2, 1.7, 2.4, 3.4] {
                let rates = Rates {
                    redraw,
                    step,
                    scale,
                };
                let (log, _) = weigh(&series, rates);
                println!("{:+.1} nats against the default: {rates:?}", log - chosen);
            }
        }
    }
    for (a, b) in weights.iter().zip(&WEIGHTS) {
        assert!(
            (a - b).abs() < 1e-3,
            "the built-in weights are not what is learned: {a} {b}"
        );
    }
}
