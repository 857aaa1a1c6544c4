//! Reach, phases of expansion and contraction, and whether a new phase has begun.

pub mod breaks;
mod error;
pub mod practice;
pub mod reach;

pub use error::TrajectoryError;
