use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use calendar::Month;
use serde::{Deserialize, Serialize};

use super::atomic::{io, write_whole};
use crate::read::{IssueCount, Layout};
use crate::{EventsError, Issue, Provenance, Series, Version};

const FORMAT: u32 = 1;

/// The file that was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// File name as it was given, without directories.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// What the store holds of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Name by which to refer to it: `ucdp-ged/25.1/1f0c2a9b7d3e`.
    pub key: String,
    /// Who publishes it, in which series.
    pub series: Series,
    /// Release, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// The one country whose events were taken, ISO 3166-1 alpha-3; `None` for all of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Layout the reader recognised.
    pub layout: Layout,
    /// The file that was added.
    pub source: Source,
    /// Records of the file.
    pub records: u64,
    /// Events kept.
    pub accepted: u64,
    /// Records left out.
    pub rejected: u64,
    /// How often each kind of trouble was met.
    pub trouble: BTreeMap<String, IssueCount>,
    /// The first things of each kind wrong with records, in the order of the file.
    pub issues: Vec<Issue>,
    /// Months of the first and the last event, by first day.
    pub months: Option<(Month, Month)>,
    /// Events by country: ISO 3166-1 alpha-3, or the name as written where the code is not known.
    pub countries: BTreeMap<String, u64>,
    /// Latest ACLED time of change, seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised: Option<i64>,
    /// SHA-256 of the Parquet file in hexadecimal.
    pub parquet_sha256: String,
    /// Size of the Parquet file in bytes.
    pub parquet_bytes: u64,
    /// How to cite the data.
    pub citation: String,
    /// Licence or terms.
    pub licence: String,
}

impl Entry {
    /// The key that follows from what identifies the entry.
    pub(super) fn own_key(&self) -> String {
        let series = self.series.name();
        let version = self
            .version
            .map_or_else(|| "unversioned".to_owned(), |version| version.to_string());
        let sum = self.source.sha256.get(..12).unwrap_or_default();
        match &self.country {
            Some(country) => format!("{series}/{version}/{sum}-{}", country.to_lowercase()),
            None => format!("{series}/{version}/{sum}"),
        }
    }

    /// Where its events come from.
    pub fn provenance(&self) -> Provenance {
        Provenance {
            series: self.series,
            version: self.version,
            file: self.source.name.clone(),
            sha256: self.source.sha256.clone(),
        }
    }

    /// Its Parquet file. Follows from what identifies the entry, not from the manifest's text of the
    /// key, so that no manifest leads out of the store.
    pub(super) fn path(&self, root: &Path) -> PathBuf {
        root.join(format!("{}.parquet", self.own_key()))
    }

    fn is_sound(&self) -> bool {
        let hex = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex(&self.source.sha256)
            && hex(&self.parquet_sha256)
            && self
                .country
                .as_ref()
                .is_none_or(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()))
            && self.key == self.own_key()
    }
}

/// What the store holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    pub(super) entries: Vec<Entry>,
}

impl Manifest {
    /// The manifest of a store; of a store that does not exist yet, an empty one.
    pub(super) fn read(root: &Path) -> Result<Self, EventsError> {
        let path = root.join("manifest.json");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => return Err(io(&path)(error)),
        };
        let wrong = |reason: String| EventsError::Manifest {
            path: path.clone(),
            reason,
        };
        let manifest: Self =
            serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        if manifest.format != FORMAT {
            return Err(wrong(format!(
                "format {} instead of {FORMAT}",
                manifest.format
            )));
        }
        match manifest.entries.iter().find(|entry| !entry.is_sound()) {
            Some(entry) => Err(wrong(format!(
                "entry `{}` does not fit its checksum",
                entry.key
            ))),
            None => Ok(manifest),
        }
    }

    /// Replaces the store's manifest by this one, entries sorted by key.
    pub(super) fn write(&mut self, root: &Path) -> Result<(), EventsError> {
        let path = root.join("manifest.json");
        self.format = FORMAT;
        self.entries.sort_by(|a, b| a.key.cmp(&b.key));
        write_whole(&path, |file| {
            serde_json::to_writer_pretty(&mut *file, self)
                .map_err(|error| io(&path)(error.into()))?;
            file.write_all(b"\n").map_err(io(&path))
        })
    }
}
