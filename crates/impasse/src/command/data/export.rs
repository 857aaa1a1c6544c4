//! `impasse data export`.

use calendar::Month;
use case::Case;
use events::{
    ActorMatcher, Actors, AsKnown, ExportFormat as Format, Filter, Level, Loaded, Panel,
    PanelOptions, Query, Sharing, Store, export, export_panel,
};

use crate::cli::{ExportFormat, ExportOptions, PanelLevel};
use crate::command::make_folder_of;
use crate::failure::{Exit, Result, bad_input};
use crate::output;

pub(crate) fn run(options: &ExportOptions) -> Result<Exit> {
    let store = Store::open(options.store.store.as_deref())?;
    let loaded = store.load(&Query {
        filter: Filter {
            countries: options.country.iter().cloned().collect(),
            months: months(options.from, options.to)?,
            ..Filter::default()
        },
        publisher: None,
        as_known: options.as_known.map(AsKnown::Day),
        entries: options.entries.clone(),
        columns: None,
    })?;
    for overlap in &loaded.overlaps {
        output::note(&format!(
            "{} gives way to {}: {} in both, {} in the older alone",
            overlap.older,
            overlap.newer,
            output::of(overlap.same_id, "event", "events"),
            output::count(overlap.superseded),
        ));
    }
    if loaded.events.is_empty() {
        output::note("Nothing in the store fits: `impasse data list` tells what it holds.");
    }
    let format = match options.format {
        Some(ExportFormat::Panel) => return panel(options, &loaded),
        Some(ExportFormat::Csv) => Format::Csv,
        Some(ExportFormat::Parquet) => Format::Parquet,
        Some(ExportFormat::Geojson) => Format::GeoJson,
        None => Format::of(&options.out).ok_or_else(|| {
            bad_input(
                format!("{} tells no format", options.out.display()),
                "name it .csv, .parquet or .geojson, or give --format",
            )
        })?,
    };
    make_folder_of(&options.out)?;
    let rows = export(&loaded.events, &options.out, format)?;
    output::print(&format!(
        "Written: {} ({})\n",
        options.out.display(),
        output::of(rows as u64, "event", "events")
    ))?;
    Ok(Exit::Success)
}

fn months(from: Option<Month>, to: Option<Month>) -> Result<Option<(Month, Month)>> {
    let first = from.or_else(|| Month::new(1, 1));
    let last = to.or_else(|| Month::new(9999, 12));
    match (from, to) {
        (None, None) => Ok(None),
        (Some(from), Some(to)) if to < from => Err(bad_input(
            format!("--to {to} comes before --from {from}"),
            "swap the two",
        )),
        _ => Ok(first.zip(last)),
    }
}

fn panel(options: &ExportOptions, loaded: &Loaded) -> Result<Exit> {
    let matcher = match &options.case {
        Some(path) => Some(ActorMatcher::new(&Case::load(path)?.lineages)),
        None => None,
    };
    let panel = Panel::new(
        &loaded.events,
        &PanelOptions {
            level: match options.level {
                PanelLevel::Country => Level::Country,
                PanelLevel::Region => Level::Region,
                PanelLevel::Cell => Level::Cell,
            },
            actors: matcher.as_ref().map_or(Actors::Together, Actors::Lineages),
            sharing: if options.by_day {
                Sharing::ByDay
            } else {
                Sharing::FirstDay
            },
            months: match (options.from, options.to) {
                (Some(from), Some(to)) => Some((from, to)),
                _ => None,
            },
            ..PanelOptions::default()
        },
    )?;
    make_folder_of(&options.out)?;
    export_panel(&panel, &options.out)?;
    output::print(&format!("Written: {}\n", options.out.display()))?;
    Ok(Exit::Success)
}
