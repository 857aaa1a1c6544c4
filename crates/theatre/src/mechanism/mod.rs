//! The mechanisms of a month, each in a room of its own: the plain version, that says what the model is.

pub mod bid;
pub mod contest;
pub mod deal;
pub mod force;
pub mod people;
pub mod politics;
pub mod reach;
pub mod rule;
pub mod strength;
pub mod tempo;
pub mod violence;
