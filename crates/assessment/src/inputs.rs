//! What to assess: a case, events beside it, a day.

use std::collections::BTreeMap;

use calendar::{Date, Month};
use case::Case;
use events::read::{IssueCount, ReadReport};
use events::{Entry, EventTable, Series, Version};

/// Runs of each scenario unless told otherwise: a probability of one half is then known to 1.1 points at best (Monte-Carlo
/// standard error), and less well as far as it hangs on the draws.
pub const RUNS: u64 = 2000;

/// Draws of the assumptions that runs begin from, unless asked otherwise: enough that an interval's ends rest on forty.
pub const DRAWS: usize = 800;

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
    pub(crate) fn reaches(&self) -> Option<Month> {
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
    /// Key of the event to take out for the ablation: the case's own or an event of note; the event under
    /// study unless given.
    pub ablate: Option<String>,
    /// Runs of each scenario, [`RUNS`] unless given; at 0 no scenario is played.
    pub runs: u64,
    /// Draws of the assumptions that go with the record, from which the runs begin, [`DRAWS`] unless given; at 0 they begin
    /// from the priors.
    pub draws: usize,
}

impl<'a> Inputs<'a> {
    /// The case as it stands: its own figures, its own day, seed 1.
    pub fn new(case: &'a Case) -> Self {
        Self {
            case,
            events: None,
            as_of: None,
            seed: 1,
            ablate: None,
            runs: RUNS,
            draws: DRAWS,
        }
    }
}
