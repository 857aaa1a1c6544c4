//! Where a group can operate, month by month, and whether it gains or loses ground.
//!
//! # What it answers
//! How much of the country, and how many people, were within a lineage's reach in each month, and
//! how surely? Which cells did it enter and leave, how near to the capital did it come? Was it
//! expanding, on a plateau, or contracting? Reach is where it can strike. It is not rule, and nothing
//! here says who governs.
//!
//! # Method
//! A cell without an event is not a cell without the group, so events are read as an imperfect
//! detection of an unseen state: dynamic occupancy (MacKenzie et al. 2003; Royle & Dorazio 2008), with
//! colonisation that depends on the neighbours (Bled, Royle & Cam 2011; Yackulic et al. 2012). Hidden
//! Markov models of territorial control from event data go back to Anders 2020.
//!
//! Let `z[i,t] = 1` when the group can operate in cell i in month t, `k[i,t]` the number of the eight queen
//! neighbours that it holds, `s[t]` the phase.
//!
//! ```text
//! gain   P(z[i,t] = 1 | z[i,t-1] = 0) = 1 - exp(-g[t] b(s) (k[i,t-1] / 8 + rho))
//! loss   P(z[i,t] = 0 | z[i,t-1] = 1) = 1 - exp(-l[t] x(s))
//!        b = beta + surge in expansion, else beta      x = exit + retreat in contraction, else exit
//! shock  g[t], l[t] ~ gamma(3, 3)                      months of more, months of less
//!        in expansion one g in 20, in contraction one l in 20 ~ gamma(2, 1/3): offensives, routs
//! phase  P(s[t] = s[t-1]) = stay, either other phase (1 - stay) / 2
//! events n[i,t] | z = 1 ~ negative binomial(mean lambda u[i] v[t], size r)
//!        n[i,t] | z = 0 ~ Poisson(mu), mu tiny: misplaced events
//! ```
//!
//! The complementary log-log link makes contagion, surge and jumps (rho, the long-distance term) rates
//! that add up. Net growth is about `surge c` in expansion and `-retreat` in contraction, where c is the
//! contact per held cell; the prior ties beta to exit / c so that gains replace losses on a plateau. u and
//! v take one of five levels each, whose frequencies are learned; the lowest level of a place is a
//! fifth of the usual: where the group could act but is that much less active, events cannot tell
//! reach from its absence, and the model does not try.
//!
//! **Inference.** A Gibbs sampler. Each cell's months are drawn together by forward filtering and
//! backward sampling given its neighbours; phases likewise given arrivals, with the shocks integrated
//! out. The arrivals are the Poisson counts behind each gain and loss (one or more), given which all
//! rates have gamma posteriors. Levels are drawn from their full conditionals, lambda and r by random
//! walks. c is taken from the field while a chain burns in and then left alone. Two chains by default;
//! the same seed gives the same bits on any number of threads.
//!
//! **Turning points.** Where little is held a phase may begin unseen: neither gain nor loss speaks for or
//! against it. So a run of a phase is said to begin where reach turns: in each draw, once a tenth of the
//! run's rise or fall has been made ([`TurningPoint`]).
//!
//! **What is left out.** Events known only to their region or country (`where_prec` 4 and above) are in
//! no cell. They are counted in [`Reach::left_out`]; [`Grain::Regions`] uses those known to a region.
//!
//! # How well it does
//! `tests/reach_survey.rs` fits every armed group of four countries and finds how sparse, how large and
//! how fast such records are; `tests/reach_recovery.rs` simulates records like them, with intensities
//! of another law than the model's, and compares; `docs/validation.md` has the figures. Coverage of the
//! 90 % intervals is right throughout. Phases need events: with few cells held, or slow change and a
//! few events a month in the whole country, their probabilities say how little is known, and the
//! months around a turn stay open.
//!
//! # Sources
//! - D. I. MacKenzie, J. D. Nichols, J. E. Hines, M. G. Knutson & A. B. Franklin, "Estimating site
//!   occupancy, colonization, and local extinction when a species is detected imperfectly", *Ecology*
//!   84(8), 2003.
//! - J. A. Royle & R. M. Dorazio, *Hierarchical Modeling and Inference in Ecology*, 2008, ch. 9.
//! - F. Bled, J. A. Royle & E. Cam, "Hierarchical modeling of an invasive spread: the Eurasian
//!   Collared-Dove *Streptopelia decaocto* in the United States", *Ecological Applications* 21(1), 2011.
//! - C. B. Yackulic, J. Reid, R. Davis, J. E. Hines, J. D. Nichols & E. Forsman, "Neighborhood and
//!   habitat effects on vital rates: expansion of the Barred Owl in the Oregon Coast Ranges",
//!   *Ecology* 93(8), 2012.
//! - T. Anders, "Territorial control in civil wars: theory and measurement using machine learning",
//!   *Journal of Peace Research* 57(6), 2020.
//! - S. Frühwirth-Schnatter, *Finite Mixture and Markov Switching Models*, 2006, ch. 11 (forward
//!   filtering, backward sampling).
//!
//! # Example
//! ```
//! use trajectory::reach::{Reach, ReachOptions, Simulation};
//! let design = Simulation { rows: 6, columns: 6, months: 36, ..Simulation::default() };
//! let (record, truth) = design.draw(&mut stats::stream(1, "example", 0));
//! let reach = Reach::fit(&record, &ReachOptions { sweeps: 100, ..ReachOptions::default() })?;
//! let last = &reach.months[35];
//! assert!(last.km2.low <= last.km2.median && last.km2.median <= last.km2.high);
//! assert!((last.phases.iter().sum::<f64>() - 1.0).abs() < 1e-9);
//! assert_eq!(truth.km2.len(), reach.months.len());
//! # Ok::<(), trajectory::TrajectoryError>(())
//! ```

mod chain;
mod detection;
mod draws;
mod ellipse;
mod from_events;
mod input;
mod named;
mod outcome;
mod plain;
mod problem;
mod rates;
mod shocks;
mod simulate;
mod study_area;
mod summary;
mod sweep;
#[cfg(test)]
mod tests;
mod turning;
mod turns;

pub use ellipse::Ellipse;
pub use from_events::{Grain, ReachScope};
pub use input::{ReachInput, ReachPlace, Tally};
pub use named::{NamedLineage, NamedScope, of_lineage_name};
pub use outcome::{
    MapPlace, PhaseRun, Reach, ReachMap, ReachMonth, ReachRates, RegionReach, TurningPoint,
};
pub use simulate::{Simulation, Truth};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::TrajectoryError;
use chain::Trace;
use problem::Problem;

/// Whether the group gains ground.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It spreads to the places around it faster than it leaves others.
    Expansion,
    /// Gains make up for losses.
    Plateau,
    /// It leaves places faster than it enters others.
    Contraction,
}

impl Phase {
    /// All three, in order.
    pub const ALL: [Self; 3] = [Self::Expansion, Self::Plateau, Self::Contraction];

    fn of(number: u8) -> Self {
        Self::ALL[usize::from(number).min(2)]
    }
}

/// How the sampler works out each place's months.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KernelKind {
    /// By tables and byte rows.
    #[default]
    Fast,
    /// By the equations as they stand: some thirty times slower, to check the other.
    Plain,
}

/// How to fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachOptions {
    /// Seed.
    pub seed: u64,
    /// Chains, run side by side.
    pub chains: usize,
    /// Sweeps kept of each chain.
    pub sweeps: usize,
    /// Sweeps dropped before.
    pub burn_in: usize,
    /// Kernel.
    pub kernel: KernelKind,
}

impl Default for ReachOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            chains: 2,
            sweeps: 320,
            burn_in: 120,
            kernel: KernelKind::Fast,
        }
    }
}

impl ReachOptions {
    /// The default, with more sweeps where they are cheap: about as much work as the default does on
    /// 450 cells x 180 months, at most 2,000 sweeps a chain. Sparse records mix slowly and gain by it.
    #[must_use]
    pub fn sized(input: &ReachInput) -> Self {
        let default = Self::default();
        let size = input.places.len().saturating_mul(input.months).max(1);
        let more = (81_000.0 / size as f64).max(1.0);
        Self {
            sweeps: ((default.sweeps as f64 * more) as usize).min(2_000),
            burn_in: ((default.burn_in as f64 * more) as usize).min(500),
            ..default
        }
    }
}

/// Most sweeps of a chain.
const MOST_SWEEPS: usize = 50_000;

impl Reach {
    /// Fits the model.
    ///
    /// The result depends on input and options alone, not on the number of threads. Fails on input
    /// that does not hold together and on options without at least one chain and 20 sweeps.
    pub fn fit(input: &ReachInput, options: &ReachOptions) -> Result<Self, TrajectoryError> {
        input.check()?;
        let sweeps = options.sweeps.max(options.burn_in);
        if options.chains == 0 || options.chains > 64 || options.sweeps < 20 || sweeps > MOST_SWEEPS
        {
            return Err(TrajectoryError::reach(
                format!("{} chains of {} sweeps", options.chains, options.sweeps),
                "take 1 to 64 chains and 20 to 50,000 sweeps",
            ));
        }
        let problem = Problem::new(input);
        let traces: Vec<Trace> = (0..options.chains as u64)
            .into_par_iter()
            .map(|number| Trace::run(&problem, input, options, number))
            .collect();
        Ok(summary::summarise(input, &traces))
    }
}
