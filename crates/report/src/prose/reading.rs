//! Sentences on a month of note: has a new phase begun, what breaks were known, what changed.

use stats::Source;
use trajectory::reading::{Break, PlaceShift, Reading, Shift, Stretch};

use super::change::{span, verdict};
use super::{Sentence, list};
use crate::number::{self, NBSP};

/// Decibans from which evidence counts as for or against: odds of about three to one.
const TELLING: f64 = 5.0;

/// The four readings with their probabilities, in the order in which they are shown.
pub(crate) fn readings(of: &Reading) -> [(&'static str, f64); 4] {
    [
        ("new phase", of.p_new_phase),
        ("degradation", of.p_degradation),
        ("status quo", of.p_status_quo),
        ("receding", of.p_receding),
    ]
}

/// The readings in one sentence: `Status quo 60 %, degradation 20 %, ...`, likeliest first.
pub(crate) fn probabilities(of: &Reading) -> Sentence {
    let mut rows = readings(of);
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let parts = rows
        .iter()
        .enumerate()
        .map(|(place, (name, p))| {
            let name = match place {
                0 => number::capital_first(name),
                _ => (*name).to_owned(),
            };
            Sentence::new(format!("{name} ")).figure(number::percent(*p), &of.source)
        })
        .collect();
    list(parts).say(".")
}

/// Up to when the record was read.
pub(crate) fn known(of: &Reading) -> String {
    match of.hindsight {
        0 => format!("as known at the end of {}", number::month(of.known_to)),
        n => format!(
            "as known at the end of {}, with {} of hindsight",
            number::month(of.known_to),
            number::of(n, "month", "months")
        ),
    }
}

/// What the months' evidence weighs, and how large the new phase would be.
pub(crate) fn evidence(of: &Reading) -> Sentence {
    let weight = if of.decibans.abs() < 0.05 {
        "0".to_owned()
    } else {
        number::two_digits(of.decibans)
    };
    let opening = if of.decibans >= TELLING {
        "The months speak for a new phase: "
    } else if of.decibans <= -TELLING {
        "The months speak against a new phase: "
    } else {
        "The months say little for or against a new phase: "
    };
    Sentence::new(opening)
        .figure(format!("{weight}{NBSP}decibans"), &of.source)
        .say(".")
}

/// When a new phase began and how large it is, if one did.
pub(crate) fn if_one_began(of: &Reading) -> Option<Sentence> {
    let begin = of
        .begins
        .iter()
        .max_by(|a, b| a.probability.total_cmp(&b.probability))?;
    let factor = of.factor.as_ref()?;
    let sentence = Sentence::new(format!(
        "If one began, it most likely began in {} (",
        number::month(begin.month)
    ))
    .figure(number::percent(begin.probability), &of.source)
    .say("), and the level of state-based events changed by a factor of ")
    .figure(number::ratio(factor.median), &factor.source)
    .say(" (")
    .figure(number::ratio_interval(factor), &factor.source);
    Some(match of.larger_than {
        Some(share) => sentence
            .say("): of the breaks of all countries' records in that direction ")
            .figure(number::percent(share), &factor.source)
            .say(" are smaller."),
        None => sentence.say(")."),
    })
}

/// The likely months of a break: `Jan 2012`, `Dec 2011 to Feb 2012`.
pub(crate) fn break_span(of: &Break) -> String {
    if of.from == of.to {
        number::short_month(of.month)
    } else {
        format!(
            "{} to {}",
            number::short_month(of.from),
            number::short_month(of.to)
        )
    }
}

/// How many breaks the record has.
pub(crate) fn breaks(of: &[Break], from: calendar::Month, to: calendar::Month) -> Sentence {
    let span = span(from, to);
    match of.len() {
        0 => Sentence::new(format!("No break of the level is known from {span}.")),
        1 => Sentence::new(format!("One break of the level is known from {span}:")),
        n => Sentence::new(format!("{n} breaks of the level are known from {span}:")),
    }
}

/// Level of all violence.
pub(crate) fn level(of: &Shift, source: &Source) -> Sentence {
    let stretch = |s: &Stretch| {
        Sentence::default()
            .figure(number::count(s.events), source)
            .say(format!(" in {}", span(s.from, s.to)))
    };
    let sentence = Sentence::new("Events: ")
        .join(stretch(&of.after))
        .say(", ")
        .join(stretch(&of.before));
    let sentence = match &of.events {
        Some(ratio) => sentence.say("; a month ").join(verdict(ratio)),
        None => sentence,
    };
    match &of.deaths {
        Some(ratio) => sentence
            .say(". Deaths a month: ")
            .join(verdict(ratio))
            .say("."),
        None => sentence.say("."),
    }
}

/// Trend of the level of state-based events.
pub(crate) fn trend(of: &Shift, source: &Source) -> Option<Sentence> {
    let before = of.before.trend?;
    let sentence = Sentence::new(
        "Trend, the smoothed level of state-based events: over the year before a factor of ",
    )
    .figure(number::ratio(before), source);
    Some(match of.after.trend {
        Some(after) => sentence
            .say(", since then at a pace of ")
            .figure(number::ratio(after), source)
            .say(" a year."),
        None => sentence.say("; the months since are too few for one."),
    })
}

/// Type of violence and concentration.
pub(crate) fn kinds(of: &Shift, source: &Source) -> Sentence {
    let before = span(of.before.from, of.before.to);
    let parts: Vec<Sentence> = of
        .types
        .iter()
        .filter(|kind| kind.before.unwrap_or(0.0) > 0.0 || kind.after.unwrap_or(0.0) > 0.0)
        .map(|kind| {
            Sentence::new(format!("{} ", kind.kind))
                .figure(shown(kind.after), source)
                .say(" (")
                .figure(shown(kind.before), source)
                .say(" before)")
        })
        .collect();
    let sentence = if parts.is_empty() {
        Sentence::new(format!("No event of a known type since {before}."))
    } else {
        Sentence::new("By type of event: ")
            .join(list(parts))
            .say(".")
    };
    match (of.after.deadliest_share, of.before.deadliest_share) {
        (Some(now), Some(then)) => sentence
            .say(" The deadliest event of each month had ")
            .figure(number::percent(now), source)
            .say(" of the deaths, ")
            .figure(number::percent(then), source)
            .say(" before."),
        _ => sentence,
    }
}

fn shown(share: Option<f64>) -> String {
    share.map_or_else(|| "none".to_owned(), number::percent)
}

/// Where the share of events changed most.
pub(crate) fn places(of: &Shift, source: &Source) -> Option<Sentence> {
    const NAMED: usize = 3;
    let places = of.places.as_ref()?;
    if places.is_empty() {
        return Some(Sentence::new("No event is placed in a region."));
    }
    let part = |place: &PlaceShift| {
        Sentence::new(format!("{} ", place.region))
            .figure(number::percent(place.after), source)
            .say(" (")
            .figure(number::percent(place.before), source)
            .say(" before)")
    };
    Some(
        Sentence::new("Regions whose share of events changed most: ")
            .join(list(places.iter().take(NAMED).map(part).collect()))
            .say("."),
    )
}
