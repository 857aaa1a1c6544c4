//! One file a command.

pub(crate) mod assess;
pub(crate) mod case;
pub(crate) mod data;
pub(crate) mod places;

use std::path::{Path, PathBuf};

use assessment::{EventFile, EventSource};
use calendar::Date;
use events::read::{ReadOptions, read_file};
use events::{EventSink, EventTable, Provenance, Series, Version};

use crate::failure::{Failure, Result, bad_input};
use crate::output;

/// Sets how many threads there may be; all cores unless told.
pub(crate) fn set_threads(threads: Option<usize>) -> Result<()> {
    match threads {
        None => Ok(()),
        Some(0) => Err(bad_input("--threads 0 leaves nobody to work", "give 1 or more")),
        Some(n) => rayon::ThreadPoolBuilder::new()
            .num_threads(n)
            .build_global()
            .map_err(Failure::Threads),
    }
}

/// The day of an option such as `--as-of`.
pub(crate) fn day(option: &str, text: Option<&str>) -> Result<Option<Date>> {
    text.map(|text| {
        calendar::parse_date(text).ok_or_else(|| {
            bad_input(
                format!("{option} `{text}` is not a date"),
                "write it as YYYY-MM-DD",
            )
        })
    })
    .transpose()
}

/// The release of a `--version`.
pub(crate) fn release(text: Option<&str>) -> Result<Option<Version>> {
    text.map(|text| {
        text.parse()
            .map_err(|error: events::VersionError| bad_input(error.to_string(), "try 25.1 or 26.0.1"))
    })
    .transpose()
}

/// Reads event files one after the other; what was left out of each is said on standard error.
pub(crate) fn read_events(files: &[PathBuf], options: &ReadOptions) -> Result<EventFile> {
    let mut tables: Option<EventTable> = None;
    let mut sources = Vec::new();
    for file in files {
        let name = file_name(file);
        let provenance = |series, version, sha256| Provenance {
            series,
            version,
            file: name.clone(),
            sha256,
        };
        // The series is known once the file is read: the table is then made again under it.
        let mut rows = EventTable::new(provenance(Series::UcdpGed, None, String::new()));
        let report = read_file(file, options, &mut rows)?;
        let known = provenance(report.series, report.version, report.sha256.clone());
        let mut table = EventTable::new(known);
        for row in rows.iter() {
            table.push(&row)?;
        }
        if report.rejected() > 0 {
            output::note(&format!(
                "{name}: {} of {} rows left out; `impasse data add` explains each",
                report.rejected(),
                report.rows
            ));
        }
        match &mut tables {
            Some(tables) => tables.extend(&table),
            None => tables = Some(table),
        }
        sources.push(EventSource::of_report(name, &report));
    }
    let table = tables.ok_or_else(|| bad_input("no event file", "name at least one"))?;
    Ok(EventFile { table, sources })
}

/// A file's name without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Writes a file whole or not at all, making its folder.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new()
            .prefix(".impasse-")
            .tempfile_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.as_file().sync_all()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let readable = std::fs::Permissions::from_mode(0o644);
            file.as_file().set_permissions(readable)?;
        }
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|source| Failure::Write {
        path: path.to_owned(),
        source,
    })
}
