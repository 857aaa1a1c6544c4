//! Force, who prevails, and whom force can hold: [`crate::mechanism::force`], [`crate::mechanism::contest`],
//! [`crate::posture::allocation`].

use case::Posture;

use super::{Ground, Scratch, Terms};
use crate::power::powers;
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
    let n = world.places.len();
    s.people = state.people.iter().sum();
    for at in 0..s.who.len() {
        let one = s.who[at];
        let here = one * n..(one + 1) * n;
        let fighter = &world.fighters[one];
        if fighter.side == Side::LocalCommand {
            for (force, strength) in s.force[here].iter_mut().zip(&state.local) {
                *force = setting.useful[0] * strength;
            }
            continue;
        }
        let lent: f64 = world
            .backers
            .iter()
            .zip(&state.backers)
            .zip(&setting.backing)
            .filter(|((backer, present), _)| **present && backer.backs == one)
            .map(|(_, backing)| backing[0])
            .sum();
        let sent = (state.strength[one] + lent) * setting.useful[one];
        if sent <= 0.0 {
            s.force[here].fill(0.0);
            continue;
        }
        weigh(world, ground, setting, state, one, postures[one], s);
        let force = &mut s.force[here.clone()];
        let total: f64 = force.iter().sum();
        if total > 0.0 {
            let of_one = total.recip();
            for share in &mut *force {
                *share *= of_one;
            }
            if fighter.side == Side::State {
                let kept = setting.capital_garrison.min(1.0);
                for share in &mut *force {
                    *share *= 1.0 - kept;
                }
                force[world.capital] += kept;
            }
        }
        for (force, fading) in force.iter_mut().zip(&terms.fading[here]) {
            *force = sent * *force * fading;
        }
    }
}

/// Weights of the places for a fighter in a posture, into its row of forces.
fn weigh(
    world: &World,
    ground: &Ground,
    setting: &Setting,
    state: &State,
    one: usize,
    posture: Posture,
    s: &mut Scratch,
) {
    let n = world.places.len();
    let here = one * n..(one + 1) * n;
    let is_state = world.fighters[one].side == Side::State;
    let mean = (s.people / n as f64).max(1.0).recip();
    let highest = &mut s.sum;
    highest.fill(0.0);
    let (any, rivals) = match posture {
        Posture::ClearAndHold | Posture::RaidWithPartner => (true, false),
        Posture::FightRivals => (true, true),
        _ => (false, false),
    };
    if any {
        let foes = s.rivals.iter().filter(|pair| pair.one == one);
        for pair in foes.filter(|p| !rivals || world.fighters[p.other].side == Side::Insurgent) {
            let theirs = &state.reach[pair.other * n..(pair.other + 1) * n];
            for (highest, reach) in highest.iter_mut().zip(theirs) {
                *highest = highest.max(*reach);
            }
        }
    }
    let reach = &state.reach[here.clone()];
    let rule = &state.rule[here.clone()];
    let affinity = &setting.affinity[here.clone()];
    let weights = s.force[here].iter_mut().zip(reach);
    let crowd = |place: usize| state.people[place] * mean;
    match posture {
        Posture::Harass | Posture::BreakDeal => {
            weights.for_each(|(weight, r)| *weight = *r);
        }
        Posture::ConsolidateRule | Posture::Talk | Posture::AbideByDeal if !is_state => {
            for ((weight, r), (h, u)) in weights.zip(affinity.iter().zip(rule)) {
                *weight = r * (0.2 + (h - u).max(0.0));
            }
        }
        Posture::Blockade => {
            for ((weight, r), near) in weights.zip(&ground.blockade) {
                *weight = r * near;
            }
        }
        Posture::Bid => {
            for ((weight, r), [near, seat]) in weights.zip(&ground.bid) {
                *weight = r * near * seat;
            }
        }
        Posture::ClearAndHold => {
            for (place, ((weight, r), e)) in weights.zip(highest).enumerate() {
                *weight = crowd(place) * (0.2 + *e) * r;
            }
        }
        Posture::RaidWithPartner | Posture::FightRivals => {
            for ((weight, r), e) in weights.zip(highest) {
                *weight = (0.1 + *e) * r;
            }
        }
        Posture::WithdrawToCore => {
            for (place, ((weight, r), u)) in weights.zip(rule).enumerate() {
                *weight = crowd(place) * u * u * r;
            }
        }
        _ => {
            for (place, ((weight, r), u)) in weights.zip(rule).enumerate() {
                *weight = crowd(place) * (0.2 + u) * r;
            }
        }
    }
}

/// Chances to prevail, each one's share of all control, and the share of the people that each force can hold.
pub(super) fn contests(setting: &Setting, state: &State, s: &mut Scratch) {
    let n = state.people.len();
    let (m, draw) = (setting.decisiveness, setting.draw);
    s.sum.fill(0.0);
    s.number.fill(0.0);
    s.control.fill(0.0);
    s.fights.fill(0.0);
    for &one in &s.who {
        let force = &s.force[one * n..(one + 1) * n];
        for ((sum, number), force) in s.sum.iter_mut().zip(&mut s.number).zip(force) {
            *sum += if *force > 0.0 { *force } else { 0.0 };
            *number += f64::from(*force > 0.0);
        }
    }
    // From sums to the inverse of means.
    for (sum, number) in s.sum.iter_mut().zip(&s.number) {
        *sum = (*sum / *number).recip();
    }
    for &one in &s.who {
        let here = one * n..(one + 1) * n;
        let force = &s.force[here.clone()];
        let success = &mut s.success[here];
        for ((weight, force), unit) in success.iter_mut().zip(force).zip(&s.sum) {
            *weight = if *force > 0.0 { force * unit } else { 1.0 };
        }
        powers(success, m);
        let weights = success.iter_mut().zip(force);
        for ((weight, force), total) in weights.zip(&mut s.fights) {
            *weight = if *force > 0.0 { *weight } else { 0.0 };
            *total += *weight;
        }
    }
    for (total, number) in s.fights.iter_mut().zip(&s.number) {
        *total = if *number > 0.0 {
            (draw + *total).recip()
        } else {
            1.0
        };
    }
    for &one in &s.who {
        let here = one * n..(one + 1) * n;
        let success = s.success[here].iter_mut().zip(&s.fights);
        for ((weight, total), control) in success.zip(&mut s.control) {
            *weight *= total;
            *control += *weight;
        }
    }
    for (need, people) in s.fights.iter_mut().zip(&state.people) {
        *need = 1000.0 / (setting.garrison * people.max(1.0));
    }
    for &one in &s.who {
        let here = one * n..(one + 1) * n;
        let success = s.success[here.clone()].iter().zip(&s.control);
        for (share, (success, control)) in s.share[here.clone()].iter_mut().zip(success) {
            *share = if *control > 0.0 {
                success / control
            } else {
                0.0
            };
        }
        let force = s.force[here.clone()].iter().zip(&s.fights);
        for (held, (force, need)) in s.held[here].iter_mut().zip(force) {
            *held = (force * need).min(1.0);
        }
    }
}
