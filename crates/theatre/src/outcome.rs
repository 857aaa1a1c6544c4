//! What a month of a run looks like from outside.

use crate::mechanism::violence::Violence;
use crate::state::{Government, State};
use crate::world::{Side, World};

/// Share of the people from which an armed faction rules.
pub const FACTION: f64 = 0.01;

/// A month of a run. Shares are of the people who live in their places.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// Share under state rule.
    pub state: f64,
    /// Share under each fighter's shadow rule: where the state can act too; 0 for the state.
    pub shadow: Vec<f64>,
    /// Share under each fighter's overt rule: where the state cannot act; 0 for the state.
    pub overt: Vec<f64>,
    /// Share under nobody's rule.
    pub nobody: f64,
    /// Share of the people whom each fighter can reach.
    pub reach: Vec<f64>,
    /// Armed factions, other than the state, that rule a hundredth of the people or more; every local command is one.
    pub factions: u32,
    /// The fighter that holds the capital; none when nobody does.
    pub capital: Option<usize>,
    /// Who is recognised.
    pub government: Government,
    /// Overthrows so far.
    pub overthrows: u32,
    /// The state has collapsed.
    pub collapsed: bool,
    /// A deal is in force.
    pub deal: bool,
    /// Events of organised violence: clashes and attacks on civilians.
    pub events: u32,
    /// Deaths in them.
    pub deaths: f64,
    /// Of these, civilians.
    pub civilians: f64,
    /// Civilians killed in attacks by each fighter.
    pub killed_by: Vec<f64>,
    /// People displaced.
    pub displaced: f64,
    /// Skeletal capacity.
    pub capacity: f64,
    /// Strength of each fighter.
    pub strength: Vec<f64>,
}

impl Month {
    /// One that is still to be written, of so many fighters.
    pub(crate) fn empty(fighters: usize) -> Self {
        let each = || vec![0.0; fighters];
        Self {
            state: 0.0,
            shadow: each(),
            overt: each(),
            nobody: 0.0,
            reach: each(),
            factions: 0,
            capital: None,
            government: Government::None,
            overthrows: 0,
            collapsed: false,
            deal: false,
            events: 0,
            deaths: 0.0,
            civilians: 0.0,
            killed_by: each(),
            displaced: 0.0,
            capacity: 0.0,
            strength: each(),
        }
    }

    /// Of a state after a month of violence.
    pub fn of(world: &World, state: &State, violence: &Violence) -> Self {
        let (k, n) = (world.fighters.len(), world.places.len());
        let people: f64 = state.people.iter().sum::<f64>().max(1.0);
        let share = |of: &dyn Fn(usize) -> f64| -> f64 {
            (0..n)
                .map(|place| state.people[place] * of(place))
                .sum::<f64>()
                / people
        };
        let rule = |one: usize, place: usize| state.rule(world, one, place);
        let acts = |place: usize| state.reach(world, 0, place);
        let local = world.local_commands();
        let mut factions = 0;
        let mut shadow = vec![0.0; k];
        let mut overt = vec![0.0; k];
        for (one, fighter) in world.fighters.iter().enumerate().skip(1) {
            shadow[one] = share(&|place| rule(one, place) * acts(place));
            overt[one] = share(&|place| rule(one, place) * (1.0 - acts(place)));
            factions += if fighter.side == Side::LocalCommand {
                (0..n)
                    .filter(|place| state.people[*place] * rule(local, *place) >= FACTION * people)
                    .count() as u32
            } else {
                u32::from(shadow[one] + overt[one] >= FACTION)
            };
        }
        let under_state = share(&|place| rule(0, place));
        let armed: f64 = shadow.iter().chain(&overt).sum();
        let civilians = violence
            .civilian_deaths
            .iter()
            .chain(&violence.crossfire)
            .sum();
        Self {
            state: under_state,
            nobody: (1.0 - under_state - armed).max(0.0),
            shadow,
            overt,
            reach: (0..k)
                .map(|one| share(&|place| state.reach(world, one, place)))
                .collect(),
            factions,
            capital: state.capital,
            government: state.government,
            overthrows: state.overthrows,
            collapsed: state.collapsed,
            deal: state.deal.as_ref().is_some_and(|deal| deal.in_force),
            events: violence.clashes.iter().chain(&violence.one_sided).sum(),
            deaths: violence
                .battle_deaths
                .iter()
                .chain(&violence.civilian_deaths)
                .sum(),
            civilians,
            killed_by: violence
                .civilian_deaths
                .chunks(n.max(1))
                .map(|of_one| of_one.iter().sum())
                .collect(),
            displaced: state.displaced,
            capacity: state.capacity,
            strength: state.strength.clone(),
        }
    }
}
