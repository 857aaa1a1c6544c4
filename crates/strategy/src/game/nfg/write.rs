//! Writing.

use std::fmt::Write;

use crate::game::Game;

impl Game {
    /// The game as an `.nfg` file with payoffs, exact ones as rationals. Reading it gives the same game.
    pub fn to_nfg(&self) -> String {
        let names = |names: &mut dyn Iterator<Item = &String>| {
            names.map(|name| quoted(name)).collect::<Vec<_>>().join(" ")
        };
        let players = names(&mut self.players().iter().map(|player| &player.name));
        let mut text = format!("NFG 1 R {} {{ {players} }}\n\n{{\n", quoted(&self.title));
        for player in self.players() {
            let _ = writeln!(text, "{{ {} }}", names(&mut player.strategies.iter()));
        }
        let _ = writeln!(text, "}}\n{}\n", quoted(&self.comment));
        for profile in 0..self.profile_count() {
            let payoffs: Vec<String> = (0..self.players().len())
                .map(|player| self.exact_payoff(player, profile).to_string())
                .collect();
            let _ = writeln!(text, "{}", payoffs.join(" "));
        }
        text
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Player;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_game_comes_back(
            names in prop::collection::vec("[^\0]{1,6}", 3),
            comment in ".{0,9}",
            payoffs in prop::collection::vec(-1e9..1e9_f64, 12),
        ) {
            let mut players = [2, 3].map(|n| Player::numbered("p", n)).to_vec();
            players[0].name = format!("{}1", names[0]);
            players[1].strategies[2] = format!("{}x", names[1]);
            let mut game = Game::new(names[2].clone(), players, vec![payoffs[..6].to_vec(), payoffs[6..].to_vec()]).unwrap();
            game.comment = comment;
            let back = Game::parse("", &game.to_nfg()).unwrap();
            prop_assert_eq!(back.to_nfg(), game.to_nfg());
            prop_assert_eq!(back.payoffs(0), game.payoffs(0));
            prop_assert_eq!((back.players(), &back.title, &back.comment), (game.players(), &game.title, &game.comment));
        }
    }
}
