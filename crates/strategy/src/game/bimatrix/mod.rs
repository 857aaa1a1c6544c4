//! All equilibria of games of two, without rounding.

mod polytope;
mod subsets;

use polytope::{MOST_LABELS, vertices};
pub use subsets::NashSubset;

use super::normal_form::{Game, MixedProfile};
use super::rational::{Rational, to_f64};
use crate::StrategyError;

/// A mixed strategy that is a vertex of its player's best-reply polytope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtremeStrategy {
    /// The probability of each strategy.
    pub probabilities: Vec<Rational>,
    /// What the other player's best replies to it yield the other player.
    pub concedes: Rational,
}

/// An equilibrium of two extreme strategies, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExtremeEquilibrium {
    /// Number of the first player's strategy in [`BimatrixEquilibria::first`].
    pub first: usize,
    /// Number of the second player's strategy in [`BimatrixEquilibria::second`].
    pub second: usize,
}

/// All equilibria of a game of two: those that are no mixture of others, and how they hang together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BimatrixEquilibria {
    /// The first player's extreme strategies that some equilibrium plays, pure ones first.
    pub first: Vec<ExtremeStrategy>,
    /// The second player's.
    pub second: Vec<ExtremeStrategy>,
    /// The extreme equilibria, in order.
    pub extreme: Vec<ExtremeEquilibrium>,
    /// The connected components of the set of equilibria, each as the union of its maximal Nash subsets. A
    /// component of one subset that is a point is an isolated equilibrium; any other is a continuum.
    pub components: Vec<Vec<NashSubset>>,
}

impl BimatrixEquilibria {
    /// An extreme equilibrium in floats.
    pub fn profile(&self, of: ExtremeEquilibrium) -> MixedProfile {
        [&self.first[of.first], &self.second[of.second]]
            .map(|strategy| strategy.probabilities.iter().map(to_f64).collect())
            .to_vec()
    }

    /// What each player gets in an extreme equilibrium.
    pub fn payoffs(&self, of: ExtremeEquilibrium) -> [&Rational; 2] {
        [
            &self.second[of.second].concedes,
            &self.first[of.first].concedes,
        ]
    }

    /// Whether every equilibrium is isolated.
    pub fn all_isolated(&self) -> bool {
        self.components.iter().flatten().all(NashSubset::is_point)
    }
}

/// All equilibria of a game of two players with 127 strategies at most between them.
///
/// Vertices x and y of the two best-reply polytopes are an equilibrium when every strategy of either player is
/// not played or a best reply (O. L. Mangasarian, *Equilibrium points of bimatrix games*, 1964). The set of all
/// equilibria is the union of products of hulls, one for each maximal clique of the graph whose edges are these
/// pairs; its components are those of the graph (H. A. M. Winkels, *An algorithm to determine all equilibrium
/// points of a bimatrix game*, 1979; D. Avis, G. Rosenberg, R. Savani & B. von Stengel, *Enumeration of Nash
/// equilibria for two-player games*, 2010). All in whole numbers: degenerate games are no exception.
///
/// Fails when the game has not two players, too many strategies, or polytopes with too many vertices.
///
/// ```
/// use strategy::game::{Game, bimatrix_equilibria};
/// let game = Game::parse("", r#"NFG 1 R "Battle of the sexes" { "A" "B" } { 2 2 } 3 2 0 0 0 0 2 3"#)?;
/// let found = bimatrix_equilibria(&game)?;
/// assert_eq!(found.extreme.len(), 3);
/// let mixed = found.extreme.iter().map(|of| found.profile(*of)).find(|of| of[0][0] < 1.0 && of[0][0] > 0.0);
/// assert_eq!(mixed.unwrap(), [[0.6, 0.4], [0.4, 0.6]]);
/// # Ok::<(), strategy::StrategyError>(())
/// ```
pub fn bimatrix_equilibria(game: &Game) -> Result<BimatrixEquilibria, StrategyError> {
    let players = game.players().len();
    let labels: usize = game.counts().iter().sum();
    if players != 2 {
        return Err(StrategyError::NotFor {
            method: "bimatrix equilibria",
            needs: "two players",
            has: players.to_string(),
        });
    }
    if labels > MOST_LABELS {
        return Err(StrategyError::TooLarge {
            method: "all equilibria of a game of two",
            reason: format!("{labels} strategies between the players; {MOST_LABELS} are the most"),
            remedy: "Take dominated strategies out, or follow quantal responses to one equilibrium",
        });
    }
    let all = u128::MAX >> (128 - labels);
    let sides = [vertices(game, 0)?, vertices(game, 1)?];
    let pairs: Vec<(usize, usize)> = sides[0]
        .iter()
        .enumerate()
        .flat_map(|(first, x)| {
            let fits = move |y: &polytope::Vertex| x.labels | y.labels == all;
            let seconds = sides[1].iter().enumerate().filter(move |(_, y)| fits(y));
            seconds.map(move |(second, _)| (first, second))
        })
        .collect();
    // Only those that some equilibrium plays keep a number.
    let played = |side: usize| {
        let mut numbers = vec![None; sides[side].len()];
        for pair in &pairs {
            numbers[[pair.0, pair.1][side]] = Some(0);
        }
        for (new, number) in numbers.iter_mut().flatten().enumerate() {
            *number = new;
        }
        numbers
    };
    let numbers = [played(0), played(1)];
    let edges: Vec<(usize, usize)> = pairs
        .iter()
        .filter_map(|pair| Some((numbers[0][pair.0]?, numbers[1][pair.1]?)))
        .collect();
    let [first, second] = [0, 1].map(|side| {
        let kept = sides[side]
            .iter()
            .zip(&numbers[side])
            .filter(|(_, number)| number.is_some());
        kept.map(|(vertex, _)| ExtremeStrategy {
            probabilities: vertex.probabilities.clone(),
            concedes: vertex.concedes.clone(),
        })
        .collect()
    });
    Ok(BimatrixEquilibria {
        first,
        second,
        extreme: edges
            .iter()
            .map(|(first, second)| ExtremeEquilibrium {
                first: *first,
                second: *second,
            })
            .collect(),
        components: subsets::components(&edges)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Player;

    fn game(rows: usize, columns: usize, text: &str) -> Game {
        Game::parse(
            "",
            &format!("NFG 1 R \"\" {{ \"A\" \"B\" }} {{ {rows} {columns} }} {text}"),
        )
        .unwrap()
    }

    #[test]
    fn one_player_with_one_strategy_each_is_an_equilibrium() {
        let found = bimatrix_equilibria(&game(1, 1, "-7/3 5")).unwrap();
        let payoffs = found.payoffs(found.extreme[0]).map(ToString::to_string);
        assert_eq!(
            (found.extreme.len(), payoffs),
            (1, ["-7/3".to_owned(), "5".to_owned()])
        );
    }

    #[test]
    fn a_player_who_does_not_care_makes_a_continuum() {
        // The column player is indifferent throughout: all of row 1 against b with b_1 >= 1/2, and so on.
        let found = bimatrix_equilibria(&game(2, 2, "1 0 0 0 0 0 1 0")).unwrap();
        assert_eq!(found.components.len(), 1);
        let sizes: Vec<_> = found.components[0]
            .iter()
            .map(|of| (of.first.len(), of.second.len()))
            .collect();
        assert_eq!(sizes, [(1, 2), (2, 1), (1, 2)]);
        assert!(!found.all_isolated());
    }

    #[test]
    fn a_game_where_nothing_matters_is_one_square() {
        let found = bimatrix_equilibria(&game(2, 3, "1 1 1 1 1 1 1 1 1 1 1 1")).unwrap();
        assert_eq!(
            found.components,
            [[NashSubset {
                first: vec![0, 1],
                second: vec![0, 1, 2]
            }]]
        );
    }

    #[test]
    fn other_games_are_refused() {
        let three = [1; 3].map(|n| Player::numbered("", n)).to_vec();
        assert!(bimatrix_equilibria(&Game::new("", three, vec![vec![0.0]; 3]).unwrap()).is_err());
        let wide = [100, 100].map(|n| Player::numbered("", n)).to_vec();
        let wide = Game::new("", wide, vec![vec![0.0; 10_000]; 2]).unwrap();
        assert!(
            bimatrix_equilibria(&wide)
                .unwrap_err()
                .to_string()
                .contains("200 strategies")
        );
    }
}
