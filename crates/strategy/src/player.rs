//! Who plays, what is open to each, and a choice of all of them.
//!
//! Players are the actors of the case with two options or more and at least one preference. A profile is a scenario of the
//! theatre in which each does what it has chosen from the first month on. Where all parties of a deal that the case knows have
//! chosen to talk, and each of its terms is conceded by one of them, that deal comes into force: talks that all seek lead to
//! what they offer. Of several such deals it is the one with most parties. With a mediator a deal has guarantors, where the case
//! knows such a term.

use std::collections::BTreeMap;

use case::{Case, Deal, Posture, Preference, Scenario, TermKind};
use theatre::World;

use crate::game::Profile;

/// An option of a player.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Key, unique among the player's options.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// Where force goes at first.
    pub posture: Posture,
    /// Keys of the terms that it concedes.
    pub concedes: Vec<String>,
    /// It may come to a bid for the capital: at once, or once something is seen.
    pub bids: bool,
}

/// What a player is in the theatre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A fighter, by number.
    Fighter(usize),
    /// A backer, by number.
    Backer(usize),
    /// It stands outside.
    Outside,
}

/// A player.
#[derive(Debug, Clone, PartialEq)]
pub struct Player {
    /// Key of the actor.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// What it is in the theatre.
    pub part: Part,
    /// What is open to it.
    pub choices: Vec<Choice>,
    /// Number of the one that it has chosen now.
    pub now: usize,
    /// Its preferences, by their number in the case.
    pub preferences: Vec<usize>,
}

impl Player {
    /// The fighter that it is, by number.
    pub fn fights(&self) -> Option<usize> {
        match self.part {
            Part::Fighter(number) => Some(number),
            Part::Backer(_) | Part::Outside => None,
        }
    }
}

/// The players of a case, in the order in which it names its actors.
pub fn players(case: &Case, world: &World) -> Vec<Player> {
    let part = |key: &str| {
        let fighter = |one: &theatre::Fighter| one.key == key && one.splinter_of.is_none();
        let backer = world.backers.iter().position(|one| one.key == key);
        match world.fighters.iter().position(fighter) {
            Some(number) => Part::Fighter(number),
            None => backer.map_or(Part::Outside, Part::Backer),
        }
    };
    case.actors
        .iter()
        .filter_map(|actor| {
            let choices: Vec<Choice> = case
                .options_of(&actor.key)
                .map(|option| Choice {
                    key: option.key.clone(),
                    name: option.name.clone(),
                    posture: option.posture,
                    concedes: option.concedes.clone(),
                    bids: option.posture == Posture::Bid
                        || option
                            .switch
                            .as_ref()
                            .is_some_and(|switch| switch.posture == Posture::Bid),
                })
                .collect();
            let own = |(_, one): &(usize, &Preference)| one.actor == actor.key;
            let preferences: Vec<usize> = case
                .preferences
                .iter()
                .enumerate()
                .filter(own)
                .map(|(number, _)| number)
                .collect();
            let now = case
                .options_of(&actor.key)
                .position(|option| option.baseline)?;
            (choices.len() > 1 && !preferences.is_empty()).then(|| Player {
                key: actor.key.clone(),
                name: actor.name.clone(),
                part: part(&actor.key),
                choices,
                now,
                preferences,
            })
        })
        .collect()
}

/// What everyone does now.
pub fn now(players: &[Player]) -> Profile {
    players.iter().map(|player| player.now).collect()
}

/// All profiles that one player's move leads to, with the player and its choice.
pub fn moves(players: &[Player], from: &Profile) -> impl Iterator<Item = (usize, usize, Profile)> {
    let each = players
        .iter()
        .enumerate()
        .flat_map(|(player, of)| (0..of.choices.len()).map(move |choice| (player, choice)));
    each.filter(|(player, choice)| from[*player] != *choice)
        .map(|(player, choice)| {
            let mut to = from.clone();
            to[player] = choice;
            (player, choice, to)
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// A profile as the theatre plays it.
pub fn scenario(case: &Case, players: &[Player], profile: &Profile) -> Scenario {
    let chosen = |(player, choice): (&Player, &usize)| {
        (player.key.clone(), player.choices[*choice].key.clone())
    };
    let of = |player: usize| &players[player].choices[profile[player]];
    let keys: Vec<&str> = (0..players.len())
        .map(|player| of(player).key.as_str())
        .collect();
    Scenario {
        key: "profile".to_owned(),
        name: keys.join(", "),
        statement: "Each does as it has chosen.".to_owned(),
        from_month: 0,
        options: players.iter().zip(profile).map(chosen).collect(),
        parameters: BTreeMap::new(),
        shocks: Vec::new(),
        deal: deal(case, players, profile),
        note: None,
        sources: Vec::new(),
    }
}

/// The deal that a profile leads to.
pub fn deal(case: &Case, players: &[Player], profile: &Profile) -> Option<Deal> {
    let choice = |key: &str| {
        let number = players.iter().position(|player| player.key == key)?;
        Some(&players[number].choices[profile[number]])
    };
    let reached = |deal: &&Deal| {
        let parties = deal.parties.iter().map(|key| choice(key));
        let talk = |one: &Choice| one.posture == Posture::Talk;
        let conceded = |term: &String| {
            let each = deal.parties.iter().filter_map(|key| choice(key));
            each.flat_map(|one| &one.concedes).any(|one| one == term)
        };
        !deal.parties.is_empty()
            && parties.into_iter().all(|one| one.is_some_and(talk))
            && deal.terms.iter().all(conceded)
    };
    let known = case.scenarios.iter().filter_map(|one| one.deal.as_ref());
    let mut best: Option<&Deal> = None;
    for deal in known.filter(reached) {
        if best.is_none_or(|best| deal.parties.len() > best.parties.len()) {
            best = Some(deal);
        }
    }
    let mut deal = best?.clone();
    let mediated = players
        .iter()
        .zip(profile)
        .any(|(player, choice)| player.choices[*choice].posture == Posture::Mediate);
    let guarantors = case
        .terms
        .iter()
        .find(|term| term.kind == TermKind::Guarantors);
    if let Some(term) = guarantors.filter(|_| mediated)
        && !deal.terms.contains(&term.key)
    {
        deal.terms.push(term.key.clone());
    }
    Some(deal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mali() -> (Case, Vec<Player>) {
        let case = Case::builtin("mali-2024").unwrap();
        let world = World::of_case(&case).unwrap();
        let players = players(&case, &world);
        (case, players)
    }

    #[test]
    fn talks_lead_to_what_they_offer_and_mediators_guarantee_it() {
        let (case, players) = mali();
        let choose = |pairs: &[(&str, &str)]| {
            let mut profile = now(&players);
            for (actor, key) in pairs {
                let at = players.iter().position(|one| one.key == *actor).unwrap();
                let of = &players[at].choices;
                profile[at] = of.iter().position(|one| one.key == *key).unwrap();
            }
            profile
        };
        let deal = |pairs: &[(&str, &str)]| deal(&case, &players, &choose(pairs));
        assert_eq!(deal(&[]), None);
        assert_eq!(deal(&[("jnim", "talk")]), None);
        let both = deal(&[("jnim", "talk"), ("state", "talk")]).unwrap();
        assert_eq!(both.parties, ["state", "jnim"]);
        let guarded = deal(&[
            ("jnim", "talk"),
            ("state", "talk"),
            ("neighbours", "mediate"),
        ]);
        assert_eq!(guarded.unwrap().terms.len(), both.terms.len() + 1);
    }

    #[test]
    fn every_move_is_of_one_player() {
        let (_, players) = mali();
        let now = now(&players);
        let all: Vec<_> = moves(&players, &now).collect();
        let options: usize = players.iter().map(|one| one.choices.len() - 1).sum();
        assert_eq!(all.len(), options);
        for (player, choice, to) in all {
            let differ = to.iter().zip(&now).filter(|(a, b)| a != b).count();
            assert_eq!((differ, to[player]), (1, choice));
        }
    }
}
