//! Whole commands, as one types them: exit code, standard output, standard error.
//!
//! The snapshots beside this file read as a manual. `just update` rewrites them.
#![allow(clippy::unwrap_used, clippy::print_stderr)] // The lints know tests, not what tests call.

mod assess;
mod breaks;
mod calibrate;
mod case;
mod data;
mod desk;
mod evidence;
mod faults;
mod fetch;
mod game;
mod help;
mod made_up;
mod places;
mod real_files;
mod schema;
mod simulate;
mod trajectory;
