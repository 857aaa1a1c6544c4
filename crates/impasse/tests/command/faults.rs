//! Faults of the command line, the files and the system: a message with its remedy, no panic.

use std::fs::File;

use crate::desk::{Desk, Told};
use crate::made_up;

/// A folder, an event file, and a store that holds it.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("ged251.csv", made_up::mali_ged());
    desk.run("data add ged251.csv").succeeds();
    desk.write("folder/file", "");
    desk
}

#[test]
fn what_is_no_file_is_said_to_be_none() {
    let desk = desk();
    let mut manual = String::new();
    for line in [
        "assess somalia-1991 --runs 0 --events nowhere.csv --out o",
        "assess somalia-1991 --runs 0 --events folder --out o",
        "assess somalia-1991 --runs 0 --out folder/file",
        "assess somalia-1991 --runs 0 --events ged251.csv/x --out o",
        "case figures --country MLI --from folder",
        "case figures --country MLI --from nowhere.csv",
        "case figures --country MLI --from ged251.csv --out folder",
        "data add folder",
        "data add nowhere.csv",
        "data add ged251.csv --store folder/file",
        "data list --store folder/file",
        "data export --out folder --format csv",
        "data export --out folder/file/x.csv",
        "data export --out folder/file/p.csv --format panel",
        "places outline --country MLI --boundaries folder",
        "places outline --country MLI --boundaries nowhere.geojson",
    ] {
        manual.push_str(&desk.run(line).fails(1).fits().says("help: ").to_string());
        manual.push('\n');
    }
    assert!(!desk.path("o").exists());
    insta::assert_snapshot!(manual);
}

#[test]
fn empty_words_are_refused() {
    let desk = desk();
    for words in [
        &[""][..],
        &["assess", ""],
        &["assess", "mali-2024", "--events", ""],
        &["assess", "mali-2024", "--out", ""],
        &["assess", "mali-2024", "--as-of", ""],
        &["case", "check", ""],
        &["case", "new", ""],
        &["case", "figures", "--country", "", "--from", "ged251.csv"],
        &["case", "figures", "--country", "MLI", "--from", ""],
        &["data", "add", ""],
        &["data", "describe", ""],
        &["data", "rm", ""],
        &["data", "export", "--out", ""],
        &["data", "fetch", ""],
        &["data", "fetch", "ucdp-ged", "--version", ""],
        &["places", "outline", "--boundaries", "", "--country", "MLI"],
    ] {
        let told = desk.run_words(words).fits();
        assert!(matches!(told.code, 2 | 3), "{told}");
    }
}

#[test]
fn numbers_out_of_all_bounds_are_refused_or_borne() {
    let desk = desk();
    for (line, code) in [
        ("assess somalia-1991 --runs 0 --out o --threads 1025", 2),
        ("assess somalia-1991 --runs 0 --out o --threads -1", 2),
        ("assess somalia-1991 --runs 0 --out o --seed -1", 2),
        (
            "assess somalia-1991 --runs 0 --out o --seed 18446744073709551616",
            2,
        ),
        ("assess somalia-1991 --runs 0 --out o --as-of 9999-12-31", 0),
        (
            "assess somalia-1991 --runs 0 --out o --as-of 10000-01-01",
            2,
        ),
        ("assess somalia-1991 --runs 0 --out o --as-of 0000-00-00", 2),
        ("data export --out x.csv --from 9999-12", 0),
        ("data export --out x.csv --from 0001-01 --to 9999-12", 0),
        (
            "data export --out p.csv --format panel --from 0001-01 --to 9999-12",
            3,
        ),
        ("data export --out x.csv --as-known 0001-01-01", 0),
        ("data add ged251.csv --version 9999.9999.9999", 0),
        ("data add ged251.csv --version 99999.1", 2),
        ("data fetch acled --country MLI --from 99999 --to 99999", 2),
        (
            "places outline --country MLI --boundaries x --tolerance 1e999",
            2,
        ),
    ] {
        desk.run(line).fits().fails(code);
    }
}

#[test]
fn a_damaged_store_is_named_with_the_way_out() {
    let manifest = |text: &str| {
        let desk = desk();
        desk.write("store/manifest.json", text);
        desk
    };
    for text in [
        "",
        "{",
        "[]",
        "{\"format\": 99, \"entries\": []}",
        "\0\0\0\0",
    ] {
        let desk = manifest(text);
        for line in [
            "data list",
            "data describe ucdp-ged",
            "data rm ucdp-ged",
            "data add ged251.csv",
            "data export --out x.csv",
            "assess somalia-1991 --runs 0 --stored --out o",
        ] {
            desk.run(line)
                .fails(1)
                .fits()
                .says("not a manifest this version reads");
        }
    }

    let desk = desk();
    let entries = crate::desk::contents(&desk.path("store"));
    let parquet = entries
        .iter()
        .find(|(path, _)| path.extension().is_some_and(|kind| kind == "parquet"));
    let (path, bytes) = parquet.unwrap();
    for damaged in [&bytes[..bytes.len() / 2], b"", b"PAR1PAR1"] {
        std::fs::write(path, damaged).unwrap();
        desk.run("data export --out x.csv")
            .fails(1)
            .says("with `data rm` and add its source again");
        desk.run("assess somalia-1991 --runs 0 --stored --out o")
            .fails(1);
    }
    std::fs::remove_file(path).unwrap();
    desk.run("data export --out x.csv").fails(1);
    // The way out that is named is one.
    desk.run("data rm ucdp-ged").succeeds();
    desk.run("data add ged251.csv").succeeds();
    desk.run("data export --out x.csv").succeeds();
}

#[test]
fn a_store_in_use_is_left_alone() {
    let desk = desk();
    let lock = File::options()
        .write(true)
        .open(desk.path("store/.lock"))
        .unwrap();
    lock.lock().unwrap();
    let add = desk.run("data add ged251.csv").fails(1).fits();
    let remove = desk.run("data rm ucdp-ged").fails(1).fits();
    desk.run("data list").succeeds();
    desk.run("data export --out x.csv").succeeds();
    // Closing would not do: a process that another test is just starting may still hold a copy.
    lock.unlock().unwrap();
    desk.run("data rm ucdp-ged").succeeds();
    insta::assert_snapshot!(format!("{add}\n{remove}"));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_borne() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;

    let desk = Desk::new();
    let name = OsStr::from_bytes(b"ged251-\xff\xfe.csv");
    if std::fs::write(desk.path("").join(name), made_up::mali_ged()).is_err() {
        eprintln!("this file system takes names of text alone: not tested");
        return;
    }
    let run = |before: &str, after: &str| -> Told {
        let words = before
            .split(' ')
            .map(OsString::from)
            .chain([name.to_owned()]);
        let words = words.chain(after.split_whitespace().map(OsString::from));
        desk.run_words(&words.collect::<Vec<_>>())
    };
    run("data add", "--version 25.1").succeeds();
    run("assess somalia-1991 --runs 0 --out o --events", "").succeeds();
    run("assess somalia-1991 --runs 0 --out", "").fails(1);
    run("assess", "--out o").fails(3);
    run("case check", "").fails(3);
    run("case new", "").fails(2);
    run("case figures --country MLI --from", "").succeeds();
    run("data describe", "").fails(2);
    run("data export --out", "").succeeds();
    run("data list --store", "").fails(1);
    run("places outline --country MLI --boundaries", "").fails(3);
    run("places outline --boundaries x --country", "").fails(2);
}

#[cfg(unix)]
#[test]
fn what_one_has_no_right_to_is_said() {
    use std::os::unix::fs::PermissionsExt;

    let desk = desk();
    desk.write("secret.csv", made_up::mali_ged());
    let locked = |name: &str, mode| {
        std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    locked("secret.csv", 0o000);
    locked("folder", 0o500);
    if File::open(desk.path("secret.csv")).is_ok() {
        eprintln!("the superuser may do anything: not tested");
        return;
    }
    for line in [
        "data add secret.csv",
        "assess somalia-1991 --runs 0 --events secret.csv --out o",
        "assess somalia-1991 --runs 0 --out folder/o",
        "case new x --within folder",
        "data export --out folder/x.csv",
        "data add ged251.csv --store folder/store",
    ] {
        desk.run(line)
            .fails(1)
            .fits()
            .says("the right to read or write there");
    }
    locked("folder", 0o700);
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_no_file_is_said_to_take_none() {
    let desk = desk();
    for line in [
        "assess somalia-1991 --runs 0 --out /proc/impasse",
        "case new x --within /proc",
        "data export --out /proc/x.csv",
        "data add ged251.csv --store /proc/impasse",
        "case figures --country MLI --from ged251.csv --out /proc/x.csv",
    ] {
        desk.run(line).fails(1).fits().says("help: ");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let desk = desk();
    for line in [
        "case list",
        "assess somalia-1991 --runs 0 --out o",
        "data list",
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = desk
            .command()
            .args(line.split(' '))
            .stdout(full)
            .output()
            .unwrap();
        Told::new(line, &output)
            .fails(1)
            .fits()
            .says("standard output: ");
    }
}
