//! What does not change in a run: places, who fights, and how far it is.

use case::{ActorKind, Case};
use places::{Position, distance_km};

use crate::TheatreError;

/// A place: a region of the case.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Name.
    pub name: String,
    /// People at the start.
    pub people: f64,
    /// Area in km2; none when the case does not say.
    pub area: Option<f64>,
    /// Neighbours, by number.
    pub neighbours: Vec<usize>,
}

/// What sort of fighter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The recognised state and its army.
    State,
    /// A movement that fights it.
    Insurgent,
    /// A militia on the state's side or on its own.
    Militia,
    /// Army units that hold places for themselves after a collapse: each place its own faction.
    LocalCommand,
}

/// One who fights and may rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Fighter {
    /// Key of the actor in the case; of a splinter that of the movement it came from.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// What sort it is.
    pub side: Side,
    /// The fighter that it backs, by number, and does not fight.
    pub backs: Option<usize>,
    /// The movement that it can split from, by number, when it is a splinter that may come to be.
    pub splinter_of: Option<usize>,
}

/// One who lends strength to a fighter and does not rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Backer {
    /// Key of the actor in the case.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// The fighter that it backs, by number.
    pub backs: usize,
    /// It is in the country at the start.
    pub present: bool,
}

/// The theatre of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Places.
    pub places: Vec<Place>,
    /// Number of the capital's place.
    pub capital: usize,
    /// Distances between the main towns in units of 100 km, row by row.
    pub distances: Vec<f64>,
    /// Fighters: the state first, then movements and militias as the case has them, then one splinter for each
    /// movement, and last the local commands.
    pub fighters: Vec<Fighter>,
    /// Backers.
    pub backers: Vec<Backer>,
}

impl World {
    /// Of a case. Fighters are the state and every movement or militia that has options or a declared strength;
    /// backers every other actor that has either.
    ///
    /// Fails when a region has no people or no main town.
    pub fn of_case(case: &Case) -> Result<Self, TheatreError> {
        let mut places = Vec::new();
        let mut towns: Vec<Position> = Vec::new();
        for region in &case.regions {
            let lacks = |what: &str| TheatreError::Region {
                region: region.name.clone(),
                lacks: what.to_owned(),
            };
            let facts = case
                .facts(&region.name)
                .ok_or_else(|| lacks("facts on its people and main town"))?;
            let people = facts.population.ok_or_else(|| lacks("population"))?;
            let (Some(lat), Some(lon)) = (facts.latitude, facts.longitude) else {
                return Err(lacks("latitude and longitude of its main town"));
            };
            towns.push(
                Position::new(lat, lon)
                    .ok_or_else(|| lacks("a latitude and longitude on the globe"))?,
            );
            let number = |name: &String| case.regions.iter().position(|r| r.name == *name);
            places.push(Place {
                name: region.name.clone(),
                people: people as f64,
                area: facts.area_km2,
                neighbours: facts.neighbours.iter().filter_map(number).collect(),
            });
        }
        let capital = case
            .regions
            .iter()
            .position(|region| region.name == case.about.capital.region)
            .ok_or(TheatreError::NoCapital)?;
        let distances = towns
            .iter()
            .flat_map(|from| towns.iter().map(|to| distance_km(*from, *to) / 100.0))
            .collect();
        let (fighters, backers) = parties(case);
        Ok(Self {
            places,
            capital,
            distances,
            fighters,
            backers,
        })
    }

    /// Distance in units of 100 km.
    pub fn distance(&self, from: usize, to: usize) -> f64 {
        self.distances[from * self.places.len() + to]
    }

    /// Number of the local commands.
    pub fn local_commands(&self) -> usize {
        self.fighters.len() - 1
    }
}

fn parties(case: &Case) -> (Vec<Fighter>, Vec<Backer>) {
    let plays = |key: &str| {
        case.options_of(key).next().is_some()
            || case
                .assumptions
                .iter()
                .any(|a| a.parameter() == "strength" && a.actor.as_deref() == Some(key))
    };
    let side = |kind: ActorKind| match kind {
        ActorKind::State => Some(Side::State),
        ActorKind::Insurgent => Some(Side::Insurgent),
        ActorKind::Militia => Some(Side::Militia),
        _ => None,
    };
    let mut all: Vec<_> = case
        .actors
        .iter()
        .filter(|actor| actor.kind == ActorKind::State || plays(&actor.key))
        .collect();
    all.sort_by_key(|actor| actor.kind != ActorKind::State);
    let (fight, back): (Vec<_>, Vec<_>) = all.into_iter().partition(|a| side(a.kind).is_some());
    let number = |key: &String| fight.iter().position(|actor| actor.key == *key);
    let mut fighters: Vec<Fighter> = fight
        .iter()
        .filter_map(|actor| {
            Some(Fighter {
                key: actor.key.clone(),
                name: actor.name.clone(),
                side: side(actor.kind)?,
                backs: actor.backs.as_ref().and_then(number),
                splinter_of: None,
            })
        })
        .collect();
    let movements: Vec<(usize, Fighter)> = fighters
        .iter()
        .enumerate()
        .filter(|(_, fighter)| fighter.side == Side::Insurgent)
        .map(|(number, fighter)| {
            let splinter = Fighter {
                name: format!("{}, splinter", fighter.name),
                splinter_of: Some(number),
                ..fighter.clone()
            };
            (number, splinter)
        })
        .collect();
    fighters.extend(movements.into_iter().map(|(_, splinter)| splinter));
    fighters.push(Fighter {
        key: "local-commands".to_owned(),
        name: "Local commands".to_owned(),
        side: Side::LocalCommand,
        backs: None,
        splinter_of: None,
    });
    let month = calendar::Month::of(case.data.as_of);
    let backers = back
        .iter()
        .map(|actor| Backer {
            key: actor.key.clone(),
            name: actor.name.clone(),
            // The state is first.
            backs: actor.backs.as_ref().and_then(number).unwrap_or(0),
            present: actor.backs.is_some() && actor.is_present(month),
        })
        .collect();
    (fighters, backers)
}
