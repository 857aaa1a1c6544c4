//! From events and a case to the model's input.

#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.

use calendar::{Month, date};
use case::Case;
use events::{EventRow, EventSink, EventTable, Provenance, Series, Violence};
use places::{Gid, outline};
use trajectory::reach::{
    Grain, NamedScope, Reach, ReachInput, ReachOptions, ReachScope, of_lineage_name,
};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// An event of JNIM's in Gao region in July 2020.
fn event(where_prec: u8) -> EventRow<'static> {
    let (latitude, longitude) = (16.27, -0.05);
    EventRow {
        id: "1",
        line: 2,
        violence: Violence::StateBased,
        side_a: "Government of Mali",
        side_b: "JNIM",
        country: "Mali",
        iso3: "MLI",
        adm1: "Gao region",
        latitude,
        longitude,
        gid: Gid::of(latitude, longitude).unwrap().get(),
        where_prec,
        date_prec: 1,
        clarity: 1,
        date_start: date(2020, 7, 31).unwrap(),
        date_end: date(2020, 8, 2).unwrap(),
        deaths_a: 1,
        best: 1,
        low: 1,
        high: 1,
        clear: true,
        ..EventRow::default()
    }
}

fn table(rows: &[EventRow<'_>], version: Option<&str>) -> EventTable {
    let mut table = EventTable::new(Provenance {
        series: Series::UcdpGed,
        version: version.map(|text| text.parse().unwrap()),
        file: String::new(),
        sha256: String::new(),
    });
    for row in rows {
        table.push(row).unwrap();
    }
    table
}

fn input(rows: &[EventRow<'_>], grain: Grain, with_map: bool) -> ReachInput {
    let table = table(rows, None);
    let case = Case::builtin("mali-2024").unwrap();
    let mali = outline("MLI").unwrap().gazetteer();
    let scope = ReachScope {
        lineage: case.lineage("jnim").unwrap(),
        others: &case.lineages,
        iso3: "MLI",
        gazetteer: with_map.then_some(&mali),
        case: Some(&case),
        months: (month("2020-01"), month("2020-12")),
        grain,
        data: "made-up",
    };
    ReachInput::from_events(&table, &scope).unwrap()
}

#[test]
fn cells_make_up_the_country_and_hold_its_people() {
    let input = input(&[], Grain::Cells, true);
    assert!(
        (400..560).contains(&input.places.len()),
        "{}",
        input.places.len()
    );
    let mali = outline("MLI").unwrap().gazetteer();
    let area: f64 = mali.regions().iter().map(places::Region::area_km2).sum();
    let covered: f64 = input.places.iter().map(|p| p.km2).sum();
    assert!((covered / area - 1.0).abs() < 0.01, "{covered} of {area}");
    let case = Case::builtin("mali-2024").unwrap();
    let people: u64 = case.region_facts.iter().filter_map(|f| f.population).sum();
    let spread: f64 = input.places.iter().filter_map(|p| p.people).sum();
    assert!(
        (spread / people as f64 - 1.0).abs() < 1e-9,
        "{spread} of {people}"
    );
    let shares = input
        .places
        .iter()
        .map(|p| p.regions.iter().map(|r| r.1).sum::<f64>());
    assert!(shares.into_iter().all(|sum| (sum - 1.0).abs() < 1e-9));
    assert!(input.neighbours.iter().all(|list| list.len() <= 8));
    assert!(input.capital.is_some());
}

#[test]
fn an_event_counts_in_its_cell_only_when_the_place_is_known() {
    let abroad = EventRow {
        gid: Gid::of(14.0, 2.2).unwrap().get(),
        latitude: 14.0,
        longitude: 2.2,
        country: "Niger",
        iso3: "NER",
        ..event(1)
    };
    let other = EventRow {
        side_b: "Dozo",
        ..event(1)
    };
    let rows = [event(1), event(3), event(4), event(6), abroad, other];
    let input = input(&rows, Grain::Cells, true);
    assert_eq!((input.events(), input.left_out), (3, 2));
    let gao = Gid::new(event(1).gid);
    let tally = input
        .tallies
        .iter()
        .find(|t| input.places[t.place].gid == gao)
        .unwrap();
    // July: the month of the first day.
    assert_eq!((tally.month, tally.events), (6, 2));
    let niger = input
        .places
        .iter()
        .find(|p| p.gid == Gid::new(abroad.gid))
        .unwrap();
    assert!(niger.regions.is_empty() && niger.people == Some(0.0));
}

#[test]
fn regions_take_what_is_known_to_a_region() {
    let rows = [event(1), event(5), event(6)];
    let input = input(&rows, Grain::Regions, true);
    assert_eq!((input.events(), input.left_out), (2, 1));
    let gao = input.regions.iter().position(|name| name == "Gao").unwrap();
    assert!(input.tallies.iter().all(|t| t.place == gao));
    assert!(input.contacts > 2.0);
}

#[test]
fn without_a_map_the_box_around_the_events_is_the_country() {
    let input = input(&[event(1)], Grain::Cells, false);
    assert_eq!(input.places.len(), 9);
    assert_eq!(input.neighbours.iter().map(Vec::len).max(), Some(8));
    assert!(input.regions.is_empty() && input.places[0].people.is_none());
}

/// Events of 2015 and 2020 in Mali and Niger: JNIM by two names, others, and one left open.
fn records() -> [EventRow<'static>; 5] {
    let early = EventRow {
        side_a: "Ansar Dine",
        side_a_id: Some(1103),
        side_b: "CMA",
        date_start: date(2015, 3, 1).unwrap(),
        ..event(1)
    };
    let jnim = EventRow {
        side_b_id: Some(6734),
        ..event(1)
    };
    let renamed = EventRow {
        side_b: "Group for Support of Islam and Muslims",
        side_b_id: Some(6734),
        ..event(5)
    };
    let abroad = EventRow {
        gid: Gid::of(14.0, 2.2).unwrap().get(),
        latitude: 14.0,
        longitude: 2.2,
        country: "Niger",
        iso3: "NER",
        ..event(1)
    };
    let open = EventRow {
        side_b: "JNIM and/or IS",
        ..event(1)
    };
    [early, jnim, renamed, abroad, open]
}

#[test]
fn a_name_alone_finds_actors_countries_and_months() {
    let table = table(&records(), Some("25.1"));
    let named = of_lineage_name(&table, "jnim").unwrap();
    assert_eq!(
        named.actors,
        [
            ("JNIM".to_owned(), 2),
            ("Group for Support of Islam and Muslims".to_owned(), 1)
        ]
    );
    assert_eq!(
        named.countries,
        [("MLI".to_owned(), 2), ("NER".to_owned(), 1)]
    );
    // Two years before July 2020; a release of 2025 covers 2024.
    assert_eq!(named.months, (month("2018-07"), month("2024-12")));
    let input = named.input(&table, &NamedScope::default()).unwrap();
    assert_eq!((input.events(), input.left_out, input.months), (2, 2, 78));
    // Mali's built-in outline, and a box of nine cells in Niger.
    assert_eq!(input.regions.len(), 9);
    let outside = input.places.iter().filter(|p| p.regions.is_empty());
    assert_eq!(outside.count(), 9);
    let regions = NamedScope {
        countries: &["MLI"],
        grain: Grain::Regions,
        months: Some((month("2020-01"), month("2020-12"))),
        ..NamedScope::default()
    };
    let input = named.input(&table, &regions).unwrap();
    assert_eq!(
        (input.places.len(), input.months, input.events()),
        (9, 12, 2)
    );
}

#[test]
fn words_of_a_name_do_when_none_bears_it_whole() {
    let table = table(&records(), None);
    let named = of_lineage_name(&table, "Support of Islam").unwrap();
    // By the identifier, JNIM as well.
    assert_eq!(named.actors.len(), 2);
    assert_eq!(named.months, (month("2018-07"), month("2020-07")));
    let nobody = of_lineage_name(&table, "Ansar Din")
        .unwrap_err()
        .to_string();
    assert!(nobody.contains("such as Ansar Dine"), "{nobody}");
    assert!(of_lineage_name(&table, " ").is_err());
}

/// Before the merger of March 2017 its members' events are the lineage's, after it JNIM's alone; area
/// and people within reach come from the map and the case's regions.
#[test]
fn members_count_until_they_merge_and_reach_has_people() {
    let of = |name, day| EventRow {
        side_b: name,
        date_start: day,
        date_end: day,
        ..event(1)
    };
    let rows: Vec<EventRow<'_>> = [
        of("Ansar Dine", date(2016, 5, 1).unwrap()),
        of("Ansar Dine", date(2018, 5, 1).unwrap()),
    ]
    .into_iter()
    .chain((1..=12).map(|m| of("JNIM", date(2018, m, 3).unwrap())))
    .collect();
    let case = Case::builtin("mali-2024").unwrap();
    let mali = outline("MLI").unwrap().gazetteer();
    let scope = ReachScope {
        lineage: case.lineage("jnim").unwrap(),
        others: &case.lineages,
        iso3: "MLI",
        gazetteer: Some(&mali),
        case: Some(&case),
        months: (month("2016-01"), month("2018-12")),
        grain: Grain::Cells,
        data: "made-up",
    };
    let input = ReachInput::from_events(&table(&rows, None), &scope).unwrap();
    assert_eq!(input.events(), 13);
    let options = ReachOptions {
        sweeps: 100,
        burn_in: 50,
        ..ReachOptions::default()
    };
    let reach = Reach::fit(&input, &options).unwrap();
    let summer = reach.at(month("2018-07")).unwrap();
    let place = input
        .places
        .iter()
        .find(|p| p.gid == Gid::new(event(1).gid))
        .unwrap();
    let people = summer.people.as_ref().unwrap();
    // At least the cell with events in every month, at most the country.
    assert!(people.low >= 0.99 * place.people.unwrap() && people.low > 0.0);
    assert!(people.high < 0.5 * input.places.iter().filter_map(|p| p.people).sum::<f64>());
    assert!(summer.km2.low >= 0.99 * place.km2 && summer.regions.low >= 1.0);
    let gao = reach.regions.iter().find(|r| r.region == "Gao").unwrap();
    assert!(gao.share[30].low > 0.0 && gao.share[30].high <= 1.0);
    assert!(summer.front_km.as_ref().unwrap().median > 500.0);
}

#[test]
fn reach_has_a_schema() {
    let schema = serde_json::to_value(schemars::schema_for!(Reach)).unwrap();
    for property in ["months", "regions", "map", "phases", "rates"] {
        assert!(schema["properties"].get(property).is_some(), "{property}");
    }
}
