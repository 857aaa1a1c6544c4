//! [`crate::mechanism::reach`] and [`crate::mechanism::rule`].

use super::{Ground, Scratch, Terms};
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
    let n = state.people.len();
    let mut foes = s.rivals.iter().peekable();
    for &one in &s.who {
        let here = one * n..(one + 1) * n;
        let before = &mut s.reach[here.clone()];
        before.copy_from_slice(&state.reach[here.clone()]);
        let against = &mut s.sum;
        against.fill(0.0);
        while let Some(pair) = foes.next_if(|pair| pair.one == one) {
            let theirs = pair.other * n..(pair.other + 1) * n;
            let success = s.success[theirs.clone()].iter().zip(&s.held[theirs]);
            for (against, (success, held)) in against.iter_mut().zip(success) {
                *against += pair.press * success * held;
            }
        }
        let now = &mut state.reach[here.clone()];
        if state.strength[one] <= 0.0 {
            for (now, r) in now.iter_mut().zip(&*before) {
                *now = (r * (1.0 - setting.fade)).clamp(0.0, 1.0);
            }
            continue;
        }
        let around = &mut s.number;
        for (around, ends) in around.iter_mut().zip(ground.from.windows(2)) {
            let near = &ground.neighbours[ends[0]..ends[1]];
            let sum: f64 = near.iter().map(|other| before[*other]).sum();
            *around = sum / near.len().max(1) as f64;
        }
        let moved = now.iter_mut().zip(&*before);
        let means = around.iter().zip(&*against);
        let chances = s.success[here.clone()].iter().zip(&terms.hiding[here]);
        for (((now, r), (around, against)), (p, hiding)) in moved.zip(means).zip(chances) {
            let change = setting.growth * r * (1.0 - r) * (p - against)
                + setting.spill * (1.0 - r) * (around - r).max(0.0)
                - setting.fade * r * hiding * (1.0 - p);
            *now = (r + change).clamp(0.0, 1.0);
        }
    }
}

/// Moves rule by a month.
pub(super) fn rule(world: &World, setting: &Setting, state: &mut State, s: &mut Scratch) {
    let n = state.people.len();
    let payment = paid_by(world, setting, state, 0, ruled(state, 0, s.people));
    let predation = preys(world, setting, state, 0);
    let kept = state.deal.as_ref().is_some_and(|deal| deal.in_force);
    s.sum.fill(0.0);
    for &one in &s.who {
        let here = one * n..(one + 1) * n;
        let reach = state.reach[here.clone()]
            .iter()
            .zip(&state.rule[here.clone()]);
        let ceiling = setting.affinity[here.clone()]
            .iter()
            .zip(&s.held[here.clone()]);
        let now = s.rule[here.clone()].iter_mut();
        let all = now.zip(reach).zip(ceiling);
        if one == 0 {
            let repair = setting.repair * state.capacity * payment;
            for (((now, (r, u)), (h, held)), protected) in all.zip(&s.share[here.clone()]) {
                let most = r.min(h + held);
                let mended = u + repair * protected * (most - u).max(0.0);
                let next = mended - setting.decay * (predation + 1.0 - protected) * u;
                *now = next.clamp(0.0, 1.0);
            }
        } else {
            let effort = s.traits[one].rule;
            for ((now, (r, u)), (h, held)) in all {
                let most = r.min(h + held);
                *now = (u + setting.relaxation * (effort * most - u)).clamp(0.0, 1.0);
            }
        }
        if kept {
            for place in (0..n).filter(|place| foreign_zone(state, one, *place)) {
                let u = state.rule[one * n + place];
                s.rule[one * n + place] = (u - setting.relaxation * u).clamp(0.0, 1.0);
            }
        }
        for (sum, now) in s.sum.iter_mut().zip(&s.rule[here]) {
            *sum += *now;
        }
    }
    for sum in &mut s.sum {
        *sum = if *sum > 1.0 { sum.recip() } else { 1.0 };
    }
    for &one in &s.who {
        let here = one * n..(one + 1) * n;
        let now = s.rule[here.clone()].iter().zip(&s.sum);
        for (rule, (now, scale)) in state.rule[here].iter_mut().zip(now) {
            *rule = (now * scale).clamp(0.0, 1.0);
        }
    }
}

/// Share of so many people who live under a fighter's rule.
pub(super) fn ruled(state: &State, one: usize, people: f64) -> f64 {
    let n = state.people.len();
    let rule = &state.rule[one * n..(one + 1) * n];
    let ruled: f64 = state.people.iter().zip(rule).map(|(p, u)| p * u).sum();
    ruled / people.max(1.0)
}
