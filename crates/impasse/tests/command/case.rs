//! `impasse case`.

use crate::desk::Desk;
use crate::made_up;

#[test]
fn the_cases_that_come_along_are_listed() {
    insta::assert_snapshot!(Desk::new().run("case list").succeeds().fits());
}

#[test]
fn every_case_that_comes_along_is_sound() {
    let desk = Desk::new();
    let list = desk.run("case list").out;
    let names: Vec<&str> = list.lines().filter(|line| !line.starts_with(' ')).collect();
    assert!(names.len() >= 5);
    for name in names {
        desk.run(&format!("case check {name}")).succeeds().fits();
    }
}

#[test]
fn a_new_case_passes_its_check() {
    let desk = Desk::new();
    let new = desk
        .run("case new niger-2025 --within cases")
        .succeeds()
        .fits();
    let check = desk.run("case check cases/niger-2025").succeeds().fits();
    let file = desk.run("case check cases/niger-2025/case.toml").succeeds();
    assert_eq!(check.out, file.out);
    let again = desk
        .run("case new niger-2025 --within cases")
        .fails(3)
        .fits();
    let assess = desk.run("assess cases/niger-2025").fails(3).fits();
    insta::assert_snapshot!(format!("{new}\n{check}\n{again}\n{assess}"));
}

#[test]
fn a_new_case_is_made_nowhere_else() {
    let desk = Desk::new();
    for name in ["", ".", "..", "../x", "/", "/tmp/impasse-x", "a/b"] {
        desk.run_words(&["case", "new", name])
            .fails(3)
            .fits()
            .says("is not a name");
    }
    assert_eq!(crate::desk::contents(&desk.path("")), []);
}

#[test]
fn faults_of_a_case_are_shown_where_they_are() {
    let desk = Desk::new();
    desk.run("case new broken").succeeds();
    let text = desk.read("broken/case.toml");
    let broken = text
        .replacen("iso3 = \"", "iso3 = \"x", 1)
        .replacen("country = ", "coutnry = ", 1)
        .replacen("deaths = {", "deaths = { lowest = 1,", 1);
    assert_ne!(text, broken);
    desk.write("broken/case.toml", broken);
    insta::assert_snapshot!(desk.run("case check broken").fails(3));
}

#[test]
fn many_faults_are_not_all_shown_at_once() {
    let desk = Desk::new();
    desk.write("case.toml", "one\n".repeat(500));
    let told = desk
        .run("case check case.toml")
        .fails(3)
        .says("the first 20 are shown");
    assert!(told.err.lines().count() < 400, "{told}");
}

#[test]
fn a_case_that_is_not_there_is_guessed_at() {
    let desk = Desk::new();
    desk.write("empty/readme", "");
    let lines = ["case check mali-2042", "assess zzz", "case check empty"];
    let told = lines.map(|line| desk.run(line).fails(3).fits().to_string());
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn the_schema_is_the_committed_one() {
    let told = Desk::new().run("case schema").succeeds();
    assert_eq!(told.out, include_str!("../../../../docs/case.schema.json"));
}

#[test]
fn figures_come_from_country_months() {
    let desk = Desk::new();
    desk.write("months.csv", made_up::country_months());
    let line = "case figures --country NER --from months.csv --cite Made-up-figures.";
    let printed = desk.run(line).succeeds();
    // A name, or letters of either case, do as well as a code; a file holds what would be printed.
    for country in ["ner", "Niger"] {
        let line = line.replace("NER", country);
        let told = desk
            .run(&format!("{line} --out figures.csv"))
            .succeeds()
            .fits();
        assert_eq!(told.err, "Written: figures.csv (4 months)\n");
        assert_eq!(desk.read("figures.csv"), printed.out);
    }
    let other = desk
        .run("case figures --country MLI --from months.csv")
        .fails(3)
        .fits();
    insta::assert_snapshot!(format!("{printed}\n{other}"));
}

#[test]
fn figures_come_from_events() {
    let desk = Desk::new();
    desk.write("GEDEvent_v25_1.csv", made_up::ged_with_faults());
    let line = "case figures --country MLI --from GEDEvent_v25_1.csv";
    let good_rows = desk.run(line).succeeds();
    let strict = desk.run(&format!("{line} --strict")).fails(3).fits();
    insta::assert_snapshot!(format!("{good_rows}\n{strict}"));
}
