//! What the ablation takes out, and what moves by it.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // The lints know tests, not what tests call.

use std::fmt::Write;
use std::path::PathBuf;

use assessment::{Ablation, EventFile, EventSource, Inputs, assess};
use calendar::months;
use case::Case;
use events::read::{ReadOptions, read_file};
use events::{EventTable, Provenance, Series};
use evidence::ablation::{Moved, Row, Value};

/// The case as it stands, with few runs: a debug build takes its time over many.
fn few(case: &Case) -> Inputs<'_> {
    Inputs {
        runs: 50,
        ..Inputs::new(case)
    }
}

fn ablation(inputs: &Inputs<'_>) -> Ablation {
    assess(inputs).unwrap().ablation
}

fn row<'a>(of: &'a Ablation, key: &str) -> &'a Row {
    let found = of.rows.iter().find(|row| row.key == key);
    found.unwrap_or_else(|| panic!("no {key} in {:#?}", of.rows))
}

/// Mali's case with figures of its own making: a month a line from 2010 to the event's, events and deaths.
fn made_up(figures: impl Fn(i32) -> (u32, u32, u32)) -> Case {
    let mut case = Case::builtin("mali-2024").unwrap();
    let mut text =
        "country_iso3,year_month,event_count,fatalities_best,fatalities_high,civilian_deaths,\
                    peak_event_fatalities,state_based_events,non_state_events,one_sided_events\n"
            .to_owned();
    let (first, last) = ("2010-01".parse().unwrap(), "2024-09".parse().unwrap());
    for month in months(first, last) {
        let (events, best, deadliest) = figures(last - month);
        writeln!(
            text,
            "MLI,{month},{events},{best},{best},0,{deadliest},{events},0,0"
        )
        .unwrap();
    }
    case.files
        .insert("figures.csv".to_owned(), text.into_bytes());
    case
}

/// The case of the Central African Republic with the events of GED 23.1, or `None` with a note.
fn with_events() -> Option<(Case, EventFile)> {
    let folder = std::env::var_os("IMPASSE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = folder.join("ged/ged231_car.geojson");
    if !file.exists() {
        eprintln!("{} is not there: not tested", file.display());
        return None;
    }
    let mut table = EventTable::new(Provenance {
        series: Series::UcdpGed,
        version: None,
        file: "ged231_car.geojson".to_owned(),
        sha256: String::new(),
    });
    let report = read_file(&file, &ReadOptions::default(), &mut table).unwrap();
    let sources = vec![EventSource::of_report(
        "ged231_car.geojson".to_owned(),
        &report,
    )];
    let case = Case::builtin("central-african-republic-2013").unwrap();
    Some((case, EventFile { table, sources }))
}

fn quantity(value: Option<&Value>) -> f64 {
    match value {
        Some(Value::Quantity { value, .. }) => *value,
        other => panic!("{other:?} is no quantity"),
    }
}

#[test]
fn of_the_attack_on_bamako_the_deaths_show_something_and_nothing_else() {
    let case = Case::builtin("mali-2024").unwrap();
    let whole = assess(&few(&case)).unwrap();
    let of = &whole.ablation;
    assert_eq!(of.event, "bamako-2024-09-17");
    assert!(
        of.removed[0].contains("1 of 27 events and 87 of 164 deaths"),
        "{:?}",
        of.removed
    );
    assert!(of.removed[2].contains("1 of 158 facts"), "{:?}", of.removed);

    let deaths = row(of, "record.deaths-ratio");
    let without = whole.record.change.unwrap().deaths_ratio_without.unwrap();
    assert!((quantity(deaths.without.as_ref()) - without.median).abs() < 1e-12);
    assert!((0.03..0.06).contains(&deaths.change.unwrap()), "{deaths:?}");
    assert_eq!(of.moved, 0, "{:#?}", of.rows);
    for sign in ["overt", "shadow", "accord", "end"] {
        assert_eq!(row(of, &format!("rule.{sign}")).change, Some(0.0));
    }
    // The event's own figures are not run again: they stay whole.
    assert_eq!(whole.record.months.last().unwrap().best, 164);
}

#[test]
fn a_far_worse_attack_changes_the_leading_reading() {
    let mut case = Case::builtin("mali-2024").unwrap();
    case.event.deaths.low = 1400;
    case.event.deaths.best = 1500;
    case.event.deaths.high = 1600;
    case.event.held_days = 5;
    let of = ablation(&few(&case));
    let leading = row(&of, "evidence.leading");
    let words = |value: Option<&Value>| match value {
        Some(Value::Verdict { words, .. }) => words.clone(),
        other => panic!("{other:?} is no verdict"),
    };
    assert_eq!(words(leading.with.as_ref()), "New phase");
    assert_eq!(words(leading.without.as_ref()), "Status quo");
    assert_eq!(leading.moved, Moved::Yes);
}

#[test]
fn an_event_of_note_long_past_leaves_the_last_years_alone() {
    let case = Case::builtin("mali-2024").unwrap();
    let of = ablation(&Inputs {
        ablate: Some("gao-2017-01-18".to_owned()),
        ..few(&case)
    });
    assert_eq!(of.date.to_string(), "2017-01-18");
    assert!(
        of.removed[0].contains("1 of 10 events and 55 of 95 deaths"),
        "{:?}",
        of.removed
    );
    for key in ["record.deaths-ratio", "record.events-ratio"] {
        assert_eq!(row(&of, key).change, Some(0.0));
    }
    let moved = row(&of, "breaks.h0.degradation").change.unwrap();
    assert!(moved != 0.0 && moved.abs() < 0.01, "{moved}");
}

#[test]
fn an_event_that_cannot_be_told_apart_is_taken_out_as_one_of_many() {
    let case = Case::builtin("mali-2024").unwrap();
    let of = ablation(&Inputs {
        ablate: Some("kati-2022-07-22".to_owned()),
        ..few(&case)
    });
    let said = &of.removed[0];
    assert!(said.contains("cannot be told apart"), "{said}");
    assert!(
        said.contains("1 of 28 events and 1 of 116 deaths"),
        "{said}"
    );
}

#[test]
fn an_event_without_deaths_is_not_in_a_record_of_killing() {
    let case = Case::builtin("afghanistan-2021").unwrap();
    let of = ablation(&few(&case));
    assert!(!of.found && of.moved == 0);
    assert!(of.rows.iter().all(|row| row.with == row.without));
}

#[test]
fn an_event_of_several_weeks_is_found_in_any_of_its_months() {
    let case = Case::builtin("somalia-1991").unwrap();
    let of = ablation(&few(&case));
    assert_eq!(of.date.to_string(), "1990-12-30");
    assert!(
        of.found && of.removed[0].contains("1991-01"),
        "{:?}",
        of.removed
    );
}

#[test]
fn an_event_that_the_figures_do_not_have_is_not_taken_out_of_them() {
    let case = Case::builtin("mali-2024").unwrap();
    let of = ablation(&Inputs {
        ablate: Some("bamako-2015-11-20".to_owned()),
        ..few(&case)
    });
    assert!(
        of.removed[0].contains("nothing is taken out"),
        "{:?}",
        of.removed
    );
    assert_eq!(row(&of, "phases.expansion").change, Some(0.0));
    // The fact is gone from the area's facts.
    assert!(of.removed[1].contains("1 of 158 facts"), "{:?}", of.removed);
}

#[test]
fn one_massacre_in_a_quiet_country_moves_its_verdicts() {
    let case = made_up(|back| if back == 0 { (1, 80, 80) } else { (0, 0, 0) });
    let of = ablation(&few(&case));
    for (key, with, without) in [
        ("breaks.h0.leading", "new phase", "status quo"),
        (
            "record.deaths-change",
            "a rise",
            "no change told from chance",
        ),
    ] {
        let row = row(&of, key);
        let words = |value: &Option<Value>| match value {
            Some(Value::Verdict { words, .. }) => words.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            (words(&row.with).as_str(), words(&row.without).as_str()),
            (with, without)
        );
        assert_eq!(row.moved, Moved::Yes);
    }
    let moved = of.rows.iter().filter(|row| row.moved != Moved::Not).count();
    assert_eq!(of.moved as usize, moved);
}

#[test]
fn a_capture_that_is_taken_out_is_no_sign_of_rule() {
    let mut case = Case::builtin("mali-2024").unwrap();
    let rule = assess(&few(&case)).unwrap().trajectory.rule.unwrap();
    let taken = rule
        .signs
        .iter()
        .find(|sign| sign.kind == trajectory::rule::SignKind::Overt && !sign.brief)
        .unwrap();
    let mut event = case.events_of_note[0].clone();
    event.key = "taken".to_owned();
    event.date = taken.from;
    event.until = None;
    event.region.clone_from(&taken.region);
    case.events_of_note.push(event);
    let of = ablation(&Inputs {
        ablate: Some("taken".to_owned()),
        ..few(&case)
    });
    let signs = row(&of, "rule.overt");
    assert!((quantity(signs.with.as_ref()) - quantity(signs.without.as_ref()) - 1.0).abs() < 1e-9);
    assert_eq!(signs.moved, Moved::Yes);
}

#[test]
fn facts_that_overlap_go_with_the_event() {
    let mut case = Case::builtin("mali-2024").unwrap();
    let known = case.landmarks_as_of(case.data.as_of);
    let fact = known.iter().find(|row| row.id == "ML121").unwrap();
    assert_eq!(fact.overlaps, ["ML122"]);
    let mut event = case.events_of_note[0].clone();
    event.key = "overlaps".to_owned();
    event.date = fact.date_start;
    event.region.clone_from(&fact.region);
    case.events_of_note.push(event);
    let of = ablation(&Inputs {
        ablate: Some("overlaps".to_owned()),
        ..few(&case)
    });
    let said = of.removed.last().unwrap();
    assert!(
        said.contains("2 of 158 facts") && said.contains("overlap"),
        "{said}"
    );
}

#[test]
fn an_event_file_loses_the_row_and_the_figures_what_it_counts() {
    let Some((case, events)) = with_events() else {
        return;
    };
    let run = |case: &Case| {
        assess(&Inputs {
            events: Some(events.clone()),
            ..few(case)
        })
        .unwrap()
    };
    let whole = run(&case);
    let of = &whole.ablation;
    assert!(
        of.removed[0].contains("1 of 309 events is taken out"),
        "{:?}",
        of.removed
    );
    assert!(
        of.removed[1].contains("1 of 13 events and 93 of 164 deaths"),
        "{:?}",
        of.removed
    );
    let km2 = row(of, "reach.km2");
    assert!(quantity(km2.with.as_ref()) > quantity(km2.without.as_ref()) && km2.error.is_some());
    assert!(of.rows.iter().any(|row| row.key.starts_with("regions.")));
    assert!(of.moved > 0);

    // Without figures the months are the file's, and are summed again without its row. No lineage: no reach.
    let mut bare = case.clone();
    bare.data.figures = None;
    bare.lineages.clear();
    let summed = run(&bare);
    assert_eq!(summed.record.source.data, ["events"]);
    let ratio = quantity(
        row(&summed.ablation, "record.deaths-ratio")
            .without
            .as_ref(),
    );
    let change = summed.record.change.unwrap();
    assert!((ratio - change.deaths_ratio_without.unwrap().median).abs() < 1e-12);

    // Identifiers name as many rows as they like.
    let ids: Vec<String> = (events.table.iter())
        .filter(|row| row.date_start <= case.event.date)
        .map(|row| row.id.to_owned())
        .take(2)
        .collect();
    bare.event.event_ids = ids;
    let said = run(&bare).ablation.removed.remove(0);
    assert!(said.contains("2 of 309 events are taken out"), "{said}");
}

#[test]
fn an_event_that_is_all_there_is_leaves_an_empty_record() {
    let Some((mut case, mut events)) = with_events() else {
        return;
    };
    case.data.figures = None;
    case.lineages.clear();
    let day = case.event.date;
    events.table = events
        .table
        .select(|_, row| row.date_start == day && row.best == 93);
    assert_eq!(events.table.len(), 1);
    let of = ablation(&Inputs {
        events: Some(events),
        ..few(&case)
    });
    assert!(of.removed[0].contains("1 of 1 events"), "{:?}", of.removed);
}

#[test]
fn threads_change_no_bit() {
    let Some((mut case, events)) = with_events() else {
        return;
    };
    // Reach, which takes the longest, is run on one and two threads by the command's own tests.
    case.lineages.clear();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let inputs = Inputs {
            events: Some(events.clone()),
            ..few(&case)
        };
        pool.unwrap().install(|| ablation(&inputs))
    };
    let once = serde_json::to_string(&run(1)).unwrap();
    assert_eq!(once, serde_json::to_string(&run(2)).unwrap());
}

#[test]
fn an_event_that_is_not_there_is_refused_with_those_that_are() {
    let case = Case::builtin("mali-2024").unwrap();
    let inputs = Inputs {
        ablate: Some("timbuktu".to_owned()),
        ..few(&case)
    };
    let said = assess(&inputs).unwrap_err().to_string();
    assert!(
        said.contains("`timbuktu`") && said.contains("kati-2022-07-22"),
        "{said}"
    );

    // One of note that has not happened yet on the day asked for.
    let mut case = case;
    case.events_of_note[0].date = "2025-01-01".parse().unwrap();
    let inputs = Inputs {
        ablate: Some(case.events_of_note[0].key.clone()),
        ..few(&case)
    };
    let said = assess(&inputs).unwrap_err().to_string();
    assert!(said.contains("2025-01-01"), "{said}");
}
