//! One file a command.

pub(crate) mod assess;
pub(crate) mod breaks;
pub(crate) mod calibrate;
pub(crate) mod case;
pub(crate) mod data;
pub(crate) mod evidence;
pub(crate) mod game;
pub(crate) mod merge;
pub(crate) mod places;
pub(crate) mod simulate;
pub(crate) mod trajectory;

use std::path::{Path, PathBuf};

use ::case::Case;
use assessment::{EventFile, EventSource};
use events::read::{ReadOptions, ReadReport, read_file};
use events::{EventSink, EventTable, Filter, Provenance, Query, Series, Store};

use crate::cli::CaseOptions;
use crate::failure::{Failure, Result, bad_input};
use crate::output;
pub(crate) use crate::whole::{make_folder_of, write as write_file};

/// Sets how many threads there may be; all cores unless told.
pub(crate) fn set_threads(threads: Option<u16>) -> Result<()> {
    threads.map_or(Ok(()), |n| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(n))
            .build_global()
            .map_err(Failure::Threads)
    })
}

/// The events to go with a case: of the store, of files, or none. That none of them is in the case's country
/// is said on standard error.
pub(crate) fn events_beside(options: &CaseOptions, case: &Case) -> Result<Option<EventFile>> {
    let file = if options.stored {
        stored(options, case)?
    } else if options.events.is_empty() {
        return Ok(None);
    } else {
        let read = ReadOptions {
            strict: options.strict,
            ..ReadOptions::default()
        };
        read_events(&options.events, &read)?
    };
    if !file.table.iter().any(|row| row.iso3 == case.about.iso3) {
        output::note(&format!(
            "Of the {} none is in {}: they add nothing.",
            output::of(file.table.len() as u64, "event given", "events given"),
            case.about.country
        ));
    }
    Ok(Some(file))
}

fn stored(options: &CaseOptions, case: &Case) -> Result<EventFile> {
    let store = Store::open(options.store.store.as_deref())?;
    let loaded = store.load(&Query {
        filter: Filter {
            countries: vec![case.about.iso3.clone()],
            ..Filter::default()
        },
        ..Query::default()
    })?;
    Ok(EventFile {
        table: loaded.events,
        sources: loaded.entries.iter().map(EventSource::of_entry).collect(),
    })
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
        say_left_out(&name, &report);
        match &mut tables {
            Some(tables) => tables.extend(&table),
            None => tables = Some(table),
        }
        sources.push(EventSource::of_report(name, &report));
    }
    let table = tables.ok_or_else(|| bad_input("no event file", "name at least one"))?;
    Ok(EventFile { table, sources })
}

/// Says that rows of a file were left out.
pub(crate) fn say_left_out(name: &str, report: &ReadReport) {
    if report.rejected() > 0 {
        output::note(&format!(
            "{name}: {} of {} left out; `impasse data add` explains each",
            output::count(report.rejected()),
            output::of(report.rows, "row", "rows"),
        ));
    }
}

/// A file's name without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
