//! Events in a delimited file: which layout it has, then row by row.

use std::io::{Chain, Cursor, Read};

use places::Country;

use super::columns::{self, Column, Header};
use super::record::Record;
use super::records::{Fault, Records, Repair, Step};
use super::session::Session;
use super::text::{counted, shown};
use super::trouble::Trouble;
use super::{Layout, acled, ged, io_error, release_of};
use crate::EventsError;

/// Longest name carried without a word, in bytes; UCDP's longest dyad has 93.
const LONG_NAME: usize = 400;

/// Names of country-month figures, which are not events.
const FIGURES: [&str; 2] = ["country_iso3", "year_month"];

/// The start of a file, and the file from its start.
pub(super) type Started<'p, R> = Chain<Cursor<&'p [u8]>, R>;

/// Reads every event of a delimited file.
pub(super) fn read<R: Read>(
    session: &mut Session<'_>,
    file: &str,
    prefix: &[u8],
    input: &mut Started<'_, R>,
) -> Result<(), EventsError> {
    let (delimiter, declared) = delimiter(prefix);
    let mut records = Records::new(input, delimiter, session.options.record_limit);
    let result = read_records(session, file, declared, &mut records);
    session.buffer_bytes = session.buffer_bytes.max(records.capacity());
    result
}

fn read_records<R: Read>(
    session: &mut Session<'_>,
    file: &str,
    declared: bool,
    records: &mut Records<R>,
) -> Result<(), EventsError> {
    if declared {
        records.next().map_err(|e| io_error(file, e))?;
    }
    let names = match records.next().map_err(|e| io_error(file, e))? {
        Step::Record { .. } => columns::names(records.record()),
        Step::End => return Err(EventsError::unreadable(file, "The file is empty", EMPTY)),
        Step::Fault { fault, .. } => {
            let trouble = fault_trouble(fault, 0);
            return Err(EventsError::unreadable(
                file,
                format!(
                    "The first line is not a header: {}",
                    lower_first(&trouble.reason)
                ),
                "Check that this is the file you meant, or download it again",
            ));
        }
    };
    let (layout, header) = layout(file, &names, records.record())?;
    session.begin_file(file, layout, release_of(file))?;
    let spare = if layout == Layout::GedHdx { 2 } else { 0 };
    let watched: &[usize] = if layout.is_acled() {
        &acled::NAMES
    } else {
        &ged::NAMES
    };
    let watched: Vec<usize> = watched.iter().filter_map(|&c| header.position(c)).collect();
    records.expect(header.width..=header.width + spare, watched);
    let before = session.rows;
    let mut scratch = String::new();
    let mut kept = Vec::new();
    if layout == Layout::GedHeaderless {
        row(
            session,
            file,
            layout,
            &header,
            1,
            records.record(),
            records.repairs(),
            &mut scratch,
            &mut kept,
        )?;
    }
    loop {
        match records.next().map_err(|e| io_error(file, e))? {
            Step::End => break,
            Step::Fault { line, fault } => {
                session.rows += 1;
                session.note(file, line, fault_trouble(fault, header.width))?;
            }
            Step::Record { line } => {
                let record = records.record();
                if session.rows == before && is_tag_row(record) {
                    session.tag_rows += 1;
                } else if repeats_header(record, &names) {
                    session.note(file, line, repeated_header())?;
                } else {
                    row(
                        session,
                        file,
                        layout,
                        &header,
                        line,
                        record,
                        records.repairs(),
                        &mut scratch,
                        &mut kept,
                    )?;
                }
            }
        }
    }
    if session.rows == before {
        return Err(EventsError::unreadable(
            file,
            "The file has a header but no events",
            "Check the filter it was exported with, or download it again",
        ));
    }
    Ok(())
}

const EMPTY: &str = "Download the file again";

/// Reads one row and hands it to the session.
#[allow(clippy::too_many_arguments)] // One call site; a struct for it would only rename these.
fn row(
    session: &mut Session<'_>,
    file: &str,
    layout: Layout,
    header: &Header,
    line: u64,
    record: Record<'_>,
    repairs: &[(usize, Repair)],
    scratch: &mut String,
    kept: &mut Vec<Trouble>,
) -> Result<(), EventsError> {
    session.rows += 1;
    let acled = layout.is_acled();
    let name = if acled {
        header.get(record, acled::Acled::Country as usize)
    } else {
        ged::country(header, record)
    };
    let country = session.country(file, line, name, || {
        if acled {
            acled::country(header, record)
        } else {
            Country::by_name(name)
        }
    })?;
    if session.leaves_out(name, country) {
        return Ok(());
    }
    note_repairs(layout, header, record, repairs, kept);
    let event = if acled {
        acled::event(header, record, line, country, scratch, kept)
    } else {
        ged::event(header, record, line, country, kept)
    };
    session.take(file, line, record.hash(), event, kept)
}

/// Notes what was done to the text of the columns that are carried on, and names that are long.
fn note_repairs(
    layout: Layout,
    header: &Header,
    record: Record<'_>,
    repairs: &[(usize, Repair)],
    kept: &mut Vec<Trouble>,
) {
    let (columns, names): (&[Column], &[usize]) = if layout.is_acled() {
        (acled::COLUMNS, &acled::NAMES)
    } else {
        (ged::COLUMNS, &ged::NAMES)
    };
    let is_long = |&column: &usize| {
        let at = header.position(column);
        at.is_some_and(|at| record.size(at) > LONG_NAME)
    };
    if repairs.is_empty() && !names.iter().any(is_long) {
        return;
    }
    for &column in names {
        let value = header.get(record, column);
        let name = columns[column].names[0];
        if value.len() > LONG_NAME {
            kept.push(long_name(value).at(name));
        }
        for (at, repair) in repairs {
            if header.position(column) == Some(*at) {
                kept.push(match repair {
                    Repair::Decoded => decoded(value).at(name),
                    Repair::Scrubbed => scrubbed(value).at(name),
                });
            }
        }
    }
}

/// A name of hundreds of characters.
pub(super) fn long_name(value: &str) -> Trouble {
    Trouble::kept(
        "long-name",
        format!(
            "The name {} has {}",
            shown(value),
            counted(value.len(), "byte")
        ),
        "Check that the columns of this row are not run together",
    )
}

/// Text that was not UTF-8.
pub(super) fn decoded(value: &str) -> Trouble {
    Trouble::kept(
        "not-utf8",
        format!(
            "The text is not UTF-8 and was read as Windows-1252, giving {}",
            shown(value)
        ),
        "Save the file as UTF-8 if the name is wrong",
    )
}

/// A name with control characters.
pub(super) fn scrubbed(value: &str) -> Trouble {
    Trouble::kept(
        "control-characters",
        format!(
            "Line breaks or control characters became spaces in {}",
            shown(value)
        ),
        "Correct the name if it is wrong",
    )
}

/// The delimiter, and whether a first line `sep=;` declares it.
fn delimiter(prefix: &[u8]) -> (u8, bool) {
    let text = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(prefix);
    if let Some([delimiter, b'\r' | b'\n', ..]) = text.strip_prefix(b"sep=") {
        return (*delimiter, true);
    }
    let line = text
        .split(|&b| b == b'\n' || b == b'\r')
        .find(|line| !line.is_empty());
    let count = |byte: u8| memchr::memchr_iter(byte, line.unwrap_or(text)).count();
    let best = [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|&byte| count(byte));
    (best.unwrap_or(b','), false)
}

/// The layout of a header, or what the file seems to be instead.
fn layout(
    file: &str,
    names: &[String],
    first: Record<'_>,
) -> Result<(Layout, Header), EventsError> {
    if ged::looks_headerless(first) {
        let official: Vec<String> = ged::OFFICIAL.map(String::from).to_vec();
        let header = Header::resolve(ged::COLUMNS, &official)
            .map_err(|missing| EventsError::unreadable(file, missing, "Add the header"))?;
        return Ok((Layout::GedHeaderless, header));
    }
    if FIGURES.iter().all(|name| names.iter().any(|n| n == name)) {
        return Err(EventsError::unreadable(
            file,
            "This is a file of country-month figures, not of events",
            "Give it where figures are asked for",
        ));
    }
    let ucdp = columns::matches(ged::COLUMNS, names);
    let acled = columns::matches(acled::COLUMNS, names);
    if ucdp.max(acled) < 3 {
        let found: Vec<String> = names.iter().take(5).map(|name| shown(name)).collect();
        return Err(EventsError::unreadable(
            file,
            format!(
                "The first line has {}, beginning {}; these are not the columns of event data",
                counted(names.len(), "column"),
                found.join(", ")
            ),
            "Give a CSV or GeoJSON file of UCDP GED or UCDP Candidate, or a CSV export of ACLED, plain or zipped",
        ));
    }
    let (known, publisher) = if ucdp >= acled {
        (ged::COLUMNS, "UCDP")
    } else {
        (acled::COLUMNS, "ACLED")
    };
    let header = Header::resolve(known, names).map_err(|missing| {
        EventsError::unreadable(
            file,
            format!("The header looks like {publisher}'s but lacks {missing}"),
            "Rename or add the columns, or take the original release",
        )
    })?;
    let has = |name: &str| names.iter().any(|n| n == name);
    let layout = match publisher {
        "UCDP" if has("best_est") => Layout::GedHdx,
        "UCDP" => Layout::GedCsv,
        _ if has("gwno") => Layout::AcledUpper,
        _ if has("data_id") => Layout::AcledDataId,
        _ => Layout::AcledCurrent,
    };
    Ok((layout, header))
}

/// A second header line of HXL tags, as the Humanitarian Data Exchange adds.
fn is_tag_row(record: Record<'_>) -> bool {
    record
        .fields()
        .filter(|field| field.starts_with('#'))
        .count()
        >= 2
}

fn repeats_header(record: Record<'_>, names: &[String]) -> bool {
    let first = record.field(0);
    names
        .first()
        .is_some_and(|name| name.eq_ignore_ascii_case(first))
        && columns::names(record) == names
}

fn repeated_header() -> Trouble {
    Trouble::kept(
        "repeated-header",
        "The header line stands here again and is skipped".to_owned(),
        "Nothing needs doing; files put together end to end have this",
    )
}

/// What a stretch that is not a record gets to hear.
pub(crate) fn fault_trouble(fault: Fault, width: usize) -> Trouble {
    match fault {
        Fault::TooLong => Trouble::rejected(
            "line-too-long",
            "The line is longer than a record may be and was skipped".to_owned(),
            "Check the file for a missing line break, or download it again",
        ),
        Fault::Unclosed => Trouble::rejected(
            "unclosed-quote",
            "A quotation mark on this line is not closed where the field ends".to_owned(),
            "Double or delete the stray quotation mark; reading resumed on the next line",
        ),
        Fault::Nul => Trouble::rejected(
            "nul-byte",
            "The row has NUL bytes, which text does not".to_owned(),
            "Download the file again; it was damaged on the way or on disk",
        ),
        Fault::Fields { found, cut: true } if found < width => Trouble::rejected(
            "truncated",
            format!("The file ends within the row, after {found} of {width} columns"),
            "Download the file again; what came before is kept",
        ),
        Fault::Fields { found, .. } if found < width => Trouble::rejected(
            "too-few-columns",
            format!(
                "The row has {} where the header has {width}",
                counted(found, "column")
            ),
            "Check the row for a missing delimiter or a line break within a name",
        ),
        Fault::Fields { found, .. } => Trouble::rejected(
            "too-many-columns",
            format!(
                "The row has {} where the header has {width}",
                counted(found, "column")
            ),
            "Put fields that hold the delimiter in quotation marks",
        ),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}
