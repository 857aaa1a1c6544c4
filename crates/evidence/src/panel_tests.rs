//! The panel of salient events: what the month of each says of a new phase.

use calendar::Month;
use case::{Case, Hypothesis};
use events::figures::{FiguresTable, MonthlyFigures};
use stats::severity::Block;
use trajectory::breaks::Prior;

use crate::own::{Part, Sizes};
use crate::readings::Readings;
use crate::shared_tests::shared;
use crate::weigh::weigh;

/// What the months up to the end of the event's say of a new phase, in decibans, by kind of weight.
fn weights(hypotheses: &[Hypothesis], series: &[MonthlyFigures], month: Month) -> Option<[f64; 4]> {
    let known: Vec<MonthlyFigures> = series
        .iter()
        .filter(|r| r.month <= month)
        .copied()
        .collect();
    let last = known.last()?;
    let before = known.iter().filter(|row| row.month < month);
    let blocks: Vec<Block> = before
        .map(|row| Block {
            events: row.events,
            largest: row.deadliest,
        })
        .collect();
    let sizes = Sizes::of(&blocks);
    let deadliest = (last.deadliest.max(1), last.deadliest.max(1));
    let part = sizes.and_then(|sizes| sizes.part(last.events.max(1), deadliest, "figures"));
    let parts: Vec<Part> = part.into_iter().collect();
    let readings = Readings::of(hypotheses, &Prior::default(), &known, month, &parts)?;
    let found = weigh(hypotheses, &readings, month, &parts);
    let new = hypotheses.iter().position(|h| h.key == "new-phase")?;
    let own = found.event.as_ref().map_or(0.0, |e| e.decibans[new]);
    let month_alone = found.months.last()?.decibans[new];
    let two_before: f64 = found
        .months
        .iter()
        .rev()
        .take(3)
        .map(|m| m.decibans[new])
        .sum();
    Some([
        found.hypotheses[new].decibans,
        month_alone + own,
        two_before + own,
        own,
    ])
}

#[test]
#[ignore = "the figures of docs/validation.md: just validate"]
fn placebos_move_little_and_breaks_much() {
    let (Some(panel), Some(path)) = (
        shared("panel/salient_events.csv"),
        shared("ged/country_month_ged25_1.csv"),
    ) else {
        return;
    };
    let figures = FiguresTable::read(&path).unwrap();
    let hypotheses = Case::builtin("mali-2024").unwrap().hypotheses;
    let mut rows: Vec<(bool, [f64; 4])> = Vec::new();
    for line in std::fs::read_to_string(panel).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let month: Month = cells[1].parse().unwrap();
        let Some(series) = figures.country(cells[0]) else {
            continue;
        };
        let Some(weight) = weights(&hypotheses, series, month) else {
            println!("{} {month} {}: too early", cells[0], cells[2]);
            continue;
        };
        println!(
            "{} {month} {:8} whole {:6.1} month {:6.1} three {:6.1} own {:5.1}",
            cells[0], cells[2], weight[0], weight[1], weight[2], weight[3]
        );
        rows.push((cells[2] == "break", weight));
    }
    // The event's month, its counts and the event itself.
    let month = |is_break: bool, of: &dyn Fn(f64) -> bool| {
        let kind: Vec<f64> = rows
            .iter()
            .filter(|row| row.0 == is_break)
            .map(|row| row.1[1])
            .collect();
        kind.iter().filter(|w| of(**w)).count() as f64 / kind.len() as f64
    };
    assert!(month(false, &|w| w.abs() < 3.0) >= 0.8);
    assert!(month(true, &|w| w > 10.0) >= 0.7);
    for which in 0..4 {
        let share = |is_break: bool, of: &dyn Fn(f64) -> bool| {
            let of_kind: Vec<f64> = rows
                .iter()
                .filter(|r| r.0 == is_break)
                .map(|r| r.1[which])
                .collect();
            of_kind.iter().filter(|w| of(**w)).count() as f64 / of_kind.len() as f64
        };
        println!(
            "{which}: placebos below 3: {:.2}, within 3: {:.2}; breaks above 10: {:.2}, above 3 {:.2}",
            share(false, &|w| w < 3.0),
            share(false, &|w| w.abs() < 3.0),
            share(true, &|w| w > 10.0),
            share(true, &|w| w > 3.0)
        );
    }
}
