mod keeping;
mod vintages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use calendar::date;

use super::*;
use crate::read::{Layout, ReadOptions, ReadReport};
use crate::{EventRow, EventSink, EventTable, Series, sample};

struct Fixture {
    directory: tempfile::TempDir,
    store: Store,
}

impl Fixture {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(Some(&directory.path().join("store"))).unwrap();
        Self { directory, store }
    }

    /// Adds a made-up file: its name makes its bytes, `rows` its events.
    fn add(&self, series: Series, version: Option<&str>, rows: &[EventRow<'_>]) -> Added {
        self.try_add(&format!("{series:?}{version:?}{rows:?}"), |sink| {
            for row in rows {
                sink.push(row)?;
            }
            Ok(reading(series, version))
        })
        .unwrap()
    }

    fn try_add(
        &self,
        bytes: &str,
        read: impl FnOnce(&mut dyn EventSink) -> Result<ReadReport, EventsError>,
    ) -> Result<Added, EventsError> {
        let path = self.directory.path().join("events.csv");
        fs::write(&path, bytes).unwrap();
        // The reader's report carries the sum of the bytes it read.
        self.store.add_with(&path, &ReadOptions::default(), |sink| {
            let report = read(sink)?;
            let (sha256, bytes) =
                super::writer::digest(&mut fs::File::open(&path).unwrap(), &path)?;
            Ok(ReadReport {
                sha256,
                bytes,
                ..report
            })
        })
    }

    /// Every file of the store with its bytes.
    fn snapshot(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut open = vec![self.store.root().to_owned()];
        while let Some(directory) = open.pop() {
            for item in fs::read_dir(directory).into_iter().flatten() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let bytes = fs::read(&path).unwrap();
                    files.insert(path, bytes);
                }
            }
        }
        files
    }

    fn ids(&self, query: &Query) -> Vec<String> {
        ids(&self.store.load(query).unwrap().events)
    }
}

fn ids(table: &EventTable) -> Vec<String> {
    table.iter().map(|row| row.id.to_owned()).collect()
}

fn reading(series: Series, version: Option<&str>) -> ReadReport {
    ReadReport {
        series,
        version: version.map(|text| text.parse().unwrap()),
        layout: Layout::GedCsv,
        rows: 3,
        accepted: 3,
        other_countries: BTreeMap::new(),
        tag_rows: 0,
        issues: Vec::new(),
        issue_counts: BTreeMap::new(),
        issues_unlisted: 0,
        months: None,
        sha256: String::new(),
        bytes: 0,
        buffer_bytes: 0,
    }
}

fn event(id: &'static str, year: i16) -> EventRow<'static> {
    let day = date(year, 5, 3).unwrap();
    EventRow {
        id,
        date_start: day,
        date_end: day,
        ..sample::rows()[0]
    }
}
