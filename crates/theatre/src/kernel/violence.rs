//! [`crate::mechanism::violence`].

use std::array::from_fn;

use super::{Ground, LANES, Lanes, Scratch};
use crate::dice::{Dice, Tail};
use crate::mechanism::violence::{CROSSFIRE, MOST_DEATHS, USUAL_PREDATION, preys};
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Draws a month's violence.
pub(super) fn violence(
    world: &World,
    ground: &Ground,
    setting: &Setting,
    tail: &Tail,
    state: &State,
    s: &mut Scratch,
    [clashes, attacks]: [&mut Dice; 2],
) {
    s.events = 0;
    meetings(ground, state, s);
    let reach: &[Lanes] = state.reach.as_chunks().0;
    for &one in &s.who {
        let here = ground.row(one);
        s.bitter[one] = false;
        s.lost[here.clone()].fill([0.0; LANES]);
        s.civil[here.clone()].fill([0.0; LANES]);
        let prey = preys(world, setting, state, one) / USUAL_PREDATION;
        let harm = s.traits[one].harm;
        let given = reach[here.clone()].iter().zip(&s.share[here.clone()]);
        for (rate, (r, x)) in s.rate[here].iter_mut().zip(given) {
            *rate = from_fn(|i| {
                let dominates = 6.75 * x[i] * x[i] * (1.0 - x[i]);
                setting.one_sided * r[i] * prey * harm * dominates
            });
        }
    }
    let stride = LANES * ground.blocks;
    let (rates, fights) = (s.rate.as_flattened(), s.fights.as_flattened());
    let (civil, lost) = (s.civil.as_flattened_mut(), s.lost.as_flattened_mut());
    let borne = s.borne.as_flattened();
    for place in 0..ground.places {
        let number = clashes.count(setting.clashes * fights[place], setting.size);
        s.events += number;
        (s.battle[place], s.crossfire[place]) = (0.0, 0.0);
        if number > 0 {
            let dead = deaths(clashes, tail, number);
            s.battle[place] = dead;
            let borne = |one: usize| borne[one * stride + place];
            let whole: f64 = s.who.iter().map(|one| borne(*one)).sum();
            let civilian = if whole > 0.0 { CROSSFIRE } else { 1.0 };
            s.crossfire[place] = civilian * dead;
            if whole > 0.0 {
                for &one in &s.who {
                    lost[one * stride + place] = (1.0 - civilian) * dead * borne(one) / whole;
                }
            }
        }
        let mut killed = 0.0;
        for &one in &s.who {
            let at = one * stride + place;
            let number = attacks.count(rates[at], setting.size);
            if number > 0 {
                s.events += number;
                let dead = deaths(attacks, tail, number);
                civil[at] = dead;
                s.bitter[one] = true;
                killed += dead;
            }
        }
        s.killed[place] = killed;
    }
}

/// How much enemies meet in each place, and how much of it each bears.
fn meetings(ground: &Ground, state: &State, s: &mut Scratch) {
    let reach: &[Lanes] = state.reach.as_chunks().0;
    for &one in &s.who {
        s.borne[ground.row(one)].fill([0.0; LANES]);
    }
    for b in 0..ground.blocks {
        let mut fights = [0.0; LANES];
        for pair in s.rivals.iter().filter(|pair| pair.other < pair.one) {
            let (one, other) = (ground.at(pair.one, b), ground.at(pair.other, b));
            let meets: Lanes = from_fn(|i| reach[one][i] * reach[other][i] * pair.harder);
            let (p, q) = (&s.success[one], &s.success[other]);
            s.borne[one] = from_fn(|i| s.borne[one][i] + meets[i] * q[i]);
            s.borne[other] = from_fn(|i| s.borne[other][i] + meets[i] * p[i]);
            fights = from_fn(|i| fights[i] + meets[i]);
        }
        s.fights[b] = fights;
    }
}

fn deaths(dice: &mut Dice, tail: &Tail, events: u32) -> f64 {
    (0..events)
        .map(|_| f64::from(dice.deaths(tail, MOST_DEATHS)))
        .sum()
}
