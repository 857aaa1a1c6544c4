//! Gambit's format of strategic games: `.nfg`, with payoffs or with outcomes.
//!
//! Source: R. D. McKelvey, A. M. McLennan & T. L. Turocy, *Gambit: Software Tools for Game Theory*, the
//! chapter on game representation formats.

mod read;
mod token;
mod write;
