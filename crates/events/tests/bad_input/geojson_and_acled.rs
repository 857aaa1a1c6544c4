//! GeoJSON features and ACLED's columns.

use super::made_up::{ACLED_HEADER, KITA, acled, collection, feature};
use super::{Case, whole};

#[allow(clippy::too_many_lines)] // A table of cases.
pub(crate) fn cases() -> Vec<Case> {
    let good = || feature("900001", KITA);
    let last = || feature("900009", KITA);
    let name = "GEDEvent_v25_1.geojson";
    let with = |kind, middle: String, kept, said| {
        whole(
            kind,
            name,
            collection(&[good(), middle, last()]),
            Some(kept),
            said,
        )
    };
    let mut cut = collection(&[good(), last()]);
    cut.truncate(cut.len() - 100);
    let acled_row = |kind, changed: &[(&str, &str)], kept, said| {
        let mut all = vec![("event_id_cnty", "MLI90002")];
        all.extend_from_slice(changed);
        let text = format!("{ACLED_HEADER}{}{}", acled(&[]), acled(&all));
        whole(kind, "acled.csv", text, Some(kept), said)
    };
    let tags = ACLED_HEADER
        .trim_end()
        .split(',')
        .map(|name| format!("#{name}"))
        .collect::<Vec<_>>()
        .join(",");
    vec![
        with(
            "GeoJSON: feature that is not JSON",
            feature("900002", KITA).replacen(':', "", 1),
            2,
            "not valid JSON",
        ),
        with(
            "GeoJSON: string never closed",
            feature("900002", KITA).replacen("Mali\"", "Mali", 1),
            2,
            "not valid JSON",
        ),
        with(
            "GeoJSON: no geometry",
            feature("900002", "null"),
            2,
            "no geometry",
        ),
        with(
            "GeoJSON: not a point",
            feature(
                "900002",
                r#"{ "type": "LineString", "coordinates": [[1, 2], [3, 4]] }"#,
            ),
            2,
            "LineString",
        ),
        with(
            "GeoJSON: point with a height",
            feature(
                "900002",
                r#"{ "type": "Point", "coordinates": [-9.48, 13.05, 300] }"#,
            ),
            3,
            "",
        ),
        with(
            "GeoJSON: property given twice",
            feature("900002", KITA).replacen("\"best\": 3", "\"best\": 3, \"best\": 30", 1),
            2,
            "given twice",
        ),
        with(
            "GeoJSON: numbers as text",
            feature("900002", KITA).replacen("\"best\": 3", "\"best\": \"3\"", 1),
            3,
            "",
        ),
        whole(
            "GeoJSON: file cut off",
            name,
            cut,
            Some(1),
            "ends within the features",
        ),
        whole(
            "GeoJSON: features of something else",
            "regions.geojson",
            collection(&[
                r#"{"type":"Feature","properties":{"name":"Kayes"},"geometry":null}"#.to_owned(),
            ]),
            None,
            "not events",
        ),
        whole(
            "GeoJSON: no feature",
            name,
            collection(&[]),
            None,
            "without any feature",
        ),
        whole(
            "ACLED: line of HXL tags",
            "acled.csv",
            format!("{ACLED_HEADER}{tags}\n{}", acled(&[])),
            Some(1),
            "tags skipped: 1",
        ),
        acled_row(
            "ACLED: type of event in French",
            &[("event_type", "Combats")],
            1,
            "`Combats`",
        ),
        acled_row(
            "ACLED: unknown kind of actor",
            &[("inter1", "9")],
            1,
            "kind of actor",
        ),
        acled_row(
            "ACLED: fatalities in words",
            &[("fatalities", "several")],
            1,
            "`several`",
        ),
        acled_row(
            "ACLED: geographical precision 4",
            &[("geo_precision", "4")],
            1,
            "from 1 to 3",
        ),
        acled_row(
            "ACLED: month first",
            &[("event_date", "05/13/2024")],
            1,
            "day first",
        ),
        acled_row(
            "ACLED: latitude and longitude swapped",
            &[("latitude", "-9.48"), ("longitude", "13.05")],
            1,
            "exchanged",
        ),
        acled_row(
            "ACLED: identifier given twice",
            &[("event_id_cnty", "MLI90001"), ("fatalities", "6")],
            1,
            "stands on line 2",
        ),
    ]
}
