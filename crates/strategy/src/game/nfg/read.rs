//! Reading.

use std::ops::Range;
use std::path::Path;

use super::token::{Token, Tokens};
use crate::game::normal_form::MOST_PAYOFFS;
use crate::game::{Game, Player, Rational, parse_rational};
use crate::{GameFault, StrategyError};

impl Game {
    /// Reads an `.nfg` file of Gambit, with payoffs or with outcomes. Payoffs are kept exactly. Fails on the
    /// first fault, with its line, column and remedy.
    pub fn read(path: &Path) -> Result<Self, StrategyError> {
        let failed = |source| StrategyError::Io {
            path: path.to_owned(),
            source,
        };
        let bytes = std::fs::read(path).map_err(failed)?;
        let name = path.display().to_string();
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&name, &text),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Err(Box::new(GameFault::new(
                    &name,
                    &text,
                    valid..valid + 3,
                    "not UTF-8 text".to_owned(),
                    "here",
                    "save the file as UTF-8; an .nfg file is plain text".to_owned(),
                ))
                .into())
            }
        }
    }

    /// Reads the text of an `.nfg` file; `name` is what messages call it.
    ///
    /// ```
    /// use strategy::game::Game;
    /// let text = r#"NFG 1 R "Pennies" { "Even" "Odd" } { 2 2 } 1 -1 -1 1 -1 1 1 -1"#;
    /// let game = Game::parse("pennies.nfg", text)?;
    /// assert_eq!(game.payoff(1, game.index(&[1, 0])), 1.0);
    /// let fault = Game::parse("pennies.nfg", &text.replace(" 1 -1 ", " 1 x ")).unwrap_err();
    /// assert_eq!(fault.to_string(), "pennies.nfg:1:46: `x` is no payoff");
    /// # Ok::<(), strategy::StrategyError>(())
    /// ```
    pub fn parse(name: &str, text: &str) -> Result<Self, StrategyError> {
        let mut reader = Reader {
            name,
            text,
            tokens: Tokens::new(text),
        };
        Ok(reader.game()?)
    }
}

type Read<T> = Result<T, Box<GameFault>>;

struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    tokens: Tokens<'a>,
}

impl Reader<'_> {
    fn game(&mut self) -> Read<Game> {
        let (token, span) = self.tokens.next();
        if token != Token::Word("NFG".to_owned()) {
            let help = match token {
                Token::Word(word) if word == "EFG" => {
                    "this is an extensive game; save it as a strategic game (.nfg) with Gambit"
                }
                _ => "an .nfg file begins with NFG 1 R \"title\"",
            };
            return Err(self.fault(span, "not a strategic game of Gambit".into(), "here", help));
        }
        let (token, span) = self.tokens.next();
        if token != Token::Word("1".to_owned()) {
            let message = format!("version {} of the format", token.shown());
            return Err(self.fault(span, message, "here", "only version 1 is read"));
        }
        let (token, span) = self.tokens.next();
        if !matches!(&token, Token::Word(word) if word == "R" || word == "D") {
            let message = format!("{} where R is expected", token.shown());
            return Err(self.fault(span, message, "here", "write NFG 1 R \"title\""));
        }
        let title = self.label("the title")?;
        let players = self.players()?;
        let comment = match self.tokens.peek() {
            Token::Text(_) => self.label("a comment")?,
            _ => String::new(),
        };
        let profiles = players
            .iter()
            .map(|player| player.strategies.len())
            .product();
        let payoffs = match self.tokens.peek() {
            Token::Open => self.by_outcome(players.len(), profiles)?,
            _ => self.by_profile(players.len(), profiles)?,
        };
        let (token, span) = self.tokens.next();
        if token != Token::End {
            let message = format!("{} after the last of {profiles} profiles", token.shown());
            let help = "the numbers do not fit the strategies: count both";
            return Err(self.fault(span, message, "one too many", help));
        }
        let mut game = Game::exact(title, players, payoffs).map_err(|error| {
            self.fault(
                0..0,
                error.to_string(),
                "in this file",
                "change the payoffs or the strategies",
            )
        })?;
        game.comment = comment;
        Ok(game)
    }

    /// The players with their strategies, given by name or by number.
    fn players(&mut self) -> Read<Vec<Player>> {
        self.open("the names of the players")?;
        let names = self.labels("player", "the name of a player")?;
        if names.is_empty() {
            return Err(self.fault_here("no players", "name at least one player"));
        }
        self.open("the strategies")?;
        let mut players = Vec::with_capacity(names.len());
        let mut payoffs = names.len();
        for name in &names {
            let (token, span) = self.tokens.next();
            let player = match token {
                Token::Open => Player {
                    name: name.clone(),
                    strategies: self.labels("strategy", "the name of a strategy")?,
                },
                Token::Word(word) => match word.parse::<usize>() {
                    Ok(count) if count <= MOST_PAYOFFS => Player::numbered(name.clone(), count),
                    _ => {
                        let message = format!("`{word}` is no number of strategies");
                        let help = "write a whole number, or the names in braces";
                        return Err(self.fault(span, message, "here", help));
                    }
                },
                other => {
                    let message = format!(
                        "{} where the strategies of \"{name}\" are expected",
                        other.shown()
                    );
                    let help = format!(
                        "{} players are named: give the strategies of each, in braces or as a number",
                        names.len()
                    );
                    return Err(self.fault(span, message, "here", &help));
                }
            };
            payoffs = payoffs.saturating_mul(player.strategies.len());
            if player.strategies.is_empty() || payoffs > MOST_PAYOFFS {
                let (message, help) = if payoffs == 0 {
                    (
                        format!("player \"{name}\" has no strategy"),
                        "each needs one at least".to_owned(),
                    )
                } else {
                    let message = format!("the game has more than {MOST_PAYOFFS} payoffs");
                    (message, "leave strategies out".to_owned())
                };
                return Err(self.fault(span, message, "here", &help));
            }
            players.push(player);
        }
        let (token, span) = self.tokens.next();
        if token != Token::Close {
            let message = format!(
                "{} after the strategies of {} players",
                token.shown(),
                names.len()
            );
            return Err(self.fault(
                span,
                message,
                "expected `}`",
                "give one set of strategies a player",
            ));
        }
        Ok(players)
    }

    /// Payoffs of every profile in turn.
    fn by_profile(&mut self, players: usize, profiles: usize) -> Read<Vec<Vec<Rational>>> {
        let mut payoffs = vec![Vec::with_capacity(profiles); players];
        for profile in 0..profiles {
            for of in &mut payoffs {
                let payoff = self.payoff(|| {
                    format!("payoffs of {profiles} profiles are expected, {players} each; {profile} are complete")
                })?;
                of.push(payoff);
            }
        }
        Ok(payoffs)
    }

    /// A list of outcomes, then the number of each profile's.
    fn by_outcome(&mut self, players: usize, profiles: usize) -> Read<Vec<Vec<Rational>>> {
        self.open("the outcomes")?;
        // Outcome 0: nothing to anybody.
        let mut outcomes = vec![vec![Rational::ZERO; players]];
        while self.tokens.peek() == Token::Open {
            self.open("an outcome")?;
            if let Token::Text(_) = self.tokens.peek() {
                self.label("the name of an outcome")?;
            }
            let number = outcomes.len();
            let mut of = Vec::with_capacity(players);
            for _ in 0..players {
                of.push(self.payoff(|| format!("outcome {number} needs {players} payoffs"))?);
            }
            self.close(&format!("{players} payoffs of outcome {number}"))?;
            outcomes.push(of);
        }
        self.close("the outcomes")?;
        let mut payoffs = vec![Vec::with_capacity(profiles); players];
        for profile in 0..profiles {
            let (token, span) = self.tokens.next();
            let outcome = match &token {
                Token::Word(word) => word.parse::<usize>().ok().and_then(|at| outcomes.get(at)),
                _ => None,
            };
            let Some(outcome) = outcome else {
                let message = format!("{} is no outcome", token.shown());
                let help = format!(
                    "{profiles} numbers from 0 to {} are expected, one a profile; {profile} are given before",
                    outcomes.len() - 1
                );
                return Err(self.fault(span, message, "here", &help));
            };
            for (of, payoff) in payoffs.iter_mut().zip(outcome) {
                of.push(payoff.clone());
            }
        }
        Ok(payoffs)
    }

    fn payoff(&mut self, help: impl FnOnce() -> String) -> Read<Rational> {
        let (token, span) = self.tokens.next();
        let value = match &token {
            Token::Word(word) => parse_rational(word),
            _ => None,
        };
        value.ok_or_else(|| {
            let help = match token {
                Token::Word(_) => {
                    "write a number such as 3, -1/2 or 0.25, of 100 digits at most".to_owned()
                }
                _ => help(),
            };
            self.fault(
                span,
                format!("{} is no payoff", token.shown()),
                "here",
                &help,
            )
        })
    }

    fn label(&mut self, what: &str) -> Read<String> {
        match self.tokens.next() {
            (Token::Text(text), _) => Ok(text),
            (other, span) => {
                let message = format!("{} where {what} is expected", other.shown());
                Err(self.fault(
                    span,
                    message,
                    "here",
                    "put it in double quotes, \\\" for a quote inside",
                ))
            }
        }
    }

    /// Names up to a closing brace; those left empty are numbered.
    fn labels(&mut self, noun: &str, what: &str) -> Read<Vec<String>> {
        let mut names = Vec::new();
        while self.tokens.peek() != Token::Close {
            let mut name = self.label(what)?;
            if name.is_empty() {
                name = (names.len() + 1).to_string();
            }
            if names.contains(&name) {
                let help = format!("give every {noun} a name of its own");
                return Err(self.fault_here(&format!("a second {noun} \"{name}\""), &help));
            }
            if names.len() >= MOST_NAMES {
                let message = format!("more than {MOST_NAMES} names");
                return Err(self.fault_here(&message, "give the number of strategies instead"));
            }
            names.push(name);
        }
        self.tokens.next();
        Ok(names)
    }

    fn open(&mut self, what: &str) -> Read<()> {
        self.brace(&Token::Open, &format!("`{{` before {what}"))
    }

    fn close(&mut self, what: &str) -> Read<()> {
        self.brace(&Token::Close, &format!("`}}` after {what}"))
    }

    fn brace(&mut self, wanted: &Token, words: &str) -> Read<()> {
        let (token, span) = self.tokens.next();
        if token == *wanted {
            return Ok(());
        }
        let message = format!("{} where {words} is expected", token.shown());
        Err(self.fault(
            span,
            message,
            "here",
            "check that braces and quotes are closed before this place",
        ))
    }

    fn fault(
        &self,
        span: Range<usize>,
        message: String,
        label: &str,
        help: &str,
    ) -> Box<GameFault> {
        Box::new(GameFault::new(
            self.name,
            self.text,
            span,
            message,
            label,
            help.to_owned(),
        ))
    }

    /// A fault of the word that was read last.
    fn fault_here(&self, message: &str, help: &str) -> Box<GameFault> {
        let at = self.tokens.place();
        self.fault(at..at, message.to_owned(), "up to here", help)
    }
}

/// Most names in one list: a search through them is to stay quick.
const MOST_NAMES: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::to_f64;
    use proptest::prelude::*;

    /// Selten (1975), figure 2, as payoffs and as outcomes.
    const PAYOFFS: &str =
        "NFG 1 R \"Selten\" { \"Player 1\" \"Player 2\" } { 3 2 }\n\n1 1 0 2 0 2 1 1 0 3 2 0\n";
    const OUTCOMES: &str = "NFG 1 R \"Selten\" { \"Player 1\" \"Player 2\" }
        { { \"1\" \"2\" \"3\" } { \"1\" \"2\" } } \"\"
        { { \"\" 1, 1 } { \"low\" 0, 2 } { \"\" 0 2.0 } { \"\" 2/2, 1e0 } { \"\" 0, 3 } { \"\" 2, 0 } }
        1 2 3 4 5 6";

    fn message(text: &str) -> String {
        match Game::parse("f.nfg", text).unwrap_err() {
            StrategyError::File(fault) => format!("{fault}; {}", fault.help),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn both_forms_say_the_same() {
        let by_payoff = Game::parse("", PAYOFFS).unwrap();
        assert_eq!(by_payoff, Game::parse("", OUTCOMES).unwrap());
        assert_eq!(by_payoff.payoffs(1), [1.0, 2.0, 2.0, 1.0, 3.0, 0.0]);
        let with_null = OUTCOMES.replace("5 6", "0 0");
        assert_eq!(
            Game::parse("", &with_null).unwrap().payoffs(1)[4..],
            [0.0, 0.0]
        );
    }

    #[test]
    fn rationals_are_kept() {
        let game = Game::parse("", "NFG 1 D \"\" {\"\"}{{\"a\" \"\"}}\"c\"1/3,-.1").unwrap();
        assert_eq!(game.players()[0].strategies, ["a", "2"]);
        assert_eq!(game.comment, "c");
        let told: Vec<_> = (0..2)
            .map(|at| game.exact_payoff(0, at).to_string())
            .collect();
        assert_eq!(told, ["1/3", "-1/10"]);
        assert!((to_f64(&game.exact_payoff(0, 0)) - 1.0 / 3.0).abs() < 1e-16);
    }

    #[test]
    fn faults_have_place_and_remedy() {
        for (from, to, words) in [
            ("NFG", "EFG", "f.nfg:1:1: not a strategic game"),
            ("NFG 1", "NFG 2", "f.nfg:1:5: version `2`"),
            ("R", "Q", "`Q` where R is expected"),
            (
                "\"Selten\"",
                "Selten",
                "`Selten` where the title is expected; put it in double quotes",
            ),
            ("Player 2", "Player 1", "a second player \"Player 1\""),
            (
                "{ 3 2 }",
                "{ 3 }",
                "strategies of \"Player 2\" are expected",
            ),
            ("{ 3 2 }", "{ 3 2 2 }", "after the strategies of 2 players"),
            ("{ 3 2 }", "{ 3 0 }", "player \"Player 2\" has no strategy"),
            ("{ 3 2 }", "{ 3 -2 }", "`-2` is no number of strategies"),
            ("{ 3 2 }", "{ 30000 30000 }", "more than 20000000 payoffs"),
            (
                "3 2 0\n",
                "3 2\n",
                "f.nfg:4:1: the end of the file is no payoff; payoffs of 6 profiles",
            ),
            (
                "3 2 0\n",
                "3 2 0 1\n",
                "f.nfg:3:25: `1` after the last of 6 profiles",
            ),
            (
                "1 1 0 2",
                "1 1/0 0 2",
                "f.nfg:3:3: `1/0` is no payoff; write a number",
            ),
            ("1 1 0 2", "1 1e101 0 2", "no payoff"),
            ("1 1 0 2", "1 99e99 0 2", "payoff 9"),
            (
                "Player 2\"",
                "Player 2",
                "a quotation mark that is not closed",
            ),
        ] {
            let told = message(&PAYOFFS.replacen(from, to, 1));
            assert!(told.contains(words), "{told}");
        }
        for (from, to, words) in [
            ("4 5 6", "4 5 7", "`7` is no outcome; 6 numbers from 0 to 6"),
            ("4 5 6", "4 5", "5 are given before"),
            ("{ \"\" 0, 3 }", "{ \"\" 0 }", "outcome 5 needs 2 payoffs"),
            (
                "{ \"\" 0, 3 }",
                "{ \"\" 0 3 4 }",
                "`}` after 2 payoffs of outcome 5",
            ),
            ("{ \"\" 0, 3 }", "0", "`}` after the outcomes"),
        ] {
            let told = message(&OUTCOMES.replacen(from, to, 1));
            assert!(told.contains(words), "{told}");
        }
    }

    #[test]
    fn a_file_that_is_not_text_is_refused() {
        let path = std::env::temp_dir().join(format!("impasse-{}.nfg", std::process::id()));
        std::fs::write(&path, b"NFG 1 R \"\xff\"").unwrap();
        let told = Game::read(&path).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert!(told.ends_with(":1:10: not UTF-8 text"), "{told}");
        assert!(matches!(Game::read(&path), Err(StrategyError::Io { .. })));
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(cut in 0_usize..200, noise in "[ {}\"\\\\,0-9a-zé./-]{0,12}") {
            for text in [PAYOFFS, OUTCOMES] {
                let at = text.floor_char_boundary(cut.min(text.len()));
                let _ = Game::parse("f", &format!("{}{noise}{}", &text[..at], &text[at..]));
                let _ = Game::parse("f", &format!("{}{noise}", &text[..at]));
            }
        }
    }
}
