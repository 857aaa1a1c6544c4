//! An event taken out of everything that an analysis rests on: the event file, the monthly figures, the
//! sourced facts.

mod deadliest;
mod month;

use std::borrow::Cow;

use calendar::Month;
use case::{Case, Event, Landmark};

use crate::from_events::{self, CountryEvents};
use crate::ground::Ground;
use crate::{AssessmentError, landmarks};

/// A ground without an event.
pub(crate) struct Without<'a> {
    pub(crate) ground: Ground<'a>,
    /// What was taken out of what and how, in sentences.
    pub(crate) removed: Vec<String>,
    /// Something was taken out: the data have the event.
    pub(crate) found: bool,
}

/// Takes the event out.
///
/// In an event file the rows go that are the event. Months that are summed from the file are summed again;
/// of other figures the event's month loses what the file counts or, without a file that has the event, what
/// [`month::as_in_figures`] finds. Of the sourced facts those go that record the event or overlap one that does.
pub(crate) fn without<'a>(
    ground: &Ground<'a>,
    event: &Event,
) -> Result<Without<'a>, AssessmentError> {
    let mut bare = ground.clone();
    bare.with_event &= event.key != ground.case.event.key;
    let mut said = Vec::new();
    let rows = ground
        .events
        .as_ref()
        .map_or_else(Vec::new, |events| events.rows_of(event));
    if let Some(events) = &ground.events {
        said.push(of_file(events, &rows));
        let left = events.without(&rows);
        if !rows.is_empty() {
            let gone = events.in_whole(&rows);
            bare.table = ground
                .table
                .as_deref()
                .map(|table| Cow::Owned(table.select(|row, _| !gone.contains(&row))));
        }
        if ground.data == from_events::DATA {
            bare.months = left.months()?;
        }
        bare.events = Some(left);
    }
    if ground.data != from_events::DATA {
        said.extend(match (&ground.events, &bare.events) {
            (Some(events), Some(left)) if !rows.is_empty() => {
                month::as_in_file(&mut bare.months, &events.at(&rows), |month| {
                    left.deadliest(month)
                })
            }
            _ => month::as_in_figures(&mut bare.months, event),
        });
    }
    if !ground.case.landmarks.is_empty() {
        said.push(of_facts(ground, event, &mut bare));
    }
    let found = !rows.is_empty()
        || bare.months != ground.months
        || bare.landmarks.len() != ground.landmarks.len();
    Ok(Without {
        ground: bare,
        removed: said,
        found,
    })
}

fn of_file(events: &CountryEvents<'_>, rows: &[usize]) -> String {
    if rows.is_empty() {
        return "Event file: nothing is taken out, as no event of it matches the event's day, region and range \
                of deaths."
            .to_owned();
    }
    let found = events.at(rows);
    let deaths = found
        .iter()
        .fold(0_u32, |sum, row| sum.saturating_add(row.best));
    let months: Vec<String> = found
        .iter()
        .map(|row| Month::of(row.date_start).to_string())
        .collect();
    format!(
        "Event file: {} {} taken out, the event as the file has it in {} with {} deaths.",
        month::part(rows.len() as u32, events.len() as u32, "events"),
        if rows.len() == 1 { "is" } else { "are" },
        months.join(", "),
        crate::data::thousands(deaths),
    )
}

/// Takes the facts out of the case and of what is known of it.
fn of_facts(ground: &Ground<'_>, event: &Event, bare: &mut Ground<'_>) -> String {
    let (own, overlapping) = facts(&ground.case, event);
    let gone = |row: &Landmark| own.contains(&row.id) || overlapping.contains(&row.id);
    let before = ground.landmarks.len();
    if ground.landmarks.iter().any(gone) {
        let case: &mut Case = bare.case.to_mut();
        case.landmarks.retain(|row| !gone(row));
        bare.landmarks.retain(|row| !gone(row));
    }
    let after = bare.landmarks.len();
    if before == after {
        return format!(
            "Sourced facts: nothing is taken out, as none of {before} records the event."
        );
    }
    let part = month::part((before - after) as u32, before as u32, "facts");
    if before - after == 1 {
        return format!("Sourced facts: {part} is taken out, the one that records the event.");
    }
    let overlap = if overlapping.is_empty() {
        ""
    } else {
        " or overlap one that does"
    };
    format!("Sourced facts: {part} are taken out, those that record the event{overlap}.")
}

/// Identifiers of the facts that record an event, and of those that overlap one of them.
fn facts(case: &Case, event: &Event) -> (Vec<String>, Vec<String>) {
    let own: Vec<&Landmark> = case
        .landmarks
        .iter()
        .filter(|row| landmarks::is_the_event(event, row))
        .collect();
    let overlaps = |row: &&Landmark| {
        own.iter().all(|fact| fact.id != row.id)
            && own
                .iter()
                .any(|fact| fact.overlaps.contains(&row.id) || row.overlaps.contains(&fact.id))
    };
    let ids = |rows: &[&Landmark]| rows.iter().map(|row| row.id.clone()).collect();
    let overlapping: Vec<&Landmark> = case.landmarks.iter().filter(overlaps).collect();
    (ids(&own), ids(&overlapping))
}
