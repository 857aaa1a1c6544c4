//! A few events for the tests of this crate. They are made up.

use calendar::date;

use crate::table::NOTHING;
use crate::{EventRow, Provenance, Series, Violence};

/// Two events in Mali, the second of which spans months, and one in Niger.
pub(crate) fn rows() -> Vec<EventRow<'static>> {
    let first = EventRow {
        id: "1",
        line: 2,
        violence: Violence::StateBased,
        conflict_id: Some(11_347),
        conflict: "Mali: Government",
        side_a_id: Some(72),
        side_a: "Government of Mali",
        side_b_id: Some(6_734),
        side_b: "JNIM",
        country: "Mali",
        iso3: "MLI",
        adm1: "Mopti region",
        latitude: 14.5,
        longitude: -4.2,
        gid: 150_832,
        where_prec: 1,
        date_prec: 1,
        clarity: 1,
        date_start: date(2024, 1, 10).unwrap(),
        date_end: date(2024, 1, 10).unwrap(),
        deaths_a: 3,
        deaths_b: 4,
        best: 7,
        low: 5,
        high: 9,
        sources: Some(2),
        clear: true,
        ..NOTHING
    };
    let second = EventRow {
        id: "2",
        line: 3,
        date_start: date(2024, 1, 30).unwrap(),
        date_end: date(2024, 2, 3).unwrap(),
        deaths_a: 10,
        deaths_b: 0,
        best: 10,
        low: 10,
        high: 11,
        sources: None,
        where_prec: 4,
        ..first
    };
    let third = EventRow {
        id: "3",
        line: 4,
        violence: Violence::OneSided,
        side_a_id: Some(234),
        side_a: "IS",
        side_b_id: Some(1),
        side_b: "Civilians",
        country: "Niger",
        iso3: "NER",
        adm1: "Tillabéri region",
        latitude: 14.2,
        longitude: 1.4,
        gid: 150_123,
        deaths_a: 0,
        deaths_b: 0,
        deaths_civilians: 12,
        best: 12,
        low: 12,
        high: 12,
        clear: false,
        ..first
    };
    vec![first, second, third]
}

pub(crate) fn provenance(series: Series, version: &str) -> Provenance {
    Provenance {
        series,
        version: Some(version.parse().unwrap()),
        file: format!("{version}.csv"),
        sha256: String::new(),
    }
}
