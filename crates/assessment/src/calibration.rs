//! Draws of the assumptions that go with the record: where runs of scenarios begin.

use std::ops::ControlFlow;

use calendar::Month;
use case::Case;
use theatre::TheatreError;
use theatre::calibration::{Calibration, Effort, Observed, Round};

use crate::ground::Ground;
use crate::{AssessmentError, Inputs};

/// Draws of a case's assumptions that go with the last two years of its record, up to the last month that is over on the day:
/// those from which the runs of [`assess`](crate::assess) begin. As many as [`Inputs::draws`], or one for each of
/// [`Inputs::runs`] where those are fewer; 2 at least. The same inputs give the same draws.
///
/// Fails where there is no record up to the day or one of under two years, and where the case cannot be simulated.
///
/// ```
/// let case = case::Case::builtin("mali-2024").unwrap();
/// let inputs = assessment::Inputs { draws: 8, ..assessment::Inputs::new(&case) };
/// let found = assessment::calibrate(&inputs).unwrap();
/// assert_eq!((found.draws.len(), found.first.to_string()), (8, "2022-10".to_owned()));
/// ```
pub fn calibrate(inputs: &Inputs<'_>) -> Result<Calibration, AssessmentError> {
    calibrate_telling(inputs, |_| ControlFlow::Continue(()))
}

/// As [`calibrate`]; `tell` hears of every round, and ends it by a break, with [`TheatreError::Stopped`].
pub fn calibrate_telling(
    inputs: &Inputs<'_>,
    tell: impl FnMut(Round) -> ControlFlow<()>,
) -> Result<Calibration, AssessmentError> {
    let ground = Ground::new(inputs)?;
    let case = as_known(&ground);
    let (observed, effort) = (observed(&ground), effort(&ground));
    Ok(Calibration::of_case_telling(
        &case, &observed, effort, tell,
    )?)
}

/// The case with the day of the assessment for its own: who is in the country, and which acts are known, is asked for
/// that day.
pub(crate) fn as_known(ground: &Ground<'_>) -> Case {
    let mut case = ground.case.clone().into_owned();
    case.data.as_of = ground.as_of;
    case
}

/// See [`calibrate`].
pub(crate) fn of_ground(case: &Case, ground: &Ground<'_>) -> Result<Calibration, TheatreError> {
    Calibration::of_case(case, &observed(ground), effort(ground))
}

fn effort(ground: &Ground<'_>) -> Effort {
    Effort {
        // More than runs would serve nothing.
        draws: ground
            .draws
            .min(ground.runs.try_into().unwrap_or(usize::MAX)),
        seed: ground.seed,
    }
}

/// The record up to the last month that is over.
pub(crate) fn observed(ground: &Ground<'_>) -> Observed {
    // A month that is not over says too little of its events.
    let last = Month::of(ground.as_of);
    let last = if ground.as_of < last.last_day() {
        last - 1
    } else {
        last
    };
    let over = |month: Month| month <= last;
    let months = || ground.months.iter().filter(|row| over(row.month));
    Observed {
        last: months().next_back().map_or(last, |row| row.month),
        events: months().map(|row| f64::from(row.events)).collect(),
        deaths: months().map(|row| f64::from(row.best)).collect(),
    }
}
