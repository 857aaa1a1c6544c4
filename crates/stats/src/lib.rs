//! Estimates, seeded streams, count rates and the sizes of rare events.
//!
//! This crate holds the little statistics that no other crate has:
//!
//! - [`Estimate`], the only form in which a figure with uncertainty leaves a computation, and
//!   [`Source`], where it comes from;
//! - [`stream`]: named, seeded random streams, the same bits on any number of threads;
//! - [`rate`]: how often something happens, from a count over a time;
//! - [`severity`]: how large the largest events are, from the largest of each month.
//!
//! # How rare is an event this deadly?
//!
//! A country's record gives for every month the number of events and the deaths of the deadliest.
//! With sizes independent given the month's number of events, and the tail above a threshold `u`
//! generalised Pareto,
//!
//! ```text
//! S(x)                 = p (1 + xi (x - u) / sigma)^(-1/xi)      for whole x >= u
//! P(max < u  | n)      = (1 - p)^n
//! P(max = x  | n)      = (1 - S(x + 1))^n - (1 - S(x))^n         for x >= u
//! ```
//!
//! the posterior of (p, sigma, xi) follows by quadrature, and an event of at least `x` deaths
//! comes back every `1 / (rate * S(x))` years, `rate` being events a year.
//!
//! Sources: S. Coles, *An Introduction to Statistical Modeling of Extreme Values*, 2001, ch. 3-4
//! (maxima, threshold exceedances); A. Clauset & R. Woodard, *Estimating the historical and future
//! probabilities of large terrorist events*, Annals of Applied Statistics 7(4), 2013 (the question
//! and the heavy tail).
//!
//! ```
//! use stats::severity::{Block, Tail};
//! // Ten years of months with five events each; sizes grow with the month only to have a tail.
//! let blocks: Vec<Block> = (1..=120)
//!     .map(|month| Block { events: 5, largest: 400 / month })
//!     .collect();
//! let tail = Tail::fit(&blocks).unwrap();
//! let small = tail.exceedance(20);
//! let large = tail.exceedance(200);
//! assert!(large.median < small.median && small.high < 1.0);
//! ```

mod estimate;
mod gamma;
pub mod logspace;
mod mixture;
mod pick;
pub mod rate;
pub mod severity;
mod stream;
mod weighted;

pub use estimate::{Estimate, Source};
pub use gamma::gamma_quantile;
pub use mixture::mixture_shares;
pub use pick::pick;
pub use rate::Pace;
pub use stream::{Stream, stream};
pub use weighted::Weighted;
