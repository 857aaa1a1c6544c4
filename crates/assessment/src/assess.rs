//! From a case and its data to an assessment.

use std::collections::BTreeMap;

use calendar::{Date, Month};
use case::{Case, TimelineKind};
use events::figures::{FiguresTable, MonthlyFigures};
use events::read::{IssueCount, ReadReport};
use events::{Entry, EventTable, Series, Version};
use sha2::{Digest, Sha256};
use stats::Source;
use trajectory::Trajectory;
use trajectory::whole::CaseInputs;

use crate::from_events::CountryEvents;
use crate::{
    Assessment, AssessmentError, Basis, Breakdown, InputFile, Manifest, Marker, MonthRow,
    RecordSection, SCHEMA, data, event, from_events, landmarks, record,
};

/// Events read from files or from the store.
#[derive(Debug, Clone)]
pub struct EventFile {
    /// The events, each once.
    pub table: EventTable,
    /// The files they come from.
    pub sources: Vec<EventSource>,
}

/// A file that events come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSource {
    /// File name without its folder.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Who publishes it.
    pub series: Series,
    /// The release, when known.
    pub version: Option<Version>,
    /// Rows of the file.
    pub rows: u64,
    /// Rows left out for a fault, by kind of fault.
    pub rejected: BTreeMap<String, u64>,
    /// First and last month with an event.
    pub months: Option<(Month, Month)>,
}

impl EventSource {
    /// The file as a reader reported it.
    pub fn of_report(name: String, report: &ReadReport) -> Self {
        Self {
            name,
            bytes: report.bytes,
            sha256: report.sha256.clone(),
            series: report.series,
            version: report.version,
            rows: report.rows,
            rejected: rejected(&report.issue_counts),
            months: report.months,
        }
    }

    /// The file as the store remembers it.
    pub fn of_entry(entry: &Entry) -> Self {
        Self {
            name: entry.source.name.clone(),
            bytes: entry.source.bytes,
            sha256: entry.source.sha256.clone(),
            series: entry.series,
            version: entry.version,
            rows: entry.records,
            rejected: rejected(&entry.trouble),
            months: entry.months,
        }
    }

    /// Rows left out.
    pub fn rejected_rows(&self) -> u64 {
        self.rejected.values().sum()
    }

    /// Last month the file covers: by its release, or else its last event's.
    fn reaches(&self) -> Option<Month> {
        let by_release = self
            .version
            .and_then(|version| version.reaches(self.series));
        by_release.max(self.months.map(|(_, last)| last))
    }
}

fn rejected(counts: &BTreeMap<String, IssueCount>) -> BTreeMap<String, u64> {
    counts
        .iter()
        .filter(|(_, count)| count.rejected > 0)
        .map(|(kind, count)| (kind.clone(), count.rejected))
        .collect()
}

/// What to assess.
#[derive(Debug, Clone)]
pub struct Inputs<'a> {
    /// The case.
    pub case: &'a Case,
    /// Events, if there are any beside the case's figures.
    pub events: Option<EventFile>,
    /// Last day whose facts may be used; the case's own unless given.
    pub as_of: Option<Date>,
    /// Random seed.
    pub seed: u64,
}

impl<'a> Inputs<'a> {
    /// The case as it stands: its own figures, its own day, seed 1.
    pub fn new(case: &'a Case) -> Self {
        Self {
            case,
            events: None,
            as_of: None,
            seed: 1,
        }
    }
}

/// Assesses.
pub fn assess(inputs: &Inputs<'_>) -> Result<Assessment, AssessmentError> {
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
        CountryEvents::new(
            case,
            &file.table,
            to.min(file.sources.iter().filter_map(EventSource::reaches).max()?),
        )
    });
    let from_events = match &events {
        Some(events) => events.months()?,
        None => Vec::new(),
    };
    if own.is_empty() && from_events.is_empty() {
        return Err(nothing(inputs, table.is_some(), to));
    }
    let use_events = from_events.len() >= own.len();
    let (months, source) = if use_events {
        (&from_events, from_events::DATA)
    } else {
        (&own, data::FIGURES)
    };

    let known = landmarks::known(case, as_of);
    let of_event = event::Inputs {
        case,
        months,
        data: source,
        landmarks: &known,
        events: events.as_ref(),
    };
    let deaths = event::deaths_in_record(&of_event);
    let section = event::section(&of_event);
    let record = RecordSection {
        years: record::years(months),
        change: record::change(months, deaths, source),
        // Events tell better than chosen facts, where there are any.
        regions: events
            .as_ref()
            .map(CountryEvents::by_region)
            .or_else(|| landmarks::by_region(case, &known, to))
            .unwrap_or_else(|| no_facts(case, to)),
        perpetrators: events
            .as_ref()
            .map(CountryEvents::by_perpetrator)
            .or_else(|| landmarks::by_perpetrator(case, &known, to))
            .unwrap_or_else(|| no_facts(case, to)),
        timeline: timeline(case, as_of),
        source: Source::data(source, "sums of events by month of their first day"),
        months: months.clone(),
    };
    let sources = inputs.events.as_ref().map_or(&[][..], |file| &file.sources);
    let figures = (!own.is_empty() && !use_events).then(|| data::Figures {
        months: &own,
        citation: table.as_ref().map_or(&[][..], |table| &table.citation),
        reaches: series.last().map_or(to, |row| row.month),
    });
    let covered = events.as_ref().map(|events| events.to);
    let trajectory = trajectory(inputs, as_of, (months, source), covered);
    let data = data::section(&data::Inputs {
        case,
        as_of,
        months,
        figures,
        landmarks: &known,
        events: events.as_ref(),
        sources,
        recorded: deaths.map(|(_, deaths)| deaths),
    });
    Ok(Assessment {
        schema: SCHEMA.to_owned(),
        title: case.about.title.clone(),
        as_of,
        manifest: manifest(inputs),
        event: section,
        record,
        trajectory,
        data,
    })
}

/// Where the war stands, from the months of the record and the data set they come from.
fn trajectory(
    inputs: &Inputs<'_>,
    as_of: Date,
    (months, source): (&[MonthRow], &str),
    covered: Option<Month>,
) -> Trajectory {
    let record: Vec<MonthlyFigures> = months.iter().map(monthly_figures).collect();
    Trajectory::of_case(&CaseInputs {
        case: inputs.case,
        as_of,
        record: &record,
        record_data: source,
        // The whole file: the lineage's events abroad and what ACLED tells of rule are in it too.
        events: inputs
            .events
            .as_ref()
            .zip(covered)
            .map(|(file, covered)| (&file.table, covered)),
        seed: inputs.seed,
    })
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

fn monthly_figures(row: &MonthRow) -> MonthlyFigures {
    MonthlyFigures {
        month: row.month,
        events: row.events,
        best: row.best.into(),
        low: row.low.map(u64::from),
        high: row.high.into(),
        civilians: row.civilians.into(),
        deadliest: row.deadliest,
        events_by_type: row.events_by_type,
        deaths_by_type: row.deaths_by_type.map(|deaths| deaths.map(u64::from)),
    }
}

fn no_facts(case: &Case, to: Month) -> Breakdown {
    Breakdown {
        basis: Basis::Landmarks,
        from: case.data.record_from,
        to,
        rows: Vec::new(),
        unplaced: 0,
        caveat: "The case has no facts by region or actor; give an event file (--events)."
            .to_owned(),
        source: Source::default(),
    }
}

/// Coups, arrivals and departures of foreign forces, and agreements: what a figure of the record can
/// bear. Local ones, which name a region, are left out.
fn timeline(case: &Case, as_of: Date) -> Vec<Marker> {
    case.timeline_as_of(as_of)
        .filter(|entry| entry.region.is_empty())
        .filter(|entry| {
            matches!(
                entry.kind,
                TimelineKind::Coup
                    | TimelineKind::ForceArrives
                    | TimelineKind::ForceLeaves
                    | TimelineKind::Agreement
                    | TimelineKind::AgreementEnded
            )
        })
        .map(|entry| Marker {
            month: Month::of(entry.date.last_day()),
            kind: kind_name(entry.kind).to_owned(),
            text: entry.what.clone(),
        })
        .collect()
}

fn kind_name(kind: TimelineKind) -> &'static str {
    match kind {
        TimelineKind::Coup => "coup",
        TimelineKind::ForceArrives => "foreign force arrives",
        TimelineKind::ForceLeaves => "foreign force leaves",
        TimelineKind::Agreement => "agreement",
        TimelineKind::AgreementEnded => "agreement ended",
        TimelineKind::Election => "election",
        TimelineKind::Alliance => "alliance",
        TimelineKind::Talks => "talks",
        TimelineKind::CallForTalks => "call for talks",
        TimelineKind::Leadership => "leadership",
        TimelineKind::Sanctions => "sanctions",
    }
}

fn manifest(inputs: &Inputs<'_>) -> Manifest {
    let mut files: Vec<InputFile> = inputs
        .case
        .files
        .iter()
        .map(|(name, bytes)| InputFile {
            name: name.clone(),
            bytes: bytes.len() as u64,
            sha256: events::hexadecimal(&Sha256::digest(bytes)),
        })
        .collect();
    if let Some(events) = &inputs.events {
        files.extend(events.sources.iter().map(|source| InputFile {
            name: source.name.clone(),
            bytes: source.bytes,
            sha256: source.sha256.clone(),
        }));
    }
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        case: inputs.case.about.key.clone(),
        seed: inputs.seed,
        files,
    }
}
