use std::collections::BTreeMap;

use calendar::Month;

use super::{FiguresTable, MonthlyFigures, position, without_gaps};
use crate::{EventRow, EventSink, EventsError};

/// Adds events up to country-months: give it to a reader as its sink.
///
/// Events of no organised violence (ACLED's protests, riots and strategic developments) are left
/// out, and so are events whose country is not known; both are counted.
///
/// ```
/// use events::figures::FiguresBuilder;
/// let builder = FiguresBuilder::default();
/// assert!(builder.finish(None, Vec::new()).countries.is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct FiguresBuilder {
    countries: BTreeMap<String, BTreeMap<Month, MonthlyFigures>>,
    not_organised: u64,
    no_country: u64,
}

impl FiguresBuilder {
    /// Events left out for being no organised violence.
    pub fn not_organised(&self) -> u64 {
        self.not_organised
    }

    /// Events left out because their country is not known.
    pub fn no_country(&self) -> u64 {
        self.no_country
    }

    /// Counts one event, in the month of its first day.
    pub fn add(&mut self, row: &EventRow<'_>) {
        let Some(kind) = position(row.violence) else {
            self.not_organised += 1;
            return;
        };
        if row.iso3.is_empty() {
            self.no_country += 1;
            return;
        }
        if !self.countries.contains_key(row.iso3) {
            self.countries.insert(row.iso3.to_owned(), BTreeMap::new());
        }
        let Some(series) = self.countries.get_mut(row.iso3) else {
            return;
        };
        let month = Month::of(row.date_start);
        let figures = series
            .entry(month)
            .or_insert_with(|| MonthlyFigures::quiet(month));
        let best = u64::from(row.best);
        figures.events += 1;
        figures.best += best;
        figures.low = figures.low.map(|low| low + u64::from(row.low));
        figures.high += u64::from(row.high);
        figures.civilians += u64::from(row.deaths_civilians);
        figures.deadliest = figures.deadliest.max(row.best);
        figures.events_by_type[kind] += 1;
        if let Some(deaths) = &mut figures.deaths_by_type {
            deaths[kind] += best;
        }
    }

    /// The table, from the first to the last month given. `None`: from the first month in which
    /// any country has an event to the last one. A release covers more than that: a quiet end is
    /// only known to whoever knows what the release covers.
    pub fn finish(self, span: Option<(Month, Month)>, citation: Vec<String>) -> FiguresTable {
        let all = || self.countries.values().flat_map(BTreeMap::keys).copied();
        let span = span.or_else(|| all().min().zip(all().max()));
        let Some((first, last)) = span else {
            return FiguresTable {
                citation,
                ..FiguresTable::default()
            };
        };
        FiguresTable {
            citation,
            countries: self
                .countries
                .iter()
                .map(|(code, found)| (code.clone(), without_gaps(found, first, last)))
                .collect(),
        }
    }
}

impl EventSink for FiguresBuilder {
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), EventsError> {
        self.add(row);
        Ok(())
    }
}
