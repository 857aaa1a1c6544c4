//! The bytes of a file: their hash, and what they are by their first ones.

use std::io::{self, Cursor, Read};

use calendar::Date;
use places::Country;
use sha2::{Digest, Sha256};

use super::columns::Header;
use super::geojson::{self, Features, Step};
use super::session::Session;
use super::text::{decode, shown};
use super::{Layout, delimited, ged, io_error, release_of};
use crate::{EventsError, hexadecimal};

/// Bytes looked at before a file is read.
const PREFIX: u64 = 64 << 10;

/// The first bytes of a stream.
pub(super) fn prefix(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(PREFIX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Size and SHA-256 of a file.
pub(super) struct Hashed {
    pub(super) sha256: String,
    pub(super) bytes: u64,
}

impl Hashed {
    /// Of bytes in memory.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self {
            sha256: hexadecimal(&Sha256::digest(bytes)),
            bytes: bytes.len() as u64,
        }
    }
}

/// Hashes what is read through it.
pub(super) struct Hashing<R> {
    input: R,
    hasher: Sha256,
    bytes: u64,
}

impl<R> Hashing<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            hasher: Sha256::new(),
            bytes: 0,
        }
    }

    pub(super) fn finish(self) -> Hashed {
        Hashed {
            sha256: hexadecimal(&self.hasher.finalize()),
            bytes: self.bytes,
        }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(to)?;
        self.hasher.update(&to[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}

/// Reads the events of one file that is not an archive.
pub(super) fn read(
    session: &mut Session<'_>,
    file: &str,
    input: &mut impl Read,
) -> Result<(), EventsError> {
    let prefix = prefix(input).map_err(|error| io_error(file, error))?;
    let text = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&prefix);
    if let Some((reason, remedy)) = foreign(&prefix) {
        return Err(EventsError::unreadable(file, reason, remedy));
    }
    let mut started = Cursor::new(prefix.as_slice()).chain(input);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => read_geojson(session, file, started),
        _ => delimited::read(session, file, &prefix, &mut started),
    }
}

/// What a file is when it is surely not one of events, with the remedy.
fn foreign(prefix: &[u8]) -> Option<(String, &'static str)> {
    const MAGIC: [(&[u8], &str, &str); 9] = [
        (
            b"PAR1",
            "The file is Parquet",
            "Write it as CSV: write.csv in R, to_csv in Python",
        ),
        (
            b"\x1f\x8b",
            "The file is packed with gzip (R data files are, too)",
            "Unpack it with gunzip, or save it from R with write.csv",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "The file is an old Excel workbook (.xls)",
            "Save it from Excel as CSV UTF-8",
        ),
        (
            b"%PDF",
            "The file is a PDF",
            "Download the CSV of the release; this is probably its codebook",
        ),
        (
            b"7z\xbc\xaf",
            "The file is packed with 7-Zip",
            "Unpack it, or download the ZIP",
        ),
        (
            b"Rar!",
            "The file is packed with RAR",
            "Unpack it, or download the ZIP",
        ),
        (
            b"SQLite format 3",
            "The file is an SQLite or GeoPackage database",
            "Export the table as CSV",
        ),
        (
            b"RDX",
            "The file is R data",
            "Save it from R with write.csv",
        ),
        (
            b"PK",
            "The file is an archive within an archive",
            "Unpack the outer one and read the inner",
        ),
    ];
    if let Some((_, reason, remedy)) = MAGIC.iter().find(|(magic, ..)| prefix.starts_with(magic)) {
        return Some(((*reason).to_owned(), remedy));
    }
    let utf16 = prefix.starts_with(b"\xff\xfe")
        || prefix.starts_with(b"\xfe\xff")
        || matches!(prefix, [a, 0, b, 0, ..] if *a != 0 && *b != 0)
        || matches!(prefix, [0, a, 0, b, ..] if *a != 0 && *b != 0);
    if utf16 {
        let reason = "The file is in UTF-16, which Excel calls Unicode Text".to_owned();
        return Some((reason, "Save it as CSV UTF-8"));
    }
    let text = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(prefix);
    let text = text.trim_ascii_start();
    match text.first() {
        None => Some(("The file is empty".to_owned(), "Download the file again")),
        Some(b'<') => Some((
            format!("The file is a web page{}", title(text)),
            "Download the file itself; a page that asks to log in is saved like this",
        )),
        Some(b'[') => Some((
            format!(
                "The file is a JSON list that begins {}",
                shown(decode(text).as_str())
            ),
            "Give GeoJSON with a FeatureCollection, or CSV",
        )),
        Some(0) => Some((
            "The file begins with NUL bytes".to_owned(),
            "Download the file again; it was damaged on the way or on disk",
        )),
        _ => None,
    }
}

/// The title of a web page, as `, titled ...`.
fn title(page: &[u8]) -> String {
    let page = decode(&page[..page.len().min(4096)]).as_str().to_owned();
    let lower = page.to_ascii_lowercase();
    lower
        .find("<title>")
        .map(|at| at + "<title>".len())
        .and_then(|from| Some(page[from..].get(..lower[from..].find("</title>")?)?.trim()))
        .map(|title| format!(", titled {}", shown(title)))
        .unwrap_or_default()
}

/// Reads the events of a GeoJSON file.
fn read_geojson(
    session: &mut Session<'_>,
    file: &str,
    input: impl Read,
) -> Result<(), EventsError> {
    let failed = |error| io_error(file, error);
    let mut features = Features::new(input, session.options.record_limit);
    if let Err(what) = features.open().map_err(failed)? {
        return Err(EventsError::unreadable(
            file,
            format!("The file is not GeoJSON of events: {what}"),
            "Give a FeatureCollection as UCDP publishes it; an answer of a server means that the download failed",
        ));
    }
    let release = release_of(file).or_else(|| features.name.as_deref().and_then(release_of));
    session.begin_file(file, Layout::GedGeojson, release)?;
    let header = Header::in_order(ged::COLUMNS.len());
    let before = session.rows;
    let mut kept = Vec::new();
    loop {
        match features.next().map_err(failed)? {
            Step::End => break,
            Step::Fault { line, trouble } => {
                let last = trouble.kind == "truncated";
                if trouble.kind == geojson::NOT_AN_EVENT && session.rows == before {
                    return Err(EventsError::unreadable(
                        file,
                        "The file is GeoJSON, but its features are not events of UCDP",
                        trouble.remedy,
                    ));
                }
                session.rows += 1;
                session.note(file, line, trouble)?;
                if last {
                    break;
                }
            }
            Step::Feature { line } => {
                session.rows += 1;
                let record = features.record();
                let name = ged::country(&header, record);
                let country = session.country(file, line, name, || Country::by_name(name))?;
                if session.leaves_out(name, country) {
                    continue;
                }
                if features.decoded {
                    kept.push(delimited::decoded(name));
                }
                if features.scrubbed {
                    kept.push(delimited::scrubbed(name));
                }
                let event = ged::event(&header, record, line, country, &mut kept);
                session.take(file, line, record.hash(), event, &mut kept)?;
            }
        }
    }
    session.buffer_bytes = session.buffer_bytes.max(features.capacity());
    if session.rows == before {
        return Err(EventsError::unreadable(
            file,
            "The file is GeoJSON without any feature",
            "Check the filter it was exported with, or download it again",
        ));
    }
    Ok(())
}

/// The day (UTC) of a number of seconds since 1970.
pub(super) fn day_of(seconds: i64) -> Option<Date> {
    let stamp = jiff::Timestamp::from_second(seconds).ok()?;
    let day = jiff::tz::TimeZone::UTC.to_datetime(stamp).date();
    (1990..=2199).contains(&day.year()).then_some(day)
}
