//! What does not change in a run: places, who fights, and how far it is.

use case::{ActorKind, Case, Remnant};
use places::{Position, distance_km};

use crate::TheatreError;

/// Area of a region in km2 where none is known.
const USUAL_AREA: f64 = 40_000.0;

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
    /// Who holds the capital before the first month, when that is not the state.
    pub held: Option<Held>,
}

/// Who has taken the capital before the first month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The fighter, by number.
    pub by: usize,
    /// What is left of the state.
    pub state: Remnant,
}

impl World {
    /// Of a case. Fighters are the state and every movement or militia that has options or a declared strength;
    /// backers every other actor that has either.
    ///
    /// Distances are those between main towns; where a region has no town, from neighbour to neighbour, half the
    /// root of either's area a step, and where no neighbours are known either, the mean of the others.
    ///
    /// Fails when a region has no people.
    pub fn of_case(case: &Case) -> Result<Self, TheatreError> {
        let mut places = Vec::new();
        let mut towns: Vec<Option<Position>> = Vec::new();
        for region in &case.regions {
            let lacks = |what: &str| TheatreError::Region {
                region: region.name.clone(),
                lacks: what.to_owned(),
            };
            let facts = case
                .facts(&region.name)
                .ok_or_else(|| lacks("facts on its people"))?;
            let people = facts.population.ok_or_else(|| lacks("population"))?;
            let at = facts.latitude.zip(facts.longitude);
            towns.push(at.and_then(|(lat, lon)| Position::new(lat, lon)));
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
        let distances = distances(&places, &towns);
        let (fighters, backers) = parties(case);
        let held = case.about.capital.held_on(case.data.as_of);
        let held = held.and_then(|held| {
            Some(Held {
                by: fighters.iter().position(|one| one.key == held.by)?,
                state: held.state,
            })
        });
        Ok(Self {
            places,
            capital,
            distances,
            fighters,
            backers,
            held,
        })
    }

    /// Distance in units of 100 km.
    pub fn distance(&self, from: usize, to: usize) -> f64 {
        self.distances[from * self.places.len() + to]
    }

    /// Number of the fighter that holds the capital before the first month; 0 is the state.
    pub fn holder(&self) -> usize {
        self.held.map_or(0, |held| held.by)
    }

    /// Number of the local commands.
    pub fn local_commands(&self) -> usize {
        self.fighters.len() - 1
    }
}

/// Distances in units of 100 km, row by row: see [`World::of_case`].
fn distances(places: &[Place], towns: &[Option<Position>]) -> Vec<f64> {
    let n = places.len();
    let known: Vec<f64> = places.iter().filter_map(|place| place.area).collect();
    let usual = if known.is_empty() {
        USUAL_AREA
    } else {
        known.iter().sum::<f64>() / known.len() as f64
    };
    let half = |place: usize| places[place].area.unwrap_or(usual).sqrt() / 2.0;
    let mut all = vec![f64::INFINITY; n * n];
    for a in 0..n {
        all[a * n + a] = 0.0;
        for &b in &places[a].neighbours {
            let step = (half(a) + half(b)) / 100.0;
            all[a * n + b] = step;
            all[b * n + a] = step;
        }
    }
    // Shortest ways from neighbour to neighbour.
    for by in 0..n {
        for a in 0..n {
            for b in 0..n {
                let way = all[a * n + by] + all[by * n + b];
                all[a * n + b] = all[a * n + b].min(way);
            }
        }
    }
    for (a, from) in towns.iter().enumerate() {
        for (b, to) in towns.iter().enumerate() {
            if let (Some(from), Some(to)) = (from, to) {
                all[a * n + b] = distance_km(*from, *to) / 100.0;
            }
        }
    }
    let found: Vec<f64> = all
        .iter()
        .copied()
        .filter(|way| way.is_finite() && *way > 0.0)
        .collect();
    let mean = if found.is_empty() {
        usual.sqrt() / 100.0
    } else {
        found.iter().sum::<f64>() / found.len() as f64
    };
    for way in &mut all {
        if way.is_infinite() {
            *way = mean;
        }
    }
    all
}

fn parties(case: &Case) -> (Vec<Fighter>, Vec<Backer>) {
    let side = |kind: ActorKind| match kind {
        ActorKind::State => Some(Side::State),
        ActorKind::Insurgent => Some(Side::Insurgent),
        ActorKind::Militia => Some(Side::Militia),
        _ => None,
    };
    let mut all: Vec<_> = case
        .actors
        .iter()
        .filter(|actor| actor.kind == ActorKind::State || case.has_part(&actor.key))
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
