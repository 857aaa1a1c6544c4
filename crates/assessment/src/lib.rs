//! Runs the whole analysis and gives one serde struct.

mod compare;
mod model;
mod record;

pub use model::*;
