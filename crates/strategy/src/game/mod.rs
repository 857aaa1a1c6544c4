//! Finite games in normal form: reading, dominance, equilibria, quantal response. Usable on its own.
//!
//! # What it answers
//! Which strategies nobody would play, which profiles nobody would leave alone, what mixtures hold each other in
//! place, and what players do who tell better from worse only so sharply.
//!
//! | question | function | guarantee |
//! |---|---|---|
//! | which strategies are dominated? | [`dominated`], [`eliminate`] | exact |
//! | which pure profiles are equilibria, which nearly? | [`Game::pure_equilibria`], [`Game::regrets`] | complete |
//! | all equilibria of two players | [`bimatrix_equilibria`] | complete and exact, continua as such |
//! | all equilibria of any number | [`all_equilibria`] | complete to 1e-9; what is open is said |
//! | noisy play | [`logit_branch`], [`logit_response`] | the principal branch, to rounding |
//!
//! # Definitions
//! With u_i(s, x) what strategy s yields player i when the others play x, the *regret* of i is
//!
//! ```text
//! r_i(x) = max_s u_i(s, x) - sum_s x_i(s) u_i(s, x)  >=  0.
//! ```
//!
//! An *epsilon-equilibrium* has no regret above epsilon, an equilibrium none at all (J. Nash, *Non-cooperative games*,
//! 1951). Every answer comes with its regrets, so that it can be checked by hand.
//!
//! # Example
//! ```
//! use strategy::game::{Game, SearchOptions, all_equilibria};
//! // Three players choose between staying out (1, whatever happens) and coming in (3 alone, 0 otherwise).
//! let text = r#"NFG 1 R "Entry" { "A" "B" "C" } { 2 2 2 }
//!     1 1 1  3 1 1  1 3 1  0 0 1  1 1 3  0 1 0  1 0 0  0 0 0"#;
//! let game = Game::parse("entry.nfg", text)?;
//! let found = all_equilibria(&game, &SearchOptions::default())?;
//! // One comes in alone (three ways), two come in with 2/3 and the third stays out (three ways) ...
//! assert_eq!(game.pure_equilibria(0.0)?.len(), 3);
//! // ... and all come in with p where 3 (1 - p)^2 = 1.
//! let p = 1.0 - (1.0_f64 / 3.0).sqrt();
//! assert!(found.isolated.iter().any(|of| of.profile.iter().all(|of| (of[1] - p).abs() < 1e-9)));
//! assert_eq!(found.index_sum(), Some(1));
//! # Ok::<(), strategy::StrategyError>(())
//! ```

mod bimatrix;
mod dominance;
mod logit;
mod nfg;
mod normal_form;
mod polynomial;
mod rational;
mod regret;
mod simplex;

pub use bimatrix::{
    BimatrixEquilibria, ExtremeEquilibrium, ExtremeStrategy, NashSubset, bimatrix_equilibria,
};
pub use dominance::{By, Dominated, Elimination, Strength, dominated, eliminate};
pub use logit::{Branch, BranchEnd, BranchOptions, QuantalResponse, logit_branch, logit_response};
pub use normal_form::{Game, MixedProfile, Player, Profile};
pub use polynomial::{Bounds, Continuum, Equilibria, Equilibrium, SearchOptions, all_equilibria};
pub use rational::{Rational, from_f64, parse_rational, to_f64};
pub use regret::PureProfile;
