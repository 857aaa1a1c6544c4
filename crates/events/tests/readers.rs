//! The readers on real event files, read in place. Passes, saying so, where they are absent.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // The lints know tests, not what tests call.

use std::path::{Path, PathBuf};

use events::read::{Layout, ReadOptions, ReadReport, read_bytes, read_file};
use events::{EventRow, EventSink, EventsError, Series};

/// The directory of real data, if it is there.
fn data() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let data = std::env::var_os("IMPASSE_TEST_DATA")
        .map_or_else(|| root.join("shared/data"), PathBuf::from);
    let there = data.join("ged").is_dir();
    if !there {
        eprintln!("{} is not there: nothing was tested", data.display());
    }
    there.then(|| data.join("ged"))
}

struct Count(u64);

impl EventSink for Count {
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), EventsError> {
        assert!(row.low <= row.best && row.best <= row.high);
        assert!(!row.iso3.is_empty(), "{}", row.country);
        self.0 += 1;
        Ok(())
    }
}

fn report(name: &str) -> Option<ReadReport> {
    let path = data()?.join(name);
    let mut count = Count(0);
    let report = read_file(&path, &ReadOptions::default(), &mut count).unwrap();
    assert_eq!(report.accepted, count.0);
    for issue in &report.issues {
        eprintln!("{issue}");
    }
    Some(report)
}

/// Kinds of issue with the rows that have them; no real row is left out.
fn kinds(report: &ReadReport) -> Vec<(&str, u64)> {
    assert_eq!(report.rejected(), 0);
    assert_eq!(report.rows, report.accepted);
    report
        .issue_counts
        .iter()
        .map(|(kind, count)| (kind.as_str(), count.kept))
        .collect()
}

#[test]
fn candidate_of_january_2026() {
    let Some(report) = report("GEDEvent_v26_0_1.csv") else {
        return;
    };
    assert_eq!(report.accepted, 1727);
    assert_eq!(report.series, Series::UcdpCandidate);
    assert_eq!(report.version.unwrap().to_string(), "26.0.1");
    assert_eq!(report.layout, Layout::GedCsv);
    let (first, last) = report.months.unwrap();
    assert_eq!(format!("{first} {last}"), "2025-12 2026-02");
    assert_eq!(
        kinds(&report),
        [
            ("date-precision-unset", 3),
            ("high-below-best", 4),
            ("low-above-best", 1)
        ]
    );
}

/// Real Candidate rows without their header, and under a name that tells nothing.
#[test]
fn candidate_without_its_header_or_name() {
    let Some(data) = data() else { return };
    let bytes = std::fs::read(data.join("GEDEvent_v26_0_1.csv")).unwrap();
    let begin = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    let options = ReadOptions::default();
    let report = read_bytes(&bytes[begin..], "events.csv", &options, &mut Count(0)).unwrap();
    assert_eq!(report.accepted, 1727);
    assert_eq!(report.layout, Layout::GedHeaderless);
    assert_eq!(report.series, Series::UcdpCandidate);
    assert_eq!(report.version, None);
    assert!(report.issue_counts.contains_key("unknown-version"));
}

#[test]
fn ethiopia() {
    let Some(report) = report("ged231_ethiopia.csv") else {
        return;
    };
    assert_eq!(report.accepted, 3808);
    assert_eq!(report.version.unwrap().to_string(), "23.1");
    assert_eq!(
        kinds(&report),
        [("high-below-best", 53), ("low-above-best", 14)]
    );
    assert_eq!((report.issues.len(), report.issues_unlisted), (34, 33));
}

#[test]
fn sierra_leone() {
    let Some(report) = report("ged231_sierra_leone.csv") else {
        return;
    };
    assert_eq!(report.accepted, 1497);
    assert_eq!(kinds(&report), [("high-below-best", 3)]);
}

#[test]
fn central_african_republic_in_geojson() {
    let Some(report) = report("ged231_car.geojson") else {
        return;
    };
    assert_eq!(report.accepted, 1848);
    assert_eq!(report.layout, Layout::GedGeojson);
    assert_eq!(
        kinds(&report),
        [("high-below-best", 15), ("low-above-best", 6)]
    );
}

/// The five cells that disagree are of one place on the edge of two cells, 14 degrees north.
#[test]
fn sudan_in_the_hdx_layout() {
    let Some(report) = report("ged231_sudan_hdx_layout.csv") else {
        return;
    };
    assert_eq!(report.accepted, 3475);
    assert_eq!(report.layout, Layout::GedHdx);
    assert_eq!(
        kinds(&report),
        [
            ("gid-disagrees", 5),
            ("high-below-best", 10),
            ("low-above-best", 2)
        ]
    );
}
