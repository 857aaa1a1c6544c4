//! [`crate::mechanism::reach`] and [`crate::mechanism::rule`].

use std::array::from_fn;

use super::{Ground, LANES, Lanes, Scratch, Terms};
use crate::mechanism::rule::foreign_zone;
use crate::mechanism::strength::paid_by;
use crate::mechanism::violence::preys;
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Moves reach by a month.
pub(super) fn reach(
    ground: &Ground,
    setting: &Setting,
    terms: &Terms,
    state: &mut State,
    s: &mut Scratch,
) {
    for &one in &s.who {
        let here = ground.row(one);
        let now: &mut [Lanes] = state.reach.as_chunks_mut().0;
        let now = &mut now[here.clone()];
        if state.strength[one] <= 0.0 {
            for now in now {
                *now = now.map(|r| unit(r * (1.0 - setting.fade)));
            }
            continue;
        }
        means(ground, now.as_flattened(), s.around.as_flattened_mut());
        let foes = &s.rivals[s.foes[one].clone()];
        for (b, now) in now.iter_mut().enumerate() {
            let mut against = [0.0; LANES];
            for pair in foes {
                let at = ground.at(pair.other, b);
                let (success, held) = (&s.success[at], &s.held[at]);
                against = from_fn(|i| against[i] + pair.press * success[i] * held[i]);
            }
            let at = ground.at(one, b);
            let (p, hiding, around) = (&s.success[at], &terms.hiding[at], &s.around[b]);
            *now = from_fn(|i| {
                let r = now[i];
                let above = around[i] - r;
                let change = setting.growth * r * (1.0 - r) * (p[i] - against[i])
                    + setting.spill
                        * (1.0 - hiding[i])
                        * (1.0 - r)
                        * if above > 0.0 { above } else { 0.0 }
                    - setting.fade * r * hiding[i] * (1.0 - p[i]);
                unit(r + change)
            });
        }
    }
}

/// Means over each place's neighbours.
fn means(ground: &Ground, of: &[f64], around: &mut [f64]) {
    for ((mean, ends), share) in around
        .iter_mut()
        .zip(ground.from.windows(2))
        .zip(&ground.share)
    {
        let near = &ground.neighbours[ends[0]..ends[1]];
        *mean = near.iter().map(|other| of[*other]).sum::<f64>() * share;
    }
}

/// Within 0 to 1.
fn unit(x: f64) -> f64 {
    let x = if x < 0.0 { 0.0 } else { x };
    if x > 1.0 { 1.0 } else { x }
}

/// Moves rule by a month.
pub(super) fn rule(
    world: &World,
    ground: &Ground,
    setting: &Setting,
    terms: &Terms,
    state: &mut State,
    s: &mut Scratch,
) {
    let payment = paid_by(world, setting, state, 0, ruled(state, 0, s.people));
    let predation = preys(world, setting, state, 0);
    let repair = setting.repair * state.capacity * payment;
    let kept = state.deal.as_ref().is_some_and(|deal| deal.in_force);
    for b in 0..ground.blocks {
        let mut sum = [0.0; LANES];
        for &one in &s.who {
            let at = ground.at(one, b);
            let reach: &Lanes = &state.reach.as_chunks().0[at];
            let rule: &Lanes = &state.rule.as_chunks().0[at];
            let (h, held, protected) = (&terms.affinity[at], &s.held[at], &s.share[at]);
            let most: Lanes = from_fn(|i| {
                let ceiling = h[i] + held[i];
                if reach[i] < ceiling {
                    reach[i]
                } else {
                    ceiling
                }
            });
            let mut now: Lanes = if one == 0 {
                from_fn(|i| {
                    let u = rule[i];
                    let lacking = most[i] - u;
                    let lacking = if lacking > 0.0 { lacking } else { 0.0 };
                    let mended = u + repair * protected[i] * lacking;
                    mended - setting.decay * (predation + 1.0 - protected[i]) * u
                })
            } else {
                let effort = s.traits[one].rule;
                from_fn(|i| rule[i] + setting.relaxation * (effort * most[i] - rule[i]))
            };
            if kept {
                for (i, now) in now.iter_mut().enumerate() {
                    let place = b * LANES + i;
                    if place < ground.places && foreign_zone(state, one, place) {
                        *now = rule[i] - setting.relaxation * rule[i];
                    }
                }
            }
            let now = now.map(unit);
            sum = from_fn(|i| sum[i] + now[i]);
            s.rule[at] = now;
        }
        let scale: Lanes = from_fn(|i| {
            let inverse = sum[i].recip();
            if sum[i] > 1.0 { inverse } else { 1.0 }
        });
        let rule: &mut [Lanes] = state.rule.as_chunks_mut().0;
        for &one in &s.who {
            let at = ground.at(one, b);
            let now = &s.rule[at];
            rule[at] = from_fn(|i| unit(now[i] * scale[i]));
        }
    }
}

/// Share of so many people who live under a fighter's rule.
pub(super) fn ruled(state: &State, one: usize, people: f64) -> f64 {
    let rule = state.row(&state.rule, one);
    let ruled: f64 = state.people.iter().zip(rule).map(|(p, u)| p * u).sum();
    ruled / people.max(1.0)
}
