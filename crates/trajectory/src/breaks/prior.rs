//! What differs between countries, how common each is, and how often and how far levels jump.

use serde::{Deserialize, Serialize};

use super::filter::Setting;
use super::level::{Jump, Wander};
use super::observe::Counting;

/// Dispersions of ordinary months.
pub(super) const DISPERSIONS: [f64; 3] = [1.5, 4.0, 10.0];
/// Standard deviations of a month's wander of the log level.
pub(super) const WANDERS: [f64; 2] = [0.05, 0.15];
/// Shares of months that are not ordinary.
pub(super) const ODD: [f64; 2] = [0.0, 0.06];
/// Number of settings.
pub(super) const SETTINGS: usize = DISPERSIONS.len() * WANDERS.len() * ODD.len();

/// What is believed of a series before it is seen.
///
/// Learned from series of countries that the questions are not about ([`Prior::learn`]); the default
/// was learned from GED 25.1 country-months, state-based events of January 1989 to December 2021, of
/// every country that is not in the panel of salient events and has 20 events or more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// Weight of each setting, in the order dispersion, wander, odd; sums to 1.
    pub(super) weights: [f64; SETTINGS],
    /// Jumps a month.
    pub(super) rate: f64,
    /// Scale of the logarithm of a jump beyond its least size.
    pub(super) scale: f64,
    /// Probability that a salient event begins a new phase of more violence, and of less, before its
    /// series is seen.
    pub(super) salient: (f64, f64),
}

impl Prior {
    /// The settings with their weights.
    pub(super) fn settings(&self) -> Vec<(Setting, f64)> {
        let mut settings = Vec::with_capacity(SETTINGS);
        for dispersion in DISPERSIONS {
            for wander in WANDERS {
                for odd in ODD {
                    settings.push((
                        Setting {
                            counting: Counting { dispersion, odd },
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

    /// Jumps a month.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Probability that a salient event begins a new phase of more violence, and of less, before its
    /// series is seen.
    pub fn salient(&self) -> (f64, f64) {
        self.salient
    }

    /// The same with another probability that a salient event begins a new phase, between 0 and 1
    /// exclusive; more and less violence keep their proportion. Anything else changes nothing.
    #[must_use]
    pub fn with_salient(mut self, probability: f64) -> Self {
        if probability > 0.0 && probability < 1.0 {
            let (up, down) = self.salient;
            self.salient = (
                probability * up / (up + down),
                probability * down / (up + down),
            );
        }
        self
    }
}

impl Default for Prior {
    /// What [`Prior::learn`] gives for the countries named above; the validation learns it again.
    fn default() -> Self {
        Self {
            weights: [
                0.0382, 0.2232, 0.0291, 0.0830, 0.0717, 0.0827, 0.0893, 0.0954, 0.0545, 0.0505,
                0.1184, 0.0640,
            ],
            rate: 0.01,
            scale: 3.4,
            salient: (0.284, 0.129),
        }
    }
}
