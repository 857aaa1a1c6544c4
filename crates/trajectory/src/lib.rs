//! Reach, phases of expansion and contraction, and whether a new phase has begun.

pub mod breaks;
