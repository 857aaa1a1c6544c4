//! Event files in a ZIP archive, read where they are.
//!
//! Nothing is written to disk, so that a member's path is of no consequence. A member may unpack
//! to at most [`ReadOptions::unpacked_limit`](super::ReadOptions) bytes, and, beyond 1 MiB, to at
//! most [`ReadOptions::unpacked_ratio`](super::ReadOptions) times its packed size; event data pack
//! to about a tenth.

use std::fmt;
use std::io::{self, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::session::Session;
use super::text::scrub;
use super::trouble::Trouble;
use super::{io_error, source};
use crate::EventsError;

/// Members looked at in one archive.
const MOST_MEMBERS: usize = 1000;
/// Bytes any member may unpack to, however small it is packed.
const ALWAYS: u64 = 1 << 20;

/// Whether a file begins as a ZIP archive does.
pub(super) fn is_zip(prefix: &[u8]) -> bool {
    prefix.starts_with(b"PK\x03\x04") || prefix.starts_with(b"PK\x05\x06")
}

/// Reads every member that holds events.
pub(super) fn read<R: Read + Seek>(
    session: &mut Session<'_>,
    file: &str,
    input: R,
) -> Result<(), EventsError> {
    let refuse = |reason: &str, remedy: &'static str| {
        EventsError::unreadable(file, reason.to_owned(), remedy)
    };
    let damaged = |error: ZipError| zip_error(file, error);
    let mut archive = ZipArchive::new(input).map_err(damaged)?;
    if archive.len() > MOST_MEMBERS {
        return Err(refuse(
            &format!("The archive has {} members", archive.len()),
            "Unpack it and read the event files",
        ));
    }
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let member = archive.by_index_raw(at).map_err(damaged)?;
        let name = String::from_utf8_lossy(member.name_raw());
        if name.starts_with("xl/") {
            return Err(refuse(
                "The file is an Excel workbook (.xlsx)",
                "Save it from Excel as CSV UTF-8",
            ));
        }
        let base = name.rsplit(['/', '\\']).next().unwrap_or(&name);
        let hidden = name.contains("__MACOSX") || base.starts_with('.');
        let lower = base.to_ascii_lowercase();
        let suits = [".csv", ".geojson", ".json", ".txt", ".tsv"]
            .iter()
            .any(|end| lower.ends_with(end));
        if member.is_dir() || hidden || !suits {
            continue;
        }
        let mut clean = String::new();
        scrub(&name, &mut clean);
        if member.encrypted() {
            return Err(EventsError::unreadable(
                &format!("{file}!{clean}"),
                "The file in the archive is encrypted",
                "Unpack it with its password and read the file",
            ));
        }
        names.push((at, format!("{file}!{clean}"), member.compressed_size()));
    }
    let several = names.len() > 1;
    let mut skipped = Vec::new();
    for (at, name, packed) in names {
        let member = archive
            .by_index(at)
            .map_err(|error| zip_error(&name, error))?;
        let limit = (packed.saturating_mul(session.options.unpacked_ratio))
            .max(ALWAYS)
            .min(session.options.unpacked_limit);
        let mut guarded = Guarded {
            input: member,
            left: limit,
            limit,
        };
        // To its end, so that the checksum is compared.
        let read = source::read(session, &name, &mut guarded).and_then(|()| {
            io::copy(&mut guarded, &mut io::sink())
                .map(drop)
                .map_err(|error| io_error(&name, error))
        });
        match read {
            Err(EventsError::Unreadable { reason, .. })
                if several && session.began.as_ref() != Some(&name) =>
            {
                skipped.push((name, reason));
            }
            Err(EventsError::Io { source, .. }) if is_damage(&source) => {
                return Err(damaged_archive(&name, &source.to_string()));
            }
            other => other?,
        }
    }
    if session.layout.is_none() {
        let why = skipped.first().map_or_else(
            || "no CSV or GeoJSON file is in it".to_owned(),
            |(name, reason)| format!("of {name}: {reason}"),
        );
        return Err(refuse(
            &format!("The archive holds no file of events; {why}"),
            "Give the archive of a UCDP or ACLED release",
        ));
    }
    for (name, reason) in skipped {
        let trouble = Trouble::kept(
            "member-skipped",
            format!("This file of the archive is not one of events. {reason}"),
            "Nothing needs doing if it is a codebook or a note",
        );
        session.note(&name, 1, trouble)?;
    }
    Ok(())
}

fn zip_error(file: &str, error: ZipError) -> EventsError {
    match error {
        ZipError::Io(error) => io_error(file, error),
        ZipError::UnsupportedArchive(what) => EventsError::unreadable(
            file,
            format!("The archive is of a kind that is not read: {what}"),
            "Unpack it and read the file",
        ),
        other => damaged_archive(file, &other.to_string()),
    }
}

/// What a packed stream that does not unpack is reported as.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

fn damaged_archive(file: &str, why: &str) -> EventsError {
    let mut clean = String::new();
    scrub(why, &mut clean);
    EventsError::unreadable(
        file,
        format!(
            "The archive is damaged or cut off ({})",
            clean.to_lowercase()
        ),
        "Download it again",
    )
}

/// A member unpacks to more than it may.
#[derive(Debug)]
pub(super) struct TooLarge {
    limit: u64,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The file in the archive unpacks to more than {} bytes, its limit, as a zip bomb does",
            self.limit
        )
    }
}

impl std::error::Error for TooLarge {}

/// A reader that fails beyond a number of bytes.
struct Guarded<R> {
    input: R,
    left: u64,
    limit: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(to)? as u64;
        self.left = self
            .left
            .checked_sub(count)
            .ok_or_else(|| io::Error::other(TooLarge { limit: self.limit }))?;
        Ok(count as usize)
    }
}
