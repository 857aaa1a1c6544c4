//! What holds of every assessment, however strange.

mod made_up;

use assessment::{Assessment, Basis, BreakdownRow, Deaths, Marker, Peer, Rank};
use calendar::Month;
use evidence::ablation::Value;
use made_up::{as_xml, capital, with_texts};
use proptest::prelude::*;
use report::{TerminalOptions, html, json, terminal};
use stats::Estimate;
use theatre::summary::Mean;
use unicode_width::UnicodeWidthStr;

/// Values to fill an assessment with, taken round and round.
#[derive(Debug, Clone)]
struct Tape {
    counts: Vec<u32>,
    floats: Vec<f64>,
    months: Vec<i32>,
    at: usize,
}

impl Tape {
    fn count(&mut self) -> u32 {
        self.at += 1;
        self.counts[self.at % self.counts.len()]
    }

    fn float(&mut self) -> f64 {
        self.at += 1;
        self.floats[self.at % self.floats.len()]
    }

    fn month(&mut self) -> Month {
        self.at += 1;
        made_up::month("0001-01") + self.months[self.at % self.months.len()]
    }

    fn estimate(&mut self) -> Estimate {
        made_up::estimate(self.float(), self.float(), self.float())
    }

    fn rows(&mut self, rows: &mut Vec<BreakdownRow>, length: usize) {
        let Some(first) = rows.first().cloned() else {
            return;
        };
        *rows = (0..length)
            .map(|_| BreakdownRow {
                events: self.count(),
                deaths: self.count(),
                events_lately: self.count(),
                deaths_lately: self.count(),
                first: Some(self.month()),
                ..first.clone()
            })
            .collect();
    }
}

fn tape() -> impl Strategy<Value = Tape> {
    let count = prop_oneof![Just(0), Just(1), 2u32..2000, any::<u32>()];
    let float = prop_oneof![0.0f64..3.0, 0.0f64..1e4, proptest::num::f64::ANY];
    (
        proptest::collection::vec(count, 1..40),
        proptest::collection::vec(float, 1..20),
        proptest::collection::vec(0i32..(9998 * 12), 1..8),
    )
        .prop_map(|(counts, floats, months)| Tape {
            counts,
            floats,
            months,
            at: 0,
        })
}

/// Figures of the trajectory replaced by whatever comes.
fn strange_course(of: &mut Assessment, tape: &mut Tape) {
    let whole = &mut of.trajectory;
    for reading in &mut whole.readings {
        reading.p_new_phase = tape.float();
        reading.p_receding = tape.float();
        reading.decibans = tape.float();
        reading.factor = Some(tape.estimate());
        reading.shift.events = Some(tape.estimate());
        reading.known_to = tape.month();
    }
    for month in whole.record.iter_mut().flat_map(|r| &mut r.path.months) {
        month.phases = [tape.float(), tape.float(), tape.float()];
        month.level.median = tape.float();
        month.level.high = tape.float();
    }
    for month in whole.reach.iter_mut().flat_map(|r| &mut r.reach.months) {
        month.km2 = tape.estimate();
        month.nowhere = tape.float();
        month.entered = tape.float();
        month.front_km = Some(tape.estimate());
    }
    for area in &mut whole.areas {
        area.path.linear.decibans_against_rise = tape.float();
        for turn in &mut area.path.turns {
            turn.month = tape.month();
            turn.latest = tape.month();
        }
    }
    if let Some(rule) = &mut whole.rule {
        rule.to = tape.month();
    }
}

/// Figures of what the event tells replaced by whatever comes, rows of readings of any length.
fn strange_told(of: &mut Assessment, tape: &mut Tape, length: usize) {
    let whole = &mut of.evidence;
    let row = |tape: &mut Tape| (0..length).map(|_| tape.float()).collect::<Vec<f64>>();
    if let Some(weighed) = &mut whole.weighed {
        for reading in &mut weighed.hypotheses {
            reading.prior = tape.float();
            reading.decibans = tape.float();
        }
        for month in &mut weighed.months {
            month.posterior = row(tape);
            month.decibans = row(tape);
        }
        if let Some(event) = &mut weighed.event {
            event.before = row(tape);
            event.after = row(tape);
            event.decibans = row(tape);
            for part in &mut event.parts {
                part.probability = row(tape);
                part.decibans = row(tape);
            }
        }
    }
    if let Some(verdict) = &mut whole.verdict {
        verdict.posterior = row(tape);
        verdict.probability = tape.float();
        for flip in &mut verdict.flips {
            flip.flip_prior = Some(tape.float());
            flip.decibans_short = tape.float();
        }
    }
    for item in whole.items.iter_mut().flat_map(|items| &mut items.items) {
        item.adds = row(tape);
        item.posterior_without = row(tape);
    }
    for claim in &mut whole.claims {
        for chance in claim.after.iter_mut().flat_map(|odds| &mut odds.chances) {
            chance.value = tape.float();
            chance.error = Some(tape.float());
        }
        if let Some(found) = &mut claim.diagnosticity {
            found.decibans = tape.float();
            found.error = Some(tape.float());
        }
        claim.speaks = Some(tape.float());
    }
    for told in whole.watch.iter_mut().filter_map(|one| one.told.as_mut()) {
        told.expected = tape.float();
        told.expected_error = Some(tape.float());
        told.odds.overall.value = tape.float();
        told.if_seen = row(tape);
        told.if_not_seen = row(tape);
    }
}

/// Figures of the scenarios replaced by whatever comes, rows of fighters and places of any length.
fn strange_played(of: &mut Assessment, tape: &mut Tape, length: usize) {
    let row = |tape: &mut Tape| (0..length).map(|_| tape.float()).collect::<Vec<f64>>();
    let mean = |tape: &mut Tape| Mean {
        mean: tape.float(),
        error: tape.float(),
        low: tape.float(),
        high: tape.float(),
    };
    of.scenarios.from = tape.month();
    if let Some(learned) = &mut of.scenarios.calibration {
        learned.months.truncate(length);
        for one in &mut learned.months {
            one.month = tape.month();
            (one.events, one.deaths) = (tape.float(), tape.float());
            one.replayed_events = [tape.float(), tape.float(), tape.float()];
            one.replayed_deaths = [tape.float(), tape.float(), tape.float()];
        }
    }
    let Some(played) = &mut of.scenarios.played else {
        return;
    };
    played.calibrated = tape.count() > 0;
    played.scenarios.truncate(length);
    for scenario in &mut played.scenarios {
        for bands in [&mut scenario.course.deaths, &mut scenario.course.state] {
            bands.p50 = row(tape);
            bands.p95 = row(tape);
        }
        for at in &mut scenario.horizons {
            at.capital.truncate(length);
            for chance in &mut at.capital {
                chance.probability = tape.float();
                chance.error = tape.float();
            }
            at.regime.collapsed.probability = tape.float();
            at.deaths = mean(tape);
            at.state = mean(tape);
        }
        for at in &mut scenario.places {
            for place in at.places.iter_mut().take(length) {
                place.rule = row(tape);
                place.people = tape.float();
                place.deaths = tape.float();
            }
        }
        for less in &mut scenario.differences {
            less.difference = mean(tape);
        }
    }
}

fn assessments() -> impl Strategy<Value = Assessment> {
    let text = prop_oneof![".{0,60}", "\\PC{0,300}", "[a-z ]{0,20}"];
    (tape(), text, 0usize..5, 0usize..40, any::<bool>()).prop_map(
        |(mut tape, text, parts, months, words)| {
            let mut of = capital();
            if words {
                of = with_texts(of, &text);
            }
            let event = &mut of.event;
            event.deaths = Deaths {
                low: tape.count(),
                best: tape.count(),
                high: tape.count(),
            };
            event.in_capital = tape.count().is_multiple_of(2);
            event.in_record.events = tape.count();
            event.in_record.deaths = tape.count();
            event.in_record.month = tape.month();
            event.in_record.covered = tape.count() > 0;
            for comparison in &mut event.comparisons {
                comparison.events = tape.count();
                comparison.rank = Rank {
                    first: tape.count(),
                    best: tape.count(),
                    last: tape.count(),
                };
                comparison.counted = Some(tape.estimate());
                comparison.counted_lately = Some(tape.estimate());
                comparison.modelled = Some(tape.estimate());
                comparison.basis = match tape.count() % 3 {
                    0 => Basis::Events,
                    1 => Basis::Landmarks,
                    _ => Basis::MonthlyDeadliest,
                };
                comparison.from = tape.month();
                comparison.deadliest = (0..parts)
                    .map(|place| Peer {
                        month: tape.month(),
                        deaths: tape.count(),
                        region: Some(text.clone()),
                        is_the_event: place == 1,
                    })
                    .collect();
            }
            strange_course(&mut of, &mut tape);
            strange_told(&mut of, &mut tape, parts);
            strange_played(&mut of, &mut tape, parts);
            for row in &mut of.ablation.rows {
                row.with = Some(match tape.count() % 3 {
                    0 => Value::probability(tape.float()),
                    1 => Value::quantity(tape.float(), "times"),
                    _ => Value::quantity(tape.float(), &*text),
                });
                row.change = Some(tape.float());
                row.error = Some(tape.float());
            }
            of.ablation.moved = tape.count();
            of.ablation.found = tape.count() > 0;
            let record = &mut of.record;
            record.months.truncate(months);
            for row in &mut record.months {
                row.best = tape.count();
                row.high = tape.count();
                row.low = Some(tape.count());
                row.events_by_type = [tape.count(), tape.count(), tape.count()];
            }
            for year in &mut record.years {
                year.best = tape.count();
                year.deadliest_share = tape.float();
            }
            if let Some(change) = &mut record.change {
                change.now.events_by_type = [tape.count(), tape.count(), tape.count()];
                change.now.from = tape.month();
                change.now.best = tape.count();
                change.events_ratio = tape.estimate();
                change.deaths_ratio = tape.estimate();
                change.deaths_ratio_without = Some(tape.estimate());
            }
            tape.rows(&mut record.regions.rows, parts);
            tape.rows(&mut record.perpetrators.rows, parts * 3);
            record.timeline = (0..months)
                .map(|_| Marker {
                    month: tape.month(),
                    kind: text.clone(),
                    text: text.clone(),
                })
                .collect();
            of
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_wider_than_the_terminal(of in assessments(), width in 40usize..130) {
        let page = terminal(&of, &TerminalOptions { width, colour: false });
        for line in page.lines() {
            prop_assert!(line.width() <= width, "{} > {width}: {line:?}", line.width());
            prop_assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        prop_assert_eq!(page.lines().filter(|line| line.contains("WHAT THIS RESTS ON")).count(), 1);
    }

    #[test]
    fn every_page_is_well_formed(of in assessments()) {
        let page = html(&of);
        let xml = as_xml(&page);
        let document = roxmltree::Document::parse(&xml);
        prop_assert!(document.is_ok(), "{:?}", document.err());
        for noise in ["NaN", "\"inf", ">inf"] {
            if let Some((before, _)) = page.split_once(noise) {
                let near: String = before.chars().rev().take(120).collect();
                prop_assert!(false, "{noise} after {}", near.chars().rev().collect::<String>());
            }
        }
        prop_assert_eq!(&page, &html(&of));
        prop_assert_eq!(json(&of), json(&of));
    }
}
