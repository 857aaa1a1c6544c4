//! What two years of a record, or of a replay, come to.

use calendar::Month;

use super::MONTHS;

/// Events and deaths month by month, as the record has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Last month.
    pub last: Month,
    /// Events, up to the last month.
    pub events: Vec<f64>,
    /// Deaths, up to the last month.
    pub deaths: Vec<f64>,
}

/// Two years, month by month.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Events.
    pub events: Vec<f64>,
    /// Deaths.
    pub deaths: Vec<f64>,
}

impl Observed {
    /// Its last two years; none when it is shorter.
    pub fn last_months(&self) -> Option<Course> {
        let from = |all: &[f64]| -> Option<Vec<f64>> {
            let first = all.len().checked_sub(MONTHS as usize)?;
            Some(all[first..].to_vec())
        };
        Some(Course {
            events: from(&self.events)?,
            deaths: from(&self.deaths)?,
        })
    }
}

/// What two years come to. Logarithms are natural; half an event and half a death are added where none would have no
/// logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summaries {
    /// Logarithm of the mean events a month in the second year.
    pub level: f64,
    /// Logarithm of that over the first year's.
    pub growth: f64,
    /// Logarithm of the mean of the last three months over the second year's.
    pub latest: f64,
    /// Logarithm of deaths an event.
    pub lethality: f64,
    /// Standard deviation of the logarithm of events about the level of each year.
    pub swing: f64,
    /// The same of deaths.
    pub swing_of_deaths: f64,
    /// Mean difference of reach from what the record of acts shows.
    pub reach: f64,
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len().max(1) as f64
}

/// Standard deviation of logarithms within each half.
fn swing(all: &[f64]) -> f64 {
    let logs: Vec<f64> = all.iter().map(|x| (x + 0.5).ln()).collect();
    let halves = logs.chunks(logs.len().div_ceil(2).max(1));
    let squares: f64 = halves
        .map(|half| {
            let middle = mean(half);
            half.iter().map(|x| (x - middle).powi(2)).sum::<f64>()
        })
        .sum();
    (squares / logs.len().max(1) as f64).sqrt()
}

impl Summaries {
    /// Of two years; reach is none's.
    pub(crate) fn of(course: &Course) -> Self {
        let (events, deaths) = (course.events.as_slice(), course.deaths.as_slice());
        let (before, after) = events.split_at(events.len() / 2);
        let latest = &events[events.len().saturating_sub(3)..];
        let log = |all: &[f64]| (mean(all) + 0.5 / all.len().max(1) as f64).ln();
        Self {
            level: log(after),
            growth: log(after) - log(before),
            latest: log(latest) - log(after),
            lethality: log(deaths) - log(events),
            swing: swing(events),
            swing_of_deaths: swing(deaths),
            reach: 0.0,
        }
    }

    /// How far it is from another, in units in which 1 is alike.
    ///
    /// The units, in logarithms: 0.15 of the level, of lethality, of the swing of events and of that of deaths, 0.25 of growth, 0.35
    /// of the latest months. They are about what chance alone makes of some 15 events a month. For reach 0.2: acts are few, and two draws of
    /// one to three acts in a place differ by so much (their number a Poisson count).
    pub fn distance(&self, record: &Self) -> f64 {
        let parts = [
            (self.level - record.level) / 0.15,
            (self.growth - record.growth) / 0.25,
            (self.latest - record.latest) / 0.35,
            (self.lethality - record.lethality) / 0.15,
            (self.swing - record.swing) / 0.15,
            (self.swing_of_deaths - record.swing_of_deaths) / 0.15,
            (self.reach - record.reach) / 0.2,
        ];
        parts.iter().fold(0.0, |most, part| part.abs().max(most))
    }
}
