//! Games: what each party would do, given what the others do.

mod error;
pub mod game;

pub use error::{GameFault, StrategyError};
