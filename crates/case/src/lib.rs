//! The case file: a declared set of actors, hypotheses, claims and assumptions.

mod lineage;

pub use lineage::{Lineage, LineageMember};
