//! Overthrow, collapse, splits, departures.
//!
//! ```text
//! capacity   q += repair paid u (1 - q) - decay (predation + 1 - u) q       u: share of the people under state rule
//! coup       (coup / 12) shock (1.5 - cohesion)         shock: the factor after 30 deaths in the capital in three
//!                                                       months, or an army that lost 2 % in one
//! collapse   its hazard while capacity and cohesion are both under their thresholds; twice that while a movement
//!            holds the capital
//! split      (split / 12) (1.5 - cohesion), twice so for who holds the capital or whose state has collapsed
//! backer     leaves / 12
//! ```
//!
//! A coup replaces the leaders and leaves most of the capacity. A collapse splits the army: each place's share becomes a
//! local command of its own, with half of the state's rule there; a placeholder keeps the capital's share, with a
//! probability. A split takes a fifth to a half of strength and, place by place with that chance, reach and rule. Splits come more
//! easily to those who have won or have no common enemy left (F. Christia, *Alliance Formation in Civil Wars*, 2012; K.
//! Bakke, K. Cunningham & L. Seymour, *A plague of initials*, Perspectives on Politics 10, 2012).

use case::Posture;

use super::strength::paid;
use super::violence::preys;
use crate::dice::Dice;
use crate::posture::allocation;
use crate::setting::Setting;
use crate::state::{Government, State};
use crate::world::World;

/// Deaths in the capital in three months that shake a regime.
pub(crate) const CAPITAL_SHOCK: f64 = 30.0;
/// Share of the army lost in a month that shakes it.
pub(crate) const ARMY_SHOCK: f64 = 0.02;
/// Capacity that a collapse leaves.
const LEFT_BY_COLLAPSE: f64 = 0.3;

/// Draws a month's politics.
pub fn politics(
    world: &World,
    setting: &Setting,
    state: &mut State,
    postures: &[Posture],
    dice: &mut Dice,
) {
    // Every month draws the same numbers in the same order, whatever happens.
    let (coup, collapse) = (dice.share(), dice.share());
    let placeholder = dice.share();
    let departures: Vec<f64> = world.backers.iter().map(|_| dice.share()).collect();
    let splits: Vec<[f64; 2]> = world
        .fighters
        .iter()
        .map(|_| [dice.share(), dice.share()])
        .collect();

    capacity(world, setting, state);
    state.regime_age += 1;
    if !state.collapsed && !state.inherited {
        let shaken =
            state.shocks.iter().sum::<f64>() >= CAPITAL_SHOCK || state.losses >= ARMY_SHOCK;
        let factor = if shaken { setting.coup_shock } else { 1.0 };
        let hazard = setting.coup / 12.0 * factor * (1.5 - state.cohesion[0]);
        if coup < hazard {
            overthrow(setting, state);
        }
        let weak = state.capacity < setting.collapse_capacity
            && state.cohesion[0] < setting.collapse_cohesion;
        if collapse < collapse_hazard(setting, state, weak) {
            let stays = placeholder < setting.placeholder;
            collapses(world, setting, state, postures, stays);
        }
    }
    for (number, backer) in departures.iter().enumerate() {
        if state.backers[number] && *backer < setting.backing[number][2] / 12.0 {
            state.backers[number] = false;
        }
    }
    for (number, fighter) in world.fighters.iter().enumerate() {
        let Some(from) = fighter.splinter_of else {
            continue;
        };
        let won = state.capital == Some(from) || state.collapsed;
        let hazard = setting.splits[from] / 12.0
            * (1.5 - state.cohesion[from])
            * if won { 2.0 } else { 1.0 };
        let [happens, share] = splits[number];
        if !state.split[number] && state.strength[from] > 0.0 && happens < hazard {
            split(world, state, from, number, 0.2 + 0.3 * share, dice);
        }
    }
}

/// Chance of a collapse in a month.
pub(crate) fn collapse_hazard(setting: &Setting, state: &State, weak: bool) -> f64 {
    match state.capital {
        _ if state.inherited => 0.0,
        Some(holder) if holder != 0 => 2.0 * setting.collapse_hazard,
        _ if weak => setting.collapse_hazard,
        _ => 0.0,
    }
}

pub(crate) fn capacity(world: &World, setting: &Setting, state: &mut State) {
    let u = state.ruled(world, 0);
    let q = state.capacity;
    let gain = setting.repair * paid(world, setting, state, 0) * u * (1.0 - q);
    let loss = setting.decay * (preys(world, setting, state, 0) + 1.0 - u) * q;
    state.capacity = (q + gain - loss).clamp(0.0, 1.0);
}

/// The leaders are overthrown by their own army.
pub fn overthrow(setting: &Setting, state: &mut State) {
    state.overthrows += 1;
    state.regime_age = 0;
    state.capacity *= setting.kept_in_coup;
}

/// The state falls apart; a placeholder stays or not.
pub fn collapses(
    world: &World,
    setting: &Setting,
    state: &mut State,
    postures: &[Posture],
    stays: bool,
) {
    let local = world.local_commands();
    let shares = allocation(world, setting, state, 0, postures[0]);
    let army = state.strength[0];
    let lost_capital = state.capital.is_some_and(|holder| holder != 0);
    for (place, share) in shares.iter().enumerate() {
        let is_seat = place == world.capital;
        if is_seat && (stays || lost_capital) {
            continue;
        }
        state.local[place] += army * share;
        let (r, u) = (state.reach(world, 0, place), state.rule(world, 0, place));
        let theirs = state.rule(world, local, place) + u / 2.0;
        state.set_reach(world, local, place, r.max(state.reach(world, local, place)));
        state.set_rule(world, local, place, theirs);
        state.set_reach(world, 0, place, 0.1 * r);
        state.set_rule(world, 0, place, 0.1 * u);
    }
    state.strength[0] = if stays && !lost_capital {
        army * shares[world.capital]
    } else {
        0.0
    };
    state.strength[local] = state.local.iter().sum();
    state.collapsed = true;
    state.capacity *= LEFT_BY_COLLAPSE;
    if state.capital == Some(0) {
        state.capital = if stays { Some(0) } else { Some(local) };
    }
    state.government = match state.capital {
        _ if stays => Government::Placeholder,
        Some(holder) if holder != 0 && holder != local => Government::Movement(holder),
        _ => Government::None,
    };
}

/// Part of a movement leaves it for good.
pub(crate) fn split(
    world: &World,
    state: &mut State,
    from: usize,
    to: usize,
    share: f64,
    dice: &mut Dice,
) {
    state.split[to] = true;
    state.strength[to] = share * state.strength[from];
    state.strength[from] *= 1.0 - share;
    state.cohesion[to] = state.cohesion[from];
    for place in 0..world.places.len() {
        if dice.happens(share) {
            let (r, u) = (
                state.reach(world, from, place),
                state.rule(world, from, place),
            );
            state.set_reach(world, to, place, r);
            state.set_rule(world, to, place, u);
            state.set_reach(world, from, place, r / 2.0);
            state.set_rule(world, from, place, 0.0);
        }
    }
}
