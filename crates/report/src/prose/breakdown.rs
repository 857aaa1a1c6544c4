//! Sentences on deaths by region and by perpetrator.

use assessment::{Basis, Breakdown, BreakdownRow};

use super::{Sentence, list};
use crate::number;

/// How many parts a sentence names.
const NAMED: usize = 3;

/// What the events of a breakdown are, as a clause.
pub(crate) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::MonthlyDeadliest => "the deadliest event of each month",
        Basis::Events => "all events of the record",
        Basis::Landmarks => "sourced facts, chosen, not sampled",
    }
}

/// Whether anything happened in the last twelve months, so that they are shown rather than the whole.
pub(crate) fn lately(of: &Breakdown) -> bool {
    spans_a_year(of) && of.rows.iter().any(|row| row.events_lately > 0)
}

/// The rows in falling order of the deaths shown.
pub(crate) fn in_order(of: &Breakdown) -> Vec<&BreakdownRow> {
    let mut rows: Vec<&BreakdownRow> = of.rows.iter().collect();
    if lately(of) {
        rows.sort_by_key(|row| {
            std::cmp::Reverse((row.deaths_lately, row.events_lately, row.deaths))
        });
    }
    rows
}

/// Where or by whom most died: the first three parts.
pub(crate) fn leading(of: &Breakdown, noun: &str) -> Sentence {
    if of.rows.is_empty() {
        return Sentence::new(format!("No figures by {noun}."));
    }
    let lately = lately(of);
    let rows = in_order(of);
    let named: Vec<Sentence> = rows
        .iter()
        .take(NAMED)
        .filter(|row| shown(row, lately).1 > 0)
        .map(|row| {
            let (deaths, events) = shown(row, lately);
            Sentence::new(format!("{} ", row.name))
                .figure(number::of(deaths, "death", "deaths"), &of.source)
                .say(" in ")
                .figure(number::of(events, "event", "events"), &of.source)
        })
        .collect();
    let when = if lately {
        "the last 12 months".to_owned()
    } else if !spans_a_year(of) {
        super::change::span(of.from, of.to)
    } else {
        format!(
            "{} (none in the last 12 months)",
            super::change::span(of.from, of.to)
        )
    };
    Sentence::new(format!("By {noun}, {when}: "))
        .join(list(named))
        .say(".")
}

/// Whether the data reach back twelve months at all.
fn spans_a_year(of: &Breakdown) -> bool {
    of.to - of.from >= 11
}

/// Deaths and events of the span that is shown.
pub(crate) fn shown(row: &BreakdownRow, lately: bool) -> (u32, u32) {
    if lately {
        (row.deaths_lately, row.events_lately)
    } else {
        (row.deaths, row.events)
    }
}

/// On what a breakdown rests and what it does not allow.
pub(crate) fn caution(of: &Breakdown) -> Sentence {
    if of.rows.is_empty() {
        return Sentence::new(ended(&of.caveat));
    }
    let sentence = match of.caveat.trim() {
        "" => Sentence::new(format!("From {}.", basis(of.basis))),
        caveat => Sentence::new(ended(caveat)),
    };
    if of.unplaced == 0 {
        return sentence;
    }
    sentence
        .say(" ")
        .figure(number::of(of.unplaced, "event", "events"), &of.source)
        .say(" could not be assigned.")
}

/// Text that ends in a full stop.
pub(crate) fn ended(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
