//! What the event itself tells, beyond the counts of its month.
//!
//! Where it was, whether a part of the town stayed in the attackers' hands, and how deadly it was, each
//! as likely as the record before it makes such a thing:
//!
//! ```text
//! place   P(an attack in that region in a month)            rate of such attacks, times the level's factor
//! held    P(a part of it held within a month), or not       rate of places held there for days
//! deaths  P(the deadliest of the month's events is as it was)   generalised Pareto tail of event sizes
//! ```
//!
//! Readings differ in two ways: by the level that a course has in the month, which multiplies the rates, and
//! by whether the record still holds. Under a new phase it counts for one year of itself
//! ([`incidents`](crate::incidents)): an attack of a sort that has come all along is then no evidence, one
//! of a sort never seen is. The parts are taken to be independent given the reading.

use calendar::Month;
use case::{Case, Event};
use events::figures::MonthlyFigures;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::severity::{Block, Tail};

use crate::incidents::{Incident, Incidents, Rate};

/// Days from which a place is held rather than raided.
pub const HELD_DAYS: u32 = 3;

/// What an event is looked at for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// Where it was.
    Place,
    /// Whether a part of the town was held.
    Held,
    /// How deadly it was.
    Deaths,
}

/// One thing about the event and what the record before it says of such things.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    pub(crate) feature: Feature,
    /// What the record has, to print.
    pub(crate) record: String,
    /// Key of the data set it rests on.
    pub(crate) data: &'static str,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    Happened(Rate),
    NotHappened(Rate),
    Size { usual: f64, renewed: f64 },
}

impl Part {
    /// Logarithm of its probability, at a logarithm of the level's factor.
    pub(crate) fn log(&self, level: f64, renewed: bool) -> f64 {
        match &self.what {
            What::Happened(rate) => rate.at_least(1, level.exp(), renewed).ln(),
            What::NotHappened(rate) => (-rate.at_least(1, level.exp(), renewed)).ln_1p(),
            What::Size {
                usual,
                renewed: new,
            } => {
                if renewed {
                    *new
                } else {
                    *usual
                }
            }
        }
    }
}

/// The parts that the data allow. `months` is the country's record, its deadliest events with the key
/// of their data set.
pub(crate) fn parts(
    case: &Case,
    incidents: Option<&Incidents>,
    (months, data): (&[MonthlyFigures], &'static str),
) -> Vec<Part> {
    let event = &case.event;
    let mut parts = Vec::new();
    if let Some(incidents) = incidents {
        parts.extend(place_and_held(case, event, incidents));
    }
    let sizes = (event.deaths.low, event.deaths.high);
    parts.extend(deaths(Month::of(event.date), sizes, months, data));
    parts
}

fn place_and_held(case: &Case, event: &Event, incidents: &Incidents) -> Vec<Part> {
    let before = incidents.before(event.date);
    if before.rows.is_empty() {
        return Vec::new();
    }
    let there = |row: &Incident| row.region.as_deref() == Some(event.region.as_str());
    let attacks = before.rate(|row| there(row) && row.is_violence() && row.by_challenger);
    let held = before.rate(|row| {
        there(row) && row.by_challenger && row.days.is_some_and(|days| days >= HELD_DAYS)
    });
    let months = held.months;
    let in_record = incidents.rows.iter().any(|row| {
        there(row)
            && row.by_challenger
            && row.days.is_some_and(|days| days >= HELD_DAYS)
            && row.date >= event.date
            && Month::of(row.date) == Month::of(event.date)
    });
    let is_held = event.held_days >= HELD_DAYS || in_record;
    let place = &event.region;
    vec![
        Part {
            feature: Feature::Place,
            record: format!(
                "{} attacks on {place} in the {months:.0} months before",
                attacks.count
            ),
            data: incidents.data,
            what: What::Happened(attacks),
        },
        Part {
            feature: Feature::Held,
            record: format!(
                "a part of {place} held for {HELD_DAYS} days or more {} times in the {months:.0} months before, and {} this time",
                held.count,
                if is_held { "held" } else { "not held" }
            ),
            data: incidents.data,
            what: if is_held {
                What::Happened(held)
            } else {
                What::NotHappened(held)
            },
        },
    ]
    .into_iter()
    .filter(|_| case.region(place).is_some())
    .collect()
}

/// None when the event is not among the largest, or the record before it is too short for a tail.
pub(crate) fn deaths(
    month: Month,
    (low, high): (u32, u32),
    months: &[MonthlyFigures],
    data: &'static str,
) -> Option<Part> {
    let before: Vec<Block> = months
        .iter()
        .filter(|row| row.month < month)
        .map(|row| Block {
            events: row.events,
            largest: row.deadliest,
        })
        .collect();
    let tail = Tail::fit(&before).ok()?;
    let events = months
        .iter()
        .find(|row| row.month == month)
        .map_or(1, |row| row.events.max(1));
    let with_violence = before.iter().filter(|block| block.events > 0).count();
    let renewed = tail.discounted(&before, 12.0 / with_violence as f64);
    let log = |tail: &Tail| tail.log_deadliest(events, low, high);
    Some(Part {
        feature: Feature::Deaths,
        record: format!(
            "an event of {} deaths or more in {} of the {with_violence} months with violence before",
            tail.threshold, tail.exceedances
        ),
        data,
        what: What::Size {
            usual: log(&tail)?,
            renewed: log(&renewed)?,
        },
    })
}
