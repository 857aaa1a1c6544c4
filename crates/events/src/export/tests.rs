use std::fs;

use super::*;
use crate::{EventRow, EventSink, Level, Panel, PanelOptions, Series, sample};

fn table(rows: &[EventRow<'_>]) -> EventTable {
    let mut table = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
    for row in rows {
        table.push(row).unwrap();
    }
    table
}

fn exported(table: &EventTable, format: ExportFormat) -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out");
    assert_eq!(export(table, &path, format).unwrap(), table.len());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    fs::read(path).unwrap()
}

#[test]
fn csv_comes_back_as_it_was_but_for_formulas() {
    let hostile = EventRow {
        side_a: "=HYPERLINK(\"http://x\",\"y\")",
        side_b: "a, \"b\"\r\nc",
        dyad: "@SUM(A1)",
        adm1: "-1+2",
        adm2: "\tTAB",
        conflict: "+1",
        kind: "harmless = text",
        longitude: -4.25,
        ..sample::rows()[0]
    };
    let bytes = exported(&table(&[hostile]), ExportFormat::Csv);
    let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
    let names = reader.headers().unwrap().clone();
    let record = reader.records().next().unwrap().unwrap();
    let field = |name| &record[names.iter().position(|other| other == name).unwrap()];
    assert_eq!(field("side_a"), "'=HYPERLINK(\"http://x\",\"y\")");
    assert_eq!(field("side_b"), "a, \"b\"\r\nc");
    assert_eq!(field("dyad"), "'@SUM(A1)");
    assert_eq!(field("adm1"), "'-1+2");
    assert_eq!(field("adm2"), "'\tTAB");
    assert_eq!(field("conflict"), "'+1");
    assert_eq!(field("kind"), "harmless = text");
    assert_eq!(field("longitude"), "-4.25");
    assert_eq!(field("date_start"), "2024-01-10");
    assert_eq!(field("violence"), "1");
    assert_eq!(field("revised"), "");
    assert_eq!(
        (field("series"), field("version"), field("file")),
        ("ucdp-ged", "25.1", "25.1.csv")
    );
    assert!(bytes.starts_with(b"id,line,violence,"));
}

#[test]
fn geojson_has_a_point_for_each_event_with_a_place() {
    let lost = EventRow {
        latitude: f64::NAN,
        ..sample::rows()[1]
    };
    let bytes = exported(&table(&[sample::rows()[0], lost]), ExportFormat::GeoJson);
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        json["features"][0]["geometry"]["coordinates"],
        serde_json::json!([-4.2, 14.5])
    );
    assert_eq!(json["features"][0]["properties"]["side_b"], "JNIM");
    assert_eq!(json["features"][1]["geometry"], serde_json::Value::Null);
    let empty: serde_json::Value =
        serde_json::from_slice(&exported(&table(&[]), ExportFormat::GeoJson)).unwrap();
    assert_eq!(empty["features"].as_array().unwrap().len(), 0);
}

#[test]
fn parquet_opens_with_all_columns() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out.parquet");
    export(
        &table(&sample::rows()),
        &path,
        ExportFormat::of(&path).unwrap(),
    )
    .unwrap();
    let file = fs::File::open(&path).unwrap();
    let reader =
        ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let batch = reader.build().unwrap().next().unwrap().unwrap();
    assert_eq!(
        (batch.num_rows(), batch.num_columns()),
        (3, crate::Column::ALL.len() + 3)
    );
}

#[test]
fn the_same_events_give_the_same_bytes() {
    for format in [
        ExportFormat::Csv,
        ExportFormat::Parquet,
        ExportFormat::GeoJson,
    ] {
        let bytes = || exported(&table(&sample::rows()), format);
        assert_eq!(bytes(), bytes());
    }
}

#[test]
fn a_panel_has_a_line_for_each_month_and_tells_what_it_could_not_place() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("panel.csv");
    let options = PanelOptions {
        level: Level::Cell,
        ..PanelOptions::default()
    };
    let panel = Panel::new(&table(&sample::rows()), &options).unwrap();
    export_panel(&panel, &path).unwrap();
    let mut reader = ::csv::Reader::from_path(&path).unwrap();
    let lines: Vec<Vec<String>> = reader
        .records()
        .map(|line| line.unwrap().iter().take(8).map(str::to_owned).collect())
        .collect();
    assert_eq!(
        lines,
        [
            ["true", "", "", "150123", "all", "2024-01", "1", "12"],
            ["true", "", "", "150832", "all", "2024-01", "1", "7"],
            ["false", "MLI", "", "", "all", "2024-01", "1", "10"],
        ]
    );
}

#[test]
fn formats_are_told_by_the_name() {
    for (name, format) in [
        ("a.csv", Some(ExportFormat::Csv)),
        ("a.GeoJSON", Some(ExportFormat::GeoJson)),
        ("a.parquet", Some(ExportFormat::Parquet)),
        ("a.xlsx", None),
        ("csv", None),
    ] {
        assert_eq!(ExportFormat::of(Path::new(name)), format);
    }
}
