//! Events in columns.

mod arrow;
mod data;
mod filter;
mod words;

use calendar::Date;
use serde::{Deserialize, Serialize};

use crate::{EventRow, EventSink, EventsError, Series, Version, Violence};

pub(crate) use arrow::{schema, schema_with_provenance};
pub(crate) use data::Cell;
pub use filter::Filter;

use data::{ColumnData, Flags, Maybe, Numbers, Texts};
use words::Words;

/// Where events come from: a file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Who publishes it, in which series.
    pub series: Series,
    /// Release, when it is known (never for ACLED, which has none).
    pub version: Option<Version>,
    /// File name as it was given.
    pub file: String,
    /// SHA-256 of that file in hexadecimal; empty when it was not computed.
    pub sha256: String,
}

// One list of the columns; the table, its rows, its Arrow schema and its projection follow from it.
macro_rules! columns {
    ($($variant:ident $field:ident: $store:ty;)*) => {
        /// A column of an event table. Names are those of the fields of [`EventRow`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $(#[doc = concat!("`", stringify!($field), "`, see [`EventRow`].")] $variant,)*
        }

        impl Column {
            /// All columns, in the order in which files hold them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Name in files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field)),* }
            }
        }

        /// Events in columns, with the file and line each came from.
        ///
        /// Text is kept once and coded in order of first appearance, so that the table of a given
        /// sequence of events is always the same.
        #[derive(Debug, Clone)]
        pub struct EventTable {
            $($field: $store,)*
            origin: Vec<u32>,
            origins: Vec<Provenance>,
        }

        impl EventTable {
            fn with_origins(origins: Vec<Provenance>) -> Self {
                Self { $($field: <$store>::default(),)* origin: Vec::new(), origins }
            }

            fn push_row(&mut self, row: &EventRow<'_>, origin: u32) {
                $(self.$field.push(row.$field);)*
                self.origin.push(origin);
            }

            /// The event of a row.
            ///
            /// `None` from [`len`](Self::len) on.
            pub fn row(&self, row: usize) -> Option<EventRow<'_>> {
                (row < self.len()).then(|| EventRow { $($field: self.$field.get(row)),* })
            }

            /// What a row, below [`len`](Self::len), holds in a column.
            pub(crate) fn cell(&self, column: Column, row: usize) -> Cell<'_> {
                match column { $(Column::$variant => self.$field.cell(row)),* }
            }

            /// Drops the events and keeps the dictionaries, for a writer that works by chunks.
            pub(crate) fn clear(&mut self) {
                $(self.$field.clear();)*
                self.origin.clear();
            }

            fn arrow_fields() -> Vec<arrow_schema::Field> {
                vec![$(arrow_schema::Field::new(
                    stringify!($field),
                    <$store as ColumnData>::data_type(),
                    <$store as ColumnData>::NULLABLE,
                )),*]
            }

            fn arrow_arrays(&self) -> Result<Vec<arrow_array::ArrayRef>, data::Mismatch> {
                Ok(vec![$(self.$field.array()?),*])
            }

            fn append_columns(
                &mut self,
                batch: &arrow_array::RecordBatch,
                origin: u32,
            ) -> Result<(), Column> {
                $(match batch.column_by_name(stringify!($field)) {
                    Some(array) => self.$field.append(array).map_err(|_| Column::$variant)?,
                    None => self.$field.fill(batch.num_rows()),
                })*
                self.origin.resize(self.origin.len() + batch.num_rows(), origin);
                Ok(())
            }
        }
    };
}

columns! {
    Id id: Texts;
    Line line: Numbers<u64>;
    Violence violence: Numbers<Violence>;
    Kind kind: Words;
    ConflictId conflict_id: Maybe<u32>;
    Conflict conflict: Words;
    DyadId dyad_id: Maybe<u32>;
    Dyad dyad: Words;
    SideAId side_a_id: Maybe<u32>;
    SideA side_a: Words;
    SideBId side_b_id: Maybe<u32>;
    SideB side_b: Words;
    Associates associates: Words;
    Country country: Words;
    Iso3 iso3: Words;
    Adm1 adm1: Words;
    Adm2 adm2: Words;
    Latitude latitude: Numbers<f64>;
    Longitude longitude: Numbers<f64>;
    Gid gid: Numbers<u32>;
    WherePrec where_prec: Numbers<u8>;
    DatePrec date_prec: Numbers<u8>;
    Clarity clarity: Numbers<u8>;
    DateStart date_start: Numbers<Date>;
    DateEnd date_end: Numbers<Date>;
    DeathsA deaths_a: Numbers<u32>;
    DeathsB deaths_b: Numbers<u32>;
    DeathsCivilians deaths_civilians: Numbers<u32>;
    DeathsUnknown deaths_unknown: Numbers<u32>;
    Best best: Numbers<u32>;
    Low low: Numbers<u32>;
    High high: Numbers<u32>;
    Sources sources: Maybe<u32>;
    Clear clear: Flags;
    Revised revised: Maybe<i64>;
}

impl EventTable {
    /// An empty table; events pushed into it come from `provenance`.
    pub fn new(provenance: Provenance) -> Self {
        Self::with_origins(vec![provenance])
    }

    /// An empty table of events whose file is not known yet.
    pub(crate) fn anonymous() -> Self {
        Self::with_origins(Vec::new())
    }

    /// From here on, events pushed come from `provenance`.
    pub fn begin(&mut self, provenance: Provenance) {
        self.origins.push(provenance);
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.origin.len()
    }

    /// No event at all.
    pub fn is_empty(&self) -> bool {
        self.origin.is_empty()
    }

    /// The events, in the order in which they came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = EventRow<'_>> + Clone {
        // The range ends at `len`, where every row has an event.
        (0..self.len()).map(|row| self.row(row).unwrap_or(NOTHING))
    }

    /// The file a row came from; `None` from [`len`](Self::len) on.
    pub fn provenance(&self, row: usize) -> Option<&Provenance> {
        self.origins.get(*self.origin.get(row)? as usize)
    }

    /// The files that events may have come from, in the order in which they were begun.
    pub fn provenances(&self) -> &[Provenance] {
        &self.origins
    }

    /// The table of the events that `filter` keeps, in the same order.
    #[must_use]
    pub fn filter(&self, filter: &Filter) -> Self {
        self.select(|_, row| filter.keeps(row))
    }

    /// The table of the events that `keeps` says yes to, given their row number, in the same order.
    #[must_use]
    pub fn select(&self, mut keeps: impl FnMut(usize, &EventRow<'_>) -> bool) -> Self {
        let mut kept = Self::with_origins(self.origins.clone());
        for (row, event) in self.iter().enumerate() {
            if keeps(row, &event) {
                kept.push_row(&event, self.origin[row]);
            }
        }
        kept
    }

    /// Appends the events of `other` and the files they came from.
    pub fn extend(&mut self, other: &Self) {
        let first = self.origins.len() as u32;
        self.origins.extend_from_slice(&other.origins);
        for (row, event) in other.iter().enumerate() {
            self.push_row(&event, first + other.origin[row]);
        }
    }

    /// Runs of consecutive events of one country: ISO 3166-1 alpha-3, or the name as written where
    /// the code is not known, with their number.
    pub(crate) fn country_runs(&self) -> impl Iterator<Item = (&str, u64)> {
        let pairs: Vec<(i32, i32)> = self
            .iso3
            .codes()
            .iter()
            .copied()
            .zip(self.country.codes().iter().copied())
            .collect();
        let mut runs: Vec<((i32, i32), u64)> = Vec::new();
        for pair in pairs {
            match runs.last_mut() {
                Some((last, count)) if *last == pair => *count += 1,
                _ => runs.push((pair, 1)),
            }
        }
        runs.into_iter().map(|((iso3, country), count)| {
            let iso3 = self.iso3.text(iso3);
            (
                if iso3.is_empty() {
                    self.country.text(country)
                } else {
                    iso3
                },
                count,
            )
        })
    }
}

impl EventSink for EventTable {
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), EventsError> {
        let origin = self.origins.len().saturating_sub(1) as u32;
        self.push_row(row, origin);
        Ok(())
    }
}

impl Default for EventRow<'_> {
    /// An event about which nothing is known: no place, no side, no deaths, 1 January 1970.
    fn default() -> Self {
        NOTHING
    }
}

/// An event about which nothing is known.
pub(crate) const NOTHING: EventRow<'static> = EventRow {
    id: "",
    line: 0,
    violence: Violence::Other,
    kind: "",
    conflict_id: None,
    conflict: "",
    dyad_id: None,
    dyad: "",
    side_a_id: None,
    side_a: "",
    side_b_id: None,
    side_b: "",
    associates: "",
    country: "",
    iso3: "",
    adm1: "",
    adm2: "",
    latitude: f64::NAN,
    longitude: f64::NAN,
    gid: 0,
    where_prec: 0,
    date_prec: 0,
    clarity: 0,
    date_start: Date::constant(1970, 1, 1),
    date_end: Date::constant(1970, 1, 1),
    deaths_a: 0,
    deaths_b: 0,
    deaths_civilians: 0,
    deaths_unknown: 0,
    best: 0,
    low: 0,
    high: 0,
    sources: None,
    clear: false,
    revised: None,
};

#[cfg(test)]
mod tests {
    use calendar::date;

    use super::*;
    use crate::sample;

    #[test]
    fn rows_come_back_as_they_went_in() {
        let rows = sample::rows();
        let mut table = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
        for row in &rows {
            table.push(row).unwrap();
        }
        assert_eq!(table.iter().collect::<Vec<_>>(), rows);
        assert_eq!(table.row(rows.len()), None);
        assert_eq!(table.provenance(rows.len()), None);
    }

    #[test]
    fn extending_keeps_each_row_with_its_file() {
        let mut table = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
        table.push(&sample::rows()[0]).unwrap();
        let mut other = EventTable::new(sample::provenance(Series::UcdpCandidate, "26.0.1"));
        other.push(&sample::rows()[1]).unwrap();
        table.extend(&other);
        table.begin(sample::provenance(Series::Acled, "1.0"));
        table.push(&sample::rows()[2]).unwrap();
        let series: Vec<Series> = (0..3)
            .map(|row| table.provenance(row).unwrap().series)
            .collect();
        assert_eq!(
            series,
            [Series::UcdpGed, Series::UcdpCandidate, Series::Acled]
        );
    }

    #[test]
    fn filters_by_country_months_and_violence() {
        let mut table = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
        for row in sample::rows() {
            table.push(&row).unwrap();
        }
        let month = |text: &str| text.parse().unwrap();
        let ids = |filter: &Filter| -> Vec<String> {
            table
                .filter(filter)
                .iter()
                .map(|row| row.id.to_owned())
                .collect()
        };
        assert_eq!(ids(&Filter::default()).len(), table.len());
        let mali = Filter {
            countries: vec!["mli".into()],
            ..Filter::default()
        };
        assert!(ids(&mali).iter().all(|id| id != "3"));
        let by_name = Filter {
            countries: vec!["MALI".into()],
            ..Filter::default()
        };
        assert_eq!(ids(&mali), ids(&by_name));
        // An event that runs into a month belongs to it.
        let february = Filter {
            months: Some((month("2024-02"), month("2024-02"))),
            ..Filter::default()
        };
        assert_eq!(ids(&february), ["2"]);
        let one_sided = Filter {
            violence: vec![Violence::OneSided],
            ..Filter::default()
        };
        assert_eq!(ids(&one_sided), ["3"]);
        assert_eq!(sample::rows()[1].date_end, date(2024, 2, 3).unwrap());
    }
}
