//! Assessments of made-up events. No figure here is one of a real event.
#![allow(dead_code, reason = "every test file uses a part")]
#![allow(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "made-up values, one literal"
)]

mod course;
mod played;
mod record;
pub(crate) mod told;

use assessment::{
    Ablation, Assessment, Basis, Breakdown, Change, Comparison, DataSection, DataSet, Deaths,
    EventSection, Gap, InRecord, InputFile, Manifest, Marker, Rank, RecordSection, SCHEMA, Scope,
};
use calendar::{Date, Month, date};
use evidence::ablation::{Conclusion, Moved, Value, compare};
use stats::{Estimate, Source};

use record::{part, peer, period, rows, years};

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    calendar::parse_date(text).unwrap()
}

pub(crate) fn estimate(low: f64, median: f64, high: f64) -> Estimate {
    Estimate {
        median,
        low,
        high,
        level: 0.9,
        monte_carlo_error: None,
        source: Source::data("ged", "ratio of two rates, Jeffreys prior"),
    }
}

fn record_source() -> Source {
    Source::data("ged", "sums of best estimates")
}

fn facts_source() -> Source {
    Source::data("facts", "sourced facts with known deaths")
}

/// One conclusion that moved, one that did not, words, and one that can be had with the event only.
fn ablation() -> Ablation {
    let said = |p: f64, ratio: f64, words: &str| {
        vec![
            Conclusion::new(
                "breaks.h0.new-phase",
                "New phase, as known at the month's end",
                Value::Probability {
                    value: p,
                    error: Some(0.004),
                },
            ),
            Conclusion::new(
                "phases.leading",
                "Leading phase in the record's last month",
                Value::verdict(words),
            ),
            Conclusion::new(
                "record.deaths-ratio",
                "Deaths, last 12 months against the 12 before",
                Value::quantity(ratio, "times"),
            ),
        ]
    };
    let mut with = said(0.31, 0.925, "expansion");
    with.push(Conclusion::new(
        "reach.km2",
        "Area within reach in the last month",
        Value::quantity(45_000.0, "km²"),
    ));
    let rows = compare(&with, &said(0.06, 0.9, "plateau"));
    Ablation {
        event: "made-up".to_owned(),
        label: "Attack on the capital".to_owned(),
        date: day("2024-09-17"),
        found: true,
        removed: vec!["Monthly figures, 2024-09: 1 of 27 events and 75 of 151 deaths.".to_owned()],
        moved: 3,
        rows,
    }
}

/// An attack on a capital, with everything an assessment can have.
pub(crate) fn capital() -> Assessment {
    let mut of = attack();
    told::hangs(&mut of, [0.37, 0.575, 0.035, 0.02]);
    of
}

fn attack() -> Assessment {
    let months = rows(month("2012-01"), month("2024-09"));
    let end = months.len();
    Assessment {
        schema: SCHEMA.to_owned(),
        title: "Mali after a made-up attack of 17 September 2024".to_owned(),
        as_of: day("2024-09-30"),
        manifest: Manifest {
            version: "0.1.0".to_owned(),
            case: "made-up".to_owned(),
            seed: 7,
            files: vec![InputFile {
                name: "figures.csv".to_owned(),
                bytes: 18_311,
                sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
                    .to_owned(),
            }],
        },
        event: EventSection {
            label: "attack on the capital".to_owned(),
            date: day("2024-09-17"),
            country: "Mali".to_owned(),
            iso3: "MLI".to_owned(),
            region: "Bamako".to_owned(),
            capital: "Bamako".to_owned(),
            in_capital: true,
            attacker: "JNIM".to_owned(),
            targets: vec!["military".to_owned(), "capital symbol".to_owned()],
            deaths: Deaths {
                low: 50,
                best: 61,
                high: 82,
            },
            sources: vec!["an agency, 19 September 2024. https://example.org/news".to_owned()],
            in_record: InRecord {
                month: month("2024-09"),
                covered: true,
                events: 27,
                deaths: 151,
                deadliest: 75,
                is_deadliest: true,
                deaths_without: Some(76),
                source: record_source(),
            },
            comparisons: vec![
                Comparison {
                    scope: Scope::Country,
                    basis: Basis::MonthlyDeadliest,
                    from: month("2012-01"),
                    to: month("2024-09"),
                    events: 148,
                    rank: Rank {
                        first: 4,
                        best: 12,
                        last: 21,
                    },
                    deadliest: vec![
                        peer("2022-03", 1_250, None, false),
                        peer("2019-03", 140, None, false),
                        peer("2024-09", 61, None, true),
                    ],
                    counted: Some(estimate(0.7, 1.04, 1.62)),
                    counted_lately: Some(estimate(0.5, 0.8, 1.3)),
                    modelled: Some(estimate(0.58, 0.83, 1.41)),
                    not_modelled: None,
                    source: Source::data("ged", "rank among the deadliest of each month"),
                },
                Comparison {
                    scope: Scope::Capital,
                    basis: Basis::Landmarks,
                    from: month("2015-03"),
                    to: month("2024-09"),
                    events: 5,
                    rank: Rank {
                        first: 1,
                        best: 1,
                        last: 1,
                    },
                    deadliest: vec![
                        peer("2024-09", 61, Some("Bamako"), true),
                        peer("2015-11", 19, Some("Bamako"), false),
                        peer("2017-06", 0, Some("Bamako"), false),
                    ],
                    counted: Some(estimate(4.14, 18.3, 2_400.0)),
                    counted_lately: None,
                    modelled: None,
                    not_modelled: Some("five events are too few to fit a tail".to_owned()),
                    source: facts_source(),
                },
            ],
        },
        evidence: told::little(),
        ablation: ablation(),
        record: RecordSection {
            years: years(&months),
            change: Some(Change {
                now: period(&months[end - 12..]),
                before: period(&months[end - 24..end - 12]),
                events_ratio: estimate(1.06, 1.23, 1.42),
                deaths_ratio: estimate(0.71, 0.925, 1.2),
                deaths_ratio_without: Some(estimate(0.7, 0.9, 1.16)),
            }),
            regions: Breakdown {
                basis: Basis::Landmarks,
                from: month("2012-01"),
                to: month("2024-09"),
                rows: vec![
                    part("Mopti", 29, 1_206, (0, 0)),
                    part("Menaka", 10, 445, (2, 12)),
                    part("Segou", 21, 208, (1, 40)),
                    part("Bamako", 7, 103, (1, 61)),
                    part("Nowhere", 1, 3, (1, 3)),
                ],
                unplaced: 1,
                caveat: "Some regions were looked at more closely than others".to_owned(),
                source: facts_source(),
            },
            perpetrators: Breakdown {
                basis: Basis::Landmarks,
                from: month("2012-01"),
                to: month("2024-09"),
                rows: vec![
                    part("JNIM", 62, 741, (7, 175)),
                    part("State", 18, 178, (3, 45)),
                ],
                unplaced: 0,
                caveat: String::new(),
                source: facts_source(),
            },
            timeline: vec![Marker {
                month: month("2020-08"),
                kind: "coup".to_owned(),
                text: "Soldiers depose the president".to_owned(),
            }],
            months,
            source: record_source(),
        },
        trajectory: course::whole(),
        scenarios: played::section(),
        data: DataSection {
            sets: vec![
                DataSet {
                    key: "ged".to_owned(),
                    title: "A record of events, version 1".to_owned(),
                    citation: "Somebody 2025".to_owned(),
                    licence: "CC BY 4.0".to_owned(),
                    rows: 153,
                    left_out: None,
                    from: Some(month("2012-01")),
                    to: Some(month("2024-09")),
                },
                DataSet {
                    key: "facts".to_owned(),
                    title: "Sourced facts".to_owned(),
                    citation: "Somebody else".to_owned(),
                    licence: "MIT".to_owned(),
                    rows: 1,
                    left_out: Some("12 rows without deaths".to_owned()),
                    from: None,
                    to: None,
                },
                DataSet {
                    key: "landmarks".to_owned(),
                    title: "More sourced facts".to_owned(),
                    citation: "Each row cites its own".to_owned(),
                    licence: "facts".to_owned(),
                    rows: 4,
                    left_out: None,
                    from: None,
                    to: None,
                },
            ],
            gaps: vec![Gap {
                kind: "low".to_owned(),
                what: "The record has no low estimates".to_owned(),
                so: "The band in the figures opens upward only".to_owned(),
            }],
        },
    }
}

/// An event outside the capital, from a file of all events, quiet of late.
pub(crate) fn province() -> Assessment {
    let mut of = capital();
    "Somalia after a made-up raid of 2 May 2024".clone_into(&mut of.title);
    let event = &mut of.event;
    "raid on Middle Shabelle".clone_into(&mut event.label);
    event.date = date(2024, 5, 2).unwrap();
    "Somalia".clone_into(&mut event.country);
    "SOM".clone_into(&mut event.iso3);
    "Shabeellaha Dhexe".clone_into(&mut event.region);
    "Mogadishu".clone_into(&mut event.capital);
    event.in_capital = false;
    event.attacker.clear();
    event.deaths = Deaths {
        low: 1,
        best: 1,
        high: 1,
    };
    event.in_record.month = month("2024-05");
    event.in_record.is_deadliest = false;
    event.in_record.deaths_without = None;
    of.ablation.rows.retain(|row| row.moved == Moved::Not);
    of.ablation.moved = 0;
    for comparison in &mut event.comparisons {
        comparison.basis = Basis::Events;
        comparison.events = 1_002;
        comparison.rank = Rank {
            first: 422,
            best: 422,
            last: 1_002,
        };
        comparison.counted = None;
        comparison.counted_lately = None;
        comparison.modelled = Some(estimate(0.01, 0.02, 0.04));
        comparison.not_modelled = None;
    }
    of.trajectory.placed = Some(course::placed());
    of.trajectory.reach = None;
    of.trajectory.no_reach = Some("no event file was given".to_owned());
    "SOM".clone_into(&mut of.trajectory.iso3);
    let record = &mut of.record;
    record.change = None;
    record.regions.basis = Basis::Events;
    record.regions.rows = vec![part("Banaadir", 40, 300, (0, 0)), part("Bay", 1, 1, (0, 0))];
    record.perpetrators.rows.clear();
    record.timeline.clear();
    of
}

/// A country of which next to nothing is known.
pub(crate) fn bare() -> Assessment {
    let mut of = capital();
    "Central African Republic after a made-up event".clone_into(&mut of.title);
    "Central African Republic".clone_into(&mut of.event.country);
    "CAF".clone_into(&mut of.event.iso3);
    "Bangui".clone_into(&mut of.event.capital);
    of.event.comparisons.clear();
    of.event.sources.clear();
    of.event.deaths = Deaths {
        low: 0,
        best: 0,
        high: 3,
    };
    of.event.in_record.events = 0;
    of.record.months.clear();
    of.record.years.clear();
    of.record.change = None;
    of.record.regions.rows.clear();
    of.record.perpetrators.rows.clear();
    of.record.timeline.clear();
    of.trajectory = course::nothing();
    of.scenarios.calibration = None;
    of.scenarios.from_priors = Some("the record is too short".to_owned());
    of.scenarios.played = None;
    of.scenarios.not_played = Some("the case declares none".to_owned());
    of.evidence = told::nothing();
    of.ablation.rows.clear();
    of.ablation.removed.clear();
    of.ablation.found = false;
    of.ablation.moved = 0;
    of.data.sets.clear();
    of.data.gaps.clear();
    of.manifest.files.clear();
    of
}

/// Every text replaced.
pub(crate) fn with_texts(mut of: Assessment, text: &str) -> Assessment {
    let texts = [
        &mut of.title,
        &mut of.ablation.event,
        &mut of.ablation.label,
        &mut of.event.label,
        &mut of.event.country,
        &mut of.event.region,
        &mut of.event.capital,
        &mut of.event.attacker,
        &mut of.manifest.version,
        &mut of.manifest.case,
        &mut of.record.regions.caveat,
        &mut of.record.source.method,
    ];
    for field in texts {
        text.clone_into(field);
    }
    of.ablation.removed = vec![text.to_owned()];
    for row in &mut of.ablation.rows {
        text.clone_into(&mut row.key);
        text.clone_into(&mut row.label);
        row.without = Some(Value::verdict(text));
    }
    of.event.targets = vec![text.to_owned()];
    of.event.sources = vec![text.to_owned()];
    for comparison in &mut of.event.comparisons {
        comparison.not_modelled = Some(text.to_owned());
        comparison.source = Source::data(text, text);
        for peer in &mut comparison.deadliest {
            peer.region = Some(text.to_owned());
        }
    }
    for row in of
        .record
        .regions
        .rows
        .iter_mut()
        .chain(&mut of.record.perpetrators.rows)
    {
        text.clone_into(&mut row.name);
    }
    for marker in &mut of.record.timeline {
        text.clone_into(&mut marker.text);
    }
    for set in &mut of.data.sets {
        for field in [
            &mut set.key,
            &mut set.title,
            &mut set.citation,
            &mut set.licence,
        ] {
            text.clone_into(field);
        }
        set.left_out = Some(text.to_owned());
    }
    for gap in &mut of.data.gaps {
        text.clone_into(&mut gap.what);
        text.clone_into(&mut gap.so);
    }
    course::with_texts(&mut of.trajectory, text);
    played::with_texts(&mut of.scenarios, text);
    told::with_texts(&mut of.evidence, text);
    for file in &mut of.manifest.files {
        text.clone_into(&mut file.name);
        text.clone_into(&mut file.sha256);
    }
    of
}

/// The page as XML: elements that HTML leaves open are closed.
pub(crate) fn as_xml(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page.trim_start_matches("<!DOCTYPE html>");
    while let Some(at) = ["<meta ", "<input "]
        .iter()
        .filter_map(|tag| rest.find(tag))
        .min()
    {
        let end = at + rest[at..].find('>').unwrap();
        out.push_str(&rest[..end]);
        out.push('/');
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
