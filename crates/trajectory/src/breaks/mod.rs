//! Has a new phase begun?
//!
//! # Method
//!
//! The mean of state-based events a month, the *level*, wanders a little from month to month and
//! now and then jumps by a factor of two or more, up or down. A jump is a new phase. With `x[t]` the
//! logarithm of the level and `y[t]` the count,
//!
//! ```text
//! x[t] | x[t-1]  ~  (1 - rate) N(x[t-1], wander^2)  +  rate J(x[t] - x[t-1])
//! J(d)           ~  exp(-|d| / scale) for |d| >= ln 2, else 0
//! y[t] | x[t]    ~  (1 - odd) NB(exp x[t], r)  +  odd NB(exp x[t], 0.04)
//! ```
//!
//! The second component of the counts stands for a gap of reporting and for a burst: a massacre
//! within a phase is a spike, not a phase. Slow trends are wander. `x` lives on a grid of 64 points
//! from 0.02 to 1,500 events a month, so that the posterior is exact up to the grid: one pass
//! forward and one backward. What differs between countries (`r`, `wander`, `odd`) is summed over 12
//! settings with weights learned from other countries ([`Prior`]).
//!
//! P(a new phase began around month m) compares the evidence of the months up to the hindsight's
//! end with a jump in m - 1, m, m + 1 or m + 2 (as far as the hindsight reaches) against none there.
//!
//! Why state-based events: a phase of a war is about fighting with or for the state. A bombing
//! campaign against civilians or a feud of bandits may kill more in a month; deaths follow the one
//! deadliest event more than the course of a war.
//!
//! Sources: the switching local level, R. Gerlach, C. Carter & R. Kohn, *Efficient Bayesian inference
//! for dynamic mixture models*, JASA 95, 2000; the grid filter, G. Kitagawa, *Non-Gaussian state-space
//! modeling of nonstationary time series*, JASA 82, 1987; the alternative of segments, P. Fearnhead, *Exact and
//! efficient Bayesian inference for multiple changepoint problems*, Statistics and Computing 16, 2006.

mod course;
mod filter;
mod learn;
pub(crate) mod level;
pub(crate) mod observe;
mod prior;
mod question;
mod scan;
#[cfg(test)]
mod tests;

pub use learn::Example;
pub use prior::Prior;
pub use question::{Answer, Question, ask};
pub use scan::{MonthPosterior, Span, scan, turning_points};
