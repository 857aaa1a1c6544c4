use calendar::date;

use super::*;
use crate::{Column, Filter};

#[test]
fn only_the_columns_asked_for_are_read() {
    let fixture = Fixture::new();
    fixture.add(Series::UcdpGed, Some("25.1"), &sample::rows());
    let query = Query {
        columns: Some(vec![Column::Best]),
        ..Query::default()
    };
    let events = fixture.store.load(&query).unwrap().events;
    let row = events.row(2).unwrap();
    assert_eq!((row.best, row.iso3, row.adm1, row.high), (12, "", "", 0));
    // What a filter looks at is read for it.
    let filter = Filter {
        countries: vec!["NER".into()],
        ..Filter::default()
    };
    let events = fixture
        .store
        .load(&Query { filter, ..query })
        .unwrap()
        .events;
    assert_eq!(
        events
            .iter()
            .map(|row| (row.iso3, row.best))
            .collect::<Vec<_>>(),
        [("NER", 12)]
    );
}

#[test]
fn of_one_identifier_the_newest_release_stands_and_older_ones_can_be_asked_for() {
    let fixture = Fixture::new();
    let old = fixture.add(
        Series::UcdpGed,
        Some("24.1"),
        &[EventRow {
            best: 5,
            ..event("1", 2023)
        }],
    );
    let new = fixture.add(
        Series::UcdpGed,
        Some("25.1"),
        &[EventRow {
            best: 8,
            ..event("1", 2023)
        }],
    );
    let loaded = fixture.store.load(&Query::default()).unwrap();
    assert_eq!(
        loaded.events.iter().map(|row| row.best).collect::<Vec<_>>(),
        [8]
    );
    assert_eq!(
        loaded.overlaps,
        [Overlap {
            newer: new.entry.key,
            older: old.entry.key,
            same_id: 1,
            superseded: 0
        }]
    );
    let before = |as_known| {
        let query = Query {
            as_known: Some(as_known),
            ..Query::default()
        };
        let events = fixture.store.load(&query).unwrap().events;
        events.iter().map(|row| row.best).collect::<Vec<_>>()
    };
    assert_eq!(before(AsKnown::Release("24.1".parse().unwrap())), [5]);
    assert_eq!(before(AsKnown::Day(date(2025, 6, 29).unwrap())), [5]);
    assert_eq!(before(AsKnown::Day(date(2025, 6, 30).unwrap())), [8]);
    assert!(before(AsKnown::Day(date(2024, 1, 1).unwrap())).is_empty());
}

#[test]
fn a_yearly_release_replaces_what_is_older_in_the_country_years_it_covers() {
    let fixture = Fixture::new();
    let niger = EventRow {
        country: "Niger",
        iso3: "NER",
        ..event("c2", 2024)
    };
    fixture.add(
        Series::UcdpCandidate,
        Some("24.0.5"),
        &[event("c1", 2024), niger, event("c3", 2025)],
    );
    fixture.add(
        Series::UcdpGed,
        Some("24.1"),
        &[event("dropped", 2023), event("1", 2023)],
    );
    assert_eq!(
        fixture.ids(&Query::default()),
        ["dropped", "1", "c1", "c2", "c3"]
    );
    // An extract: Mali alone, 2023 to 2024.
    fixture.add(
        Series::UcdpGed,
        Some("25.1"),
        &[event("1", 2023), event("2", 2024)],
    );
    assert_eq!(fixture.ids(&Query::default()), ["1", "2", "c2", "c3"]);
    // The same release of the world covers Niger too, where it found nothing.
    let world: Vec<String> = (0..70).map(|n| format!("Land {n}")).collect();
    let rows: Vec<EventRow<'_>> = world
        .iter()
        .map(|name| EventRow {
            country: name,
            iso3: "",
            ..event("w", 1990)
        })
        .collect();
    fixture.add(Series::UcdpGed, Some("25.1"), &rows);
    let kept = fixture.ids(&Query::default());
    assert_eq!(
        kept.iter().filter(|id| *id != "w").collect::<Vec<_>>(),
        ["1", "2", "c3"]
    );
}

#[test]
fn filters_apply_after_the_vintage_is_chosen() {
    let fixture = Fixture::new();
    fixture.add(Series::UcdpGed, Some("24.1"), &[event("1", 2022)]);
    fixture.add(Series::UcdpGed, Some("25.1"), &[event("1", 2023)]);
    let may = "2022-05".parse().unwrap();
    let query = Query {
        filter: Filter {
            months: Some((may, may)),
            ..Filter::default()
        },
        ..Query::default()
    };
    assert!(
        fixture.ids(&query).is_empty(),
        "the event has been moved to 2023"
    );
}

#[test]
fn of_acled_records_the_one_changed_last_stands() {
    let fixture = Fixture::new();
    let record = |id, revised, best| EventRow {
        revised: Some(revised),
        best,
        ..event(id, 2020)
    };
    let day = |text| AsKnown::Day(calendar::parse_date(text).unwrap());
    // 1,600,000,000 is 13 September 2020; 1,700,000,000 is 14 November 2023.
    fixture.add(
        Series::Acled,
        None,
        &[
            record("MLI1", 1_600_000_000, 1),
            record("MLI2", 1_700_000_000, 2),
        ],
    );
    fixture.add(
        Series::Acled,
        None,
        &[
            record("MLI1", 1_650_000_000, 3),
            record("MLI2", 1_600_000_000, 4),
        ],
    );
    let best = |as_known| {
        let query = Query {
            as_known,
            ..Query::default()
        };
        let mut best: Vec<u32> = fixture
            .store
            .load(&query)
            .unwrap()
            .events
            .iter()
            .map(|row| row.best)
            .collect();
        best.sort_unstable();
        best
    };
    assert_eq!(best(None), [2, 3]);
    assert_eq!(best(Some(day("2023-11-14"))), [2, 3]);
    assert_eq!(best(Some(day("2023-11-13"))), [3, 4]);
    assert_eq!(best(Some(day("2020-09-13"))), [1, 4]);
    assert!(best(Some(day("2020-09-12"))).is_empty());
}

#[test]
fn publishers_are_not_mixed_unless_asked() {
    let fixture = Fixture::new();
    fixture.add(Series::UcdpGed, Some("25.1"), &[event("1", 2020)]);
    fixture.add(Series::Acled, None, &[event("MLI1", 2020)]);
    assert!(matches!(
        fixture.store.load(&Query::default()),
        Err(EventsError::MixedPublishers)
    ));
    let of = |publisher| {
        fixture.ids(&Query {
            publisher: Some(publisher),
            ..Query::default()
        })
    };
    assert_eq!(of(Publisher::Ucdp), ["1"]);
    assert_eq!(of(Publisher::Acled), ["MLI1"]);
    assert_eq!(of(Publisher::Both), ["1", "MLI1"]);
}
