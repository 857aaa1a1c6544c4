//! Players, strategies, payoffs.

use super::rational::{Rational, from_f64, to_f64};
use crate::StrategyError;

/// One strategy for each player, by number from 0.
pub type Profile = Vec<usize>;

/// For each player the probability of each of its strategies.
pub type MixedProfile = Vec<Vec<f64>>;

/// Most payoffs that a game may hold.
pub(crate) const MOST_PAYOFFS: usize = 20_000_000;

/// Payoffs may be as large as this, so that no sum of them overflows.
const LARGEST: f64 = 1e100;

/// A player of a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// Its name.
    pub name: String,
    /// The names of its strategies; one at least.
    pub strategies: Vec<String>,
}

impl Player {
    /// A player with so many strategies, numbered from 1.
    pub fn numbered(name: impl Into<String>, strategies: usize) -> Self {
        Self {
            name: name.into(),
            strategies: (1..=strategies).map(|n| n.to_string()).collect(),
        }
    }
}

/// A finite game in normal form.
///
/// Profiles are numbered with the first player's strategy changing fastest, as in Gambit's `.nfg` files.
///
/// ```
/// use strategy::game::{Game, Player};
/// let players = ["Row", "Column"].map(|name| Player::numbered(name, 2)).to_vec();
/// // Battle of the sexes.
/// let game = Game::new("", players, vec![vec![3.0, 0.0, 0.0, 2.0], vec![2.0, 0.0, 0.0, 3.0]])?;
/// assert_eq!(game.payoff(1, game.index(&[1, 1])), 3.0);
/// # Ok::<(), strategy::StrategyError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    /// Title, may be empty.
    pub title: String,
    /// Comment, may be empty.
    pub comment: String,
    players: Vec<Player>,
    strides: Vec<usize>,
    payoffs: Vec<Vec<f64>>,
    exact: Option<Vec<Vec<Rational>>>,
}

impl Game {
    /// A game from payoffs by player and profile, in any unit of utility. Fails when their number does
    /// not fit the strategies, or one is not finite or beyond 1e100.
    pub fn new(
        title: impl Into<String>,
        players: Vec<Player>,
        payoffs: Vec<Vec<f64>>,
    ) -> Result<Self, StrategyError> {
        let strides = strides(&players)?;
        let profiles: usize = players
            .iter()
            .map(|player| player.strategies.len())
            .product();
        if payoffs.len() != players.len() || payoffs.iter().any(|of| of.len() != profiles) {
            return Err(shape(format!(
                "{} players with {profiles} profiles need as many payoffs each",
                players.len()
            )));
        }
        if let Some(value) = payoffs
            .iter()
            .flatten()
            .find(|value| !(-LARGEST..=LARGEST).contains(*value))
        {
            return Err(shape(format!(
                "payoff {value}; payoffs are numbers up to 1e100"
            )));
        }
        Ok(Self {
            title: title.into(),
            comment: String::new(),
            players,
            strides,
            payoffs,
            exact: None,
        })
    }

    /// The same from exact payoffs.
    pub fn exact(
        title: impl Into<String>,
        players: Vec<Player>,
        payoffs: Vec<Vec<Rational>>,
    ) -> Result<Self, StrategyError> {
        let rounded = payoffs
            .iter()
            .map(|of| of.iter().map(to_f64).collect())
            .collect();
        let mut game = Self::new(title, players, rounded)?;
        game.exact = Some(payoffs);
        Ok(game)
    }

    /// The players, in order.
    pub fn players(&self) -> &[Player] {
        &self.players
    }

    /// How many strategies each player has.
    pub fn counts(&self) -> Vec<usize> {
        self.players
            .iter()
            .map(|player| player.strategies.len())
            .collect()
    }

    /// How many profiles there are.
    pub fn profile_count(&self) -> usize {
        self.payoffs.first().map_or(0, Vec::len)
    }

    /// Number of a profile. Each strategy must be one of its player's.
    pub fn index(&self, profile: &[usize]) -> usize {
        debug_assert_eq!(profile.len(), self.players.len());
        profile
            .iter()
            .zip(&self.strides)
            .map(|(at, stride)| at * stride)
            .sum()
    }

    /// The profile of a number.
    pub fn profile(&self, index: usize) -> Profile {
        (0..self.players.len())
            .map(|player| self.strategy_in(index, player))
            .collect()
    }

    /// The strategy of one player in a profile given by number.
    pub(crate) fn strategy_in(&self, index: usize, player: usize) -> usize {
        index / self.strides[player] % self.players[player].strategies.len()
    }

    /// The number of the profile in which one player plays something else.
    pub(crate) fn with(&self, index: usize, player: usize, strategy: usize) -> usize {
        let at = self.strategy_in(index, player);
        index + strategy * self.strides[player] - at * self.strides[player]
    }

    /// What a player gets in a profile given by number.
    pub fn payoff(&self, player: usize, index: usize) -> f64 {
        self.payoffs[player][index]
    }

    /// All payoffs of a player, by number of the profile.
    pub fn payoffs(&self, player: usize) -> &[f64] {
        &self.payoffs[player]
    }

    /// The same without rounding. A payoff given as a float counts as the shortest decimal that reads as it.
    pub fn exact_payoff(&self, player: usize, index: usize) -> Rational {
        match &self.exact {
            Some(exact) => exact[player][index].clone(),
            None => from_f64(self.payoffs[player][index]),
        }
    }

    /// Greatest less least payoff of a player.
    pub fn span(&self, player: usize) -> f64 {
        let fold = |first, pick: fn(f64, f64) -> f64| {
            self.payoffs[player].iter().copied().fold(first, pick)
        };
        fold(f64::NEG_INFINITY, f64::max) - fold(f64::INFINITY, f64::min)
    }
}

fn shape(reason: String) -> StrategyError {
    StrategyError::Shape { reason }
}

fn strides(players: &[Player]) -> Result<Vec<usize>, StrategyError> {
    if players.is_empty() {
        return Err(shape("no players; one at least is needed".to_owned()));
    }
    let mut strides = Vec::with_capacity(players.len());
    let mut profiles = 1_usize;
    for player in players {
        strides.push(profiles);
        if player.strategies.is_empty() {
            return Err(shape(format!("player `{}` has no strategy", player.name)));
        }
        profiles = profiles.saturating_mul(player.strategies.len());
    }
    if profiles.saturating_mul(players.len()) > MOST_PAYOFFS {
        return Err(shape(format!(
            "more than {MOST_PAYOFFS} payoffs; leave strategies out"
        )));
    }
    Ok(strides)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_numbered_first_player_fastest() {
        let players = [2, 3, 2].map(|n| Player::numbered("", n)).to_vec();
        let game = Game::new("", players, vec![vec![0.0; 12]; 3]).unwrap();
        assert_eq!(game.profile(3), [1, 1, 0]);
        for index in 0..12 {
            assert_eq!(game.index(&game.profile(index)), index);
        }
        assert_eq!(game.profile(game.with(3, 1, 2)), [1, 2, 0]);
    }

    #[test]
    fn what_is_no_game_is_refused() {
        let two = || vec![Player::numbered("a", 2)];
        assert!(Game::new("", Vec::new(), Vec::new()).is_err());
        assert!(Game::new("", two(), vec![vec![0.0; 3]]).is_err());
        assert!(Game::new("", two(), vec![vec![0.0, f64::NAN]]).is_err());
        assert!(Game::new("", two(), vec![vec![0.0, 1e101]]).is_err());
        assert!(Game::new("", vec![Player::numbered("a", 0)], vec![Vec::new()]).is_err());
        let many = vec![
            Player::numbered("a", 100_000),
            Player::numbered("b", 100_000),
        ];
        assert!(Game::new("", many, Vec::new()).is_err());
    }
}
