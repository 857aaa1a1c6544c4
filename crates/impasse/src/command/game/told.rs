//! What is told of a game, in words.

use super::answer::{
    Answer, Component, Connected, Found, Limits, Point, Pure, Quantal, Response, Worse,
};
use crate::output;

/// Items of one list that are shown.
const SHOWN: usize = 100;

/// A probability below this is not shown.
const PLAYED: f64 = 5e-5;

pub(super) fn text(answer: &Answer) -> String {
    let mut page = Page {
        answer,
        text: String::new(),
    };
    page.head();
    page.dominance();
    page.pure();
    page.equilibria();
    page.quantal(&answer.quantal_responses);
    page.text
}

struct Page<'a> {
    answer: &'a Answer,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str, hang: &str) {
        self.text.push_str(&output::wrapped(line, hang));
        self.text.push('\n');
    }

    fn heading(&mut self, words: &str) {
        self.text.push('\n');
        self.line(words, "");
    }

    fn head(&mut self) {
        let answer = self.answer;
        let title = if answer.title.is_empty() {
            "A game"
        } else {
            &answer.title
        };
        self.line(&shown(title), "");
        for player in &answer.players {
            let names: Vec<String> = player.strategies.iter().map(|name| shown(name)).collect();
            self.line(
                &format!("  {}: {}", shown(&player.name), names.join(", ")),
                "    ",
            );
        }
    }

    fn dominance(&mut self) {
        let dominance = &self.answer.dominance;
        if dominance.strict.is_empty() && dominance.weak.is_empty() {
            return self.heading(
                "No strategy is dominated, strictly or weakly, by another or by a mixture.",
            );
        }
        self.heading("Dominated strategies");
        for (round, found) in dominance.strict.iter().enumerate() {
            for of in found {
                let when = if round == 0 {
                    String::new()
                } else {
                    format!(" once those before are out (round {})", round + 1)
                };
                self.worse(of, "always worse", &when);
            }
        }
        for of in &dominance.weak {
            self.worse(of, "never better", "");
        }
        if !dominance.strict.is_empty() {
            let left: Vec<String> = dominance
                .left
                .iter()
                .zip(&self.answer.players)
                .map(|(left, player)| {
                    let names: Vec<String> = left.iter().map(|name| shown(name)).collect();
                    format!("{}: {}", shown(&player.name), names.join(", "))
                })
                .collect();
            self.line(
                &format!("  Left by strict dominance: {}", left.join("; ")),
                "    ",
            );
        }
    }

    fn worse(&mut self, of: &Worse, how: &str, when: &str) {
        let by: Vec<String> = of
            .by
            .iter()
            .map(|share| match of.by.len() {
                1 => shown(&share.strategy),
                _ => format!(
                    "{} {}",
                    short(&share.exact, share.probability),
                    shown(&share.strategy)
                ),
            })
            .collect();
        let line = format!(
            "  {}: {} is {how} than {}{when}",
            shown(&of.player),
            shown(&of.strategy),
            by.join(" + ")
        );
        self.line(&line, "    ");
    }

    fn pure(&mut self) {
        let answer = self.answer;
        match answer.pure_equilibria.len() {
            0 => self.heading("No equilibrium in pure strategies."),
            n => {
                let noun = if n == 1 { "equilibrium" } else { "equilibria" };
                self.heading(&format!("{n} {noun} in pure strategies"));
                self.profiles(&answer.pure_equilibria, false);
            }
        }
        if let Some(of) = &answer.epsilon {
            let all = output::of(of.profiles.len() as u64, "pure profile", "pure profiles");
            self.heading(&format!(
                "{all} in which nobody would gain more than {} by moving alone",
                number(of.epsilon)
            ));
            self.profiles(&of.profiles, true);
        }
    }

    fn profiles(&mut self, profiles: &[Pure], with_regrets: bool) {
        for of in profiles.iter().take(SHOWN) {
            let names: Vec<String> = of.strategies.iter().map(|name| shown(name)).collect();
            let regrets = if with_regrets {
                format!("; regrets {}", numbers(&of.regrets))
            } else {
                String::new()
            };
            let payoffs = numbers(&of.payoffs);
            let line = format!("  ({}): payoffs {payoffs}{regrets}", names.join(", "));
            self.line(&line, "    ");
        }
        self.rest(profiles.len());
    }

    fn rest(&mut self, all: usize) {
        if all > SHOWN {
            self.line(
                &format!(
                    "  and {} more; --json has all",
                    output::count((all - SHOWN) as u64)
                ),
                "    ",
            );
        }
    }

    fn equilibria(&mut self) {
        match &self.answer.equilibria {
            Found::ExtremePoints {
                extreme,
                components,
            } => self.exact(extreme, components),
            Found::BranchAndPrune {
                isolated,
                continua,
                undecided,
                index_sum,
            } => {
                self.searched(isolated, continua, undecided, *index_sum);
            }
            Found::None { reason } => {
                self.heading(&format!("All equilibria were not looked for. {reason}."));
            }
        }
    }

    fn exact(&mut self, extreme: &[Point], components: &[Component]) {
        let all = output::of(extreme.len() as u64, "equilibrium", "equilibria");
        let alone = components.iter().all(|of| of.isolated);
        self.heading(&match (alone, extreme.len()) {
            (true, 1) => format!("{all} and no other, found without rounding"),
            (true, _) => format!("{all} and no others, found without rounding; each stands alone"),
            (false, _) => format!(
                "{all} that are no mixture of others, found without rounding; all others are mixtures of these"
            ),
        });
        self.points(extreme);
        if alone {
            return;
        }
        let parts = output::of(components.len() as u64, "connected part", "connected parts");
        self.line(&format!("  They make {parts}:"), "  ");
        for of in components {
            let subsets: Vec<String> = of
                .subsets
                .iter()
                .map(|subset| {
                    let numbers: Vec<String> =
                        subset.equilibria.iter().map(ToString::to_string).collect();
                    numbers.join(" ")
                })
                .collect();
            let line = match (of.isolated, subsets.as_slice()) {
                (true, [number]) => format!("  - {number} alone"),
                _ => format!("  - a continuum: all mixtures within {}", listed(&subsets)),
            };
            self.line(&line, "    ");
        }
    }

    fn searched(
        &mut self,
        isolated: &[Point],
        continua: &[Connected],
        undecided: &[Limits],
        index_sum: Option<i64>,
    ) {
        let all = output::of(isolated.len() as u64, "equilibrium", "equilibria");
        let whole = match (index_sum, continua.is_empty(), undecided.is_empty()) {
            (Some(1), ..) => "; their indices sum to 1, as those of a whole list do",
            (Some(_), ..) => "; their indices do not sum to 1: the list is not whole",
            (_, _, false) => {
                "; there may be others in the parts that are undecided, and there alone"
            }
            (_, true, true) => "; there are no others",
            (_, false, true) => "; there are no others but the continua below",
        };
        let stands = if isolated.len() == 1 {
            "that stands alone"
        } else {
            "that stand alone"
        };
        self.heading(&format!("{all} {stands}{whole}"));
        self.points(isolated);
        for of in continua {
            self.line("  A continuum of equilibria, which reaches", "    ");
            self.limits(&of.found);
        }
        for of in undecided.iter().take(SHOWN) {
            self.line(
                "  Undecided: whether there is an equilibrium within",
                "    ",
            );
            self.limits(of);
        }
        self.rest(undecided.len());
    }

    fn points(&mut self, points: &[Point]) {
        for (at, of) in points.iter().take(SHOWN).enumerate() {
            for (player, names) in self.answer.players.iter().enumerate() {
                let lead = if player == 0 {
                    format!("{:>4}", at + 1)
                } else {
                    "    ".to_owned()
                };
                let exact = of.exact.as_ref().map(|exact| exact[player].as_slice());
                let payoff = of.exact_payoffs.as_ref().map_or_else(
                    || number(of.payoffs[player]),
                    |exact| short(&exact[player], of.payoffs[player]),
                );
                let played = played(&names.strategies, &of.profile[player], exact);
                self.line(
                    &format!("{lead}  {}: {played}; gets {payoff}", shown(&names.name)),
                    "        ",
                );
            }
            if of.exact.is_none() {
                let most = of.regrets.iter().copied().fold(0.0, f64::max);
                let sure = if of.certified {
                    ""
                } else {
                    "; not certain: the equations meet here without crossing"
                };
                self.line(&format!("      regret {}{sure}", small(most)), "        ");
            }
        }
        self.rest(points.len());
    }

    fn limits(&mut self, limits: &Limits) {
        for ((names, low), high) in self
            .answer
            .players
            .iter()
            .zip(&limits.low)
            .zip(&limits.high)
        {
            let ranges = names
                .strategies
                .iter()
                .zip(low.iter().zip(high))
                .filter(|(_, (_, high))| **high >= PLAYED);
            let ranges: Vec<String> = ranges
                .map(|(name, (low, high))| {
                    let (low, high) = (probability(*low), probability(*high));
                    let name = shown(name);
                    if low == high {
                        format!("{name} ({low})")
                    } else {
                        format!("{name} ({low} to {high})")
                    }
                })
                .collect();
            self.line(
                &format!("      {}: {}", shown(&names.name), ranges.join(", ")),
                "        ",
            );
        }
    }

    fn quantal(&mut self, of: &Quantal) {
        self.heading("Quantal responses (logit, principal branch; lambda per unit of payoff)");
        for point in &of.points {
            self.response(&format!("lambda {}", number(point.lambda)), point);
        }
        for lambda in &of.out_of_reach {
            self.line(
                &format!("  lambda {}: the branch does not reach it", number(*lambda)),
                "    ",
            );
        }
        for lambda in &of.forks {
            let line = format!(
                "  At lambda {} the branch forks, for the game is symmetric; it is followed straight on",
                number(*lambda)
            );
            self.line(&line, "    ");
        }
        let words = match of.ended {
            "equilibrium" => "it leads to",
            _ => "it was followed to",
        };
        self.response(
            &format!("{words} (lambda {})", number(of.end.lambda)),
            &of.end,
        );
    }

    fn response(&mut self, lead: &str, of: &Response) {
        let most = of.regrets.iter().copied().fold(0.0, f64::max);
        self.line(&format!("  {lead}; regret {}", small(most)), "    ");
        for (names, profile) in self.answer.players.iter().zip(&of.profile) {
            let played = played(&names.strategies, profile, None);
            self.line(
                &format!("      {}: {played}", shown(&names.name)),
                "        ",
            );
        }
    }
}

/// The strategies that are played with their probabilities.
fn played(names: &[String], profile: &[f64], exact: Option<&[String]>) -> String {
    let played = profile
        .iter()
        .enumerate()
        .filter(|(_, p)| **p >= PLAYED || exact.is_some() && **p > 0.0);
    let words: Vec<(String, String)> = played
        .map(|(at, p)| {
            let p = exact.map_or_else(|| probability(*p), |exact| short(&exact[at], *p));
            (shown(&names[at]), p)
        })
        .collect();
    match words.as_slice() {
        [(name, p)] if p == "1" => name.clone(),
        words => words
            .iter()
            .map(|(name, p)| format!("{name} ({p})"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn probability(p: f64) -> String {
    trimmed(format!("{p:.4}"))
}

/// A fraction where it is short, else its value.
fn short(exact: &str, value: f64) -> String {
    if exact.len() <= 9 {
        exact.to_owned()
    } else {
        number(value)
    }
}

/// Five significant digits.
fn number(value: f64) -> String {
    if value != 0.0 && !(1e-3..1e7).contains(&value.abs()) {
        return format!("{value:.3e}");
    }
    let places = 4 - value.abs().max(1e-9).log10().floor().clamp(-4.0, 4.0) as i32;
    trimmed(format!("{value:.*}", places.max(0) as usize))
}

/// A regret: nothing but rounding counts as 0.
fn small(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else if value < 1e-3 {
        format!("{value:.0e}")
    } else {
        number(value)
    }
}

fn trimmed(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

fn numbers(values: &[f64]) -> String {
    values
        .iter()
        .map(|value| number(*value))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `{1 2}, {2 3} and {4}`.
fn listed(sets: &[String]) -> String {
    let sets: Vec<String> = sets.iter().map(|set| format!("{{{set}}}")).collect();
    match sets.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and within {last}", first.join(", within ")),
    }
}

/// A name of the file on one line, without control characters.
fn shown(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let told: Vec<String> = [
            0.0,
            1.0,
            -2.5,
            1.0 / 3.0,
            1_303_104.0,
            1e9,
            2e-7,
            12.345_678,
        ]
        .map(number)
        .into();
        assert_eq!(
            told,
            [
                "0", "1", "-2.5", "0.33333", "1303104", "1.000e9", "2.000e-7", "12.346"
            ]
        );
        assert_eq!(probability(0.99999), "1");
        assert_eq!(listed(&["1 2".into(), "3".into()]), "{1 2} and within {3}");
        assert_eq!(shown("a\u{1b}[31m\n"), "a\u{fffd}[31m\u{fffd}");
    }
}
