use std::ops::AddAssign;

use serde::Serialize;

use crate::Violence;

/// Events and deaths of one type of violence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Number of events.
    pub events: u64,
    /// Deaths, best estimate.
    pub best: u64,
    /// Deaths, low estimate.
    pub low: u64,
    /// Deaths, high estimate.
    pub high: u64,
}

/// What happened in a place in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Measures {
    /// Number of events.
    pub events: u64,
    /// Deaths, best estimate.
    pub best: u64,
    /// Deaths, low estimate.
    pub low: u64,
    /// Deaths, high estimate.
    pub high: u64,
    /// Deaths of civilians.
    pub civilians: u64,
    /// Deaths (best) in the deadliest event, as far as they fall into the month.
    pub deadliest: u64,
    by_type: [Count; 4],
}

impl Measures {
    /// Of one event: its number (0 or 1) and its deaths, low, best, high and of civilians.
    pub(super) fn of(violence: Violence, events: u64, deaths: [u64; 4]) -> Self {
        let [low, best, high, civilians] = deaths;
        let mut by_type = [Count::default(); 4];
        by_type[usize::from(violence.code()) % 4] = Count {
            events,
            best,
            low,
            high,
        };
        Self {
            events,
            best,
            low,
            high,
            civilians,
            deadliest: best,
            by_type,
        }
    }

    /// The share of one type of violence.
    pub fn by_type(&self, violence: Violence) -> Count {
        self.by_type[usize::from(violence.code()) % 4]
    }
}

impl AddAssign<&Self> for Measures {
    fn add_assign(&mut self, other: &Self) {
        self.events += other.events;
        self.best += other.best;
        self.low += other.low;
        self.high += other.high;
        self.civilians += other.civilians;
        self.deadliest = self.deadliest.max(other.deadliest);
        for (sum, part) in self.by_type.iter_mut().zip(&other.by_type) {
            sum.events += part.events;
            sum.best += part.best;
            sum.low += part.low;
            sum.high += part.high;
        }
    }
}
