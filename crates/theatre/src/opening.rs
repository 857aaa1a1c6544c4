//! Where runs begin: a draw of the assumptions, and how things stand.

use std::sync::Arc;

use crate::setting::Setting;
use crate::state::State;
use crate::step::Chances;

/// Where a run begins that does not begin from the priors and the record alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Level, 0 to 1, of each assumption of the case, in the order of [`crate::Deck::keys`].
    pub levels: Vec<f64>,
    /// What its past was drawn with: who is allied with whom hangs on it.
    pub chances: Chances,
    /// How things stand.
    pub state: State,
}

/// Where the runs of a stage begin.
#[derive(Debug, Clone, Default)]
pub enum Openings {
    /// Each from a draw of the priors, with the reach of the record, rule settled at it.
    #[default]
    Priors,
    /// From these in turn: run number r from the (r modulo their number)-th.
    Of(Arc<Vec<Opening>>),
}

impl Openings {
    /// The opening of a run, when they are not the priors'.
    pub(crate) fn of(&self, run: u64) -> Option<&Opening> {
        match self {
            Self::Priors => None,
            Self::Of(all) => all.get((run % (all.len() as u64).max(1)) as usize),
        }
    }
}

/// What chance settles before the first month of a run.
#[derive(Debug, Clone)]
pub(crate) struct Drawn<'a> {
    /// Numbers until the scenario's changes hold.
    pub(crate) before: Setting,
    /// Numbers from then on, where they differ.
    pub(crate) after: Option<Setting>,
    /// Reach of movements, from which the state of things settles; or how things stand.
    pub(crate) start: Start<'a>,
    /// The same chance of a placeholder in every scenario.
    pub(crate) placeholder: f64,
}

/// See [`Drawn::start`].
#[derive(Debug, Clone)]
pub(crate) enum Start<'a> {
    Reach(Vec<f64>),
    State(&'a State),
}
