//! Games: what each party would do, given what the others do.

pub mod empirical;
pub mod emulator;
mod error;
pub mod game;
pub mod measure;
pub mod player;
pub mod prim;

pub use error::{GameFault, StrategyError};
