//! What a fit hands on.

use calendar::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::{Estimate, Source};

use crate::reach::Phase;

/// Phases of a series by month, its turning points, and whether one steady trend is enough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PhasePath {
    /// Month by month; none for an empty series.
    pub months: Vec<PhaseMonth>,
    /// Turning points, in order of time.
    pub turns: Vec<Turn>,
    /// Sudden steps of the level, in order of time.
    pub steps: Vec<Step>,
    /// One steady trend, or a segmented path?
    pub linear: Linearity,
    /// Where all of it comes from.
    pub source: Source,
}

/// A month of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PhaseMonth {
    /// The month.
    pub month: Month,
    /// Probability of each phase, in the order of [`Phase::ALL`]; they sum to 1. A month with a step
    /// up counts as expansion, one with a step down as contraction.
    pub phases: [f64; 3],
    /// Probability that a sudden step led from the month before to this one.
    pub step: f64,
    /// Level: mean of the events a month; from landmark facts, facts in the area for
    /// each fact in the rest of the country, at the record's usual level there; only its changes mean
    /// something.
    pub level: Level,
}

/// A month's level with its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Level {
    /// Median.
    pub median: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl PhaseMonth {
    /// The likeliest phase.
    pub fn likeliest(&self) -> Phase {
        let mut best = 0;
        for i in 1..3 {
            if self.phases[i] > self.phases[best] {
                best = i;
            }
        }
        Phase::ALL[best]
    }
}

/// A change of the likeliest phase.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Turn {
    /// Phase before.
    pub from: Phase,
    /// Phase after.
    pub to: Phase,
    /// First month of the new phase: the median.
    pub month: Month,
    /// Earliest month of the 90 % interval.
    pub earliest: Month,
    /// Latest month of the 90 % interval.
    pub latest: Month,
    /// Probability that the new phase began at all between the middle of the months in which the old
    /// one is likeliest and the middle of those in which the new one is. The interval holds given
    /// that it did.
    pub probability: f64,
}

/// A sudden step of the level by a factor of two or more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// First month at the new level: the likeliest.
    pub month: Month,
    /// Earliest month of the 90 % interval.
    pub earliest: Month,
    /// Latest month of the 90 % interval.
    pub latest: Month,
    /// Factor by which the level changed, above 1 for a step up.
    pub factor: Estimate,
    /// Probability of a step within half a year of the month.
    pub probability: f64,
}

/// One steady trend against a segmented path.
///
/// Steady: one growth rate for all months, positive, zero or negative. Segmented: at least one change of
/// phase or sudden step. Both have the same wander and the same law of counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Linearity {
    /// Probability of one steady trend at even odds.
    pub p_linear: f64,
    /// Weight of evidence for a segmented path against one steady trend in decibans, 10 log10 of the
    /// Bayes factor; negative when it speaks for the steady trend.
    pub decibans_against_linear: f64,
    /// The same against one steady *rise*.
    pub decibans_against_rise: f64,
    /// Growth a month if the trend is steady, as a logarithm: 0.02 is 2 % a month.
    pub growth_per_month: Estimate,
}

/// Was there a contraction between two months?
///
/// A contraction here is a run of so many months or more of the phase, or a step down by a factor of two
/// or more, that begins and reaches that length within the months asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contraction {
    /// Last month before those asked about.
    pub after: Month,
    /// First month after them.
    pub before: Month,
    /// Months that a contraction lasts at least, unless it is a step.
    pub months: u32,
    /// Probability.
    pub probability: f64,
    /// Its standard error from simulation.
    pub monte_carlo_error: f64,
    /// Probability before the series is seen: over years some contraction is likely anyway.
    pub prior: f64,
    /// Weight of evidence of the series for a contraction in decibans.
    pub decibans: f64,
    /// Probability that the level came to less than half of what it was in `after`.
    pub halved: f64,
    /// Lowest level between the two months over the level in `after`.
    pub trough: Estimate,
}
