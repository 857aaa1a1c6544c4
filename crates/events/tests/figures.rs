//! Country-month figures: round trip, the rule, and agreement with UCDP's own.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // The lints know tests, not what tests call.

use std::collections::BTreeMap;
use std::path::PathBuf;

use calendar::Month;
use events::figures::{FiguresBuilder, FiguresTable, MonthlyFigures};
use events::read::{ReadOptions, read_file};
use proptest::prelude::*;

fn data() -> Option<PathBuf> {
    let root = std::env::var_os("IMPASSE_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let found = root.join("ged").is_dir();
    if !found {
        eprintln!("passed without its data: {} is not there", root.display());
    }
    found.then(|| root.join("ged"))
}

/// The check behind the rule: events of GED 23.1 by their first day against GED 25.1's figures.
#[test]
fn sierra_leone_adds_up_to_ucdps_figures_month_by_month() {
    let Some(data) = data() else { return };
    let wanted = FiguresTable::read(&data.join("country_month_ged25_1.csv")).unwrap();
    assert_eq!(wanted.countries.len(), 123);
    assert_eq!(
        wanted.countries.values().map(Vec::len).sum::<usize>(),
        48_888
    );
    let wanted = wanted.country("SLE").unwrap();

    let mut builder = FiguresBuilder::default();
    let options = ReadOptions::default();
    read_file(
        &data.join("ged231_sierra_leone.csv"),
        &options,
        &mut builder,
    )
    .unwrap();
    let span = (wanted[0].month, wanted[wanted.len() - 1].month);
    let table = builder.finish(Some(span), Vec::new());
    let made = table.country("SLE").unwrap();

    assert_eq!(made.len(), wanted.len());
    let mut events = 0;
    let mut raised = 0;
    for (made, wanted) in made.iter().zip(wanted) {
        let compared = MonthlyFigures {
            low: None,
            high: wanted.high,
            deaths_by_type: None,
            ..*made
        };
        assert_eq!(compared, *wanted);
        events += made.events;
        // Three events have a high estimate below the best one, which is raised to it.
        raised += made.high - wanted.high;
    }
    assert_eq!(events, 1497);
    assert_eq!(raised, 1 + 2 + 5);
}

fn month_of_figures() -> impl Strategy<Value = MonthlyFigures> {
    let deaths = prop::array::uniform3(0u64..1000);
    (
        deaths,
        prop::array::uniform3(0u32..5),
        any::<(bool, bool)>(),
    )
        .prop_map(|(deaths, events, (low, by_type))| {
            let deaths = [0, 1, 2].map(|at| if events[at] == 0 { 0 } else { deaths[at] });
            let best = deaths.iter().sum();
            MonthlyFigures {
                month: "2000-01".parse().unwrap(),
                events: events.iter().sum(),
                best,
                low: low.then_some(best / 2),
                high: best + 1,
                civilians: best / 3,
                deadliest: (best / 2) as u32,
                events_by_type: events,
                deaths_by_type: by_type.then_some(deaths),
            }
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        series in prop::collection::vec(month_of_figures(), 1..30),
        citation in prop::collection::vec("[ -~é]{0,40}", 0..3),
    ) {
        let first: Month = "1999-11".parse().unwrap();
        let series: Vec<_> = series.into_iter().enumerate()
            .map(|(at, figures)| MonthlyFigures { month: first + at as i32, ..figures })
            .collect();
        let table = FiguresTable {
            citation: citation.iter().map(|line| line.trim().to_owned()).collect(),
            countries: BTreeMap::from([("MLI".to_owned(), series.clone()), ("BFA".to_owned(), series)]),
        };
        let again = FiguresTable::parse(table.to_csv().as_bytes(), "f.csv").unwrap();
        prop_assert_eq!(&again.to_csv(), &table.to_csv());
        prop_assert_eq!(again.countries, table.countries);
    }
}

#[test]
fn a_file_is_written_whole_and_read_back() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("figures.csv");
    let table = FiguresTable {
        citation: vec!["First line.\nSecond line.".to_owned()],
        countries: BTreeMap::from([(
            "MLI".to_owned(),
            vec![MonthlyFigures::quiet("2024-09".parse().unwrap())],
        )]),
    };
    table.write(&path).unwrap();
    let again = FiguresTable::read(&path).unwrap();
    assert_eq!(again.citation, ["First line.", "Second line."]);
    assert_eq!(again.countries, table.countries);
}
