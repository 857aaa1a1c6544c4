//! `impasse data list`, `describe` and `rm`.

use std::path::Path;

use calendar::Month;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use events::read::{ReadOptions, read_file};
use events::{Entry, EventTable, Provenance, Series, Store};

use super::told;
use crate::cli::StoreOptions;
use crate::command::file_name;
use crate::failure::{Exit, Result};
use crate::output::{self, count, field, of};

pub(crate) fn list(store: &StoreOptions, json: bool) -> Result<Exit> {
    let store = Store::open(store.store.as_deref())?;
    let entries = store.list()?;
    if json {
        return print_json(&entries);
    }
    if entries.is_empty() {
        output::print(&format!(
            "Nothing yet in {}\n`impasse data add FILE` or `impasse data fetch ucdp-ged` adds events.\n",
            store.root().display()
        ))?;
        return Ok(Exit::Success);
    }
    let mut table = Table::new();
    table
        .load_style(comfy_table::presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(output::WIDTH as u16)
        .set_header(["key", "events", "months", "countries"]);
    for entry in &entries {
        table.add_row([
            entry.key.clone(),
            count(entry.accepted),
            told::months(entry.months),
            countries(entry),
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    if let Some(events) = table.column_mut(1) {
        events.set_cell_alignment(CellAlignment::Right);
    }
    output::print(&(table.trim_fmt() + "\n"))?;
    Ok(Exit::Success)
}

/// The countries of an entry in few letters.
fn countries(entry: &Entry) -> String {
    match entry.countries.len() {
        0 => "none".to_owned(),
        1 | 2 => {
            let codes: Vec<&str> = entry.countries.keys().map(String::as_str).collect();
            codes.join(", ")
        }
        many => format!("{many} countries"),
    }
}

/// An entry of the store, or a file that is only read.
pub(crate) fn describe(what: &str, store: &StoreOptions, json: bool) -> Result<Exit> {
    if Path::new(what).is_file() {
        return describe_file(Path::new(what), json);
    }
    let entry = Store::open(store.store.as_deref())?.describe(what)?;
    if json {
        return print_json(&entry);
    }
    let mut text = format!("{}\n", entry.key);
    for (name, value) in [
        (
            "file",
            format!(
                "{} ({})",
                entry.source.name,
                of(entry.source.bytes, "byte", "bytes")
            ),
        ),
        ("sha-256", entry.source.sha256.clone()),
        ("layout", entry.layout.name().to_owned()),
        ("rows", count(entry.records)),
        ("events", count(entry.accepted)),
        ("months", told::months(entry.months)),
        ("countries", told::all_countries(&entry.countries)),
    ] {
        text.push_str(&field(name, &value));
    }
    text.push_str(&told::trouble(&entry.trouble));
    text.push_str(&field("cite", &entry.citation));
    text.push_str(&field("licence", &entry.licence));
    text.push_str(&told::issues(&entry.issues, 0, true));
    output::print(&text)?;
    Ok(Exit::Success)
}

fn describe_file(path: &Path, json: bool) -> Result<Exit> {
    let mut events = EventTable::new(Provenance {
        series: Series::UcdpGed,
        version: None,
        file: file_name(path),
        sha256: String::new(),
    });
    let report = read_file(path, &ReadOptions::default(), &mut events)?;
    if json {
        return print_json(&report);
    }
    let mut text = format!("{}\n", file_name(path));
    text.push_str(&field("rows", &count(report.rows)));
    text.push_str(&field("events", &count(report.accepted)));
    let begun = || events.iter().map(|event| Month::of(event.date_start));
    let months = begun().min().zip(begun().max());
    text.push_str(&told::contents(&report, months, false));
    output::print(&text)?;
    Ok(Exit::Success)
}

pub(crate) fn remove(key: &str, store: &StoreOptions) -> Result<Exit> {
    let entry = Store::open(store.store.as_deref())?.remove(key)?;
    output::print(&format!("Removed: {}\n", entry.key))?;
    Ok(Exit::Success)
}

fn print_json<T: serde::Serialize>(value: &T) -> Result<Exit> {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    output::print(&format!("{text}\n"))?;
    Ok(Exit::Success)
}
