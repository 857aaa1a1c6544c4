//! [`crate::mechanism::strength`] and [`crate::mechanism::people`].

use super::control::ruled;
use super::{Ground, Scratch};
use crate::mechanism::people::UNREST;
use crate::mechanism::strength::{DESERTION, ENLISTMENT, MENDING, paid_by};
use crate::setting::Setting;
use crate::state::State;
use crate::world::{Side, World};

/// Moves strength and cohesion by a month.
pub(super) fn strength(
    world: &World,
    ground: &Ground,
    setting: &Setting,
    state: &mut State,
    s: &Scratch,
) {
    for &one in &s.who {
        let mut wronged = 0.0;
        for pair in &s.rivals[s.foes[one].clone()] {
            if s.bitter[pair.other] {
                let civil = s.civil[ground.row(pair.other)].as_flattened();
                for (dead, reach) in civil.iter().zip(state.row(&state.reach, one)) {
                    wronged += dead * reach;
                }
            }
        }
        let lost = s.lost[ground.row(one)].as_flattened();
        let side = world.fighters[one].side;
        if side == Side::LocalCommand {
            for (local, lost) in state.local.iter_mut().zip(lost) {
                *local = (*local - lost).max(0.0);
            }
            state.strength[one] = state.local.iter().sum();
            continue;
        }
        let lost: f64 = lost.iter().sum();
        let f = state.strength[one];
        if f <= 0.0 {
            continue;
        }
        let rules = ruled(state, one, s.people);
        let paid = paid_by(world, setting, state, one, rules);
        let recruits = if side == Side::State {
            let left = (state.capacity / setting.capacity.max(1e-9)).min(1.0);
            ENLISTMENT * paid * left * (setting.strength[one] - f).max(0.0)
        } else {
            setting.recruits * rules * s.people / 1e5 + setting.wronged * wronged
        };
        state.strength[one] = (f + recruits - lost - DESERTION * (1.0 - paid) * f).max(0.0);
        let share = (lost / f).min(1.0);
        if side == Side::State {
            state.losses = share;
        }
        let mended = MENDING * paid * (setting.cohesion[one] - state.cohesion[one]).max(0.0);
        state.cohesion[one] = (state.cohesion[one] - 0.5 * share + mended).clamp(0.0, 1.0);
    }
}

/// Moves people by a month.
pub(super) fn people(
    world: &World,
    ground: &Ground,
    setting: &Setting,
    state: &mut State,
    s: &Scratch,
) {
    let mut everywhere = 0.0;
    for (place, people) in state.people.iter_mut().enumerate() {
        let deaths = s.killed[place] + s.battle[place];
        if place == world.capital {
            state.shocks.rotate_right(1);
            state.shocks[0] = deaths;
        }
        // Without deaths nobody is killed and nobody flees.
        if deaths > 0.0 {
            let killed = (s.killed[place] + s.crossfire[place]).min(*people);
            *people -= killed;
            state.killed += killed;
            everywhere += deaths;
            let fled = (setting.flight * deaths).min(*people / 20.0);
            *people -= fled;
            state.displaced += fled;
        }
    }
    let home = setting.return_home * state.displaced * (-everywhere / UNREST).exp();
    let share = home / ground.people;
    for (start, people) in ground.start.iter().zip(&mut state.people) {
        *people += share * start;
    }
    state.displaced -= home;
}
