//! What an event tells between rival readings of a war.
//!
//! # What it answers
//! How far do the months of the last year, and the month of the event, move the odds between the case's
//! hypotheses, in decibans? And which conclusions of an assessment does the event move at all
//! ([`ablation`])?
//!
//! # Method
//! A hypothesis is a mixture of [courses](reading::courses) of the country's level of violence: factors
//! by which the level is multiplied, month by month, from the month eleven before the event on. With
//! `L[c,t]` the probability of the months since then up to t on course c,
//!
//! ```text
//! ln P(months to t | H)  =  ln sum over c in H of w[c] exp((ln L_events[c,t] + ln L_deaths[c,t]) / 2)
//! weight of evidence     =  10 log10 P(months to t | H) / P(months to t | others)     decibans
//! ```
//!
//! State-based events and deaths outside each month's deadliest event are two accounts of the same
//! months, so that their logarithms are averaged, not added (see [`trajectory::breaks`]). `others` are
//! the other hypotheses in the proportions of their priors.
//!
//! Sources: weight of evidence in decibans, I. J. Good, *Weight of evidence: a brief survey*, Bayesian
//! Statistics 2, 1985; the logarithmic pool, C. Genest & J. Zidek, *Combining probability distributions*,
//! Statistical Science 1, 1986.

pub mod ablation;
pub mod incidents;
pub mod items;
mod model;
mod own;
#[cfg(test)]
mod panel_tests;
pub mod reading;
mod readings;
mod verdict;
mod weigh;

pub use items::{ItemWeight, Items};
pub use model::{Basis, Chance, ClaimWeight, Evidence, Finding, Flip, Odds, Verdict, WatchWeight};
pub use own::{Feature, HELD_DAYS};
pub use readings::{Ahead, Readings};
pub use weigh::{EventWeights, HypothesisWeight, MonthWeights, PartWeights, Weighed};
