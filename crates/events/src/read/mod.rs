//! Readers of event files: UCDP GED and Candidate (CSV, HDX copy, headerless, GeoJSON) and
//! ACLED's three export layouts, plain or zipped.
//!
//! What a file is, is found from its content: magic bytes, the first character, the header. Its
//! release is found from its name, or given. Rows go to an [`EventSink`] one at a time; a row that
//! cannot be trusted is left out with an [`Issue`] that says file, line, column, reason and
//! remedy, and the rows after it go on. `docs/bad-input.md` shows every kind.
//!
//! Memory does not grow with the length of a line or feature, only with the number of different
//! identifiers: a record is at most [`ReadOptions::record_limit`] bytes.
//!
//! # Places and estimates
//!
//! The PRIO-GRID cell is always computed from the coordinates, so that one place has one cell in
//! every file; a file's own number that differs is told. (It does for points on the edge of two
//! cells in UCDP's older files.) Coordinates that make sense only when exchanged are refused, not
//! repaired. A low estimate above the best one, or a high one below it, is moved to the best one and
//! told: a few events of every release have such estimates.
//!
//! # ACLED's events and UCDP's types of violence
//!
//! ACLED records by form (a battle, an explosion, a protest), UCDP by who fights whom. The event
//! type and the two sides' codes decide:
//!
//! | ACLED's event type | sides | type here |
//! |---|---|---|
//! | battles, explosions and remote violence | a state on one side or both | state-based |
//! | | organised non-state groups on both sides | non-state |
//! | | an armed side against civilians or protesters, or marked as targeting civilians | one-sided |
//! | | no second side, or rioters | other |
//! | violence against civilians | an armed side first | one-sided |
//! | protests, riots, strategic developments, bases, transfers of territory | any | other |
//!
//! *A state* is ACLED's state forces (1) and its external and other forces (8): foreign armies,
//! peacekeepers and hired companies fight on a government's side, where UCDP counts them as
//! supporting parties to a state-based conflict. *Organised groups* are rebels (2), political
//! militias (3) and communal militias (4). An explosion without a second side names no one it was
//! meant for, so that UCDP's types cannot be told. Riots are left out because UCDP asks for an
//! organised perpetrator.
//!
//! Deaths: ACLED gives one number. It stands for best, low and high; it is of civilians for
//! one-sided violence and of unknown status otherwise. Codebook: ACLED 2024, *Armed Conflict
//! Location & Event Data Project (ACLED) Codebook*.

mod acled;
mod ahead;
mod archive;
mod check;
pub(crate) mod columns;
pub(crate) mod delimited;
mod feature;
pub(crate) mod field;
mod ged;
mod geojson;
mod plain;
pub(crate) mod record;
pub(crate) mod records;
mod release;
mod session;
mod source;
pub(crate) mod text;
pub(crate) mod trouble;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use calendar::Month;
use serde::{Deserialize, Serialize};

use crate::{EventSink, EventsError, Issue, Series, Version};
use ahead::Ahead;
pub use release::release_of;
use session::Session;
use source::{Hashed, Hashing};
pub use trouble::IssueCount;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// UCDP's official CSV, GED or Candidate.
    GedCsv,
    /// The copy on the Humanitarian Data Exchange: `best_est`, dates month first, rows longer than
    /// the header.
    GedHdx,
    /// UCDP's 49 columns without their header.
    GedHeaderless,
    /// UCDP GED as GeoJSON, coordinates in the geometry.
    GedGeojson,
    /// ACLED to about 2017: upper-case names, `GWNO`, `ALLY_ACTOR_1`, dates day first.
    AcledUpper,
    /// ACLED 2018 to 2022: `data_id`, `iso3`, ISO dates.
    AcledDataId,
    /// ACLED from 2023: `disorder_type`, `civilian_targeting`, `tags`.
    AcledCurrent,
}

impl Layout {
    /// Its short name: `ged-csv`, `acled-data-id`.
    pub fn name(self) -> &'static str {
        match self {
            Self::GedCsv => "ged-csv",
            Self::GedHdx => "ged-hdx",
            Self::GedHeaderless => "ged-headerless",
            Self::GedGeojson => "ged-geojson",
            Self::AcledUpper => "acled-upper",
            Self::AcledDataId => "acled-data-id",
            Self::AcledCurrent => "acled-current",
        }
    }

    /// Whether it is one of ACLED's.
    pub fn is_acled(self) -> bool {
        matches!(
            self,
            Self::AcledUpper | Self::AcledDataId | Self::AcledCurrent
        )
    }
}

/// How to read a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Stop at the first row that has to be left out.
    pub strict: bool,
    /// Version of the release, when the name does not give it or gives a wrong one.
    pub version: Option<Version>,
    /// Series, when the name does not give it. ACLED is always told by its columns.
    pub series: Option<Series>,
    /// Read the events of this country alone: ISO 3166-1 alpha-3 or a name.
    pub country: Option<String>,
    /// Issues of each kind that are listed in full; all are counted.
    pub issues_per_kind: usize,
    /// Longest record or feature, in bytes.
    pub record_limit: usize,
    /// Most bytes a file in an archive may unpack to.
    pub unpacked_limit: u64,
    /// Most times the packed size that a file in an archive may unpack to (beyond 1 MiB).
    pub unpacked_ratio: u64,
}

impl Default for ReadOptions {
    /// 20 issues a kind, 1 MiB a record, 4 GiB and 200 times the packed size for archives.
    fn default() -> Self {
        Self {
            strict: false,
            version: None,
            series: None,
            country: None,
            issues_per_kind: 20,
            record_limit: 1 << 20,
            unpacked_limit: 4 << 30,
            unpacked_ratio: 200,
        }
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadReport {
    /// Who publishes the events.
    pub series: Series,
    /// The release; `None` when it is not known, which is also an issue. ACLED: day of the last
    /// change or of the export, as year, month, day.
    pub version: Option<Version>,
    /// Layout of the (first) file.
    pub layout: Layout,
    /// Rows that should be events: without header, tag row and repeated headers.
    pub rows: u64,
    /// Events handed on.
    pub accepted: u64,
    /// Rows of other countries than the one asked for, by country.
    pub other_countries: BTreeMap<String, u64>,
    /// Rows of HXL tags that were skipped.
    pub tag_rows: u64,
    /// Issues in the order of the file, at most [`ReadOptions::issues_per_kind`] of a kind.
    pub issues: Vec<Issue>,
    /// Issues by kind, those not listed included.
    pub issue_counts: BTreeMap<String, IssueCount>,
    /// Issues that are counted but not listed.
    pub issues_unlisted: u64,
    /// First month an accepted event begins in and last month one ends in.
    pub months: Option<(Month, Month)>,
    /// SHA-256 of the file as it is on disk (an archive is not unpacked for it), in hexadecimal.
    pub sha256: String,
    /// Size of the file as it is on disk, in bytes.
    pub bytes: u64,
    /// Most bytes held by a reader's buffers.
    #[serde(skip)]
    pub buffer_bytes: usize,
}

impl ReadReport {
    /// Rows left out for an issue.
    pub fn rejected(&self) -> u64 {
        self.issue_counts.values().map(|count| count.rejected).sum()
    }
}

/// Reads the events of a file.
///
/// # Errors
/// The file cannot be read, is not a file of events (the message says what it is and what to do),
/// has no event of the country asked for, or `strict` is set and a row has to be left out. Events
/// handed on before an error are of no use.
pub fn read_file(
    path: &Path,
    options: &ReadOptions,
    sink: &mut dyn EventSink,
) -> Result<ReadReport, EventsError> {
    let failed = |source| EventsError::Io {
        path: path.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(failed)?;
    let name = path.display().to_string();
    let prefix = source::prefix(&mut file).map_err(failed)?;
    if !archive::is_zip(&prefix) {
        let mut session = Session::new(options, sink)?;
        let mut input = Ahead::new(Cursor::new(prefix).chain(file)).map_err(failed)?;
        source::read(&mut session, &name, &mut input)?;
        let hashed = input.finish().map_err(failed)?;
        return report(session, &name, hashed);
    }
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut hashing = Hashing::new(&mut file);
    io::copy(&mut hashing, &mut io::sink()).map_err(failed)?;
    let hashed = hashing.finish();
    read_archive(file, hashed, &name, options, sink)
}

/// Reads the events of a stream, by the name of the file it comes from. An archive is held in
/// memory, up to a quarter of [`ReadOptions::unpacked_limit`].
pub fn read_from(
    mut input: impl Read,
    name: &str,
    options: &ReadOptions,
    sink: &mut dyn EventSink,
) -> Result<ReadReport, EventsError> {
    let failed = |error| io_error(name, error);
    let prefix = source::prefix(&mut input).map_err(failed)?;
    if !archive::is_zip(&prefix) {
        return read_stream(&prefix, input, name, options, sink);
    }
    let most = options.unpacked_limit / 4;
    let mut bytes = prefix;
    input.take(most).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(EventsError::unreadable(
            name,
            format!("The archive has more than {most} bytes"),
            "Save it to a file and read that, or unpack it first",
        ));
    }
    read_bytes(&bytes, name, options, sink)
}

/// Reads the events of a file held in memory.
pub fn read_bytes(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions,
    sink: &mut dyn EventSink,
) -> Result<ReadReport, EventsError> {
    if archive::is_zip(bytes) {
        read_archive(Cursor::new(bytes), Hashed::of(bytes), name, options, sink)
    } else {
        read_stream(&[], bytes, name, options, sink)
    }
}

fn read_stream<R: Read>(
    prefix: &[u8],
    rest: R,
    name: &str,
    options: &ReadOptions,
    sink: &mut dyn EventSink,
) -> Result<ReadReport, EventsError> {
    let mut session = Session::new(options, sink)?;
    let mut input = Hashing::new(Cursor::new(prefix).chain(rest));
    source::read(&mut session, name, &mut input)?;
    io::copy(&mut input, &mut io::sink()).map_err(|error| io_error(name, error))?;
    report(session, name, input.finish())
}

fn read_archive<R: Read + Seek>(
    input: R,
    hashed: Hashed,
    name: &str,
    options: &ReadOptions,
    sink: &mut dyn EventSink,
) -> Result<ReadReport, EventsError> {
    let mut session = Session::new(options, sink)?;
    archive::read(&mut session, name, input)?;
    report(session, name, hashed)
}

/// Puts the report together when the last row is read.
fn report(mut session: Session<'_>, name: &str, hashed: Hashed) -> Result<ReadReport, EventsError> {
    let Some(layout) = session.layout else {
        return Err(EventsError::unreadable(
            name,
            "No events were found",
            "Give a file of events",
        ));
    };
    if let Some(wanted) = session.wanted()
        && session.accepted == 0
        && !session.other_countries.is_empty()
    {
        let mut found: Vec<_> = session.other_countries.iter().collect();
        found.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let more = found.len().saturating_sub(5);
        let mut list: Vec<String> = found
            .iter()
            .take(5)
            .map(|(n, c)| format!("{n} ({c})"))
            .collect();
        if more > 0 {
            list.push(format!("{more} more"));
        }
        return Err(EventsError::unreadable(
            name,
            format!(
                "The file has no event of {}; it has those of {}",
                wanted.name,
                list.join(", ")
            ),
            "Give the file of the right country, or another country",
        ));
    }
    let (series, version) = release(&mut session, name, layout)?;
    Ok(ReadReport {
        series,
        version,
        layout,
        rows: session.rows,
        accepted: session.accepted,
        other_countries: session.other_countries,
        tag_rows: session.tag_rows,
        issues_unlisted: session.findings.unlisted(),
        issues: session.findings.listed,
        issue_counts: session.findings.counts,
        months: session.months,
        sha256: hashed.sha256,
        bytes: hashed.bytes,
        buffer_bytes: session.buffer_bytes,
    })
}

/// Series and version: as asked, by the name, by the content, in this order.
fn release(
    session: &mut Session<'_>,
    name: &str,
    layout: Layout,
) -> Result<(Series, Option<Version>), EventsError> {
    let options = session.options;
    let by_name = session.release.or_else(|| release_of(name));
    let version = if layout.is_acled() {
        let changed = session.revised.and_then(source::day_of);
        options.version.or_else(|| {
            changed
                .or_else(|| release::date_in(name))
                .map(release::dated)
        })
    } else {
        options.version.or(by_name.map(|(_, version)| version))
    };
    let series = if layout.is_acled() {
        Series::Acled
    } else {
        let by_version = |version: Version| match version.patch {
            Some(_) => Series::UcdpCandidate,
            None => Series::UcdpGed,
        };
        let by_content = if session.unclear {
            Series::UcdpCandidate
        } else {
            Series::UcdpGed
        };
        options
            .series
            .or(version.map(by_version))
            .unwrap_or(by_content)
    };
    if version.is_none() {
        session.note(
            name,
            1,
            trouble::Trouble::kept(
                "unknown-version",
                "Neither the name nor the content of the file tells its version".to_owned(),
                "Pass the version, such as 25.1 or 26.0.1, or give the file its original name",
            ),
        )?;
    }
    Ok((series, version))
}

/// An error of the system, or of an archive that unpacks to too much.
pub(crate) fn io_error(file: &str, error: io::Error) -> EventsError {
    match error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<archive::TooLarge>())
    {
        Some(too_large) => EventsError::unreadable(
            file,
            too_large.to_string(),
            "Unpack it yourself if you trust it, and read the file",
        ),
        None => EventsError::Io {
            path: file.into(),
            source: error,
        },
    }
}
