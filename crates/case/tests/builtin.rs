//! The cases that come with the program, and the schema that is committed.

use std::collections::BTreeMap;
use std::path::Path;

use calendar::parse_date;
use case::{CASE_FILE, Case, LandmarkKind, Precision, builtin_files, builtin_names, schema};
use miette::{GraphicalReportHandler, GraphicalTheme};

fn case(name: &str) -> Case {
    Case::builtin(name).unwrap_or_else(|error| {
        let mut text = String::new();
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
            .render_report(&mut text, &error)
            .expect("a string takes any text");
        panic!("{text}");
    })
}

#[test]
fn every_case_that_comes_with_the_program_is_valid() {
    let names = builtin_names();
    for name in [
        "afghanistan-2021",
        "burkina-faso-2022",
        "central-african-republic-2013",
        "mali-2024",
        "somalia-1991",
    ] {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
    for name in names {
        let case = case(name);
        assert_eq!(case.about.key, name);
        assert!(case.state().is_some());
        assert!(
            builtin_files(name).unwrap().contains_key("README.md"),
            "{name} lacks a README"
        );
    }
}

#[test]
fn every_region_has_people_a_town_and_a_way_to_the_capital() {
    for name in builtin_names() {
        let case = case(name);
        let mut reached = vec![case.about.capital.region.as_str()];
        let mut next = 0;
        while let Some(&region) = reached.get(next) {
            let facts = case.facts(region).unwrap();
            let here = (facts.latitude.unwrap(), facts.longitude.unwrap());
            assert!(facts.town.is_some(), "{name}: {region}");
            assert!(facts.population.unwrap() > 0, "{name}: {region}");
            if region == case.about.capital.region {
                let capital = &case.about.capital;
                let apart = (here.0 - capital.latitude).hypot(here.1 - capital.longitude);
                assert!(apart < 0.1, "{name}: {region} is {apart} degrees off");
            }
            for other in &facts.neighbours {
                let back = &case.facts(other).unwrap().neighbours;
                assert!(
                    back.contains(&region.to_owned()),
                    "{name}: {region}, {other}"
                );
                if !reached.contains(&other.as_str()) {
                    reached.push(other);
                }
            }
            next += 1;
        }
        assert_eq!(reached.len(), case.regions.len(), "{name}");
    }
}

#[test]
fn regions_of_a_case_add_up_to_what_was_published() {
    // Afghanistan: 33.6 million less 1.5 million nomads, from rounded figures.
    for (name, people, within) in [
        ("afghanistan-2021", 32_100_000, 100_000),
        ("burkina-faso-2022", 20_487_979, 0),
        ("central-african-republic-2013", 3_895_139, 0),
        ("mali-2024", 22_395_490, 0),
        ("somalia-1991", 7_502_654, 0),
    ] {
        let case = case(name);
        let facts = case.region_facts.iter();
        let sum: u64 = facts.filter_map(|facts| facts.population).sum();
        assert!(sum.abs_diff(people) <= within, "{name}: {sum}");
    }
}

#[test]
fn every_case_survives_writing_and_reading() {
    for name in builtin_names() {
        let read = case(name);
        let text = toml::to_string(&read).unwrap();
        let again = Case::parse(name, &text, read.files.clone()).unwrap();
        let without_bytes = |case: Case| Case {
            files: BTreeMap::new(),
            ..case
        };
        assert!(without_bytes(again) == without_bytes(read), "{name}");
    }
}

#[test]
fn a_folder_on_disk_gives_the_same_case_as_the_embedded_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/mali-2024");
    let (disk, embedded) = (Case::load(&folder).unwrap(), case("mali-2024"));
    assert!(disk == embedded, "the folder and what was built in differ");
    assert_eq!(disk.sha256(), embedded.sha256());
    assert!(Case::load(folder.join(CASE_FILE)).unwrap() == embedded);
    assert_eq!(disk.text("regions.csv"), embedded.text("regions.csv"));
    assert!(
        disk.text("README.md").is_none(),
        "only named files belong to the case"
    );
}

#[test]
fn one_byte_changes_the_digest() {
    let mali = case("mali-2024");
    let text = mali
        .text(CASE_FILE)
        .unwrap()
        .replacen("best = 77", "best = 78", 1);
    let other = Case::parse("mali-2024", &text, mali.files.clone()).unwrap();
    assert_ne!(other.sha256(), mali.sha256());
    assert_eq!(mali.sha256().len(), 64);
}

#[test]
fn mali_holds_what_the_analysis_asks_of_it() {
    let mali = case("mali-2024");
    assert_eq!((mali.regions.len(), mali.hypotheses.len()), (11, 4));
    assert!(mali.claims.len() >= 6 && mali.watch.len() >= 8 && mali.scenarios.len() >= 9);
    for actor in ["state", "jnim", "issp", "northern-groups"] {
        for region in &mali.regions {
            assert!(
                mali.assumption_for("affinity", Some(actor), Some(&region.name))
                    .is_some(),
                "no affinity of {actor} in {}",
                region.name
            );
        }
    }
    let players: Vec<&str> = mali
        .actors
        .iter()
        .map(|a| a.key.as_str())
        .filter(|k| mali.options_of(k).next().is_some())
        .collect();
    assert_eq!(
        players,
        [
            "state",
            "jnim",
            "issp",
            "northern-groups",
            "russia",
            "west",
            "neighbours"
        ]
    );
    assert!(
        players
            .iter()
            .all(|player| mali.preferences_of(player).next().is_some())
    );
    assert!(mali.scenario("status-quo").unwrap().is_status_quo());
    let jnim = mali.lineage("jnim").unwrap();
    assert_eq!(jnim.merged.unwrap().to_string(), "2017-03");
    // Affinities leave room for one another: their means add up to little more than everyone.
    for region in &mali.regions {
        let total: f64 = mali
            .actors
            .iter()
            .filter_map(|actor| {
                mali.assumption_for("affinity", Some(&actor.key), Some(&region.name))
            })
            .map(|assumption| assumption.prior.mean())
            .sum();
        assert!(total < 1.1, "{}: {total}", region.name);
    }
}

#[test]
fn the_record_of_mali_is_cut_by_date_and_names_no_site() {
    let mali = case("mali-2024");
    assert_eq!((mali.landmarks.len(), mali.timeline.len()), (208, 102));
    let day = parse_date("2024-09-30").unwrap();
    let known = mali.landmarks_as_of(day);
    assert!(
        known
            .iter()
            .all(|row| row.date_start <= day && row.date_end.is_none_or(|end| end <= day))
    );
    // A blockade that was on that day is known without its end.
    let boni = known.iter().find(|row| row.id == "ML135").unwrap();
    assert_eq!((boni.kind, boni.date_end), (LandmarkKind::Blockade, None));
    assert!(
        mali.timeline_as_of(day)
            .all(|entry| entry.date.last_day() <= day)
    );
    // A row dated to a month is not known before the month is over.
    let monthly = mali.landmarks.iter().find(|row| row.id == "ML101").unwrap();
    assert_eq!(monthly.precision, Precision::Month);
    assert!(monthly.as_of(parse_date("2021-07-15").unwrap()).is_none());
    assert!(monthly.as_of(parse_date("2021-07-31").unwrap()).is_some());
    for row in &mali.landmarks {
        assert!(!row.place.contains('('), "{}: {}", row.id, row.place);
        for word in [
            "hotel", "camp", "prison", "airport", "school", "post", "mine",
        ] {
            assert!(
                !row.place.to_lowercase().contains(word),
                "{}: {}",
                row.id,
                row.place
            );
        }
    }
}

#[test]
fn the_committed_schema_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/case.schema.json");
    if std::env::var_os("IMPASSE_UPDATE").is_some() {
        std::fs::write(&path, schema()).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == schema(),
        "docs/case.schema.json is not current: run the test with IMPASSE_UPDATE=1"
    );
}
