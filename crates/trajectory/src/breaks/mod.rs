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
//! **Two accounts.** The same is done with the deaths outside each month's deadliest event, on levels
//! from 0.1 to 7,500 a month, where a month that is not ordinary has some forty deaths more. Deaths tell
//! of wars that end, or turn deadlier, by fewer and worse fights; without the deadliest event one
//! massacre moves them little. The two accounts are of the same months and not independent, so that
//! their log Bayes factors are averaged (a logarithmic pool with equal weights), not added.
//!
//! **Around the month.** With `B[d,k]` the pooled Bayes factor of a jump in direction d that leads to
//! month m + k, against no jump from m - 2 to m + 1, and `q[d,k]` how often salient months of other
//! countries go with a new phase that begins there,
//!
//! ```text
//! odds beforehand      Q = sum over d, k of q[d,k] / (1 - sum of all q)
//! evidence             E = ln (sum over d, k of q[d,k] B[d,k]  /  sum over d, k of q[d,k])
//! odds of a new phase  Q exp(1.1 E) where E < 0, Q exp(0.9 E) where not
//! ```
//!
//! with sums over the months that the hindsight reaches. A pool is a compromise and not a likelihood: the
//! two factors make its probabilities right as often as they say on simulated series, with other breaks, slow
//! trends, seasons, bursts and gaps of reporting. `q` is learned by expectation-maximisation; it says that
//! more violence begins with the salient month or just before it, and less violence after it.
//!
//! Why state-based events: a phase of a war is about fighting with or for the state. A bombing
//! campaign against civilians or a feud of bandits may kill more in a month.
//!
//! Sources: the switching local level, R. Gerlach, C. Carter & R. Kohn, *Efficient Bayesian inference
//! for dynamic mixture models*, JASA 95, 2000; the grid filter, G. Kitagawa, *Non-Gaussian state-space
//! modeling of nonstationary time series*, JASA 82, 1987; the alternative of segments, P. Fearnhead, *Exact and
//! efficient Bayesian inference for multiple changepoint problems*, Statistics and Computing 16, 2006;
//! the logarithmic pool, C. Genest & J. Zidek, *Combining probability distributions: a critique and an annotated
//! bibliography*, Statistical Science 1, 1986.

mod course;
mod filter;
mod follow;
mod learn;
pub(crate) mod level;
pub(crate) mod observe;
mod prior;
mod question;
mod scan;
#[cfg(test)]
mod tests;
pub mod world;

pub use follow::{Account, Counts, Followed, Origin, other_events};
pub use learn::Example;
pub use prior::{Onset, Prior};
pub use question::{Answer, Question, ask};
pub use scan::{MonthPosterior, Span, scan, turning_points};
