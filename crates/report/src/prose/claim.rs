//! Sentences on what is said about the event and on what would be worth watching.

use evidence::{ClaimWeight, Diagnosticity, Evidence, Finding, Odds, WatchWeight, Weighed};
use stats::Source;

use super::evidence::{TELLING, name, name_of};
use super::observable::observable;
use super::{Sentence, list};
use crate::clean::clean;
use crate::number::{self, NBSP};

/// Smallest and largest probability of an observable over the readings.
pub(crate) fn extremes(of: &Odds) -> (f64, f64) {
    let values = || of.chances.iter().map(|chance| chance.value);
    (
        values().fold(f64::INFINITY, f64::min),
        values().fold(f64::NEG_INFINITY, f64::max),
    )
}

/// Decibans that seeing what a claim needs would bring between two readings; 0 where that is not known.
pub(crate) fn most(of: &ClaimWeight) -> f64 {
    of.diagnosticity
        .as_ref()
        .map_or(0.0, |found| found.decibans)
}

/// The two readings that seeing it would tell apart best, with its probability under each.
pub(crate) fn between(
    of: &Diagnosticity,
    odds: &Odds,
    weighed: &Weighed,
) -> Option<[(String, f64); 2]> {
    let chance = |key: &str| {
        let at = weighed.hypotheses.iter().position(|h| h.key == key)?;
        Some((name(weighed, at), odds.chances.get(at)?.value))
    };
    let [likely, unlikely] = &of.between;
    Some([chance(likely)?, chance(unlikely)?])
}

/// What a claim needs to be seen.
pub(crate) fn must_be_seen(of: &ClaimWeight, capital: &str) -> Sentence {
    Sentence::new("To be seen: ")
        .say(observable(&of.observable, capital))
        .say(".")
}

/// Whether a claim says anything, with the reason.
pub(crate) fn finding(of: &ClaimWeight, weighed: &Weighed) -> Sentence {
    let (Some(odds), Some(found)) = (&of.after, &of.diagnosticity) else {
        let why = clean(of.unknown.as_deref().unwrap_or_default());
        return if why.is_empty() {
            Sentence::new("Not known: nothing at hand tells how likely it is.")
        } else {
            Sentence::new(format!("Not known: {why}"))
        };
    };
    let weight = Sentence::new(" (")
        .figure(number::decibans(found.decibans), &odds.source)
        .say(error(found.error))
        .say(")");
    let (low, high) = extremes(odds);
    let range = Sentence::default().figure(number::percents(low, high), &odds.source);
    match (of.finding, between(found, odds, weighed)) {
        (Finding::Diagnostic, Some([(likely, high), (unlikely, low)])) => {
            Sentence::new("Diagnostic: ")
                .figure(number::percent(high), &odds.source)
                .say(format!(" under {likely}, "))
                .figure(number::percent(low), &odds.source)
                .say(format!(" under {unlikely}"))
                .join(weight)
                .say(".")
        }
        (Finding::Diagnostic, None) => Sentence::new("Diagnostic: ")
            .join(range)
            .join(weight)
            .say("."),
        (Finding::Tautological, _) => {
            Sentence::new("Tautological here: about as likely under every reading, ")
                .join(range)
                .join(weight)
                .say(".")
        }
        (Finding::Open | Finding::Unknown, _) => {
            Sentence::new("Open: the runs are too few to say on which side of 3 decibans it lies, ")
                .join(range)
                .join(weight)
                .say(".")
        }
    }
}

/// A Monte-Carlo standard error in decibans; nothing where there is none to speak of.
fn error(of: Option<f64>) -> String {
    match of.filter(|error| error.is_finite()) {
        Some(error) if error >= 0.05 => format!(" ±{NBSP}{error:.1}"),
        _ => String::new(),
    }
}

/// What the claim is meant to speak for, and whether it would.
pub(crate) fn speaks(of: &ClaimWeight, weighed: &Weighed) -> Option<Sentence> {
    if of.speaks_for.is_empty() {
        return None;
    }
    let meant = list(
        of.speaks_for
            .iter()
            .map(|key| Sentence::new(name_of(weighed, key)))
            .collect(),
    );
    let sentence = Sentence::new("Meant for ").join(meant);
    let (Some(weight), Some(odds)) = (of.speaks, &of.after) else {
        return Some(sentence.say("."));
    };
    let verdict = match weight {
        x if x >= TELLING => "; seen, it would speak for it by ",
        x if x <= -TELLING => "; seen, it would speak against it by ",
        _ => "; seen, it would add ",
    };
    let figure = if weight.abs() < TELLING {
        format!("{}{NBSP}decibans", number::weight(weight))
    } else {
        number::decibans(weight)
    };
    Some(sentence.say(verdict).figure(figure, &odds.source).say("."))
}

/// The reading that something speaks for most, with its weight.
pub(crate) fn would_mean(of: &[f64], weighed: &Weighed, source: &Source) -> Sentence {
    let most = (0..of.len())
        .filter(|at| of[*at].is_finite())
        .max_by(|a, b| of[*a].total_cmp(&of[*b]));
    match most {
        Some(at) => {
            Sentence::new(format!("{} ", name(weighed, at))).figure(number::weight(of[at]), source)
        }
        None => Sentence::new("unknown"),
    }
}

/// A thing to watch in a line: `Three bad months: 2.1 decibans expected`; in full with how likely it is and
/// what it would tell.
pub(crate) fn watch(of: &WatchWeight, weighed: &Weighed, full: bool) -> Sentence {
    let sentence = Sentence::new(clean(&of.sentence).trim_end_matches('.')).say(": ");
    let Some(told) = &of.told else {
        return sentence.say(not_known(of));
    };
    let source = &told.odds.source;
    let sentence = sentence
        .figure(number::decibans(told.expected), source)
        .say(" expected");
    if !full {
        return sentence.say(".");
    }
    sentence
        .say(", ")
        .figure(number::percent(told.odds.overall.value), source)
        .say(" likely. Seen: ")
        .join(would_mean(&told.if_seen, weighed, source))
        .say("; not seen: ")
        .join(would_mean(&told.if_not_seen, weighed, source))
        .say(".")
}

/// Why what would be seen cannot be ranked.
pub(crate) fn not_known(of: &WatchWeight) -> String {
    match of
        .unknown
        .as_deref()
        .map(clean)
        .filter(|why| !why.is_empty())
    {
        Some(why) => why,
        None => "how likely it is is not known.".to_owned(),
    }
}

/// How probabilities of things to come were had.
pub(crate) fn how(of: &Evidence) -> Sentence {
    let runs = if of.runs > 0 {
        format!(
            " Counts are drawn {} times under each reading; ± is their standard error.",
            number::count(of.runs)
        )
    } else {
        String::new()
    };
    Sentence::new(format!(
        "A claim is tautological here when no two readings differ by {TELLING:.0} decibans in what it needs to be \
         seen.{runs}"
    ))
}
