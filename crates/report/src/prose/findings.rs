//! Sentences on what the runs say of claims about such wars.

use stats::Source;
use theatre::Scenarios;
use theatre::findings::{Claim, Finding, Outcome, Third, Weakness};

use super::scenarios::holder;
use super::{Sentence, list};
use crate::number;

/// What is found, scenario by scenario.
pub(crate) fn sentences(of: &Scenarios, source: &Source) -> Vec<Sentence> {
    let mut all = Vec::new();
    for scenario in &of.scenarios {
        let found: Vec<&Finding> = of
            .findings
            .iter()
            .filter(|one| one.scenario == scenario.key)
            .collect();
        all.extend(together(of, &scenario.name, &found, source));
    }
    all
}

fn finding<'a>(found: &[&'a Finding], claim: Claim) -> Option<&'a Finding> {
    found.iter().copied().find(|one| one.claim == claim)
}

/// What is found under one scenario, in one or two sentences.
fn together(of: &Scenarios, name: &str, found: &[&Finding], source: &Source) -> Vec<Sentence> {
    let chance = |one: &Finding| number::percent(one.holds.probability);
    let who = |one: &Finding| challenger(of, one);
    let mut all = Vec::new();
    if let (Some(both), Some(grows), Some(stalls)) = (
        finding(found, Claim::ReachGrowsRuleStalls),
        finding(found, Claim::ReachGrows),
        finding(found, Claim::RuleStalls),
    ) {
        all.push(
            Sentence::new("Reach and rule: over ")
                .say(months(both))
                .say(", the reach of ")
                .say(who(both))
                .say(" grows while its open rule stalls in ")
                .figure(chance(both), source)
                .say(" of runs (reach grows in ")
                .figure(chance(grows), source)
                .say(", open rule keeps less than half that pace in ")
                .figure(chance(stalls), source)
                .say(")."),
        );
    }
    all.extend(keeps_the_capital(of, found, source));
    if let Some(one) = finding(found, Claim::StateLeft) {
        all.push(
            Sentence::new(name)
                .say(": ")
                .say(months(one))
                .say(" later the state rules three quarters or more of the people that it did in ")
                .figure(chance(one), source)
                .say(" of runs."),
        );
    }
    if let (Some(fragments), Some(crowned)) = (
        finding(found, Claim::Fragments),
        finding(found, Claim::Crowned),
    ) {
        all.push(
            Sentence::new(name)
                .say(": after ")
                .say(months(fragments))
                .say(" two factions or more rule beside a placeholder in ")
                .figure(chance(fragments), source)
                .say(" of runs; ")
                .say(who(crowned))
                .say(" rules from the capital and openly over half of the people in ")
                .figure(chance(crowned), source)
                .say("."),
        );
    }
    if let Some(one) = finding(found, Claim::BidFails) {
        all.push(
            Sentence::new(name)
                .say(": after ")
                .say(months(one))
                .say(" ")
                .say(who(one))
                .say(" does not hold the capital in ")
                .figure(chance(one), source)
                .say(" of runs."),
        );
    }
    let first = of.scenarios.first().map_or("", |one| one.name.as_str());
    let against = [
        (Claim::MoreDeaths, format!("more die than under {first}")),
        (
            Claim::NoMoreState,
            "the state gains less than five points of the people".to_owned(),
        ),
        (Claim::SavesLives, format!("fewer die than under {first}")),
    ];
    let parts: Vec<Sentence> = against
        .into_iter()
        .filter_map(|(claim, words)| {
            let one = finding(found, claim)?;
            Some(Sentence::new(words).say(" in ").figure(chance(one), source))
        })
        .collect();
    if let (false, Some(one)) = (parts.is_empty(), found.last()) {
        all.push(
            Sentence::new(name)
                .say(": after ")
                .say(months(one))
                .say(" ")
                .join(list(parts))
                .say(" of runs."),
        );
    }
    all
}

/// Who holds the capital at the start, and at the end.
fn keeps_the_capital(of: &Scenarios, found: &[&Finding], source: &Source) -> Option<Sentence> {
    let chance = |one: &Finding| number::percent(one.holds.probability);
    if let Some(one) = finding(found, Claim::StateGoesOn) {
        let sentence =
            Sentence::new("A state that rules part of its people holds the capital throughout ")
                .say(months(one))
                .say(" in ")
                .figure(chance(one), source)
                .say(".");
        return Some(sentence);
    }
    let one = finding(found, Claim::HolderStays)?;
    let sentence = Sentence::new(number::capital_first(&challenger(of, one)))
        .say(" holds the capital after ")
        .say(months(one))
        .say(", as it does at the start, in ")
        .figure(chance(one), source)
        .say(" of runs.");
    Some(sentence)
}

fn months(of: &Finding) -> String {
    number::of(of.month, "month", "months")
}

fn challenger(of: &Scenarios, one: &Finding) -> String {
    let key = one.challenger.as_deref().unwrap_or_default();
    let party = of.fighters.iter().find(|party| party.key == key);
    party.map_or_else(|| key.to_owned(), |party| number::short_name(&party.name))
}

/// A claim as a line of a table.
pub(crate) fn claim(of: &Scenarios, one: &Finding) -> String {
    let who = challenger(of, one);
    match one.claim {
        Claim::ReachGrowsRuleStalls => format!("the reach of {who} grows, its open rule stalls"),
        Claim::ReachGrows => format!("the reach of {who} grows"),
        Claim::RuleStalls => format!("open rule of {who} stalls"),
        Claim::StateGoesOn => "the state goes on, over part of the people".to_owned(),
        Claim::HolderStays => format!("{who} keeps the capital"),
        Claim::StateLeft => "three quarters of state rule are left".to_owned(),
        Claim::Fragments => format!("fragments under a placeholder, {who} not crowned"),
        Claim::Crowned => format!("{who} rules from the capital"),
        Claim::BidFails => format!("{who} does not hold the capital"),
        Claim::MoreDeaths => "more die".to_owned(),
        Claim::NoMoreState => "state rule gains less than five points".to_owned(),
        Claim::SavesLives => "fewer die".to_owned(),
    }
}

/// Where a claim holds least.
pub(crate) fn weakness(of: &Weakness) -> String {
    let third = match of.third {
        Third::Lowest => "lowest",
        Third::Middle => "middle",
        Third::Highest => "highest",
    };
    let [low, high] = of.values.map(number::two_digits);
    format!(
        "{} in its {third} third ({low} to {high}): {}",
        of.name,
        number::percent(of.there.probability)
    )
}

/// An outcome as a line of a table.
pub(crate) fn outcome(of: &Scenarios, outcome: Outcome) -> String {
    match outcome {
        Outcome::Deaths => "deaths".to_owned(),
        Outcome::Displaced => "people displaced".to_owned(),
        Outcome::State => "people under state rule".to_owned(),
        Outcome::Overt => "people under open rule of movements".to_owned(),
        Outcome::Nobody => "people under nobody's rule".to_owned(),
        Outcome::CapitalLost => format!("{} does not hold the capital", holder(of)),
        Outcome::Collapsed => "the state has collapsed".to_owned(),
    }
}
