//! What an analysis rests on: a case, the months of the record, events, facts, all up to a day.

use std::borrow::Cow;
use std::sync::Arc;

use calendar::{Date, Month};
use case::{Case, Landmark};
use events::EventTable;
use events::figures::{FiguresTable, MonthlyFigures};
use theatre::Calibration;

use crate::from_events::CountryEvents;
use crate::{
    AssessmentError, EventFile, EventSource, Inputs, MonthRow, data, from_events, landmarks,
};

/// Everything that the sections are made from.
#[derive(Clone)]
pub(crate) struct Ground<'a> {
    pub(crate) case: Cow<'a, Case>,
    /// Last day whose facts may be used.
    pub(crate) as_of: Date,
    pub(crate) seed: u64,
    /// Months of the record, whatever they come from.
    pub(crate) months: Vec<MonthRow>,
    /// Key of the data set that the months come from.
    pub(crate) data: &'static str,
    /// The case's figures, where the months are theirs.
    pub(crate) figures: Option<data::Figures>,
    /// Organised violence of the country, where there is an event file with some.
    pub(crate) events: Option<CountryEvents<'a>>,
    /// The whole event file: the lineage's events abroad and what ACLED tells of rule are in it too.
    pub(crate) table: Option<Cow<'a, EventTable>>,
    /// Sourced facts known on the day.
    pub(crate) landmarks: Vec<Landmark>,
    /// Runs of each scenario.
    pub(crate) runs: u64,
    /// Draws that they begin from; none where they begin from the priors.
    pub(crate) draws: usize,
    /// The draws, once they are made with the event: without it those of them are used that go with what is left of the
    /// record, so that the two differ by the event and not by chance.
    pub(crate) calibrated: Option<Arc<Result<Calibration, String>>>,
    /// The event under study is part of the ground.
    pub(crate) with_event: bool,
}

impl<'a> Ground<'a> {
    /// Of two sources for the months the one that covers more of them is taken; events win a tie.
    pub(crate) fn new(inputs: &'a Inputs<'a>) -> Result<Self, AssessmentError> {
        let case = inputs.case;
        let as_of = inputs.as_of.unwrap_or(case.data.as_of);
        if as_of < case.event.date {
            return Err(AssessmentError::BeforeEvent {
                as_of,
                event: case.event.date,
            });
        }
        let to = Month::of(as_of);
        let table = figures(case)?;
        let series = table
            .as_ref()
            .and_then(|table| table.country(&case.about.iso3))
            .unwrap_or_default();
        let own: Vec<MonthRow> = series
            .iter()
            .filter(|row| row.month <= to)
            .map(month_row)
            .collect();
        let events = inputs.events.as_ref().and_then(|file| {
            let reaches = file.sources.iter().filter_map(EventSource::reaches).max()?;
            CountryEvents::new(case, &file.table, to.min(reaches))
        });
        let from_events = match &events {
            Some(events) => events.months()?,
            None => Vec::new(),
        };
        if own.is_empty() && from_events.is_empty() {
            return Err(nothing(inputs, table.is_some(), to));
        }
        let use_events = from_events.len() >= own.len();
        let figures = (!use_events).then(|| data::Figures {
            citation: table
                .as_ref()
                .map_or_else(Vec::new, |table| table.citation.clone()),
            reaches: series.last().map_or(to, |row| row.month),
        });
        let (months, data) = if use_events {
            (from_events, from_events::DATA)
        } else {
            (own, data::FIGURES)
        };
        Ok(Self {
            case: Cow::Borrowed(case),
            as_of,
            seed: inputs.seed,
            months,
            data,
            figures,
            table: events
                .as_ref()
                .and(inputs.events.as_ref())
                .map(|file| Cow::Borrowed(&file.table)),
            events,
            landmarks: landmarks::known(case, as_of),
            runs: inputs.runs,
            draws: inputs.draws,
            calibrated: None,
            with_event: true,
        })
    }
}

/// The case's figures, if it names a file that is there.
fn figures(case: &Case) -> Result<Option<FiguresTable>, AssessmentError> {
    let Some(name) = &case.data.figures else {
        return Ok(None);
    };
    match case.files.get(name) {
        Some(bytes) => Ok(Some(FiguresTable::parse(bytes, name)?)),
        None => Ok(None),
    }
}

fn nothing(inputs: &Inputs<'_>, has_figures: bool, to: Month) -> AssessmentError {
    let iso3 = inputs.case.about.iso3.clone();
    let what = match (&inputs.events, has_figures) {
        (Some(file), true) => format!("{} and the case's figures", names(file)),
        (Some(file), false) => names(file),
        (None, true) => "the case's figures".to_owned(),
        (None, false) => {
            return AssessmentError::NoRecord {
                case: inputs.case.about.key.clone(),
            };
        }
    };
    AssessmentError::NothingYet { what, iso3, to }
}

fn names(file: &EventFile) -> String {
    let names: Vec<&str> = file
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    names.join(", ")
}

fn month_row(row: &MonthlyFigures) -> MonthRow {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    MonthRow {
        month: row.month,
        events: row.events,
        best: small(row.best),
        low: row.low.map(small),
        // A few of UCDP's own sums are below the best one: a band cannot be.
        high: small(row.high.max(row.best)),
        civilians: small(row.civilians),
        deadliest: row.deadliest,
        events_by_type: row.events_by_type,
        deaths_by_type: row.deaths_by_type.map(|deaths| deaths.map(small)),
    }
}
