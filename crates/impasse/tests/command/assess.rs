//! `impasse assess`.

use std::process::Stdio;
use std::sync::OnceLock;

use serde_json::Value;

use crate::desk::{Desk, Told};
use crate::{made_up, schema};

fn assessment(desk: &Desk, folder: &str) -> Value {
    serde_json::from_str(&desk.read(&format!("{folder}/assessment.json"))).unwrap()
}

/// Kinds of what the data lack.
fn gaps(assessment: &Value) -> Vec<&str> {
    let gaps = assessment["data"]["gaps"].as_array().unwrap();
    gaps.iter()
        .map(|gap| gap["kind"].as_str().unwrap())
        .collect()
}

#[test]
fn the_attack_on_bamako_is_assessed() {
    let desk = Desk::new();
    let told = desk
        .run("assess mali-2024 --runs 0 --out out")
        .succeeds()
        .fits();
    assert!(
        told.out.ends_with('\n') && !told.out.ends_with("\n\n"),
        "{told}"
    );
    insta::assert_snapshot!(told);

    desk.run("assess mali-2024 --runs 20 --out out").succeeds();
    let json = assessment(&desk, "out");
    assert_eq!(
        json["scenarios"]["played"]["scenarios"]
            .as_array()
            .unwrap()
            .len(),
        10
    );
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/assessment.schema.json")).unwrap();
    assert_eq!(schema::faults(&json, &schema, &schema, "").first(), None);

    let page = desk.read("out/assessment.html");
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert_loads_nothing(&page);
}

/// A page that names an address outside only where a reader may click on it.
fn assert_loads_nothing(page: &str) {
    for tag in page
        .split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap())
    {
        let loads = tag.contains("src=") || tag.contains("srcset=");
        assert!(!loads, "<{tag}>");
        let link = tag.starts_with("a ") || !tag.contains("href=") || tag.contains("href=\"#");
        assert!(link, "<{tag}>");
    }
    for loading in [
        "@import",
        "url(http",
        "url(\"http",
        "fetch(",
        "XMLHttpRequest",
    ] {
        assert!(!page.contains(loading), "{loading}");
    }
}

#[test]
fn every_case_that_comes_along_is_assessed() {
    let desk = Desk::new();
    let list = desk.run("case list").out;
    for name in list.lines().filter(|line| !line.starts_with(' ')) {
        let told = desk
            .run(&format!("assess {name} --runs 20"))
            .succeeds()
            .fits();
        assert_eq!(told.err.lines().count(), 2, "{told}");
        // Without --out the files go to a folder of the case's own.
        assert_loads_nothing(&desk.read(&format!("out/{name}/assessment.html")));
    }
}

#[test]
fn json_is_printed_as_it_is_written() {
    let desk = Desk::new();
    let told = desk
        .run("assess somalia-1991 --runs 20 --out o --json")
        .succeeds();
    assert_eq!(told.out, desk.read("o/assessment.json"));
}

#[test]
fn the_seed_is_in_the_manifest() {
    let desk = Desk::new();
    let line = "assess somalia-1991 --runs 20 --out o --seed 18446744073709551615";
    desk.run(line).succeeds();
    assert_eq!(assessment(&desk, "o")["manifest"]["seed"], u64::MAX);
}

#[test]
fn threads_change_no_byte() {
    let (one, two) = (assessed(1), with_events());
    assert_eq!(one.json, two.json);
    assert_eq!(one.page, two.page);
}

/// What an assessment of Mali with events of its own making comes to.
pub(crate) struct Assessed {
    told: Told,
    pub(crate) json: String,
    pub(crate) page: String,
}

fn assessed(threads: u32) -> Assessed {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged());
    let line = "assess mali-2024 --runs 20 --events ged251.csv --out o --threads";
    Assessed {
        told: desk.run(&format!("{line} {threads}")).succeeds().fits(),
        json: desk.read("o/assessment.json"),
        page: desk.read("o/assessment.html"),
    }
}

/// Made on two threads, once for all tests that look at it.
pub(crate) fn with_events() -> &'static Assessed {
    static MADE: OnceLock<Assessed> = OnceLock::new();
    MADE.get_or_init(|| assessed(2))
}

#[test]
fn a_day_before_the_event_is_refused() {
    let desk = Desk::new();
    let told = desk
        .run("assess mali-2024 --runs 20 --as-of 2024-09-16 --out o")
        .fails(3)
        .fits();
    assert!(!desk.path("o").exists());
    insta::assert_snapshot!(told);
    desk.run("assess mali-2024 --runs 0 --as-of 2024-09-17 --out o")
        .succeeds()
        .fits();
}

/// Days and months in the values of an assessment, its manifest aside.
fn days(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let shape: String = text
                .chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c })
                .collect();
            if shape == "0000-00" || shape == "0000-00-00" {
                found.push(text.clone());
            }
        }
        Value::Array(items) => items.iter().for_each(|item| days(item, found)),
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| *key != "manifest")
            .for_each(|(_, item)| days(item, found)),
        _ => {}
    }
}

#[test]
fn nothing_later_than_the_day_is_used() {
    let desk = Desk::new();
    desk.write("long/ged251.csv", made_up::car_ged(2020));
    desk.write("short/ged251.csv", made_up::car_ged(2014));
    for folder in ["long", "short"] {
        let line = "assess central-african-republic-2013 --runs 20 --as-of 2014-12-31 --events";
        desk.run(&format!("{line} {folder}/ged251.csv --out {folder}"))
            .succeeds()
            .fits();
    }
    let (long, short) = (assessment(&desk, "long"), assessment(&desk, "short"));
    let mut found = Vec::new();
    days(&long, &mut found);
    assert!(found.len() > 200, "{found:?}");
    let late: Vec<&String> = found
        .iter()
        .filter(|day| day.as_str() > "2014-12-31")
        .collect();
    assert_eq!(late, ["2015-01"], "but for the first month that is played");
    // A file that goes on gives what one gives that ends with that day.
    assert_eq!(long["event"], short["event"]);
    assert_eq!(long["record"], short["record"]);
    assert_ne!(long["manifest"], short["manifest"]);
}

#[test]
fn the_event_is_found_in_an_event_file() {
    let Assessed { told, json, .. } = with_events();
    assert_eq!(told.err.lines().count(), 2, "{told}");
    let json: Value = serde_json::from_str(json).unwrap();
    assert!(
        !gaps(&json).contains(&"event-not-found"),
        "{:?}",
        gaps(&json)
    );
    assert!(!gaps(&json).contains(&"no-places"));
    assert!(
        !json["record"].to_string().contains("512"),
        "the event of November is in the record"
    );

    // Without its row the event is not found, and that is said.
    let desk = Desk::new();
    let without = made_up::mali_ged()
        .lines()
        .filter(|row| !row.starts_with("2000,"))
        .fold(String::new(), |text, row| text + row + "\n");
    desk.write("ged251.csv", without);
    desk.run("assess mali-2024 --runs 0 --events ged251.csv --out o")
        .succeeds();
    assert!(gaps(&assessment(&desk, "o")).contains(&"event-not-found"));
}

#[test]
fn the_store_gives_what_its_file_gives() {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged());
    desk.run("data add ged251.csv").succeeds();
    desk.run("assess mali-2024 --runs 0 --stored --out store")
        .succeeds();
    let file: Value = serde_json::from_str(&with_events().json).unwrap();
    let store = assessment(&desk, "store");
    assert_eq!(file["event"], store["event"]);
    assert_eq!(file["record"], store["record"]);
}

#[test]
fn bad_rows_are_left_out_or_stop_it() {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::ged_with_faults());
    let line = "assess mali-2024 --runs 0 --events ged251.csv --out o";
    let lenient = desk.run(line).succeeds().fits();
    let strict = desk.run(&format!("{line} --strict")).fails(3).fits();
    assert!(gaps(&assessment(&desk, "o")).contains(&"rows-rejected"));
    insta::assert_snapshot!(format!("$ impasse {line}\n{}\n{strict}", lenient.err));
}

#[test]
fn events_of_another_country_are_said_to_add_nothing() {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::car_ged(2020));
    let line = "assess mali-2024 --runs 0 --events ged251.csv --out o";
    desk.run(line)
        .succeeds()
        .fits()
        .says("Of the 132 events given none is in Mali: they add nothing.");
}

#[test]
fn files_that_hold_no_events_are_named_for_what_they_are() {
    let desk = Desk::new();
    desk.write("months.csv", made_up::country_months());
    desk.write("adm1.geojson", made_up::boundaries());
    desk.write("notes.txt", "Nothing of note.\n");
    desk.write("empty.csv", "");
    desk.write("broken.zip", "PK\u{3}\u{4}and no more");
    desk.write("image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let files = [
        "months.csv",
        "adm1.geojson",
        "notes.txt",
        "empty.csv",
        "broken.zip",
        "image.png",
    ];
    let mut manual = String::new();
    for file in files {
        let line = format!("assess mali-2024 --runs 20 --events {file} --out o");
        manual.push_str(&desk.run(&line).fails(3).fits().to_string());
        manual.push('\n');
    }
    assert!(!desk.path("o").exists());
    insta::assert_snapshot!(manual);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    for line in [
        "assess somalia-1991 --runs 20 --out o",
        "assess somalia-1991 --runs 20 --out o --json",
        "case schema",
        "--help",
    ] {
        let mut child = desk
            .command()
            .args(line.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        Told::new(line, &child.wait_with_output().unwrap()).succeeds();
    }
}
