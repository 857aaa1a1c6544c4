use calendar::date;
use case::{Lineage, LineageMember};
use proptest::prelude::*;

use super::*;
use crate::{EventSink, Series, sample};

fn table(rows: &[EventRow<'_>]) -> EventTable {
    let mut table = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
    for row in rows {
        table.push(row).unwrap();
    }
    table
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn country(code: &str) -> Place {
    Place::Country(code.into())
}

#[test]
fn months_have_no_gaps_and_quiet_places_are_there() {
    let row = sample::rows()[0];
    let later = EventRow {
        date_start: date(2024, 4, 1).unwrap(),
        date_end: date(2024, 4, 1).unwrap(),
        ..row
    };
    let options = PanelOptions {
        places: vec![country("BFA")],
        ..PanelOptions::default()
    };
    let panel = Panel::new(&table(&[row, later]), &options).unwrap();
    let events: Vec<u64> = panel
        .series(&country("MLI"), &Party::All)
        .iter()
        .map(|(_, m)| m.events)
        .collect();
    assert_eq!(events, [1, 0, 0, 1]);
    assert_eq!(panel.rows().count(), 8);
    assert_eq!(panel.places(), [&country("BFA"), &country("MLI")]);
    assert!(
        panel
            .series(&country("BFA"), &Party::All)
            .iter()
            .all(|(_, m)| *m == Measures::default())
    );
    assert_eq!(
        panel
            .get(&country("MLI"), &Party::All, month("2024-01"))
            .deadliest,
        7
    );
}

#[test]
fn an_event_known_only_to_its_region_is_in_the_region_and_in_no_cell() {
    let exact = sample::rows()[0];
    let region = EventRow {
        where_prec: 4,
        ..exact
    };
    let state = EventRow {
        where_prec: 6,
        ..exact
    };
    let table = table(&[exact, region, state]);
    let at = |level| {
        Panel::new(
            &table,
            &PanelOptions {
                level,
                ..PanelOptions::default()
            },
        )
        .unwrap()
    };
    for (level, placed) in [(Level::Country, 3), (Level::Region, 2), (Level::Cell, 1)] {
        let panel = at(level);
        assert_eq!(panel.placed_total().events, placed);
        assert_eq!(panel.unplaced_total().events, 3 - placed);
        let unplaced: u64 = panel
            .unplaced("MLI", &Party::All)
            .iter()
            .map(|(_, m)| m.best)
            .sum();
        assert_eq!(unplaced, 7 * (3 - placed));
    }
    let cell = at(Level::Cell);
    assert_eq!(cell.places(), [&Place::Cell(exact.gid)]);
    let resolve = |row: &EventRow<'_>| (row.latitude > 14.0).then(|| "Mopti".to_owned());
    let resolved = at(Level::RegionBy(&resolve));
    assert_eq!(
        resolved.places(),
        [&Place::Region {
            country: "MLI".into(),
            name: "Mopti".into()
        }]
    );
}

#[test]
fn lineages_count_each_event_once_and_ambiguous_ones_apart() {
    let member = |name: &str| LineageMember {
        name: name.into(),
        names: vec![name.into()],
        ucdp_ids: vec![],
        from: None,
        until: None,
    };
    let lineage = |key: &str, members| Lineage {
        key: key.into(),
        name: key.into(),
        merged: None,
        members,
    };
    let lineages = [
        lineage("jnim", vec![member("JNIM"), member("AQIM")]),
        lineage("is", vec![member("IS")]),
    ];
    let matcher = ActorMatcher::new(&lineages);
    let fight = |side_a, side_b| EventRow {
        side_a,
        side_b,
        side_a_id: None,
        side_b_id: None,
        ..sample::rows()[0]
    };
    let rows = [
        fight("JNIM", "AQIM"),
        fight("IS", "JNIM"),
        fight("JNIM and/or IS", "Civilians"),
    ];
    let options = PanelOptions {
        actors: Actors::Lineages(&matcher),
        ..PanelOptions::default()
    };
    let panel = Panel::new(&table(&rows), &options).unwrap();
    let events = |party: &Party| panel.get(&country("MLI"), party, month("2024-01")).events;
    assert_eq!(events(&Party::All), 3);
    assert_eq!(events(&Party::Lineage("jnim".into())), 2);
    assert_eq!(events(&Party::Lineage("is".into())), 1);
    assert_eq!(events(&Party::Ambiguous), 1);
    let written = PanelOptions {
        actors: Actors::AsWritten,
        ..PanelOptions::default()
    };
    let written = Panel::new(&table(&rows), &written).unwrap();
    assert_eq!(written.parties().len(), 6);
}

#[test]
fn protests_and_mixtures_are_left_out_unless_asked_for() {
    let protest = EventRow {
        violence: Violence::Other,
        ..sample::rows()[0]
    };
    let mut table = table(&[sample::rows()[0], protest]);
    let panel = Panel::new(&table, &PanelOptions::default()).unwrap();
    assert_eq!(panel.placed_total().events, 1);
    let all = PanelOptions {
        violence: vec![Violence::Other],
        ..PanelOptions::default()
    };
    let other = Panel::new(&table, &all).unwrap().placed_total();
    assert_eq!(other.by_type(Violence::Other).events, 1);
    table.begin(sample::provenance(Series::Acled, "1.0"));
    assert!(
        Panel::new(&table, &PanelOptions::default()).is_ok(),
        "begun, but nothing taken from it"
    );
    table.push(&sample::rows()[0]).unwrap();
    assert!(matches!(
        Panel::new(&table, &PanelOptions::default()),
        Err(EventsError::MixedPublishers)
    ));
    assert!(
        Panel::new(
            &table,
            &PanelOptions {
                mixed: true,
                ..PanelOptions::default()
            }
        )
        .is_ok()
    );
}

#[test]
fn a_panel_of_centuries_is_refused() {
    let old = EventRow {
        date_start: date(1, 1, 1).unwrap(),
        date_end: date(1, 1, 1).unwrap(),
        ..sample::rows()[0]
    };
    let long = EventRow {
        date_end: date(9999, 12, 31).unwrap(),
        ..sample::rows()[0]
    };
    for rows in [vec![old, sample::rows()[0]], vec![long]] {
        let refused = Panel::new(&table(&rows), &PanelOptions::default());
        assert!(matches!(refused, Err(EventsError::TooManyMonths { .. })));
    }
}

fn any_event() -> impl Strategy<Value = EventRow<'static>> {
    (
        0i64..4_000,
        0i64..120,
        0u32..300,
        0u32..300,
        0u32..300,
        0u8..8,
        0usize..3,
        0u32..4,
        0usize..3,
    )
        .prop_map(
            |(start, length, low, more, most, where_prec, violence, gid, place)| {
                let day = |days: i64| {
                    let hours = jiff::SignedDuration::from_hours(24 * days);
                    date(2010, 1, 1).unwrap().checked_add(hours).unwrap()
                };
                EventRow {
                    date_start: day(start),
                    date_end: day(start + length),
                    low,
                    best: low + more,
                    high: low + more + most,
                    where_prec,
                    gid,
                    violence: Violence::ORGANISED[violence],
                    iso3: ["MLI", "NER", ""][place],
                    country: ["Mali", "Niger", "Nowhere"][place],
                    adm1: ["Mopti", "", "Gao"][place],
                    ..sample::rows()[0]
                }
            },
        )
}

proptest! {
    #[test]
    fn nothing_is_lost_or_counted_twice(
        rows in proptest::collection::vec(any_event(), 0..40), by_day in any::<bool>(), level in 0usize..3,
    ) {
        let level = [Level::Country, Level::Region, Level::Cell][level];
        let sharing = if by_day { Sharing::ByDay } else { Sharing::FirstDay };
        let options = PanelOptions { level, sharing, ..PanelOptions::default() };
        let panel = Panel::new(&table(&rows), &options).unwrap();
        let (placed, unplaced) = (panel.placed_total(), panel.unplaced_total());
        prop_assert_eq!(placed.events + unplaced.events, rows.len() as u64);
        let sum = |pick: fn(&EventRow<'_>) -> u32| rows.iter().map(|row| u64::from(pick(row))).sum::<u64>();
        prop_assert_eq!(placed.best + unplaced.best, sum(|row| row.best));
        prop_assert_eq!(placed.low + unplaced.low, sum(|row| row.low));
        prop_assert_eq!(placed.high + unplaced.high, sum(|row| row.high));
        let by_rows = panel.rows().filter(|(_, party, ..)| **party == Party::All);
        prop_assert_eq!(by_rows.map(|(.., m)| m.best).sum::<u64>(), placed.best);
        let by_type: u64 = Violence::ORGANISED.iter().map(|&v| placed.by_type(v).best).sum();
        prop_assert_eq!(by_type, placed.best);
    }

    #[test]
    fn the_order_of_events_is_of_no_matter(rows in proptest::collection::vec(any_event(), 0..20)) {
        let options = PanelOptions { sharing: Sharing::ByDay, level: Level::Region, ..PanelOptions::default() };
        let forwards = Panel::new(&table(&rows), &options).unwrap();
        let backwards: Vec<_> = rows.into_iter().rev().collect();
        prop_assert_eq!(forwards, Panel::new(&table(&backwards), &options).unwrap());
    }
}
