//! Event files made up for tests: no row is that of a real event.
#![allow(dead_code)] // Each test uses its part.

use std::io::{Cursor, Write};

use events::{EventRow, EventSink, EventsError};

/// UCDP's 49 columns with the values of a made-up event.
const GED: [(&str, &str); 49] = [
    ("id", "900001"),
    ("relid", "MLI-2020-1-1-1"),
    ("year", "2020"),
    ("active_year", "true"),
    ("code_status", "Clear"),
    ("type_of_violence", "1"),
    ("conflict_dset_id", "9"),
    ("conflict_new_id", "9"),
    ("conflict_name", "Mali: Made up"),
    ("dyad_dset_id", "8"),
    ("dyad_new_id", "8"),
    ("dyad_name", "Government of Mali - Made-up group"),
    ("side_a_dset_id", "7"),
    ("side_a_new_id", "7"),
    ("side_a", "Government of Mali"),
    ("side_b_dset_id", "6"),
    ("side_b_new_id", "6"),
    ("side_b", "Made-up group"),
    ("number_of_sources", "1"),
    ("source_article", "Made-up Times"),
    ("source_office", ""),
    ("source_date", "2020-05-04"),
    ("source_headline", "Nothing happened"),
    ("source_original", ""),
    ("where_prec", "1"),
    ("where_coordinates", "Kita town"),
    ("where_description", "Kita town"),
    ("adm_1", "Kayes region"),
    ("adm_2", "Kita cercle"),
    ("latitude", "13.05"),
    ("longitude", "-9.48"),
    ("geom_wkt", "POINT (-9.48 13.05)"),
    ("priogrid_gid", "148662"),
    ("country", "Mali"),
    ("country_id", "432"),
    ("region", "Africa"),
    ("event_clarity", "1"),
    ("date_prec", "1"),
    ("date_start", "2020-05-03 00:00:00.000"),
    ("date_end", "2020-05-03 00:00:00.000"),
    ("deaths_a", "1"),
    ("deaths_b", "2"),
    ("deaths_civilians", "0"),
    ("deaths_unknown", "0"),
    ("best", "3"),
    ("high", "4"),
    ("low", "2"),
    ("gwnoa", "432"),
    ("gwnob", ""),
];

/// Names of UCDP's columns in their order.
pub(crate) fn ged_names() -> Vec<&'static str> {
    GED.iter().map(|(name, _)| *name).collect()
}

/// The fields of a made-up event with some of them replaced.
pub(crate) fn ged_fields(changed: &[(&str, &str)]) -> Vec<String> {
    for (name, _) in changed {
        assert!(GED.iter().any(|(known, _)| known == name), "{name}");
    }
    GED.iter()
        .map(|(name, value)| {
            let replaced = changed.iter().rev().find(|(other, _)| other == name);
            replaced.map_or(*value, |(_, value)| value).to_owned()
        })
        .collect()
}

/// Fields put together as a line, quoted where they must be.
pub(crate) fn line(fields: &[String], delimiter: char) -> String {
    let quoted: Vec<String> = fields
        .iter()
        .map(|field| {
            if field.contains([delimiter, '"', '\n', '\r']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field.clone()
            }
        })
        .collect();
    let mut line = quoted.join(&delimiter.to_string());
    line.push('\n');
    line
}

/// One made-up event as a line.
pub(crate) fn ged(changed: &[(&str, &str)]) -> String {
    line(&ged_fields(changed), ',')
}

/// UCDP's header line.
pub(crate) fn ged_header() -> String {
    ged_names().join(",") + "\n"
}

/// A UCDP file of these lines between a first and a last good event.
pub(crate) fn ged_file(lines: &str) -> Vec<u8> {
    let first = ged(&[("id", "900001")]);
    let last = ged(&[
        ("id", "900009"),
        ("best", "9"),
        ("deaths_b", "8"),
        ("high", "9"),
    ]);
    format!("{}{first}{lines}{last}", ged_header()).into_bytes()
}

/// A made-up event as a GeoJSON feature.
pub(crate) fn feature(id: &str, geometry: &str) -> String {
    let properties: Vec<String> = ged_names()
        .into_iter()
        .zip(ged_fields(&[("id", id)]))
        .filter(|(name, _)| !["latitude", "longitude", "geom_wkt"].contains(name))
        .map(|(name, value)| match value.parse::<u32>() {
            Ok(number) => format!("\"{name}\": {number}"),
            Err(_) => format!("\"{name}\": \"{value}\""),
        })
        .collect();
    format!(
        "{{ \"type\": \"Feature\", \"properties\": {{ {} }}, \"geometry\": {geometry} }}",
        properties.join(", ")
    )
}

/// The place of every made-up event.
pub(crate) const KITA: &str = r#"{ "type": "Point", "coordinates": [ -9.48, 13.05 ] }"#;

/// Features as a collection, one a line.
pub(crate) fn collection(features: &[String]) -> Vec<u8> {
    format!(
        "{{\n\"type\": \"FeatureCollection\",\n\"features\": [\n{}\n]\n}}\n",
        features.join(",\n")
    )
    .into_bytes()
}

/// ACLED's current header.
pub(crate) const ACLED_HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,\
    actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,\
    admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n";

/// A made-up ACLED event in the current layout, with some fields replaced.
pub(crate) fn acled(changed: &[(&str, &str)]) -> String {
    let values = [
        "MLI90001",
        "2024-05-03",
        "2024",
        "1",
        "Political violence",
        "Battles",
        "Armed clash",
        "Made-up group",
        "Made-up wing",
        "Rebel group",
        "Military Forces of Made-up",
        "",
        "State forces",
        "State forces-Rebel group",
        "",
        "466",
        "Western Africa",
        "Mali",
        "Kayes",
        "Kita",
        "",
        "Kita",
        "13.05",
        "-9.48",
        "1",
        "Made-up Times",
        "National",
        "(note)",
        "5",
        "",
        "1715000000",
    ];
    let fields: Vec<String> = ACLED_HEADER
        .trim_end()
        .split(',')
        .zip(values)
        .map(|(name, value)| {
            let replaced = changed.iter().rev().find(|(other, _)| *other == name);
            replaced.map_or(value, |(_, value)| *value).to_owned()
        })
        .collect();
    line(&fields, ',')
}

/// An archive of these members.
pub(crate) fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Keeps the identifier and some text of every event.
#[derive(Default)]
pub(crate) struct Kept {
    /// Identifiers in order.
    pub(crate) ids: Vec<String>,
    /// Names of side B in order.
    pub(crate) side_b: Vec<String>,
    /// First-order divisions in order.
    pub(crate) adm1: Vec<String>,
}

impl EventSink for Kept {
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), EventsError> {
        self.ids.push(row.id.to_owned());
        self.side_b.push(row.side_b.to_owned());
        self.adm1.push(row.adm1.to_owned());
        Ok(())
    }
}
