use std::collections::{BTreeMap, BTreeSet};

use calendar::{Date, date};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{AsKnown, Entry};
use crate::{EventRow, EventTable, Series};

/// Countries from which on a yearly file counts as the complete, worldwide release.
///
/// A complete UCDP GED names well over a hundred countries, the largest continent's about fifty.
const WORLD: usize = 70;

/// Events of one entry that a newer entry replaces.
///
/// The rules, all of them *newest first*:
///
/// - The same UCDP identifier in several releases: the newest release stands. Identifiers are kept
///   from release to release.
/// - A yearly GED release replaces everything older, yearly or Candidate, whose first day lies in a
///   year and a country that it covers, also where the event is not in it: UCDP revises the whole
///   record with each yearly release, and Candidate events are provisional until then (Hegre,
///   Croicu, Eck & Högbladh 2020, *Research & Politics* 7(3); UCDP GED codebook: use the newest
///   version). What is missing from the newer release was dropped or merged on purpose; counting it
///   again would count the same deaths twice.
/// - A complete release (70 countries or more) covers the world from its first event's year to the
///   year before its version's. An extract covers the countries it names, from its first to its last
///   event's year, so that a file cut short never hides events.
/// - ACLED has no releases: of the same identifier, the record with the newest time of change
///   stands, and of equals that of the file with the newest change.
///
/// All vintages stay in the store; a [`Query`](super::Query) can ask for an older one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// Key of the entry that stands.
    pub newer: String,
    /// Key of the entry whose events give way.
    pub older: String,
    /// Events of the older entry that the newer one has too.
    pub same_id: u64,
    /// Events of the older entry in country-years that the newer one covers, but not in it.
    pub superseded: u64,
}

/// The country-years that a yearly release has the last word on.
struct Coverage {
    world: bool,
    countries: BTreeSet<String>,
    years: std::ops::RangeInclusive<i32>,
}

impl Coverage {
    fn of(entry: &Entry) -> Option<Self> {
        let (first, last) = entry.months.filter(|_| entry.series == Series::UcdpGed)?;
        let world = entry.countries.len() >= WORLD;
        let released = entry.version.map(|version| 2000 + i32::from(version.year));
        let last = released
            .filter(|_| world)
            .map_or(last.year(), |year| last.year().max(year - 1));
        Some(Self {
            world,
            countries: entry.countries.keys().cloned().collect(),
            years: first.year()..=last,
        })
    }

    fn includes(&self, row: &EventRow<'_>) -> bool {
        let country = if row.iso3.is_empty() {
            row.country
        } else {
            row.iso3
        };
        self.years.contains(&i32::from(row.date_start.year()))
            && (self.world || self.countries.contains(country))
    }
}

impl AsKnown {
    pub(super) fn includes(self, entry: &Entry) -> bool {
        match (self, entry.series, entry.version) {
            (_, Series::Acled, _) => true,
            (_, _, None) => false,
            (Self::Release(newest), _, Some(version)) => version <= newest,
            (Self::Day(day), series, Some(version)) => {
                let year = 2000 + i16::try_from(version.year).unwrap_or(i16::MAX - 2000);
                let published = match version.patch {
                    Some(month) if series == Series::UcdpCandidate => i8::try_from(month)
                        .ok()
                        .and_then(|month| date(year, month, 1))
                        .map(|first| calendar::Month::of(first) + 1)
                        .map(calendar::Month::last_day),
                    _ => date(year, 6, 30),
                };
                published.is_some_and(|published| published <= day)
            }
        }
    }

    /// Whether an ACLED record had its present form by then.
    fn knows(self, row: &EventRow<'_>) -> bool {
        match (self, row.revised) {
            (Self::Day(day), Some(seconds)) => seconds < end_of(day),
            _ => true,
        }
    }
}

/// Seconds from 1970 to the end of a day, UTC.
fn end_of(day: Date) -> i64 {
    day.duration_since(Date::constant(1970, 1, 1)).as_secs() + 86_400
}

/// Every event once, in its newest vintage. Entries and their tables come newest first.
pub(super) fn resolve(
    entries: &[Entry],
    tables: Vec<EventTable>,
    as_known: Option<AsKnown>,
) -> (EventTable, Vec<Overlap>) {
    let coverage: Vec<Option<Coverage>> = entries.iter().map(Coverage::of).collect();
    if let ([entry], [_]) = (entries, tables.as_slice())
        && (entry.series.is_ucdp() || as_known.is_none())
    {
        return (
            tables
                .into_iter()
                .next()
                .unwrap_or_else(EventTable::anonymous),
            Vec::new(),
        );
    }
    let newest = newest_by_id(entries, &tables, as_known);
    let mut merged = EventTable::anonymous();
    let mut overlaps: BTreeMap<(usize, usize), (u64, u64)> = BTreeMap::new();
    for (index, table) in tables.iter().enumerate() {
        let ucdp = entries[index].series.is_ucdp();
        let kept = table.select(|_, row| {
            if !ucdp && !as_known.is_none_or(|known| known.knows(row)) {
                return false;
            }
            let stands = newest[usize::from(ucdp)]
                .get(row.id)
                .map_or(index, |&(_, stands)| stands);
            if stands != index {
                overlaps.entry((stands, index)).or_default().0 += 1;
                return false;
            }
            let covering = (0..index).find(|&newer| {
                entries[newer].version > entries[index].version
                    && coverage[newer]
                        .as_ref()
                        .is_some_and(|newer| newer.includes(row))
            });
            let covering = covering.filter(|_| ucdp);
            if let Some(newer) = covering {
                overlaps.entry((newer, index)).or_default().1 += 1;
            }
            covering.is_none()
        });
        merged.extend(&kept);
    }
    let overlaps = overlaps
        .into_iter()
        .map(|((newer, older), (same_id, superseded))| Overlap {
            newer: entries[newer].key.clone(),
            older: entries[older].key.clone(),
            same_id,
            superseded,
        });
    let overlaps = overlaps.collect();
    (merged, overlaps)
}

/// For ACLED (0) and UCDP (1): time of change and entry of each identifier's newest vintage.
type Newest<'a> = [FxHashMap<&'a str, (Option<i64>, usize)>; 2];

fn newest_by_id<'a>(
    entries: &[Entry],
    tables: &'a [EventTable],
    as_known: Option<AsKnown>,
) -> Newest<'a> {
    let mut newest = Newest::default();
    for (index, table) in tables.iter().enumerate() {
        let ucdp = entries[index].series.is_ucdp();
        for row in 0..table.len() {
            let Some(row) = table.row(row) else { continue };
            if !ucdp && !as_known.is_none_or(|known| known.knows(&row)) {
                continue;
            }
            // Entries come newest first: only a newer change displaces an earlier entry.
            let revised = if ucdp { None } else { row.revised };
            let best = newest[usize::from(ucdp)]
                .entry(row.id)
                .or_insert((revised, index));
            if revised > best.0 {
                *best = (revised, index);
            }
        }
    }
    newest
}
