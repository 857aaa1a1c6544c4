//! What an event tells between rival readings of a war.
//!
//! # What it answers
//! How far do the months of the last year, and the event itself, move the odds between the case's
//! hypotheses, in decibans? Which of the sentences said about the event are as likely under all of them,
//! and so tell nothing? What would tell them apart in the months to come? What do the analyst's own items
//! add, and what would flip the verdict? And which conclusions of an assessment does the event move at
//! all ([`ablation`])?
//!
//! # Method
//! **A hypothesis is a generative model**: a mixture of [courses](reading::courses) of two things month by
//! month from the eleventh before the event's on, the level of state-based events and the deaths an event.
//! Before that both wander and jump as [`trajectory::breaks`] has it. With E the events, D the deaths outside
//! each month's deadliest event, and c a course with share `w[c]`,
//!
//! ```text
//! P(months to t | H)   =  sum over c in H of w[c] P(E[..t] | level of c) P(D[..t] | number of events, lethality of c)
//! P(event | c)         =  place x held x deaths           what the record before makes likely; only a new phase differs
//! weight of evidence   =  10 log10 P(. | H) / P(. | others)     decibans: 10 is ten times as likely
//! ```
//!
//! `others` are the other hypotheses in the proportions of their priors. Given the number of events, the deaths
//! tell of nothing but how deadly events are, so that the two accounts multiply: the months are counted
//! once. All of this is exact up to the grid of levels. A new phase can bring another level, other deaths an
//! event, or other places and kinds of violence, which counts by month do not show; what the case's prior
//! says of it is therefore not refuted by counts alone.
//!
//! **The event itself** is weighed given that there was one ([`Feature`]): a new phase makes what was never
//! seen less unlikely, as the record then counts for one year of itself.
//!
//! **Claims** name an observable. Its probability under every hypothesis, from runs of the months to come and from
//! rates of incidents, on the eve of the event and after it; diagnosticity is the largest weight of evidence
//! between any two, and under 3 decibans the claim is tautological here. **What to watch** is ranked by the
//! weight of evidence to be expected from looking.
//!
//! **Items** of the analyst: see [`items`].
//!
//! Sources: weight of evidence in decibans, I. J. Good, *Weight of evidence: a brief survey*, Bayesian
//! Statistics 2, 1985; expected weight of evidence as the worth of an observation, D. V. Lindley, *On a measure
//! of the information provided by an experiment*, Annals of Mathematical Statistics 27, 1956; the power
//! prior, J. Ibrahim & M.-H. Chen, *Power prior distributions for regression models*, Statistical Science 15,
//! 2000; tautology as evidence equally likely under all hypotheses, R. J. Heuer, *Psychology of Intelligence
//! Analysis*, 1999, chapter 8.
//!
//! # Example
//! ```
//! use case::Case;
//! use events::figures::FiguresTable;
//! use evidence::Evidence;
//! use trajectory::whole::CaseInputs;
//! let case = Case::builtin("mali-2024")?;
//! let figures = FiguresTable::parse(&case.files["figures.csv"], "figures.csv")?;
//! let to = case.data.as_of;
//! let record: Vec<_> = figures.countries["MLI"].iter().filter(|row| row.month.last_day() <= to).copied().collect();
//! let inputs = CaseInputs {
//!     case: &case,
//!     as_of: to,
//!     record: &record,
//!     record_data: "figures",
//!     events: None,
//!     seed: 1,
//! };
//! let found = Evidence::of_case(&inputs, true);
//! let weighed = found.weighed.ok_or("no record")?;
//! assert!((weighed.hypotheses.iter().map(|h| h.posterior).sum::<f64>() - 1.0).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod ablation;
mod claims;
mod frequency;
mod futures;
pub mod incidents;
pub mod items;
mod known;
mod model;
mod odds;
mod own;
#[cfg(test)]
mod panel_tests;
pub mod reading;
mod readings;
#[cfg(test)]
mod shared_tests;
#[cfg(test)]
mod simulated_tests;
mod verdict;
mod watch;
mod weigh;
mod whole;

pub use items::{ItemWeight, Items};
pub use model::{
    Basis, Chance, ClaimWeight, Diagnosticity, Evidence, Finding, Flip, Odds, Verdict, WatchTold,
    WatchWeight,
};
pub use own::{Feature, HELD_DAYS};
pub use weigh::{EventWeights, HypothesisWeight, MonthWeights, PartWeights, Weighed};
