//! Dominated strategies, and what is left when they are taken out again and again.

use super::normal_form::Game;
use super::rational::Rational;
use super::simplex::maximise;

/// How a strategy is worse than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Worse whatever the others do.
    Strict,
    /// Never better and sometimes worse.
    Weak,
}

/// What may dominate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Single strategies.
    Pure,
    /// Mixtures of strategies as well.
    Mixed,
}

/// A dominated strategy with what dominates it.
#[derive(Debug, Clone, PartialEq)]
pub struct Dominated {
    /// The player.
    pub player: usize,
    /// The dominated strategy.
    pub strategy: usize,
    /// Strategies that dominate it with their probabilities, which are above 0 and sum to 1; one of them when
    /// it is pure.
    pub by: Vec<(usize, Rational)>,
}

/// Rounds of elimination.
#[derive(Debug, Clone, PartialEq)]
pub struct Elimination {
    /// What was taken out in each round: all that was dominated in what the rounds before left.
    pub rounds: Vec<Vec<Dominated>>,
    /// For each player the strategies left, in order; one at least.
    pub left: Vec<Vec<usize>>,
}

/// The dominated strategies of a game, by player and strategy. With [`By::Mixed`] a single strategy is named
/// where one suffices.
///
/// Strictly dominated by a mixture: some p over the other strategies t has
///
/// ```text
/// sum_t p_t (u_i(t, a) - u_i(s, a)) > 0   for all profiles a of the others
/// ```
///
/// which is whether the matrix game of these differences has a positive value. Weakly: >= 0 for all and > 0
/// for some. Both are linear programmes, solved without rounding.
///
/// ```
/// use strategy::game::{By, Game, Strength, dominated};
/// // The third row is worse than half the first and half the second, and than neither alone.
/// let game = Game::parse("", r#"NFG 1 R "" { "A" "B" } { 3 2 } 4 0 0 0 1 0  0 0 4 0 1 0"#)?;
/// assert!(dominated(&game, Strength::Strict, By::Pure).is_empty());
/// let found = dominated(&game, Strength::Strict, By::Mixed);
/// assert_eq!((found[0].player, found[0].strategy, found[0].by.len()), (0, 2, 2));
/// # Ok::<(), strategy::StrategyError>(())
/// ```
pub fn dominated(game: &Game, strength: Strength, by: By) -> Vec<Dominated> {
    let all: Vec<Vec<usize>> = game.counts().iter().map(|n| (0..*n).collect()).collect();
    dominated_within(game, &all, strength, by)
}

/// Takes dominated strategies out, all at once each round, until none is left. What strict elimination leaves
/// does not depend on the order; what weak elimination leaves can, and this is the order of taking all at once.
/// No equilibrium plays a strategy that strict elimination takes out.
pub fn eliminate(game: &Game, strength: Strength, by: By) -> Elimination {
    let mut left: Vec<Vec<usize>> = game.counts().iter().map(|n| (0..*n).collect()).collect();
    let mut rounds = Vec::new();
    loop {
        let found = dominated_within(game, &left, strength, by);
        if found.is_empty() {
            return Elimination { rounds, left };
        }
        for of in &found {
            left[of.player].retain(|strategy| *strategy != of.strategy);
        }
        rounds.push(found);
    }
}

fn dominated_within(
    game: &Game,
    left: &[Vec<usize>],
    strength: Strength,
    by: By,
) -> Vec<Dominated> {
    let mut found = Vec::new();
    for player in 0..left.len() {
        let rows = payoffs_within(game, left, player);
        for (at, strategy) in left[player].iter().enumerate() {
            let others: Vec<usize> = (0..rows.len()).filter(|other| *other != at).collect();
            let pure = others
                .iter()
                .find(|other| beats(&rows[**other], &rows[at], strength));
            let by = match (pure, by) {
                (Some(other), _) => Some(vec![(*other, Rational::ONE)]),
                (None, By::Mixed) if others.len() > 1 => mixture(&rows, at, &others, strength),
                (None, _) => None,
            };
            if let Some(by) = by {
                let by = by
                    .into_iter()
                    .map(|(at, p)| (left[player][at], p))
                    .collect();
                found.push(Dominated {
                    player,
                    strategy: *strategy,
                    by,
                });
            }
        }
    }
    found
}

/// What each strategy of a player that is left yields against each profile of the others that is left.
fn payoffs_within(game: &Game, left: &[Vec<usize>], player: usize) -> Vec<Vec<Rational>> {
    let mut first = vec![game.index(&left.iter().map(|of| of[0]).collect::<Vec<_>>())];
    for (other, strategies) in left
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != player)
    {
        first = first
            .iter()
            .flat_map(|index| {
                strategies
                    .iter()
                    .map(|strategy| game.with(*index, other, *strategy))
            })
            .collect();
    }
    let of = |strategy: &usize| {
        let line = first
            .iter()
            .map(|index| game.with(*index, player, *strategy));
        line.map(|index| game.exact_payoff(player, index)).collect()
    };
    left[player].iter().map(of).collect()
}

fn beats(one: &[Rational], other: &[Rational], strength: Strength) -> bool {
    let mut pairs = one.iter().zip(other);
    match strength {
        Strength::Strict => pairs.all(|(one, other)| one > other),
        Strength::Weak => {
            pairs.clone().all(|(one, other)| one >= other) && pairs.any(|(one, other)| one > other)
        }
    }
}

/// A mixture of the other rows that dominates one.
fn mixture(
    rows: &[Vec<Rational>],
    at: usize,
    others: &[usize],
    strength: Strength,
) -> Option<Vec<(usize, Rational)>> {
    let gains: Vec<Vec<Rational>> = others
        .iter()
        .map(|other| {
            rows[*other]
                .iter()
                .zip(&rows[at])
                .map(|(one, own)| one - own)
                .collect()
        })
        .collect();
    let weights = match strength {
        Strength::Strict => strict_weights(gains)?,
        Strength::Weak => weak_weights(&gains)?,
    };
    let sum = weights
        .iter()
        .fold(Rational::ZERO, |sum, weight| sum + weight);
    let mixed = others
        .iter()
        .zip(weights)
        .filter(|(_, weight)| *weight > Rational::ZERO);
    Some(
        mixed
            .map(|(other, weight)| (*other, weight / &sum))
            .collect(),
    )
}

/// The optimal mixture of a matrix game whose value is above 0. Shifted to be positive, its value is 1 over the
/// greatest sum of y with gains y <= 1, and the prices of the rows are the mixture.
fn strict_weights(mut gains: Vec<Vec<Rational>>) -> Option<Vec<Rational>> {
    let least = gains.iter().flatten().min()?.clone();
    let shift = (Rational::ONE - least).max(Rational::ZERO);
    for gain in gains.iter_mut().flatten() {
        *gain += &shift;
    }
    let ones = |n: usize| vec![Rational::ONE; n];
    let found = maximise(&gains, &ones(gains.len()), &ones(gains[0].len()))?;
    (Rational::ONE / found.value > shift).then_some(found.prices)
}

/// A mixture that never loses and gains most in all; `None` when it gains nothing.
fn weak_weights(gains: &[Vec<Rational>]) -> Option<Vec<Rational>> {
    let losses = (0..gains[0].len()).map(|column| gains.iter().map(|row| -&row[column]).collect());
    let all_of_it = vec![Rational::ONE; gains.len()];
    let a: Vec<Vec<Rational>> = losses.chain([all_of_it]).collect();
    let mut b = vec![Rational::ZERO; a.len()];
    b[a.len() - 1] = Rational::ONE;
    let sum = |row: &Vec<Rational>| row.iter().fold(Rational::ZERO, |sum, gain| sum + gain);
    let c: Vec<Rational> = gains.iter().map(sum).collect();
    let found = maximise(&a, &b, &c)?;
    (found.value > Rational::ZERO).then_some(found.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{Player, from_f64};
    use proptest::prelude::*;

    fn game(rows: usize, columns: usize, payoffs: &[i32]) -> Game {
        let players = vec![Player::numbered("A", rows), Player::numbered("B", columns)];
        let of = |player: usize| {
            payoffs
                .iter()
                .skip(player)
                .step_by(2)
                .map(|v| f64::from(*v))
                .collect()
        };
        Game::new("", players, vec![of(0), of(1)]).unwrap()
    }

    #[test]
    fn the_prisoners_dilemma_is_solved_by_dominance() {
        let game = game(2, 2, &[3, 3, 5, 0, 0, 5, 1, 1]);
        let done = eliminate(&game, Strength::Strict, By::Pure);
        assert_eq!((done.rounds.len(), done.left), (1, vec![vec![1], vec![1]]));
    }

    #[test]
    fn a_tie_is_weak_dominance_alone() {
        let game = game(2, 2, &[1, 0, 1, 0, 0, 0, 1, 0]);
        assert!(dominated(&game, Strength::Strict, By::Mixed).is_empty());
        let weak = dominated(&game, Strength::Weak, By::Mixed);
        assert_eq!(weak.len(), 1);
        assert_eq!(
            (weak[0].strategy, &weak[0].by),
            (0, &vec![(1, Rational::ONE)])
        );
    }

    #[test]
    fn a_mixture_may_dominate_weakly_and_not_strictly() {
        // Rows (2, 0), (0, 2), (1, 1) and a column more in which the third loses: weakly dominated.
        let game = game(
            3,
            3,
            &[2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0, 1, 0, 1, 0, 0, 0],
        );
        assert!(dominated(&game, Strength::Weak, By::Pure).is_empty());
        assert!(dominated(&game, Strength::Strict, By::Mixed).is_empty());
        let weak = dominated(&game, Strength::Weak, By::Mixed);
        let half = from_f64(0.5);
        assert_eq!(weak[0].by, [(0, half.clone()), (1, half)]);
    }

    #[test]
    fn equal_strategies_do_not_dominate_each_other() {
        let game = game(2, 2, &[1, 0, 1, 0, 2, 0, 2, 0]);
        assert!(
            dominated(&game, Strength::Weak, By::Mixed)
                .iter()
                .all(|of| of.player == 1)
        );
    }

    proptest! {
        #[test]
        fn what_dominates_does(payoffs in prop::collection::vec(-4..5_i32, 24)) {
            let game = game(4, 3, &payoffs);
            for strength in [Strength::Strict, Strength::Weak] {
                for found in dominated(&game, strength, By::Mixed).iter().filter(|of| of.player == 0) {
                    let gain = |column: usize| {
                        let payoff = |row: usize| game.exact_payoff(0, game.index(&[row, column]));
                        found.by.iter().fold(-payoff(found.strategy), |sum, (row, p)| sum + p * payoff(*row))
                    };
                    let gains: Vec<_> = (0..3).map(gain).collect();
                    prop_assert_eq!(found.by.iter().fold(Rational::ZERO, |sum, (_, p)| sum + p), Rational::ONE);
                    match strength {
                        Strength::Strict => prop_assert!(gains.iter().all(|g| *g > Rational::ZERO)),
                        Strength::Weak => prop_assert!(
                            gains.iter().all(|g| *g >= Rational::ZERO) && gains.iter().any(|g| *g > Rational::ZERO)
                        ),
                    }
                }
            }
        }

        #[test]
        fn a_best_reply_is_not_strictly_dominated(payoffs in prop::collection::vec(-4..5_i32, 24), p in 0.01..0.98_f64) {
            let game = game(4, 3, &payoffs);
            let played = vec![vec![0.25; 4], vec![p, (1.0 - p) / 2.0, (1.0 - p) / 2.0]];
            let values = game.strategy_payoffs(0, &played);
            let best = values.iter().copied().fold(f64::MIN, f64::max);
            let dominated = dominated(&game, Strength::Strict, By::Mixed);
            for (strategy, value) in values.iter().enumerate() {
                if *value > best - 1e-12 {
                    prop_assert!(!dominated.iter().any(|of| of.player == 0 && of.strategy == strategy));
                }
            }
        }
    }
}
