//! The figures of a case, up to a month.
#![allow(clippy::unwrap_used)] // The lints know tests, not what tests call.

use calendar::Month;
use case::Case;
use theatre::calibration::Observed;

/// Events and deaths of a case by month.
pub(crate) fn figures(case: &Case) -> Vec<(Month, f64, f64)> {
    let text = case.figures().unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let (year, month) = cells[1].split_once('-').unwrap();
        let month = Month::new(year.parse().unwrap(), month.parse().unwrap()).unwrap();
        (month, cells[2].parse().unwrap(), cells[3].parse().unwrap())
    })
    .collect()
}

/// The two years and more of a case up to a month, and the case as it was known then.
pub(crate) fn as_of(case: &Case, last: Month) -> (Case, Observed) {
    let all = figures(case);
    let before: Vec<_> = all.iter().filter(|(month, ..)| *month <= last).collect();
    let observed = Observed {
        last,
        events: before.iter().map(|row| row.1).collect(),
        deaths: before.iter().map(|row| row.2).collect(),
    };
    let mut case = case.clone();
    case.data.as_of = last.last_day();
    (case, observed)
}
