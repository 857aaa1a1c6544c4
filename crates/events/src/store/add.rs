use std::fs::{self, File, Metadata};
use std::path::Path;
use std::time::SystemTime;

use tempfile::NamedTempFile;

use super::Store;
use super::atomic::{io, make_directory, put_in_place};
use super::citation::citation;
use super::manifest::{Entry, Manifest, Source};
use super::writer::{StoreWriter, Summary, digest};
use crate::read::{ReadOptions, ReadReport, read_file};
use crate::{EventSink, EventsError, Issue};

/// What came of adding a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// What the store holds of it.
    pub entry: Entry,
    /// What the reader found; `None` when the same bytes were there before and nothing was changed.
    pub report: Option<ReadReport>,
}

impl Added {
    /// The same bytes were there before: nothing was changed.
    pub fn already(&self) -> bool {
        self.report.is_none()
    }
}

impl Store {
    /// Reads the file at `path`, a plain event file or a zip archive of one, and adds its events.
    ///
    /// The same bytes a second time, with the same options, change nothing. With another version or
    /// series than before they replace what was there. An error, of the reader or of the disk, leaves
    /// the store as it was.
    pub fn add(&self, path: &Path, options: &ReadOptions) -> Result<Added, EventsError> {
        self.add_with(path, options, |sink| read_file(path, options, sink))
    }

    pub(super) fn add_with(
        &self,
        path: &Path,
        options: &ReadOptions,
        read: impl FnOnce(&mut dyn EventSink) -> Result<ReadReport, EventsError>,
    ) -> Result<Added, EventsError> {
        let mut file = File::open(path).map_err(io(path))?;
        let before = stamp(&file, path)?;
        let _lock = self.lock()?;
        let mut manifest = Manifest::read(&self.root)?;
        if let Some(entry) = self.there(&manifest, &mut file, path, options)? {
            return Ok(Added {
                entry,
                report: None,
            });
        }
        let mut writer = StoreWriter::new(&self.partial())?;
        let report = read(&mut writer)?;
        if stamp(&file, path)? != before {
            return Err(EventsError::Changed {
                path: path.to_owned(),
            });
        }
        let (parquet, entry) = close(writer, path, options, &report)?;

        let place = entry.path(&self.root);
        if let Some(directory) = place.parent() {
            make_directory(directory)?;
        }
        put_in_place(parquet, &place)?;
        let same = |other: &Entry| {
            other.source.sha256 == entry.source.sha256 && other.country == entry.country
        };
        let (replaced, others): (Vec<_>, Vec<_>) = manifest.entries.into_iter().partition(same);
        manifest.entries = others;
        manifest.entries.push(entry.clone());
        manifest.write(&self.root)?;
        for old in replaced.iter().filter(|old| old.key != entry.key) {
            self.delete(old)?;
        }
        Ok(Added {
            entry,
            report: Some(report),
        })
    }

    /// The entry of the same bytes, read with the same options, if there is one.
    fn there(
        &self,
        manifest: &Manifest,
        file: &mut File,
        path: &Path,
        options: &ReadOptions,
    ) -> Result<Option<Entry>, EventsError> {
        let bytes = file.metadata().map_err(io(path))?.len();
        // Bytes are the same only where their number is: most files need not be read for that.
        if !manifest
            .entries
            .iter()
            .any(|entry| entry.source.bytes == bytes)
        {
            return Ok(None);
        }
        let (sha256, _) = digest(file, path)?;
        let country = country(options);
        let there = manifest.entries.iter().find(|entry| {
            entry.source.sha256 == sha256
                && entry.country.as_deref() == country
                && options
                    .version
                    .is_none_or(|version| entry.version == Some(version))
                && options.series.is_none_or(|series| entry.series == series)
                && entry.path(&self.root).is_file()
        });
        Ok(there.cloned())
    }

    /// Deletes the file of an entry that the manifest no longer names.
    pub(super) fn delete(&self, entry: &Entry) -> Result<(), EventsError> {
        let path = entry.path(&self.root);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(io(&path)(error));
            }
            _ => {}
        }
        // The directories of a version and a series go with their last file.
        for directory in path.ancestors().skip(1).take(2) {
            if fs::remove_dir(directory).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Closes the Parquet file and describes it.
fn close(
    writer: StoreWriter,
    path: &Path,
    options: &ReadOptions,
    report: &ReadReport,
) -> Result<(NamedTempFile, Entry), EventsError> {
    let (citation, licence) = citation(report.series, report.version);
    let (mut parquet, summary) = writer.finish(&[
        ("impasse.series", report.series.name().to_owned()),
        (
            "impasse.version",
            report.version.map(|v| v.to_string()).unwrap_or_default(),
        ),
        ("impasse.source_sha256", report.sha256.clone()),
        ("impasse.citation", citation.clone()),
        ("impasse.licence", licence.to_owned()),
    ])?;
    let parquet_path = parquet.path().to_owned();
    let (parquet_sha256, parquet_bytes) = digest(parquet.as_file_mut(), &parquet_path)?;
    let months = summary.months();
    let Summary {
        accepted,
        countries,
        revised,
        ..
    } = summary;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut entry = Entry {
        key: String::new(),
        series: report.series,
        version: report.version,
        country: country(options).map(str::to_owned),
        layout: report.layout,
        source: Source {
            name,
            bytes: report.bytes,
            sha256: report.sha256.clone(),
        },
        records: report.rows,
        accepted,
        rejected: report.rejected(),
        trouble: report.issue_counts.clone(),
        issues: report
            .issues
            .iter()
            .map(|issue| without_directory(issue, path))
            .collect(),
        months,
        countries,
        revised,
        parquet_sha256,
        parquet_bytes,
        citation,
        licence: licence.to_owned(),
    };
    entry.key = entry.own_key();
    Ok((parquet, entry))
}

/// What changes when a file does.
fn stamp(file: &File, path: &Path) -> Result<(u64, Option<SystemTime>), EventsError> {
    let of = |metadata: Metadata| (metadata.len(), metadata.modified().ok());
    file.metadata().map(of).map_err(io(path))
}

/// The code of the one country asked for; `None` when it is not known or none was.
fn country(options: &ReadOptions) -> Option<&'static str> {
    let name = options.country.as_deref()?;
    let known = places::Country::by_iso3(name).or_else(|| places::Country::by_name(name));
    known.map(|country| country.iso3)
}

/// The issue with the file's name alone: where the file lay is no part of what was added.
fn without_directory(issue: &Issue, path: &Path) -> Issue {
    let directory = path
        .parent()
        .unwrap_or(Path::new(""))
        .join("")
        .display()
        .to_string();
    let file = issue
        .file
        .strip_prefix(&directory)
        .unwrap_or(&issue.file)
        .to_owned();
    Issue {
        file,
        ..issue.clone()
    }
}
