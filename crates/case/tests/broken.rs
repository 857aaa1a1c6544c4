//! Broken case files and the message that each gets: file, line, column, reason, remedy.
//!
//! Every case is the template with one thing made wrong, so that the message is all that differs.

use std::collections::BTreeMap;

use case::{Case, CaseError, Remnant, template};
use miette::{GraphicalReportHandler, GraphicalTheme};

fn rendered(error: &CaseError) -> String {
    let mut text = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(80)
        .render_report(&mut text, error)
        .expect("a string takes any text");
    text.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The template with the first `from` made `to`, which must be there to be replaced.
fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = template("demo");
    for (from, to) in edits {
        assert!(text.contains(from), "the template has no {from:?}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn fault(name: &str, edits: &[(&str, &str)], problems: usize) {
    fault_with(name, edits, &[], problems);
}

fn fault_with(name: &str, edits: &[(&str, &str)], files: &[(&str, &str)], problems: usize) {
    let files: BTreeMap<_, _> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let error = Case::parse("demo", &edited(edits), files).expect_err(name);
    assert_eq!(
        error.problems().len(),
        problems,
        "{name}: {}",
        rendered(&error)
    );
    insta::assert_snapshot!(name, rendered(&error));
}

#[test]
fn form() {
    fault("toml-syntax", &[("iso3 = \"XXX\"", "iso3 = \"XXX")], 1);
    fault(
        "duplicate-toml-key",
        &[("held_days = 30", "held_days = 30\nheld_days = 31")],
        1,
    );
    fault("unknown-key", &[("veto = true  ", "vetto = true")], 1);
    fault("unknown-section", &[("[rule]", "[ruler]")], 1);
    fault("missing-key", &[("label = \"Attack on ...\"", "#")], 1);
    fault("wrong-type", &[("best = 20", "best = \"twenty\"")], 1);
    fault("table-for-list", &[("[[analogies]]", "[analogies]")], 1);
    fault(
        "text-for-list",
        &[("targets = [\"military\"]", "targets = \"military\"")],
        1,
    );
    fault(
        "unknown-word",
        &[("kind = \"insurgent\"", "kind = \"insurgant\"")],
        1,
    );
    fault(
        "unknown-observable",
        &[(
            "\"attack-in-capital\", deaths",
            "\"attack-on-capital\", deaths",
        )],
        1,
    );
    fault(
        "observable-lacks-kind",
        &[("{ kind = \"month-above-maximum\", ", "{ ")],
        1,
    );
    fault(
        "unknown-distribution",
        &[(
            "prior = { distribution = \"beta\"",
            "prior = { distribution = \"betta\"",
        )],
        1,
    );
    fault(
        "bad-key",
        &[("key = \"can-strike-capital\"", "key = \"Can strike\"")],
        1,
    );
    fault("bad-country-code", &[("\"XXX\"", "\"Mali\"")], 1);
    fault(
        "empty-text",
        &[(
            "sentence = \"It will be another Mogadishu.\"",
            "sentence = \" \"",
        )],
        1,
    );
}

#[test]
fn ranges() {
    fault(
        "latitude-out-of-range",
        &[("latitude = 0.0", "latitude = 123.4")],
        1,
    );
    fault("negative-deaths", &[("low = 10", "low = -1")], 1);
    fault(
        "credibility-out-of-range",
        &[("credibility = 0.5", "credibility = 5")],
        1,
    );
    fault(
        "not-finite",
        &[("credibility = 0.5", "credibility = nan")],
        1,
    );
    fault(
        "number-too-large",
        &[("level = 200", "level = 99999999999999999999")],
        1,
    );
    fault("prior-parameters", &[("a = 5, b = 10", "a = 5, b = -1")], 1);
    fault(
        "prior-out-of-range",
        &[(
            "prior = { distribution = \"beta\", a = 5, b = 10 }",
            "prior = { distribution = \"uniform\", low = 0.5, high = 1.5 }",
        )],
        1,
    );
    fault("empty-range", &[("range = [0, 1]", "range = [1, 0]")], 1);
    fault(
        "range-of-three",
        &[("range = [0, 1]", "range = [0, 1, 2]")],
        1,
    );
}

#[test]
fn figures_and_dates() {
    fault("deaths-low-above-best", &[("low = 10", "low = 25")], 1);
    fault("deaths-best-above-high", &[("best = 20", "best = 40")], 1);
    fault(
        "impossible-date",
        &[("date = 2024-09-20", "date = \"2024-02-30\"")],
        1,
    );
    fault(
        "impossible-bare-date",
        &[("date = 2024-09-20", "date = 2024-02-30")],
        1,
    );
    fault(
        "date-with-time",
        &[("date = 2024-09-20", "date = 2024-09-20T10:00:00")],
        1,
    );
    fault(
        "bad-month",
        &[("record_from = \"1989-01\"", "record_from = \"1989-13\"")],
        1,
    );
    fault(
        "event-ends-before-start",
        &[("# until = 2024-09-18", "until = 2024-09-16")],
        1,
    );
    fault(
        "as-of-before-event",
        &[("as_of = 2024-09-30", "as_of = 2024-09-01")],
        1,
    );
    fault("record-after-event", &[("\"1989-01\"", "\"2025-01\"")], 1);
    fault(
        "member-dates-inverted",
        &[(
            "# from = \"2017-03\"\n# until = \"2024-12\"\n\n# Rival",
            "from = \"2017-03\"\nuntil = \"2015-01\"\n\n# Rival",
        )],
        1,
    );
    fault("hypothesis-priors", &[("prior = 0.45", "prior = 0.40")], 1);
    fault("likelihood-missing", &[(", receding = 0.3", "")], 1);
}

#[test]
fn who_holds_the_capital() {
    let given = template("demo")
        .lines()
        .find(|line| line.starts_with("# held = "))
        .unwrap()
        .to_owned();
    let held = given.trim_start_matches("# ");
    let fault_as = |name: &str, from: &str, to: &str| {
        assert!(held.contains(from));
        fault(name, &[(&given, &held.replace(from, to))], 1);
    };
    fault_as("holder-not-declared", "\"rebels\"", "\"rebel\"");
    fault_as("holder-is-the-state", "\"rebels\"", "\"state\"");
    fault_as("holder-from-a-later-day", "since = 2024", "since = 2025");
    fault_as("holder-since-no-day", "since = 2024-09-17, ", "");
    fault_as("unknown-remnant", "\"inherited\"", "\"gone\"");
    let other = |kind: &str| {
        let actor =
            format!("[[actors]]\nkey = \"other\"\nname = \"Another\"\nkind = \"{kind}\"\n\n");
        format!("{actor}# Organisations with")
    };
    let by_other = held.replace("rebels", "other");
    for (name, kind) in [
        ("holder-does-not-fight", "foreign-force"),
        ("holder-has-no-part", "militia"),
    ] {
        let edits = [
            (&*given, &*by_other),
            ("# Organisations with", &other(kind)),
        ];
        fault(name, &edits, 1);
    }
    let case = Case::parse("demo", &edited(&[(&given, held)]), BTreeMap::new()).unwrap();
    let capital = &case.about.capital;
    let since = capital.held.as_ref().unwrap().since;
    assert_eq!(capital.held_on(since).unwrap().state, Remnant::Inherited);
    let before = calendar::parse_date("2024-09-16").unwrap();
    assert!(capital.held_on(before).is_none());
}

#[test]
fn references() {
    fault(
        "unknown-region",
        &[("region = \"Centre\"", "region = \"Center\"")],
        1,
    );
    fault(
        "unknown-lineage",
        &[("lineage = \"rebels\"", "lineage = \"rebel\"")],
        1,
    );
    fault(
        "unknown-source",
        &[("sources = [\"press\"]", "sources = [\"pres\"]")],
        1,
    );
    fault(
        "unknown-other-actor",
        &[(
            "# with = \"militia\"                             # the other",
            "with = \"militias\" # the other",
        )],
        1,
    );
    fault(
        "unknown-hypothesis",
        &[("[\"new-phase\"]", "[\"newphase\"]")],
        1,
    );
    fault(
        "unknown-option",
        &[(
            "options = { rebels = \"bid\" }",
            "options = { rebels = \"bit\" }",
        )],
        1,
    );
    fault(
        "unknown-actor-key",
        &[(
            "options = { rebels = \"bid\" }",
            "options = { rebbels = \"bid\" }",
        )],
        1,
    );
    fault(
        "unknown-assumption",
        &[(
            "parameters = { \"affinity.rebels.east\"",
            "parameters = { \"affinity.rebels.west\"",
        )],
        1,
    );
    fault(
        "unknown-zone",
        &[(
            "zones = { Centre = \"state\", East",
            "zones = { Centre = \"state\", Eest",
        )],
        1,
    );
    fault(
        "duplicate-key",
        &[("key = \"partition\"", "key = \"bid\"")],
        1,
    );
    fault(
        "two-states",
        &[("kind = \"insurgent\"", "kind = \"state\"")],
        1,
    );
    fault("no-state", &[("kind = \"state\"", "kind = \"militia\"")], 1);
    fault(
        "no-baseline",
        &[(
            "posture = \"hold-towns\"\nbaseline = true",
            "posture = \"hold-towns\"",
        )],
        1,
    );
    fault(
        "judgment-without-reason",
        &[("note = \"Why you think so.\"", "")],
        1,
    );
    fault(
        "measured-without-source",
        &[("evidence = \"judgment\"", "evidence = \"measured\"")],
        1,
    );
}

const LANDMARKS: &str = "id,date_start,date_end,precision,region,place,initiators,targets,kind,\
deaths_low,deaths_best,deaths_high,confidence,overlaps,source_title,source_publisher,source_url,note\n";

/// The template with an area, described by its lines after the name.
fn area_fault(name: &str, lines: &str, problems: usize) {
    let area =
        format!("[[areas]]\nkey = \"east\"\nname = \"The east\"\n{lines}\n# Parties. Kinds:");
    fault(name, &[("# Parties. Kinds:", &area)], problems);
}

#[test]
fn areas() {
    area_fault("area-without-regions", "regions = []", 1);
    area_fault("area-region-not-declared", "regions = [\"Est\"]", 1);
    area_fault("area-region-twice", "regions = [\"East\", \"East\"]", 1);
    area_fault("area-is-everything", "regions = [\"East\", \"Centre\"]", 1);
    area_fault(
        "area-lineage-not-declared",
        "regions = [\"East\"]\nlineage = \"rebel\"",
        1,
    );
    area_fault(
        "area-question-too-short",
        "regions = [\"East\"]\ncontraction = { after = \"2015-12\", before = \"2016-06\" }",
        1,
    );
    area_fault(
        "area-question-of-no-length",
        "regions = [\"East\"]\ncontraction = { after = \"2015-12\", before = \"2021-06\", months = 0 }",
        1,
    );
}

fn landmark_fault(name: &str, rows: &str, problems: usize) {
    let text = format!("{LANDMARKS}{rows}");
    let edits = [(
        "# landmarks = \"landmarks.csv\"",
        "landmarks = \"landmarks.csv\"",
    )];
    fault_with(name, &edits, &[("landmarks.csv", &text)], problems);
}

#[test]
fn side_files() {
    let good = "L1,2020-01-01,2020-01-01,day,East,Town,rebels,military,attack,1,2,3,high,,T,P,U,\n";
    let text = format!("{LANDMARKS}{good}");
    let on = [(
        "# landmarks = \"landmarks.csv\"",
        "landmarks = \"landmarks.csv\"",
    )];
    let files = BTreeMap::from([("landmarks.csv".to_owned(), text.into_bytes())]);
    assert_eq!(
        Case::parse("demo", &edited(&on), files)
            .unwrap()
            .landmarks
            .len(),
        1
    );

    landmark_fault(
        "row-bad-date",
        &good.replace("2020-01-01,2020-01-01", "2020-01-32,2020-01-01"),
        1,
    );
    landmark_fault(
        "row-end-before-start",
        &good.replace("2020-01-01,2020", "2020-01-05,2020"),
        1,
    );
    landmark_fault("row-unknown-region", &good.replace("East", "Est"), 1);
    landmark_fault("row-unknown-kind", &good.replace("attack", "atack"), 1);
    landmark_fault("row-deaths-do-not-rise", &good.replace("1,2,3", "5,2,3"), 1);
    landmark_fault(
        "row-deaths-not-a-count",
        &good.replace("1,2,3", "1,two,3"),
        1,
    );
    landmark_fault("row-without-source", &good.replace("T,P,U", "T,P,"), 1);
    landmark_fault("row-too-short", "L1,2020-01-01\n", 1);
    landmark_fault("row-twice", &format!("{good}{good}"), 1);
    landmark_fault(
        "row-overlaps-nothing",
        &good.replace("high,,", "high,L9,"),
        1,
    );
    fault("file-not-there", &on, 1);
    let out = [(
        "# landmarks = \"landmarks.csv\"",
        "landmarks = \"../secret.csv\"",
    )];
    fault("file-outside-the-folder", &out, 1);
    fault_with(
        "unknown-column",
        &on,
        &[(
            "landmarks.csv",
            &format!("{}{good}", LANDMARKS.replace("place", "town")),
        )],
        2,
    );
    fault_with("empty-side-file", &on, &[("landmarks.csv", "")], 1);
    let regions = "name,town,latitude,longitude,population,population_year,population_source,\
        area_km2,area_source,road_km,road_source,neighbours,borders,note\n\
        Centre,,,,1000,2020,,,,,,East,,\nEast,,,,,,,,,,,,,\n";
    let facts = [
        ("# regions = \"regions.csv\"", "regions = \"regions.csv\""),
        (
            "[regions.facts]\nneighbours = [\"East\"]",
            "[regions.facts]\nneighbours = [\"East\"]",
        ),
    ];
    fault_with("regions-disagree", &facts, &[("regions.csv", regions)], 4);
}

#[test]
fn every_fault_is_reported_at_once() {
    fault(
        "many-faults",
        &[
            ("veto = true  ", "vetto = true"),
            ("latitude = 0.0", "latitude = 99"),
            ("low = 10", "low = 25"),
            (
                "speaks_for = [\"new-phase\"]",
                "speaks_for = [\"new-face\"]",
            ),
            ("actor = \"rebels\"\noutcome", "actor = \"rebel\"\noutcome"),
        ],
        5,
    );
}

#[test]
fn what_is_not_there_is_said_with_a_remedy() {
    let error = Case::load("mali-2042").unwrap_err();
    insta::assert_snapshot!("no-such-case", rendered(&error));
    let folder = tempfile::tempdir().unwrap();
    let error = Case::load(folder.path()).unwrap_err();
    assert!(matches!(error, CaseError::NotFound { .. }), "{error}");
    assert!(Case::load("").is_err());
}

#[test]
fn bytes_that_are_not_utf8_are_reported_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("case.toml"), b"[case]\nkey = \"\xff\"\n").unwrap();
    let error = Case::load(folder.path()).unwrap_err();
    assert_eq!(
        (error.problems()[0].line, error.problems()[0].column),
        (2, 8)
    );
}
