//! Who joins, who leaves, who pays.
//!
//! ```text
//! paid      =  min(1, (base + 10 income share ruled) / (F / F at the start))
//! base      =  1 - 10 income share ruled at the start for movements, revenue for the state; 0 or more
//! F += recruits share ruled people / 100,000 + wronged civilians killed by enemies where it has reach
//!      - lost - 5 % of the unpaid
//! the state: recruits 2 % of what it lacks of its strength at the start, times paid, times what is left of its
//! capacity at the start
//! ```
//!
//! Cohesion of the state's army falls by half of the share of it that is lost, and mends by a hundredth of what it
//! lacks when it is paid.

use super::violence::Violence;
use crate::setting::Setting;
use crate::state::State;
use crate::world::{Side, World};

/// Share of the unpaid who leave in a month.
pub(crate) const DESERTION: f64 = 0.05;
/// Share of the missing whom a paying state takes on in a month.
pub(crate) const ENLISTMENT: f64 = 0.02;
/// Share of the cohesion missing that a paid army regains in a month.
pub(crate) const MENDING: f64 = 0.01;

/// Share of its costs that a fighter can meet, 0 to 1.
pub fn paid(world: &World, setting: &Setting, state: &State, fighter: usize) -> f64 {
    paid_by(world, setting, state, fighter, state.ruled(world, fighter))
}

/// The same, with the share of the people under its rule at hand.
pub(crate) fn paid_by(
    world: &World,
    setting: &Setting,
    state: &State,
    fighter: usize,
    ruled: f64,
) -> f64 {
    let income = |share: f64| 10.0 * setting.income * share;
    let base = if world.fighters[fighter].side == Side::State {
        setting.revenue
    } else {
        (1.0 - income(state.ruled_at_start[fighter])).max(0.0)
    };
    let cost = state.strength[fighter] / setting.strength[fighter].max(1.0);
    let cost = if setting.strength[fighter] > 0.0 {
        cost
    } else {
        1.0
    };
    ((base + income(ruled)) / cost.max(1e-9)).min(1.0)
}

/// Moves strength and cohesion by a month.
pub fn strength(world: &World, setting: &Setting, state: &mut State, violence: &Violence) {
    let (k, n) = (world.fighters.len(), world.places.len());
    let before = state.clone();
    let people: f64 = before.people.iter().sum();
    for (one, fighter) in world.fighters.iter().enumerate() {
        let lost: f64 = violence.lost[one * n..(one + 1) * n].iter().sum();
        if fighter.side == Side::LocalCommand {
            for place in 0..n {
                let left = before.local[place] - violence.lost[one * n + place];
                state.local[place] = left.max(0.0);
            }
            state.strength[one] = state.local.iter().sum();
            continue;
        }
        let f = before.strength[one];
        if f <= 0.0 {
            continue;
        }
        let paid = paid(world, setting, &before, one);
        let recruits = if fighter.side == Side::State {
            let left = (before.capacity / setting.capacity.max(1e-9)).min(1.0);
            ENLISTMENT * paid * left * (setting.strength[one] - f).max(0.0)
        } else {
            let wronged: f64 = (0..k)
                .filter(|other| setting.are_enemies(world, one, *other))
                .flat_map(|other| (0..n).map(move |place| (other * n + place, place)))
                .map(|(at, place)| violence.civilian_deaths[at] * before.reach(world, one, place))
                .sum();
            setting.recruits * before.ruled(world, one) * people / 1e5 + setting.wronged * wronged
        };
        state.strength[one] = (f + recruits - lost - DESERTION * (1.0 - paid) * f).max(0.0);
        let share = (lost / f).min(1.0);
        if fighter.side == Side::State {
            state.losses = share;
        }
        let mended = MENDING * paid * (setting.cohesion[one] - before.cohesion[one]).max(0.0);
        state.cohesion[one] = (before.cohesion[one] - 0.5 * share + mended).clamp(0.0, 1.0);
    }
}
