//! What is found.

use crate::game::MixedProfile;

/// An equilibrium.
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibrium {
    /// The probabilities.
    pub profile: MixedProfile,
    /// Each player's regret, in units of its payoff.
    pub regrets: Vec<f64>,
    /// Whether it is proved to exist and to be the only one that plays these very strategies about it. If not,
    /// the equations meet there without crossing, and it is no more than very nearly an equilibrium.
    pub certified: bool,
    /// Its index, 1 or -1: the sign of the determinant of minus the slopes of the equations. `None` where it has
    /// none, or where a strategy that is not played is as good as those that are.
    pub index: Option<i8>,
}

/// Least and greatest probabilities.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// Least.
    pub low: MixedProfile,
    /// Greatest.
    pub high: MixedProfile,
}

/// Equilibria that are connected, as far as cells can tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Continuum {
    /// Probabilities of all equilibria found in it.
    pub found: Bounds,
    /// Probabilities of its cells, beyond which it does not reach.
    pub within: Bounds,
    /// Different equilibria found in it, in order: 2 to 64, spread over all that were found.
    pub samples: Vec<MixedProfile>,
}

/// All equilibria of a game.
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibria {
    /// Those that are alone, in order.
    pub isolated: Vec<Equilibrium>,
    /// Those that are not.
    pub continua: Vec<Continuum>,
    /// Where there may be others, for nothing was shown there. Empty: there are no others.
    pub undecided: Vec<Bounds>,
    /// How many supports had to be looked at; dominance ruled the others out.
    pub supports: usize,
    /// How many cells were looked at.
    pub cells: usize,
}

impl Equilibria {
    /// The sum of the indices, when all equilibria are isolated and have one. It is 1 for every game (F. Gul, D. Pearce
    /// & E. Stacchetti, *A bound on the proportion of pure strategy equilibria in generic games*, 1993): a check on
    /// the search, which a list fails that lacks an equilibrium or has one too many. Two that are lacking, of opposite
    /// index, it does not show.
    pub fn index_sum(&self) -> Option<i64> {
        if !self.continua.is_empty() || !self.undecided.is_empty() {
            return None;
        }
        self.isolated.iter().map(|of| of.index.map(i64::from)).sum()
    }
}
