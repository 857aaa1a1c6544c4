//! Reach, phases of expansion and contraction, and whether a new phase has begun.
//!
//! # What it answers
//!
//! - Where could this organisation operate, month by month, and was it gaining or losing ground? [`reach`]
//! - Has a new phase of the war begun around this month, has the status quo merely got worse, or
//!   neither; and as known how many months later? [`breaks`]
//! - Is this series growing, on a plateau or shrinking, when did it turn, and is one steady trend enough? [`phases`]
//! - What do the field's practitioners measure on the same events? [`practice`]
//!
//! Reach is where an organisation can strike. It is not rule, and nothing here says who governs.
//!
//! # Method
//!
//! Reach is read from events as an imperfect detection of an unseen state (dynamic occupancy); a new
//! phase is a jump of the mean of state-based events a month, against a level that wanders. Each module's
//! page has the equations and their sources, `docs/validation.md` how well they do.
//!
//! # Example
//!
//! ```
//! use trajectory::breaks::{Prior, Question, ask};
//! // Ten years of about three events a month, then forty a month, as known three months later.
//! let mut events = vec![3; 120];
//! events.extend([40, 38, 45, 41]);
//! let question = Question { state_based: &events, all: &events, beyond_deadliest: &[], month: 120 };
//! let answer = ask(&Prior::default(), &question).unwrap();
//! assert!(answer.p_new_phase > 0.95 && answer.p_upward > 0.95);
//! ```

pub mod breaks;
mod error;
pub mod phases;
pub mod practice;
pub mod reach;
pub mod reading;
pub mod rule;
pub mod whole;

pub use error::TrajectoryError;
pub use whole::Trajectory;
