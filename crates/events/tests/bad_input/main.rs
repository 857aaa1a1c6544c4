//! Every kind of bad input and what is said of it, kept as `docs/bad-input.md`.
//!
//! `IMPASSE_UPDATE=1 cargo test -p events --test bad_input` writes the document again.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // The lints know tests, not what tests call.

mod fields;
mod geojson_and_acled;
#[path = "../made_up/mod.rs"]
mod made_up;
mod other_files;
mod structure;

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use events::read::{ReadOptions, ReadReport, read_file, read_from};
use events::{EventRow, EventSink, EventsError, Outcome};
use made_up::{Kept, archive, ged, ged_file, ged_header};

/// One kind of bad input.
struct Case {
    kind: &'static str,
    name: &'static str,
    bytes: Vec<u8>,
    country: Option<&'static str>,
    /// Events that are kept; `None` when the file as a whole is refused.
    kept: Option<u64>,
    /// A word that must stand in what is said; empty when nothing is.
    said: &'static str,
}

const NAME: &str = "GEDEvent_v25_1.csv";

/// A case in a UCDP file: lines between two good events.
fn rows(kind: &'static str, lines: &str, kept: u64, said: &'static str) -> Case {
    whole(kind, NAME, ged_file(lines), Some(kept), said)
}

fn whole(
    kind: &'static str,
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    kept: Option<u64>,
    said: &'static str,
) -> Case {
    Case {
        kind,
        name,
        bytes: bytes.into(),
        country: None,
        kept,
        said,
    }
}

fn of_country(country: &'static str, case: Case) -> Case {
    Case {
        country: Some(country),
        ..case
    }
}

/// A second event with some fields replaced.
fn second(changed: &[(&str, &str)]) -> String {
    let mut all = vec![("id", "900002")];
    all.extend_from_slice(changed);
    ged(&all)
}

impl Case {
    fn refused(self, said: &'static str) -> Self {
        Self {
            kept: None,
            said,
            ..self
        }
    }
}

/// A billion bytes without a line break, between a file's header and a good event.
struct LongLine {
    start: std::io::Cursor<Vec<u8>>,
    left: usize,
    end: std::io::Cursor<Vec<u8>>,
}

impl Read for LongLine {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let count = self.start.read(to)?;
        if count > 0 {
            return Ok(count);
        }
        let count = self.left.min(to.len());
        to[..count].fill(b'x');
        self.left -= count;
        if count > 0 {
            Ok(count)
        } else {
            self.end.read(to)
        }
    }
}

fn long_line() -> LongLine {
    LongLine {
        start: std::io::Cursor::new((ged_header() + &ged(&[])).into_bytes()),
        left: 1_000_000_000,
        end: std::io::Cursor::new(format!("\n{}", second(&[])).into_bytes()),
    }
}

/// What the report of a file without issues has to say.
fn read_well(report: &ReadReport) -> String {
    let mut said = String::new();
    for (country, count) in &report.other_countries {
        write!(
            said,
            "(rows of other countries left out: {count} of {country})"
        )
        .unwrap();
    }
    if report.tag_rows > 0 {
        write!(said, "(rows of tags skipped: {})", report.tag_rows).unwrap();
    }
    said
}

/// What is said, one line an issue.
fn said(outcome: &Result<ReadReport, EventsError>) -> String {
    match outcome {
        Ok(report) if report.issues.is_empty() => read_well(report),
        Ok(report) => report
            .issues
            .iter()
            .map(|issue| {
                let mark = if issue.outcome == Outcome::Rejected {
                    "left out"
                } else {
                    "kept"
                };
                format!("{issue} *({mark})*")
            })
            .collect::<Vec<_>>()
            .join("\n"),
        Err(error) => error.to_string(),
    }
}

fn row(document: &mut String, number: usize, kind: &str, said: &str, kept: Option<u64>) {
    let said = if said.is_empty() {
        "(nothing: it is read)".to_owned()
    } else {
        let clean = said.replace('|', "\\|").replace('<', "&lt;");
        clean.replace('\n', "<br>")
    };
    let kept = kept.map_or("refused".to_owned(), |kept| kept.to_string());
    writeln!(document, "| {number} | {kind} | {said} | {kept} |").unwrap();
}

const HEAD: &str = "# Bad input and what is said of it

Each case is a small made-up file with good events before and after the bad spot. *Left out* means
that the row is not read, *kept* that it is, with the doubt named; `--strict` stops at the first row
left out. A file that is *refused* gives no event. This page is written by
`IMPASSE_UPDATE=1 cargo test -p events --test bad_input` and compared by the same test.

| | kind of input | file:line [column] reason. Remedy | events kept |
|---|---|---|---|
";

#[test]
fn every_kind_of_bad_input_gets_its_message() {
    let directory = tempfile::tempdir().unwrap();
    let cases: Vec<Case> = [
        structure::cases(),
        other_files::cases(),
        fields::cases(),
        geojson_and_acled::cases(),
    ]
    .into_iter()
    .flatten()
    .collect();
    assert!(cases.len() >= 40);
    let mut document = HEAD.to_owned();
    for (number, case) in cases.iter().enumerate() {
        let path = directory.path().join(case.name);
        std::fs::write(&path, &case.bytes).unwrap();
        let options = ReadOptions {
            country: case.country.map(str::to_owned),
            ..ReadOptions::default()
        };
        let outcome = read_file(&path, &options, &mut Kept::default());
        let text = said(&outcome).replace(&format!("{}/", directory.path().display()), "");
        assert_eq!(
            outcome.as_ref().ok().map(|report| report.accepted),
            case.kept,
            "{}: {text}",
            case.kind
        );
        assert!(text.contains(case.said), "{}: {text}", case.kind);
        assert_eq!(
            text.is_empty(),
            case.said.is_empty(),
            "{}: {text}",
            case.kind
        );
        if let Ok(report) = &outcome {
            check_strict(&path, &options, report, case.kind);
            let other: u64 = report.other_countries.values().sum();
            assert!(
                report.accepted + report.rejected() + other >= report.rows,
                "{}",
                case.kind
            );
        }
        row(&mut document, number + 1, case.kind, &text, case.kept);
    }
    let outcome = read_from(
        long_line(),
        NAME,
        &ReadOptions::default(),
        &mut Kept::default(),
    );
    let text = said(&outcome);
    let report = outcome.unwrap();
    assert_eq!(report.accepted, 2);
    assert_eq!(
        report.issue_counts.keys().collect::<Vec<_>>(),
        ["line-too-long"]
    );
    assert!(
        report.buffer_bytes < 4 << 20,
        "{} bytes",
        report.buffer_bytes
    );
    row(
        &mut document,
        cases.len() + 1,
        "line of a billion bytes",
        &text,
        Some(2),
    );
    compare(&document);
}

/// Strict reading stops at the first row left out, with the same message.
fn check_strict(path: &Path, options: &ReadOptions, report: &ReadReport, kind: &str) {
    let strict = ReadOptions {
        strict: true,
        ..options.clone()
    };
    let outcome = read_file(path, &strict, &mut Kept::default());
    let first = report
        .issues
        .iter()
        .find(|issue| issue.outcome == Outcome::Rejected);
    match (first, outcome) {
        (Some(first), Err(EventsError::Strict(issue))) => assert_eq!(*issue, *first, "{kind}"),
        (None, Ok(strict)) => assert_eq!(strict, *report, "{kind}"),
        (first, outcome) => panic!("{kind}: {first:?} but {outcome:?}"),
    }
}

fn compare(document: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/bad-input.md");
    if std::env::var_os("IMPASSE_UPDATE").is_some() {
        std::fs::write(&path, document).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    for (written, made) in written.lines().zip(document.lines()) {
        assert_eq!(
            written, made,
            "docs/bad-input.md is out of date; IMPASSE_UPDATE=1 writes it"
        );
    }
    assert_eq!(written.lines().count(), document.lines().count());
}

#[test]
fn hostile_text_is_carried_as_it_is_but_for_control_characters() {
    let mut kept = Kept::default();
    let lines = [
        second(&[("side_b", "=1+1")]),
        ged(&[("id", "900003"), ("side_b", "<b>group</b>")]),
        ged(&[("id", "900004"), ("side_b", "a\u{1b}b")]),
    ]
    .concat();
    let bytes = ged_file(&lines);
    read_from(&bytes[..], NAME, &ReadOptions::default(), &mut kept).unwrap();
    assert_eq!(kept.side_b[1..4], ["=1+1", "<b>group</b>", "a b"]);
}

/// The first record is read before it is known that it is not a header.
#[test]
fn the_first_row_of_a_file_without_header_is_cleaned_too() {
    let mut kept = Kept::default();
    let bytes = second(&[("side_b", "a\u{9b}b")]);
    let options = ReadOptions::default();
    let report = read_from(bytes.as_bytes(), NAME, &options, &mut kept).unwrap();
    assert_eq!(kept.side_b, ["a b"]);
    assert!(report.issue_counts.contains_key("control-characters"));
}

#[test]
fn a_sink_that_fails_stops_the_reader() {
    struct Full;
    impl EventSink for Full {
        fn push(&mut self, _: &EventRow<'_>) -> Result<(), EventsError> {
            Err(EventsError::NoDataDirectory)
        }
    }
    let bytes = ged_file("");
    let outcome = read_from(&bytes[..], NAME, &ReadOptions::default(), &mut Full);
    assert!(matches!(outcome, Err(EventsError::NoDataDirectory)));
}

#[test]
fn an_archive_reads_the_same_from_disk_and_from_a_stream() {
    let bytes = archive(&[(
        "GEDEvent_v25_1.csv",
        &ged_file(&second(&[("adm_1", "Ségou")])),
    )]);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ged251-csv.zip");
    std::fs::write(&path, &bytes).unwrap();
    let (mut from_disk, mut from_stream) = (Kept::default(), Kept::default());
    let options = ReadOptions::default();
    let disk = read_file(&path, &options, &mut from_disk).unwrap();
    let stream = read_from(&bytes[..], "ged251-csv.zip", &options, &mut from_stream).unwrap();
    assert_eq!(from_disk.ids, ["900001", "900002", "900009"]);
    assert_eq!(from_disk.adm1[1], "Ségou");
    assert_eq!(from_disk.ids, from_stream.ids);
    assert_eq!((disk.sha256, disk.bytes), (stream.sha256, stream.bytes));
    assert_eq!(disk.bytes, bytes.len() as u64);
}
