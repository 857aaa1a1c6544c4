//! What differs between countries, how common each is, and how often and how far levels jump.

use serde::{Deserialize, Serialize};

use super::filter::Setting;
use super::level::{Jump, Wander};
use super::observe::Counting;

/// Standard deviations of a month's wander of the log level.
const WANDERS: [f64; 2] = [0.05, 0.15];
/// Shares of months that are not ordinary.
const ODD: [f64; 2] = [0.0, 0.06];
/// Dispersions of ordinary months.
const DISPERSIONS: usize = 3;
/// Number of settings.
pub(super) const SETTINGS: usize = DISPERSIONS * WANDERS.len() * ODD.len();

/// A new phase around a month begins so many months before it at the earliest,
pub(super) const BEFORE: usize = 2;
/// and so many after it at the latest.
pub(super) const AFTER: usize = 1;
/// Months in which it may begin.
pub(super) const ONSETS: usize = BEFORE + 1 + AFTER;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Measure {
    /// State-based events.
    Events,
    /// Deaths outside each month's deadliest event.
    Deaths,
    /// The same for each of the month's other events.
    Lethality,
}

impl Measure {
    fn dispersions(self) -> [f64; DISPERSIONS] {
        match self {
            Self::Events => [1.5, 4.0, 10.0],
            Self::Deaths => [0.4, 1.0, 3.0],
            Self::Lethality => [1.0, 3.0, 8.0],
        }
    }

    fn counting(self, dispersion: f64, odd: f64) -> Counting {
        match self {
            Self::Events => Counting::of_events(dispersion, odd),
            // The grid of levels spans 0.1 to 7,500 deaths a month; a burst is of some forty deaths.
            Self::Deaths => Counting {
                dispersion,
                odd,
                burst: 40.0,
                unit: 5.0,
            },
            // 0.02 to 1,500 deaths an event.
            Self::Lethality => Counting {
                dispersion,
                odd,
                burst: 40.0,
                unit: 1.0,
            },
        }
    }
}

/// What is believed of one measure before it is seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ways {
    pub(super) measure: Measure,
    /// Weight of each setting, in the order dispersion, wander, odd; sums to 1.
    pub(super) weights: [f64; SETTINGS],
    /// Jumps a month.
    pub(super) rate: f64,
    /// Scale of the logarithm of a jump beyond its least size.
    pub(super) scale: f64,
}

impl Ways {
    /// The settings with their weights.
    pub(super) fn settings(&self) -> Vec<(Setting, f64)> {
        let mut settings = Vec::with_capacity(SETTINGS);
        for dispersion in self.measure.dispersions() {
            for wander in WANDERS {
                for odd in ODD {
                    settings.push((
                        Setting {
                            counting: self.measure.counting(dispersion, odd),
                            wander: Wander::new(wander),
                            jump: Jump::new(self.scale),
                            rate: self.rate,
                        },
                        self.weights[settings.len()],
                    ));
                }
            }
        }
        settings
    }
}

/// Probability that a salient event goes with a new phase that begins in each of the months from two
/// before it to one after, before its series is seen: with more violence, and with less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Onsets {
    pub(super) up: [f64; ONSETS],
    pub(super) down: [f64; ONSETS],
}

impl Onsets {
    pub(super) fn total(&self) -> (f64, f64) {
        (self.up.iter().sum(), self.down.iter().sum())
    }
}

/// What is believed of a series before it is seen.
///
/// Learned from series of countries that the questions are not about ([`Prior::learn`]); the default
/// was learned from GED 25.1 country-months of January 1989 to December 2021, of every country that
/// is not in the panel of salient events and has 20 state-based events or more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    pub(super) events: Ways,
    pub(super) deaths: Ways,
    pub(super) lethality: Ways,
    pub(super) onsets: Onsets,
}

/// How often a salient event goes with a new phase that begins in one month around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Onset {
    /// The month, counted from the event's: -2 to 1.
    pub offset: i32,
    /// Probability of one with more violence.
    pub up: f64,
    /// Probability of one with less.
    pub down: f64,
}

impl Prior {
    /// In which months around a salient event new phases begin, in order.
    pub fn onsets(&self) -> Vec<Onset> {
        self.onsets
            .up
            .iter()
            .zip(&self.onsets.down)
            .zip(-(BEFORE as i32)..)
            .map(|((up, down), offset)| Onset {
                offset,
                up: *up,
                down: *down,
            })
            .collect()
    }

    /// Jumps of the level of state-based events a month.
    pub fn rate(&self) -> f64 {
        self.events.rate
    }

    /// Probability that a salient event goes with a new phase of more violence, and of less, before
    /// its series is seen.
    pub fn salient(&self) -> (f64, f64) {
        self.onsets.total()
    }

    /// The same with another probability that a salient event goes with a new phase, between 0 and 1
    /// exclusive; more and less violence and the months keep their proportion. Anything else changes
    /// nothing.
    #[must_use]
    pub fn with_salient(mut self, probability: f64) -> Self {
        if probability > 0.0 && probability < 1.0 {
            let (up, down) = self.onsets.total();
            let factor = probability / (up + down);
            for share in self.onsets.up.iter_mut().chain(&mut self.onsets.down) {
                *share *= factor;
            }
        }
        self
    }
}

impl Default for Prior {
    /// What [`Prior::learn`] gives for the countries named above; the validation learns it again.
    fn default() -> Self {
        Self {
            events: Ways {
                measure: Measure::Events,
                weights: [
                    0.0382, 0.2232, 0.0291, 0.0830, 0.0717, 0.0827, 0.0893, 0.0954, 0.0545, 0.0505,
                    0.1184, 0.0640,
                ],
                rate: 0.01,
                scale: 3.4,
            },
            deaths: Ways {
                measure: Measure::Deaths,
                weights: [
                    0.1923, 0.3653, 0.0234, 0.0274, 0.0296, 0.0654, 0.0272, 0.0503, 0.0603, 0.0666,
                    0.0256, 0.0665,
                ],
                rate: 0.01,
                scale: 4.8,
            },
            lethality: Ways {
                measure: Measure::Lethality,
                weights: [
                    0.0865, 0.0931, 0.0499, 0.0537, 0.0793, 0.0787, 0.0850, 0.0494, 0.2528, 0.0870,
                    0.0586, 0.0260,
                ],
                rate: 0.01,
                scale: 0.8,
            },
            onsets: Onsets {
                up: [0.1192, 0.0757, 0.2561, 0.0063],
                down: [0.0065, 0.0066, 0.0062, 0.0778],
            },
        }
    }
}
