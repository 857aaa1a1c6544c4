//! Equilibria and quantal responses beside Gambit's, and the laws they obey.
#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.

mod bimatrix;
mod logit;
mod polynomial;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use strategy::game::Game;

#[derive(Deserialize)]
struct Golden<T> {
    pygambit: String,
    games: Vec<Answer<T>>,
}

/// What Gambit says of a game.
#[derive(Deserialize)]
struct Answer<T> {
    name: String,
    nfg: String,
    #[serde(flatten)]
    told: T,
}

/// Games of a golden file with Gambit's answers.
fn golden<T: DeserializeOwned>(text: &str) -> Vec<(Answer<T>, Game)> {
    let golden: Golden<T> = serde_json::from_str(text).unwrap();
    assert_eq!(golden.pygambit, "16.7.0");
    let with_game = |answer: Answer<T>| {
        let game = Game::parse(&answer.name, &answer.nfg).unwrap();
        (answer, game)
    };
    golden.games.into_iter().map(with_game).collect()
}
