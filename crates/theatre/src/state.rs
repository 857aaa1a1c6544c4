//! How things stand in a month of a run.

use crate::mechanism::bid::fallen;
use crate::setting::Setting;
use crate::step::settle;
use crate::world::World;

/// Rows of reach and rule have a multiple of so many places: the fast month works on so many at once, and six keep the
/// processor busiest.
pub(crate) const ROW: usize = 6;

/// Who is recognised abroad as the government.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Government {
    /// The regime of the start, or one that overthrew it from within: a working state.
    Regime,
    /// A government in name that outlived the state.
    Placeholder,
    /// A movement that took the capital.
    Movement(usize),
    /// None.
    None,
}

/// A deal and whether it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Deal {
    /// Its parties, by number.
    pub parties: Vec<usize>,
    /// The party whose zone each place is; none where the deal leaves it as it is.
    pub zones: Vec<Option<usize>>,
    /// Outside guarantors watch over it.
    pub guaranteed: bool,
    /// It is in force.
    pub in_force: bool,
}

/// How things stand. Arrays over fighters and places go fighter by fighter.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Months since the start.
    pub month: u32,
    /// People in each place.
    pub people: Vec<f64>,
    /// People displaced.
    pub displaced: f64,
    /// Civilians killed in all.
    pub killed: f64,
    /// Strength of each fighter; of the local commands the sum over places.
    pub strength: Vec<f64>,
    /// Strength of the local command of each place.
    pub local: Vec<f64>,
    /// Cohesion of each fighter, 0 to 1.
    pub cohesion: Vec<f64>,
    /// Rows are filled up with zeros to a multiple of [`ROW`].
    pub(crate) reach: Vec<f64>,
    pub(crate) rule: Vec<f64>,
    /// Skeletal capacity, 0 to 1.
    pub capacity: f64,
    /// Who is recognised.
    pub government: Government,
    /// Overthrows so far, and months since the last one or the start.
    pub overthrows: u32,
    /// See [`State::overthrows`].
    pub regime_age: u32,
    /// The state has collapsed.
    pub collapsed: bool,
    /// A movement that took the capital has inherited the state.
    pub inherited: bool,
    /// The fighter that holds the capital; none when nobody does.
    pub capital: Option<usize>,
    /// Backers in the country.
    pub backers: Vec<bool>,
    /// A deal, kept or broken.
    pub deal: Option<Deal>,
    /// Each splinter has come to be.
    pub split: Vec<bool>,
    /// Deaths in the capital in each of the last three months, and the state's losses as a share of its strength.
    pub shocks: [f64; 3],
    /// See [`State::shocks`].
    pub losses: f64,
    /// A foreign rescue has come.
    pub rescued: bool,
    /// Logarithm of the tempo of the war.
    pub tempo: f64,
    /// People share under each fighter's rule at the start, by which its costs are met.
    pub ruled_at_start: Vec<f64>,
}

impl State {
    /// At the start, with the reach of movements; that of the state and all rule are settled from it, and then the capital
    /// falls if another than the state holds it.
    pub fn new(world: &World, setting: &Setting, reach: &[f64]) -> Self {
        let mut state = Self::unsettled(world, setting, reach);
        settle(world, setting, &mut state);
        let fighters = 0..world.fighters.len();
        state.ruled_at_start = fighters.map(|one| state.ruled(world, one)).collect();
        fallen(world, setting, &mut state);
        state
    }

    /// The same before reach of the state and rule have settled.
    pub(crate) fn unsettled(world: &World, setting: &Setting, reach: &[f64]) -> Self {
        let k = world.fighters.len();
        let n = world.places.len();
        let row = n.next_multiple_of(ROW);
        let mut rows = vec![0.0; k * row];
        for (to, from) in rows
            .chunks_exact_mut(row.max(1))
            .zip(reach.chunks(n.max(1)))
        {
            to[..from.len()].copy_from_slice(from);
        }
        Self {
            month: 0,
            people: world.places.iter().map(|place| place.people).collect(),
            displaced: 0.0,
            killed: 0.0,
            strength: setting.strength.clone(),
            local: vec![0.0; n],
            cohesion: setting.cohesion.clone(),
            reach: rows,
            rule: vec![0.0; k * row],
            capacity: setting.capacity,
            government: Government::Regime,
            overthrows: 0,
            regime_age: 0,
            collapsed: false,
            inherited: false,
            capital: Some(0),
            backers: world.backers.iter().map(|backer| backer.present).collect(),
            deal: None,
            split: vec![false; k],
            shocks: [0.0; 3],
            losses: 0.0,
            rescued: false,
            tempo: 0.0,
            ruled_at_start: vec![0.0; k],
        }
    }

    /// Reach of a fighter in a place, 0 to 1.
    pub fn reach(&self, world: &World, fighter: usize, place: usize) -> f64 {
        self.reach[fighter * world.places.len().next_multiple_of(ROW) + place]
    }

    /// Sets it, within 0 to 1.
    pub fn set_reach(&mut self, world: &World, fighter: usize, place: usize, value: f64) {
        self.reach[fighter * world.places.len().next_multiple_of(ROW) + place] =
            value.clamp(0.0, 1.0);
    }

    /// Rule of a fighter in a place, 0 to 1; those of a place sum to at most 1.
    pub fn rule(&self, world: &World, fighter: usize, place: usize) -> f64 {
        self.rule[fighter * world.places.len().next_multiple_of(ROW) + place]
    }

    /// Sets it, within 0 to 1.
    pub fn set_rule(&mut self, world: &World, fighter: usize, place: usize, value: f64) {
        self.rule[fighter * world.places.len().next_multiple_of(ROW) + place] =
            value.clamp(0.0, 1.0);
    }

    /// A fighter's row of reach or rule, place by place.
    pub(crate) fn row<'a>(&self, of: &'a [f64], fighter: usize) -> &'a [f64] {
        let n = self.people.len();
        let from = fighter * n.next_multiple_of(ROW);
        &of[from..from + n]
    }

    /// Share of the people who live in their places under a fighter's rule.
    pub fn ruled(&self, world: &World, fighter: usize) -> f64 {
        let people: f64 = self.people.iter().sum();
        let ruled: f64 = (0..world.places.len())
            .map(|place| self.people[place] * self.rule(world, fighter, place))
            .sum();
        ruled / people.max(1.0)
    }

    /// A deal is kept between two fighters.
    pub fn at_peace(&self, a: usize, b: usize) -> bool {
        self.deal.as_ref().is_some_and(|deal| {
            deal.in_force && deal.parties.contains(&a) && deal.parties.contains(&b)
        })
    }
}
