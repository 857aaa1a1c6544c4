//! Who is killed, who flees, who comes home.
//!
//! ```text
//! flee[i]   =  min(p[i] / 20, flight deaths[i])
//! home      =  return displaced exp(-deaths / 100)       shared out by the people of the start
//! ```
//!
//! People in their places, displaced and killed sum to those of the start.

use super::violence::Violence;
use crate::setting::Setting;
use crate::state::State;
use crate::world::World;

/// Deaths a month at which returns fall to a third.
pub(crate) const UNREST: f64 = 100.0;

/// Moves people by a month.
pub fn people(world: &World, setting: &Setting, state: &mut State, violence: &Violence) {
    let (k, n) = (world.fighters.len(), world.places.len());
    let mut dead_everywhere = 0.0;
    for place in 0..n {
        let one_sided: f64 = (0..k)
            .map(|one| violence.civilian_deaths[one * n + place])
            .sum();
        let killed = (one_sided + violence.crossfire[place]).min(state.people[place]);
        state.people[place] -= killed;
        state.killed += killed;
        let deaths = one_sided + violence.battle_deaths[place];
        dead_everywhere += deaths;
        let fled = (setting.flight * deaths).min(state.people[place] / 20.0);
        state.people[place] -= fled;
        state.displaced += fled;
        if place == world.capital {
            state.shocks.rotate_right(1);
            state.shocks[0] = deaths;
        }
    }
    let home = setting.return_home * state.displaced * (-dead_everywhere / UNREST).exp();
    let whole: f64 = world.places.iter().map(|place| place.people).sum();
    for (place, people) in world.places.iter().zip(&mut state.people) {
        *people += home / whole * place.people;
    }
    state.displaced -= home;
}
