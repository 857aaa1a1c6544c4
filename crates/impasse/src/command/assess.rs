//! `impasse assess`.

use std::path::PathBuf;

use assessment::{EventFile, EventSource, Inputs, assess};
use case::Case;
use events::read::ReadOptions;
use events::{Filter, Query, Store};
use report::TerminalOptions;

use super::{read_events, write_file};
use crate::cli::AssessOptions;
use crate::failure::{Exit, Result};
use crate::output;

pub(crate) fn run(options: &AssessOptions) -> Result<Exit> {
    let case = Case::load(&options.case)?;
    let events = events(options, &case)?;
    if let Some(file) = &events
        && !file.table.iter().any(|row| row.iso3 == case.about.iso3)
    {
        output::note(&format!(
            "Of the {} none is in {}: they add nothing.",
            output::of(file.table.len() as u64, "event given", "events given"),
            case.about.country
        ));
    }
    let inputs = Inputs {
        case: &case,
        events,
        as_of: options.as_of,
        seed: options.seed,
    };
    let assessment = assess(&inputs)?;

    let out = options
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from("out").join(&case.about.key));
    let json = report::json(&assessment);
    let (page, data) = (out.join("assessment.html"), out.join("assessment.json"));
    write_file(&page, &report::html(&assessment))?;
    write_file(&data, &json)?;

    if options.json {
        output::print(&json)?;
    } else {
        let terminal = TerminalOptions {
            width: output::WIDTH,
            colour: output::colour(),
        };
        output::print(&report::terminal(&assessment, &terminal))?;
    }
    output::written(&[&page, &data]);
    Ok(Exit::Success)
}

fn events(options: &AssessOptions, case: &Case) -> Result<Option<EventFile>> {
    if options.stored {
        let store = Store::open(options.store.store.as_deref())?;
        let loaded = store.load(&Query {
            filter: Filter {
                countries: vec![case.about.iso3.clone()],
                ..Filter::default()
            },
            ..Query::default()
        })?;
        return Ok(Some(EventFile {
            table: loaded.events,
            sources: loaded.entries.iter().map(EventSource::of_entry).collect(),
        }));
    }
    if options.events.is_empty() {
        return Ok(None);
    }
    let read = ReadOptions {
        strict: options.strict,
        ..ReadOptions::default()
    };
    read_events(&options.events, &read).map(Some)
}
