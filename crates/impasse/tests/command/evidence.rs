//! `impasse evidence`.

use std::sync::OnceLock;

use serde_json::Value;

use crate::desk::Desk;
use crate::{assess, made_up, real_files};

/// The ablation that a command prints as JSON.
fn ablation(desk: &Desk, line: &str) -> Value {
    let told = desk.run(line).succeeds();
    let parts: Value = serde_json::from_str(&told.out).unwrap();
    parts["ablation"].clone()
}

#[test]
fn what_hangs_on_the_attack_on_bamako_is_told() {
    let desk = Desk::new();
    let told = desk.run("evidence mali-2024 --runs 0").succeeds().fits();
    insta::assert_snapshot!(told);
    assert!(told.out.contains("nothing moved"), "{told}");
    assert!(!desk.path("out").exists(), "it writes no file");
}

#[test]
fn an_event_of_note_is_taken_out_instead() {
    let desk = Desk::new();
    let line = "evidence mali-2024 --runs 0 --ablate kati-2022-07-22";
    let told = desk.run(line).succeeds().fits();
    insta::assert_snapshot!(told);
    let own = ablation(&desk, "evidence mali-2024 --runs 0 --json");
    let of = ablation(&desk, &format!("{line} --json"));
    assert_eq!(own["event"], "bamako-2024-09-17");
    assert_eq!(of["event"], "kati-2022-07-22");
    assert_ne!(own["rows"], of["rows"]);
}

#[test]
fn an_event_that_the_case_does_not_have_is_refused() {
    let desk = Desk::new();
    let told = desk
        .run("evidence mali-2024 --runs 20 --ablate kati")
        .fails(3)
        .fits();
    insta::assert_snapshot!(told);
}

#[test]
fn assess_has_the_same_ablation_and_threads_change_no_byte_of_it() {
    let one = with_events(1);
    let two = printed();
    assert_eq!(&one, two);
    let assessed = assess::with_events();
    let whole: Value = serde_json::from_str(&assessed.json).unwrap();
    let parts: Value = serde_json::from_str(two).unwrap();
    assert_eq!(whole["ablation"], parts["ablation"]);
    let said = whole["ablation"]["removed"][0].as_str().unwrap();
    assert!(said.contains("1 of 70 events"), "{said}");
    let page = &assessed.page;
    assert!(page.contains("What hangs on it") && page.contains("scope=\"colgroup\">Reach<"));
}

/// What is printed of Mali with events of its own making, as JSON.
fn with_events(threads: u32) -> String {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged());
    let line = "evidence mali-2024 --runs 20 --events ged251.csv --json --threads";
    desk.run(&format!("{line} {threads}")).succeeds().out
}

/// The same on two threads, made once for all tests that look at it.
fn printed() -> &'static str {
    static MADE: OnceLock<String> = OnceLock::new();
    MADE.get_or_init(|| with_events(2))
}

#[test]
fn the_store_is_ablated_as_its_file_is() {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged());
    desk.run("data add ged251.csv").succeeds();
    let file: Value = serde_json::from_str(printed()).unwrap();
    assert_eq!(
        file["ablation"],
        ablation(&desk, "evidence mali-2024 --runs 20 --json --stored")
    );
}

#[test]
fn a_real_event_moves_what_is_known_of_the_fall_of_bangui() {
    let Some(folder) = real_files::data() else {
        return;
    };
    let desk = Desk::new();
    let file = folder.join("ged231_car.geojson");
    let words = ["evidence", "central-african-republic-2013", "--events"];
    let words = words.iter().map(Into::into).chain([file]);
    let told = desk
        .run_words(&words.collect::<Vec<std::path::PathBuf>>())
        .succeeds()
        .fits();
    for said in ["1 of 309 events is taken out", "Nothing else moved"] {
        assert!(told.out.contains(said), "{told}");
    }
}
