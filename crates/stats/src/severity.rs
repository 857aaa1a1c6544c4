//! How large the largest events are, from the largest of each month.
//!
//! See the crate's page for the equations.

mod grid;
mod sizes;

use crate::{Estimate, Pace, Source, Weighted};
use grid::Point;
pub use sizes::{Drawn, Sizes};

/// One month, or one event: how many events there were and the deaths of the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Number of events.
    pub events: u32,
    /// Deaths in the deadliest of them.
    pub largest: u32,
}

/// Why a tail could not be fitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeverityError {
    /// Too few large events to say anything about larger ones.
    #[error("{found} months or events with deaths are too few to fit a tail; {needed} are needed")]
    TooFew {
        /// Blocks with deaths.
        found: usize,
        /// The least number that will do.
        needed: usize,
    },
}

/// Least number of exceedances of the threshold.
const LEAST: usize = 10;
/// Number of exceedances aimed at.
const WANTED: usize = 60;

/// Posterior of the tail of event sizes.
#[derive(Debug, Clone)]
pub struct Tail {
    /// The threshold `u`: sizes from here on follow the generalised Pareto.
    pub threshold: u32,
    /// Blocks whose largest event reaches the threshold.
    pub exceedances: usize,
    points: Vec<Point>,
}

impl Tail {
    /// Fits the tail to months (or single events, as blocks of one).
    ///
    /// The threshold is the highest that at least 60 blocks reach, or, in a short record, half of
    /// the blocks with deaths. Prior: `p` by Jeffreys, `sigma` flat in its logarithm, `xi` normal
    /// with mean 0.7 and standard deviation 0.3 between -0.2 and 2; 0.7 is what the exponent of
    /// about 2.4 found for terrorist events over the world comes to (A. Clauset, M. Young & K. S.
    /// Gleditsch, *On the frequency of severe terrorist events*, Journal of Conflict Resolution
    /// 51(1), 2007).
    pub fn fit(blocks: &[Block]) -> Result<Self, SeverityError> {
        let mut sizes: Vec<u32> = blocks
            .iter()
            .filter(|b| b.events > 0 && b.largest > 0)
            .map(|b| b.largest)
            .collect();
        if sizes.len() < 2 * LEAST {
            return Err(SeverityError::TooFew {
                found: sizes.len(),
                needed: 2 * LEAST,
            });
        }
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let wanted = WANTED.min(sizes.len() / 2);
        let threshold = sizes[wanted - 1];
        let exceedances = sizes.partition_point(|&x| x >= threshold);
        Ok(Self {
            threshold,
            exceedances,
            points: grid::posterior(blocks, threshold, 1.0),
        })
    }

    /// The tail above the same threshold when the record counts for a share `power` of itself, more than
    /// 0 and at most 1: a power prior (J. Ibrahim & M.-H. Chen, *Power prior distributions for regression
    /// models*, Statistical Science 15, 2000). `blocks` are those that the tail was fitted to.
    #[must_use]
    pub fn discounted(&self, blocks: &[Block], power: f64) -> Self {
        Self {
            points: grid::posterior(blocks, self.threshold, power.clamp(1e-6, 1.0)),
            ..self.clone()
        }
    }

    /// Logarithm of the probability that the deadliest of so many events has from `low` to `high` deaths.
    ///
    /// `None` when `low` lies under the threshold, where the tail says nothing, or above `high`.
    pub fn log_deadliest(&self, events: u32, low: u32, high: u32) -> Option<f64> {
        if low < self.threshold || low > high || events == 0 {
            return None;
        }
        let n = f64::from(events);
        let below = |point: &Point, x: f64| n * (-point.survival(self.threshold, x)).ln_1p();
        let probability: f64 = self
            .points
            .iter()
            .map(|point| {
                let (under, within) = (
                    below(point, f64::from(low)),
                    below(point, f64::from(high) + 1.0),
                );
                point.weight * (within.exp() - under.exp())
            })
            .sum();
        Some(probability.max(f64::MIN_POSITIVE).ln())
    }

    /// Share of events with at least `deaths` (from the threshold up; below it, the share that
    /// reaches the threshold), as an estimate at 90 %.
    pub fn exceedance(&self, deaths: u32) -> Estimate {
        self.estimate(|point| point.survival(self.threshold, f64::from(deaths)))
    }

    /// The tail index `xi`: 0 an exponential tail, 0.5 and more a variance that does not exist.
    pub fn index(&self) -> Estimate {
        self.estimate(|point| point.xi)
    }

    /// Years between events of at least so many deaths, at a pace of events a month.
    ///
    /// `deaths` may be uncertain: equally likely values. The result mixes them, the pace's posterior
    /// (31 equally likely points) and the tail's. 90 % interval. `None` when a value lies under the
    /// threshold, where the tail says nothing.
    pub fn return_period(&self, deaths: &[f64], pace: &Pace) -> Option<Estimate> {
        let least = f64::from(self.threshold);
        if deaths.is_empty() || !deaths.iter().all(|&x| x >= least && x.is_finite()) {
            return None;
        }
        let paces: Vec<f64> = (0..31)
            .map(|i| pace.quantile((f64::from(i) + 0.5) / 31.0))
            .collect();
        // Sum over deaths and paces inside, so that only the marginal enters the quantile search:
        // histogram on a fine grid of the logarithm of years.
        let (low, high, bins) = (-8.0_f64, 25.0_f64, 6600_usize);
        let width = (high - low) / bins as f64;
        let mut mass = vec![0.0; bins];
        for point in &self.points {
            for &x in deaths {
                let share = point.survival(self.threshold, x);
                let log_share = share.max(1e-300).ln();
                for &pace in &paces {
                    let years = -(log_share + (12.0 * pace).ln());
                    let bin = ((years - low) / width).clamp(0.0, bins as f64 - 1.0) as usize;
                    mass[bin] += point.weight;
                }
            }
        }
        let years = Weighted::new(
            mass.iter()
                .enumerate()
                .map(|(bin, &weight)| ((low + (bin as f64 + 0.5) * width).exp(), weight)),
        )?;
        Some(Estimate::from_quantiles(
            0.9,
            |p| years.quantile(p),
            Source::default(),
        ))
    }

    fn estimate(&self, value: impl Fn(&Point) -> f64) -> Estimate {
        let values = Weighted::new(self.points.iter().map(|p| (value(p), p.weight)));
        Estimate::from_quantiles(
            0.9,
            |p| values.as_ref().map_or(f64::NAN, |v| v.quantile(p)),
            Source::default(),
        )
    }
}

#[cfg(test)]
mod tests;
