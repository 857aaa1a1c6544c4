//! Quantal responses beside Gambit's, and the laws they obey.

use proptest::prelude::*;
use serde::Deserialize;
use strategy::game::{
    BranchEnd, BranchOptions, Game, MixedProfile, Player, QuantalResponse, logit_branch,
    logit_response,
};

use crate::golden;

#[derive(Deserialize)]
struct Told {
    /// First points of the branch at some lambdas.
    lambda: Vec<Point>,
    /// Points along it.
    branch: Vec<Point>,
}

#[derive(Deserialize)]
struct Point {
    lambda: f64,
    profile: MixedProfile,
}

fn apart(one: &MixedProfile, other: &MixedProfile) -> f64 {
    one.iter()
        .flatten()
        .zip(other.iter().flatten())
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max)
}

/// How far a profile is from the logit responses to itself.
fn off(game: &Game, of: &QuantalResponse) -> f64 {
    let respond = |player: usize| {
        let payoffs = game.strategy_payoffs(player, &of.profile);
        let best = payoffs.iter().copied().fold(f64::MIN, f64::max);
        let weights: Vec<f64> = payoffs
            .iter()
            .map(|payoff| (of.lambda * (payoff - best)).exp())
            .collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    };
    apart(&of.profile, &(0..of.profile.len()).map(respond).collect())
}

#[test]
fn paths_are_gambits_to_a_millionth() {
    let mut compared = 0;
    for (answer, game) in golden::<Told>(include_str!("../golden/logit.json")) {
        for point in &answer.told.lambda {
            let ours = logit_response(&game, point.lambda).unwrap().unwrap();
            assert!(off(&game, &ours) < 1e-10);
            let apart = apart(&ours.profile, &point.profile);
            assert!(apart < 1e-6, "{} at {}: {apart}", answer.name, point.lambda);
        }
        let furthest = answer
            .told
            .branch
            .iter()
            .map(|point| point.lambda)
            .fold(0.0, f64::max);
        let options = BranchOptions {
            lambda: 2.0 * furthest + 1.0,
            regret: 0.0,
            ..BranchOptions::default()
        };
        let branch = logit_branch(&game, &options).unwrap();
        // Where playing everything alike is an equilibrium the branch ends where it begins, as does Gambit's.
        let expected = if answer.told.branch.len() == 1 {
            BranchEnd::Regret
        } else {
            BranchEnd::Lambda
        };
        assert_eq!(branch.end, expected, "{}", answer.name);
        for point in &answer.told.branch {
            let ours = branch.at(&game, point.lambda);
            let apart = ours
                .iter()
                .map(|ours| apart(&ours.profile, &point.profile))
                .fold(f64::MAX, f64::min);
            assert!(
                apart < 1e-6,
                "{} at {}: {apart} of {}",
                answer.name,
                point.lambda,
                ours.len()
            );
            compared += 1;
        }
    }
    assert!(compared > 250, "{compared}");
}

fn made_up() -> impl Strategy<Value = Game> {
    let counts = [2, 3, 2];
    prop::collection::vec(prop::collection::vec(-3.0..3.0_f64, 12), 3).prop_map(move |payoffs| {
        let players = counts.iter().map(|n| Player::numbered("", *n)).collect();
        Game::new("", players, payoffs).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_point_of_a_branch_responds_to_itself_and_its_end_is_an_equilibrium(game in made_up()) {
        let branch = logit_branch(&game, &BranchOptions::default()).unwrap();
        // Rounding of payoffs counts lambda times.
        prop_assert!(branch.points.iter().all(|point| off(&game, point) < 1e-10 + 1e-12 * point.lambda));
        if branch.end == BranchEnd::Regret {
            let last = branch.points.last().unwrap();
            prop_assert!(game.regrets(&last.profile).iter().all(|regret| *regret < 1e-6));
        }
        prop_assert!(branch.end != BranchEnd::Lost);
    }

    #[test]
    fn lambda_is_per_unit_of_payoff(game in made_up(), scale in 0.1..10.0_f64) {
        let payoffs = (0..3).map(|player| game.payoffs(player).iter().map(|payoff| payoff * scale + 1.0).collect());
        let scaled = Game::new("", game.players().to_vec(), payoffs.collect()).unwrap();
        let (one, other) = (logit_response(&game, 1.0).unwrap().unwrap(), logit_response(&scaled, 1.0 / scale).unwrap().unwrap());
        prop_assert!(apart(&one.profile, &other.profile) < 1e-9);
    }
}

#[test]
fn a_hairpin_is_followed_round_and_not_jumped_across() {
    let players = [2, 3, 2].map(|n| Player::numbered("", n)).to_vec();
    let payoffs = vec![
        vec![
            0.0, 2.982, 0.0, 1.941, 0.0, 0.0, 0.0, 0.0, 0.0, 0.525, 0.0, 0.0,
        ],
        vec![
            0.0, -2.647, 0.0, 2.327, 0.0, 0.0, 0.0, 1.381, 0.0, 0.047, 0.0, 0.0,
        ],
        vec![
            0.0, -1.736, 0.0, -2.383, 0.0, 0.0, 0.0, 0.0, 0.0, -2.375, 0.0, 0.0,
        ],
    ];
    let game = Game::new("", players, payoffs).unwrap();
    let branch = logit_branch(&game, &BranchOptions::default()).unwrap();
    assert_eq!(branch.end, BranchEnd::Regret);
    // Lambda goes up to 156, back to 2.3 and up again.
    let middle = branch.at(&game, 10.0);
    assert_eq!(middle.len(), 3);
    assert!(middle.iter().all(|point| off(&game, point) < 1e-10));
    // The first of them is what a search for that lambda gives.
    let first = logit_response(&game, middle[0].lambda).unwrap().unwrap();
    assert!(apart(&first.profile, &middle[0].profile) < 1e-9);
}

#[test]
fn where_branches_cross_it_is_said() {
    // Battle of the sexes, its players alike but for names: at some lambda the branch forks.
    let game = Game::parse("", r#"NFG 1 R "" { "A" "B" } { 2 2 } 3 2 0 0 0 0 2 3"#).unwrap();
    let branch = logit_branch(
        &game,
        &BranchOptions {
            lambda: 5.0,
            ..BranchOptions::default()
        },
    )
    .unwrap();
    assert_eq!(branch.forks.len(), 1);
    // It goes straight on, to the equilibrium in which they are alike.
    let last = branch.points.last().unwrap();
    assert!((last.profile[0][0] - last.profile[1][1]).abs() < 1e-9);
    let generic = Game::parse("", r#"NFG 1 R "" { "A" "B" } { 2 2 } 3 2 0 0 0 0 2 4"#).unwrap();
    assert!(
        logit_branch(&generic, &BranchOptions::default())
            .unwrap()
            .forks
            .is_empty()
    );
}

#[test]
fn at_zero_everything_is_played_alike_and_lambdas_out_of_range_are_refused() {
    let game = Game::parse(
        "",
        r#"NFG 1 R "" { "A" "B" } { 2 3 } 1 2 3 4 5 6 7 8 9 0 1 2"#,
    )
    .unwrap();
    let third = 1.0 / 3.0;
    assert!(
        apart(
            &logit_response(&game, 0.0).unwrap().unwrap().profile,
            &vec![vec![0.5; 2], vec![third; 3]]
        ) < 1e-12
    );
    for lambda in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(logit_response(&game, lambda).is_err());
    }
    let options = BranchOptions {
        lambda: 0.0,
        ..BranchOptions::default()
    };
    assert!(logit_branch(&game, &options).is_err());
}

#[test]
fn a_game_where_nothing_matters_stays_where_it_is() {
    let players = vec![Player::numbered("a", 2), Player::numbered("b", 2)];
    let game = Game::new("", players, vec![vec![1.0; 4]; 2]).unwrap();
    assert_eq!(
        logit_response(&game, 5.0).unwrap().unwrap().profile,
        [[0.5, 0.5], [0.5, 0.5]]
    );
    assert_eq!(
        logit_branch(&game, &BranchOptions::default()).unwrap().end,
        BranchEnd::Regret
    );
}
