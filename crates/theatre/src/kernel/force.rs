//! Force, who prevails, and whom force can hold: [`crate::mechanism::force`], [`crate::mechanism::contest`],
//! [`crate::posture::allocation`].

use std::array::from_fn;

use case::Posture;

use super::{Ground, LANES, Lanes, Scratch, Terms};
use crate::mechanism::force::sent;
use crate::power::power;
use crate::setting::Setting;
use crate::state::State;
use crate::world::{Side, World};

/// Force of all who have a part.
pub(super) fn force(
    world: &World,
    ground: &Ground,
    setting: &Setting,
    terms: &Terms,
    state: &State,
    postures: &[Posture],
    s: &mut Scratch,
) {
    s.count(state);
    for at in 0..s.who.len() {
        let one = s.who[at];
        let here = ground.row(one);
        let fighter = &world.fighters[one];
        if fighter.side == Side::LocalCommand {
            let force = s.force[here].as_flattened_mut();
            for (force, strength) in force.iter_mut().zip(&state.local) {
                *force = setting.useful[0] * strength;
            }
            continue;
        }
        let sent = sent(world, setting, state, one);
        if sent <= 0.0 {
            s.force[here].fill([0.0; LANES]);
            continue;
        }
        weigh(world, ground, terms, state, one, postures[one], s);
        let force = &mut s.force[here.clone()];
        let total: f64 = force.as_flattened().iter().sum();
        let (mut of_one, mut sent_out, mut kept) = (1.0, 1.0, 0.0);
        if total > 0.0 {
            of_one = total.recip();
            if fighter.side == Side::State {
                kept = setting.capital_garrison.min(1.0);
                sent_out = 1.0 - kept;
            }
        }
        for force in &mut *force {
            *force = force.map(|share| share * of_one * sent_out);
        }
        force.as_flattened_mut()[world.capital] += kept;
        for (force, fading) in force.iter_mut().zip(&terms.fading[here]) {
            *force = from_fn(|i| sent * force[i] * fading[i]);
        }
    }
}

/// Weights of the places for a fighter in a posture, into its row of forces.
fn weigh(
    world: &World,
    ground: &Ground,
    terms: &Terms,
    state: &State,
    one: usize,
    posture: Posture,
    s: &mut Scratch,
) {
    let is_state = world.fighters[one].side == Side::State;
    let here = ground.row(one);
    let reach: &[Lanes] = &state.reach.as_chunks().0[here.clone()];
    let rule: &[Lanes] = &state.rule.as_chunks().0[here.clone()];
    let affinity = &terms.affinity[here.clone()];
    let only_rivals = posture == Posture::FightRivals;
    let foes = s.rivals[s.foes[one].clone()]
        .iter()
        .filter(|pair| !only_rivals || world.fighters[pair.other].side == Side::Insurgent);
    let theirs: &[Lanes] = state.reach.as_chunks().0;
    let highest = |b: usize| -> Lanes {
        foes.clone().fold([0.0; LANES], |most, pair| {
            let reach = &theirs[ground.at(pair.other, b)];
            from_fn(|i| {
                if reach[i] > most[i] {
                    reach[i]
                } else {
                    most[i]
                }
            })
        })
    };
    let people = &s.crowd;
    for (b, weight) in s.force[here].iter_mut().enumerate() {
        let (r, u, h, x) = (&reach[b], &rule[b], &affinity[b], &people[b]);
        *weight = match posture {
            Posture::Harass | Posture::BreakDeal => *r,
            Posture::ConsolidateRule | Posture::Talk | Posture::AbideByDeal if !is_state => {
                from_fn(|i| r[i] * (0.2 + (h[i] - u[i]).max(0.0)))
            }
            Posture::Blockade => from_fn(|i| r[i] * ground.blockade[b][i]),
            Posture::Bid => from_fn(|i| r[i] * ground.bid[b][i] * ground.seat[b][i]),
            Posture::ClearAndHold => {
                let e = highest(b);
                from_fn(|i| x[i] * (0.2 + e[i]) * r[i])
            }
            Posture::RaidWithPartner | Posture::FightRivals => {
                let e = highest(b);
                from_fn(|i| (0.1 + e[i]) * r[i])
            }
            Posture::WithdrawToCore => from_fn(|i| x[i] * u[i] * u[i] * r[i]),
            _ => from_fn(|i| x[i] * (0.2 + u[i]) * r[i]),
        };
    }
}

/// Chances to prevail, each one's share of all control, and the share of the people that each force can hold.
pub(super) fn contests(ground: &Ground, setting: &Setting, s: &mut Scratch) {
    let (m, draw) = (setting.decisiveness, setting.draw);
    for b in 0..ground.blocks {
        let (mut sum, mut number) = ([0.0; LANES], [0.0; LANES]);
        for &one in &s.who {
            let force = &s.force[ground.at(one, b)];
            for i in 0..LANES {
                sum[i] += if force[i] > 0.0 { force[i] } else { 0.0 };
                number[i] += if force[i] > 0.0 { 1.0 } else { 0.0 };
            }
        }
        let unit: Lanes = from_fn(|i| (sum[i] / number[i]).recip());
        let mut total = [0.0; LANES];
        for &one in &s.who {
            let force = &s.force[ground.at(one, b)];
            let weight: Lanes = from_fn(|i| {
                if force[i] > 0.0 {
                    force[i] * unit[i]
                } else {
                    1.0
                }
            });
            let weight = weight.map(|x| power(x, m));
            let weight: Lanes = from_fn(|i| if force[i] > 0.0 { weight[i] } else { 0.0 });
            for i in 0..LANES {
                total[i] += weight[i];
            }
            s.success[ground.at(one, b)] = weight;
        }
        let scale: Lanes = from_fn(|i| {
            if number[i] > 0.0 {
                (draw + total[i]).recip()
            } else {
                1.0
            }
        });
        let mut control = [0.0; LANES];
        for &one in &s.who {
            let success = &mut s.success[ground.at(one, b)];
            for i in 0..LANES {
                success[i] *= scale[i];
                control[i] += success[i];
            }
        }
        let of_one = control.map(f64::recip);
        let need: Lanes = s.folk[b].map(|people| 1000.0 / (setting.garrison * people.max(1.0)));
        for &one in &s.who {
            let at = ground.at(one, b);
            let (success, force) = (&s.success[at], &s.force[at]);
            s.share[at] = from_fn(|i| {
                let share = success[i] * of_one[i];
                if control[i] > 0.0 { share } else { 0.0 }
            });
            s.held[at] = from_fn(|i| {
                let held = force[i] * need[i];
                if held < 1.0 { held } else { 1.0 }
            });
        }
    }
}
