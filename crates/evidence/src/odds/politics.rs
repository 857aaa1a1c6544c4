//! Coups, departures of foreign forces and talks.
//!
//! The hypotheses are about the level, place and kind of violence and say nothing of politics, so that these
//! are as likely under each. A coup or talks come at the rate of the timeline, from its first entry on; a force
//! leaves at the rate at which the foreign forces of the case have left, per month that one was there, so that a
//! departure announced three times is one.

use calendar::Month;
use case::{Actor, ActorKind, TimelineEntry, TimelineKind};
use places::fold;
use stats::Source;

use super::{counted, odds};
use crate::incidents::{LANDMARKS, Rate};
use crate::known::{KnownInputs, Told};
use crate::{Basis, Chance};

/// The leaders of the state removed by force.
pub(super) fn ousted(known: &KnownInputs<'_>, months: u32) -> Told {
    let entries = Timeline::of(known)?;
    let coups = entries.rate(|entry| entry.kind == TimelineKind::Coup);
    let words = format!(
        "{} in {:.0} months",
        counted(coups.count, "coup", "coups"),
        coups.months
    );
    Ok(same(known, coups, words, months, timeline()))
}

/// Talks of the state with an actor, or with others of its lineage.
pub(super) fn talks(known: &KnownInputs<'_>, actor: &str, months: u32) -> Told {
    let case = known.case;
    let Some(actor) = case.actor(actor) else {
        return Err(format!("The case has no actor `{actor}`."));
    };
    let kin: Vec<String> = case
        .actors
        .iter()
        .filter(|other| {
            other.key == actor.key || (actor.lineage.is_some() && other.lineage == actor.lineage)
        })
        .flat_map(|actor| std::iter::once(&actor.name).chain(&actor.names))
        .map(|name| fold(name))
        .filter(|name| !name.is_empty())
        .collect();
    let names_it = |entry: &TimelineEntry| {
        entry
            .who
            .iter()
            .any(|who| kin.iter().any(|name| within(name, who)))
    };
    let entries = Timeline::of(known)?;
    let talks = entries.rate(|entry| entry.kind == TimelineKind::Talks && names_it(entry));
    let words = format!(
        "contacts with {} named {} in {:.0} months, those over captives and blockades alone among them: at most \
         so likely",
        actor.name,
        counted(talks.count, "time", "times"),
        talks.months
    );
    Ok(same(known, talks, words, months, timeline()))
}

/// An outside force leaves; one that is not there cannot.
pub(super) fn leaves(known: &KnownInputs<'_>, actor: &str, months: u32) -> Told {
    let case = known.case;
    let Some(actor) = case.actor(actor) else {
        return Err(format!("The case has no actor `{actor}`."));
    };
    let now = Month::of(known.as_of);
    if !actor.is_present(now) {
        let none = Rate {
            count: 0,
            months: 0.0,
        };
        let words = format!("{} is not there", actor.name);
        return Ok(same(known, none, words, months, cases()));
    }
    let is_force = |actor: &&Actor| {
        matches!(
            actor.kind,
            ActorKind::ForeignForce | ActorKind::International
        )
    };
    let mut record = Rate {
        count: 0,
        months: 0.0,
    };
    let mut forces = 0;
    for force in case.actors.iter().filter(is_force) {
        let Some(from) = force.from.filter(|from| *from <= now) else {
            continue;
        };
        let left = force.until.filter(|until| *until < now);
        record.count += u32::from(left.is_some());
        record.months += f64::from(left.unwrap_or(now) - from + 1);
        forces += 1;
    }
    if forces == 0 {
        return Err("The case does not say from when any foreign force was there.".to_owned());
    }
    let words = format!(
        "{} of {} left in {:.0} months of presence, added up",
        record.count,
        counted(forces, "foreign force", "foreign forces"),
        record.months
    );
    Ok(same(known, record, words, months, cases()))
}

fn timeline() -> Source {
    Source::data(LANDMARKS, "rate of such entries in the political timeline")
}

fn cases() -> Source {
    Source {
        method: "months in which the foreign forces of the case were there".to_owned(),
        ..Source::default()
    }
}

/// At least one within the months, as likely under every hypothesis.
fn same(
    known: &KnownInputs<'_>,
    rate: Rate,
    words: String,
    months: u32,
    source: Source,
) -> crate::Odds {
    let chance = Chance {
        value: rate.at_least(1, f64::from(months), false),
        error: None,
    };
    let chances = vec![chance; known.case.hypotheses.len()];
    odds(known, Basis::Timeline, words, chances, source)
}

/// Entries of the timeline known on the day.
struct Timeline<'a> {
    entries: Vec<&'a TimelineEntry>,
    months: f64,
}

impl<'a> Timeline<'a> {
    fn of(known: &KnownInputs<'a>) -> Result<Self, String> {
        let entries: Vec<&TimelineEntry> = known.case.timeline_as_of(known.as_of).collect();
        let first = entries.iter().map(|entry| entry.date.first_day()).min();
        let Some(first) = first else {
            return Err("The case has no political timeline up to that day.".to_owned());
        };
        let months = Month::of(known.as_of) - Month::of(first) + 1;
        Ok(Self {
            entries,
            months: f64::from(months.max(1)),
        })
    }

    fn rate(&self, of: impl Fn(&TimelineEntry) -> bool) -> Rate {
        Rate {
            count: self.entries.iter().filter(|entry| of(entry)).count() as u32,
            months: self.months,
        }
    }
}

/// Whether a folded name occurs in some words as whole words.
fn within(name: &str, words: &str) -> bool {
    format!(" {} ", fold(words)).contains(&format!(" {name} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_whole_words() {
        assert!(within("jnim", "Government; JNIM"));
        assert!(within("katiba macina", "Envoys of Katiba Macina"));
        assert!(!within("is", "Islamic State Sahel"));
    }
}
