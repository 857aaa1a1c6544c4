use std::fs::File;
use std::path::Path;

use calendar::Date;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::vintage::{Overlap, resolve};
use super::writer::{GROUP, digest};
use super::{Entry, Store, io};
use crate::{Column, EventTable, EventsError, Filter, Version};

/// Whose events to load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publisher {
    /// UCDP's, of both series.
    Ucdp,
    /// ACLED's.
    Acled,
    /// Of both, side by side. They record the same violence by different rules: never add them up.
    Both,
}

/// An earlier state of knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsKnown {
    /// UCDP releases up to this one. Says nothing about ACLED, which has no releases.
    Release(Version),
    /// What was published by the end of this day.
    ///
    /// UCDP's yearly release `Y.1` counts as published on 30 June of year Y, the Candidate release
    /// `Y.0.m` at the end of the month after m: both on the late side of practice, so that nothing
    /// is taken as known before it was. UCDP files without a version are left out. ACLED records
    /// changed after the day are left out; what they said before is known only from an older file.
    Day(Date),
}

/// What to load. The default is everything of the one publisher in the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Which events.
    pub filter: Filter,
    /// Whose; `None` when the store holds one publisher's alone, otherwise an error.
    pub publisher: Option<Publisher>,
    /// With which vintage.
    pub as_known: Option<AsKnown>,
    /// Keys of the entries to use, as in [`Store::describe`]; none for all.
    pub entries: Vec<String>,
    /// Columns that are needed; the others read as empty, which is faster. `None` for all.
    pub columns: Option<Vec<Column>>,
}

/// Events of the store, each once.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The events, of the newest file first, in the order of the files.
    pub events: EventTable,
    /// The entries they were taken from, newest first.
    pub entries: Vec<Entry>,
    /// Which entries had events that newer ones replace.
    pub overlaps: Vec<Overlap>,
}

/// Columns by which vintages are resolved and events filtered.
const NEEDED: [Column; 8] = [
    Column::Id,
    Column::Violence,
    Column::Country,
    Column::Iso3,
    Column::DateStart,
    Column::DateEnd,
    Column::Clear,
    Column::Revised,
];

impl Store {
    /// Loads the events of a query, every event in its newest vintage (see [`Overlap`] for the rule).
    pub fn load(&self, query: &Query) -> Result<Loaded, EventsError> {
        let mut entries = self.list()?;
        if !query.entries.is_empty() {
            let asked = query.entries.iter().map(|key| self.describe(key));
            let asked = asked.collect::<Result<Vec<_>, _>>()?;
            entries.retain(|entry| asked.iter().any(|other| other.key == entry.key));
        }
        let ucdp = entries.iter().any(|entry| entry.series.is_ucdp());
        let acled = entries.iter().any(|entry| !entry.series.is_ucdp());
        match query.publisher {
            None if ucdp && acled => return Err(EventsError::MixedPublishers),
            Some(Publisher::Ucdp) => entries.retain(|entry| entry.series.is_ucdp()),
            Some(Publisher::Acled) => entries.retain(|entry| !entry.series.is_ucdp()),
            _ => {}
        }
        entries.retain(|entry| query.as_known.is_none_or(|known| known.includes(entry)));
        entries.sort_by(|a, b| (b.version, b.revised, &b.key).cmp(&(a.version, a.revised, &a.key)));

        let alone =
            entries.len() == 1 && query.filter == Filter::default() && query.as_known.is_none();
        let needed: &[Column] = if alone { &[] } else { &NEEDED };
        let columns = query
            .columns
            .as_ref()
            .map(|asked| [asked.as_slice(), needed].concat());
        let tables = entries
            .iter()
            .map(|entry| self.read(entry, columns.as_deref()))
            .collect::<Result<Vec<_>, _>>()?;
        let (events, overlaps) = resolve(&entries, tables, query.as_known);
        let events = if query.filter == Filter::default() {
            events
        } else {
            events.filter(&query.filter)
        };
        Ok(Loaded {
            events,
            entries,
            overlaps,
        })
    }

    fn read(&self, entry: &Entry, columns: Option<&[Column]>) -> Result<EventTable, EventsError> {
        let path = entry.path(&self.root);
        let mut file = File::open(&path).map_err(io(&path))?;
        if digest(&mut file, &path)?.0 != entry.parquet_sha256 {
            return Err(EventsError::Damaged { path });
        }
        let mut table = EventTable::new(entry.provenance());
        read_parquet(file, &path, columns, &mut table)?;
        Ok(table)
    }
}

fn read_parquet(
    file: File,
    path: &Path,
    columns: Option<&[Column]>,
    table: &mut EventTable,
) -> Result<(), EventsError> {
    let broken = |source| EventsError::Parquet {
        path: path.to_owned(),
        source,
    };
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(broken)?;
    let mask = match columns {
        None => ProjectionMask::all(),
        Some(columns) => {
            ProjectionMask::columns(builder.parquet_schema(), columns.iter().map(|c| c.name()))
        }
    };
    let batches = builder
        .with_projection(mask)
        .with_batch_size(GROUP)
        .build()
        .map_err(broken)?;
    for batch in batches {
        table.append_batch(&batch.map_err(|error| broken(error.into()))?, path)?;
    }
    Ok(())
}
