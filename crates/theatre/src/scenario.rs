//! A scenario of the case as the model plays it: postures, shocks, a deal, other parameters, from a month on.

use std::collections::BTreeMap;

use calendar::Month;
use case::{Case, Observable, Posture, Prior, Scenario, Shock, TermKind};

use crate::TheatreError;
use crate::mechanism::politics::{collapses, overthrow};
use crate::setting::Setting;
use crate::state::{Deal, State};
use crate::world::{Side, World};

/// What one actor does.
#[derive(Debug, Clone, PartialEq)]
struct Course {
    posture: Posture,
    /// What makes it change, and to what.
    switch: Option<(Seen, Posture)>,
}

/// What the model can show an actor.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Seen {
    /// The leaders have been removed by force.
    LeadersOusted,
    /// A backer, by number, is not there.
    BackerGone(usize),
    /// Its own strength is so many times that of the state's army or more, backers of the state counted in.
    Stronger(f64),
}

/// What sort of way forward a scenario is, told from what happens in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Leaders are overthrown.
    Overthrow,
    /// The state collapses.
    Collapse,
    /// A movement bids for the capital.
    Bid,
    /// A deal is in force.
    Deal,
    /// The state clears and holds, where it did not.
    ClearAndHold,
    /// The state presses on as now or harder, and numbers of the war are others.
    MoreForce,
    /// Anything else.
    Other,
}

/// A scenario made ready for a world.
#[derive(Debug, Clone, PartialEq)]
pub struct Play {
    /// Month from which the changes hold, 0 for the first.
    pub from_month: u32,
    /// Priors that it changes, by key of the assumption.
    pub changed: BTreeMap<String, Prior>,
    before: Vec<Course>,
    after: Vec<Course>,
    /// Backers that come or go in the first month, whatever the scenario.
    moves: Vec<(usize, bool)>,
    shocks: Vec<Happening>,
    deal: Option<Deal>,
    /// Backers in the country month by month, where that is known; then nobody comes or goes by chance.
    presence: Vec<Vec<bool>>,
    /// Strength of each backer, where a posture hangs on it.
    lent: Vec<f64>,
}

/// A shock, with whom it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Happening {
    Overthrow,
    Collapse,
    /// A backer, by number, comes or goes.
    Backer(usize, bool),
}

impl Play {
    /// Of a scenario of the case.
    ///
    /// Fails when a switch asks for what the model cannot see, or a shock or deal names who has no part in it.
    pub fn new(case: &Case, world: &World, scenario: &Scenario) -> Result<Self, TheatreError> {
        let backer = |key: &str| world.backers.iter().position(|backer| backer.key == key);
        let unknown = |actor: &str| TheatreError::NoPart {
            scenario: scenario.key.clone(),
            actor: actor.to_owned(),
        };
        let mut shocks = Vec::new();
        for shock in &scenario.shocks {
            shocks.push(match shock {
                Shock::LeadersOverthrown => Happening::Overthrow,
                Shock::StateCollapses => Happening::Collapse,
                Shock::Arrives { actor } => {
                    Happening::Backer(backer(actor).ok_or_else(|| unknown(actor))?, true)
                }
                Shock::Leaves { actor } => {
                    Happening::Backer(backer(actor).ok_or_else(|| unknown(actor))?, false)
                }
            });
        }
        // A backer's option to leave or to return is that it does: in the first month where that is what it does now, and
        // else when the scenario's changes hold.
        let mut moves = Vec::new();
        for (number, backer) in world.backers.iter().enumerate() {
            let moved = |option: &case::Course| match option.posture {
                Posture::Leave => Some((number, false)),
                Posture::Return => Some((number, true)),
                _ => None,
            };
            let mut options = case.options_of(&backer.key);
            let chosen = scenario.options.get(&backer.key);
            let then = chosen.and_then(|key| case.options_of(&backer.key).find(|o| o.key == *key));
            if let Some((number, present)) = then.and_then(moved) {
                shocks.push(Happening::Backer(number, present));
            }
            if chosen.is_none() || scenario.from_month > 0 {
                moves.extend(options.find(|option| option.baseline).and_then(moved));
            }
        }
        Ok(Self {
            from_month: scenario.from_month,
            changed: scenario.parameters.clone(),
            before: baseline(case, world)?,
            after: courses(case, world, Some(scenario))?,
            moves,
            shocks,
            deal: deal(case, world, scenario)?,
            presence: Vec::new(),
            lent: Vec::new(),
        })
    }

    /// Everyone does the same throughout, and nothing happens from outside.
    fn steady(courses: Vec<Course>) -> Self {
        Self {
            from_month: 0,
            changed: BTreeMap::new(),
            before: courses.clone(),
            after: courses,
            moves: Vec::new(),
            shocks: Vec::new(),
            deal: None,
            presence: Vec::new(),
            lent: Vec::new(),
        }
    }

    /// The months before a case's day as they are replayed: everyone does as now, backers are in the country when the
    /// case says so.
    ///
    /// Fails when an option switches on what the model cannot see.
    pub fn history(
        case: &Case,
        world: &World,
        first: Month,
        months: u32,
    ) -> Result<Self, TheatreError> {
        let present =
            |month: Month, key: &str| case.actor(key).is_some_and(|actor| actor.is_present(month));
        let presence = (0..months as i32)
            .map(|ahead| {
                let there = world.backers.iter();
                there.map(|one| present(first + ahead, &one.key)).collect()
            })
            .collect();
        Ok(Self {
            presence,
            ..Self::steady(baseline(case, world)?)
        })
    }

    /// A contest for the country, as the model plays it where no case says more: the state clears and holds, movements
    /// consolidate their rule, and each bids for the capital while its strength is `ratio` times that of the state with its
    /// backers or more; one ratio for each fighter. `lent` is the strength of each backer.
    pub(crate) fn contest(world: &World, ratio: &[f64], lent: Vec<f64>) -> Self {
        let courses: Vec<Course> = world
            .fighters
            .iter()
            .zip(ratio)
            .map(|(fighter, ratio)| match fighter.side {
                Side::Insurgent => Course {
                    posture: Posture::ConsolidateRule,
                    switch: Some((Seen::Stronger(*ratio), Posture::Bid)),
                },
                Side::State => Course {
                    posture: Posture::ClearAndHold,
                    switch: None,
                },
                Side::Militia | Side::LocalCommand => Course {
                    posture: Posture::HoldTowns,
                    switch: None,
                },
            })
            .collect();
        Self {
            lent,
            ..Self::steady(courses)
        }
    }

    /// One put together: postures of all fighters before and after, and those that overthrows and departures of the first
    /// backer switch to; shocks 0 to 3 are an overthrow, a collapse, the first backer's coming and going.
    #[cfg(test)]
    pub(crate) fn by_hand(
        world: &World,
        from_month: u32,
        [before, after, later]: [&[Posture]; 3],
        shocks: &[usize],
        deal: Option<Deal>,
    ) -> Self {
        let backed = !world.backers.is_empty();
        let courses = |postures: &[Posture], shift: usize| -> Vec<Course> {
            let each = postures.iter().zip(later).enumerate();
            each.map(|(number, (posture, later))| Course {
                posture: *posture,
                switch: match (number + shift) % 3 {
                    0 => Some((Seen::LeadersOusted, *later)),
                    1 if backed => Some((Seen::BackerGone(0), *later)),
                    _ => None,
                },
            })
            .collect()
        };
        let happens = |shock: &usize| match shock {
            0 => Some(Happening::Overthrow),
            1 => Some(Happening::Collapse),
            other => backed.then_some(Happening::Backer(0, *other == 2)),
        };
        Self {
            from_month,
            changed: BTreeMap::new(),
            before: courses(before, 0),
            after: courses(after, 1),
            moves: Vec::new(),
            shocks: shocks.iter().filter_map(happens).collect(),
            deal,
            presence: Vec::new(),
            lent: Vec::new(),
        }
    }

    /// What sort of way forward it is in a world.
    pub(crate) fn kind(&self, world: &World) -> Kind {
        let bids = |courses: &[Course]| {
            let each = world.fighters.iter().zip(courses);
            let mut movements = each.filter(|(fighter, _)| fighter.side == Side::Insurgent);
            movements.any(|(_, course)| course.posture == Posture::Bid)
        };
        let state = |courses: &[Course]| courses.first().map(|course| course.posture);
        let (before, after) = (state(&self.before), state(&self.after));
        let presses = matches!(
            after,
            Some(Posture::RaidWithPartner | Posture::ClearAndHold | Posture::Harass)
        );
        match () {
            () if self.shocks.contains(&Happening::Overthrow) => Kind::Overthrow,
            () if self.shocks.contains(&Happening::Collapse) => Kind::Collapse,
            () if self.deal.is_some() => Kind::Deal,
            () if bids(&self.after) && !bids(&self.before) => Kind::Bid,
            () if after == Some(Posture::ClearAndHold) && before != after => Kind::ClearAndHold,
            () if presses && self.changed.len() > 1 => Kind::MoreForce,
            () => Kind::Other,
        }
    }

    /// Postures of all fighters in a month; once a deal has broken they are those of before.
    pub fn postures(&self, world: &World, state: &State) -> Vec<Posture> {
        let mut all = Vec::with_capacity(world.fighters.len());
        self.postures_into(world, state, &mut all);
        all
    }

    /// The same into a list that is at hand.
    pub(crate) fn postures_into(&self, world: &World, state: &State, all: &mut Vec<Posture>) {
        let broken = state.deal.as_ref().is_some_and(|deal| !deal.in_force);
        let changed = state.month >= self.from_month && !broken;
        let courses = if changed { &self.after } else { &self.before };
        let against = || {
            let lent = self.lent.iter().zip(&state.backers);
            let lent: f64 = lent.filter(|(_, there)| **there).map(|(f, _)| *f).sum();
            state.strength[0] + lent
        };
        all.clear();
        let each = world.fighters.iter().zip(courses).zip(&state.strength);
        all.extend(each.map(|((fighter, course), own)| match course.switch {
            _ if fighter.side == Side::LocalCommand => Posture::HoldTowns,
            Some((Seen::LeadersOusted, posture)) if state.overthrows > 0 => posture,
            Some((Seen::BackerGone(number), posture)) if !state.backers[number] => posture,
            Some((Seen::Stronger(ratio), posture)) if *own >= ratio * against() => posture,
            _ => course.posture,
        }));
    }

    /// What happens at the beginning of the month from which the changes hold. `chance` decides on a placeholder.
    pub fn begin(&self, world: &World, setting: &Setting, state: &mut State, chance: f64) {
        if let Some(there) = self.presence.get(state.month as usize) {
            state.backers.copy_from_slice(there);
        }
        if state.month == 0 {
            for (number, present) in &self.moves {
                state.backers[*number] = *present;
            }
        }
        if state.month != self.from_month {
            return;
        }
        state.deal.clone_from(&self.deal);
        let postures = self.postures(world, state);
        for shock in &self.shocks {
            match *shock {
                Happening::Overthrow => overthrow(setting, state),
                Happening::Collapse => {
                    collapses(
                        world,
                        setting,
                        state,
                        &postures,
                        chance < setting.placeholder,
                    );
                }
                Happening::Backer(number, present) => state.backers[number] = present,
            }
        }
    }
}

fn baseline(case: &Case, world: &World) -> Result<Vec<Course>, TheatreError> {
    courses(case, world, None)
}

/// What every fighter does: as the scenario has it, or else as now.
fn courses(
    case: &Case,
    world: &World,
    scenario: Option<&Scenario>,
) -> Result<Vec<Course>, TheatreError> {
    let chosen = |key: &str| scenario.and_then(|scenario| scenario.options.get(key));
    let each = world.fighters.iter();
    each.map(|fighter| course(case, world, &fighter.key, chosen(&fighter.key)))
        .collect()
}

fn course(
    case: &Case,
    world: &World,
    actor: &str,
    chosen: Option<&String>,
) -> Result<Course, TheatreError> {
    let mut options = case.options_of(actor);
    let option = match chosen {
        Some(key) => options.find(|option| option.key == *key),
        None => options.find(|option| option.baseline),
    };
    // Who has no options holds what it has.
    let Some(option) = option else {
        return Ok(Course {
            posture: Posture::HoldTowns,
            switch: None,
        });
    };
    let backer = |key: &str| world.backers.iter().position(|backer| backer.key == key);
    let switch = option.switch.as_ref().map(|switch| {
        let seen = match &switch.when {
            Observable::LeadersOusted { .. } => Some(Seen::LeadersOusted),
            Observable::ForceLeaves { actor, .. } => backer(actor).map(Seen::BackerGone),
            _ => None,
        };
        seen.map(|seen| (seen, switch.posture))
            .ok_or_else(|| TheatreError::Switch {
                actor: actor.to_owned(),
                option: option.key.clone(),
            })
    });
    Ok(Course {
        posture: option.posture,
        switch: switch.transpose()?,
    })
}

fn deal(case: &Case, world: &World, scenario: &Scenario) -> Result<Option<Deal>, TheatreError> {
    let Some(deal) = &scenario.deal else {
        return Ok(None);
    };
    let number = |key: &String| {
        world
            .fighters
            .iter()
            .position(|fighter| fighter.key == *key && fighter.splinter_of.is_none())
            .ok_or_else(|| TheatreError::NoPart {
                scenario: scenario.key.clone(),
                actor: key.clone(),
            })
    };
    let parties = deal.parties.iter().map(number).collect::<Result<_, _>>()?;
    let zones = world
        .places
        .iter()
        .map(|place| deal.zones.get(&place.name).map(number).transpose())
        .collect::<Result<_, _>>()?;
    let guaranteed = case
        .terms
        .iter()
        .any(|term| term.kind == TermKind::Guarantors && deal.terms.contains(&term.key));
    Ok(Some(Deal {
        parties,
        zones,
        guaranteed,
        in_force: true,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::Record;

    /// The case with an option that Russia's contingent takes as of now, and a scenario in which it takes another from a
    /// month on; whether it is in the country in the first months.
    fn present(now: &str, chosen: Option<&str>, from_month: u32) -> Vec<bool> {
        let mut case = Case::builtin("mali-2024").unwrap();
        for option in case.options.iter_mut().filter(|one| one.actor == "russia") {
            option.baseline = option.key == now;
        }
        let world = World::of_case(&case).unwrap();
        let number = world.backers.iter().position(|one| one.key == "russia");
        let chosen = chosen.map(|key| ("russia".to_owned(), key.to_owned()));
        let scenario = Scenario {
            from_month,
            options: chosen.into_iter().collect(),
            ..case.scenarios[0].clone()
        };
        let play = Play::new(&case, &world, &scenario).unwrap();
        let setting = crate::Deck::new(&case, &world, &BTreeMap::new()).draw(&world, 1, 0);
        let record = Record::of_case(&case, &world);
        let mut state = State::start(&record, &world, &setting);
        let mut there = Vec::new();
        for month in 0..4 {
            state.month = month;
            play.begin(&world, &setting, &mut state, 0.5);
            there.push(state.backers[number.unwrap()]);
        }
        there
    }

    #[test]
    fn a_backer_that_leaves_as_of_now_is_gone_from_the_first_month() {
        assert_eq!(present("stay", None, 0), [true; 4]);
        assert_eq!(present("leave", None, 0), [false; 4]);
        // A scenario in which it stays keeps it, unless it has left before that begins.
        assert_eq!(present("leave", Some("stay"), 0), [true; 4]);
        assert_eq!(present("leave", Some("stay"), 2), [false; 4]);
        assert_eq!(present("stay", Some("leave"), 0), [false; 4]);
        assert_eq!(
            present("stay", Some("leave"), 2),
            [true, true, false, false]
        );
    }
}
