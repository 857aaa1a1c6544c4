//! Sentences on the event and how it compares.

use assessment::{Basis, Comparison, EventSection, InRecord, Scope};
use stats::{Estimate, Source};

use super::Sentence;
use crate::number;

/// Where the event's own figures come from: its sources, which the page lists.
fn own_source(event: &EventSection) -> Source {
    Source {
        method: match event.sources.len() {
            0 => "no source given".to_owned(),
            _ => format!("as reported by {}", event.sources.join("; ")),
        },
        ..Source::default()
    }
}

/// Deaths and their range: `77 people (70 to 100)`, with a noun or without.
pub(crate) fn toll(event: &EventSection, noun: &str) -> Sentence {
    let source = own_source(event);
    let deaths = event.deaths;
    let best = Sentence::default()
        .figure(number::count(deaths.best), &source)
        .say(noun);
    if deaths.low == deaths.high {
        return best;
    }
    best.say(" (").join(toll_range(event)).say(")")
}

/// The range of the deaths: `70 to 100`.
pub(crate) fn toll_range(event: &EventSection) -> Sentence {
    let source = own_source(event);
    Sentence::default()
        .figure(number::count(event.deaths.low), &source)
        .say(" to ")
        .figure(number::count(event.deaths.high), &source)
}

/// How many the event killed.
pub(crate) fn deaths(event: &EventSection) -> Sentence {
    let people = match event.deaths.best {
        1 if event.deaths.high <= 1 => " person",
        _ => " people",
    };
    let date = number::day(event.date);
    let subject = Subject::of(event.label.trim());
    let sentence = match &subject {
        _ if event.deaths.best == 0 => None,
        Subject::Deed(subject) => Some((subject, event.attacker.trim())),
        Subject::Course(subject) => Some((subject, "")),
        Subject::Clause(_) => None,
    };
    if let Some((subject, attacker)) = sentence {
        let by = if attacker.is_empty() {
            String::new()
        } else {
            format!(" by {attacker}")
        };
        return Sentence::new(format!("{subject}{by} on {date} killed "))
            .join(toll(event, people))
            .say(", attackers not counted.");
    }
    let (Subject::Deed(label) | Subject::Course(label) | Subject::Clause(label)) = subject;
    let sentence = Sentence::new(format!("{label}, {date}: "));
    if event.deaths.high == 0 {
        return sentence.say("no deaths are counted.");
    }
    if event.deaths.best == 0 {
        return sentence
            .say("no deaths by the best estimate (")
            .join(toll_range(event))
            .say("), attackers not counted.");
    }
    sentence
        .join(toll(event, people))
        .say(" killed, attackers not counted.")
}

/// A label as the beginning of a sentence.
#[derive(Debug, PartialEq)]
enum Subject {
    /// Something done by someone: `The attack on Bamako`.
    Deed(String),
    /// Something that took its course: `The fall of Kabul`.
    Course(String),
    /// Anything else, which is left as it is: `Bangui falls`.
    Clause(String),
}

impl Subject {
    fn of(label: &str) -> Self {
        const DEEDS: [&str; 15] = [
            "ambush",
            "assault",
            "attack",
            "attacks",
            "bombing",
            "bombings",
            "capture",
            "killing",
            "massacre",
            "offensive",
            "raid",
            "raids",
            "seizure",
            "strike",
            "strikes",
        ];
        const COURSES: [&str; 5] = ["battle", "coup", "fall", "siege", "uprising"];
        let bare = label
            .get(..4)
            .filter(|start| start.eq_ignore_ascii_case("the "))
            .map_or(label, |the| label.trim_start_matches(the));
        let (first, rest) = bare.split_once(' ').unwrap_or((bare, ""));
        let first = first.to_lowercase();
        let titled = format!("The {first} {rest}").trim_end().to_owned();
        if DEEDS.contains(&first.as_str()) {
            Self::Deed(titled)
        } else if COURSES.contains(&first.as_str()) {
            Self::Course(titled)
        } else {
            Self::Clause(label.to_owned())
        }
    }
}

/// Whether the event can be ranked by its deaths.
pub(crate) fn has_rank(event: &EventSection) -> bool {
    event.deaths.high > 0
}

/// Why there is no rank.
pub(crate) fn no_rank() -> Sentence {
    Sentence::new("Without deaths it has no rank among events by deaths.")
}

/// How the month's record shows the event.
pub(crate) fn in_record(event: &EventSection) -> Sentence {
    let seen: &InRecord = &event.in_record;
    let source = &seen.source;
    let month = number::month(seen.month);
    if !seen.covered {
        return Sentence::new(format!(
            "The record does not reach {month}, the month of the event."
        ));
    }
    if seen.events == 0 {
        return Sentence::new(format!(
            "The record has no event in {} in {month}.",
            number::the(&event.country)
        ));
    }
    let sentence = Sentence::new(format!("In the record {month} has "))
        .figure(number::of(seen.deaths, "death", "deaths"), source)
        .say(" in ")
        .figure(number::of(seen.events, "event", "events"), source)
        .say("; the deadliest, with ")
        .figure(number::count(seen.deadliest), source);
    match (seen.is_deadliest, seen.deaths_without) {
        (true, Some(without)) => sentence
            .say(", is taken for this event. Without it ")
            .figure(number::count(without), source)
            .say(if without == 1 {
                " is left."
            } else {
                " are left."
            }),
        (true, None) => sentence.say(", is taken for this event."),
        (false, _) => {
            sentence.say(", lies outside the range of this event's deaths and is not taken for it.")
        }
    }
}

/// The place a comparison is about.
pub(crate) fn place(event: &EventSection, of: &Comparison) -> String {
    match of.scope {
        Scope::Country => number::the(&event.country),
        Scope::Capital => event.capital.clone(),
    }
}

/// The event's rank in short, for a heading: `deadliest of 5`, `at best second deadliest`.
pub(crate) fn rank_in_short(of: &Comparison) -> Sentence {
    let rank = number::deadliest(of.rank.best);
    match of.basis {
        Basis::MonthlyDeadliest => Sentence::new("at best ").figure(rank, &of.source),
        Basis::Events | Basis::Landmarks => Sentence::default()
            .figure(rank, &of.source)
            .say(" of ")
            .figure(number::count(of.events.max(1)), &of.source),
    }
}

/// The event's rank among the events of a place.
pub(crate) fn rank(event: &EventSection, of: &Comparison) -> Sentence {
    let place = place(event, of);
    let since = number::month(of.from);
    let source = &of.source;
    let opening = if of.scope == Scope::Capital && !event.in_capital {
        Sentence::new(format!(
            "Set among the events of {place}, where it did not take place, it would be "
        ))
    } else {
        Sentence::new(format!("In {place} it is "))
    };
    let rank = number::deadliest(of.rank.best);
    let range = spread(of);
    match of.basis {
        Basis::MonthlyDeadliest => opening
            .say("at best the ")
            .figure(rank, source)
            .say(format!(" event since {since}"))
            .join(range)
            .say(". The record names only the deadliest of each of ")
            .figure(number::of(of.events, "month", "months"), source)
            .say("."),
        Basis::Events if of.events <= 1 => opening.say(format!(
            "the only event with a known number of deaths since {since}."
        )),
        Basis::Events => opening
            .say("the ")
            .figure(rank, source)
            .say(" of ")
            .figure(number::of(of.events, "event", "events"), source)
            .say(format!(" with a known number of deaths since {since}"))
            .join(range)
            .say("."),
        Basis::Landmarks if of.events <= 1 => opening.say(format!(
            "the only attack with a known number of deaths since {since} in the sourced facts, which were \
             chosen, not sampled."
        )),
        Basis::Landmarks => opening
            .say("the ")
            .figure(rank, source)
            .say(" of ")
            .figure(number::of(of.events, "attack", "attacks"), source)
            .say(format!(" with a known number of deaths since {since}"))
            .join(range)
            .say(" in the sourced facts, which were chosen, not sampled."),
    }
}

/// The ranks that the range of deaths allows, when there is more than one.
fn spread(of: &Comparison) -> Sentence {
    if of.rank.first == of.rank.last {
        return Sentence::default();
    }
    Sentence::new(" (")
        .figure(number::ordinal(of.rank.first), &of.source)
        .say(" to ")
        .figure(number::ordinal(of.rank.last), &of.source)
        .say(" over the range of its deaths)")
}

/// How often a place has an event at least as deadly; nothing when neither figure is there.
pub(crate) fn comes_back(event: &EventSection, of: &Comparison) -> Option<Sentence> {
    let place = place(event, of);
    let opening = Sentence::new(format!("One at least as deadly comes to {place} "));
    // They differ where the war has changed its pace, so each says which pace it takes.
    let ways = [
        (
            &of.counted,
            format!(", counted since {}", number::month(of.from)),
        ),
        (
            &of.counted_lately,
            ", counted over the last five years".to_owned(),
        ),
        (&of.modelled, ", modelled at their pace".to_owned()),
    ];
    let last = ways.iter().filter(|(years, _)| years.is_some()).count();
    if last == 0 {
        return not_modelled(of);
    }
    let told = ways
        .iter()
        .filter_map(|(years, how)| years.as_ref().map(|years| (years, how)));
    let sentence = told
        .enumerate()
        .fold(opening, |sentence, (place, (years, how))| {
            let sentence = match place {
                0 => sentence,
                _ if place + 1 == last => sentence.say(", and "),
                _ => sentence.say(", "),
            };
            sentence.join(pace(years)).say(how.clone())
        });
    let sentence = sentence.say(".");
    Some(match not_modelled(of) {
        Some(why) if of.modelled.is_none() => sentence.say(" ").join(why),
        _ => sentence,
    })
}

fn not_modelled(of: &Comparison) -> Option<Sentence> {
    let why = of.not_modelled.as_deref()?.trim().trim_end_matches('.');
    (!why.is_empty()).then(|| Sentence::new(format!("No modelled figure: {why}.")))
}

/// `every 3 years (90 %: 2 to 5 years)`.
pub(crate) fn pace(years: &Estimate) -> Sentence {
    Sentence::default()
        .figure(number::every(years.median), &years.source)
        .say(" (")
        .figure(number::years_interval(years), &years.source)
        .say(")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_take_their_article() {
        let of = |label: &str| Subject::of(label);
        assert_eq!(
            of("Attack on Bamako"),
            Subject::Deed("The attack on Bamako".to_owned())
        );
        assert_eq!(of("the raid"), Subject::Deed("The raid".to_owned()));
        assert_eq!(
            of("The fall of Kabul"),
            Subject::Course("The fall of Kabul".to_owned())
        );
        assert_eq!(
            of("Taliban take Kabul"),
            Subject::Clause("Taliban take Kabul".to_owned())
        );
        assert_eq!(
            of("The Bé attack"),
            Subject::Clause("The Bé attack".to_owned())
        );
        assert_eq!(of("Thé"), Subject::Clause("Thé".to_owned()));
        assert_eq!(of(""), Subject::Clause(String::new()));
    }
}
