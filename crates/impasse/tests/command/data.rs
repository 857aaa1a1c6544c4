//! `impasse data`, but for `fetch`.

use crate::desk::{Desk, contents};
use crate::made_up;

/// A desk whose store holds the made-up events of Mali.
fn stocked() -> Desk {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged());
    desk.run("data add ged251.csv").succeeds();
    desk
}

#[test]
fn a_file_is_added_once() {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged());
    let empty = desk.run("data list").succeeds().fits();
    let first = desk.run("data add ged251.csv").succeeds().fits();
    let store = contents(&desk.path("store"));
    let again = desk.run("data add ged251.csv").succeeds().fits();
    assert_eq!(contents(&desk.path("store")), store);
    insta::assert_snapshot!(format!("{empty}\n{first}\n{again}"));
}

#[test]
fn every_row_left_out_is_explained() {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::ged_with_faults());
    let strict = desk.run("data add ged251.csv --strict").fails(3).fits();
    assert_eq!(desk.run("data list --json").out, "[]\n");
    let lenient = desk.run("data add ged251.csv").succeeds().fits();
    insta::assert_snapshot!(format!("{strict}\n{lenient}"));
}

#[test]
fn long_lists_of_faults_are_cut_unless_asked_for() {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged().replace("-11,", "-32,"));
    let few = desk.run("data add ged251.csv").succeeds().fits();
    assert_eq!(few.out.matches("left out: ").count(), 10, "{few}");
    assert!(
        few.out
            .ends_with("and 59 more; data add --all-issues shows them\n"),
        "{few}"
    );
    desk.run("data rm ucdp-ged").succeeds();
    let all = desk
        .run("data add ged251.csv --all-issues")
        .succeeds()
        .fits();
    assert_eq!(all.out.matches("left out: ").count(), 69, "{all}");
}

#[test]
fn one_country_is_taken_of_a_file_of_two() {
    let desk = Desk::new();
    let rows = made_up::car_ged(2010);
    let rows = rows.split_once('\n').unwrap().1;
    desk.write("ged251.csv", made_up::mali_ged() + rows);
    let told = desk.run("data add ged251.csv --country caf").fits();
    insta::assert_snapshot!(told.succeeds());
}

#[test]
fn the_store_is_listed_described_and_cleared() {
    let desk = stocked();
    desk.write("ged251_caf.csv", made_up::car_ged(2012));
    desk.run("data add ged251_caf.csv --version 25.1")
        .succeeds();
    let list = desk.run("data list").succeeds().fits();
    let describe = desk.run("data describe ged251.csv").succeeds().fits();
    let several = desk.run("data rm ucdp-ged").fails(3).fits();
    let none = desk.run("data describe acled").fails(3).fits();

    let json: serde_json::Value = serde_json::from_str(&desk.run("data list --json").out).unwrap();
    let keys: Vec<String> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["key"].as_str().unwrap().into())
        .collect();
    assert_eq!(keys.len(), 2);
    let entry = desk
        .run(&format!("data describe {}", keys[0]))
        .succeeds()
        .fits();
    let same = desk
        .run(&format!("data describe {} --json", keys[0]))
        .succeeds();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&same.out).unwrap(),
        json[0]
    );
    let removed = desk.run(&format!("data rm {}", keys[0])).succeeds().fits();
    desk.run(&format!("data rm {}", keys[1])).succeeds().fits();
    let left: Vec<_> = contents(&desk.path("store"))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert!(
        left.iter()
            .all(|path| path.extension().is_none_or(|kind| kind != "parquet")),
        "{left:?}"
    );
    let empty = desk.run("data rm ucdp-ged").fails(3).fits();
    let told = [list, describe, entry, several, none, removed, empty].map(|told| told.to_string());
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn events_are_written_for_other_programs() {
    let desk = stocked();
    for (file, rows) in [("x.csv", 71), ("x.geojson", 71), ("x.parquet", 71)] {
        let told = desk
            .run(&format!("data export --out {file}"))
            .succeeds()
            .fits();
        assert_eq!(told.out, format!("Written: {file} ({rows} events)\n"));
    }
    assert_eq!(desk.read("x.csv").lines().count(), 72);
    let points: serde_json::Value = serde_json::from_str(&desk.read("x.geojson")).unwrap();
    assert_eq!(points["features"].as_array().unwrap().len(), 71);
    assert_eq!(
        &std::fs::read(desk.path("x.parquet")).unwrap()[..4],
        b"PAR1"
    );

    // What was exported can be cut by month, and its name need not tell its format.
    let line = "data export --from 2024-09 --to 2024-10 --format csv --out new/folder/bamako";
    assert_eq!(
        desk.run(line).succeeds().out,
        "Written: new/folder/bamako (2 events)\n"
    );
}

#[test]
fn a_panel_counts_by_place_and_lineage() {
    let desk = stocked();
    let line = "data export --format panel --from 2024-08 --to 2024-09 --level region --case mali-2024 --out p.csv";
    assert_eq!(desk.run(line).succeeds().fits().out, "Written: p.csv\n");
    insta::assert_snapshot!(desk.read("p.csv"));
    let cells = desk.run(&line.replace("region", "cell")).succeeds();
    assert_eq!(cells.out, "Written: p.csv\n");
}

#[test]
fn exports_that_cannot_be_are_explained() {
    let desk = stocked();
    let lines = [
        "data export --out events.xls",
        "data export --out x.csv --from 2024-09 --to 2024-08",
        "data export --out x.csv --entry nothing",
        "data export --out p.csv --format panel --case mali-2042",
    ];
    let told = lines.map(|line| desk.run(line).fails(3).fits().to_string());
    let nothing = desk
        .run("data export --out x.csv --country CAF")
        .succeeds()
        .fits();
    insta::assert_snapshot!(format!("{}\n{nothing}", told.join("\n")));
}
