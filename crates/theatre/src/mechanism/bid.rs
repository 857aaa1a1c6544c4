//! A bid for the capital.
//!
//! ```text
//! attacker      f[k,c]
//! defender      f[state,c] + its militias there + rescue + urban (1 - h[k,c]) p[c] / 500
//! P(taken)      f^m / (s + f^m + d^m) a month, a contest with a draw like any other
//! P(repelled)   d^m / (...): the attacker loses a tenth of what it sent
//! held          needs ratio (1 - h[k,c]) p[c] / 1,000 to hold the unwilling; what it lacks, as a share, times
//!               a fifth is the hazard a month that the capital is lost again
//! ```
//!
//! Whoever takes the capital of a state that stands inherits it, with the probability of succession: half of what is left of the
//! army goes over, half goes home, and the winner has the state's reach and rule besides its own. What it rules beyond its
//! affinity and its garrisons it loses again ([`rule`](super::rule)). Armies, officials and rivals side with who has
//! won (F. Christia, *Alliance Formation in Civil Wars*, 2012); so went Rwanda in 1994 and Afghanistan in 2021 (C.
//! Malkasian, *The American War in Afghanistan*, 2021). Otherwise the army falls apart by
//! place ([`politics`](super::politics)).
//!
//! A rescue comes, if it does, in the first month of a bid. Source of the contest: see
//! [`contest`](super::contest).

use case::Posture;

use super::contest::contest;
use crate::dice::Dice;
use crate::setting::Setting;
use crate::state::{Government, State};
use crate::world::{Side, World};

/// One of so many of the capital's hostile people counts as a defender.
const URBAN: f64 = 500.0;
/// Share of what was sent that a repelled bid costs.
const COST: f64 = 0.1;
/// Hazard a month that a capital held without any garrison is lost.
const UNHELD: f64 = 0.2;
/// Share of the army that goes over to who inherits the state.
const WENT_OVER: f64 = 0.5;

/// Draws a month of bids and of holding what was taken; `force` is that of each fighter in the capital.
pub fn bid(
    world: &World,
    setting: &Setting,
    state: &mut State,
    force: impl Fn(usize) -> f64,
    postures: &[Posture],
    dice: &mut Dice,
) {
    let c = world.capital;
    let chances = [dice.share(), dice.share(), dice.share(), dice.share()];
    let holder = state.capital;
    if let Some(holder) = holder
        && world.fighters[holder].side == Side::Insurgent
    {
        let hostile = (1.0 - setting.affinity(world, holder, c)) * state.people[c];
        let needed = setting.garrison * hostile / 1000.0;
        let lacking = (1.0 - force(holder) / needed.max(1.0)).max(0.0);
        if chances[2] < UNHELD * lacking {
            let gone = state.collapsed || state.inherited;
            state.capital = if gone && state.strength[0] <= 0.0 {
                None
            } else {
                Some(0)
            };
            if let Government::Movement(_) = state.government {
                state.government = if gone {
                    Government::None
                } else {
                    Government::Regime
                };
            }
        }
        return;
    }
    let bidders = (0..world.fighters.len())
        .filter(|k| world.fighters[*k].side == Side::Insurgent && postures[*k] == Posture::Bid);
    // The strongest there bids, the rest wait.
    let Some(one) = bidders
        .filter(|_| setting.bids)
        .max_by(|a, b| force(*a).total_cmp(&force(*b)))
    else {
        return;
    };
    if !state.rescued && !state.collapsed && chances[0] < setting.rescue {
        state.rescued = true;
    }
    let defends = |k: usize| {
        Some(k) == holder || world.fighters[k].backs == holder || (holder.is_none() && k == 0)
    };
    let own: f64 = (0..world.fighters.len())
        .filter(|k| defends(*k))
        .map(&force)
        .sum();
    let rescue = if state.rescued {
        setting.rescue_strength
    } else {
        0.0
    };
    let people = setting.urban * (1.0 - setting.affinity(world, one, c)) * state.people[c] / URBAN;
    let sides = [force(one), own + rescue + people];
    let mut p = sides;
    contest(&mut p, setting.decisiveness, setting.draw);
    if chances[1] < p[0] {
        state.capital = Some(one);
        state.set_reach(world, one, c, 1.0);
        if !state.collapsed {
            state.overthrows += 1;
            state.regime_age = 0;
            if !state.inherited && chances[3] < setting.succession {
                inherit(world, state, one);
            }
        }
        state.government = Government::Movement(one);
    } else if chances[1] < p[0] + p[1] {
        state.strength[one] -= (COST * sides[0]).min(state.strength[one]);
    }
}

/// The state's army and administration go over to a movement.
fn inherit(world: &World, state: &mut State, heir: usize) {
    state.inherited = true;
    state.strength[heir] += WENT_OVER * state.strength[0];
    state.strength[0] = 0.0;
    for place in 0..world.places.len() {
        let reach = state.reach(world, heir, place);
        let rule = state.rule(world, heir, place) + state.rule(world, 0, place);
        state.set_reach(world, heir, place, reach.max(state.reach(world, 0, place)));
        state.set_rule(world, heir, place, rule);
        state.set_reach(world, 0, place, 0.0);
        state.set_rule(world, 0, place, 0.0);
    }
}
