//! What is known on a day, and how likely everything asked about is from then on.

use calendar::{Date, Month};
use case::{Case, Observable};
use events::figures::MonthlyFigures;
use trajectory::breaks::Prior;

use crate::Odds;
use crate::incidents::Incidents;
use crate::odds;
use crate::readings::Readings;

/// What is known.
#[derive(Clone, Copy)]
pub(crate) struct KnownInputs<'a> {
    pub(crate) case: &'a Case,
    /// The hypotheses, followed up to the last month known.
    pub(crate) readings: &'a Readings,
    /// What the readings were followed with.
    pub(crate) breaks: &'a Prior,
    /// Probability of each hypothesis with all that is known.
    pub(crate) posterior: &'a [f64],
    /// The country's months, the last one known last.
    pub(crate) record: &'a [MonthlyFigures],
    /// Key of the data set that the months come from.
    pub(crate) record_data: &'static str,
    /// Incidents of the case's sourced facts, as known on the day.
    pub(crate) landmarks: Option<&'a Incidents>,
    /// Incidents of an event file up to the day, if there is one.
    pub(crate) events: Option<&'a Incidents>,
    /// The day.
    pub(crate) as_of: Date,
    /// Runs under each hypothesis.
    pub(crate) runs: u32,
    pub(crate) seed: u64,
}

impl KnownInputs<'_> {
    /// The last month known.
    pub(crate) fn last(&self) -> Month {
        self.record
            .last()
            .map_or(Month::of(self.as_of), |row| row.month)
    }
}

/// How likely an observable is, or why that is not known.
pub(crate) type Told = Result<Odds, String>;

/// What is known, with the odds of everything the case asks about.
pub(crate) struct Known<'a> {
    pub(crate) inputs: KnownInputs<'a>,
    /// Of each claim, in the order of the case.
    pub(crate) claims: Vec<Told>,
    /// Of each thing to watch, in the order of the case.
    pub(crate) watch: Vec<Told>,
}

impl<'a> Known<'a> {
    pub(crate) fn new(inputs: KnownInputs<'a>) -> Self {
        let case = inputs.case;
        let claims = case.claims.iter().map(|claim| &claim.observable);
        let watch = case.watch.iter().map(|watch| &watch.observable);
        let asked: Vec<&Observable> = claims.chain(watch).collect();
        let mut claims = odds::tell(&inputs, &asked);
        let watch = claims.split_off(case.claims.len());
        Self {
            inputs,
            claims,
            watch,
        }
    }
}
