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

/// Was there a contraction between two episodes?
///
/// Two answers. [`Contraction::fall`] is the one to give first: did the level fall to less than half of both
/// episodes' and stay there? The other asks for the *phase*: a run of so many months or more of contraction, or
/// a step down by a factor of two or more, that begins and reaches that length within the months asked
/// about. Over years some phase of contraction is likely anyway, and where events are few a fall may be
/// certain although it is not known to be one: the fields of the phase then say little.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contraction {
    /// Last month of the earlier episode.
    pub after: Month,
    /// First month of the later one.
    pub before: Month,
    /// Months in a row that a fall, or a phase of contraction, lasts at least.
    pub months: u32,
    /// Did the level fall to less than half and stay there?
    pub fall: Fall,
    /// Probability of a phase of contraction or a step down.
    pub probability: f64,
    /// Its standard error from simulation.
    pub monte_carlo_error: f64,
    /// Its probability before the series is seen.
    pub prior: f64,
    /// Weight of evidence of the series for it in decibans.
    pub decibans: f64,
    /// Probability that the level came to less than half of what it was in `after`, if only for a month.
    pub halved: f64,
    /// Lowest level between the two months over the level in `after`.
    pub trough: Estimate,
}

/// Did the level between two episodes stay below half of both for so many months in a row?
///
/// The level of the earlier episode is its highest mean over a quarter in the year that ends with the
/// episode's last month; that of the later one in the year that begins with its first month. The lower of the two
/// is what counts: a decline that never recovers leaves no low *between* two episodes, and where the later is the
/// higher, as under a rise, it is the earlier that counts. The level is that of drawn paths: a month
/// without events, or with a burst of them, is no level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fall {
    /// Probability.
    pub probability: f64,
    /// Its standard error from simulation.
    pub monte_carlo_error: f64,
    /// Probability before the series is seen, from paths drawn over the same months.
    pub prior: f64,
    /// Weight of evidence of the series for a fall in decibans, against no fall.
    pub decibans: f64,
    /// Weight of evidence for a path with a fall against one straight rise, in decibans: growth at one rate of
    /// 0.2 to 10 % a month and no wander, so that all scatter is that of the counts. The rise of
    /// [`Linearity`] may wander, and thereby fall.
    pub decibans_against_straight_rise: f64,
    /// Lowest level that held for so many months in a row, over the lower of the two episodes' levels.
    pub lowest: Estimate,
}
