//! Sentences on how the last twelve months differ from the twelve before.

use assessment::{Change, Period};
use calendar::Month;
use stats::{Estimate, Source};

use super::Sentence;
use crate::number;

/// What a period is called: `the last 12 months`, `October 2023 to September 2024`.
pub(crate) fn span(from: Month, to: Month) -> String {
    if from == to {
        number::month(from)
    } else {
        format!("{} to {}", number::month(from), number::month(to))
    }
}

/// The months of a period.
pub(crate) fn length(period: &Period) -> u32 {
    u32::try_from(period.to - period.from + 1).unwrap_or(0)
}

/// Events in both periods.
pub(crate) fn events(change: &Change, source: &Source) -> Sentence {
    let (now, before) = (length(&change.now), length(&change.before));
    Sentence::new("Events: ")
        .figure(number::count(change.now.events), source)
        .say(format!(
            " in the last {}, ",
            number::of(now, "month", "months")
        ))
        .figure(number::count(change.before.events), source)
        .say(format!(
            " in the {} before, ",
            number::of(before, "month", "months")
        ))
        .join(verdict(&change.events_ratio))
        .say(".")
}

/// Deaths in both periods.
pub(crate) fn deaths(change: &Change, source: &Source) -> Sentence {
    Sentence::new("Deaths: ")
        .figure(number::count(change.now.best), source)
        .say(" against ")
        .figure(number::count(change.before.best), source)
        .say(", ")
        .join(verdict(&change.deaths_ratio))
        .say(".")
}

/// Deaths in both periods, the event left out.
pub(crate) fn without(change: &Change) -> Option<Sentence> {
    change.deaths_ratio_without.as_ref().map(|ratio| {
        Sentence::new("Without the event, deaths are ")
            .join(verdict(ratio))
            .say(".")
    })
}

/// `1.3 times as many (90 %: 1.1 to 1.5): a rise`; when the interval holds 1, that no change is told
/// apart from chance.
pub(crate) fn verdict(ratio: &Estimate) -> Sentence {
    let source = &ratio.source;
    if !ratio.median.is_finite() {
        return Sentence::new("a ratio that is not known");
    }
    Sentence::default()
        .figure(number::ratio(ratio.median), source)
        .say(" times as many (")
        .figure(number::ratio_interval(ratio), source)
        .say(match direction(ratio) {
            None => "), no change that can be told from chance",
            Some(true) => "), a rise",
            Some(false) => "), a fall",
        })
}

/// What rose, what fell, and for what no change is told apart, in one sentence.
pub(crate) fn verdicts(change: &Change) -> Sentence {
    let (with, without) = (&change.deaths_ratio, &change.deaths_ratio_without);
    let mut rows = vec![("events", direction(&change.events_ratio))];
    match without.as_ref().map(direction) {
        Some(same) if same == direction(with) => {
            rows.push(("deaths, with or without the event", same));
        }
        Some(other) => rows.extend([
            ("deaths", direction(with)),
            ("deaths without the event", other),
        ]),
        None => rows.push(("deaths", direction(with))),
    }
    let which = |wanted: Option<bool>| -> Vec<Sentence> {
        rows.iter()
            .filter(|(_, direction)| *direction == wanted)
            .map(|(name, _)| Sentence::new(name))
            .collect()
    };
    let clauses: Vec<String> = [
        (Some(true), "A rise in"),
        (Some(false), "A fall in"),
        (None, "No change that can be told from chance in"),
    ]
    .into_iter()
    .filter_map(|(wanted, words)| {
        let names = which(wanted);
        (!names.is_empty()).then(|| format!("{words} {}.", super::list(names).plain()))
    })
    .collect();
    Sentence::new(clauses.join(" "))
}

/// Whether a ratio is above 1 (true) or below (false) with its whole interval; `None` when the interval
/// holds 1.
fn direction(ratio: &Estimate) -> Option<bool> {
    if ratio.low > 1.0 {
        Some(true)
    } else if ratio.high < 1.0 {
        Some(false)
    } else {
        None
    }
}

/// Events by type in both periods.
pub(crate) fn by_type(change: &Change, source: &Source) -> Option<Sentence> {
    let total = |period: &Period| {
        period
            .events_by_type
            .iter()
            .fold(0u32, |sum, n| sum.saturating_add(*n))
    };
    let (now, before) = (total(&change.now), total(&change.before));
    if now == 0 {
        return None;
    }
    let parts = crate::section::TYPES
        .iter()
        .zip(change.now.events_by_type)
        .zip(change.before.events_by_type)
        .filter(|((_, n), b)| *n > 0 || *b > 0)
        .map(|((kind, n), b)| {
            let part = Sentence::new(format!("{kind} "))
                .figure(number::share(n, now).unwrap_or_default(), source);
            match number::share(b, before) {
                Some(share) => part.say(" (").figure(share, source).say(" before)"),
                None => part,
            }
        })
        .collect();
    Some(
        Sentence::new("By type of event: ")
            .join(super::list(parts))
            .say("."),
    )
}

/// The share of civilians among the dead in both periods.
pub(crate) fn civilians(change: &Change, source: &Source) -> Option<Sentence> {
    let now = number::share(change.now.civilians, change.now.best)?;
    let sentence = Sentence::new("Civilians were ")
        .figure(now, source)
        .say(" of the dead of the last ")
        .say(number::of(length(&change.now), "month", "months"));
    Some(
        match number::share(change.before.civilians, change.before.best) {
            Some(before) => sentence
                .say(", ")
                .figure(before, source)
                .say(" of those before."),
            None => sentence.say("."),
        },
    )
}
