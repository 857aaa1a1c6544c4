//! Regions: where runs calibrated to the country's figures put the violence, against where it came. No region's record goes into
//! them.
#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.
#![allow(clippy::print_stderr)] // These say figures for docs/validation.md.

mod record;

use std::path::PathBuf;

use calendar::Month;
use case::Case;
use theatre::calibration::Effort;
use theatre::{Calibration, Plan, Stage};

use record::as_of;

const RUNS: u64 = 4000;

/// The region of a case in the division that UCDP used from 2025 on: Burkina Faso's seventeen go back to thirteen.
fn region(name: &str) -> &str {
    match name.trim_end_matches(" region") {
        "Ménaka" => "Menaka",
        "Bankui" | "Sourou" => "Boucle du Mouhoun",
        "Djôrô" => "Sud-Ouest",
        "Goulmou" | "Sirba" | "Tapoa" => "Est",
        "Guiriko" => "Hauts-Bassins",
        "Kadiogo" => "Centre",
        "Kuilsé" => "Centre-Nord",
        "Liptako" | "Soum" => "Sahel",
        "Nakambé" => "Centre-Est",
        "Nando" => "Centre-Ouest",
        "Nazinon" => "Centre-Sud",
        "Oubri" => "Plateau-Central",
        "Tannounyan" => "Cascades",
        "Yaadga" => "Nord",
        other => other,
    }
}

/// Events and deaths of January 2026 by region; none where the file is not at hand.
fn seen(case: &Case) -> Option<Vec<[f64; 2]>> {
    let data = std::env::var_os("IMPASSE_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let mut rows = csv::Reader::from_path(data.join("ged/GEDEvent_v26_0_1.csv")).ok()?;
    let header = rows.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|one| one == name).unwrap();
    let [country, adm, date, best] = ["country", "adm_1", "date_start", "best"].map(column);
    let mut all = vec![[0.0; 2]; case.regions.len()];
    for row in rows.records() {
        let row = row.unwrap();
        if row[country] != *case.about.country || !row[date].starts_with("2026-01") {
            continue;
        }
        let name = region(&row[adm]);
        let at = case.regions.iter().position(|one| one.name == name);
        let Some(at) = at else {
            eprintln!("no region called {name}");
            continue;
        };
        all[at][0] += 1.0;
        all[at][1] += row[best].parse::<f64>().unwrap();
    }
    Some(all)
}

/// Half the sum of the differences of shares: 0 where they are the same, 1 where they have nothing in common.
fn apart(one: &[f64], other: &[f64]) -> f64 {
    let share = |all: &[f64], at: usize| all[at] / all.iter().sum::<f64>();
    (0..one.len())
        .map(|at| (share(one, at) - share(other, at)).abs())
        .sum::<f64>()
        / 2.0
}

/// Distance of mean shares of events from the record's, and how many regions lie within their bands.
fn regions_of(name: &str, last: Month) -> Option<[f64; 4]> {
    let case = Case::builtin(name).unwrap();
    let Some(seen) = seen(&case) else {
        eprintln!("no event file of January 2026: nothing to hold {name} against");
        return None;
    };
    let (case, observed) = as_of(&case, last);
    let found = Calibration::of_case(&case, &observed, Effort::default()).unwrap();
    let months = (Month::new(2026, 1).unwrap() - last) as u32;
    let scenario = case.scenarios.iter().find(|s| s.is_status_quo()).unwrap();
    let stage = Stage::new(&case, scenario)
        .unwrap()
        .from(found.openings(&case).unwrap());
    let plan = Plan {
        months,
        first: 0,
        runs: RUNS,
        seed: 5,
        every: 1,
    };
    let n = case.regions.len();
    let mut runs: Vec<Vec<[f64; 2]>> = vec![Vec::new(); n];
    stage.each(
        &plan,
        |run| {
            let [before, after] = [months - 1, months].map(|at| &run.views[at as usize]);
            (0..n)
                .map(|place| {
                    [
                        after.events[place] - before.events[place],
                        after.deaths[place] - before.deaths[place],
                    ]
                })
                .collect::<Vec<_>>()
        },
        |_, places| {
            for (all, one) in runs.iter_mut().zip(places) {
                all.push(one);
            }
        },
    );
    let mut within = [0.0; 2];
    let mut means = [vec![0.0; n], vec![0.0; n]];
    eprintln!(
        "{name}, {months} months after {last}: seen, mean, (5, 50, 95 %) of events; of deaths"
    );
    for (place, runs) in runs.iter().enumerate() {
        eprint!("{:20}", case.regions[place].name);
        for which in 0..2 {
            let mut values: Vec<f64> = runs.iter().map(|one| one[which]).collect();
            values.sort_by(f64::total_cmp);
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let [low, middle, high] =
                [0.05, 0.5, 0.95].map(|p| values[(p * values.len() as f64) as usize]);
            let came = seen[place][which];
            within[which] += f64::from(u8::from((low..=high).contains(&came)));
            means[which][place] = mean;
            eprint!("  {came:4} {mean:6.1} ({low:3} {middle:3} {high:4})");
        }
        eprintln!();
    }
    let of = |which: usize| -> Vec<f64> { seen.iter().map(|one| one[which]).collect() };
    let people: Vec<f64> = case
        .regions
        .iter()
        .map(|one| case.facts(&one.name).unwrap().population.unwrap() as f64)
        .collect();
    let [events, deaths] = [apart(&means[0], &of(0)), apart(&means[1], &of(1))];
    eprintln!(
        "shares apart: events {events:.2} (by people {:.2}, even {:.2}), deaths {deaths:.2}; within bands: events {} of {n}, deaths {}",
        apart(&people, &of(0)),
        apart(&vec![1.0; n], &of(0)),
        within[0],
        within[1]
    );
    Some([events, deaths, within[0], within[1]])
}

#[test]
#[ignore = "half a minute"]
fn mali_and_burkina_faso_in_january_2026() {
    for name in ["mali-2024", "burkina-faso-2022"] {
        regions_of(name, Month::new(2024, 12).unwrap());
    }
}
