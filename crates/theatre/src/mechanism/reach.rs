//! Where a fighter can act.
//!
//! ```text
//! r += growth r (1 - r) (P[k] - sum over enemies j of g[j] P[j] held[j])
//!      + spill s (1 - r) max(0, mean of r over the neighbours - r)
//!      - fade r (1 - s) (1 - P[k])
//! s    = 1 - exp(-h / 0.1)
//! held = min(1, 1,000 f / (ratio p))
//! ```
//!
//! with P the chance to prevail and g the pressure of a posture; between parties of a deal that is kept the
//! pressure is that of the deal. Who wins a fight drives a rival out only from among the people that his force can
//! hold (J. Quinlivan, *Force requirements in stability operations*, Parameters 25, 1995); elsewhere the rival comes
//! back when he has gone. s is shelter: a few sympathisers are enough to hide among, and what is missing of it falls by a
//! factor of e for each tenth of the people. Reach spreads to a neighbouring place as far as there is shelter (H. Buhaug & K. S.
//! Gleditsch, *Contagion or confusion? Why conflicts cluster in space*, International Studies Quarterly 52, 2008: wars
//! spread along ties of kin) and fades as far as there is none. With no rival, no draw and neither spill nor fading this is
//! logistic growth.

use case::Posture;

use super::violence::pressure;
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Affinity at which shelter lacks e times less than without any.
pub(crate) const HIDING: f64 = 0.1;

/// Share of the people of a place that a force can hold against their will.
pub fn held(setting: &Setting, state: &State, force: f64, place: usize) -> f64 {
    let of_one = 1000.0 / (setting.garrison * state.people[place].max(1.0));
    (force * of_one).min(1.0)
}

/// Moves reach by a month; `force` and `success` go fighter by fighter.
pub fn reach(
    world: &World,
    setting: &Setting,
    state: &mut State,
    force: &[f64],
    success: &[f64],
    postures: &[Posture],
) {
    let (k, n) = (world.fighters.len(), world.places.len());
    let before = state.clone();
    for one in 0..k {
        for place in 0..n {
            let r = before.reach(world, one, place);
            let neighbours = &world.places[place].neighbours;
            let around: f64 = neighbours
                .iter()
                .map(|other| before.reach(world, one, *other))
                .sum::<f64>()
                * (neighbours.len().max(1) as f64).recip();
            if before.strength[one] <= 0.0 {
                // Nobody is left to act.
                state.set_reach(world, one, place, r * (1.0 - setting.fade));
                continue;
            }
            let p = success[one * n + place];
            let against: f64 = (0..k)
                .filter(|other| setting.are_enemies(world, one, *other))
                .map(|other| {
                    let at = other * n + place;
                    pressure(setting, &before, postures, other, one)
                        * success[at]
                        * held(setting, &before, force[at], place)
                })
                .sum();
            let missing = (-setting.affinity(world, one, place) / HIDING).exp();
            let change = setting.growth * r * (1.0 - r) * (p - against)
                + setting.spill * (1.0 - missing) * (1.0 - r) * (around - r).max(0.0)
                - setting.fade * r * missing * (1.0 - p);
            state.set_reach(world, one, place, r + change);
        }
    }
}
