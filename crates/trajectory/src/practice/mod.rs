//! What practitioners compute, for comparison with the model.
//!
//! # What it answers
//! How intense and how concentrated was violence in a year, by the OECD's Spatial Conflict Dynamics
//! indicator ([`dynamics`])? Did violence escalate where it was, or relocate ([`diffusion`])?
//!
//! # Method
//! **Spatial conflict dynamics.** The plane is cut into squares of 50 km. In a square with at least two
//! events in the period, with n events on A km2,
//!
//! ```text
//! intensity      n / A                    high when >= 0.0017 events per km2
//! concentration  R = d / E,  E = 1 / (2 sqrt(n / A))     clustered when R < 1
//! ```
//!
//! where d is the mean distance of each event to its nearest neighbour and E what complete spatial
//! randomness would give (Clark & Evans 1954). The two together make four types.
//!
//! **Diffusion.** Of the cells that are active in at least one of two periods that follow each other,
//! those newly active beside a cell that was active show diffusion: *escalation* when such a
//! neighbour stays active, *relocation* when all of them fall quiet. Each count is held against those
//! of records in which the cells of the second period are dealt out anew among all cells of the study
//! area.
//!
//! # Sources
//! - OECD/SWAC, *The Geography of Conflict in North and West Africa*, 2020 (squares, thresholds);
//!   O. J. Walther, S. M. Radil, D. G. Russell & M. Trémolières, "Introducing the Spatial Conflict
//!   Dynamics indicator of political violence", *Terrorism and Political Violence* 35(3), 2023.
//! - P. J. Clark & F. C. Evans, "Distance to nearest neighbor as a measure of spatial relationships in
//!   populations", *Ecology* 35(4), 1954.
//! - S. Schutte & N. B. Weidmann, "Diffusion patterns of violence in civil wars", *Political Geography*
//!   30(3), 2011.

mod diffusion;
mod dynamics;

pub use diffusion::{Diffusion, DiffusionCount, diffusion};
pub use dynamics::{ConflictType, Square, SquareSize, YearDynamics, dynamics};
