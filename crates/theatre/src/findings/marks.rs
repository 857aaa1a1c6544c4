//! What of a run the findings are told from.

use crate::outcome::Month;
use crate::run::Run;
use crate::state::Government;

/// A run at its first month, midway and at its end.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(super) start: Mark,
    pub(super) midway: Mark,
    pub(super) end: Mark,
}

/// How things stand in a month.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) state: f64,
    pub(super) nobody: f64,
    /// By fighter.
    pub(super) reach: Vec<f64>,
    pub(super) overt: Vec<f64>,
    /// Deaths so far.
    pub(super) deaths: f64,
    pub(super) displaced: f64,
    pub(super) factions: u32,
    pub(super) capital: Option<usize>,
    pub(super) placeholder: bool,
    pub(super) collapsed: bool,
}

impl Mark {
    fn of(month: &Month, deaths: f64) -> Self {
        Self {
            state: month.state,
            nobody: month.nobody,
            reach: month.reach.clone(),
            overt: month.overt.clone(),
            deaths,
            displaced: month.displaced,
            factions: month.factions,
            capital: month.capital,
            placeholder: month.government == Government::Placeholder,
            collapsed: month.collapsed,
        }
    }
}

impl Marks {
    /// Of a run, midway being after so many months; none of a run without months.
    pub(crate) fn of(run: &Run<'_>, midway: u32) -> Option<Self> {
        let last = run.months.len().checked_sub(1)?;
        let mark = |at: usize| {
            let deaths = run.months[..=at].iter().map(|month| month.deaths).sum();
            Mark::of(&run.months[at], deaths)
        };
        Some(Self {
            start: mark(0),
            midway: mark(last.min((midway as usize).saturating_sub(1))),
            end: mark(last),
        })
    }
}
