//! Country-month figures: how many events and deaths a country had in a month.
//!
//! An event counts, with all its deaths, in the month of its first day (`date_start`). This is
//! the rule of the country-month figures of UCDP GED 25.1: by it the events of Sierra Leone in GED
//! 23.1 add up to them month by month. (A panel of places shares events that span months out.)
//!
//! A figures file is CSV, one line a country and month without gaps, above it lines of citation
//! that begin with `#`. It is read whole or not at all: the first bad line is the error.
//!
//! ```
//! use events::figures::FiguresTable;
//! let text = "# Made up.\n\
//!     country_iso3,year_month,event_count,fatalities_best,fatalities_high,civilian_deaths,\
//!     peak_event_fatalities,state_based_events,non_state_events,one_sided_events\n\
//!     MLI,2024-09,2,80,90,3,77,1,0,1\n";
//! let table = FiguresTable::parse(text.as_bytes(), "figures.csv").unwrap();
//! assert_eq!(table.citation, ["Made up."]);
//! assert_eq!(table.countries["MLI"][0].best, 80);
//! ```

mod builder;
mod reader;
mod writer;

use std::collections::BTreeMap;

use calendar::{Month, months};
use serde::{Deserialize, Serialize};

use crate::Violence;

pub use builder::FiguresBuilder;

/// Events and deaths of one country in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyFigures {
    /// The month.
    pub month: Month,
    /// Events that began in it.
    pub events: u32,
    /// Deaths, sum of the best estimates.
    pub best: u64,
    /// Sum of the low estimates; the GED 25.1 country-month file has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<u64>,
    /// Sum of the high estimates. In figures made here no event's high estimate is below its
    /// best; in UCDP's own a few are, so that the sum may be below the best one.
    pub high: u64,
    /// Deaths of civilians.
    pub civilians: u64,
    /// Best estimate of the deadliest event.
    pub deadliest: u32,
    /// Events by type: state-based, non-state, one-sided.
    pub events_by_type: [u32; 3],
    /// Deaths (best) by type, in the same order, where the file has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deaths_by_type: Option<[u64; 3]>,
}

impl MonthlyFigures {
    /// Deaths outside the month's deadliest event, best estimates; at most `u32::MAX`.
    pub fn beyond_deadliest(&self) -> u32 {
        u32::try_from(self.best.saturating_sub(u64::from(self.deadliest))).unwrap_or(u32::MAX)
    }

    /// A month in which nothing was recorded, all columns known.
    pub fn quiet(month: Month) -> Self {
        Self {
            month,
            events: 0,
            best: 0,
            low: Some(0),
            high: 0,
            civilians: 0,
            deadliest: 0,
            events_by_type: [0; 3],
            deaths_by_type: Some([0; 3]),
        }
    }

    /// Events of one type; none for [`Violence::Other`].
    pub fn events_of(&self, violence: Violence) -> u32 {
        position(violence).map_or(0, |at| self.events_by_type[at])
    }

    /// Deaths (best) of one type, where the file has them.
    pub fn deaths_of(&self, violence: Violence) -> Option<u64> {
        let deaths = self.deaths_by_type?;
        Some(position(violence).map_or(0, |at| deaths[at]))
    }
}

/// Position of a type of organised violence in [`Violence::ORGANISED`].
fn position(violence: Violence) -> Option<usize> {
    Violence::ORGANISED
        .iter()
        .position(|&kind| kind == violence)
}

/// Figures of several countries, each without a gap from its first month to its last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiguresTable {
    /// Lines that say where the figures come from.
    pub citation: Vec<String>,
    /// Months in order, by ISO 3166-1 alpha-3 of the country.
    pub countries: BTreeMap<String, Vec<MonthlyFigures>>,
}

impl FiguresTable {
    /// The series of one country.
    pub fn country(&self, iso3: &str) -> Option<&[MonthlyFigures]> {
        self.countries.get(iso3).map(Vec::as_slice)
    }

    /// The same figures of these countries alone.
    #[must_use]
    pub fn only(&self, iso3: &[&str]) -> Self {
        Self {
            citation: self.citation.clone(),
            countries: self
                .countries
                .iter()
                .filter(|(code, _)| iso3.contains(&code.as_str()))
                .map(|(code, series)| (code.clone(), series.clone()))
                .collect(),
        }
    }
}

/// The months from the first to the last, quiet where `found` has none.
fn without_gaps(
    found: &BTreeMap<Month, MonthlyFigures>,
    first: Month,
    last: Month,
) -> Vec<MonthlyFigures> {
    months(first, last)
        .map(|month| {
            found
                .get(&month)
                .copied()
                .unwrap_or_else(|| MonthlyFigures::quiet(month))
        })
        .collect()
}
