//! [`crate::mechanism::politics`]: the same hazards; what follows from them is rare and done by the plain mechanism.

use case::Posture;

use crate::dice::Dice;
use crate::mechanism::politics::{
    ARMY_SHOCK, CAPITAL_SHOCK, capacity, collapse_hazard, collapses, overthrow, split,
};
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Draws a month's politics.
pub(super) fn politics(
    world: &World,
    setting: &Setting,
    state: &mut State,
    postures: &[Posture],
    dice: &mut Dice,
) {
    let (coup, collapse, placeholder) = (dice.share(), dice.share(), dice.share());
    // Departures and splits have their numbers in the same places every month.
    let mut departures = dice.clone();
    dice.pass(world.backers.len());
    let mut splits = dice.clone();
    dice.pass(2 * world.fighters.len());

    capacity(world, setting, state);
    state.regime_age += 1;
    if !state.collapsed && !state.inherited {
        let shaken =
            state.shocks.iter().sum::<f64>() >= CAPITAL_SHOCK || state.losses >= ARMY_SHOCK;
        let factor = if shaken { setting.coup_shock } else { 1.0 };
        if coup < setting.coup / 12.0 * factor * (1.5 - state.cohesion[0]) {
            overthrow(setting, state);
        }
        let weak = state.capacity < setting.collapse_capacity
            && state.cohesion[0] < setting.collapse_cohesion;
        if collapse < collapse_hazard(setting, state, weak) {
            let stays = placeholder < setting.placeholder;
            collapses(world, setting, state, postures, stays);
        }
    }
    for (present, backing) in state.backers.iter_mut().zip(&setting.backing) {
        if departures.share() < backing[2] / 12.0 {
            *present = false;
        }
    }
    for (number, fighter) in world.fighters.iter().enumerate() {
        let [happens, share] = [splits.share(), splits.share()];
        let Some(from) = fighter.splinter_of else {
            continue;
        };
        if state.split[number] || state.strength[from] <= 0.0 {
            continue;
        }
        let won = state.capital == Some(from) || state.collapsed;
        let factor = if won { 2.0 } else { 1.0 };
        if happens < setting.splits[from] / 12.0 * (1.5 - state.cohesion[from]) * factor {
            split(world, state, from, number, 0.2 + 0.3 * share, dice);
        }
    }
}
