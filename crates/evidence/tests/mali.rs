//! Mali after the attack on Bamako of September 2024.
#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.

use case::Case;
use events::figures::{FiguresTable, MonthlyFigures};
use evidence::{Evidence, Feature};
use trajectory::whole::CaseInputs;

fn record(case: &Case) -> Vec<MonthlyFigures> {
    let name = case.data.figures.as_ref().unwrap();
    let figures = FiguresTable::parse(&case.files[name], name).unwrap();
    figures
        .country(&case.about.iso3)
        .unwrap()
        .iter()
        .filter(|row| row.month.last_day() <= case.data.as_of)
        .copied()
        .collect()
}

fn of(case: &Case, with_event: bool) -> Evidence {
    let inputs = CaseInputs {
        case,
        as_of: case.data.as_of,
        record: &record(case),
        record_data: "figures",
        events: None,
        seed: 1,
    };
    Evidence::of_case(&inputs, with_event)
}

fn mali() -> Case {
    Case::builtin("mali-2024").unwrap()
}

/// The attack made to be what it was not: fifteen hundred dead and a district held for five days.
fn much_worse() -> Case {
    let mut case = mali();
    case.event.deaths.low = 1400;
    case.event.deaths.best = 1500;
    case.event.deaths.high = 1600;
    case.event.held_days = 5;
    case
}

#[test]
fn the_verdict_is_the_same_with_and_without_the_event() {
    let case = mali();
    let (with, without) = (of(&case, true), of(&case, false));
    let (a, b) = (with.verdict.unwrap(), without.verdict.unwrap());
    assert_eq!(a.leads, "status-quo");
    assert_eq!(a.leads, b.leads);
    assert!(without.weighed.unwrap().event.is_none());
    // What the event itself tells of a new phase is less than three decibans.
    let own = with.weighed.unwrap().event.unwrap();
    assert!(own.decibans[2].abs() < 3.0, "{:?}", own.decibans);
    assert_eq!(own.parts.len(), 3);
}

#[test]
fn a_far_worse_attack_changes_the_verdict() {
    let found = of(&much_worse(), true);
    assert_eq!(found.verdict.unwrap().leads, "new-phase");
    let own = found.weighed.unwrap().event.unwrap();
    assert!(own.decibans[2] > 10.0, "{:?}", own.decibans);
    // Neither the deaths nor the district would do it alone.
    let mut deaths_alone = much_worse();
    deaths_alone.event.held_days = 0;
    assert_eq!(of(&deaths_alone, true).verdict.unwrap().leads, "status-quo");
    let mut held_alone = mali();
    held_alone.event.held_days = 5;
    assert_eq!(of(&held_alone, true).verdict.unwrap().leads, "status-quo");
}

#[test]
fn a_district_held_among_the_facts_counts_as_one_of_the_case() {
    let mut case = mali();
    let mut row = case
        .landmarks
        .iter()
        .find(|row| row.kind == case::LandmarkKind::Capture && row.initiators == ["jnim"])
        .or_else(|| {
            case.landmarks
                .iter()
                .find(|row| row.kind == case::LandmarkKind::Capture)
        })
        .unwrap()
        .clone();
    row.id = "MADE-UP".to_owned();
    row.region = "Bamako".to_owned();
    row.initiators = vec!["jnim".to_owned()];
    row.precision = case::Precision::Day;
    row.date_start = case.event.date;
    row.date_end = Some("2024-09-22".parse().unwrap());
    case.landmarks.push(row);
    let by_facts = of(&case, true);
    let mut declared = mali();
    declared.event.held_days = 5;
    let by_case = of(&declared, true);
    let held = |found: Evidence| -> Vec<f64> {
        let parts = found.weighed.unwrap().event.unwrap().parts;
        let part = parts.into_iter().find(|p| p.feature == Feature::Held);
        part.unwrap().probability
    };
    let (a, b) = (held(by_facts), held(by_case));
    for (a, b) in a.iter().zip(&b) {
        assert!((a - b).abs() < 1e-12, "{a} {b}");
    }
}

#[test]
fn the_analysts_items_move_the_verdict_and_not_the_months() {
    let mut case = mali();
    let months = of(&case, true).weighed.unwrap();
    let item = |key: &str, likelihood: [f64; 4]| case::Item {
        key: key.to_owned(),
        statement: format!("Seen: {key}"),
        date: "2024-09-25".parse().unwrap(),
        group: None,
        credibility: 0.9,
        likelihood: case
            .hypotheses
            .iter()
            .map(|h| h.key.clone())
            .zip(likelihood)
            .collect(),
        sources: Vec::new(),
    };
    let items = vec![
        item("front-moves", [0.02, 0.1, 0.9, 0.02]),
        item("garrisons-fall", [0.05, 0.2, 0.8, 0.05]),
    ];
    case.items = items;
    let found = of(&case, true);
    assert_eq!(found.weighed.as_ref().unwrap(), &months);
    assert_eq!(found.verdict.unwrap().leads, "new-phase");
    let items = found.items.unwrap();
    assert!(items.items[0].verdict_hangs_on_it && items.decibans[2] > 10.0);
}

#[test]
fn what_cannot_be_weighed_says_why() {
    let case = mali();
    let whole = record(&case);
    let with = |record: &[MonthlyFigures]| {
        let inputs = CaseInputs {
            case: &case,
            as_of: case.data.as_of,
            record,
            record_data: "figures",
            events: None,
            seed: 1,
        };
        let found = Evidence::of_case(&inputs, true);
        assert!(found.weighed.is_none() && found.verdict.is_none());
        found.not_weighed.unwrap()
    };
    assert!(with(&[]).contains("no record"));
    assert!(with(&whole[..whole.len() - 1]).contains("ends in 2024-08"));
    assert!(with(&whole[whole.len() - 6..]).contains("begins in 2024-04"));
    let mut none = mali();
    none.hypotheses.clear();
    assert!(
        of(&none, true)
            .not_weighed
            .unwrap()
            .contains("no hypotheses")
    );
}
