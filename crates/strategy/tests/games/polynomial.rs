//! Equilibria of games of three and four beside Gambit's, and the laws they obey.

use proptest::prelude::*;
use serde::Deserialize;
use strategy::game::{
    By, Equilibria, Game, MixedProfile, Player, SearchOptions, Strength, all_equilibria,
    bimatrix_equilibria, dominated,
};

use crate::Answer;

#[derive(Deserialize)]
struct Told {
    /// `None`: Gambit gave no answer in 90 seconds.
    equilibria: Option<Vec<MixedProfile>>,
}

fn golden() -> Vec<(Answer<Told>, Game)> {
    crate::golden(include_str!("../golden/polynomial.json"))
}

fn named(name: &str) -> Game {
    golden()
        .into_iter()
        .find(|(answer, _)| answer.name == name)
        .unwrap()
        .1
}

/// Isolated equilibria, continua and undecided parts.
fn numbers(found: &Equilibria) -> (usize, usize, usize) {
    (
        found.isolated.len(),
        found.continua.len(),
        found.undecided.len(),
    )
}

fn solve(game: &Game) -> Equilibria {
    all_equilibria(game, &SearchOptions::default()).unwrap()
}

fn near(one: &MixedProfile, other: &MixedProfile, within: f64) -> bool {
    one.iter()
        .flatten()
        .zip(other.iter().flatten())
        .all(|(one, other)| (one - other).abs() <= within)
}

/// Whether an equilibrium is among those found.
fn has(found: &Equilibria, played: &MixedProfile) -> bool {
    let inside = |low: &MixedProfile, high: &MixedProfile| {
        let limits = low.iter().flatten().zip(high.iter().flatten());
        played
            .iter()
            .flatten()
            .zip(limits)
            .all(|(p, (low, high))| *p >= low - 1e-9 && *p <= high + 1e-9)
    };
    found
        .isolated
        .iter()
        .any(|of| near(&of.profile, played, 1e-6))
        || found
            .continua
            .iter()
            .any(|of| inside(&of.within.low, &of.within.high))
}

/// What holds of every answer.
fn check(game: &Game, found: &Equilibria) {
    let span = (0..game.players().len())
        .map(|player| game.span(player))
        .fold(0.0, f64::max);
    for of in &found.isolated {
        assert!(
            of.regrets.iter().all(|regret| *regret <= 1e-9 * span),
            "{of:?}"
        );
    }
    for played in found.continua.iter().flat_map(|of| &of.samples) {
        assert!(
            game.regrets(played)
                .iter()
                .all(|regret| *regret <= 1e-8 * span),
            "{played:?}"
        );
    }
    assert!(found.index_sum().is_none_or(|sum| sum == 1), "{found:?}");
    for (at, of) in found.isolated.iter().enumerate() {
        assert!(
            !found.isolated[..at]
                .iter()
                .any(|other| near(&of.profile, &other.profile, 1e-8))
        );
    }
}

/// Equilibria of Gambit's compared, and games whose indices are those of a whole list.
fn beside_gambit(choose: impl Fn(&str) -> bool) -> (usize, usize) {
    let (mut compared, mut whole) = (0, 0);
    for (answer, game) in golden()
        .into_iter()
        .filter(|(answer, _)| choose(&answer.name))
    {
        let found = solve(&game);
        check(&game, &found);
        // In one of the random games two payoffs happen to be equal.
        if answer.name.starts_with("random") && found.continua.is_empty() {
            // Nothing is left open: the indices are those of a whole list.
            assert_eq!(found.index_sum(), Some(1), "{}", answer.name);
            whole += 1;
        }
        for played in answer.told.equilibria.iter().flatten() {
            assert!(has(&found, played), "{}: {played:?}", answer.name);
            compared += 1;
        }
    }
    (compared, whole)
}

#[test]
fn what_gambit_finds_is_found_and_the_indices_sum_to_one() {
    let (compared, whole) = beside_gambit(|name| !name.contains("3x3x3x3"));
    assert!(compared > 40 && whole == 14, "{compared} {whole}");
}

#[test]
#[ignore = "four players take seconds"]
fn with_four_players_as_well() {
    let (compared, whole) = beside_gambit(|name| name.contains("3x3x3x3"));
    assert!(compared > 40 && whole == 4, "{compared} {whole}");
}

#[test]
fn the_one_equilibrium_of_nau_section_4_is_irrational() {
    let found = solve(&named("Nau et al. 2004, section 4"));
    assert_eq!(
        (found.isolated.len(), found.isolated[0].certified),
        (1, true)
    );
}

#[test]
fn the_continuum_of_nau_section_5_is_reported_as_such() {
    // Three pure equilibria, two incompletely mixed, and a continuum of completely mixed ones from one of these to the
    // other: (a, 1 - a) for the first player, b for the second, 1/4 and 3/4 for the third.
    let game = named("Nau et al. 2004, section 5");
    let found = solve(&game);
    check(&game, &found);
    assert_eq!(numbers(&found), (1, 1, 0));
    assert_eq!(
        found.isolated[0].profile,
        [[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]
    );
    let continuum = &found.continua[0];
    let third = |played: &MixedProfile| (played[2][0] - 0.25).abs() < 1e-9;
    let mixed = |played: &&MixedProfile| played.iter().flatten().all(|p| *p > 1e-6);
    let completely: Vec<_> = continuum.samples.iter().filter(mixed).collect();
    assert!(
        completely.len() > 10 && completely.iter().all(|played| third(played)),
        "{completely:?}"
    );
    for [a, b] in [[1.0, 0.0], [0.0, 1.0]] {
        for c in [1.0, 0.25] {
            assert!(has(
                &found,
                &vec![vec![a, 1.0 - a], vec![b, 1.0 - b], vec![c, 1.0 - c]]
            ));
        }
    }
}

#[test]
fn the_segment_of_nau_section_6_is_reported_as_such() {
    // The first two play half and half.
    let game = named("Nau et al. 2004, section 6");
    let found = solve(&game);
    check(&game, &found);
    assert_eq!(numbers(&found), (0, 1, 0));
    let half = |of: &[f64]| of.iter().all(|p| (p - 0.5).abs() < 1e-9);
    let continuum = &found.continua[0];
    assert!(
        continuum
            .samples
            .iter()
            .all(|played| half(&played[0]) && half(&played[1]))
    );
    assert!(continuum.found.high[2][0] - continuum.found.low[2][0] > 0.49);
}

fn made_up(counts: &'static [usize]) -> impl Strategy<Value = Game> {
    let profiles: usize = counts.iter().product();
    let of = prop::collection::vec(-1.0..1.0_f64, profiles);
    prop::collection::vec(of, counts.len()).prop_map(move |payoffs| {
        let players = counts.iter().map(|n| Player::numbered("", *n)).collect();
        Game::new("", players, payoffs).unwrap()
    })
}

fn with_payoffs(game: &Game, change: impl Fn(usize, usize, f64) -> f64) -> Game {
    let of = |player: usize| {
        game.payoffs(player)
            .iter()
            .enumerate()
            .map(|(at, payoff)| change(player, at, *payoff))
            .collect()
    };
    let payoffs = (0..game.players().len()).map(of).collect();
    Game::new("", game.players().to_vec(), payoffs).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_list_is_whole_and_its_equilibria_have_no_regret(game in made_up(&[2, 3, 2])) {
        let found = solve(&game);
        check(&game, &found);
        // A game a rounding away from being degenerate may leave something open.
        prop_assume!(found.index_sum().is_some());
        prop_assert!(found.isolated.len() % 2 == 1);
        for of in dominated(&game, Strength::Strict, By::Mixed) {
            prop_assert!(found.isolated.iter().all(|played| played.profile[of.player][of.strategy] == 0.0));
        }
        for pure in game.pure_equilibria(0.0).unwrap() {
            prop_assert!(has(&found, &game.mixed(pure.index)));
        }
    }

    #[test]
    fn games_of_two_have_the_equilibria_found_without_rounding(game in made_up(&[3, 3])) {
        let (found, exact) = (solve(&game), bimatrix_equilibria(&game).unwrap());
        prop_assert_eq!(found.isolated.len(), exact.extreme.len());
        for of in &exact.extreme {
            prop_assert!(has(&found, &exact.profile(*of)));
        }
    }

    #[test]
    fn scales_of_payoff_do_not_matter(game in made_up(&[2, 2, 3]), scale in 0.01..100.0_f64, shift in -9.0..9.0_f64) {
        let moved = with_payoffs(&game, |player, at, payoff| {
            // A shift that depends on what the others do changes nothing either.
            let others = game.profile(game.index(&{ let mut of = game.profile(at); of[player] = 0; of }));
            payoff * scale + shift * others.iter().sum::<usize>() as f64
        });
        let (one, other) = (solve(&game), solve(&moved));
        prop_assert_eq!(one.isolated.len(), other.isolated.len());
        for of in &one.isolated {
            prop_assert!(other.isolated.iter().any(|moved| near(&moved.profile, &of.profile, 1e-8)));
        }
    }

    #[test]
    fn names_do_not_matter(game in made_up(&[2, 3, 2])) {
        // The second player's strategies backwards.
        let turned = with_payoffs(&game, |player, at, _| {
            let mut profile = game.profile(at);
            profile[1] = 2 - profile[1];
            game.payoff(player, game.index(&profile))
        });
        let (one, other) = (solve(&game), solve(&turned));
        prop_assert_eq!(one.isolated.len(), other.isolated.len());
        for of in one.isolated {
            let mut profile = of.profile;
            profile[1].reverse();
            prop_assert!(other.isolated.iter().any(|turned| near(&turned.profile, &profile, 1e-8)));
        }
    }
}

#[test]
fn a_game_where_nothing_matters_is_one_continuum() {
    let players = [2, 2, 2].map(|n| Player::numbered("", n)).to_vec();
    let found = solve(&Game::new("", players, vec![vec![1.0; 8]; 3]).unwrap());
    assert_eq!(numbers(&found), (0, 1, 0));
    assert!(
        found.continua[0]
            .within
            .low
            .iter()
            .flatten()
            .all(|p| *p == 0.0)
    );
}
