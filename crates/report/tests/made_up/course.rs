//! A made-up trajectory: fitted, because its parts hold together only so, to figures that are nobody's.

use std::sync::LazyLock;

use calendar::date;
use events::figures::MonthlyFigures;
use trajectory::Trajectory;
use trajectory::breaks::{self, Prior};
use trajectory::phases::{self, AreaBasis, AreaPath, PhaseOptions, Posterior};
use trajectory::reach::Simulation;
use trajectory::reading::{self, Ask};
use trajectory::rule::{RegionRule, Rule, RuleSpan, RuleState, Sign, SignKind, SignOrigin};
use trajectory::whole::{LineageReach, Placed, PlacedRegion, RecordPath, RegionPath, Town};

use super::{month, record_source};

fn figures() -> Vec<MonthlyFigures> {
    let first = month("2012-01");
    (0..153)
        .map(|i: i32| {
            let level = if i < 60 { 4 } else { 4 + (i - 60) / 4 };
            let events = (level + i * 7 % 5) as u32;
            MonthlyFigures {
                events,
                best: u64::from(events) * 5,
                high: u64::from(events) * 6,
                deadliest: events * 2,
                events_by_type: [events - events / 3, 0, events / 3],
                ..MonthlyFigures::quiet(first + i)
            }
        })
        .collect()
}

fn options() -> PhaseOptions {
    PhaseOptions {
        data: "ged".to_owned(),
        paths: 60,
        ..PhaseOptions::default()
    }
}

fn record(months: &[MonthlyFigures]) -> RecordPath {
    let events: Vec<u32> = months.iter().map(|m| m.events).collect();
    let first = months[0].month;
    RecordPath {
        from: first,
        to: months[months.len() - 1].month,
        path: phases::fit(&events, first, &options()),
        breaks: reading::breaks_of(&breaks::scan(&Prior::default(), &events), first),
        events,
        source: record_source(),
    }
}

fn area(months: &[MonthlyFigures]) -> AreaPath {
    let counts: Vec<u32> = months.iter().map(|m| m.events / 3).collect();
    let fit = Posterior::of_counts(&counts, months[0].month, &options());
    AreaPath {
        area: "south".to_owned(),
        name: "The south".to_owned(),
        regions: vec!["Bamako".to_owned()],
        basis: AreaBasis::Events {
            lineage: None,
            events: 77,
            left_out: 3,
        },
        contraction: fit.contraction(month("2015-12"), month("2021-06"), 6),
        path: fit.path,
    }
}

fn reach() -> LineageReach {
    let design = Simulation {
        rows: 5,
        columns: 5,
        months: 30,
        ..Simulation::default()
    };
    let (mut input, _) = design.draw(&mut stats::stream(3, "made-up", 0));
    "ged".clone_into(&mut input.data);
    let mut fit = LineageReach::fit(&input, "JNIM", None, 1).unwrap();
    fit.capital = Some(Town {
        name: "Bamako".to_owned(),
        latitude: 12.6,
        longitude: -8.0,
    });
    fit
}

fn rule() -> Rule {
    let sign = |id: &str, kind, region: &str, brief| Sign {
        id: id.to_owned(),
        origin: SignOrigin::Landmarks,
        kind,
        region: region.to_owned(),
        from: date(2023, 5, 2).unwrap(),
        until: None,
        place: "a town".to_owned(),
        what: "blockade".to_owned(),
        brief,
    };
    let span = |from: &str, to: &str, state, open, signs| RuleSpan {
        from: month(from),
        to: month(to),
        state,
        open,
        signs,
    };
    Rule {
        lineage: "jnim".to_owned(),
        name: "JNIM".to_owned(),
        to: month("2024-09"),
        held_days: 30,
        signs: vec![
            sign("L1", SignKind::Shadow, "Mopti", false),
            sign("L2", SignKind::Overt, "Gao", false),
            sign("L3", SignKind::End, "Gao", false),
            sign("L4", SignKind::Overt, "Segou", true),
        ],
        regions: vec![
            RegionRule {
                region: "Mopti".to_owned(),
                spans: vec![
                    span("2023-05", "2023-06", RuleState::Shadow, false, vec![0]),
                    span("2023-07", "2024-05", RuleState::Shadow, true, vec![0]),
                ],
            },
            RegionRule {
                region: "Gao".to_owned(),
                spans: vec![
                    span("2023-05", "2023-05", RuleState::Overt, false, vec![1]),
                    span("2023-06", "2023-06", RuleState::NoneSeen, false, vec![2]),
                ],
            },
            RegionRule {
                region: "Segou".to_owned(),
                spans: Vec::new(),
            },
        ],
        facts: 12,
        events: Some((40, 0)),
        note: Some("Courts leave few traces.".to_owned()),
    }
}

static WHOLE: LazyLock<Trajectory> = LazyLock::new(|| {
    let months = figures();
    let path = record(&months);
    let readings = [0, 1].map(|hindsight| {
        let ask = Ask {
            iso3: "MLI",
            month: month("2024-08"),
            hindsight,
            data: "ged",
        };
        reading::read(&Prior::default(), &months, &ask, None).unwrap()
    });
    Trajectory {
        iso3: "MLI".to_owned(),
        regions: vec![RegionPath {
            region: "Mopti".to_owned(),
            events: 412,
            events_lately: 60,
            now: path.path.months.last().unwrap().clone(),
            turns: path.path.turns.clone(),
            linear: path.path.linear.clone(),
        }],
        areas: vec![area(&months)],
        record: Some(path),
        readings: readings.into(),
        reach: Some(reach()),
        no_reach: None,
        placed: None,
        rule: Some(rule()),
    }
});

/// With all that a trajectory can have but facts in place of reach.
pub(crate) fn whole() -> Trajectory {
    WHOLE.clone()
}

/// Facts in place of reach.
pub(crate) fn placed() -> Placed {
    Placed {
        lineage: "JNIM".to_owned(),
        facts: 7,
        from: 2022,
        to: 2024,
        regions: vec![
            PlacedRegion {
                region: "Mopti".to_owned(),
                facts: vec![4, 0, 1],
            },
            PlacedRegion {
                region: "Gao".to_owned(),
                facts: vec![0, 2, 0],
            },
        ],
    }
}

/// Of a country of which nothing is known.
pub(crate) fn nothing() -> Trajectory {
    Trajectory {
        iso3: "CAF".to_owned(),
        record: None,
        readings: Vec::new(),
        regions: Vec::new(),
        areas: Vec::new(),
        reach: None,
        no_reach: Some("no event file was given".to_owned()),
        placed: None,
        rule: None,
    }
}

/// Every text replaced.
pub(crate) fn with_texts(of: &mut Trajectory, text: &str) {
    let put = |field: &mut String| text.clone_into(field);
    for region in &mut of.regions {
        put(&mut region.region);
    }
    for area in &mut of.areas {
        put(&mut area.name);
        put(&mut area.path.source.method);
    }
    if let Some(reach) = &mut of.reach {
        put(&mut reach.name);
        reach
            .capital
            .iter_mut()
            .for_each(|town| put(&mut town.name));
        let regions = reach.reach.regions.iter_mut();
        regions.for_each(|region| put(&mut region.region));
    }
    of.no_reach.iter_mut().for_each(put);
    if let Some(placed) = &mut of.placed {
        put(&mut placed.lineage);
        let regions = placed.regions.iter_mut();
        regions.for_each(|region| put(&mut region.region));
    }
    if let Some(rule) = &mut of.rule {
        put(&mut rule.name);
        rule.note.iter_mut().for_each(put);
        for sign in &mut rule.signs {
            put(&mut sign.id);
            put(&mut sign.region);
            put(&mut sign.place);
            put(&mut sign.what);
        }
        let regions = rule.regions.iter_mut();
        regions.for_each(|region| put(&mut region.region));
    }
}
