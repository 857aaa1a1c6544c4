//! The event files of UCDP that lie beside the project, read where they are.

use std::path::PathBuf;

use crate::desk::{Desk, contents};

/// The folder of real data, or `None` with a note.
pub(crate) fn data() -> Option<PathBuf> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder =
        std::env::var_os("IMPASSE_TEST_DATA").map_or_else(|| PathBuf::from(root), PathBuf::from);
    let folder = folder.join("ged").canonicalize().ok();
    if folder.is_none() {
        eprintln!("no real data: not tested");
    }
    folder
}

#[test]
fn every_event_is_added_and_adding_twice_changes_nothing() {
    let Some(folder) = data() else { return };
    let desk = Desk::new();
    let files = [
        ("GEDEvent_v26_0_1.csv", "1,727"),
        ("ged231_ethiopia.csv", "3,808"),
        ("ged231_sierra_leone.csv", "1,497"),
        ("ged231_car.geojson", "1,848"),
        ("ged231_sudan_hdx_layout.csv", "3,475"),
    ];
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
    let add = || {
        let words = ["data".into(), "add".into()]
            .into_iter()
            .chain(paths.clone());
        desk.run_words(&words.collect::<Vec<PathBuf>>()).succeeds()
    };
    let told = add();
    for (name, events) in files {
        let line = format!("{name}: {events} events of {events} rows added\n");
        assert!(told.out.contains(&line), "{told}");
    }
    let store = contents(&desk.path("store"));
    let again = add();
    assert_eq!(
        again.out.matches("there already, nothing changed").count(),
        files.len(),
        "{again}"
    );
    assert!(
        contents(&desk.path("store")) == store,
        "adding again changed the store"
    );

    let list = desk.run("data list").succeeds().fits();
    assert_eq!(list.out.lines().count(), 1 + files.len(), "{list}");
    desk.run("data describe ucdp-candidate").succeeds().fits();
}

#[test]
fn figures_of_country_months_are_told_from_events() {
    let Some(folder) = data() else { return };
    let desk = Desk::new();
    let months = folder.join("country_month_ged25_1.csv");
    let months = months.to_str().unwrap();
    let told = desk
        .run_words(&["case", "figures", "--country", "MLI", "--from", months])
        .succeeds();
    let mine: Vec<&str> = told
        .out
        .lines()
        .filter(|line| line.starts_with("MLI,"))
        .collect();
    let committed = include_str!("../../../../cases/mali-2024/figures.csv");
    let theirs: Vec<&str> = committed
        .lines()
        .filter(|line| line.starts_with("MLI,"))
        .collect();
    assert_eq!(mine, theirs);
    desk.run_words(&["data", "add", months])
        .fails(3)
        .says("country-month figures, not of events");
}
