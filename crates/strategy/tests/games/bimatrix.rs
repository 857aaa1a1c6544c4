//! Equilibria of games of two beside Gambit's, and the laws they obey.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::Deserialize;
use strategy::game::{
    By, Game, Player, Rational, Strength, bimatrix_equilibria, dominated, eliminate, parse_rational,
};

use crate::golden;

const GOLDEN: &str = include_str!("../golden/bimatrix.json");

#[derive(Deserialize)]
struct Told {
    equilibria: Vec<Vec<Vec<String>>>,
}

type Exact = [Vec<Rational>; 2];

fn found(game: &Game) -> BTreeSet<Exact> {
    let found = bimatrix_equilibria(game).unwrap();
    let pairs = found.extreme.iter().map(|of| {
        [&found.first[of.first], &found.second[of.second]].map(|one| one.probabilities.clone())
    });
    pairs.collect()
}

#[test]
fn extreme_equilibria_are_gambits_exactly() {
    for (answer, game) in golden::<Told>(GOLDEN) {
        let read = |of: &[String]| {
            of.iter()
                .map(|p| parse_rational(p).unwrap())
                .collect::<Vec<_>>()
        };
        let wanted: BTreeSet<Exact> = answer
            .told
            .equilibria
            .iter()
            .map(|of| [read(&of[0]), read(&of[1])])
            .collect();
        assert_eq!(found(&game), wanted, "{}", answer.name);
    }
}

#[test]
fn the_game_of_von_stengel_has_75_isolated_equilibria() {
    let all = golden::<Told>(GOLDEN);
    let (_, game) = all
        .iter()
        .find(|(of, _)| of.name == "von Stengel 1999")
        .unwrap();
    let found = bimatrix_equilibria(game).unwrap();
    assert_eq!((found.extreme.len(), found.components.len()), (75, 75));
    assert!(found.all_isolated());
}

fn game(rows: usize, columns: usize, payoffs: &[i32]) -> Game {
    let players = vec![Player::numbered("A", rows), Player::numbered("B", columns)];
    let exact = |of: &[i32]| of.iter().map(|value| Rational::from(*value)).collect();
    let (first, second) = payoffs.split_at(rows * columns);
    Game::exact("", players, vec![exact(first), exact(second)]).unwrap()
}

/// The greatest regret of either player, without rounding.
fn regret(game: &Game, played: &Exact) -> Rational {
    let mut worst = Rational::ZERO;
    for player in 0..2 {
        let values: Vec<Rational> = (0..played[player].len())
            .map(|own| {
                let terms = played[1 - player].iter().enumerate().map(|(other, p)| {
                    let profile = if player == 0 {
                        [own, other]
                    } else {
                        [other, own]
                    };
                    p * game.exact_payoff(player, game.index(&profile))
                });
                terms.fold(Rational::ZERO, |sum, term| sum + term)
            })
            .collect();
        let own = values
            .iter()
            .zip(&played[player])
            .fold(Rational::ZERO, |sum, (v, p)| sum + v * p);
        worst = worst.max(values.into_iter().max().unwrap() - own);
    }
    worst
}

proptest! {
    #[test]
    fn equilibria_are_without_regret_odd_in_number_or_degenerate(
        payoffs in prop::collection::vec(-99..100_i32, 24),
    ) {
        let game = game(3, 4, &payoffs);
        let all = bimatrix_equilibria(&game).unwrap();
        for played in found(&game) {
            prop_assert_eq!(regret(&game, &played), Rational::ZERO);
            prop_assert!(played.iter().all(|of| of.iter().fold(Rational::ZERO, |s, p| s + p) == Rational::ONE));
        }
        for of in &all.extreme {
            let floats = game.regrets(&all.profile(*of));
            prop_assert!(floats.iter().all(|regret| *regret < 1e-10));
            for (player, payoff) in all.payoffs(*of).into_iter().enumerate() {
                let about = game.expected(player, &all.profile(*of));
                prop_assert!((strategy::game::to_f64(payoff) - about).abs() < 1e-9);
            }
        }
        // A game that is not degenerate has an odd number (Lemke & Howson 1964).
        if all.all_isolated() && all.extreme.iter().all(|of| {
            let size = |of: &Vec<f64>| of.iter().filter(|p| **p > 0.0).count();
            let played = all.profile(*of);
            size(&played[0]) == size(&played[1])
        }) {
            prop_assert_eq!(all.extreme.len() % 2, 1);
        }
    }

    #[test]
    fn mixtures_within_a_nash_subset_are_equilibria(payoffs in prop::collection::vec(0..3_i32, 18)) {
        let game = game(3, 3, &payoffs);
        let all = bimatrix_equilibria(&game).unwrap();
        for subset in all.components.iter().flatten() {
            let middle = |numbers: &[usize], of: &[strategy::game::ExtremeStrategy]| -> Vec<Rational> {
                let share = Rational::ONE / Rational::from(numbers.len());
                (0..3)
                    .map(|at| numbers.iter().fold(Rational::ZERO, |sum, n| sum + &of[*n].probabilities[at] * &share))
                    .collect()
            };
            let played = [middle(&subset.first, &all.first), middle(&subset.second, &all.second)];
            prop_assert_eq!(regret(&game, &played), Rational::ZERO);
        }
    }

    #[test]
    fn scales_of_payoff_do_not_matter(
        payoffs in prop::collection::vec(0..4_i32, 18),
        scale in 1..7_i32,
        shift in prop::collection::vec(-5..6_i32, 3),
    ) {
        // Positive affine, and whatever the other player's strategy adds to one's own payoff.
        let moved: Vec<i32> = payoffs
            .iter()
            .enumerate()
            .map(|(at, value)| if at < 9 { value * scale + shift[at / 3] } else { value + shift[at % 3] })
            .collect();
        prop_assert_eq!(found(&game(3, 3, &payoffs)), found(&game(3, 3, &moved)));
    }

    #[test]
    fn names_and_parts_do_not_matter(payoffs in prop::collection::vec(0..4_i32, 24)) {
        // The players change parts, and the first's strategies are taken backwards.
        let mut turned = vec![0; 24];
        for row in 0..3 {
            for column in 0..4 {
                turned[12 + column + 4 * (2 - row)] = payoffs[row + 3 * column];
                turned[column + 4 * (2 - row)] = payoffs[12 + row + 3 * column];
            }
        }
        let back = found(&game(4, 3, &turned)).into_iter().map(|[second, mut first]| {
            first.reverse();
            [first, second]
        });
        prop_assert_eq!(found(&game(3, 4, &payoffs)), back.collect::<BTreeSet<_>>());
    }

    #[test]
    fn dominated_strategies_are_not_played(payoffs in prop::collection::vec(0..6_i32, 24)) {
        let game = game(3, 4, &payoffs);
        let played = found(&game);
        for of in dominated(&game, Strength::Strict, By::Mixed) {
            prop_assert!(played.iter().all(|played| played[of.player][of.strategy] == Rational::ZERO));
        }
        let left = eliminate(&game, Strength::Strict, By::Mixed).left;
        for (player, left) in left.iter().enumerate() {
            for strategy in (0..played.first().unwrap()[player].len()).filter(|at| !left.contains(at)) {
                prop_assert!(played.iter().all(|played| played[player][strategy] == Rational::ZERO));
            }
        }
    }
}
