//! Runs the whole analysis and gives one serde struct.

mod model;

pub use model::*;
