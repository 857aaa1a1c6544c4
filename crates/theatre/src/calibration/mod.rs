//! Which draws of the assumptions, and which courses of the last two years, go with the record.
//!
//! # Method
//! Every run replays the two years before the case's day: from the reach that the record of acts before them
//! shows, with the backers that were then in the country, everyone doing as now, without coups, collapses, splits and
//! departures, of which the case says what there were. A run whose events, deaths and reach are like the record's is
//! kept, with its assumptions and with how things stand at its end: scenarios go on from there ([`Opening`]).
//!
//! Sequential Monte Carlo for approximate Bayesian computation (P. Del Moral, A. Doucet & A. Jasra, *An adaptive
//! sequential Monte Carlo method for approximate Bayesian computation*, Statistics and Computing 22, 2012):
//!
//! ```text
//! particles    z[c] ~ Normal(0, 1) for each assumption c, its value the quantile at Phi(z[c]); a course of chance
//! distance     D = largest over summaries j of |s[j](run) - s[j](record)| / scale[j]
//! rounds       tolerance e falls to the median of D as long as 6 % of the moves are accepted; those beyond it are
//!              replaced by copies of the others; each then moves some times:
//!              z' = z with some assumptions, picked at random, drawn anew, and a new course; accepted when D' <= e
//! ```
//!
//! The move leaves the priors as they are, so that no density enters. Assumptions of which two years of record tell little
//! are half drawn anew in every move, and keep their prior.

mod learned;
mod observed;
mod smc;

use std::ops::ControlFlow;
use std::sync::Arc;

use calendar::Month;
use case::Case;
use rayon::prelude::*;

pub use learned::{Assumed, Learned, Replayed};
pub use observed::{Course, Observed, Summaries};

use crate::TheatreError;
use crate::kernel::Workspace;
use crate::mechanism::bid::fallen;
use crate::opening::{Opening, Openings};
use crate::run::{Plan, Stage};
use crate::scenario::Play;
use crate::setting::{Record, Setting};
use crate::step::Chances;
use crate::switch::Process;
use crate::world::World;
use smc::{Particle, Sampler};

/// Months that are replayed.
pub const MONTHS: u32 = 24;
/// What does not happen by chance in the months that are replayed.
const SETTLED: [Process; 6] = [
    Process::Coups,
    Process::Collapse,
    Process::Splits,
    Process::Departures,
    Process::Rescue,
    Process::Bids,
];

/// How many draws, and their seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Number of draws kept, 2 or more.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            draws: 400,
            seed: 1,
        }
    }
}

/// How far a calibration has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round {
    /// Rounds that are over; 0 after the first draws.
    pub round: u64,
    /// Rounds at most.
    pub most: u64,
    /// How far from the record replays may now be; within 1 is alike.
    pub tolerance: f64,
    /// Share of the draws that are not copies of another, 0 to 1.
    pub different: f64,
    /// Replays so far.
    pub replays: u64,
}

/// A draw that goes with the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Level, 0 to 1, of each assumption, in the order of [`Calibration::keys`].
    pub levels: Vec<f64>,
    /// The course of chance that its replay took.
    pub chances: Chances,
    /// How far its replay is from the record; within 1 is alike.
    pub distance: f64,
    /// What its replay comes to.
    pub summaries: Summaries,
    /// Its replay, month by month.
    pub course: Course,
}

/// Draws that go with the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Keys of the assumptions.
    pub keys: Vec<String>,
    /// The draws, all of one weight.
    pub draws: Vec<Draw>,
    /// First month that was replayed.
    pub first: Month,
    /// Tolerance that was reached; 1 is what was wanted.
    pub tolerance: f64,
    /// What the record comes to.
    pub record: Summaries,
    /// The record, month by month.
    pub seen: Course,
    /// Runs that it took.
    pub runs: u64,
    /// Share of the draws that are not copies of another.
    pub unique: f64,
}

/// Two years replayed.
struct Replay {
    stage: Stage,
    plan: Plan,
    record: Record,
}

impl Replay {
    fn new(case: &Case, last: Month) -> Result<Self, TheatreError> {
        // Until the case's day the state held the capital.
        let world = World {
            held: None,
            ..World::of_case(case)?
        };
        let first = last - (MONTHS as i32 - 1);
        let play = Play::history(case, &world, first, MONTHS)?;
        let before = Record::until(case, &world, (first - 1).last_day());
        let record = Record::until(case, &world, case.data.as_of);
        let plan = Plan {
            months: MONTHS,
            first: 0,
            runs: 1,
            seed: 0,
            every: 0,
        };
        Ok(Self {
            stage: Stage::of_play(case, world, play, before).without(&SETTLED),
            plan,
            record,
        })
    }

    /// What a course comes to.
    fn summaries(
        &self,
        work: &mut Workspace<'_>,
        levels: &[f64],
        chances: Chances,
    ) -> (Summaries, Course) {
        let world = self.stage.world();
        let setting: Setting = self.stage.deck().setting(world, levels, chances);
        let (months, state) = self.stage.replay(work, &self.plan, levels, chances);
        let course = Course {
            events: months.iter().map(|m| f64::from(m.events)).collect(),
            deaths: months.iter().map(|m| m.deaths).collect(),
        };
        let mut all = Summaries::of(&course);
        all.reach = self.record.distance(world, &setting, state);
        (all, course)
    }
}

impl Calibration {
    /// To the last two years of the record of a case, which end with its day. Takes some 100 to 150 replays a draw.
    ///
    /// Fails as [`World::of_case`] does, and when the record is shorter than two years.
    pub fn of_case(case: &Case, observed: &Observed, effort: Effort) -> Result<Self, TheatreError> {
        Self::of_case_telling(case, observed, effort, |_| ControlFlow::Continue(()))
    }

    /// The same; `tell` hears of the first draws and of every round, and ends it by a break, with [`TheatreError::Stopped`].
    pub fn of_case_telling(
        case: &Case,
        observed: &Observed,
        effort: Effort,
        tell: impl FnMut(Round) -> ControlFlow<()>,
    ) -> Result<Self, TheatreError> {
        let last = observed.last;
        let seen = observed
            .last_months()
            .ok_or(TheatreError::ShortRecord { months: MONTHS })?;
        let record = Summaries::of(&seen);
        let replay = Replay::new(case, last)?;
        let sampler = Sampler {
            told: replay.stage.deck().shape_the_record().collect(),
            effort,
        };
        let found = sampler.run(
            || Workspace::new(replay.stage.world()),
            |work, levels, chances| {
                let kept = replay.summaries(work, levels, chances);
                (kept.0.distance(&record), kept)
            },
            tell,
        );
        let found = found.ok_or(TheatreError::Stopped)?;
        let draw = |particle: Particle<(Summaries, Course)>| Draw {
            levels: particle.levels(),
            chances: particle.chances,
            distance: particle.distance,
            summaries: particle.kept.0,
            course: particle.kept.1,
        };
        Ok(Self {
            keys: replay.stage.deck().keys().map(str::to_owned).collect(),
            draws: found.particles.into_iter().map(draw).collect(),
            first: last - (MONTHS as i32 - 1),
            tolerance: found.tolerance,
            record,
            seen,
            runs: found.runs,
            unique: found.unique,
        })
    }

    /// The same draws held against another record of the same months: those that are not alike within the tolerance are
    /// replaced by those that are, in turn; the others keep their places. Where none is alike, all stay.
    #[must_use]
    pub fn held_against(&self, observed: &Observed) -> Self {
        let mut changed = self.clone();
        let Some(seen) = observed.last_months().filter(|seen| *seen != self.seen) else {
            return changed;
        };
        let record = Summaries::of(&seen);
        let alike: Vec<usize> = (0..self.draws.len())
            .filter(|at| self.draws[*at].summaries.distance(&record) <= self.tolerance)
            .collect();
        let mut others = alike.iter().cycle();
        for (at, draw) in changed.draws.iter_mut().enumerate() {
            if alike.binary_search(&at).is_err()
                && let Some(other) = others.next()
            {
                *draw = self.draws[*other].clone();
            }
            draw.distance = draw.summaries.distance(&record);
        }
        changed.unique *= alike.len() as f64 / self.draws.len().max(1) as f64;
        (changed.seen, changed.record) = (seen, record);
        changed
    }

    /// Where runs of the case begin after these draws: see [`openings`].
    pub fn openings(&self, case: &Case) -> Result<Openings, TheatreError> {
        let past = |draw: &Draw| (draw.levels.clone(), draw.chances);
        let last = self.first + (MONTHS as i32 - 1);
        openings(
            case,
            last,
            &self.keys,
            self.draws.iter().map(past).collect(),
        )
    }
}

/// Where runs of a case begin after draws of its assumptions, each with its levels and the course of chance that its past
/// took: replays the two years up to their last month. If another than the state holds the capital on the case's day, it
/// falls then.
///
/// Fails as [`World::of_case`] does, and when the draws are of other assumptions than the case's.
pub fn openings(
    case: &Case,
    last: Month,
    keys: &[String],
    draws: Vec<(Vec<f64>, Chances)>,
) -> Result<Openings, TheatreError> {
    let replay = Replay::new(case, last)?;
    let same = replay.stage.deck().keys().eq(keys.iter());
    if !same || draws.iter().any(|(levels, _)| levels.len() != keys.len()) {
        return Err(TheatreError::OtherCase);
    }
    let world = World::of_case(case)?;
    let openings = draws
        .into_par_iter()
        .map_init(
            || Workspace::new(replay.stage.world()),
            |work, (levels, chances)| {
                let (_, state) = replay.stage.replay(work, &replay.plan, &levels, chances);
                let mut state = state.clone();
                state.month = 0;
                let setting = replay.stage.deck().setting(&world, &levels, chances);
                fallen(&world, &setting, &mut state);
                Opening {
                    levels,
                    chances,
                    state,
                }
            },
        )
        .collect();
    Ok(Openings::Of(Arc::new(openings)))
}
