//! [`crate::mechanism::violence`].

use super::Scratch;
use crate::dice::{Dice, Tail};
use crate::mechanism::violence::{CROSSFIRE, MOST_DEATHS, USUAL_PREDATION, preys};
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Draws a month's violence.
pub(super) fn violence(
    world: &World,
    setting: &Setting,
    tail: &Tail,
    state: &State,
    s: &mut Scratch,
    clashes: &mut Dice,
    attacks: &mut Dice,
) {
    let n = world.places.len();
    s.events = 0;
    meetings(state, s);
    for &one in &s.who {
        let here = one * n..(one + 1) * n;
        s.prey[one] = preys(world, setting, state, one);
        s.bitter[one] = false;
        s.lost[here.clone()].fill(0.0);
        s.civil[here.clone()].fill(0.0);
        let reach = state.reach[here.clone()].iter().zip(&s.share[here.clone()]);
        let (prey, harm) = (s.prey[one] / USUAL_PREDATION, s.traits[one].harm);
        for (rate, (r, x)) in s.rate[here].iter_mut().zip(reach) {
            let dominates = 6.75 * x * x * (1.0 - x);
            *rate = setting.one_sided * r * prey * harm * dominates;
        }
    }
    for place in 0..n {
        let number = clashes.count(setting.clashes * s.fights[place], setting.size);
        s.events += number;
        (s.battle[place], s.crossfire[place]) = (0.0, 0.0);
        if number > 0 {
            let dead = deaths(clashes, tail, number);
            s.battle[place] = dead;
            let borne = |one: usize| s.borne[one * n + place];
            let whole: f64 = s.who.iter().map(|one| borne(*one)).sum();
            let civilian = if whole > 0.0 { CROSSFIRE } else { 1.0 };
            s.crossfire[place] = civilian * dead;
            if whole > 0.0 {
                for &one in &s.who {
                    s.lost[one * n + place] = (1.0 - civilian) * dead * borne(one) / whole;
                }
            }
        }
        let mut killed = 0.0;
        for &one in &s.who {
            let rate = s.rate[one * n + place];
            let number = attacks.count(rate, setting.size);
            if number > 0 {
                s.events += number;
                let dead = deaths(attacks, tail, number);
                s.civil[one * n + place] = dead;
                s.bitter[one] = true;
                killed += dead;
            }
        }
        s.killed[place] = killed;
    }
}

/// How much enemies meet in each place, and how much of it each bears.
fn meetings(state: &State, s: &mut Scratch) {
    let n = state.people.len();
    s.fights.fill(0.0);
    for &one in &s.who {
        s.borne[one * n..(one + 1) * n].fill(0.0);
    }
    for pair in s.rivals.iter().filter(|pair| pair.other < pair.one) {
        let (a, b) = (pair.one * n, pair.other * n);
        // The lower number's row comes first.
        let (low, high) = s.borne.split_at_mut(a);
        let borne = low[b..b + n].iter_mut().zip(&mut high[..n]);
        let reach = state.reach[a..a + n].iter().zip(&state.reach[b..b + n]);
        let success = s.success[a..a + n].iter().zip(&s.success[b..b + n]);
        let both = borne.zip(reach).zip(success).zip(&mut s.fights);
        for ((((borne_b, borne_a), (ra, rb)), (pa, pb)), fights) in both {
            let meets = ra * rb * pair.harder;
            *fights += meets;
            *borne_a += meets * pb;
            *borne_b += meets * pa;
        }
    }
}

fn deaths(dice: &mut Dice, tail: &Tail, events: u32) -> f64 {
    (0..events)
        .map(|_| f64::from(dice.deaths(tail, MOST_DEATHS)))
        .sum()
}
