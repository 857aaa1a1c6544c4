//! One month: every mechanism in its order.

use case::Posture;

use crate::dice::{Dice, Mechanism};
use crate::mechanism::violence::{Violence, ViolenceDice};
use crate::mechanism::{
    bid, contest, deal, force, people, politics, reach, rule, strength, tempo, violence,
};
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Months over which state reach and all rule settle before the first month.
pub(crate) const SETTLING: u32 = 24;

/// Where the chances of a run come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chances {
    /// Seed of all runs.
    pub seed: u64,
    /// Number of the run.
    pub run: u64,
}

/// Chances to prevail, fighter by fighter, place by place.
pub(crate) fn contests(world: &World, setting: &Setting, force: &[f64]) -> Vec<f64> {
    let (k, n) = (world.fighters.len(), world.places.len());
    let mut all = vec![0.0; k * n];
    for place in 0..n {
        let there: Vec<f64> = (0..k).map(|one| force[one * n + place]).collect();
        let found = contest::success(&there, setting.decisiveness, setting.draw);
        for (one, p) in found.into_iter().enumerate() {
            all[one * n + place] = p;
        }
    }
    all
}

/// One month on; gives what its violence was.
pub fn step(
    world: &World,
    setting: &Setting,
    state: &mut State,
    postures: &[Posture],
    chances: Chances,
) -> Violence {
    let dice = |mechanism| Dice::new(chances.seed, chances.run, state.month, mechanism);
    let mut fates = ViolenceDice::new(chances.seed, chances.run, state.month);
    let mut bids = dice(Mechanism::Bid);
    let mut power = dice(Mechanism::Politics);
    let mut deals = dice(Mechanism::Deal);
    tempo::tempo(setting, state, &mut dice(Mechanism::Tempo));
    let forces = force::force(world, setting, state, postures);
    let success = contests(world, setting, &forces);
    let done = violence::violence(world, setting, state, &success, postures, &mut fates);
    reach::reach(world, setting, state, &forces, &success, postures);
    rule::rule(world, setting, state, &forces, &success, postures);
    strength::strength(world, setting, state, &done);
    people::people(world, setting, state, &done);
    let at_capital = |one: usize| forces[one * world.places.len() + world.capital];
    bid::bid(world, setting, state, at_capital, postures, &mut bids);
    politics::politics(world, setting, state, postures, &mut power);
    deal::deal(setting, state, &mut deals);
    state.month += 1;
    done
}

/// Reach of the state, and all rule, settle at the reach of movements; nobody fights, joins or leaves meanwhile.
pub(crate) fn settle(world: &World, setting: &Setting, state: &mut State) {
    let (k, n) = (world.fighters.len(), world.places.len());
    let postures = vec![Posture::HoldTowns; k];
    for place in 0..n {
        state.set_reach(world, 0, place, 1.0);
        state.set_rule(world, 0, place, setting.affinity(world, 0, place));
    }
    for _ in 0..SETTLING {
        let forces = force::force(world, setting, state, &postures);
        let success = contests(world, setting, &forces);
        for place in 0..n {
            let control: f64 = (0..k).map(|one| success[one * n + place]).sum();
            let h = setting.affinity(world, 0, place);
            let protected = if control > 0.0 {
                success[place] * control.recip()
            } else {
                0.0
            };
            state.set_reach(world, 0, place, h + (1.0 - h) * protected);
        }
        rule::rule(world, setting, state, &forces, &success, &postures);
    }
}
