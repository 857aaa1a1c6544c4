//! Where a war stands, on its own: a page of text and a page of HTML.

use assessment::{Assessment, Marker};
use calendar::{Date, Month};
use trajectory::Trajectory;

use crate::number;
use crate::terminal::Page;

/// A trajectory with what is needed to show it.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The trajectory.
    pub trajectory: &'a Trajectory,
    /// Title of the page.
    pub title: &'a str,
    /// Last day whose facts were used, where it is known.
    pub known: Option<Date>,
    /// The event under study, to mark on figures: its month and label.
    pub event: Option<(Month, &'a str)>,
    /// Political events to mark on figures.
    pub timeline: &'a [Marker],
}

impl<'a> Standing<'a> {
    /// The trajectory of an assessment.
    pub fn of(of: &'a Assessment) -> Self {
        Self {
            trajectory: &of.trajectory,
            title: &of.title,
            known: Some(of.as_of),
            event: Some((Month::of(of.event.date), &of.event.label)),
            timeline: &of.record.timeline,
        }
    }

    /// The country's name.
    pub(crate) fn country(&self) -> &str {
        places::Country::by_iso3(&self.trajectory.iso3)
            .map_or(self.trajectory.iso3.as_str(), |country| country.name)
    }

    /// Keys of the data sets that something on the page rests on.
    pub(crate) fn data(&self) -> Vec<&'static str> {
        let whole = self.trajectory;
        let record = |key: &str| {
            whole
                .record
                .as_ref()
                .is_some_and(|record| record.source.data.iter().any(|known| known == key))
        };
        let facts = whole.placed.is_some() || whole.rule.is_some() || !whole.areas.is_empty();
        [
            ("figures", record("figures")),
            ("events", record("events") || whole.reach.is_some()),
            ("landmarks", facts),
        ]
        .into_iter()
        .filter(|(_, used)| *used)
        .map(|(key, _)| key)
        .collect()
    }

    /// `as known on 30 September 2024`.
    pub(crate) fn known(&self) -> String {
        self.known
            .map(|day| format!("as known on {}", number::day(day)))
            .unwrap_or_default()
    }
}

/// How much a terminal is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// All of it.
    Full,
    /// What belongs in the summary of an assessment.
    Brief,
}

/// Both sections on a terminal.
pub(crate) fn terminal(of: &Standing<'_>, page: &mut Page) {
    page.title(of.title, &of.known());
    page.section(crate::section::standing::HEADING);
    crate::section::standing::terminal(of, page, Detail::Full);
    page.section(crate::section::reach::HEADING);
    crate::section::reach::terminal(of, page, Detail::Full);
}
