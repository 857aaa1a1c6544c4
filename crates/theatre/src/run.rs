//! Runs of a scenario.

use std::collections::BTreeMap;

use case::{Case, Scenario};
use rayon::prelude::*;

use crate::TheatreError;
use crate::deck::Deck;
use crate::dice::{Dice, Mechanism};
use crate::kernel::Workspace;
use crate::outcome::Month;
use crate::scenario::Play;
use crate::setting::{Record, Setting};
use crate::state::State;
use crate::step::{Chances, step};
use crate::world::World;

/// Runs that are worked on before their results are taken in order.
const CHUNK: u64 = 1024;

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

/// A scenario of a case with all that is the same for every run.
#[derive(Debug, Clone)]
pub struct Stage {
    world: World,
    play: Play,
    record: Record,
    before: Deck,
    /// Where the scenario has priors of its own.
    after: Option<Deck>,
}

/// What chance settles before the first month of a run.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    /// Numbers until the scenario's changes hold.
    pub(crate) before: Setting,
    /// Numbers from then on, where they differ.
    pub(crate) after: Option<Setting>,
    /// Reach of movements.
    pub(crate) reach: Vec<f64>,
    /// The same chance of a placeholder in every scenario.
    pub(crate) placeholder: f64,
}

impl Stage {
    /// Of a scenario of a case.
    ///
    /// Fails as [`World::of_case`] and [`Play::new`] do.
    pub fn new(case: &Case, scenario: &Scenario) -> Result<Self, TheatreError> {
        Self::in_world(case, World::of_case(case)?, scenario)
    }

    /// Of a scenario of a case in a world whose fighters are those of the case; its places may be others, such as cells of
    /// a grid.
    ///
    /// Fails as [`Play::new`] does.
    pub fn in_world(case: &Case, world: World, scenario: &Scenario) -> Result<Self, TheatreError> {
        let play = Play::new(case, &world, scenario)?;
        let after = (!play.changed.is_empty()).then(|| Deck::new(case, &world, &play.changed));
        Ok(Self {
            record: Record::of_case(case, &world),
            before: Deck::new(case, &world, &BTreeMap::new()),
            after,
            play,
            world,
        })
    }

    /// Its places, fighters and backers.
    pub fn world(&self) -> &World {
        &self.world
    }

    fn draw(&self, seed: u64, run: u64) -> Drawn {
        let before = self.before.draw(&self.world, seed, run);
        Drawn {
            reach: self.record.reach(&before),
            after: self
                .after
                .as_ref()
                .map(|deck| deck.draw(&self.world, seed, run)),
            before,
            placeholder: Dice::new(seed, run, u32::MAX, Mechanism::Start).share(),
        }
    }

    /// One run, month by month.
    pub fn run(&self, plan: &Plan, number: u64) -> Vec<Month> {
        self.months(&mut Workspace::new(&self.world), plan, number)
            .to_vec()
    }

    /// The same run by the mechanisms in their plain form: what [`Stage::run`] is held against.
    pub fn reference_run(&self, plan: &Plan, number: u64) -> Vec<Month> {
        let chances = Chances {
            seed: plan.seed,
            run: number,
        };
        let drawn = self.draw(plan.seed, number);
        reference(&self.world, &self.play, &drawn, plan.months, chances)
    }

    fn months<'a>(
        &self,
        workspace: &'a mut Workspace<'_>,
        plan: &Plan,
        number: u64,
    ) -> &'a [Month] {
        let chances = Chances {
            seed: plan.seed,
            run: number,
        };
        let drawn = self.draw(plan.seed, number);
        workspace.run(&self.play, &drawn, plan.months, chances)
    }

    /// All runs, in order; some 500 bytes a month and run.
    pub fn ensemble(&self, plan: &Plan) -> Vec<Vec<Month>> {
        let mut all = Vec::new();
        self.each(plan, |_, months| months.to_vec(), |_, run| all.push(run));
        all
    }

    /// Reduces each run to what is wanted of it with `of`, on all threads, and hands that to `take` in the order of
    /// the runs. Whatever `take` adds up is thus the same to the bit on any number of threads, and in parts of the plan taken
    /// one after the other. Months are not kept.
    ///
    /// ```
    /// let case = case::Case::builtin("mali-2024")?;
    /// let stage = theatre::Stage::new(&case, &case.scenarios[0])?;
    /// let plan = theatre::Plan { months: 12, first: 0, runs: 50, seed: 1 };
    /// let mut deaths = 0.0;
    /// stage.each(&plan, |_, months| months[11].deaths, |_, of_run| deaths += of_run / 50.0);
    /// assert!(deaths > 0.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn each<T: Send>(
        &self,
        plan: &Plan,
        of: impl Fn(u64, &[Month]) -> T + Sync,
        mut take: impl FnMut(u64, T),
    ) {
        let end = plan.first.saturating_add(plan.runs);
        let mut first = plan.first;
        while first < end {
            let last = end.min(first.saturating_add(CHUNK));
            // Some runs at a time, so that a workspace serves many.
            let runs: Vec<T> = (0..(last - first) as usize)
                .into_par_iter()
                .with_min_len(16)
                .map_init(
                    || Workspace::new(&self.world),
                    |workspace, number| {
                        let number = first + number as u64;
                        of(number, self.months(workspace, plan, number))
                    },
                )
                .collect();
            for (number, run) in (first..last).zip(runs) {
                take(number, run);
            }
            first = last;
        }
    }
}

/// Months of a run by the plain mechanisms.
pub(crate) fn reference(
    world: &World,
    play: &Play,
    drawn: &Drawn,
    months: u32,
    chances: Chances,
) -> Vec<Month> {
    let after = drawn.after.as_ref().unwrap_or(&drawn.before);
    let mut state = State::new(world, &drawn.before, &drawn.reach);
    (0..months)
        .map(|month| {
            let setting = if month < play.from_month {
                &drawn.before
            } else {
                after
            };
            play.begin(world, setting, &mut state, drawn.placeholder);
            let postures = play.postures(world, &state);
            let violence = step(world, setting, &mut state, &postures, chances);
            Month::of(world, &state, &violence)
        })
        .collect()
}

/// All runs of a scenario, in order.
///
/// Fails as [`Stage::new`] does.
pub fn ensemble(
    case: &Case,
    scenario: &Scenario,
    plan: &Plan,
) -> Result<Vec<Vec<Month>>, TheatreError> {
    Ok(Stage::new(case, scenario)?.ensemble(plan))
}
