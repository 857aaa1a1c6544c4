//! [`Month::of`], into a month that is at hand.

use super::Scratch;
use crate::outcome::{FACTION, Month};
use crate::state::State;
use crate::world::{Side, World};

/// Writes what a month looks like from outside.
pub(super) fn outcome(world: &World, s: &Scratch, state: &State, month: &mut Month) {
    let people: f64 = state.people.iter().sum::<f64>().max(1.0);
    let acts = state.row(&state.reach, 0);
    for all in [&mut month.shadow, &mut month.overt, &mut month.reach] {
        all.fill(0.0);
    }
    month.factions = 0;
    for &one in &s.who {
        let rule = state.row(&state.rule, one);
        let mut reached = 0.0;
        for (people, reach) in state.people.iter().zip(state.row(&state.reach, one)) {
            reached += people * reach;
        }
        month.reach[one] = reached / people;
        if one == 0 {
            let mut ruled = 0.0;
            for (people, rule) in state.people.iter().zip(rule) {
                ruled += people * rule;
            }
            month.state = ruled / people;
            continue;
        }
        let (mut shadow, mut overt) = (0.0, 0.0);
        for ((people, rule), acts) in state.people.iter().zip(rule).zip(acts) {
            shadow += people * (rule * acts);
            overt += people * (rule * (1.0 - acts));
        }
        (month.shadow[one], month.overt[one]) = (shadow / people, overt / people);
        month.factions += if world.fighters[one].side == Side::LocalCommand {
            let there = state.people.iter().zip(rule);
            there.filter(|(p, u)| **p * **u >= FACTION * people).count() as u32
        } else {
            u32::from(month.shadow[one] + month.overt[one] >= FACTION)
        };
    }
    let armed: f64 = month.shadow.iter().chain(&month.overt).sum();
    month.nobody = (1.0 - month.state - armed).max(0.0);
    month.capital = state.capital;
    month.government = state.government;
    month.overthrows = state.overthrows;
    month.collapsed = state.collapsed;
    month.deal = state.deal.as_ref().is_some_and(|deal| deal.in_force);
    month.events = s.events.iter().sum();
    // Whole numbers: their order is nothing.
    let attacked: f64 = s.killed.iter().sum();
    month.deaths = s.battle.iter().sum::<f64>() + attacked;
    month.civilians = s.crossfire.iter().fold(attacked, |sum, dead| sum + dead);
    month.killed_by.fill(0.0);
    for &one in &s.who {
        if s.bitter[one] {
            let civil = s.civil[one * s.folk.len()..(one + 1) * s.folk.len()].as_flattened();
            month.killed_by[one] = civil.iter().sum();
        }
    }
    month.displaced = state.displaced;
    month.capacity = state.capacity;
    month.strength.copy_from_slice(&state.strength);
}
