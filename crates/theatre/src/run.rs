//! Runs of a scenario.

use case::{Case, Scenario};
use rayon::prelude::*;

use crate::TheatreError;
use crate::dice::{Dice, Mechanism};
use crate::outcome::Month;
use crate::scenario::Play;
use crate::setting::Setting;
use crate::state::State;
use crate::step::{Chances, step};
use crate::world::World;

/// What is run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Months of each run, 1 to 600.
    pub months: u32,
    /// Number of the first run.
    pub first: u64,
    /// Number of runs.
    pub runs: u64,
    /// Seed.
    pub seed: u64,
}

/// One run, month by month.
pub fn run(case: &Case, world: &World, play: &Play, plan: &Plan, number: u64) -> Vec<Month> {
    let chances = Chances {
        seed: plan.seed,
        run: number,
    };
    let unchanged = std::collections::BTreeMap::new();
    let before = Setting::draw(case, world, &unchanged, plan.seed, number);
    let after = Setting::draw(case, world, &play.changed, plan.seed, number);
    let mut state = State::start(case, world, &before);
    // The same chance of a placeholder in every scenario.
    let placeholder = Dice::new(plan.seed, number, u32::MAX, Mechanism::Start).share();
    (0..plan.months)
        .map(|month| {
            let setting = if month < play.from_month {
                &before
            } else {
                &after
            };
            play.begin(world, setting, &mut state, placeholder);
            let postures = play.postures(world, &state);
            let violence = step(world, setting, &mut state, &postures, chances);
            Month::of(world, setting, &state, &violence)
        })
        .collect()
}

/// All runs of a scenario, in order.
///
/// Fails as [`World::of_case`] and [`Play::new`] do.
pub fn ensemble(
    case: &Case,
    scenario: &Scenario,
    plan: &Plan,
) -> Result<Vec<Vec<Month>>, TheatreError> {
    let world = World::of_case(case)?;
    let play = Play::new(case, &world, scenario)?;
    Ok((plan.first..plan.first + plan.runs)
        .into_par_iter()
        .map(|number| run(case, &world, &play, plan, number))
        .collect())
}
