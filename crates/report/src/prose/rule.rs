//! Sentences on signs of rule.

use stats::Source;
use trajectory::rule::{Rule, RuleState, SignKind, SignOrigin};

use super::{Sentence, list};
use crate::number;

/// Where the signs come from.
pub(crate) fn source(of: &Rule) -> Source {
    let from = |events: bool| {
        of.signs
            .iter()
            .any(|sign| (sign.origin == SignOrigin::Events) == events)
    };
    let sets = [("landmarks", from(false)), ("events", from(true))];
    Source {
        data: sets
            .into_iter()
            .filter(|(_, used)| *used)
            .map(|(key, _)| key.to_owned())
            .collect(),
        method: "signs of rule as the case declares them".to_owned(),
        ..Source::default()
    }
}

/// What the data say of rule at all.
pub(crate) fn known(of: &Rule) -> Sentence {
    let source = source(of);
    if of.says_nothing() {
        return Sentence::new(match of.events {
            Some((_, telling)) if telling > 0 => {
                format!(
                    "Rule: the data show no sign that {} governs anywhere.",
                    of.name
                )
            }
            Some(_) => format!(
                "Rule: the data say nothing of who governs. UCDP's events tell of deaths, not of rule, and \
                 the case's facts hold no sign of rule by {}.",
                of.name
            ),
            None => format!(
                "Rule: the data say nothing of who governs; the case's facts hold no sign of rule by {}.",
                of.name
            ),
        });
    }
    let count = |kinds: &[SignKind]| {
        of.signs
            .iter()
            .filter(|sign| kinds.contains(&sign.kind) && !sign.brief)
            .count() as u64
    };
    let brief = of.signs.iter().filter(|sign| sign.brief).count() as u64;
    let sentence = Sentence::new(format!("Signs of rule by {}: ", of.name)).join(list(vec![
        counted(
            count(&[SignKind::Overt]),
            "place taken",
            "places taken",
            &source,
        ),
        counted(count(&[SignKind::Shadow]), "blockade", "blockades", &source),
        counted(
            count(&[SignKind::Accord]),
            "local accord",
            "local accords",
            &source,
        ),
    ]));
    let sentence = match brief {
        0 => sentence,
        n => sentence
            .say("; not counted: ")
            .figure(number::count(n), &source)
            .say(format!(" over within {} days", of.held_days)),
    };
    sentence.say(".")
}

fn counted(n: u64, one: &str, many: &str, source: &Source) -> Sentence {
    Sentence::default().figure(number::of(n, one, many), source)
}

/// Where there were signs in the last twelve months, and where nothing is known.
pub(crate) fn lately(of: &Rule) -> Option<Sentence> {
    if of.says_nothing() {
        return None;
    }
    let source = source(of);
    let from = of.to + -11;
    let mut signs = Vec::new();
    let mut silent = 0_u64;
    for region in &of.regions {
        let best = region
            .spans
            .iter()
            .filter(|span| span.to >= from)
            .max_by_key(|span| (span.state, !span.open));
        match best {
            Some(span) if span.state >= RuleState::Shadow => {
                let open = if span.open { ", no end recorded" } else { "" };
                signs.push(Sentence::new(format!(
                    "{} ({}{open})",
                    region.region,
                    state(span.state)
                )));
            }
            Some(_) => {}
            None => silent += 1,
        }
    }
    let sentence = if signs.is_empty() {
        Sentence::new("In the last 12 months there is no sign of it in any region")
    } else {
        Sentence::new("In the last 12 months: ").join(list(signs))
    };
    Some(
        sentence
            .say("; in ")
            .figure(number::count(silent), &source)
            .say(" of ")
            .figure(
                number::of(of.regions.len() as u64, "region", "regions"),
                &source,
            )
            .say(" the data say nothing of rule, and silence shows nothing."),
    )
}

/// A state in words.
pub(crate) fn state(of: RuleState) -> &'static str {
    match of {
        RuleState::Overt => "overt",
        RuleState::Shadow => "shadow",
        RuleState::NoneSeen => "none seen",
        RuleState::NothingKnown => "nothing known",
    }
}
