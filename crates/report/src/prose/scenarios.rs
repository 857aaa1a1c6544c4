//! Sentences on what happens under each scenario.

use assessment::ScenarioSection;
use stats::Source;
use theatre::summary::{Chance, Difference, Horizon, Mean, Measure, PartyKind};
use theatre::{Scenarios, Summary};

use super::{Sentence, list};
use crate::number::{self, NBSP};

/// What the runs say, in a few sentences: how things end if everyone goes on as in the first scenario, and where the
/// others differ most.
pub(crate) fn sentences(of: &Scenarios, source: &Source) -> Vec<Sentence> {
    [
        first(of, source),
        lives(of, source),
        capital(of, source),
        collapse(of, source),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn end(of: &Summary) -> Option<&Horizon> {
    of.horizons.last()
}

/// How the scenario that the others are compared with ends.
fn first(of: &Scenarios, source: &Source) -> Option<Sentence> {
    let one = of.scenarios.first()?;
    let end = end(one)?;
    let (who, then) = match of.holder {
        0 => (
            "the state holds the capital".to_owned(),
            " of runs and rules ",
        ),
        _ => (
            format!("{} holds the capital, as at the start,", holder(of)),
            " of runs, the state rules ",
        ),
    };
    let sentence = Sentence::new(&one.name)
        .say(format!(" for {} months: {who} in ", end.month))
        .figure(
            number::percent(end.capital.get(of.holder)?.probability),
            source,
        )
        .say(then)
        .figure(number::percent(end.state.mean), source)
        .say(format!(
            " of the people (90{NBSP}%: {}), armed movements and factions rule ",
            number::percents(end.state.low, end.state.high)
        ))
        .figure(number::percent(end.shadow.mean + end.overt.mean), source)
        .say(", nobody the rest; ")
        .figure(amount(end.deaths.mean), source)
        .say(format!(
            " people are killed (90{NBSP}%: {} to {}).",
            amount(end.deaths.low),
            amount(end.deaths.high)
        ));
    Some(sentence)
}

/// Under which scenarios fewest and most die.
fn lives(of: &Scenarios, source: &Source) -> Option<Sentence> {
    let first = of.scenarios.first()?;
    let mut told: Vec<(&Summary, &Difference)> = of
        .scenarios
        .iter()
        .filter_map(|one| Some((one, one.less_first(of.months, Measure::Deaths)?)))
        .filter(|(_, less)| tells(less))
        .collect();
    told.sort_by(|a, b| a.1.difference.mean.total_cmp(&b.1.difference.mean));
    let (fewest, most) = (
        told.first().filter(|(_, less)| less.difference.mean < 0.0),
        told.last().filter(|(_, less)| less.difference.mean > 0.0),
    );
    let part = |what: &str, (one, less): &(&Summary, &Difference)| {
        let more = less.difference.mean > 0.0;
        let (word, chance) = if more {
            ("more", less.higher)
        } else {
            ("fewer", less.lower)
        };
        Sentence::new(what)
            .say(" under ")
            .say(&one.name)
            .say(" (")
            .figure(amount(less.difference.mean.abs()), source)
            .say(format!(" {word}; {word} in "))
            .figure(number::percent(chance.probability), source)
            .say(" of runs)")
    };
    let parts: Vec<Sentence> = [
        fewest.map(|one| part("fewest die", one)),
        most.map(|one| part("most die", one)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let begin = Sentence::new("Against ").say(&first.name);
    Some(if parts.is_empty() {
        begin.say(", no other scenario costs a number of lives that can be told apart.")
    } else {
        begin
            .say(" on the same chances, ")
            .join(list(parts))
            .say(".")
    })
}

/// Who holds the capital before the first month: `the state`, or a name.
pub(crate) fn holder(of: &Scenarios) -> String {
    let other = of.fighters.get(of.holder).filter(|_| of.holder > 0);
    other.map_or_else(
        || "the state".to_owned(),
        |party| number::short_name(&party.name),
    )
}

/// Where who holds the capital loses it most often, and to whom.
fn capital(of: &Scenarios, source: &Source) -> Option<Sentence> {
    let lost = |one: &Summary| {
        1.0 - end(one).map_or(1.0, |end| {
            end.capital.get(of.holder).map_or(1.0, |c| c.probability)
        })
    };
    let who = number::capital_first(&holder(of));
    let one = of
        .scenarios
        .iter()
        .max_by(|a, b| lost(a).total_cmp(&lost(b)))?;
    let end = end(one)?;
    if lost(one) < 0.05 {
        return Some(
            Sentence::new(format!("{who} loses the capital in "))
                .figure(number::percent(lost(one).max(0.0)), source)
                .say(" of runs at most, under ")
                .say(&one.name)
                .say("."),
        );
    }
    let mut held: Vec<(String, f64)> = holders(of, end).into_iter().skip(1).collect();
    held.truncate(2);
    let parts = held.into_iter().map(|(who, p)| {
        Sentence::new("by ")
            .say(who)
            .say(" in ")
            .figure(number::percent(p), source)
    });
    Some(
        Sentence::new(format!("{who} loses the capital most often under "))
            .say(&one.name)
            .say(", in ")
            .figure(number::percent(lost(one)), source)
            .say(" of runs; it is then held ")
            .join(list(parts.collect()))
            .say("."),
    )
}

/// Who holds the capital: first who does at the start, then others from the likeliest on, nobody among them; those that hold it in
/// half a per cent of runs or more.
pub(crate) fn holders(of: &Scenarios, at: &Horizon) -> Vec<(String, f64)> {
    let name = |one: usize| {
        let party = of.fighters.get(one);
        party.map_or_else(String::new, |party| match party.kind {
            PartyKind::State => "state".to_owned(),
            PartyKind::LocalCommands => "local commands".to_owned(),
            _ => number::short_name(&party.name),
        })
    };
    let mut others: Vec<(String, f64)> = at
        .capital
        .iter()
        .enumerate()
        .filter(|(one, _)| *one != of.holder)
        .map(|(one, chance)| (name(one), chance.probability))
        .chain([("nobody".to_owned(), at.capital_nobody.probability)])
        .filter(|(_, p)| *p >= 0.005)
        .collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1));
    let holds = at.capital.get(of.holder);
    let holds = holds.map_or(0.0, |chance| chance.probability);
    std::iter::once((name(of.holder), holds))
        .chain(others)
        .collect()
}

/// What a state that falls apart leaves, in the scenario in which it does so most often.
fn collapse(of: &Scenarios, source: &Source) -> Option<Sentence> {
    let collapsed = |one: &Summary| end(one).map_or(0.0, |end| end.regime.collapsed.probability);
    let one = of
        .scenarios
        .iter()
        .max_by(|a, b| collapsed(a).total_cmp(&collapsed(b)))?;
    let end = end(one)?;
    (collapsed(one) >= 0.05).then(|| {
        Sentence::new("The state falls apart most often under ")
            .say(&one.name)
            .say(", in ")
            .figure(number::percent(collapsed(one)), source)
            .say(" of runs; under it a placeholder governs in ")
            .figure(number::percent(end.placeholder.probability), source)
            .say(", three armed factions or more rule in ")
            .figure(number::percent(end.three_factions.probability), source)
            .say(", and ")
            .figure(number::percent(end.nobody.mean), source)
            .say(" of the people are under nobody's rule.")
    })
}

/// Whether a mean difference is more than chance: over twice its standard error, and not nothing when written.
pub(crate) fn tells(of: &Difference) -> bool {
    let Mean { mean, error, .. } = of.difference;
    let least = match of.measure {
        Measure::Deaths | Measure::Displaced => 0.5,
        _ => 0.0005,
    };
    mean.abs() > 2.0 * error && mean.abs() >= least
}

/// What the runs start from and how well a probability is known by them.
pub(crate) fn caveat(section: &ScenarioSection, of: &Scenarios) -> Sentence {
    let start = match (&section.calibration, &section.from_priors) {
        (Some(found), _) => {
            let [events, deaths] = found.within();
            Sentence::new("Runs begin from ")
                .figure(number::of(found.draws, "draw", "draws"), &section.source)
                .say(format!(
                    " ({} independent) of the assumptions that go with the last two years of the record: events \
                     lie within the 90{NBSP}% band of their replays in {} of {} months, deaths in {}.",
                    number::count(of.independent.min(found.draws.into())),
                    events,
                    found.months.len(),
                    deaths,
                ))
        }
        (None, why) => {
            let why = why.as_deref().map_or_else(String::new, |why| {
                format!(" ({})", why.trim_end_matches('.'))
            });
            Sentence::new(format!(
                "Runs begin from the priors{why}: they show what the assumptions of the case imply and are not fitted \
                 to the record."
            ))
        }
    };
    let probabilities = |at: &Horizon| -> Vec<Chance> {
        let regime = &at.regime;
        let mut all = at.capital.clone();
        all.extend([
            at.capital_nobody,
            regime.survived,
            regime.replaced,
            regime.collapsed,
            at.placeholder,
            at.three_factions,
        ]);
        all
    };
    let error = of
        .scenarios
        .iter()
        .flat_map(|one| &one.horizons)
        .flat_map(probabilities)
        .map(|chance| chance.error)
        .fold(0.0, f64::max);
    start.say(format!(
        " {} of each scenario on the same chances; Monte-Carlo standard errors, over draws and chances of war, \
         are {} points or less; whether the model is right they do not tell.",
        number::capital_first(&number::of(of.runs, "run", "runs")),
        number::two_digits(100.0 * error)
    ))
}

/// Why nothing was played.
pub(crate) fn none(of: &ScenarioSection) -> Sentence {
    let why = of
        .not_played
        .as_deref()
        .unwrap_or("the reason is not known");
    Sentence::new("No scenario was played: ")
        .say(why.trim_end_matches('.'))
        .say(".")
}

/// A number of people: two digits, never a part of one.
pub(crate) fn amount(x: f64) -> String {
    number::two_digits(if x.is_finite() { x.round() } else { x })
}

/// With its sign: `+1,200`, `-310`, `0`.
pub(crate) fn signed(x: f64) -> String {
    let text = amount(x.abs());
    match text.as_str() {
        "0" | "unknown" => text,
        _ if x < 0.0 => format!("-{text}"),
        _ => format!("+{text}"),
    }
}

/// A difference of shares in points, with its sign: `+3.9`, `-18`, `0`.
pub(crate) fn points(x: f64) -> String {
    let points = 100.0 * x;
    if points.abs() < 0.05 {
        return "0".to_owned();
    }
    let text = number::two_digits(points.abs());
    match text.as_str() {
        "unknown" => text,
        _ if x < 0.0 => format!("-{text}"),
        _ => format!("+{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_signs_and_no_parts_of_people() {
        assert_eq!([1234.0, -0.3, -250.0].map(signed), ["+1,200", "0", "-250"]);
        assert_eq!([0.0391, -0.184, 0.0002].map(points), ["+3.9", "-18", "0"]);
        assert_eq!(amount(8.6), "9");
    }
}
