//! Shared data, for tests that read them in place.

use std::path::PathBuf;

use events::read::{ReadOptions, read_file};
use events::{EventTable, Provenance, Series};

/// A shared file, or nothing, said on standard error, where it is not there.
pub(crate) fn shared(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("IMPASSE_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = root.join(file);
    if path.exists() {
        Some(path)
    } else {
        eprintln!("{} is not there", path.display());
        None
    }
}

/// The events of the Central African Republic, where their file is there.
pub(crate) fn car_events() -> Option<EventTable> {
    let path = shared("ged/ged231_car.geojson")?;
    let mut table = EventTable::new(Provenance {
        series: Series::UcdpGed,
        version: None,
        file: "ged231_car.geojson".to_owned(),
        sha256: String::new(),
    });
    read_file(&path, &ReadOptions::default(), &mut table).unwrap();
    Some(table)
}
