//! Each region's course, from events.

use calendar::{Month, months};
use case::Case;
use events::{EventTable, RegionMatcher, Violence};
use places::canonical_region;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EVENTS;
use crate::phases::{self, Linearity, PhaseMonth, PhaseOptions, Turn};
use crate::reading::ByPlace;

/// Fewest events for a region's phases to be told.
const FEWEST: u32 = 20;

/// A region's course: events of organised violence by month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionPath {
    /// Region.
    pub region: String,
    /// Events from the first month of the data to the last.
    pub events: u32,
    /// Events in the last twelve months.
    pub events_lately: u32,
    /// The last month: probability of each phase, and the level.
    pub now: PhaseMonth,
    /// Turning points, in order of time.
    pub turns: Vec<Turn>,
    /// One steady trend, or a segmented path?
    pub linear: Linearity,
}

/// First month with an event of organised violence in any country of the table.
pub(super) fn first(table: &EventTable) -> Option<Month> {
    let organised = table.iter().filter(|row| row.violence != Violence::Other);
    organised.map(|row| Month::of(row.date_start)).min()
}

/// Events by region and month: the case's names where it knows the spelling, else the older division's, else
/// the data's.
pub(super) fn by_place(table: &EventTable, case: Option<&Case>, iso3: &str) -> ByPlace {
    let names = case.map(|case| RegionMatcher::new(&case.regions));
    let mut places = ByPlace::new();
    for row in table.iter() {
        let Some(division) = row.division() else {
            continue;
        };
        if row.violence == Violence::Other || row.iso3 != iso3 {
            continue;
        }
        let known = names.as_ref().and_then(|names| names.region(&row));
        let region = known
            .or_else(|| canonical_region(iso3, division))
            .unwrap_or(division);
        *places
            .entry(region.to_owned())
            .or_default()
            .entry(Month::of(row.date_start))
            .or_default() += 1;
    }
    places
}

/// The course of every region with at least twenty events, most events first.
pub(super) fn paths(
    table: &EventTable,
    case: Option<&Case>,
    iso3: &str,
    to: Month,
) -> Vec<RegionPath> {
    let Some(from) = first(table) else {
        return Vec::new();
    };
    let places: Vec<(String, Vec<u32>)> = by_place(table, case, iso3)
        .into_iter()
        .map(|(region, counts)| {
            let months = months(from, to).map(|m| counts.get(&m).copied().unwrap_or(0));
            (region, months.collect())
        })
        .collect();
    let mut paths: Vec<RegionPath> = places
        .par_iter()
        .filter_map(|(region, counts)| {
            let events: u32 = counts.iter().sum();
            if events < FEWEST {
                return None;
            }
            let options = PhaseOptions {
                data: EVENTS.to_owned(),
                ..PhaseOptions::default()
            };
            let path = phases::fit(counts, from, &options);
            Some(RegionPath {
                region: region.clone(),
                events,
                events_lately: counts.iter().rev().take(12).sum(),
                now: path.months.last()?.clone(),
                turns: path.turns,
                linear: path.linear,
            })
        })
        .collect();
    paths.sort_by(|a, b| b.events.cmp(&a.events).then(a.region.cmp(&b.region)));
    paths
}
