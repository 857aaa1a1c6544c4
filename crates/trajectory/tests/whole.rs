//! Everything on one country, put together.

#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.

use calendar::{Date, Month, date};
use case::Case;
use events::figures::{FiguresBuilder, MonthlyFigures};
use events::{EventRow, EventSink, EventTable, Provenance, Series, Violence};
use places::Gid;
use trajectory::Trajectory;
use trajectory::phases::AreaBasis;
use trajectory::whole::CaseInputs;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// An event of JNIM's against the state.
fn event(region: &'static str, at: (f64, f64), day: Date) -> EventRow<'static> {
    EventRow {
        id: "1",
        line: 2,
        violence: Violence::StateBased,
        side_a: "Government of Mali",
        side_b: "JNIM",
        country: "Mali",
        iso3: "MLI",
        adm1: region,
        latitude: at.0,
        longitude: at.1,
        gid: Gid::of(at.0, at.1).unwrap().get(),
        where_prec: 1,
        date_prec: 1,
        clarity: 1,
        date_start: day,
        date_end: day,
        deaths_a: 1,
        deaths_b: 1,
        best: 2,
        low: 2,
        high: 2,
        clear: true,
        ..EventRow::default()
    }
}

/// Mopti all the time, Sikasso from January 2024 on; to December 2024.
fn events() -> EventTable {
    let mut table = EventTable::new(Provenance {
        series: Series::UcdpGed,
        version: None,
        file: String::new(),
        sha256: String::new(),
    });
    for n in 0..30_i16 {
        let (year, of_year) = (2022 + (n + 6) / 12, (n + 6) % 12 + 1);
        for day in [3, 11, 19] {
            let day = date(year, of_year as i8, day).unwrap();
            let east = f64::from(n % 5) / 2.0;
            table
                .push(&event("Mopti", (14.4, -4.2 + east), day))
                .unwrap();
            if n >= 18 {
                table
                    .push(&event("Sikasso", (11.3, -5.6 - east / 2.0), day))
                    .unwrap();
            }
        }
    }
    table
}

fn record(table: &EventTable) -> Vec<MonthlyFigures> {
    let mut builder = FiguresBuilder::default();
    for row in table.iter() {
        builder.add(&row);
    }
    builder.finish(None, Vec::new()).countries["MLI"].clone()
}

fn whole(case: &Case, table: &EventTable, as_of: &str) -> Trajectory {
    let as_of = calendar::parse_date(as_of).unwrap();
    let mut record = record(table);
    record.retain(|m| m.month <= Month::of(as_of));
    Trajectory::of_case(&CaseInputs {
        case,
        as_of,
        record: &record,
        record_data: "events",
        events: Some((table, month("2024-12"))),
        seed: 1,
    })
}

#[test]
fn a_case_with_events_has_all_its_parts_and_nothing_after_the_day() {
    let case = Case::builtin("mali-2024").unwrap();
    let whole = whole(&case, &events(), "2024-10-31");
    let record = whole.record.as_ref().unwrap();
    assert_eq!(
        (record.from, record.to),
        (month("2022-07"), month("2024-10"))
    );
    let hindsights: Vec<u32> = whole.readings.iter().map(|r| r.hindsight).collect();
    assert_eq!(hindsights, [0, 1], "September 2024 and one month more");
    let regions: Vec<(&str, u32)> = whole
        .regions
        .iter()
        .map(|r| (r.region.as_str(), r.events))
        .collect();
    assert_eq!(regions, [("Mopti", 84), ("Sikasso", 30)]);
    let reach = &whole.reach.as_ref().unwrap().reach;
    let last = reach.months.last().unwrap();
    assert_eq!(last.month, month("2024-10"));
    assert!(last.people.is_some() && last.front_km.is_some());
    let listed = reach.map.places.len();
    assert!(
        reach
            .months
            .iter()
            .flat_map(|m| m.entered_places.iter().chain(&m.left_places))
            .all(|place| *place < listed)
    );
    let first = reach
        .regions
        .iter()
        .find(|r| r.region == "Sikasso")
        .unwrap();
    assert!(
        first.share.last().unwrap().median > first.share[3].median,
        "it came to Sikasso"
    );
    assert!(whole.placed.is_none() && whole.no_reach.is_none());
    let areas: Vec<bool> = whole
        .areas
        .iter()
        .map(|area| matches!(area.basis, AreaBasis::Events { .. }))
        .collect();
    assert!(!areas.is_empty() && areas.iter().all(|from_events| *from_events));
    // UCDP's events tell nothing of rule.
    assert_eq!(whole.rule.as_ref().unwrap().events.unwrap().1, 0);
}

#[test]
fn the_threads_change_nothing() {
    let case = Case::builtin("mali-2024").unwrap();
    let table = events();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().unwrap();
        let whole = pool.install(|| whole(&case, &table, "2024-09-30"));
        serde_json::to_string(&whole).unwrap()
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn without_events_the_facts_place_the_lineage() {
    let case = Case::builtin("mali-2024").unwrap();
    let whole = Trajectory::of_case(&CaseInputs {
        case: &case,
        as_of: case.data.as_of,
        record: &record(&events())[..27],
        record_data: "figures",
        events: None,
        seed: 1,
    });
    assert!(whole.reach.is_none() && whole.no_reach.is_some() && whole.regions.is_empty());
    let placed = whole.placed.unwrap();
    let all: u32 = placed.regions.iter().flat_map(|r| &r.facts).sum();
    assert_eq!(all, placed.facts);
    assert_eq!(placed.to, 2024);
    assert_eq!(whole.readings.len(), 1);
    assert!(matches!(whole.areas[0].basis, AreaBasis::Landmarks { .. }));
}

#[test]
fn a_lineage_needs_no_case() {
    let table = events();
    let whole = Trajectory::of_lineage(&table, "jnim", None, 1).unwrap();
    assert_eq!(whole.iso3, "MLI");
    assert!(whole.reach.is_some() && whole.rule.is_none() && whole.readings.is_empty());
    assert_eq!(whole.record.unwrap().to, month("2024-12"));
    let error = Trajectory::of_lineage(&table, "Atlantis", None, 1).unwrap_err();
    assert!(error.to_string().contains("Atlantis"));
}
