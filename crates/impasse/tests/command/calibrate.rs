//! `impasse calibrate`, and runs that begin from what it found.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::Stdio;
use std::time::Duration;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt64Type};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use theatre::{Deck, World};

use crate::desk::{Desk, interrupted};
use crate::simulate::rows;

const JOB: &str = "simulate mali-2024 --scenario status-quo --runs 12 --months 14";

/// Mali's case in a folder of its own, to be changed.
fn copied(desk: &Desk) {
    for (name, bytes) in case::builtin_files("mali-2024").unwrap() {
        desk.write(&format!("mali/{name}"), bytes);
    }
}

#[test]
fn draws_are_told_and_kept() {
    let desk = Desk::new();
    let line = "calibrate mali-2024 --draws 12 --seed 4 --out d/draws.parquet";
    let told = desk.run(line).succeeds().fits();
    assert!(
        told.out
            .starts_with("mali-2024, as known on 2024-09-30: 12 draws")
    );
    assert!(told.err.starts_with("Written:"), "{told}");
    // A row for each month, with the record's own figures, and marks as many as months outside.
    let months: Vec<&str> = told
        .out
        .lines()
        .filter(|line| line.starts_with("202"))
        .collect();
    assert_eq!(months.len(), 24, "{told}");
    assert!(months[23].starts_with("2024-09       27"), "{told}");
    let outside: usize = months.iter().map(|line| line.matches('*').count()).sum();
    let summary = told
        .out
        .lines()
        .find(|line| line.starts_with("Within the band"));
    let within: usize = summary
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .windows(2)
        .filter(|pair| pair[0] == "in")
        .map(|pair| pair[1].parse::<usize>().unwrap())
        .sum();
    assert_eq!(within + outside, 48, "{told}");
    // A dozen assumptions, those that moved most first.
    let moved: Vec<f64> = told
        .out
        .lines()
        .skip_while(|line| !line.starts_with("The record told most"))
        .skip(2)
        .filter_map(|line| {
            let words = line.replace(',', "");
            let mut last = words.rsplit(' ').filter(|word| !word.is_empty());
            let numbers: Vec<f64> = last.by_ref().map_while(|word| word.parse().ok()).collect();
            (numbers.len() == 7).then(|| numbers[0])
        })
        .collect();
    assert_eq!(moved.len(), 12, "{told}");
    assert!(moved.is_sorted_by(|a, b| a >= b), "{told}");

    let file = File::open(desk.path("d/draws.parquet")).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let pairs = builder.metadata().file_metadata().key_value_metadata();
    let pair = pairs
        .unwrap()
        .iter()
        .find(|pair| pair.key == "impasse-draws");
    let about: Value = serde_json::from_str(pair.unwrap().value.as_ref().unwrap()).unwrap();
    let case = case::Case::builtin("mali-2024").unwrap();
    assert_eq!(about["case_sha256"], case.sha256());
    assert_eq!(about["as_of"], "2024-09-30");
    assert_eq!(
        (&about["from"], &about["to"]),
        (&"2022-10".into(), &"2024-09".into())
    );
    assert_eq!(
        (&about["seed"], &about["version"]),
        (&4.into(), &"0.1.0".into())
    );
    let batch = builder.build().unwrap().next().unwrap().unwrap();
    assert_eq!(batch.num_rows(), 12);
    let column = |name: &str| {
        batch
            .column_by_name(name)
            .unwrap_or_else(|| panic!("no {name}"))
    };
    assert_eq!(
        column("chances.seed").as_primitive::<UInt64Type>().value(0),
        4
    );
    let distances = column("distance").as_primitive::<Float64Type>().values();
    let tolerance = about["tolerance"].as_f64().unwrap();
    assert!(distances.iter().all(|one| (0.0..=tolerance).contains(one)));
    let deck = Deck::new(&case, &World::of_case(&case).unwrap(), &BTreeMap::new());
    assert_eq!(batch.num_columns(), 4 + 2 * deck.keys().len());
    for (card, key) in deck.keys().enumerate() {
        let numbers = |kind: &str| column(&format!("{kind}.{key}")).as_primitive::<Float64Type>();
        let (levels, values) = (numbers("level"), numbers("value"));
        for row in 0..12 {
            let wanted = deck.value(card, levels.value(row));
            assert_eq!(values.value(row).to_bits(), wanted.to_bits(), "{key}");
        }
    }
}

#[test]
fn the_same_draws_are_found_again_and_others_never_written_over() {
    let desk = Desk::new();
    let line = "calibrate mali-2024 --draws 12 --out draws.parquet";
    let told = desk.run(&format!("{line} --threads 2")).succeeds();
    let bytes = fs::read(desk.path("draws.parquet")).unwrap();
    let again = desk.run(&format!("{line} --threads 1")).succeeds().fits();
    assert_eq!(again.out, told.out);
    again.says("draws.parquet is there already, made from the same");
    desk.run("calibrate mali-2024 --draws 12 --out other.parquet --threads 1")
        .succeeds();
    assert!(fs::read(desk.path("other.parquet")).unwrap() == bytes);
    desk.run(&format!("{line} --seed 2"))
        .fails(3)
        .fits()
        .says("holds other draws");
    assert!(fs::read(desk.path("draws.parquet")).unwrap() == bytes);
    desk.run(&format!("{line} --seed 2 --force")).succeeds();
    assert!(fs::read(desk.path("draws.parquet")).unwrap() != bytes);
    desk.write("notes.parquet", "not of this kind");
    desk.run("calibrate mali-2024 --draws 12 --out notes.parquet")
        .fails(3)
        .fits()
        .says("notes.parquet is no file of draws");
    assert_eq!(desk.read("notes.parquet"), "not of this kind");
}

#[test]
fn parts_from_the_same_draws_merge_wherever_they_were_found() {
    let desk = Desk::new();
    // As many draws as runs, as a job that calibrates itself takes.
    desk.run("calibrate mali-2024 --draws 12 --out draws.parquet")
        .succeeds();
    desk.run(&format!("{JOB} --out whole.parquet")).succeeds();
    desk.run(&format!("{JOB} --shard 1/2 --out 1.parquet"))
        .succeeds();
    desk.run(&format!(
        "{JOB} --draws draws.parquet --shard 2/2 --out 2.parquet"
    ))
    .succeeds();
    desk.run("merge 1.parquet 2.parquet --out merged.parquet")
        .succeeds();
    let read = |name: &str| fs::read(desk.path(name)).unwrap();
    assert!(read("merged.parquet") == read("whole.parquet"));
    let (_, manifest) = rows(&desk.path("whole.parquet"));
    let openings = manifest["openings"].as_str().unwrap();
    assert!(
        openings.starts_with("draws ") && openings.len() == 70,
        "{openings}"
    );

    // Others, and none, are told apart.
    desk.run("calibrate mali-2024 --draws 12 --seed 9 --out others.parquet")
        .succeeds();
    for other in ["--draws others.parquet", "--from-priors"] {
        let line = format!("{JOB} {other} --shard 2/2 --out other.parquet --force");
        desk.run(&line).succeeds();
        desk.run("merge 1.parquet other.parquet --out no.parquet")
            .fails(3)
            .fits()
            .says("do not belong together: openings");
    }
    let told = desk.run(&format!("{JOB} --draws others.parquet"));
    told.succeeds().fits();
}

#[test]
fn runs_go_on_from_the_day_of_their_draws() {
    let desk = Desk::new();
    // October is not over.
    desk.run("calibrate mali-2024 --as-of 2024-10-15 --draws 12 --out draws.parquet")
        .succeeds()
        .fits();
    desk.run(&format!("{JOB} --draws draws.parquet --out runs.parquet"))
        .succeeds();
    let (_, manifest) = rows(&desk.path("runs.parquet"));
    assert_eq!(manifest["as_of"], "2024-10-15");
    let told = desk.run(&format!("{JOB} --draws draws.parquet")).succeeds();
    assert!(told.out.contains("of 2022-10 to 2024-09"), "{told}");
}

#[test]
fn what_does_not_go_with_the_case_is_refused() {
    let desk = Desk::new();
    copied(&desk);
    desk.run("calibrate mali --draws 4 --out draws.parquet")
        .succeeds();
    let job = "simulate mali --runs 4 --months 2 --scenario status-quo";
    desk.run(&format!("{job} --draws draws.parquet")).succeeds();
    desk.run("simulate burkina-faso-2022 --draws draws.parquet")
        .fails(3)
        .fits()
        .says("draws of the case mali-2024, not of burkina-faso-2022");
    desk.write(
        "mali/case.toml",
        desk.read("mali/case.toml") + "\n# A remark.\n",
    );
    desk.run(&format!("{job} --draws draws.parquet"))
        .fails(3)
        .fits()
        .says("mali-2024 was changed since");
    desk.run(&format!("{JOB} --from-priors --out runs.parquet"))
        .succeeds();
    desk.write(
        "cut.parquet",
        &fs::read(desk.path("draws.parquet")).unwrap()[..2000],
    );
    for (file, code) in [
        ("runs.parquet", 3),
        ("cut.parquet", 3),
        ("none.parquet", 1),
        (".", 1),
    ] {
        let told = desk.run(&format!("{job} --draws {file}")).fails(code);
        let told = told.fits();
        if code == 3 {
            told.says("is no file of draws");
        }
    }
}

#[test]
fn without_two_years_of_record_runs_begin_from_the_priors_and_say_so() {
    let desk = Desk::new();
    copied(&desk);
    let figures = desk.read("mali/figures.csv");
    let old = |line: &&str| {
        !["2022-0", "2022-10", "2022-11"]
            .iter()
            .any(|month| line.contains(month))
            && !(1989..2022).any(|year| line.contains(&format!("{year}-")))
    };
    let kept: Vec<&str> = figures.lines().filter(old).collect();
    desk.write("mali/figures.csv", kept.join("\n") + "\n");
    desk.run("calibrate mali")
        .fails(3)
        .fits()
        .says("the record is shorter than the 24 months");
    let told = desk
        .run("simulate mali --runs 4 --months 2")
        .succeeds()
        .fits();
    assert!(
        told.out.contains("begun from the priors,\nnot calibrated"),
        "{told}"
    );
    told.says("Not calibrated: the record is shorter than the 24 months");
}

#[cfg(target_os = "linux")]
#[test]
fn a_calibration_ends_when_it_is_asked_to() {
    let desk = Desk::new();
    let mut command = desk.command();
    command.args("calibrate mali-2024 --draws 3000 --out draws.parquet".split_whitespace());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    // Signal 2 among those that the program sees to.
    let listens = || {
        let status = fs::read_to_string(&status).unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        mask.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).unwrap() & 0b10 != 0)
    };
    while !listens() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
        std::thread::sleep(Duration::from_millis(2));
    }
    let text = interrupted(child);
    assert!(text.contains("stopped: nothing is written"), "{text}");
    assert!(!desk.path("draws.parquet").exists());
}
