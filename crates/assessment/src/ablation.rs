//! What changes when an event is taken out of everything the assessment rests on.

use calendar::Date;
use case::{Case, Event};
use evidence::ablation::{Moved, compare};

use crate::sections::Sections;
use crate::without::Without;
use crate::{Ablation, AssessmentError, conclusions};

/// The event of a key, or the one under study; it must have happened by the day of the assessment.
pub(crate) fn chosen<'a>(
    case: &'a Case,
    key: Option<&str>,
    as_of: Date,
) -> Result<&'a Event, AssessmentError> {
    let events = || std::iter::once(&case.event).chain(&case.events_of_note);
    let Some(key) = key else {
        return Ok(&case.event);
    };
    let found = events().find(|event| event.key == key);
    let event = found.ok_or_else(|| AssessmentError::UnknownEvent {
        key: key.to_owned(),
        known: events()
            .map(|event| event.key.as_str())
            .collect::<Vec<&str>>()
            .join(", "),
    })?;
    if as_of < event.date {
        return Err(AssessmentError::BeforeEvent {
            as_of,
            event: event.date,
        });
    }
    Ok(event)
}

/// The conclusions side by side.
pub(crate) fn section(
    event: &Event,
    bare: Without<'_>,
    with: &Sections,
    without: &Sections,
) -> Ablation {
    let rows = compare(&conclusions::gather(with), &conclusions::gather(without));
    let moved = rows.iter().filter(|row| row.moved != Moved::Not).count();
    Ablation {
        event: event.key.clone(),
        label: event.label.clone(),
        date: event.date,
        found: bare.found,
        removed: bare.removed,
        rows,
        moved: moved as u32,
    }
}
