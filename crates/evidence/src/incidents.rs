//! What sorts of incidents there were, and where.
//!
//! Counts by month do not tell where or how: attacks in the capital, towns held, blockades. A record of such
//! incidents does: the case's sourced facts, which were chosen and not sampled, or an event file, which knows
//! nothing of places held or cut off. How often a sort of them comes is told by
//! the shares of places and sorts among all attacks, and for what is no violence by a [`Rate`]: with n in T months
//!
//! ```text
//! rate           ~  Gamma(1/2 + s n, s T)         a month; s = 1, or 12 / T under a new phase
//! P(k or more)   =  P(N >= k),  N ~ NB(shape 1/2 + s n, s T / (s T + e))
//! ```
//!
//! over months whose factors on the rate sum to e.
//!
//! Source: Jeffreys' prior of a Poisson rate, H. Jeffreys, *Theory of Probability*, 1961; the power prior,
//! J. Ibrahim & M.-H. Chen, *Power prior distributions for regression models*, Statistical Science 15, 2000.

mod from_events;

pub use from_events::EVENTS;

use calendar::{Date, Month};
use case::{Case, Landmark, LandmarkKind, Precision};
use rand::Rng;
use rand_distr::{Distribution, Gamma};
use statrs::function::beta::beta_reg;

/// Months of its record that a new phase is as sure of as it is of a year.
pub(crate) const A_YEAR: f64 = 12.0;

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Identifier in its data.
    pub id: String,
    /// First day.
    pub date: Date,
    /// Region, by the case's name; none when it is not known.
    pub region: Option<String>,
    /// What happened.
    pub kind: LandmarkKind,
    /// Deaths, where known.
    pub deaths: Option<u32>,
    /// Days that a place was held or cut off, where known.
    pub days: Option<u32>,
    /// Nobody who did it stands on the state's side.
    pub by_challenger: bool,
    /// The case's own lineage, that of the event under study, did it.
    pub by_lineage: bool,
}

/// A record of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incidents {
    /// The incidents, in order of time.
    pub rows: Vec<Incident>,
    /// First month of the record.
    pub from: Month,
    /// Last month of the record.
    pub to: Month,
    /// Key of the data set.
    pub data: &'static str,
}

/// Key of the sourced facts of a case.
pub const LANDMARKS: &str = "landmarks";

impl Incidents {
    /// The case's sourced facts as known on a day; none without facts. They were chosen, not sampled.
    pub fn of_landmarks(case: &Case, as_of: Date) -> Option<Self> {
        let mut rows: Vec<Incident> = case
            .landmarks_as_of(as_of)
            .iter()
            .map(|row| incident(case, row, as_of))
            .collect();
        held_places(case, as_of, &mut rows);
        rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        Some(Self {
            from: Month::of(rows.first()?.date),
            to: Month::of(as_of),
            rows,
            data: LANDMARKS,
        })
    }

    /// The record as it stood before a day, without what came on it or later.
    #[must_use]
    pub fn before(&self, day: Date) -> Self {
        Self {
            rows: self
                .rows
                .iter()
                .filter(|row| row.date < day)
                .cloned()
                .collect(),
            to: self.to.min(Month::of(day)),
            ..self.clone()
        }
    }

    /// How often incidents of a sort come.
    pub fn rate(&self, of: impl Fn(&Incident) -> bool) -> Rate {
        Rate {
            count: self.rows.iter().filter(|row| of(row)).count() as u32,
            months: f64::from((self.to - self.from + 1).max(1)),
        }
    }
}

impl Incidents {
    /// How often incidents of a sort come now: in the last twelve months of an event file. Facts were chosen, so
    /// that a year's number of them tells nothing of the year, and the whole record counts.
    pub(crate) fn pace(&self, of: impl Fn(&Incident) -> bool) -> Rate {
        let whole = self.rate(|_| true).months;
        if self.data != EVENTS || whole <= A_YEAR {
            return self.rate(of);
        }
        let since = self.to - A_YEAR as i32;
        Rate {
            months: A_YEAR,
            ..self.rate(|row| Month::of(row.date) > since && of(row))
        }
    }

    /// What each past incident counts under a new phase: together as much as a year of the record.
    pub(crate) fn discount(&self) -> f64 {
        (A_YEAR / self.rate(|_| true).months).min(1.0)
    }
}

fn incident(case: &Case, row: &Landmark, as_of: Date) -> Incident {
    let actors = || row.initiators.iter().filter_map(|key| case.actor(key));
    let fuzz = match row.precision {
        Precision::Day => Some(0),
        Precision::Month => Some(MONTH),
        Precision::Year => None,
    };
    let lasting = matches!(row.kind, LandmarkKind::Capture | LandmarkKind::Blockade);
    let days = fuzz.filter(|_| lasting).and_then(|fuzz| {
        let end = row.date_end.unwrap_or(as_of);
        let days = u32::try_from((end - row.date_start).get_days()).unwrap_or(0);
        (fuzz == 0 || days > fuzz).then(|| days - fuzz)
    });
    Incident {
        id: row.id.clone(),
        date: row.date_start,
        region: Some(
            case.region(&row.region)
                .map_or_else(|| row.region.clone(), |region| region.name.clone()),
        ),
        kind: row.kind,
        deaths: row.deaths(),
        days,
        by_challenger: case.by_challenger(row),
        by_lineage: case.event.lineage.is_some()
            && actors().any(|actor| actor.lineage == case.event.lineage),
    }
}

/// Days by which a date known to the month may be off.
const MONTH: u32 = 31;

/// The end of a capture that is given as the day it began is that of the fight. The place was
/// then held until the state's side first took, fought for or searched a place of the region, or to this day:
/// at most so long.
fn held_places(case: &Case, as_of: Date, rows: &mut [Incident]) {
    let returns: Vec<(String, Date)> = case
        .landmarks_as_of(as_of)
        .iter()
        .filter(|row| {
            matches!(
                row.kind,
                LandmarkKind::Capture | LandmarkKind::Battle | LandmarkKind::Arrest
            ) && !row.initiators.is_empty()
        })
        .map(|row| incident(case, row, as_of))
        .filter(|row| !row.by_challenger)
        .filter_map(|row| Some((row.region?, row.date)))
        .collect();
    for row in rows {
        let brief = row.kind == LandmarkKind::Capture && row.days == Some(0);
        if !brief || !row.by_challenger {
            continue;
        }
        let end = returns
            .iter()
            .filter(|(region, day)| Some(region) == row.region.as_ref() && *day >= row.date)
            .map(|(_, day)| *day)
            .min();
        row.days = u32::try_from((end.unwrap_or(as_of) - row.date).get_days()).ok();
    }
}

/// So many incidents in so many months of record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Incidents.
    pub count: u32,
    /// Months, more than 0.
    pub months: f64,
}

impl Rate {
    /// Shape and months of the rate's gamma posterior.
    fn posterior(self, renewed: bool) -> (f64, f64) {
        let share = if renewed {
            (A_YEAR / self.months).min(1.0)
        } else {
            1.0
        };
        (0.5 + share * f64::from(self.count), share * self.months)
    }

    /// Probability of at least so many over months whose factors on the rate sum to `exposure`.
    pub fn at_least(self, least: u32, exposure: f64, renewed: bool) -> f64 {
        if least == 0 {
            return 1.0;
        }
        if exposure <= 0.0 || self.months <= 0.0 {
            return 0.0;
        }
        let (shape, months) = self.posterior(renewed);
        beta_reg(f64::from(least), shape, exposure / (months + exposure))
    }

    /// Draws a rate a month.
    pub fn draw(self, renewed: bool, random: &mut impl Rng) -> f64 {
        let (shape, months) = self.posterior(renewed);
        Gamma::new(shape, 1.0 / months).map_or(0.0, |gamma| gamma.sample(random))
    }
}

#[cfg(test)]
mod tests {
    use rand_distr::Poisson;

    use super::*;

    #[test]
    fn a_tail_is_what_its_rates_draw() {
        let mut random = stats::stream(1, "incidents", 0);
        for (count, months, least, exposure, renewed) in [
            (0, 150.0, 1, 1.0, false),
            (0, 150.0, 1, 1.0, true),
            (6, 150.0, 2, 20.0, false),
            (6, 6.0, 1, 3.0, true),
        ] {
            let rate = Rate { count, months };
            let expected = rate.at_least(least, exposure, renewed);
            let draws = 40_000;
            let found = (0..draws)
                .filter(|_| {
                    let mean = rate.draw(renewed, &mut random) * exposure;
                    Poisson::new(mean.max(1e-12)).map_or(0.0, |p| p.sample(&mut random))
                        >= f64::from(least)
                })
                .count() as f64
                / f64::from(draws);
            let error = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
            assert!(
                (found - expected).abs() < 5.0 * error,
                "{rate:?} {found} {expected}"
            );
        }
    }

    #[test]
    fn what_was_never_seen_is_less_unlikely_under_a_new_phase() {
        let never = Rate {
            count: 0,
            months: 153.0,
        };
        let usual = never.at_least(1, 1.0, false);
        let new = never.at_least(1, 1.0, true);
        assert!(new > 8.0 * usual, "{new} {usual}");
        // A record of a year is the same under both.
        let short = Rate {
            count: 1,
            months: 12.0,
        };
        let same = short.at_least(1, 1.0, true) - short.at_least(1, 1.0, false);
        assert!(same.abs() < 1e-15);
        assert!((never.at_least(0, 1.0, false) - 1.0).abs() < f64::EPSILON);
        assert!(never.at_least(1, 0.0, false).abs() < f64::EPSILON);
    }

    #[test]
    fn facts_are_read_as_they_were_known() {
        let case = Case::builtin("mali-2024").unwrap();
        let all = Incidents::of_landmarks(&case, case.data.as_of).unwrap();
        let before = all.before(case.event.date);
        let capital =
            |row: &Incident| row.region.as_deref() == Some("Bamako") && row.kind.is_violence();
        assert_eq!(all.rate(capital).count, before.rate(capital).count + 1);
        assert!(before.rows.iter().all(|row| row.date < case.event.date));
        assert!(
            all.rows
                .iter()
                .any(|row| row.by_lineage && row.days.is_some_and(|d| d > 30))
        );
        // Konna and Diabaly were taken in January 2013 and left within ten days, Douentza held for months.
        let held = |region: &str, year: i16| -> Vec<u32> {
            all.rows
                .iter()
                .filter(|row| row.kind == LandmarkKind::Capture && row.by_challenger)
                .filter(|row| row.region.as_deref() == Some(region) && row.date.year() == year)
                .filter_map(|row| row.days)
                .collect()
        };
        assert_eq!(held("Mopti", 2013), [1]);
        assert_eq!(held("Segou", 2013), [7]);
        assert!(held("Mopti", 2012)[0] > 120);
    }
}
