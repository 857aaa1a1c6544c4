//! Who taxes, judges and polices.
//!
//! ```text
//! k not the state   u += relaxation (effort min(r, h + garrison) - u)
//! the state         u += repair q paid protected max(0, min(r, h + garrison) - u) - decay (predation + 1 - protected) u
//! garrison          1,000 f[k,i] / (ratio p[i]), the share of people that force can hold
//! protected         P[state] / sum of P
//! ```
//!
//! Rules that sum to more than 1 are scaled to 1. In a zone of a deal that is kept, other parties' rule relaxes to
//! nothing. Rule above affinity must be garrisoned: affinity is the political ceiling.
//! Garrison ratio: J. Quinlivan, *Force requirements in stability operations*, Parameters 25, 1995.

use case::Posture;

use super::reach::held;
use super::strength::paid;
use super::violence::preys;
use crate::posture::traits;
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Moves rule by a month; `force` and `success` go fighter by fighter.
pub fn rule(
    world: &World,
    setting: &Setting,
    state: &mut State,
    force: &[f64],
    success: &[f64],
    postures: &[Posture],
) {
    let (k, n) = (world.fighters.len(), world.places.len());
    let payment = paid(world, setting, state, 0);
    let predation = preys(world, setting, state, 0);
    for place in 0..n {
        let control: f64 = (0..k).map(|one| success[one * n + place]).sum();
        let mut sum = 0.0;
        let mut now = vec![0.0; k];
        for (one, now) in now.iter_mut().enumerate() {
            let (r, u) = (
                state.reach(world, one, place),
                state.rule(world, one, place),
            );
            let garrison = held(setting, state, force[one * n + place], place);
            let most = r.min(setting.affinity(world, one, place) + garrison);
            *now = if foreign_zone(state, one, place) {
                u - setting.relaxation * u
            } else if one == 0 {
                let protected = if control > 0.0 {
                    success[place] * control.recip()
                } else {
                    0.0
                };
                let repair = setting.repair * state.capacity * payment * protected;
                u + repair * (most - u).max(0.0) - setting.decay * (predation + 1.0 - protected) * u
            } else {
                u + setting.relaxation * (traits(postures[one]).rule * most - u)
            }
            .clamp(0.0, 1.0);
            sum += *now;
        }
        let scale = if sum > 1.0 { sum.recip() } else { 1.0 };
        for (one, now) in now.into_iter().enumerate() {
            state.set_rule(world, one, place, now * scale);
        }
    }
}

/// A party of a deal that is kept, in a zone that is another party's.
pub(crate) fn foreign_zone(state: &State, fighter: usize, place: usize) -> bool {
    state.deal.as_ref().is_some_and(|deal| {
        deal.in_force
            && deal.parties.contains(&fighter)
            && deal.zones[place].is_some_and(|owner| owner != fighter)
    })
}
