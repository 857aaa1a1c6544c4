//! What the model says of a case that is known by its codebook features alone.
//!
//! # What it answers
//! Thirty-six months after a moment of danger: has the capital fallen to rebels, does one movement rule, has the central state
//! collapsed, is rule in fragments, is there a government in name alone, has the regime survived, was there a coup?
//! And does the model know better than base rates and analogies?
//!
//! # Method
//! A [`Coding`] has a dozen features that are known at the moment. One [`Mapping`] for all cases turns them into
//! a schematic country and the numbers of its wars:
//!
//! ```text
//! places     0 the capital, with its coded share of the people; 1, 2 beside it, 80 km away; 3 the main challenger's
//!            heartland at its coded distance, 4 beyond it; 5 to 8 the rest, 300 to 550 km away. All but the capital have
//!            the same number of people
//! army       20,000 (0.5 + revenue) exp(0.3 z) soldiers among 10 million people; share fit to fight w cohesion^discipline
//! movements  challengers help^(sponsor + sanctuary / 3) exp(0.5 z) fighters; the main challenger has its unity of them, at least
//!            its equal part; up to three others share the rest, each in a place of its own
//! affinity   main: sympathy x urban in the capital, 0.3 + 0.5 alignment in its heartland, elsewhere
//!            acceptance x unity (1 - alignment / 2); others: as much in theirs, 0.05 elsewhere; the
//!            state 0.8 in the capital, 0.2 + 0.6 revenue elsewhere; local commands 0.3 alignment
//! allied     two movements, with probability alliance (1 - alignment)
//! backers    20,000 backing soldiers of foreign troops, half as many of a peace force
//! capacity   (revenue + cohesion) / 2
//! coups      coups exp(-poverty (revenue - 0.4)) (1.5 - cohesion) a year
//! heirs      the victor inherits the state with probability unity^succession
//! bids       from boldness w[state] / w[k] exp(loss[k] distance) times the soldiers of army and backers on
//! ```
//!
//! with z normal and w the share of a strength that can be sent. All other numbers have the priors of the
//! [table](crate::parameters). The state clears and holds, movements consolidate their rule or bid. Runs of 36 months by the
//! model's own mechanisms are read by the codebook's rules ([`outcomes`](Outcome)):
//!
//! ```text
//! share, most       share of the people under a fighter's rule, shadow or overt; most: over half of all that is ruled by anyone
//! capital fell      a movement holds the capital in some month
//! rebels ruled      the same movement holds the capital and has most, in six months
//! collapsed         nobody runs the country, in twelve months: neither a holder of the capital who has most, nor the state that
//!                   stands, holds the capital and has more than a small zone
//! fragmented        two armed powers or more, other than the recognised government, each have a sizeable share, in six of the
//!                   last twelve months; local commands count as one, or as two with twice that share
//! placeholder       the recognised government is one in name, or its share is below that of a small zone, in six months
//! survived          no coup, no collapse, nobody inherited the state
//! coup              leaders overthrown otherwise than by the fall of the capital
//! ```
//!
//! Every run draws the mapping's coefficients from their ranges. What known cases [teach](learning) of them, how the model does
//! against [rivals](rival) on cases left out, and what of the mapping was chosen with outcomes in view, `docs/validation.md`
//! tells. Poor states have more coups: J. Londregan & K. Poole,
//! *Poverty, the coup trap, and the seizure of executive power*, World Politics 42, 1990. Sponsored rebels are
//! stronger: I. Salehyan, K. Gleditsch & D. Cunningham, *Explaining external support for insurgent groups*,
//! International Organization 65, 2011.
//!
//! ```
//! use theatre::codebook::{Coding, Feature, Outcome, predict};
//! let survives = |cohesion| {
//!     let mut case = Coding::default();
//!     case.features[Feature::Cohesion as usize] = Some(cohesion);
//!     predict(&case, 200, 1).raw[Outcome::Survived as usize]
//! };
//! assert!(survives(0.95) > survives(0.05));
//! ```

mod coding;
mod country;
mod fitted;
pub mod learning;
mod mapping;
mod outcome;
pub mod rival;

pub use coding::{Coding, Feature};
pub use fitted::{RATES, STRETCH};
pub use mapping::Mapping;
pub use outcome::{Outcome, WINDOW};

use std::ops::Range;

use rayon::prelude::*;

use crate::deck::Deck;
use crate::dice::Dice;
use crate::kernel::Workspace;
use crate::run::Plan;
use crate::step;
use learning::Chances;

/// Runs that share a country in memory.
const TOGETHER: u64 = 64;

/// Probabilities of the outcomes of a case, by number of the outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// Share of the runs, half a run added on either side so that none is 0 or 1.
    pub raw: Chances,
    /// The same stretched away from base rates by [`STRETCH`], 0.01 to 0.99: what to go by.
    pub stretched: Chances,
    /// Standard error of `stretched` by the number of runs alone.
    pub error: Chances,
}

/// What the model says of a case, by so many runs, each with a mapping of its own drawn from the ranges.
pub fn predict(case: &Coding, runs: u64, seed: u64) -> Predictions {
    let raw = Simulator::new().chances(|run| Mapping::draw(seed, run), case, runs, seed);
    Predictions {
        raw,
        stretched: learning::stretch(raw, RATES, STRETCH),
        error: raw.map(|p| STRETCH * (p * (1.0 - p) / (runs.max(1) as f64)).sqrt()),
    }
}

/// What is the same for all cases.
#[derive(Debug, Clone)]
pub struct Simulator {
    deck: Deck,
}

impl Default for Simulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Simulator {
    /// With the priors of the table of parameters.
    pub fn new() -> Self {
        Self {
            // Countries differ in people and distances, which the deck does not know of.
            deck: Deck::usual(&country::world(0.1, 1.0)),
        }
    }

    /// Probabilities of a case's outcomes: the share of the runs, half a run added on either side. Each run has the mapping
    /// of its number. The same on any number of threads.
    pub fn chances(
        &self,
        mapping: impl Fn(u64) -> Mapping + Sync,
        case: &Coding,
        runs: u64,
        seed: u64,
    ) -> Chances {
        let shape = [Feature::CapitalShare, Feature::Distance];
        let together = if shape.iter().all(|one| case.feature(*one).is_some()) {
            TOGETHER
        } else {
            1
        };
        let counts = (0..runs.div_ceil(together))
            .into_par_iter()
            .map(|part| {
                let part = part * together..((part + 1) * together).min(runs);
                self.count(&mapping, case, part, seed)
            })
            .reduce(
                || [0; Outcome::NUMBER],
                |a, b| std::array::from_fn(|at| a[at] + b[at]),
            );
        counts.map(|count| (f64::from(count) + 0.5) / (runs as f64 + 1.0))
    }

    /// Counts outcomes of runs in the country of the first of them.
    fn count(
        &self,
        mapping: &impl Fn(u64) -> Mapping,
        case: &Coding,
        runs: Range<u64>,
        seed: u64,
    ) -> [u32; Outcome::NUMBER] {
        let filled = |run| case.filled(&mut Dice::named(seed, run, Dice::name("blanks")));
        let first = filled(runs.start);
        let world = country::world(
            first.of(Feature::CapitalShare),
            first.of(Feature::Distance) / 100.0,
        );
        let mut workspace = Workspace::new(&world);
        let mut counts = [0; Outcome::NUMBER];
        for run in runs {
            let mapping = mapping(run);
            let plan = Plan {
                months: WINDOW,
                first: run,
                runs: 1,
                seed,
                every: 0,
            };
            let chances = step::Chances { seed, run };
            let (drawn, play) = country::drawn(&world, &self.deck, &filled(run), &mapping, chances);
            workspace.run(&play, &drawn, &plan, chances);
            let found =
                outcome::outcomes(&world, workspace.months(), mapping.sizeable, mapping.zone);
            for (count, found) in counts.iter_mut().zip(found) {
                *count += u32::from(found);
            }
        }
        counts
    }
}
