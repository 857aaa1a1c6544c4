//! Event files of the shared data, read in place.

use std::path::PathBuf;

use events::read::{ReadOptions, read_file};
use events::{EventTable, Provenance, Series};

/// A file of the shared data; says so when it is not there.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("IMPASSE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = root.join(name);
    if !path.exists() {
        eprintln!(
            "skipped: {} is not there; set IMPASSE_TEST_DATA",
            path.display()
        );
        return None;
    }
    Some(path)
}

/// The events of a GED file of the shared data.
pub(crate) fn table(name: &str) -> Option<EventTable> {
    let path = shared(name)?;
    let mut table = EventTable::new(Provenance {
        series: Series::UcdpGed,
        version: None,
        file: name.into(),
        sha256: String::new(),
    });
    let options = ReadOptions {
        series: Some(Series::UcdpGed),
        ..ReadOptions::default()
    };
    read_file(&path, &options, &mut table).unwrap();
    Some(table)
}
