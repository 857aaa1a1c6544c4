//! Finite games in normal form: reading, dominance, equilibria, quantal response.

mod bimatrix;
mod dominance;
mod nfg;
mod normal_form;
mod rational;
mod regret;
mod simplex;

pub use bimatrix::{
    BimatrixEquilibria, ExtremeEquilibrium, ExtremeStrategy, NashSubset, bimatrix_equilibria,
};
pub use dominance::{By, Dominated, Elimination, Strength, dominated, eliminate};
pub use normal_form::{Game, MixedProfile, Player, Profile};
pub use rational::{Rational, from_f64, parse_rational, to_f64};
pub use regret::PureProfile;
