//! What made-up events tell.

use assessment::Assessment;
use case::{Area, Measure, Model, Observable};
use evidence::ablation::{Conclusion, Moved, Value, compare};
use evidence::{
    Basis, Chance, ClaimWeight, Diagnosticity, EventWeights, Evidence, Feature, Finding, Flip,
    HypothesisWeight, ItemWeight, Items, MonthWeights, Odds, PartWeights, Verdict, WatchTold,
    WatchWeight, Weighed,
};
use stats::Source;

use super::{day, month};

const KEYS: [&str; 4] = ["status-quo", "degrading", "new-phase", "receding"];

fn readings() -> Vec<HypothesisWeight> {
    let of = |at: usize, name: &str, model, prior, posterior, decibans| HypothesisWeight {
        key: KEYS[at].to_owned(),
        name: name.to_owned(),
        statement: format!("The war is as the reading of {name} has it."),
        model,
        prior,
        posterior,
        decibans,
    };
    vec![
        of(0, "Status quo", Model::StatusQuo, 0.45, 0.36, -1.6),
        of(
            1,
            "Status quo, degrading",
            Model::Degrading,
            0.35,
            0.58,
            4.1,
        ),
        of(2, "New phase", Model::NewPhase, 0.10, 0.04, -4.3),
        of(3, "Receding", Model::Receding, 0.10, 0.02, -7.4),
    ]
}

fn months() -> Vec<MonthWeights> {
    calendar::months(month("2023-10"), month("2024-09"))
        .enumerate()
        .map(|(at, month)| {
            let part = at as f64 / 11.0;
            let mix = |prior: f64, now: f64| prior + part * (now - prior);
            MonthWeights {
                month,
                posterior: vec![
                    mix(0.45, 0.36),
                    mix(0.35, 0.58),
                    mix(0.1, 0.04),
                    mix(0.1, 0.02),
                ],
                decibans: vec![-0.1, 0.3, -0.4, -0.6],
            }
        })
        .collect()
}

fn part(feature: Feature, record: &str, probability: f64, decibans: [f64; 4]) -> PartWeights {
    PartWeights {
        feature,
        record: record.to_owned(),
        probability: vec![probability; 4],
        decibans: decibans.to_vec(),
        source: Source::data("facts", "what the record before the event makes likely"),
    }
}

/// An observable under the four readings.
pub(crate) fn odds(chances: [f64; 4]) -> Odds {
    let chance = |value| Chance {
        value,
        error: Some(0.004),
    };
    Odds {
        basis: Basis::Counts,
        record: "5 of 153 months had as many".to_owned(),
        chances: chances.map(chance).to_vec(),
        overall: chance(chances.iter().sum::<f64>() / 4.0),
        source: Source::data("ged", "counts drawn under each reading"),
    }
}

/// A claim that two readings, the likeliest and the least likely to bring it about, differ on by so much.
pub(crate) fn claim(
    key: &str,
    sentence: &str,
    observable: Observable,
    chances: [f64; 4],
) -> ClaimWeight {
    let order = |better: fn(f64, f64) -> bool| {
        (1..4).fold(0, |top, at| {
            if better(chances[at], chances[top]) {
                at
            } else {
                top
            }
        })
    };
    let (high, low) = (order(|a, b| a > b), order(|a, b| a < b));
    let diagnosticity = 10.0 * (chances[high] / chances[low]).log10();
    let odds = odds(chances);
    ClaimWeight {
        key: key.to_owned(),
        sentence: sentence.to_owned(),
        speaks_for: vec!["new-phase".to_owned(), "degrading".to_owned()],
        observable,
        before: Some(odds.clone()),
        after: Some(odds),
        unknown: None,
        diagnosticity: Some(Diagnosticity {
            decibans: diagnosticity,
            error: Some(0.2),
            between: [KEYS[high].to_owned(), KEYS[low].to_owned()],
        }),
        speaks: Some(diagnosticity / 2.0),
        finding: match diagnosticity {
            d if d < 2.6 => Finding::Tautological,
            d if d > 3.4 => Finding::Diagnostic,
            _ => Finding::Open,
        },
    }
}

fn deaths(months: u32) -> Observable {
    Observable::MonthsAboveLevel {
        measure: Measure::Deaths,
        level: 300.0,
        months,
        within_months: 12,
    }
}

fn claims() -> Vec<ClaimWeight> {
    vec![
        claim(
            "can-strike",
            "The attack shows that they can strike in Bamako.",
            Observable::AttackInCapital {
                deaths_at_least: 20,
                within_months: 12,
            },
            [0.15, 0.18, 0.22, 0.14],
        ),
        claim(
            "weak",
            "It shows how weak security is.",
            Observable::AttackInArea {
                area: Area::default(),
                deaths_at_least: 50,
                within_months: 12,
            },
            [0.81, 0.9, 0.92, 0.6],
        ),
        claim(
            "new-phase",
            "A new phase of the war has begun.",
            deaths(4),
            [0.02, 0.06, 0.4, 0.001],
        ),
        claim(
            "open",
            "The status quo is degrading.",
            deaths(2),
            [0.1, 0.2, 0.2, 0.15],
        ),
        unknown(),
    ]
}

/// A claim of which nothing at hand tells how likely it is.
fn unknown() -> ClaimWeight {
    let mut of = claim(
        "cut-off",
        "The state is losing the roads.",
        Observable::CapitalBlockaded {
            days: 30,
            within_months: 18,
        },
        [0.1; 4],
    );
    of.before = None;
    of.after = None;
    of.diagnosticity = None;
    of.speaks = None;
    of.unknown = Some("the record has no blockade of a capital.".to_owned());
    of.finding = Finding::Unknown;
    of
}

fn watched(key: &str, sentence: &str, expected: f64, chances: [f64; 4]) -> WatchWeight {
    WatchWeight {
        key: key.to_owned(),
        sentence: sentence.to_owned(),
        observable: deaths(3),
        told: Some(WatchTold {
            odds: odds(chances),
            expected,
            expected_error: Some(0.04),
            if_seen: vec![-4.2, 1.1, 8.3, -12.0],
            if_not_seen: vec![0.2, -0.1, -1.9, 0.4],
        }),
        unknown: None,
    }
}

/// An attack that changes little between readings that a year of months had begun to tell apart.
pub(crate) fn little() -> Evidence {
    let posterior: Vec<f64> = readings().iter().map(|reading| reading.posterior).collect();
    let flip = |to: usize, prior_odds, flip_odds, flip_prior, decibans_short| Flip {
        to: KEYS[to].to_owned(),
        prior_odds,
        flip_odds,
        flip_prior,
        decibans_short,
    };
    Evidence {
        weighed: Some(Weighed {
            hypotheses: readings(),
            months: months(),
            event: Some(EventWeights {
                before: vec![0.37, 0.575, 0.035, 0.02],
                after: posterior.clone(),
                decibans: vec![-0.2, 0.1, 0.6, -0.1],
                parts: vec![
                    part(
                        Feature::Place,
                        "8 attacks on Bamako in the 152 months before",
                        0.062,
                        [-0.1, 0.1, 0.4, -0.1],
                    ),
                    part(
                        Feature::Deaths,
                        "an event of 40 deaths or more in 31 of the 140 months with violence before",
                        0.0031,
                        [-0.1, 0.0, 0.2, 0.0],
                    ),
                ],
            }),
        }),
        not_weighed: None,
        verdict: Some(Verdict {
            leads: "degrading".to_owned(),
            probability: 0.58,
            posterior,
            flips: vec![
                flip(0, 1.29, 2.1, Some(0.53), 2.1),
                flip(2, 0.29, 4.1, Some(0.55), 11.6),
                flip(3, 0.29, 8.3, Some(0.71), 14.6),
            ],
        }),
        items: Some(Items {
            items: vec![ItemWeight {
                key: "defection".to_owned(),
                statement: "A commander is said to have changed sides".to_owned(),
                date: day("2024-09-21"),
                group: Some("defections".to_owned()),
                alone: vec![-0.8, 0.2, 1.9, 0.1],
                adds: vec![-0.8, 0.2, 1.9, 0.1],
                posterior_without: vec![0.36, 0.58, 0.04, 0.02],
                verdict_hangs_on_it: false,
            }],
            decibans: vec![-0.8, 0.2, 1.9, 0.1],
            without: vec![0.36, 0.58, 0.04, 0.02],
            doubts: vec![
                "defection: 30 decibans between two readings are more than a rumour carries"
                    .to_owned(),
            ],
            later: vec!["later".to_owned()],
        }),
        claims: claims(),
        watch: vec![
            watched(
                "bad",
                "Three months of twelve with 300 deaths or more",
                2.13,
                [0.04, 0.12, 0.5, 0.01],
            ),
            watched(
                "again",
                "A second attack in Bamako with at least 20 deaths",
                0.42,
                [0.1, 0.12, 0.2, 0.08],
            ),
            watched(
                "held",
                "A part of Bamako held for three days",
                0.31,
                [0.01, 0.01, 0.1, 0.005],
            ),
            WatchWeight {
                told: None,
                unknown: Some("the case has no facts by region.".to_owned()),
                ..watched("more", "Another thing", 0.1, [0.1; 4])
            },
        ],
        runs: 20_000,
    }
}

/// Nothing is weighed.
pub(crate) fn nothing() -> Evidence {
    Evidence {
        weighed: None,
        not_weighed: Some(
            "The record begins in 2024-01: a year and a month before 2024-09 are needed."
                .to_owned(),
        ),
        verdict: None,
        items: None,
        claims: Vec::new(),
        watch: Vec::new(),
        runs: 0,
    }
}

/// The event says that a new phase has begun, and turns the verdict.
pub(crate) fn everything() -> Evidence {
    let mut of = little();
    of.items = None;
    if let Some(weighed) = &mut of.weighed {
        let after = [0.06, 0.1, 0.83, 0.01];
        for (reading, p) in weighed.hypotheses.iter_mut().zip(after) {
            reading.posterior = p;
        }
        if let Some(event) = &mut weighed.event {
            event.after = after.to_vec();
            event.decibans = vec![-9.2, -8.0, 18.4, -6.0];
        }
        if let Some(last) = weighed.months.last_mut() {
            last.posterior = after.to_vec();
            last.decibans = vec![-1.0, -0.4, 2.2, -1.1];
        }
    }
    if let Some(verdict) = &mut of.verdict {
        "new-phase".clone_into(&mut verdict.leads);
        verdict.probability = 0.83;
        verdict.posterior = vec![0.06, 0.1, 0.83, 0.01];
        verdict.flips.retain(|flip| flip.to != "new-phase");
    }
    of
}

/// Puts the readings among the conclusions, with these probabilities without the event.
pub(crate) fn hangs(of: &mut Assessment, without: [f64; 4]) {
    let weighed = of.evidence.weighed.as_ref().unwrap();
    let said = |p: &mut dyn Iterator<Item = f64>| -> Vec<Conclusion> {
        let readings = weighed.hypotheses.iter().zip(p);
        readings
            .map(|(reading, p)| {
                Conclusion::new(
                    format!("evidence.{}", reading.key),
                    format!("Reading: {}", reading.name),
                    Value::probability(p),
                )
            })
            .collect()
    };
    let with = said(&mut weighed.hypotheses.iter().map(|reading| reading.posterior));
    let rows = compare(&with, &said(&mut without.into_iter()));
    let all = &mut of.ablation;
    all.rows.retain(|row| !row.key.starts_with("evidence."));
    all.rows.extend(rows);
    all.moved = all
        .rows
        .iter()
        .filter(|row| row.moved != Moved::Not)
        .count() as u32;
}

/// Every claim and thing to watch as likely under every reading.
pub(crate) fn all_tautological(mut of: Evidence) -> Evidence {
    of.claims = of
        .claims
        .into_iter()
        .map(|old| {
            claim(
                &old.key,
                &old.sentence,
                old.observable,
                [0.2, 0.21, 0.22, 0.19],
            )
        })
        .collect();
    of
}

/// Every text replaced.
pub(crate) fn with_texts(of: &mut Evidence, text: &str) {
    if of.not_weighed.is_some() {
        of.not_weighed = Some(text.to_owned());
    }
    for reading in of.weighed.iter_mut().flat_map(|w| &mut w.hypotheses) {
        for field in [&mut reading.name, &mut reading.statement] {
            text.clone_into(field);
        }
    }
    let event = of.weighed.iter_mut().filter_map(|w| w.event.as_mut());
    for part in event.flat_map(|event| &mut event.parts) {
        text.clone_into(&mut part.record);
        part.source = Source::data(text, text);
    }
    for claim in &mut of.claims {
        for field in [&mut claim.key, &mut claim.sentence] {
            text.clone_into(field);
        }
        claim.speaks_for = vec![text.to_owned(); 3];
        claim.observable = Observable::AttackInArea {
            area: Area {
                regions: vec![text.to_owned(); 2],
                groups: vec![text.to_owned()],
            },
            deaths_at_least: 4_000_000_000,
            within_months: 120,
        };
        if let Some(odds) = &mut claim.after {
            odds.source = Source::data(text, text);
            text.clone_into(&mut odds.record);
        }
        claim.unknown = claim.unknown.as_ref().map(|_| text.to_owned());
    }
    for one in &mut of.watch {
        for field in [&mut one.key, &mut one.sentence] {
            text.clone_into(field);
        }
        if let Some(told) = &mut one.told {
            told.odds.source = Source::data(text, text);
            text.clone_into(&mut told.odds.record);
        }
        one.unknown = one.unknown.as_ref().map(|_| text.to_owned());
    }
    if let Some(items) = &mut of.items {
        items.doubts = vec![text.to_owned()];
        items.later = vec![text.to_owned(); 3];
        for item in &mut items.items {
            text.clone_into(&mut item.statement);
            item.group = Some(text.to_owned());
        }
    }
}
