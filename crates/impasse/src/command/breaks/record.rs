//! The record that questions are put to: a file of figures, or events summed by month.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use calendar::Month;
use events::figures::{FiguresBuilder, FiguresTable};
use events::read::{ReadOptions, read_file};
use events::{EventRow, EventSink, EventsError, Violence};
use places::canonical_region;
use trajectory::reading::ByPlace;

use crate::cli::RecordOptions;
use crate::command::{file_name, say_left_out};
use crate::failure::{Result, bad_input};

/// Months of countries.
pub(super) struct Record {
    pub(super) table: FiguresTable,
    /// Events by region and month of each country; empty without events.
    pub(super) places: BTreeMap<String, ByPlace>,
    /// Key of the data set.
    pub(super) data: &'static str,
}

impl Record {
    /// Reads figures or events, of one country or of all.
    pub(super) fn read(options: &RecordOptions, country: Option<&str>) -> Result<Self> {
        let record = match &options.figures {
            Some(file) => Self {
                table: FiguresTable::read(file)?,
                places: BTreeMap::new(),
                data: "figures",
            },
            None => from_events(&options.events, country, options.strict)?,
        };
        match country {
            Some(iso3) if record.table.country(iso3).is_none() => Err(bad_input(
                format!("no figures of `{iso3}` in what was given"),
                "give the ISO 3166-1 alpha-3 code of a country that the file covers",
            )),
            _ => Ok(record),
        }
    }
}

/// What is gathered from events while they are read.
#[derive(Default)]
struct Gathering {
    builders: BTreeMap<String, FiguresBuilder>,
    places: BTreeMap<String, ByPlace>,
    /// Countries of the file being read.
    here: BTreeSet<String>,
}

impl EventSink for Gathering {
    fn push(&mut self, row: &EventRow<'_>) -> std::result::Result<(), EventsError> {
        if row.violence == Violence::Other || row.iso3.is_empty() {
            return Ok(());
        }
        if !self.here.contains(row.iso3) {
            self.here.insert(row.iso3.to_owned());
        }
        if !self.builders.contains_key(row.iso3) {
            self.builders
                .insert(row.iso3.to_owned(), FiguresBuilder::default());
        }
        if let Some(builder) = self.builders.get_mut(row.iso3) {
            builder.add(row);
        }
        if let Some(division) = row.division() {
            let region = canonical_region(row.iso3, division).unwrap_or(division);
            let months = self.places.entry(row.iso3.to_owned()).or_default();
            let month = Month::of(row.date_start);
            *months
                .entry(region.to_owned())
                .or_default()
                .entry(month)
                .or_default() += 1;
        }
        Ok(())
    }
}

/// A country's months run from the first month of the files that have events of it to the last one
/// that their releases cover, so that a quiet beginning and a quiet end are there too.
fn from_events(files: &[PathBuf], country: Option<&str>, strict: bool) -> Result<Record> {
    let options = ReadOptions {
        strict,
        country: country.map(str::to_owned),
        ..ReadOptions::default()
    };
    let mut gathering = Gathering::default();
    let mut spans: BTreeMap<String, (Month, Month)> = BTreeMap::new();
    for file in files {
        gathering.here.clear();
        let report = read_file(file, &options, &mut gathering)?;
        say_left_out(&file_name(file), &report);
        let Some((first, last)) = report.months else {
            continue;
        };
        let release = report
            .version
            .and_then(|version| version.reaches(report.series));
        let last = release.map_or(last, |release| release.max(last));
        for iso3 in &gathering.here {
            spans
                .entry(iso3.clone())
                .and_modify(|(a, b)| (*a, *b) = ((*a).min(first), (*b).max(last)))
                .or_insert((first, last));
        }
    }
    let mut table = FiguresTable::default();
    for (iso3, builder) in gathering.builders {
        let span = spans.get(&iso3).copied();
        table
            .countries
            .extend(builder.finish(span, Vec::new()).countries);
    }
    Ok(Record {
        table,
        places: gathering.places,
        data: "events",
    })
}
