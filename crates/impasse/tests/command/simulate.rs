//! `impasse simulate` and `impasse merge`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use crate::desk::{Desk, interrupted};

/// A small job: two scenarios, 25 runs of 14 months.
const JOB: &str =
    "simulate mali-2024 --scenario collapse --scenario status-quo --runs 25 --months 14";

/// The same from the priors, where it does not matter what runs begin from: finding draws takes a second.
const QUICK: &str = "simulate mali-2024 --from-priors --scenario collapse --scenario status-quo --runs 25 --months 14";

/// What a file says of itself, and its row groups.
pub(crate) fn rows(path: &Path) -> (Vec<RecordBatch>, Value) {
    let open = || ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let metadata = open().metadata().clone();
    let pairs = metadata.file_metadata().key_value_metadata().unwrap();
    let text = pairs.iter().find(|pair| pair.key == "impasse").unwrap();
    let manifest = serde_json::from_str(text.value.as_ref().unwrap()).unwrap();
    let group = |number| {
        let reader = open()
            .with_batch_size(1 << 20)
            .with_row_groups(vec![number]);
        reader.build().unwrap().next().unwrap().unwrap()
    };
    (
        (0..metadata.num_row_groups()).map(group).collect(),
        manifest,
    )
}

/// Files in the folder that were being written.
fn unfinished(desk: &Desk) -> usize {
    fs::read_dir(desk.path("."))
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().starts_with(".impasse-")
        })
        .count()
}

#[test]
fn outcomes_of_all_scenarios_fit_a_terminal() {
    let desk = Desk::new();
    let told = desk
        .run("simulate mali-2024 --runs 40 --months 24")
        .succeeds()
        .fits();
    assert!(told.err.is_empty(), "{told}");
    assert!(
        told.out.contains("begun from 40 draws\nthat go with"),
        "{told}"
    );
    let priors = desk.run("simulate mali-2024 --runs 40 --months 24 --from-priors");
    let priors = priors.succeeds().fits();
    assert!(
        priors
            .out
            .contains("begun from the\npriors, not calibrated"),
        "{priors}"
    );
    assert_ne!(priors.out, told.out);
    for scenario in ["status-quo", "collapse", "partition", "backers-leave"] {
        // In each of the three blocks.
        assert_eq!(
            told.out.matches(&format!("\n{scenario} ")).count(),
            3,
            "{told}"
        );
    }
    let again = desk.run("simulate mali-2024 --runs 40 --months 24 --threads 1");
    assert_eq!(again.succeeds().out, told.out);
    let off =
        desk.run("simulate mali-2024 --runs 40 --months 24 --without clashes --without one-sided");
    let off = off.succeeds().fits();
    assert!(off.out.contains("without clashes, one-sided"), "{off}");
    // Nobody is killed in any of the ten scenarios; who fled in the months replayed is away all the same.
    assert_eq!(off.out.matches(" 0 (0 to 0)").count(), 10, "{off}");
    assert_ne!(off.out, told.out);
}

#[test]
fn a_row_is_a_run_of_a_scenario_after_so_many_months() {
    let desk = Desk::new();
    desk.run(&format!(
        "{JOB} --out f.parquet --every 6 --seed 3 --without coups"
    ))
    .succeeds()
    .fits();
    let (batches, manifest) = rows(&desk.path("f.parquet"));
    // The scenarios in the order of the case, a row group of each.
    assert_eq!(
        manifest["scenarios"],
        serde_json::json!(["status-quo", "collapse"])
    );
    assert_eq!(manifest["case"], "mali-2024");
    assert_eq!(manifest["case_sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        (&manifest["seed"], &manifest["without"][0]),
        (&3.into(), &"coups".into())
    );
    assert_eq!(manifest.get("shard"), None);
    assert_eq!(batches.len(), 2);
    let case = case::Case::builtin("mali-2024").unwrap();
    let plan = theatre::Plan {
        months: 14,
        first: 0,
        runs: 25,
        seed: 3,
        every: 0,
    };
    // A draw for each run, as an assessment finds them.
    let found = assessment::calibrate(&assessment::Inputs {
        seed: 3,
        runs: 25,
        ..assessment::Inputs::new(&case)
    })
    .unwrap();
    for (batch, key) in batches.iter().zip(["status-quo", "collapse"]) {
        let scenario = case.scenarios.iter().find(|one| one.key == key).unwrap();
        let stage = theatre::Stage::new(&case, scenario).unwrap();
        let stage = stage.from(found.openings(&case).unwrap());
        let runs = stage.without(&[theatre::Process::Coups]).ensemble(&plan);
        let number = |name: &str, row: usize| {
            let column = batch
                .column_by_name(name)
                .unwrap_or_else(|| panic!("no {name}"));
            column.as_primitive_opt::<Float32Type>().map_or_else(
                || column.as_primitive::<Float64Type>().value(row),
                |column| column.value(row).into(),
            )
        };
        let count = |name: &str, row: usize| {
            batch
                .column_by_name(name)
                .unwrap()
                .as_primitive::<Int64Type>()
                .value(row)
        };
        assert_eq!(batch.num_rows(), 25 * 3);
        for row in 0..batch.num_rows() {
            let (run, month) = (row / 3, [6, 12, 14][row % 3]);
            assert_eq!(batch.column(0).as_string::<i32>().value(row), key);
            assert_eq!(
                (count("run", row), count("month", row)),
                (run as i64, month as i64)
            );
            let at = &runs[run][month - 1];
            let so_far = &runs[run][..month];
            let close = |name: &str, wanted: f64| {
                let got = number(name, row);
                assert!(
                    (got - wanted).abs() <= 1e-6 * wanted.abs().max(1.0),
                    "{name}: {got} {wanted}"
                );
            };
            close("state", at.state);
            close("nobody", at.nobody);
            close("overt.jnim", at.overt[1]);
            close("reach.state", at.reach[0]);
            close("strength.local_commands", *at.strength.last().unwrap());
            close("capacity", at.capacity);
            close("displaced", at.displaced);
            close("deaths", so_far.iter().map(|one| one.deaths).sum());
            close(
                "killed_by.jnim",
                so_far.iter().map(|one| one.killed_by[1]).sum(),
            );
            let events: u32 = so_far.iter().map(|one| one.events).sum();
            assert_eq!(count("events", row), i64::from(events));
            assert_eq!(count("factions", row), i64::from(at.factions));
            let collapsed = batch.column_by_name("collapsed").unwrap().as_boolean();
            assert_eq!(collapsed.value(row), at.collapsed);
            let capital = batch.column_by_name("capital").unwrap();
            assert_eq!(capital.is_null(row), at.capital.is_none());
        }
    }
    desk.run(&format!("{JOB} --out all.parquet --every 1"))
        .succeeds();
    let (batches, _) = rows(&desk.path("all.parquet"));
    assert_eq!(
        batches.iter().map(RecordBatch::num_rows).sum::<usize>(),
        2 * 25 * 14
    );
}

/// Runs a job at once on one thread and on two, and in so many parts, merged in an order; gives the bytes of the file.
fn parts_merge(desk: &Desk, job: &str, splits: &[&[u32]]) -> Vec<u8> {
    let read = |name: &str| fs::read(desk.path(name)).unwrap();
    for threads in [1, 2] {
        let line = format!("{job} --out whole{threads}.parquet --threads {threads}");
        desk.run(&line).succeeds();
    }
    let whole = read("whole1.parquet");
    assert!(read("whole2.parquet") == whole);
    for order in splits {
        let of = order.len();
        let mut files = Vec::new();
        for number in *order {
            let threads = 1 + number % 2;
            let file = format!("s{number}of{of}.parquet");
            desk.run(&format!(
                "{job} --shard {number}/{of} --out {file} --threads {threads}"
            ))
            .succeeds();
            files.push(file);
        }
        // The same part twice does no harm.
        files.push(files[0].clone());
        let files = files.join(" ");
        desk.run(&format!("merge {files} --out m{of}.parquet"))
            .succeeds()
            .fits();
        assert!(read(&format!("m{of}.parquet")) == whole, "{of}");
    }
    whole
}

#[test]
fn parts_merged_are_the_file_written_at_once() {
    let desk = Desk::new();
    // Each part finds the same draws.
    parts_merge(&desk, JOB, &[&[3, 1, 2]]);
    let desk = Desk::new();
    let whole = parts_merge(&desk, QUICK, &[&[1], &[3, 1, 2], &[2, 7, 1, 3, 6, 5, 4]]);
    desk.run(&format!("{QUICK} --shards 4 --out d/runs.parquet"))
        .succeeds()
        .fits();
    assert!(fs::read(desk.path("d/runs.parquet")).unwrap() == whole);
    assert!(desk.path("d/runs.3-of-4.parquet").exists());
    // More parts than runs: some are empty.
    desk.run(&format!("{QUICK} --shards 30 --out e/runs.parquet"))
        .succeeds();
    assert!(fs::read(desk.path("e/runs.parquet")).unwrap() == whole);
    desk.run("merge whole1.parquet --out copy.parquet")
        .succeeds();
    assert!(fs::read(desk.path("copy.parquet")).unwrap() == whole);
}

#[test]
fn more_rows_than_a_row_group_holds_merge_to_the_same_bytes() {
    let desk = Desk::new();
    // 120 runs x 600 months: a scenario of 72,000 rows, in two groups.
    let job =
        "simulate mali-2024 --from-priors --scenario status-quo --runs 120 --months 600 --every 1";
    desk.run(&format!("{job} --out whole.parquet")).succeeds();
    desk.run(&format!("{job} --shards 3 --out parts.parquet"))
        .succeeds();
    let read = |name: &str| fs::read(desk.path(name)).unwrap();
    assert!(read("whole.parquet") == read("parts.parquet"));
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(File::open(desk.path("whole.parquet")).unwrap());
    assert_eq!(reader.unwrap().metadata().num_row_groups(), 2);
}

#[test]
fn what_is_there_is_left_alone_and_another_thing_is_never_written_over() {
    let desk = Desk::new();
    let write = format!("{QUICK} --out f.parquet");
    desk.run(&write).succeeds();
    let written = |name: &str| fs::metadata(desk.path(name)).unwrap().modified().unwrap();
    let before = written("f.parquet");
    desk.run(&write)
        .succeeds()
        .says("f.parquet is there already, made from the same");
    assert_eq!(written("f.parquet"), before);
    desk.run(&format!("{write} --force")).succeeds();
    assert!(written("f.parquet") > before);
    desk.run(&format!("{write} --seed 2"))
        .fails(3)
        .fits()
        .says("made from other things: seed (2 and 1)");
    desk.run(&format!("{write} --shard 1/2"))
        .fails(3)
        .says("its part of the runs");
    desk.write("notes.parquet", "not of this kind");
    desk.run(&format!("{QUICK} --out notes.parquet"))
        .fails(3)
        .fits()
        .says("notes.parquet is no table of runs");
    assert_eq!(desk.read("notes.parquet"), "not of this kind");
    desk.run(&format!("{QUICK} --out notes.parquet --force"))
        .succeeds();
    // A file cut short is not taken for finished.
    let bytes = fs::read(desk.path("f.parquet")).unwrap();
    desk.write("f.parquet", &bytes[..bytes.len() / 2]);
    desk.run(&write).fails(3).says("is no table of runs");
    assert_eq!(unfinished(&desk), 0);
}

#[test]
fn parts_that_do_not_make_a_whole_are_refused() {
    let desk = Desk::new();
    for number in [1, 2, 3] {
        desk.run(&format!(
            "{QUICK} --shard {number}/3 --out s{number}.parquet"
        ))
        .succeeds();
    }
    desk.run(&format!("{QUICK} --shard 2/3 --seed 9 --out other.parquet"))
        .succeeds();
    desk.run(&format!("{QUICK} --shard 2/4 --out quarter.parquet"))
        .succeeds();
    desk.write("notes.txt", "x");
    let mut manual = String::new();
    for files in [
        "s1.parquet s3.parquet",
        "s3.parquet",
        "s1.parquet other.parquet s3.parquet",
        "s1.parquet quarter.parquet s3.parquet",
        "s1.parquet notes.txt",
    ] {
        let told = desk.run(&format!("merge {files} --out out.parquet"));
        manual.push_str(&told.fails(3).fits().to_string());
        manual.push('\n');
        assert!(!desk.path("out.parquet").exists());
    }
    desk.run("merge s1.parquet nowhere.parquet --out out.parquet")
        .fails(1);
    insta::assert_snapshot!(manual);

    // The same part with one byte of a page changed.
    let mut bytes = fs::read(desk.path("s2.parquet")).unwrap();
    bytes[200] ^= 1;
    desk.write("torn.parquet", bytes);
    desk.run("merge s1.parquet s2.parquet torn.parquet s3.parquet --out out.parquet")
        .fails(3)
        .says("hold the same runs and are not the same");

    desk.run("merge s1.parquet s2.parquet s3.parquet --out s1.parquet")
        .fails(3)
        .says("s1.parquet is there already");
}

#[test]
fn a_job_that_is_killed_goes_on_after_its_last_finished_part() {
    let desk = Desk::new();
    let job = "simulate mali-2024 --from-priors --scenario status-quo --runs 6000 --months 60";
    let line = format!("{job} --shards 12 --out runs.parquet --threads 1");
    let mut child = desk
        .command()
        .args(line.split_whitespace())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let finished = || -> BTreeSet<String> {
        let names = fs::read_dir(desk.path("."))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.contains("-of-12")).collect()
    };
    let start = Instant::now();
    while finished().len() < 2 {
        assert!(
            start.elapsed() < Duration::from_mins(1),
            "no part was finished"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = finished();
    assert!(
        kept.len() < 12 && !desk.path("runs.parquet").exists(),
        "{kept:?}"
    );
    let times = |names: &BTreeSet<String>| -> Vec<_> {
        let time = |name: &String| fs::metadata(desk.path(name)).unwrap().modified().unwrap();
        names.iter().map(time).collect()
    };
    let before = times(&kept);
    let told = desk.run(&line).succeeds();
    assert_eq!(
        told.err.matches("is there already").count(),
        kept.len(),
        "{told}"
    );
    assert_eq!(times(&kept), before);
    desk.run(&format!("{job} --out whole.parquet")).succeeds();
    let read = |name: &str| fs::read(desk.path(name)).unwrap();
    assert!(read("runs.parquet") == read("whole.parquet"));
}

#[cfg(unix)]
#[test]
fn one_that_is_asked_to_stop_says_what_is_kept_and_leaves_nothing_half_written() {
    let desk = Desk::new();
    let mut command = desk.command();
    command.args(
        "simulate mali-2024 --from-priors --scenario status-quo --runs 200000 --shards 100 --out runs.parquet"
            .split_whitespace(),
    );
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while !desk.path("runs.1-of-100.parquet").exists() {
        assert!(
            start.elapsed() < Duration::from_mins(1),
            "no part was finished"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    let text = interrupted(child);
    assert!(
        text.contains("of 100 parts are finished and kept"),
        "{text}"
    );
    assert_eq!(unfinished(&desk), 0);
}

#[test]
fn wrong_wishes_are_explained() {
    let desk = Desk::new();
    desk.run("simulate mali-2024 --without luck")
        .fails(2)
        .fits()
        .says("[possible values: loss-of-strength, draw, reach, clashes");
    let mut manual = String::new();
    for line in [
        "simulate mali-2024 --shard 1/3",
        "simulate mali-2024 --out f.parquet --shard 4/3",
        "simulate mali-2024 --out f.parquet --shard 1/3 --shards 3",
        "simulate mali-2024 --runs 0",
        "simulate mali-2024 --months 601",
        "simulate mali-2024 --every 6",
        "simulate mali-2024 --draws f.parquet --from-priors",
        "calibrate mali-2024 --draws 1",
        "calibrate mali-2024 --force",
        "merge --out f.parquet",
    ] {
        manual.push_str(&desk.run(line).fails(2).fits().to_string());
        manual.push('\n');
    }
    for line in ["simulate mali-2024 --scenario peace", "simulate mali-2042"] {
        manual.push_str(&desk.run(line).fails(3).fits().to_string());
        manual.push('\n');
    }
    insta::assert_snapshot!(manual);
}
