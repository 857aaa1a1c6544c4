//! `impasse trajectory`.

use serde_json::Value;

use crate::desk::Desk;
use crate::made_up;
use crate::real_files;

#[test]
fn a_case_is_told_in_plain_sentences() {
    let desk = Desk::new();
    let told = desk.run("trajectory mali-2024").succeeds().fits();
    insta::assert_snapshot!(told);
}

#[test]
fn json_and_page_are_written_and_do_not_depend_on_threads() {
    let desk = Desk::new();
    desk.write("ged241.csv", made_up::mali_ged());
    let line = "trajectory mali-2024 --events ged241.csv --json";
    let told = desk.run(&format!("{line} --threads 2 --html o/page.html"));
    let told = told.succeeds();
    let whole: Value = serde_json::from_str(&told.out).unwrap();
    let months = whole["reach"]["reach"]["months"].as_array().unwrap();
    assert_eq!(
        months.last().unwrap()["month"],
        "2024-09",
        "nothing after the case's day"
    );
    assert_eq!(whole["readings"].as_array().unwrap().len(), 1);
    assert_eq!(whole["areas"][0]["basis"]["kind"], "events");
    assert_eq!(whole["rule"]["events"][1], 0, "UCDP tells nothing of rule");
    let page = desk.read("o/page.html");
    assert!(page.contains("figure class=\"slider\"") && page.contains("Reach and rule"));
    let again = desk.run(&format!("{line} --threads 1")).succeeds();
    assert!(again.out == told.out, "one thread gives another answer");
}

#[test]
fn events_of_acled_tell_of_rule() {
    let desk = Desk::new();
    desk.write("acled.csv", made_up::mali_acled());
    let line = "trajectory mali-2024 --events acled.csv --json";
    let whole: Value = serde_json::from_str(&desk.run(line).succeeds().out).unwrap();
    let signs: Vec<(&str, &str, bool)> = whole["rule"]["signs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|sign| sign["origin"] == "events")
        .map(|sign| {
            let brief = sign["brief"].as_bool().unwrap();
            (
                sign["region"].as_str().unwrap(),
                sign["kind"].as_str().unwrap(),
                brief,
            )
        })
        .collect();
    assert_eq!(
        signs,
        [
            ("Segou", "overt", false),
            ("Gao", "overt", true),
            ("Gao", "end", false),
            ("Mopti", "accord", false),
        ]
    );
    assert_eq!(whole["rule"]["events"], serde_json::json!([37, 37]));
}

#[test]
fn a_later_day_tells_more_hindsight_and_an_earlier_one_nothing() {
    let desk = Desk::new();
    let readings = |day: &str| {
        let line = format!("trajectory mali-2024 --json --as-of {day}");
        let whole: Value = serde_json::from_str(&desk.run(&line).succeeds().out).unwrap();
        let all = whole["readings"].as_array().unwrap().clone();
        all.iter()
            .map(|r| r["hindsight"].as_u64().unwrap())
            .collect::<Vec<u64>>()
    };
    assert_eq!(readings("2024-09-30"), [0]);
    assert_eq!(readings("2024-12-31"), [0, 1, 3]);
    desk.run("trajectory mali-2024 --as-of 2024-08-31")
        .fails(3)
        .fits();
}

#[test]
fn a_lineage_needs_no_case() {
    let desk = Desk::new();
    desk.write("ged171.csv", made_up::car_ged(2016));
    let line = "trajectory --events ged171.csv --lineage seleka";
    let told = desk.run(line).succeeds().fits();
    assert!(
        told.out.contains("seleka, Central African Republic"),
        "{told}"
    );
    assert!(told.out.contains("could operate in"), "{told}");
    desk.run("trajectory --events ged171.csv --lineage Atlantis")
        .fails(3)
        .fits()
        .says("Seleka");
    for line in [
        "trajectory",
        "trajectory --lineage seleka",
        "trajectory mali-2024 --events ged171.csv --lineage seleka",
    ] {
        desk.run(line).fails(2).fits();
    }
}

#[test]
fn events_of_another_country_leave_the_facts_to_speak() {
    let desk = Desk::new();
    desk.write("ged241.csv", made_up::car_ged(2016));
    let told = desk
        .run("trajectory mali-2024 --events ged241.csv")
        .succeeds()
        .fits();
    assert!(told.out.contains("No estimate of reach"), "{told}");
    assert!(told.out.contains("sourced facts place JNIM"), "{told}");
}

#[test]
fn a_real_file_of_events_has_its_reach() {
    let Some(folder) = real_files::data() else {
        return;
    };
    let desk = Desk::new();
    let file = folder.join("ged231_sierra_leone.csv");
    let words = ["trajectory", "--lineage", "RUF", "--json", "--events"];
    let words = words.iter().map(Into::into).chain([file]);
    let told = desk
        .run_words(&words.collect::<Vec<std::path::PathBuf>>())
        .succeeds();
    let whole: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(whole["iso3"], "SLE");
    let months = whole["reach"]["reach"]["months"].as_array().unwrap();
    let km2 = |month: &Value| month["km2"]["median"].as_f64().unwrap();
    let peak = months.iter().map(km2).fold(0.0, f64::max);
    let later = months
        .iter()
        .filter(|m| m["month"].as_str().unwrap() >= "2003-01");
    assert!(
        later.map(km2).all(|now| now < 0.05 * peak),
        "the war ended in 2002"
    );
}
