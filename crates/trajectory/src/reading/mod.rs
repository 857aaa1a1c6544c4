//! What a country's months say of one month of note.
//!
//! # What it answers
//! Did a new phase begin around this month, did the status quo degrade, hold or recede, as known so
//! many months later; when were the breaks that were known by then, and how large; and what changed:
//! level, trend, type of violence, place?
//!
//! # Method
//! [`breaks::ask`] and [`breaks::scan`] on the months up to
//! the hindsight's end; nothing after it is looked at. The size of a break is the ratio of the smoothed
//! level at the end of its span to the level in the month before it. What changed compares the twelve
//! months before with the months from the one asked about to the hindsight's end ([`Shift`]): a
//! description, not a test.
//!
//! # Example
//! ```
//! use events::figures::FiguresBuilder;
//! use trajectory::breaks::Prior;
//! use trajectory::reading::{Ask, read};
//! let months = FiguresBuilder::default().finish(None, Vec::new());
//! let ask = Ask { iso3: "MLI", month: "2024-09".parse().unwrap(), hindsight: 3, data: "figures" };
//! // Without the months asked for there is no answer.
//! let none = months.country("MLI").unwrap_or_default();
//! assert!(read(&Prior::default(), none, &ask, None).is_err());
//! ```

mod shift;

use std::collections::BTreeMap;

use calendar::Month;
use events::Violence;
use events::figures::MonthlyFigures;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::{Estimate, Source};

use crate::TrajectoryError;
use crate::breaks::{self, MonthPosterior, Prior, Question};

pub use shift::{PlaceShift, Shift, Stretch, TypeShift};

/// Most months of hindsight that may be asked for.
pub const MOST_HINDSIGHT: u32 = 24;

/// Events by region and month.
pub type ByPlace = BTreeMap<String, BTreeMap<Month, u32>>;

/// A question about a month of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask<'a> {
    /// ISO 3166-1 alpha-3 code of the country.
    pub iso3: &'a str,
    /// Month asked about.
    pub month: Month,
    /// Months after it that may be read, 0 to 24.
    pub hindsight: u32,
    /// Key of the data set, for the source of each figure.
    pub data: &'a str,
}

/// A month in which a new phase may have begun.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Begin {
    /// The month.
    pub month: Month,
    /// Probability that it began there, if one began around the month asked about.
    pub probability: f64,
}

/// A break of the level of state-based events.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Break {
    /// Likeliest month.
    pub month: Month,
    /// First month of the shortest span that holds 90 % of the break's probability.
    pub from: Month,
    /// Last month of that span.
    pub to: Month,
    /// Probability of a break within half a year either side.
    pub probability: f64,
    /// Level at the end of the span over the level in the month before it.
    pub factor: f64,
}

/// The answer to [`Ask`]. The four readings exclude each other and sum to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Country.
    pub iso3: String,
    /// Month asked about.
    pub month: Month,
    /// Months of hindsight.
    pub hindsight: u32,
    /// First month read.
    pub from: Month,
    /// Last month read: the end of the hindsight.
    pub known_to: Month,
    /// Probability that a new phase began around the month, a war's beginning or end included.
    pub p_new_phase: f64,
    /// Probability that none began and all violence rose by more than a quarter over the year before.
    pub p_degradation: f64,
    /// Probability that none began and the level stayed within a quarter.
    pub p_status_quo: f64,
    /// Probability that none began and the level fell by more than a quarter.
    pub p_receding: f64,
    /// Weight of the months' evidence for a new phase, in decibans.
    pub decibans: f64,
    /// Probability that the new phase, if one began, is one of more violence.
    pub p_upward: f64,
    /// Factor by which the level of state-based events changed, if a new phase began.
    pub factor: Option<Estimate>,
    /// Share of the breaks of all countries' records in the same direction that are smaller, 0 to 1.
    pub larger_than: Option<f64>,
    /// Where in the months around it, if one began.
    pub begins: Vec<Begin>,
    /// All breaks of the country's record known at the hindsight's end, in order.
    pub breaks: Vec<Break>,
    /// What changed.
    pub shift: Shift,
    /// Where the figures come from.
    pub source: Source,
}

/// Answers from the months up to the hindsight's end; `places` adds where violence moved.
///
/// Fails when more than [`MOST_HINDSIGHT`] months of hindsight are asked for, when the months do not
/// reach from before the month asked about to the end of its hindsight, and when they leave some out.
pub fn read(
    prior: &Prior,
    months: &[MonthlyFigures],
    ask: &Ask<'_>,
    places: Option<&ByPlace>,
) -> Result<Reading, TrajectoryError> {
    let known = known(months, ask)?;
    let first = known[0].month;
    let state_based: Vec<u32> = known
        .iter()
        .map(|m| m.events_of(Violence::StateBased))
        .collect();
    let all: Vec<u32> = known.iter().map(|m| m.events).collect();
    let beyond: Vec<u32> = known.iter().map(MonthlyFigures::beyond_deadliest).collect();
    let at = (ask.month - first) as usize;
    let question = Question {
        state_based: &state_based,
        all: &all,
        beyond_deadliest: &beyond,
        month: at,
    };
    let Some(answer) = breaks::ask(prior, &question) else {
        return Err(uncovered(months, ask));
    };
    let levels = breaks::scan(prior, &state_based);
    let source = |method: &str| Source::data(ask.data, method);
    Ok(Reading {
        iso3: ask.iso3.to_owned(),
        month: ask.month,
        hindsight: ask.hindsight,
        from: first,
        known_to: ask.month + ask.hindsight as i32,
        p_new_phase: answer.p_new_phase,
        p_degradation: answer.p_degradation,
        p_status_quo: answer.p_status_quo,
        p_receding: answer.p_receding,
        decibans: answer.decibans,
        p_upward: answer.p_upward,
        factor: answer.factor.map(|[low, median, high]| Estimate {
            median,
            low,
            high,
            level: 0.9,
            monte_carlo_error: None,
            source: source("size of the jump of the level, given that there was one"),
        }),
        larger_than: answer.larger_than,
        begins: answer
            .begins
            .iter()
            .map(|(month, probability)| Begin {
                month: first + *month as i32,
                probability: *probability,
            })
            .collect(),
        breaks: breaks_of(&levels, first),
        shift: shift::shift(known, at, &levels, ask.data, places),
        source: source("switching local level of state-based events a month, exact on a grid"),
    })
}

/// The breaks of a series with their dates and sizes.
pub fn breaks_of(levels: &[MonthPosterior], first: Month) -> Vec<Break> {
    breaks::turning_points(levels)
        .into_iter()
        .map(|(span, probability)| {
            let before = levels[span.from.saturating_sub(1)].log_level;
            Break {
                month: first + span.month as i32,
                from: first + span.from as i32,
                to: first + span.to as i32,
                probability,
                factor: (levels[span.to].log_level - before).exp(),
            }
        })
        .collect()
}

/// The months that may be read.
fn known<'a>(
    months: &'a [MonthlyFigures],
    ask: &Ask<'_>,
) -> Result<&'a [MonthlyFigures], TrajectoryError> {
    if ask.hindsight > MOST_HINDSIGHT {
        return Err(TrajectoryError::Hindsight {
            asked: ask.hindsight,
        });
    }
    let Some(first) = months.first().map(|m| m.month) else {
        return Err(uncovered(months, ask));
    };
    let whole = months
        .iter()
        .enumerate()
        .all(|(i, m)| m.month - first == i as i32);
    let end = ask.month + ask.hindsight as i32;
    match usize::try_from(end - first + 1) {
        Ok(length) if whole && ask.month > first && length <= months.len() => Ok(&months[..length]),
        _ => Err(uncovered(months, ask)),
    }
}

fn uncovered(months: &[MonthlyFigures], ask: &Ask<'_>) -> TrajectoryError {
    let span = months.first().zip(months.last());
    TrajectoryError::Uncovered {
        iso3: ask.iso3.to_owned(),
        month: ask.month,
        hindsight: ask.hindsight,
        held: span.map_or_else(
            || "none".to_owned(),
            |(a, b)| format!("{} to {}", a.month, b.month),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn series(counts: &[u32]) -> Vec<MonthlyFigures> {
        let first = month("2010-01");
        counts
            .iter()
            .enumerate()
            .map(|(i, n)| MonthlyFigures {
                events: *n,
                best: 4 * u64::from(*n),
                high: 5 * u64::from(*n),
                deadliest: 2 * n / 3,
                events_by_type: [*n, 0, 0],
                ..MonthlyFigures::quiet(first + i as i32)
            })
            .collect()
    }

    /// Five years of about six events a month, then forty.
    fn jumped() -> Vec<MonthlyFigures> {
        let quiet = [6, 5, 8, 7, 6, 4].repeat(10);
        series(&[quiet, vec![40, 44, 37, 41, 39, 45, 42]].concat())
    }

    fn ask(hindsight: u32) -> Ask<'static> {
        Ask {
            iso3: "MLI",
            month: month("2015-01"),
            hindsight,
            data: "figures",
        }
    }

    #[test]
    fn a_jump_is_a_new_phase_with_its_date_and_size() {
        let reading = read(&Prior::default(), &jumped(), &ask(3), None).unwrap();
        assert!(reading.p_new_phase > 0.9, "{reading:?}");
        let sum =
            reading.p_new_phase + reading.p_degradation + reading.p_status_quo + reading.p_receding;
        assert!((sum - 1.0).abs() < 1e-9);
        let found = reading.breaks.last().unwrap();
        assert_eq!(found.month, month("2015-01"));
        assert!((4.0..10.0).contains(&found.factor), "{found:?}");
        let events = reading.shift.events.as_ref().unwrap();
        assert!(
            events.low > 3.0 && events.high < 12.0,
            "40 a month after 6: {events:?}"
        );
    }

    #[test]
    fn what_comes_after_the_hindsight_is_not_read() {
        let prior = Prior::default();
        let whole = jumped();
        let cut = &whole[..=61];
        assert_eq!(
            read(&prior, &whole, &ask(1), None),
            read(&prior, cut, &ask(1), None)
        );
    }

    #[test]
    fn months_that_are_not_there_are_not_made_up() {
        let prior = Prior::default();
        let whole = jumped();
        let error = read(&prior, &whole, &ask(7), None).unwrap_err().to_string();
        assert!(error.contains("2010-01 to 2015-07"), "{error}");
        assert!(read(&prior, &whole, &ask(25), None).is_err());
        let early = Ask {
            month: month("2010-01"),
            ..ask(0)
        };
        assert!(read(&prior, &whole, &early, None).is_err());
        let mut gap = whole;
        gap.remove(3);
        assert!(read(&prior, &gap, &ask(0), None).is_err());
    }
}
