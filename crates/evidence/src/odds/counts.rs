//! Observables of the country's counts by month, from runs.

use case::Measure;
use events::figures::MonthlyFigures;
use rayon::prelude::*;
use stats::Source;

use super::{counted, odds};
use crate::futures::Futures;
use crate::known::KnownInputs;
use crate::{Basis, Chance, Odds};

/// What is asked of the months to come.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question {
    measure: Measure,
    what: What,
    /// Months to come that are looked at.
    within: usize,
    /// What the record has of it, to print.
    record: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    /// At least so many months at a level or above.
    Months { least: u32, level: f64 },
    /// A month above all before it.
    AboveAll { most: f64 },
    /// The sum of the months over that of the last twelve known.
    Ratio { factor: f64, before: f64 },
}

impl Question {
    /// A month above every month of the record.
    pub(super) fn above_maximum(known: &KnownInputs<'_>, measure: Measure, within: u32) -> Self {
        let most = figures(known, measure).fold(0.0, f64::max);
        Self {
            measure,
            what: What::AboveAll { most },
            within: within as usize,
            record: format!(
                "the most in one of the {} months known is {most:.0} {}",
                known.record.len(),
                measure.name()
            ),
        }
    }

    /// So many months at a level or above.
    pub(super) fn months_above(
        known: &KnownInputs<'_>,
        measure: Measure,
        level: f64,
        least: u32,
        within: u32,
    ) -> Self {
        let reached = |x: &f64| *x >= level;
        Self {
            measure,
            what: What::Months { least, level },
            within: within as usize,
            record: format!(
                "{} of the last 12 and {} of all {} months known had {level} {} or more",
                (figures(known, measure).rev().take(12).filter(reached)).count(),
                figures(known, measure).filter(reached).count(),
                known.record.len(),
                measure.name()
            ),
        }
    }

    /// The coming twelve months over the last twelve known.
    pub(super) fn year_over_year(known: &KnownInputs<'_>, measure: Measure, factor: f64) -> Self {
        let year = |number: usize| -> f64 {
            let months = figures(known, measure).rev();
            months.skip(12 * number).take(12).sum()
        };
        let (last, before) = (year(0), year(1));
        Self {
            measure,
            what: What::Ratio {
                factor,
                before: last,
            },
            within: 12,
            record: format!(
                "{last:.0} {} in the last 12 months known, {before:.0} in the 12 before",
                measure.name()
            ),
        }
    }

    /// An event with so many deaths anywhere, by whomever.
    pub(super) fn deadly_event(known: &KnownInputs<'_>, deaths: u32, within: u32) -> Self {
        let level = f64::from(deaths);
        let measure = Measure::DeadliestEvent;
        let such = figures(known, measure).filter(|x| *x >= level).count() as u32;
        Self {
            measure,
            what: What::Months { least: 1, level },
            within: within as usize,
            record: format!(
                "{} of {} had an event of {deaths} deaths or more, by whomever",
                counted(such, "month", "months"),
                known.record.len()
            ),
        }
    }
}

fn figures<'a>(
    known: &KnownInputs<'a>,
    measure: Measure,
) -> impl DoubleEndedIterator<Item = f64> + 'a {
    known.record.iter().map(move |row| figure(measure, row))
}

/// A figure of a month.
fn figure(measure: Measure, row: &MonthlyFigures) -> f64 {
    match measure {
        Measure::Events => f64::from(row.events),
        Measure::Deaths => row.best as f64,
        Measure::StateBasedEvents => f64::from(row.events_by_type[0]),
        Measure::NonStateEvents => f64::from(row.events_by_type[1]),
        Measure::OneSidedEvents => f64::from(row.events_by_type[2]),
        Measure::CivilianDeaths => row.civilians as f64,
        Measure::DeadliestEvent => f64::from(row.deadliest),
    }
}

impl Question {
    /// Whether the months to come are so.
    fn holds(&self, ahead: &[MonthlyFigures]) -> bool {
        let mut figures = ahead
            .iter()
            .take(self.within)
            .map(|row| figure(self.measure, row));
        match self.what {
            What::Months { least, level } => {
                figures.filter(|x| *x >= level).count() >= least as usize
            }
            What::AboveAll { most } => figures.any(|x| x > most),
            What::Ratio { factor, before } => {
                let sum: f64 = figures.sum();
                if factor < 1.0 {
                    sum <= factor * before
                } else {
                    sum > 0.0 && sum >= factor * before
                }
            }
        }
    }

    pub(super) fn odds(&self, known: &KnownInputs<'_>, chances: Vec<Chance>) -> Odds {
        let source = Source::data(
            known.record_data,
            format!(
                "{} runs of the months to come under each hypothesis",
                known.runs
            ),
        );
        odds(known, Basis::Counts, self.record.clone(), chances, source)
    }
}

/// The probabilities that each question is answered with yes, by hypothesis; none without a record.
///
/// With k of n runs, mean and standard deviation of Jeffreys' posterior: (k + 1/2) / (n + 1), so that what no run
/// had is not impossible.
pub(super) fn answers(
    known: &KnownInputs<'_>,
    questions: &[&Question],
) -> Vec<Option<Vec<Chance>>> {
    let months = questions.iter().map(|q| q.within).max().unwrap_or(0);
    if questions.is_empty() {
        return Vec::new();
    }
    let Some(futures) = Futures::new(known.readings, known.breaks, known.record) else {
        return vec![None; questions.len()];
    };
    let hits: Vec<Vec<u32>> = (0..known.case.hypotheses.len())
        .map(|hypothesis| {
            let name = known
                .case
                .hypotheses
                .get(hypothesis)
                .map_or_else(String::new, |h| format!("evidence.{}", h.key));
            (0..known.runs)
                .into_par_iter()
                .fold(
                    || vec![0; questions.len()],
                    |mut hits, run| {
                        let mut random = stats::stream(known.seed, &name, u64::from(run));
                        let ahead = futures.draw(hypothesis, months, &mut random);
                        for (count, question) in hits.iter_mut().zip(questions) {
                            *count += u32::from(question.holds(&ahead));
                        }
                        hits
                    },
                )
                .reduce(
                    || vec![0; questions.len()],
                    |a, b| a.iter().zip(b).map(|(a, b)| a + b).collect(),
                )
        })
        .collect();
    (0..questions.len())
        .map(|number| {
            let chances = hits.iter().map(|hits| chance(hits[number], known.runs));
            Some(chances.collect())
        })
        .collect()
}

fn chance(hits: u32, runs: u32) -> Chance {
    let runs = f64::from(runs);
    let value = (f64::from(hits) + 0.5) / (runs + 1.0);
    Chance {
        value,
        error: Some((value * (1.0 - value) / (runs + 2.0)).sqrt()),
    }
}

#[cfg(test)]
mod tests {
    use calendar::Month;

    use super::*;

    fn months(events: &[u32]) -> Vec<MonthlyFigures> {
        let first: Month = "2020-01".parse().unwrap();
        events
            .iter()
            .enumerate()
            .map(|(i, events)| MonthlyFigures {
                events: *events,
                ..MonthlyFigures::quiet(first + i as i32)
            })
            .collect()
    }

    fn question(what: What, within: usize) -> Question {
        Question {
            measure: Measure::Events,
            what,
            within,
            record: String::new(),
        }
    }

    #[test]
    fn questions_are_answered_to_the_letter() {
        let ahead = months(&[3, 8, 5, 8]);
        let at = |least, within| question(What::Months { least, level: 8.0 }, within).holds(&ahead);
        assert!(at(1, 2) && !at(2, 3) && at(2, 4) && !at(1, 1));
        let above = |most| question(What::AboveAll { most }, 4).holds(&ahead);
        assert!(above(7.0) && !above(8.0));
        let ratio = |factor, before| question(What::Ratio { factor, before }, 4).holds(&ahead);
        assert!(ratio(1.5, 16.0) && !ratio(1.5, 17.0));
        assert!(ratio(0.5, 48.0) && !ratio(0.5, 47.0));
        // Nothing is not a multiple of nothing.
        let quiet = months(&[0; 4]);
        let none = What::Ratio {
            factor: 1.25,
            before: 0.0,
        };
        assert!(!question(none, 4).holds(&quiet) && question(none, 4).holds(&ahead));
    }

    #[test]
    fn what_no_run_had_is_not_impossible_and_errors_shrink() {
        let none = chance(0, 4000);
        assert!(none.value > 0.0 && none.value < 2e-4 && none.error.unwrap() > 0.0);
        let errors: Vec<f64> = [100, 1600]
            .map(|n| chance(n / 4, n).error.unwrap())
            .to_vec();
        assert!((errors[0] / errors[1] - 4.0).abs() < 0.1);
    }
}
