//! What changed: level, trend, type of violence, place.

use calendar::Month;
use events::figures::MonthlyFigures;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::{Estimate, Pace, Source};

use super::ByPlace;
use crate::breaks::MonthPosterior;

/// Months before that are compared with.
const YEAR: usize = 12;
/// Interval level of the ratios.
const LEVEL: f64 = 0.9;
/// Months after the month asked about from which a trend is given.
const TREND: usize = 3;
/// Places named.
const PLACES: usize = 5;

/// Some months in a row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stretch {
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// Events.
    pub events: u32,
    /// Deaths, best estimate.
    pub deaths: u64,
    /// Share of the deaths that the deadliest event of each month had, 0 to 1; none without deaths.
    pub deadliest_share: Option<f64>,
    /// Factor by which the level of state-based events changed a year, smoothed; none over fewer than
    /// four months.
    pub trend: Option<f64>,
}

/// Share of the events of one type of violence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TypeShift {
    /// `state-based`, `non-state` or `one-sided`.
    pub kind: String,
    /// Share of all events before, 0 to 1; none without events.
    pub before: Option<f64>,
    /// Share after.
    pub after: Option<f64>,
}

/// Share of the events in one region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceShift {
    /// Region.
    pub region: String,
    /// Events before.
    pub events_before: u32,
    /// Events after.
    pub events_after: u32,
    /// Share of all placed events before, 0 to 1.
    pub before: f64,
    /// Share after.
    pub after: f64,
}

/// The year before beside the months from the one asked about to the hindsight's end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shift {
    /// The twelve months before, or as many as there are.
    pub before: Stretch,
    /// The months from the one asked about on.
    pub after: Stretch,
    /// Ratio of events a month, after over before; none with fewer than two months before.
    pub events: Option<Estimate>,
    /// Ratio of deaths a month.
    pub deaths: Option<Estimate>,
    /// By type of violence.
    pub types: Vec<TypeShift>,
    /// Regions whose share of events changed most, at most five; none known without events by place.
    pub places: Option<Vec<PlaceShift>>,
}

/// `months` end with the hindsight; `at` is the month asked about.
pub(super) fn shift(
    months: &[MonthlyFigures],
    at: usize,
    levels: &[MonthPosterior],
    data: &str,
    places: Option<&ByPlace>,
) -> Shift {
    let start = at.saturating_sub(YEAR);
    let (before, after) = (&months[start..at], &months[at..]);
    let ratio = |of: fn(&MonthlyFigures) -> f64, what: &str| {
        let then: Vec<f64> = before.iter().map(of).collect();
        let now: Vec<f64> = after.iter().map(of).collect();
        let then = Pace::new(&then)?;
        // A few months say little of their own dispersion: at least that of the year before.
        let own = Pace::new(&now).map_or(1.0, |pace| pace.dispersion);
        let now = Pace {
            months: now.len() as u32,
            total: now.iter().sum(),
            dispersion: own.max(then.dispersion),
        };
        let method = format!("ratio of mean {what} a month over the year before; quasi-Poisson");
        now.ratio(&then, LEVEL, Source::data(data, method))
    };
    let part = |rows: &[MonthlyFigures], kind: usize| {
        let of_kind: u32 = sum(rows, |m| m.events_by_type[kind]);
        share(of_kind, sum(rows, |m| m.events_by_type.iter().sum()))
    };
    Shift {
        before: stretch(before, &levels[start..at]),
        after: stretch(after, &levels[at..]),
        events: ratio(|m| f64::from(m.events), "events"),
        deaths: ratio(|m| m.best as f64, "deaths"),
        types: events::Violence::ORGANISED
            .iter()
            .enumerate()
            .map(|(n, kind)| TypeShift {
                kind: kind.name().to_owned(),
                before: part(before, n),
                after: part(after, n),
            })
            .collect(),
        places: places.map(|places| moved(places, before, after)),
    }
}

fn sum(rows: &[MonthlyFigures], of: impl Fn(&MonthlyFigures) -> u32) -> u32 {
    rows.iter().map(of).fold(0, u32::saturating_add)
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

fn stretch(rows: &[MonthlyFigures], levels: &[MonthPosterior]) -> Stretch {
    let deaths: u64 = rows.iter().map(|m| m.best).sum();
    let deadliest: u64 = rows.iter().map(|m| u64::from(m.deadliest)).sum();
    let trend = levels
        .first()
        .zip(levels.last())
        .filter(|_| levels.len() > TREND);
    let months = levels.len().saturating_sub(1) as f64;
    Stretch {
        from: rows[0].month,
        to: rows[rows.len() - 1].month,
        events: sum(rows, |m| m.events),
        deaths,
        deadliest_share: (deaths > 0).then(|| (deadliest as f64 / deaths as f64).min(1.0)),
        trend: trend.map(|(a, b)| ((b.log_level - a.log_level) * YEAR as f64 / months).exp()),
    }
}

/// The regions whose share changed most.
fn moved(places: &ByPlace, before: &[MonthlyFigures], after: &[MonthlyFigures]) -> Vec<PlaceShift> {
    let within = |rows: &[MonthlyFigures], counts: &std::collections::BTreeMap<Month, u32>| {
        let span = rows[0].month..=rows[rows.len() - 1].month;
        counts
            .range(span)
            .map(|(_, n)| *n)
            .fold(0, u32::saturating_add)
    };
    let counts: Vec<(&String, u32, u32)> = places
        .iter()
        .map(|(region, counts)| (region, within(before, counts), within(after, counts)))
        .collect();
    let all = |of: fn(&(&String, u32, u32)) -> u32| {
        counts.iter().map(of).fold(0, u32::saturating_add).max(1)
    };
    let (then, now) = (all(|c| c.1), all(|c| c.2));
    let mut moved: Vec<PlaceShift> = counts
        .iter()
        .filter(|c| c.1 + c.2 > 0)
        .map(|&(region, a, b)| PlaceShift {
            region: region.clone(),
            events_before: a,
            events_after: b,
            before: f64::from(a) / f64::from(then),
            after: f64::from(b) / f64::from(now),
        })
        .collect();
    let change = |place: &PlaceShift| (place.after - place.before).abs();
    moved.sort_by(|a, b| {
        change(b)
            .total_cmp(&change(a))
            .then(a.region.cmp(&b.region))
    });
    moved.truncate(PLACES);
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_that_gained_most_comes_first() {
        let first: Month = "2020-01".parse().unwrap();
        let months: Vec<MonthlyFigures> = (0..14)
            .map(|i| MonthlyFigures {
                events: 10,
                best: 30,
                deadliest: 15,
                events_by_type: if i < 12 { [10, 0, 0] } else { [0, 0, 10] },
                ..MonthlyFigures::quiet(first + i)
            })
            .collect();
        let flat = MonthPosterior {
            p_break: 0.0,
            log_level: 2.0,
            deviation: 0.1,
        };
        let counts = |early: u32, late: u32| {
            (0..14)
                .map(|i| (first + i, if i < 12 { early } else { late }))
                .collect()
        };
        let places = ByPlace::from([
            ("A".to_owned(), counts(7, 2)),
            ("B".to_owned(), counts(2, 8)),
            ("C".to_owned(), counts(1, 0)),
        ]);
        let shift = shift(&months, 12, &vec![flat; 14], "figures", Some(&places));
        let moved = shift.places.unwrap();
        assert_eq!(moved[0].region, "B");
        assert!((moved[0].before - 0.2).abs() < 1e-12 && (moved[0].after - 0.8).abs() < 1e-12);
        assert_eq!(shift.types[2].after, Some(1.0));
        assert_eq!(shift.types[0].before, Some(1.0));
        assert_eq!(
            (shift.before.deadliest_share, shift.after.trend),
            (Some(0.5), None)
        );
        assert!((shift.before.trend.unwrap() - 1.0).abs() < 1e-12);
        let ratio = shift.events.unwrap();
        assert!(ratio.low < 1.0 && ratio.high > 1.0, "{ratio:?}");
    }
}
