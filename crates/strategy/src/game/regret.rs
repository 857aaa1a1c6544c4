//! Expected payoffs, regret, pure and approximate equilibria.

use super::normal_form::{Game, MixedProfile};
use crate::StrategyError;

/// A profile of pure strategies with what each player would gain by moving alone.
#[derive(Debug, Clone, PartialEq)]
pub struct PureProfile {
    /// Number of the profile ([`Game::profile`] tells its strategies).
    pub index: usize,
    /// For each player its best deviation's payoff less its own: 0 or more, in units of its payoff.
    pub regrets: Vec<f64>,
}

impl PureProfile {
    /// The greatest regret of any player.
    pub fn regret(&self) -> f64 {
        self.regrets.iter().copied().fold(0.0, f64::max)
    }
}

impl Game {
    /// What each strategy of a player yields against what the others play, by number of the strategy.
    ///
    /// ```text
    /// u_i(s, x) = sum over profiles a with a_i = s of u_i(a) prod_{j != i} x_j(a_j)
    /// ```
    pub fn strategy_payoffs(&self, player: usize, played: &MixedProfile) -> Vec<f64> {
        let mut values = vec![0.0; self.players()[player].strategies.len()];
        for (index, payoff) in self.payoffs(player).iter().enumerate() {
            let chance: f64 = (0..self.players().len())
                .filter(|other| *other != player)
                .map(|other| played[other][self.strategy_in(index, other)])
                .product();
            values[self.strategy_in(index, player)] += chance * payoff;
        }
        values
    }

    /// What a player gets on average.
    pub fn expected(&self, player: usize, played: &MixedProfile) -> f64 {
        let values = self.strategy_payoffs(player, played);
        values
            .iter()
            .zip(&played[player])
            .map(|(value, p)| value * p)
            .sum()
    }

    /// For each player its best reply's payoff less its own: 0 or more, in units of its payoff.
    pub fn regrets(&self, played: &MixedProfile) -> Vec<f64> {
        (0..self.players().len())
            .map(|player| {
                let values = self.strategy_payoffs(player, played);
                let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let own: f64 = values
                    .iter()
                    .zip(&played[player])
                    .map(|(value, p)| value * p)
                    .sum();
                (best - own).max(0.0)
            })
            .collect()
    }

    /// A pure profile as a mixed one.
    pub fn mixed(&self, index: usize) -> MixedProfile {
        let counts = self.counts();
        let mut played: MixedProfile = counts.iter().map(|n| vec![0.0; *n]).collect();
        for (player, of) in played.iter_mut().enumerate() {
            of[self.strategy_in(index, player)] = 1.0;
        }
        played
    }

    /// Every pure profile with its regrets, by number.
    pub fn pure_profiles(&self) -> Vec<PureProfile> {
        let mut profiles: Vec<PureProfile> = (0..self.profile_count())
            .map(|index| PureProfile {
                index,
                regrets: vec![0.0; self.players().len()],
            })
            .collect();
        for player in 0..self.players().len() {
            let count = self.players()[player].strategies.len();
            let payoffs = self.payoffs(player);
            for first in (0..profiles.len()).filter(|at| self.strategy_in(*at, player) == 0) {
                let line = || (0..count).map(|strategy| self.with(first, player, strategy));
                let best = line()
                    .map(|at| payoffs[at])
                    .fold(f64::NEG_INFINITY, f64::max);
                for at in line() {
                    profiles[at].regrets[player] = best - payoffs[at];
                }
            }
        }
        profiles
    }

    /// The pure profiles in which no player's regret exceeds `epsilon` (0 or more, in units of payoff): with 0
    /// the pure equilibria.
    ///
    /// ```
    /// use strategy::game::Game;
    /// let stag = Game::parse("", r#"NFG 1 R "Stag hunt" { "A" "B" } { 2 2 } 4 4 3 0 0 3 3 3"#)?;
    /// let pure: Vec<_> = stag.pure_equilibria(0.0)?.iter().map(|of| stag.profile(of.index)).collect();
    /// assert_eq!(pure, [[0, 0], [1, 1]]);
    /// assert_eq!(stag.pure_equilibria(3.0)?.len(), 4);
    /// # Ok::<(), strategy::StrategyError>(())
    /// ```
    pub fn pure_equilibria(&self, epsilon: f64) -> Result<Vec<PureProfile>, StrategyError> {
        if !(0.0..).contains(&epsilon) {
            return Err(StrategyError::Range {
                name: "epsilon",
                range: "0 or more",
                value: epsilon,
            });
        }
        let mut found = self.pure_profiles();
        found.retain(|profile| profile.regret() <= epsilon);
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Player;
    use proptest::prelude::*;

    fn any_game() -> impl Strategy<Value = Game> {
        let players = [2, 3, 2].map(|n| Player::numbered("", n)).to_vec();
        prop::collection::vec(prop::collection::vec(-9..9_i8, 12), 3).prop_map(move |payoffs| {
            let payoffs = payoffs
                .iter()
                .map(|of| of.iter().map(|v| f64::from(*v)).collect());
            Game::new("", players.clone(), payoffs.collect()).unwrap()
        })
    }

    proptest! {
        #[test]
        fn regret_of_a_pure_profile_is_that_of_the_mixed_one(game in any_game()) {
            for profile in game.pure_profiles() {
                prop_assert_eq!(&profile.regrets, &game.regrets(&game.mixed(profile.index)));
            }
        }

        #[test]
        fn expected_payoff_is_linear_in_ones_own_strategy(game in any_game(), p in 0.0..1.0_f64) {
            let mut played = game.mixed(0);
            played[0] = vec![p, 1.0 - p];
            let other = game.with(0, 0, 1);
            let mean = p * game.payoff(0, 0) + (1.0 - p) * game.payoff(0, other);
            prop_assert!((game.expected(0, &played) - mean).abs() < 1e-12);
        }
    }

    #[test]
    fn a_negative_epsilon_is_refused() {
        let game = Game::new("", vec![Player::numbered("a", 2)], vec![vec![0.0, 1.0]]).unwrap();
        assert!(game.pure_equilibria(-1.0).is_err() && game.pure_equilibria(f64::NAN).is_err());
        assert_eq!(game.pure_equilibria(0.0).unwrap()[0].index, 1);
    }
}
