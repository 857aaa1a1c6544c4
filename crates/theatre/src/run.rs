//! Runs of a scenario.

use std::collections::BTreeMap;

use case::{Case, Scenario};
use rayon::prelude::*;

use crate::TheatreError;
use crate::deck::Deck;
use crate::dice::{Dice, Mechanism};
use crate::kernel::Workspace;
use crate::opening::{Drawn, Opening, Openings, Start};
use crate::outcome::Month;
use crate::scenario::{Kind, Play};
use crate::setting::Record;
use crate::state::State;
use crate::step::{Chances, step};
use crate::switch::Process;
use crate::view::{self, View, Views};
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
    /// Months from one view of the places to the next; none at 0.
    pub every: u32,
}

/// A run as it was played.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// Its number.
    pub number: u64,
    /// Month by month.
    pub months: &'a [Month],
    /// Places before the first month and every so many months.
    pub views: &'a [View],
    /// Its opening, unless it began from the priors.
    pub opening: Option<&'a Opening>,
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
    openings: Openings,
    off: Vec<Process>,
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
        let record = Record::of_case(case, &world);
        Ok(Self::of_play(case, world, play, record))
    }

    pub(crate) fn of_play(case: &Case, world: World, play: Play, record: Record) -> Self {
        let after = (!play.changed.is_empty()).then(|| Deck::new(case, &world, &play.changed));
        Self {
            record,
            before: Deck::new(case, &world, &BTreeMap::new()),
            after,
            play,
            world,
            openings: Openings::Priors,
            off: Vec::new(),
        }
    }

    /// The same with runs that begin from given openings, which a [`crate::calibration`] found.
    #[must_use]
    pub fn from(self, openings: Openings) -> Self {
        Self { openings, ..self }
    }

    /// Whether its runs begin from openings that a calibration found.
    pub fn is_calibrated(&self) -> bool {
        !matches!(self.openings, Openings::Priors)
    }

    /// Where its runs begin.
    pub(crate) fn openings(&self) -> &Openings {
        &self.openings
    }

    /// The same without some mechanisms.
    #[must_use]
    pub fn without(self, off: &[Process]) -> Self {
        Self {
            off: off.to_vec(),
            ..self
        }
    }

    /// Its places, fighters and backers.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The case's assumptions, before the scenario changes any.
    pub fn deck(&self) -> &Deck {
        &self.before
    }

    /// What sort of way forward its scenario is.
    pub(crate) fn kind(&self) -> Kind {
        self.play.kind(&self.world)
    }

    /// Levels, 0 to 1, of the assumptions in a run, in the order of [`Deck::keys`].
    pub fn levels(&self, seed: u64, run: u64) -> Vec<f64> {
        match self.openings.of(run) {
            Some(opening) => opening.levels.clone(),
            None => self.before.levels(seed, run),
        }
    }

    fn draw(&self, chances: Chances) -> Drawn<'_> {
        let own;
        let (levels, past, start) = if let Some(opening) = self.openings.of(chances.run) {
            (&opening.levels, opening.chances, Some(&opening.state))
        } else {
            own = self.before.levels(chances.seed, chances.run);
            (&own, chances, None)
        };
        self.drawn(levels, past, start, chances)
    }

    pub(crate) fn drawn<'a>(
        &self,
        levels: &[f64],
        past: Chances,
        start: Option<&'a State>,
        chances: Chances,
    ) -> Drawn<'a> {
        let setting = |deck: &Deck| {
            let mut setting = deck.setting(&self.world, levels, past);
            for process in &self.off {
                process.switch_off(&mut setting);
            }
            setting
        };
        let before = setting(&self.before);
        let start = match start {
            Some(state) => Start::State(state),
            None => Start::Reach(self.record.reach(&before)),
        };
        Drawn {
            start,
            after: self.after.as_ref().map(setting),
            before,
            placeholder: Dice::new(chances.seed, chances.run, u32::MAX, Mechanism::Start).share(),
        }
    }

    /// One run, month by month.
    pub fn run(&self, plan: &Plan, number: u64) -> Vec<Month> {
        let mut workspace = Workspace::new(&self.world);
        self.play(&mut workspace, plan, number).months.to_vec()
    }

    /// The same run by the mechanisms in their plain form: what [`Stage::run`] is held against.
    pub fn reference_run(&self, plan: &Plan, number: u64) -> Vec<Month> {
        let chances = Chances {
            seed: plan.seed,
            run: number,
        };
        let drawn = self.draw(chances);
        reference(&self.world, &self.play, &drawn, plan, chances).0
    }

    fn play<'a>(&'a self, workspace: &'a mut Workspace<'_>, plan: &Plan, number: u64) -> Run<'a> {
        let chances = Chances {
            seed: plan.seed,
            run: number,
        };
        let drawn = self.draw(chances);
        workspace.run(&self.play, &drawn, plan, chances);
        Run {
            number,
            months: workspace.months(),
            views: workspace.views(),
            opening: self.openings.of(number),
        }
    }

    /// A run of given levels, and how things stand after it.
    pub(crate) fn replay<'a>(
        &self,
        workspace: &'a mut Workspace<'_>,
        plan: &Plan,
        levels: &[f64],
        chances: Chances,
    ) -> (&'a [Month], &'a State) {
        let drawn = self.drawn(levels, chances, None, chances);
        workspace.run(&self.play, &drawn, plan, chances);
        (workspace.months(), workspace.state())
    }

    /// All runs, in order; some 500 bytes a month and run.
    pub fn ensemble(&self, plan: &Plan) -> Vec<Vec<Month>> {
        let mut all = Vec::new();
        self.each(plan, |run| run.months.to_vec(), |_, run| all.push(run));
        all
    }

    /// Reduces each run to what is wanted of it with `of`, on all threads, and hands that to `take` in the order of
    /// the runs. Whatever `take` adds up is thus the same to the bit on any number of threads, and in parts of the plan taken
    /// one after the other. Months are not kept.
    ///
    /// ```
    /// let case = case::Case::builtin("mali-2024")?;
    /// let stage = theatre::Stage::new(&case, &case.scenarios[0])?;
    /// let plan = theatre::Plan { months: 12, first: 0, runs: 50, seed: 1, every: 0 };
    /// let mut deaths = 0.0;
    /// stage.each(&plan, |run| run.months[11].deaths, |_, of_run| deaths += of_run / 50.0);
    /// assert!(deaths > 0.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn each<T: Send>(
        &self,
        plan: &Plan,
        of: impl Fn(&Run<'_>) -> T + Sync,
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
                    |workspace, number| of(&self.play(workspace, plan, first + number as u64)),
                )
                .collect();
            for (number, run) in (first..last).zip(runs) {
                take(number, run);
            }
            first = last;
        }
    }
}

/// Months and views of a run by the plain mechanisms.
pub(crate) fn reference(
    world: &World,
    play: &Play,
    drawn: &Drawn<'_>,
    plan: &Plan,
    chances: Chances,
) -> (Vec<Month>, Vec<View>) {
    let after = drawn.after.as_ref().unwrap_or(&drawn.before);
    let mut state = match &drawn.start {
        Start::Reach(reach) => State::new(world, &drawn.before, reach),
        Start::State(state) => State::clone(state),
    };
    let mut views = Views::default();
    views.begin(plan.every, world, &state);
    let months = (0..plan.months)
        .map(|month| {
            let setting = if month < play.from_month {
                &drawn.before
            } else {
                after
            };
            play.begin(world, setting, &mut state, drawn.placeholder);
            let postures = play.postures(world, &state);
            let violence = step(world, setting, &mut state, &postures, chances);
            let there = view::by_place(world, &violence);
            views.after(month + 1, world, &state, there);
            Month::of(world, &state, &violence)
        })
        .collect();
    (months, views.taken().to_vec())
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
