//! Force at a place.
//!
//! ```text
//! f[k,i] = (F[k] + backers of k) useful[k] a[k,i] exp(-loss[k] d(base of k, i))
//! ```
//!
//! Source: K. Boulding, *Conflict and Defense*, 1962. The local command of a place has its own strength there
//! and none elsewhere.

use case::Posture;

use crate::posture::allocation;
use crate::setting::Setting;
use crate::state::State;
use crate::world::{Side, World};

/// What the backers in the country lend a fighter: strength and predation of each.
pub(crate) fn lent<'a>(
    world: &'a World,
    setting: &'a Setting,
    state: &'a State,
    fighter: usize,
) -> impl Iterator<Item = (f64, f64)> + 'a {
    world
        .backers
        .iter()
        .zip(&state.backers)
        .zip(&setting.backing)
        .filter(move |((backer, present), _)| **present && backer.backs == fighter)
        .map(|(_, backing)| (backing[0], backing[1]))
}

/// Strength that a fighter can send out, lent strength included.
pub(crate) fn sent(world: &World, setting: &Setting, state: &State, fighter: usize) -> f64 {
    let lent: f64 = lent(world, setting, state, fighter)
        .map(|(strength, _)| strength)
        .sum();
    (state.strength[fighter] + lent) * setting.useful[fighter]
}

/// Force of every fighter at every place, fighter by fighter.
pub fn force(world: &World, setting: &Setting, state: &State, postures: &[Posture]) -> Vec<f64> {
    let n = world.places.len();
    let mut all = vec![0.0; world.fighters.len() * n];
    for (number, fighter) in world.fighters.iter().enumerate() {
        let of = &mut all[number * n..(number + 1) * n];
        if fighter.side == Side::LocalCommand {
            for (force, strength) in of.iter_mut().zip(&state.local) {
                *force = setting.useful[0] * strength;
            }
            continue;
        }
        let sent = sent(world, setting, state, number);
        if sent <= 0.0 {
            continue;
        }
        let shares = allocation(world, setting, state, number, postures[number]);
        for (place, (force, share)) in of.iter_mut().zip(shares).enumerate() {
            let far = world.distance(setting.base[number], place);
            *force = sent * share * (-setting.loss[number] * far).exp();
        }
    }
    all
}
