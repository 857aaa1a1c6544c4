//! Events and panels as files for R, Python and QGIS.

mod csv;
mod geojson;
mod parquet;

use std::io::Write;
use std::path::Path;

pub use csv::export_panel;

use crate::store::write_whole;
use crate::{EventTable, EventsError};

/// A file format for events.
///
/// In every format the columns are those of [`Column`](crate::Column), then `series`, `version` and
/// `file`; types of violence are UCDP's codes (1 state-based, 2 non-state, 3 one-sided, 0 other).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExportFormat {
    /// Comma-separated (RFC 4180), UTF-8, with a header.
    ///
    /// Event text is hostile input: where a text begins with `=`, `+`, `-`, `@`, a tab or a line
    /// break, a spreadsheet would take it for a formula, so it is written with a single quote before
    /// it. Numbers are never touched.
    Csv,
    /// Parquet, compressed by zstd.
    Parquet,
    /// GeoJSON (RFC 7946), a point for each event. Mind `where_prec`: from 4 on the point is the
    /// centroid of a region.
    GeoJson,
}

impl ExportFormat {
    /// The format that a file name ends in: `csv`, `parquet`, `geojson` or `json`.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "parquet" => Some(Self::Parquet),
            "geojson" | "json" => Some(Self::GeoJson),
            _ => None,
        }
    }

    fn exporter(self) -> &'static dyn Exporter {
        match self {
            Self::Csv => &csv::Csv,
            Self::Parquet => &parquet::Parquet,
            Self::GeoJson => &geojson::GeoJson,
        }
    }
}

/// Writes a table in one format. `path` is for messages.
trait Exporter {
    fn write(
        &self,
        table: &EventTable,
        out: &mut (dyn Write + Send),
        path: &Path,
    ) -> Result<(), EventsError>;
}

/// Writes the events of a table to `path`, whole or not at all, and returns their number.
///
/// The same events give the same bytes.
pub fn export(table: &EventTable, path: &Path, format: ExportFormat) -> Result<usize, EventsError> {
    write_whole(path, |file| format.exporter().write(table, file, path))?;
    Ok(table.len())
}

#[cfg(test)]
mod tests;
