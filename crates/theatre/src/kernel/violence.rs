//! [`crate::mechanism::violence`].

use std::array::from_fn;

use super::{Drawing, Ground, LANES, Lanes, Scratch};
use crate::dice::{Count, Dice, Tail};
use crate::mechanism::tempo::pace;
use crate::mechanism::violence::{CROSSFIRE, MOST_DEATHS, USUAL_PREDATION, ViolenceDice, preys};
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
    dice: &mut ViolenceDice,
) {
    s.events.fill(0);
    let pace = pace(setting, state);
    let attack_rate = setting.one_sided * pace;
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
                attack_rate * r[i] * prey * harm * dominates
            });
        }
    }
    clashes(ground, setting, setting.clashes * pace, tail, s, dice);
    attacks(ground, setting, tail, s, dice);
}

fn clashes(
    ground: &Ground,
    setting: &Setting,
    rate: f64,
    tail: &Tail,
    s: &mut Scratch,
    dice: &mut ViolenceDice,
) {
    let mut number = 0;
    for (place, fights) in s.fights.as_flattened()[..ground.places].iter().enumerate() {
        let mean = rate * fights;
        let u = dice.clashes.share_after(place);
        number = put(&mut s.drawn, number, place, 0, mean, u);
    }
    s.battle.fill(0.0);
    s.crossfire.fill(0.0);
    chances_of_none(&mut s.drawn, number, setting.size);
    let (borne, stride) = (s.borne.as_flattened(), LANES * ground.blocks);
    let lost = s.lost.as_flattened_mut();
    for drawn in &s.drawn[..number] {
        let events = drawn.events(setting.size);
        if events == 0 {
            continue;
        }
        s.events[drawn.place] += events;
        let (place, dead) = (drawn.place, deaths(&mut dice.clash_deaths, tail, events));
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
}

fn attacks(
    ground: &Ground,
    setting: &Setting,
    tail: &Tail,
    s: &mut Scratch,
    dice: &mut ViolenceDice,
) {
    let (rates, stride) = (s.rate.as_flattened(), LANES * ground.blocks);
    let fighters = s.traits.len();
    let mut number = 0;
    for place in 0..ground.places {
        for &one in &s.who {
            let u = dice.attacks.share_after(place * fighters + one);
            let mean = rates[one * stride + place];
            number = put(&mut s.drawn, number, place, one, mean, u);
        }
    }
    s.killed.fill(0.0);
    chances_of_none(&mut s.drawn, number, setting.size);
    let civil = s.civil.as_flattened_mut();
    for drawn in &s.drawn[..number] {
        let events = drawn.events(setting.size);
        if events > 0 {
            s.events[drawn.place] += events;
            let dead = deaths(&mut dice.attack_deaths, tail, events);
            civil[drawn.one * stride + drawn.place] = dead;
            s.bitter[drawn.one] = true;
            s.killed[drawn.place] += dead;
        }
    }
}

/// Puts a count at the end of those that may not be 0, when it is one; gives how many there are. Without a branch, for
/// which it is cannot be foreseen.
fn put(drawn: &mut [Drawing], number: usize, place: usize, one: usize, mean: f64, u: f64) -> usize {
    drawn[number] = Drawing {
        place,
        one,
        mean,
        u,
        none: 0.0,
    };
    let none = u < Count::surely_none(mean) || mean <= 0.0;
    number + usize::from(!none)
}

/// Works out P(0), some at a time.
fn chances_of_none(drawn: &mut [Drawing], number: usize, size: f64) {
    for some in drawn[..number.next_multiple_of(LANES)]
        .as_chunks_mut::<LANES>()
        .0
    {
        let mean: Lanes = from_fn(|i| some[i].mean);
        let none = mean.map(|mean| Count { mean, size }.none());
        for (drawing, none) in some.iter_mut().zip(none) {
            drawing.none = none;
        }
    }
}

impl Drawing {
    fn events(&self, size: f64) -> u32 {
        let mean = self.mean;
        Count { mean, size }.at(self.u, self.none)
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
