//! The parts of an assessment, each with its words for the terminal and its piece of the page.
//!
//! A new part is one file here with one type, added to [`SECTIONS`].

mod ablation;
mod data;
mod event;
mod evidence;
mod opening;
pub(crate) mod reach;
mod record;
mod scenarios;
pub(crate) mod standing;

use assessment::Assessment;
use maud::Markup;

use crate::standing::Detail;
use crate::terminal::Page;

/// One part of an assessment.
pub(crate) trait Section: Sync {
    /// Its name in addresses within the page.
    fn key(&self) -> &'static str;
    /// Its heading.
    fn heading(&self) -> &'static str;
    /// Its piece of the page, without the heading.
    fn html(&self, of: &Assessment) -> Markup;
    /// Its lines on a terminal, without the heading.
    fn terminal(&self, of: &Assessment, page: &mut Page);
}

/// What the event tells, on its own.
pub(crate) const EVIDENCE: [&dyn Section; 3] = [
    &opening::Opening,
    &evidence::Tells {
        detail: Detail::Full,
    },
    &ablation::HangsOnIt {
        detail: Detail::Full,
    },
];

/// All parts, in the order in which they are shown.
pub(crate) const SECTIONS: [&dyn Section; 9] = [
    &opening::Opening,
    &event::Event,
    &evidence::Tells {
        detail: Detail::Brief,
    },
    &ablation::HangsOnIt {
        detail: Detail::Brief,
    },
    &standing::WarStands,
    &reach::ReachAndRule,
    &scenarios::WhatIf,
    &record::Record,
    &data::Data,
];

/// Names of the types of violence, in the order in which counts by type come.
pub(crate) const TYPES: [&str; 3] = ["state-based", "non-state", "one-sided"];
