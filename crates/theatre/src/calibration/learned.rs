//! What the record told: of the assumptions, and how well replays meet it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Calibration;
use crate::deck::Deck;

/// A calibration in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Learned {
    /// Draws of the assumptions that runs begin from.
    pub draws: u32,
    /// Share of them that are not copies of another, 0 to 1.
    pub different: f64,
    /// How far from the record a draw's replay may be; 1 is alike.
    pub tolerance: f64,
    /// Replays that it took.
    pub replays: u64,
    /// The months replayed.
    pub months: Vec<Replayed>,
    /// Assumptions, those of which the record told most first.
    pub assumptions: Vec<Assumed>,
}

/// A month of the record beside the replays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Replayed {
    /// The month.
    pub month: calendar::Month,
    /// Events in the record.
    pub events: f64,
    /// 5, 50 and 95 % of the replays' events.
    pub replayed_events: [f64; 3],
    /// Deaths in the record.
    pub deaths: f64,
    /// 5, 50 and 95 % of the replays' deaths.
    pub replayed_deaths: [f64; 3],
}

impl Learned {
    /// In how many months events, and deaths, of the record lie within the band of the replays.
    pub fn within(&self) -> [u32; 2] {
        Replayed::within_in_all(&self.months)
    }
}

impl Replayed {
    /// In how many months events, and deaths, of the record lie within the band of the replays.
    pub fn within_in_all(months: &[Self]) -> [u32; 2] {
        months.iter().fold([0; 2], |[events, deaths], month| {
            let [one, other] = month.within();
            [events + u32::from(one), deaths + u32::from(other)]
        })
    }

    /// Whether its events, and its deaths, lie within the band of the replays.
    pub fn within(&self) -> [bool; 2] {
        let within = |[low, _, high]: [f64; 3], seen: f64| (low..=high).contains(&seen);
        [
            within(self.replayed_events, self.events),
            within(self.replayed_deaths, self.deaths),
        ]
    }
}

/// An assumption before and after the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assumed {
    /// Its key, or that of a parameter for which the case declares none.
    pub key: String,
    /// What it says.
    pub name: String,
    /// 5, 50 and 95 % of the prior.
    pub before: [f64; 3],
    /// The same of the draws.
    pub after: [f64; 3],
    /// Largest distance between the two distributions, 0 to 1 (Kolmogorov and Smirnov); below some 0.05 it is chance.
    pub moved: f64,
}

const LEVELS: [f64; 3] = [0.05, 0.5, 0.95];

fn quantiles(mut all: Vec<f64>) -> [f64; 3] {
    all.sort_by(f64::total_cmp);
    let last = all.len().saturating_sub(1) as f64;
    LEVELS.map(|p| all.get((p * last).round() as usize).copied().unwrap_or(0.0))
}

impl Calibration {
    /// What the record told, given the case's assumptions.
    pub fn learned(&self, deck: &Deck) -> Learned {
        let months = (0..self.seen.events.len())
            .map(|at| Replayed {
                month: self.first + at as i32,
                events: self.seen.events[at],
                replayed_events: quantiles(
                    self.draws.iter().map(|d| d.course.events[at]).collect(),
                ),
                deaths: self.seen.deaths[at],
                replayed_deaths: quantiles(
                    self.draws.iter().map(|d| d.course.deaths[at]).collect(),
                ),
            })
            .collect();
        let mut assumptions: Vec<Assumed> = deck
            .keys()
            .zip(deck.titles())
            .enumerate()
            .map(|(card, (key, title))| {
                let mut levels: Vec<f64> =
                    self.draws.iter().map(|draw| draw.levels[card]).collect();
                levels.sort_by(f64::total_cmp);
                let number = levels.len().max(1) as f64;
                let gap = |(rank, level): (usize, &f64)| {
                    let rank = rank as f64;
                    (level - rank / number)
                        .abs()
                        .max((level - (rank + 1.0) / number).abs())
                };
                Assumed {
                    key: key.to_owned(),
                    name: title.to_owned(),
                    before: LEVELS.map(|level| deck.value(card, level)),
                    after: quantiles(levels.clone()).map(|level| deck.value(card, level)),
                    moved: levels.iter().enumerate().map(gap).fold(0.0, f64::max),
                }
            })
            .collect();
        assumptions.sort_by(|a, b| b.moved.total_cmp(&a.moved));
        Learned {
            draws: self.draws.len() as u32,
            different: self.unique,
            tolerance: self.tolerance,
            replays: self.runs,
            months,
            assumptions,
        }
    }
}
