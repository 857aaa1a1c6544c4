//! Where the war stands: everything this crate answers on one country, put together.
//!
//! # What it answers
//! Phases and breaks of the country's record, and of each region's; what the record says of the event
//! under study as known so many months later; where a lineage can operate, by an estimate from events or,
//! without events, where the facts place it; the course of the areas that the case asks about; and, apart
//! from all that, signs of rule.
//!
//! # Method
//! [`phases`], [`reading`], [`reach`](crate::reach),
//! [`practice`](crate::practice) and [`rule`](crate::rule), each on the same months: from the first of
//! the record to the last that the data cover and the day of the assessment allows.
//!
//! # Example
//! ```
//! use trajectory::Trajectory;
//! use trajectory::whole::CaseInputs;
//! let case = case::Case::builtin("mali-2024")?;
//! let whole = Trajectory::of_case(&CaseInputs {
//!     case: &case,
//!     as_of: case.data.as_of,
//!     record: &[],
//!     record_data: "figures",
//!     events: None,
//!     seed: 1,
//! });
//! // Neither figures nor events: the sourced facts alone speak.
//! assert!(whole.record.is_none() && whole.reach.is_none() && whole.rule.is_some());
//! # Ok::<(), case::CaseError>(())
//! ```

mod lineage;
mod placed;
mod regions;

use calendar::{Date, Month};
use case::{Case, Lineage};
use events::figures::{FiguresBuilder, MonthlyFigures};
use events::{EventTable, Violence};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::Source;

use crate::TrajectoryError;
use crate::breaks::{self, Prior};
use crate::phases::{self, AreaPath, AreaScope, PhaseOptions, PhasePath};
use crate::reach::{NamedScope, of_lineage_name};
use crate::reading::{self, Ask, Break, Reading};
use crate::rule::Rule;

pub use lineage::{LineageReach, Town};
pub use placed::{Placed, PlacedRegion};
pub use regions::RegionPath;

/// Months of hindsight at which the event's month is read, as far as the data go.
pub const HINDSIGHTS: [u32; 4] = [0, 1, 3, 6];

/// Where the war stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trajectory {
    /// Country, ISO 3166-1 alpha-3.
    pub iso3: String,
    /// The country's record; none without figures or events.
    pub record: Option<RecordPath>,
    /// The month of the event as known with 0, 1, 3 and 6 months of hindsight, as far as the data go;
    /// empty without an event or a record of its month.
    pub readings: Vec<Reading>,
    /// Each region's course, from events; empty without them.
    pub regions: Vec<RegionPath>,
    /// The areas that the case asks about.
    pub areas: Vec<AreaPath>,
    /// Where the lineage can operate, an estimate from events.
    pub reach: Option<LineageReach>,
    /// Why there is no estimate of reach, when there is none.
    pub no_reach: Option<String>,
    /// Where the sourced facts place the lineage: no estimate, and given only without one.
    pub placed: Option<Placed>,
    /// Signs of rule, kept apart; none when the case declares none.
    pub rule: Option<Rule>,
}

/// Phases and breaks of a country's record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordPath {
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// Events of organised violence by month.
    pub events: Vec<u32>,
    /// Phases of these, turning points, linear or not.
    pub path: PhasePath,
    /// Breaks of the level of state-based events.
    pub breaks: Vec<Break>,
    /// Where the months come from.
    pub source: Source,
}

/// What a case's trajectory is made from.
#[derive(Debug, Clone, Copy)]
pub struct CaseInputs<'a> {
    /// The case.
    pub case: &'a Case,
    /// Last day whose facts may be used.
    pub as_of: Date,
    /// The country's months, none later than that day's and none left out.
    pub record: &'a [MonthlyFigures],
    /// Key of the data set the months come from.
    pub record_data: &'static str,
    /// Events, with the last month that they cover.
    pub events: Option<(&'a EventTable, Month)>,
    /// Seed.
    pub seed: u64,
}

/// Key of event data, for the source of each figure.
const EVENTS: &str = "events";

impl Trajectory {
    /// Of a case's country. What cannot be told is left out, with the reason where the field has one.
    pub fn of_case(inputs: &CaseInputs<'_>) -> Self {
        let case = inputs.case;
        let iso3 = case.about.iso3.as_str();
        let last = Month::of(inputs.as_of);
        let events = inputs
            .events
            .map(|(table, covered)| (table, covered.min(last)));
        let ((record, readings), (regions, (areas, reach))) = rayon::join(
            || {
                (
                    record(inputs.record, inputs.record_data),
                    readings(inputs, events),
                )
            },
            || {
                rayon::join(
                    || {
                        events.map_or_else(Vec::new, |(t, to)| {
                            regions::paths(t, Some(case), iso3, to)
                        })
                    },
                    || rayon::join(|| areas(inputs, events), || case_reach(inputs, events)),
                )
            },
        );
        let (reach, no_reach) = match reach {
            Ok(reach) => (Some(reach), None),
            Err(why) => (None, Some(why)),
        };
        let lineage = lineage_of(case);
        Self {
            iso3: iso3.to_owned(),
            record,
            readings,
            regions,
            areas,
            placed: match (&reach, lineage) {
                (None, Some(lineage)) => Placed::of(case, &lineage.key, inputs.as_of),
                _ => None,
            },
            reach,
            no_reach,
            rule: Rule::tell(case, inputs.as_of, events.map(|(table, _)| table)),
        }
    }

    /// Of a lineage known by its name alone, in the country with most of its events.
    ///
    /// Fails when no actor of the events bears the name, and when its reach cannot be fitted.
    pub fn of_lineage(
        table: &EventTable,
        name: &str,
        country: Option<&str>,
        seed: u64,
    ) -> Result<Self, TrajectoryError> {
        let named = of_lineage_name(table, name)?;
        let iso3 = country
            .or_else(|| named.countries.first().map(|(iso3, _)| iso3.as_str()))
            .unwrap_or_default()
            .to_owned();
        let only = [iso3.as_str()];
        let scope = NamedScope {
            countries: if country.is_some() { &only } else { &[] },
            data: EVENTS,
            ..NamedScope::default()
        };
        let input = named.input(table, &scope)?;
        let reach = LineageReach::fit(&input, &named.lineage.name, None, seed)?;
        let to = named.months.1;
        Ok(Self {
            record: record(&monthly(table, &iso3, to), EVENTS),
            readings: Vec::new(),
            regions: regions::paths(table, None, &iso3, to),
            areas: Vec::new(),
            reach: Some(reach),
            no_reach: None,
            placed: None,
            rule: None,
            iso3,
        })
    }
}

/// The lineage whose reach is looked at: the event's, else the rule's, else the first.
fn lineage_of(case: &Case) -> Option<&Lineage> {
    let named = case.event.lineage.as_deref();
    let ruling = || case.rule.as_ref().and_then(|rule| rule.lineage.as_deref());
    named
        .or_else(ruling)
        .and_then(|key| case.lineage(key))
        .or_else(|| case.lineages.first())
}

/// A country's months from its events, from the first of the table to the last covered.
fn monthly(table: &EventTable, iso3: &str, to: Month) -> Vec<MonthlyFigures> {
    let mut builder = FiguresBuilder::default();
    let mut first: Option<Month> = None;
    for row in table.iter().filter(|row| row.violence != Violence::Other) {
        let month = Month::of(row.date_start);
        first = Some(first.map_or(month, |known| known.min(month)));
        if row.iso3 == iso3 && month <= to {
            builder.add(&row);
        }
    }
    let span = first.map(|first| (first, to));
    let figures = builder.finish(span, Vec::new());
    figures.country(iso3).unwrap_or_default().to_vec()
}

fn record(months: &[MonthlyFigures], data: &str) -> Option<RecordPath> {
    let (first, last) = (months.first()?.month, months.last()?.month);
    let all: Vec<u32> = months.iter().map(|m| m.events).collect();
    let state: Vec<u32> = months
        .iter()
        .map(|m| m.events_of(Violence::StateBased))
        .collect();
    let options = PhaseOptions {
        data: data.to_owned(),
        ..PhaseOptions::default()
    };
    let levels = breaks::scan(&Prior::default(), &state);
    Some(RecordPath {
        from: first,
        to: last,
        path: phases::fit(&all, first, &options),
        events: all,
        breaks: reading::breaks_of(&levels, first),
        source: Source::data(data, "phases of events a month; breaks of state-based ones"),
    })
}

fn readings(inputs: &CaseInputs<'_>, events: Option<(&EventTable, Month)>) -> Vec<Reading> {
    let case = inputs.case;
    let places = events.map(|(table, _)| regions::by_place(table, Some(case), &case.about.iso3));
    let read = |hindsight: u32| {
        let ask = Ask {
            iso3: &case.about.iso3,
            month: Month::of(case.event.date),
            hindsight,
            data: inputs.record_data,
        };
        reading::read(&Prior::default(), inputs.record, &ask, places.as_ref()).ok()
    };
    HINDSIGHTS.into_iter().map_while(read).collect()
}

/// The areas of the case: from events where there are any, else from landmark facts.
fn areas(inputs: &CaseInputs<'_>, events: Option<(&EventTable, Month)>) -> Vec<AreaPath> {
    let case = inputs.case;
    let from_events = |area| {
        let (table, to) = events?;
        let scope = AreaScope {
            case,
            area,
            months: (regions::first(table)?, to),
            data: EVENTS,
            gazetteer: None,
        };
        AreaPath::from_events(table, &scope).ok()
    };
    case.areas
        .iter()
        .filter_map(|area| {
            from_events(area).or_else(|| {
                AreaPath::from_landmarks(case, area, inputs.as_of, Some(inputs.record)).ok()
            })
        })
        .collect()
}

fn case_reach(
    inputs: &CaseInputs<'_>,
    events: Option<(&EventTable, Month)>,
) -> Result<LineageReach, String> {
    let case = inputs.case;
    let Some(lineage) = lineage_of(case) else {
        return Err("the case names no lineage".to_owned());
    };
    let Some((table, to)) = events else {
        return Err("no event file was given".to_owned());
    };
    let input = lineage::input(case, lineage, table, to)?;
    let capital = Some(case.about.capital.name.as_str());
    LineageReach::fit(&input, &lineage.name, capital, inputs.seed)
        .map_err(|error| error.to_string())
}
