//! One simulator of a stalemate: what happens under each way forward.
//!
//! # What it answers
//! What becomes of a state, its armed rivals and their backers over the coming months if everyone goes on as
//! now, if leaders fall, if the state falls apart, if someone bids for the capital, if a foreign force comes or
//! goes, if a deal is kept? Scenarios, strategies and deals are all priced on this one model.
//!
//! # Method
//! A monthly stochastic model over places. Places i have people `p[i]`, neighbours and distances; fighting
//! actors k (the state, armed movements, militias, splinters, and army units that hold places for themselves)
//! have strength `F[k]`, and at each place *reach* `r[k,i]` (can it act here), *rule* `u[k,i]` (does it tax, judge
//! and police) and *affinity* `h[k,i]`, the share of the place's people among whom it could rule without
//! garrisons. Affinity is the political ceiling: reach can grow where rule cannot. Rules sum to at most 1; the rest
//! is nobody's. Backers lend strength to the actor they back.
//!
//! One month, every mechanism in a room of its own ([`mechanism`]), in this order ([`mod@step`]):
//!
//! ```text
//! postures    a[k,i] >= 0, sum over i = 1                         where force goes (posture)
//! force       f[k,i] = F[k] w[k] a[k,i] exp(-lambda[k] d[k,i])    w: share fit to fight; d: from its base, 100 km
//! contests    P[k,i] = f[k,i]^m / (s[i] + sum_j f[j,i]^m)         s[i] = draw x (mean force at i)^m
//! reach       r += growth r (1 - r) (P[k] - sum over enemies of g[j] P[j] held[j])
//!                  + spill (1 - r) max(0, mean over neighbours r - r)
//!                  - fade r exp(-h / 0.1) (1 - P[k])
//! clashes     N[i] ~ NB(mean = clash-rate sum over enemy pairs r[k] r[j] max(g[k], g[j]), size)
//! one-sided   N[k,i] ~ NB(mean = one-sided-rate r[k] b[k] 27/4 x^2 (1 - x), size)
//!                  x = P[k] / sum_j P[j]: most where one side dominates without full control
//! deaths      of each event 1 + floor(scale (U^(-1/(tail - 1)) - 1)), at most 3,000
//! rule        u[k] += relaxation (min(r[k], h[k] + garrison[k]) - u[k]), k not the state
//!             u[S] += repair q paid P[S] max(0, cap - u[S]) - decay (predation + 1 - P[S]) u[S]
//!             scaled to sum to at most 1
//! strength    F += recruits from rule + recruits from wrongs - losses - desertion when unpaid
//! people      displaced by deaths, return in peace; people and displaced sum to what they were
//! capacity    q += repair q... see mechanism
//! politics    hazards of coup, collapse, split, a backer leaving
//! bid         a contest at the capital with its people, a garrison and perhaps a rescue on the defender's side
//! deal        zones fix who may rule; violence and enmity of its parties fall; it breaks at a hazard
//! ```
//!
//! Sources: loss of strength with distance, K. Boulding, *Conflict and Defense*, 1962; contests with a draw,
//! G. Tullock, *Efficient rent seeking*, 1980, S. Skaperdas, *Contest success functions*, Economic Theory 7, 1996,
//! H. Jia, *Contests with the probability of a draw*, Economic Record 88, 2012; violence and
//! control, S. Kalyvas, *The Logic of Violence in Civil War*, 2006; heavy tails, A. Clauset & K. S. Gleditsch,
//! *The developmental dynamics of terrorist organizations*, PLoS ONE 7, 2012, L. F. Richardson, *Statistics of
//! Deadly Quarrels*, 1960; splits, F. Christia, *Alliance Formation in Civil Wars*, 2012, K. Bakke, K.
//! Cunningham & L. Seymour, *A plague of initials*, Perspectives on Politics 10, 2012; spoilers, S. Stedman,
//! *Spoiler problems in peace processes*, International Security 22, 1997.

pub mod calibration;
pub mod codebook;
mod curve;
mod deck;
pub mod dice;
pub mod findings;
mod kernel;
pub mod mechanism;
mod opening;
mod outcome;
pub mod parameters;
pub mod posture;
mod power;
mod run;
mod scenario;
mod setting;
mod state;
pub mod step;
pub mod summary;
mod switch;
mod view;
mod world;

pub use calibration::Calibration;
pub use curve::Curve;
pub use deck::Deck;
pub use opening::{Opening, Openings};
pub use outcome::{FACTION, Month};
pub use run::{Plan, Run, Stage, ensemble};
pub use scenario::Play;
pub use setting::{Record, Setting};
pub use state::{Deal, Government, State};
pub use step::Chances;
pub use summary::{Scenarios, Summary};
pub use switch::Process;
pub use view::View;
pub use world::{Backer, Fighter, Held, Place, Side, World};

/// What keeps a case from being simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TheatreError {
    /// A region lacks what the model needs.
    #[error("{region} has no {lacks}; add it to the case's regions table or [regions.facts]")]
    Region {
        /// Name of the region.
        region: String,
        /// What it lacks.
        lacks: String,
    },
    /// The capital lies in no region of the case.
    #[error("the capital's region is none of the case's regions; correct case.capital.region")]
    NoCapital,
    /// A switch of posture waits for something that the model does not show.
    #[error(
        "option {option} of {actor} switches on what the model does not show; let it be leaders-ousted, or force-leaves of a backer"
    )]
    Switch {
        /// Key of the actor.
        actor: String,
        /// Key of the option.
        option: String,
    },
    /// The record is too short to calibrate to.
    #[error(
        "the record is shorter than the {months} months before the case's day that a calibration takes"
    )]
    ShortRecord {
        /// Months that it would take.
        months: u32,
    },
    /// Whoever followed a calibration ended it.
    #[error("the calibration was stopped before its end")]
    Stopped,
    /// Draws were made for other assumptions.
    #[error("the draws were made for other assumptions than the case declares; calibrate anew")]
    OtherCase,
    /// A table of codings is not as the codebook has it.
    #[error("{file}, line {line}, column {column}: {reason}; {remedy}")]
    Coding {
        /// Name of the file.
        file: String,
        /// Line, 1 for the header.
        line: u64,
        /// Name of the column.
        column: String,
        /// What is wrong.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// A scenario names an actor that has no part in the model.
    #[error(
        "scenario {scenario} names {actor}, which has neither options nor a strength; declare one of them"
    )]
    NoPart {
        /// Key of the scenario.
        scenario: String,
        /// Key of the actor.
        actor: String,
    },
}
