//! Made-up runs of made-up scenarios.

use assessment::ScenarioSection;
use stats::Source;
use theatre::calibration::{Assumed, Learned, Replayed};
use theatre::findings::{Claim, Finding, HangsOn, Influence, Outcome, Third, Weakness};
use theatre::summary::{
    Bands, Chance, Course, Difference, FighterCourse, Horizon, Mean, Measure, Party, PartyKind,
    PlaceAt, PlacesAt, Regime,
};
use theatre::{Scenarios, Summary};

use super::month;

const RUNS: f64 = 400.0;

/// Four who fight, four places, three scenarios.
pub(crate) fn section() -> ScenarioSection {
    let party = |key: &str, name: &str, kind: PartyKind| Party {
        key: key.to_owned(),
        name: name.to_owned(),
        kind,
    };
    ScenarioSection {
        from: month("2024-10"),
        calibration: Some(learned()),
        from_priors: None,
        played: Some(Scenarios {
            months: 60,
            runs: RUNS as u64,
            seed: 7,
            first: 0,
            independent: RUNS as u64,
            calibrated: true,
            fighters: vec![
                party("state", "Armed forces", PartyKind::State),
                party("jnim", "JNIM", PartyKind::Movement),
                party("jnim", "JNIM, splinter", PartyKind::Splinter),
                party("local", "Local commands", PartyKind::LocalCommands),
            ],
            holder: 0,
            places: ["Bamako", "Mopti", "Kidal", "Nowhere"]
                .map(str::to_owned)
                .to_vec(),
            scenarios: vec![
                scenario("status-quo", "Status quo", 0.0),
                scenario("collapse", "State collapse", 0.3),
                scenario("partition", "Negotiated partition", -0.1),
            ],
            findings: vec![
                finding(Claim::ReachGrowsRuleStalls, "status-quo", 0.61),
                finding(Claim::ReachGrows, "status-quo", 0.7),
                finding(Claim::RuleStalls, "status-quo", 0.85),
                finding(Claim::StateGoesOn, "status-quo", 0.92),
                finding(Claim::Fragments, "collapse", 0.77),
                finding(Claim::Crowned, "collapse", 0.0),
                finding(Claim::SavesLives, "partition", 0.97),
            ],
            hangs_on: vec![HangsOn {
                scenario: "status-quo".to_owned(),
                outcome: Outcome::Deaths,
                assumptions: vec![Influence {
                    assumption: "clash-rate".to_owned(),
                    name: "Clashes where two enemies have full reach".to_owned(),
                    index: 0.31,
                    rises: true,
                }],
            }],
        }),
        not_played: None,
        source: Source::data("landmarks", "400 runs of 60 months of each scenario"),
    }
}

/// Two years of which events lie outside the replays' band in one month, deaths in two.
fn learned() -> Learned {
    let months = (0_u8..24).map(|at| Replayed {
        month: month("2022-10") + i32::from(at),
        events: if at == 5 { 190.0 } else { f64::from(70 + at) },
        replayed_events: [40.0, 80.0, 130.0],
        deaths: match at {
            5 => 1900.0,
            16 => 40.0,
            _ => 250.0,
        },
        replayed_deaths: [90.0, 230.0, 700.0],
    });
    Learned {
        draws: 500,
        different: 0.9,
        tolerance: 0.8,
        replays: 60_000,
        months: months.collect(),
        assumptions: vec![Assumed {
            key: "clash-rate".to_owned(),
            name: "Clashes where two enemies have full reach".to_owned(),
            before: [1.0, 4.0, 16.0],
            after: [3.0, 5.0, 8.0],
            moved: 0.4,
        }],
    }
}

/// What the runs say of a claim.
fn finding(claim: Claim, scenario: &str, share: f64) -> Finding {
    let chance = |p: f64| Chance {
        probability: p,
        error: 0.02,
    };
    Finding {
        claim,
        scenario: scenario.to_owned(),
        month: 24,
        challenger: Some("jnim".to_owned()),
        holds: chance(share),
        fails: vec![Weakness {
            assumption: "reach-growth".to_owned(),
            name: "Growth of reach where contests are won".to_owned(),
            index: 0.12,
            third: Third::Lowest,
            values: [0.01, 0.04],
            there: chance(share * 0.6),
        }],
    }
}

/// A scenario that is worse the higher `harm`, -0.2 to 0.6.
fn scenario(key: &str, name: &str, harm: f64) -> Summary {
    let months = || (1..=60).map(f64::from);
    let course = |start: f64, end: f64| bands(months().map(|m| start + (end - start) * m / 60.0));
    let none = || bands(months().map(|_| 0.0));
    let state = 0.6 - harm;
    let overt = 0.05 + harm / 2.0;
    let party = |reach: f64, shadow: f64, overt: f64| FighterCourse {
        reach: course(reach, reach),
        shadow: course(0.1, shadow),
        overt: course(0.05, overt),
    };
    Summary {
        key: key.to_owned(),
        name: name.to_owned(),
        course: Course {
            deaths: course(200.0, 200.0 + 400.0 * harm),
            deaths_so_far: course(200.0, 12_000.0 + 20_000.0 * harm),
            events: course(80.0, 90.0),
            displaced: course(400_000.0, 500_000.0 + 1e6 * harm),
            state: course(0.62, state),
            shadow: course(0.1, 0.1),
            overt: course(0.05, overt),
            nobody: course(0.23, 0.9 - state - overt),
            capacity: course(0.45, 0.4),
            fighters: vec![
                FighterCourse {
                    reach: course(0.8, 0.8),
                    shadow: none(),
                    overt: none(),
                },
                party(0.5, 0.1, overt),
                party(0.0, 0.0, 0.0),
                party(0.0, 0.0, harm.max(0.0) / 4.0),
            ],
        },
        horizons: [12, 24, 36, 60].map(|at| horizon(at, harm)).to_vec(),
        places: (0..=10).map(|at| places(6 * at, harm)).collect(),
        differences: if harm == 0.0 {
            Vec::new()
        } else {
            [24, 60]
                .into_iter()
                .flat_map(|at| differences(at, harm))
                .collect()
        },
    }
}

fn bands(medians: impl Iterator<Item = f64>) -> Bands {
    let medians: Vec<f64> = medians.collect();
    let times = |factor: f64| medians.iter().map(|x| x * factor).collect();
    Bands {
        mean: times(1.05),
        p05: times(0.5),
        p25: times(0.8),
        p75: times(1.25),
        p95: times(1.5),
        p50: medians,
    }
}

fn chance(p: f64) -> Chance {
    Chance {
        probability: p,
        error: (p.max(0.001) * (1.0 - p).max(0.001) / RUNS).sqrt(),
    }
}

fn mean(x: f64) -> Mean {
    Mean {
        mean: x,
        error: x.abs() / 60.0,
        low: x * 0.5,
        high: x * 1.6,
    }
}

fn horizon(at: u32, harm: f64) -> Horizon {
    let by_then = f64::from(at) / 60.0;
    let harm = harm * by_then;
    let (state, overt) = (0.6 - harm, 0.05 + harm / 2.0);
    let collapsed = harm.max(0.0);
    Horizon {
        month: at,
        capital: [0.95 - collapsed, 0.05, 0.0, collapsed]
            .map(chance)
            .to_vec(),
        capital_nobody: chance(0.0),
        regime: Regime {
            survived: chance(0.7 - collapsed),
            replaced: chance(0.3),
            movement: chance(0.04),
            collapsed: chance(collapsed),
        },
        placeholder: chance(collapsed * 0.8),
        deal: chance(if harm < 0.0 { 0.6 } else { 0.0 }),
        factions: mean(2.0 + 4.0 * harm),
        three_factions: chance(0.1 + collapsed),
        deaths: mean((12_000.0 + 20_000.0 * harm) * by_then),
        displaced: mean(500_000.0 + 1e6 * harm),
        state: mean(state),
        shadow: mean(0.1),
        overt: mean(overt),
        nobody: mean(0.9 - state - overt),
        capacity: mean(0.4),
        shadow_by: [0.0, 0.1, 0.0, 0.0].map(mean).to_vec(),
        overt_by: [0.0, overt, 0.0, 0.0].map(mean).to_vec(),
    }
}

fn places(at: u32, harm: f64) -> PlacesAt {
    let harm = harm * f64::from(at) / 60.0;
    let place = |state: f64, jnim: f64| PlaceAt {
        reach: vec![state, jnim, 0.0, 0.0],
        rule: vec![state - harm, jnim, 0.0, harm.max(0.0) / 2.0],
        people: 1e6 * state,
        deaths: f64::from(at) * 30.0 * jnim,
    };
    PlacesAt {
        month: at,
        places: vec![
            place(0.9, 0.02),
            place(0.4, 0.5),
            place(0.15, 0.1),
            place(0.5, 0.2),
        ],
    }
}

fn differences(at: u32, harm: f64) -> Vec<Difference> {
    let figures = [20_000.0 * harm, 1e6 * harm, -harm, harm / 2.0, 0.001];
    let each = Measure::ALL.into_iter().zip(figures);
    each.map(|(measure, x)| {
        let higher = if x > 0.0 { 0.8 } else { 0.15 };
        Difference {
            month: at,
            measure,
            difference: Mean {
                mean: x,
                error: if measure == Measure::Nobody {
                    0.01
                } else {
                    x.abs() / 30.0
                },
                low: x - x.abs() * 2.0,
                high: x + x.abs() * 2.0,
            },
            higher: chance(higher),
            lower: chance(0.95 - higher),
        }
    })
    .collect()
}

/// Every text replaced.
pub(crate) fn with_texts(of: &mut ScenarioSection, text: &str) {
    of.not_played = Some(text.to_owned());
    if let Some(learned) = &mut of.calibration {
        for one in &mut learned.assumptions {
            text.clone_into(&mut one.key);
            text.clone_into(&mut one.name);
        }
    } else {
        of.from_priors = Some(text.to_owned());
    }
    of.source = Source::data(text, text);
    let Some(played) = &mut of.played else {
        return;
    };
    for party in &mut played.fighters {
        text.clone_into(&mut party.key);
        text.clone_into(&mut party.name);
    }
    for place in &mut played.places {
        text.clone_into(place);
    }
    for scenario in &mut played.scenarios {
        text.clone_into(&mut scenario.key);
        text.clone_into(&mut scenario.name);
    }
}
