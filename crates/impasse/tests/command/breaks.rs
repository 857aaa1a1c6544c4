//! `impasse breaks`.

use std::fmt::Write;

use serde_json::Value;

use crate::desk::Desk;
use crate::made_up;
use crate::real_files;

const HEADER: &str = "country_iso3,year_month,event_count,fatalities_best,fatalities_high,civilian_deaths,\
    peak_event_fatalities,state_based_events,non_state_events,one_sided_events\n";

/// Six events a month in two countries from 2015, of which Niger has forty a month from January
/// 2020 on.
fn figures(months: i32) -> String {
    let mut text = HEADER.to_owned();
    for country in ["NER", "TCD"] {
        for month in 0..months {
            let events = if country == "NER" && month >= 60 {
                38 + month % 5
            } else {
                4 + month % 5
            };
            let (year, of_year) = (2015 + month / 12, month % 12 + 1);
            let deaths = events * 3;
            writeln!(
                text,
                "{country},{year}-{of_year:02},{events},{deaths},{deaths},1,{events},{events},0,0"
            )
            .unwrap();
        }
    }
    text
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("months.csv", figures(72));
    desk
}

fn number(value: &Value, key: &str) -> f64 {
    value[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key} of {value}"))
}

#[test]
fn a_month_is_read_in_plain_sentences() {
    let desk = desk();
    let jump = desk.run("breaks --figures months.csv --country NER --at 2020-01 --hindsight 3");
    let quiet = desk.run("breaks --figures months.csv --country TCD --at 2020-01");
    insta::assert_snapshot!(format!(
        "{}\n{}",
        jump.succeeds().fits(),
        quiet.succeeds().fits()
    ));
}

#[test]
fn json_has_the_four_readings_the_breaks_and_their_sizes() {
    let desk = desk();
    let line = "breaks --figures months.csv --country NER --at 2020-01 --hindsight 3 --json";
    let told = desk.run(line).succeeds();
    let answer: Value = serde_json::from_str(&told.out).unwrap();
    let sum: f64 = ["p_new_phase", "p_degradation", "p_status_quo", "p_receding"]
        .iter()
        .map(|key| number(&answer, key))
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{answer}");
    assert!(number(&answer, "p_new_phase") > 0.9, "{answer}");
    let found = answer["breaks"].as_array().unwrap().last().unwrap();
    assert_eq!(found["month"], "2020-01");
    assert!((4.0..10.0).contains(&number(found, "factor")), "{found}");
    for threads in [1, 2] {
        let again = desk.run(&format!("{line} --threads {threads}")).succeeds();
        assert_eq!(again.out, told.out);
    }
}

#[test]
fn what_comes_after_the_hindsight_changes_nothing() {
    let desk = desk();
    desk.write("cut.csv", figures(62));
    let ask = |file: &str| {
        let line =
            format!("breaks --figures {file} --country NER --at 2020-01 --hindsight 1 --json");
        desk.run(&line).succeeds().out
    };
    assert_eq!(ask("months.csv"), ask("cut.csv"));
    desk.run("breaks --figures cut.csv --country NER --at 2020-01 --hindsight 2")
        .fails(3)
        .fits()
        .says("the record holds the months 2015-01 to 2020-02");
}

#[test]
fn many_questions_are_answered_in_order_and_the_others_explained() {
    let desk = desk();
    desk.write(
        "questions.csv",
        "iso3,month,label,hindsight\nNER,2020-01,jump,3\nXXX,2020-01,nowhere,3\nTCD,2020-01,quiet,\n\
         NER,2020-13,no month,0\nNER,2020-12,too late,6\n",
    );
    let line = "breaks --figures months.csv --questions questions.csv --hindsight 2";
    let told = desk.run(&format!("{line} --json")).succeeds();
    let rows: Vec<Value> = serde_json::from_str(&told.out).unwrap();
    let shape: Vec<(&str, bool)> = rows
        .iter()
        .map(|row| (row["iso3"].as_str().unwrap(), row["error"].is_string()))
        .collect();
    let wanted = [
        ("NER", false),
        ("XXX", true),
        ("TCD", false),
        ("NER", true),
        ("NER", true),
    ];
    assert_eq!(shape, wanted, "{told}");
    assert_eq!(
        (&rows[0]["hindsight"], &rows[2]["hindsight"]),
        (&3.into(), &2.into())
    );
    assert!(number(&rows[0], "p_new_phase") > 0.9 && number(&rows[2], "p_new_phase") < 0.2);
    for (row, words) in [
        (1, "questions.csv:3 [iso3]"),
        (3, "questions.csv:5 [month]"),
        (4, "questions.csv:6"),
    ] {
        let error = rows[row]["error"].as_str().unwrap();
        assert!(error.contains(words), "{error}");
    }
    insta::assert_snapshot!(desk.run(line).succeeds().fits());

    desk.write("hopeless.csv", "iso3,month\nNER,2031-01\n");
    desk.run("breaks --figures months.csv --questions hopeless.csv --json")
        .fails(3)
        .says("none of the questions could be answered");
    desk.write("other.csv", "a,b\n1,2\n");
    desk.run("breaks --figures months.csv --questions other.csv")
        .fails(3)
        .says("the header lacks iso3 or month");
}

#[test]
fn events_are_summed_by_month_and_tell_the_place() {
    let desk = Desk::new();
    desk.write("ged241.csv", made_up::car_ged(2020));
    let line = "breaks --events ged241.csv --country CAF --at 2016-03 --hindsight 6 --json";
    let answer: Value = serde_json::from_str(&desk.run(line).succeeds().out).unwrap();
    assert_eq!(answer["shift"]["places"][0]["region"], "Ouaka");
    // Violence against civilians alone says little of a new phase of the fighting.
    assert!(number(&answer, "p_new_phase") < 0.5, "{answer}");
    desk.run("breaks --events ged241.csv --country MLI --at 2016-03")
        .fails(3);
}

#[test]
fn real_months_of_note() {
    let Some(folder) = real_files::data() else {
        return;
    };
    let file = folder.join("country_month_ged25_1.csv");
    let desk = Desk::new();
    desk.write(
        "questions.csv",
        "iso3,month,hindsight\nMLI,2012-01,3\nMLI,2024-09,0\nMLI,2024-09,3\nMLI,2015-11,0\n",
    );
    let words = [
        "breaks",
        "--questions",
        "questions.csv",
        "--json",
        "--figures",
    ];
    let words: Vec<_> = words
        .iter()
        .map(Into::into)
        .chain([file])
        .collect::<Vec<std::path::PathBuf>>();
    let told = desk.run_words(&words).succeeds();
    let rows: Vec<Value> = serde_json::from_str(&told.out).unwrap();
    let p: Vec<f64> = rows.iter().map(|row| number(row, "p_new_phase")).collect();
    assert!(p[0] >= 0.9 && p[1] <= 0.15 && p[2] <= 0.15, "{p:?}");
}
