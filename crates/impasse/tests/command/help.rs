//! `--help`, usage errors, colour.

use crate::desk::Desk;

#[test]
fn every_command_explains_itself() {
    let desk = Desk::new();
    for (name, command) in [
        ("impasse", ""),
        ("assess", "assess"),
        ("evidence", "evidence"),
        ("breaks", "breaks"),
        ("game", "game"),
        ("case", "case"),
        ("case_new", "case new"),
        ("case_check", "case check"),
        ("case_schema", "case schema"),
        ("case_list", "case list"),
        ("case_figures", "case figures"),
        ("data", "data"),
        ("data_add", "data add"),
        ("data_list", "data list"),
        ("data_describe", "data describe"),
        ("data_export", "data export"),
        ("data_fetch", "data fetch"),
        ("data_fetch_ucdp-ged", "data fetch ucdp-ged"),
        ("data_fetch_ucdp-candidate", "data fetch ucdp-candidate"),
        ("data_fetch_acled", "data fetch acled"),
        ("data_rm", "data rm"),
        ("calibrate", "calibrate"),
        ("simulate", "simulate"),
        ("merge", "merge"),
        ("trajectory", "trajectory"),
        ("places", "places"),
        ("places_outline", "places outline"),
    ] {
        let told = desk.run(&format!("{command} --help")).succeeds().fits();
        insta::assert_snapshot!(name, told);
    }
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let desk = Desk::new();
    let mut manual = String::new();
    for line in [
        "",
        "asses mali-2024",
        "assess",
        "assess somalia-1991 --runs 0 --as-of 2024-9-17",
        "assess somalia-1991 --runs 0 --threads 0",
        "assess somalia-1991 --runs 0 --threads 18446744073709551616",
        "assess somalia-1991 --runs 0 --seed 1e9",
        "assess somalia-1991 --runs 0 --stored --events x.csv",
        "assess somalia-1991 --runs 0 --strict",
        "evidence mali-2024 --runs 20 --stored --events x.csv",
        "data export --out x.csv --from 2024-13",
        "data export --out x.csv --country Atlantis",
        "data add x.csv --version new",
        "game x.nfg --lambda -1",
        "game x.nfg --epsilon nan",
        "places outline --boundaries x --country MLI --tolerance -1",
        "places outline --boundaries x --country MLI --tolerance nan",
    ] {
        manual.push_str(&desk.run(line).fails(2).fits().to_string());
        manual.push('\n');
    }
    insta::assert_snapshot!(manual);
}

#[test]
fn colour_is_as_asked_for() {
    let desk = Desk::new();
    let run = |colour: &str| {
        desk.run(&format!("assess somalia-1991 --runs 0 --out o {colour}"))
            .succeeds()
    };
    let plain = run("").out;
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(run("--color never").out, plain);
    let coloured = run("--color always").out;
    assert!(coloured.contains('\u{1b}'));
    assert_ne!(coloured, plain);

    let mut command = desk.command();
    command
        .env("NO_COLOR", "1")
        .args(["assess", "somalia-1991", "--runs", "0", "--out", "o"]);
    assert_eq!(command.output().unwrap().stdout, plain.as_bytes());
    // What is asked for by name goes before what the environment asks for.
    command.args(["--color", "always"]);
    assert_eq!(command.output().unwrap().stdout, coloured.as_bytes());
}

#[test]
fn errors_are_coloured_as_asked_for() {
    let desk = Desk::new();
    assert!(!desk.run("case check nope").fails(3).err.contains('\u{1b}'));
    assert!(
        desk.run("case check nope --color always")
            .fails(3)
            .err
            .contains('\u{1b}')
    );
}
