//! What records of lineages look like: the range that the simulated ones have to span.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // A test may stop and may talk.

mod reach_design;
mod shared;

use std::collections::{BTreeMap, BTreeSet};

use calendar::Month;
use events::{EventTable, Violence};
use places::Gazetteer;
use rayon::prelude::*;
use shared::{shared, table};
use trajectory::reach::{NamedScope, Reach, ReachInput, ReachOptions, of_lineage_name};

/// Complete countries in GED 23.1.
const FILES: [(&str, &str); 4] = [
    ("ged/ged231_sierra_leone.csv", "SLE"),
    ("ged/ged231_car.geojson", "CAF"),
    ("ged/ged231_ethiopia.csv", "ETH"),
    ("ged/ged231_sudan_hdx_layout.csv", "SDN"),
];
/// Events from which on there is a record to speak of.
const FEWEST: u64 = 30;

/// Armed groups with at least one event of state-based violence.
fn groups(table: &EventTable) -> Vec<String> {
    let mut events: BTreeMap<&str, (u64, bool)> = BTreeMap::new();
    for row in table.iter().filter(|row| row.where_prec < 4) {
        for side in BTreeSet::from([row.side_a, row.side_b]) {
            let (count, against_state) = events.entry(side).or_default();
            *count += 1;
            *against_state |= row.violence == Violence::StateBased;
        }
    }
    let groups = events.into_iter().filter(|(name, (count, against_state))| {
        *count >= FEWEST
            && *against_state
            && !name.starts_with("Government of")
            && *name != "Civilians"
    });
    groups.map(|(name, _)| name.to_owned()).collect()
}

/// A record: what is seen of it, and what a fit says of it.
#[derive(Debug, Clone)]
struct Record {
    name: String,
    months: usize,
    events: u64,
    /// Events a month, and cells with an event a month, from the first event to the last.
    monthly: f64,
    seen: f64,
    /// Cells held in a month in which some are, and events in each of those months and cells.
    held: f64,
    intensity: f64,
    peak: f64,
    /// Mean absolute change of the logarithm of the cells held over six months, a month.
    pace: f64,
    /// Rates of the fit.
    surge: f64,
    retreat: f64,
}

fn record(table: &EventTable, name: &str, iso3: &str, map: &Gazetteer) -> Option<Record> {
    let named = of_lineage_name(table, name).ok()?;
    let mut scope = NamedScope {
        countries: &[iso3],
        gazetteer: Some(map),
        ..NamedScope::default()
    };
    let input = named.input(table, &scope).ok()?;
    let first = input.tallies.iter().map(|t| t.month).min()?;
    let last = input.tallies.iter().map(|t| t.month).max()?;
    let at = |t: usize| input.first + t as i32;
    let (start, end): (Month, Month) = (at(first), at(last));
    scope.months = Some((start - 12, (end + 12).min(named.months.1)));
    let input = named.input(table, &scope).ok()?;
    let reach = Reach::fit(&input, &ReachOptions::sized(&input)).ok()?;
    Some(measured(name, &input, &reach))
}

fn measured(name: &str, input: &ReachInput, reach: &Reach) -> Record {
    let (first, last) = input.tallies.iter().fold((usize::MAX, 0), |(a, b), t| {
        (a.min(t.month), b.max(t.month))
    });
    let active = (last - first + 1) as f64;
    let held: Vec<f64> = reach
        .months
        .iter()
        .map(|m| m.places.median)
        .filter(|places| *places >= 1.0)
        .collect();
    let all: f64 = held.iter().sum();
    let events = input.events();
    Record {
        name: name.to_owned(),
        months: input.months,
        events,
        monthly: events as f64 / active,
        seen: input.tallies.len() as f64 / active,
        held: all / held.len().max(1) as f64,
        intensity: events as f64 / all.max(1.0),
        peak: held.iter().copied().fold(0.0, f64::max),
        pace: pace(reach),
        surge: reach.rates.surge.median,
        retreat: reach.rates.retreat.median,
    }
}

/// How fast reach changes where at least five cells are held half a year before or after.
fn pace(reach: &Reach) -> f64 {
    let places: Vec<f64> = reach.months.iter().map(|m| m.places.median).collect();
    let pairs = places.iter().zip(places.iter().skip(6));
    let large = pairs.filter(|(a, b)| a.max(**b) >= 5.0);
    let changes: Vec<f64> = large
        .map(|(a, b)| ((b + 0.5) / (a + 0.5)).ln().abs() / 6.0)
        .collect();
    changes.iter().sum::<f64>() / changes.len().max(1) as f64
}

fn quantiles(what: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    let at = |p: f64| values[((values.len() - 1) as f64 * p).round() as usize];
    eprintln!(
        "{what}: {:.3} {:.3} {:.3} {:.3} {:.3} (5, 25, 50, 75, 95 %)",
        at(0.05),
        at(0.25),
        at(0.5),
        at(0.75),
        at(0.95)
    );
}

#[test]
#[ignore = "a minute: fits every group of four countries"]
fn records_of_four_countries() {
    let Some(path) = shared("boundaries/adm1_africa.geojson") else {
        return;
    };
    let africa = Gazetteer::read(&path, &places::ReadOptions::default()).unwrap();
    let mut records = Vec::new();
    for (file, iso3) in FILES {
        let Some(table) = table(file) else {
            return;
        };
        let map = africa.country(iso3);
        let names = groups(&table);
        let found = names
            .par_iter()
            .filter_map(|n| record(&table, n, iso3, &map));
        records.extend(found.collect::<Vec<_>>());
    }
    for r in &records {
        eprintln!(
            "{:50} {:4} months {:5} events; a month {:6.2} events in {:5.2} cells; held {:6.1} (peak {:5.1}) with {:.3} events each",
            r.name, r.months, r.events, r.monthly, r.seen, r.held, r.peak, r.intensity
        );
    }
    eprintln!("{} records", records.len());
    report(&records);
    assert!(records.len() >= 10);
}

/// Records from the same model with the rates of `reach_recovery.rs`, to see whether they look alike.
#[test]
#[ignore = "a minute: 90 simulated records"]
fn simulated_records_look_alike() {
    let fit = |set: u64| {
        let design = reach_design::design(set);
        let (input, _) = design.draw(&mut stats::stream(11, "record", set));
        let reach = Reach::fit(&input, &ReachOptions::sized(&input)).unwrap();
        (input.events() >= FEWEST).then(|| measured("simulated", &input, &reach))
    };
    let records: Vec<Record> = (0..90).into_par_iter().filter_map(fit).collect();
    eprintln!(
        "{} simulated records with at least {FEWEST} events",
        records.len()
    );
    report(&records);
    assert!(records.len() > 60);
}

fn report(records: &[Record]) {
    let of = |f: fn(&Record) -> f64| records.iter().map(f).collect::<Vec<f64>>();
    quantiles("events a month", of(|r| r.monthly));
    quantiles("cells with events a month", of(|r| r.seen));
    quantiles("cells held", of(|r| r.held));
    quantiles("cells held at the peak", of(|r| r.peak));
    quantiles("events a month in a held cell", of(|r| r.intensity));
    quantiles("pace", of(|r| r.pace));
    quantiles("surge", of(|r| r.surge));
    quantiles("retreat", of(|r| r.retreat));
}
