//! `impasse data list`, `describe` and `rm`.

use std::path::Path;

use comfy_table::Table;
use events::read::ReadOptions;
use events::{Entry, Store};

use crate::cli::StoreOptions;
use crate::command::read_events;
use crate::failure::{Exit, Result};
use crate::output;

/// Countries named in a description.
const COUNTRIES: usize = 12;

pub(crate) fn list(store: &StoreOptions, json: bool) -> Result<Exit> {
    let store = Store::open(store.store.as_deref())?;
    let entries = store.list()?;
    if json {
        return print_json(&entries);
    }
    if entries.is_empty() {
        output::print(&format!(
            "Nothing yet in {}. `impasse data add FILE` or `impasse data fetch ucdp-ged` adds events.\n",
            store.root().display()
        ))?;
        return Ok(Exit::Success);
    }
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["key", "events", "months", "countries"]);
    for entry in &entries {
        table.add_row([
            entry.key.clone(),
            entry.accepted.to_string(),
            months(entry),
            countries(entry, 3),
        ]);
    }
    output::print(&format!("{table}\n"))?;
    Ok(Exit::Success)
}

/// An entry of the store, or a file that is only read.
pub(crate) fn describe(what: &str, store: &StoreOptions, json: bool) -> Result<Exit> {
    if Path::new(what).is_file() {
        return describe_file(Path::new(what));
    }
    let entry = Store::open(store.store.as_deref())?.describe(what)?;
    if json {
        return print_json(&entry);
    }
    let mut text = format!(
        "{}\n  file       {} ({} bytes)\n  sha-256    {}\n  layout     {}\n  rows       {} of which {} \
         events kept, {} left out\n  months     {}\n  countries  {}\n",
        entry.key,
        entry.source.name,
        entry.source.bytes,
        entry.source.sha256,
        entry.layout.name(),
        entry.records,
        entry.accepted,
        entry.rejected,
        months(&entry),
        countries(&entry, COUNTRIES),
    );
    for (kind, count) in &entry.trouble {
        text.push_str(&format!(
            "  {kind}: {} rows left out, {} kept\n",
            count.rejected, count.kept
        ));
    }
    for issue in &entry.issues {
        text.push_str(&format!("  {issue}\n"));
    }
    text.push_str(&format!(
        "  cite       {}\n  licence    {}\n",
        entry.citation, entry.licence
    ));
    output::print(&text)?;
    Ok(Exit::Success)
}

fn describe_file(path: &Path) -> Result<Exit> {
    let read = read_events(&[path.to_owned()], &ReadOptions::default())?;
    let mut text = String::new();
    for source in &read.sources {
        text.push_str(&format!(
            "{}\n  rows     {}\n  events   {}\n  left out {}\n  sha-256  {}\n",
            source.name,
            source.rows,
            read.table.len(),
            source.rejected_rows(),
            source.sha256
        ));
        if let Some((first, last)) = source.months {
            text.push_str(&format!("  months   {first} to {last}\n"));
        }
        for (kind, count) in &source.rejected {
            text.push_str(&format!("  {kind}: {count} rows left out\n"));
        }
    }
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

fn months(entry: &Entry) -> String {
    entry
        .months
        .map_or_else(|| "none".to_owned(), |(first, last)| format!("{first} to {last}"))
}

fn countries(entry: &Entry, most: usize) -> String {
    let mut counts: Vec<(&String, &u64)> = entry.countries.iter().collect();
    counts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let named: Vec<String> = counts
        .iter()
        .take(most)
        .map(|(country, count)| format!("{country} {count}"))
        .collect();
    let rest = counts.len().saturating_sub(most);
    if rest > 0 {
        format!("{} and {rest} more", named.join(", "))
    } else {
        named.join(", ")
    }
}
