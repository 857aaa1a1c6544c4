//! How likely an observable is under every hypothesis.
//!
//! Three kinds of answers, by what the observable is about:
//!
//! - *counts by month* ([`counts`]): from runs of the months to come, joined to the record, with their
//!   Monte-Carlo error;
//! - *incidents of a sort in a place* ([`attacks`], [`regions`]): from their frequency in a record, exact given
//!   the hypothesis: with the courses c of a hypothesis and their shares w given all that is known,
//!
//! ```text
//! P(o | H)  =  sum over c in H of w[c] P(o | rate of the record, factors of c over its last month known)
//! ```
//!
//! - *politics* ([`politics`]): coups, departures of forces and talks, which the hypotheses say nothing of, from
//!   their own rate, the same under all.
//!
//! A level that has risen in the last year shows in the counts, whatever course explains it: a course's factor
//! ahead is taken over its factor in the last month known, so that hypotheses differ in what is to come alone.

mod attacks;
mod counts;
mod politics;
mod regions;

use case::{Area, Observable};
use stats::Source;

use crate::incidents::Incidents;
use crate::known::{KnownInputs, Told};
use crate::readings::Onward;
use crate::{Basis, Chance, Odds};
use counts::Question;

/// The odds of each observable.
pub(crate) fn tell(known: &KnownInputs<'_>, observables: &[&Observable]) -> Vec<Told> {
    let months = observables.iter().map(|o| o.horizon()).max().unwrap_or(0) as usize;
    let rates = Rates {
        known,
        onward: (0..known.case.hypotheses.len())
            .map(|hypothesis| known.readings.onward(hypothesis, months))
            .collect(),
    };
    let asked: Vec<Asked> = observables.iter().map(|o| asked(&rates, o)).collect();
    let questions: Vec<&Question> = asked
        .iter()
        .filter_map(|asked| match asked {
            Asked::Counts(question) => Some(question),
            Asked::Told(_) => None,
        })
        .collect();
    let mut answers = counts::answers(known, &questions).into_iter();
    asked
        .iter()
        .map(|asked| match asked {
            Asked::Told(told) => told.clone(),
            Asked::Counts(question) => answers
                .next()
                .flatten()
                .map(|chances| question.odds(known, chances))
                .ok_or_else(|| "There is no month of the record.".to_owned()),
        })
        .collect()
}

/// An answer, or a question that all runs answer together.
enum Asked {
    Counts(Question),
    Told(Told),
}

/// An attack anywhere with so many deaths is asked of the record's deadliest events, by whomever, where no
/// event file tells attacks apart: the case's facts were chosen, not sampled.
fn asked(rates: &Rates<'_>, observable: &Observable) -> Asked {
    let known = rates.known;
    let capital = Area {
        regions: vec![known.case.about.capital.region.clone()],
        groups: Vec::new(),
    };
    let months = observable.horizon();
    Asked::Told(match observable {
        Observable::MonthAboveMaximum { measure, .. } => {
            return Asked::Counts(Question::above_maximum(known, *measure, months));
        }
        Observable::MonthsAboveLevel {
            measure,
            level,
            months: least,
            ..
        } => {
            let question = Question::months_above(known, *measure, *level, *least, months);
            return Asked::Counts(question);
        }
        Observable::YearOverYear { measure, factor } => {
            return Asked::Counts(Question::year_over_year(known, *measure, *factor));
        }
        Observable::AttackInArea {
            area,
            deaths_at_least: deaths,
            ..
        } => {
            let anywhere = area.regions.is_empty() && area.groups.is_empty();
            if anywhere && *deaths > 0 && known.events.is_none() {
                return Asked::Counts(Question::deadly_event(known, *deaths, months));
            }
            attacks::deadly(rates, area, *deaths, months)
        }
        Observable::AttackInCapital {
            deaths_at_least, ..
        } => attacks::deadly(rates, &capital, *deaths_at_least, months),
        Observable::TownHeld { area, days, .. } => attacks::held(rates, area, *days, months),
        Observable::CapitalDistrictHeld { days, .. } => {
            attacks::held(rates, &capital, *days, months)
        }
        Observable::CapitalBlockaded { days, .. } => {
            attacks::blockaded(rates, &capital, *days, months)
        }
        Observable::Landmarks {
            kinds,
            area,
            at_least,
            ..
        } => attacks::of_kinds(rates, kinds, area, *at_least, months),
        Observable::RegionsEntered { area, at_least, .. } => {
            regions::entered(rates, area, *at_least, months)
        }
        Observable::RegionsLeft { area, at_least, .. } => {
            regions::left(rates, area, *at_least, months)
        }
        Observable::LeadersOusted { .. } => politics::ousted(known, months),
        Observable::ForceLeaves { actor, .. } => politics::leaves(known, actor, months),
        Observable::TalksOpen { actor, .. } => politics::talks(known, actor, months),
    })
}

/// What the odds of incidents are made from.
struct Rates<'a> {
    known: &'a KnownInputs<'a>,
    /// Courses of each hypothesis.
    onward: Vec<Vec<Onward>>,
}

impl Rates<'_> {
    /// Probability under each hypothesis of what has the given one at a sum of factors over the months, and
    /// whether the course is that of a new phase.
    fn mixed(&self, months: u32, probability: impl Fn(f64, bool) -> f64) -> Vec<Chance> {
        self.onward
            .iter()
            .map(|courses| {
                let mixture: f64 = courses
                    .iter()
                    .map(|course| {
                        let exposure = course.factor.iter().take(months as usize).sum();
                        course.share * probability(exposure, course.renewed)
                    })
                    .sum();
                Chance {
                    value: mixture.clamp(0.0, 1.0),
                    error: None,
                }
            })
            .collect()
    }

    /// The record that tells where attacks were: of events, else of facts.
    fn of_attacks(&self) -> Result<&Incidents, String> {
        self.known.events.or(self.known.landmarks).ok_or_else(|| {
            "Neither an event file nor the case's facts say where attacks were.".to_owned()
        })
    }

    /// The case's facts, which alone tell of places held or cut off.
    fn of_facts(&self) -> Result<&Incidents, String> {
        self.known.landmarks.ok_or_else(|| {
            "The case has no sourced facts, and event data tell nothing of it.".to_owned()
        })
    }
}

/// The odds with what they are over all hypotheses.
fn odds(
    known: &KnownInputs<'_>,
    basis: Basis,
    record: String,
    chances: Vec<Chance>,
    source: Source,
) -> Odds {
    let weighted = |of: &dyn Fn(&Chance) -> f64| -> f64 {
        let terms = chances.iter().zip(known.posterior);
        terms.map(|(chance, p)| of(chance) * p).sum()
    };
    let simulated = chances.iter().any(|chance| chance.error.is_some());
    let variance: f64 = chances
        .iter()
        .zip(known.posterior)
        .map(|(chance, p)| (chance.error.unwrap_or(0.0) * p).powi(2))
        .sum();
    Odds {
        basis,
        record,
        overall: Chance {
            value: weighted(&|chance| chance.value).clamp(0.0, 1.0),
            error: simulated.then(|| variance.sqrt()),
        },
        chances,
        source,
    }
}

/// Names for a sentence: `Kayes`, `Kayes and Segou`, `6 regions`.
fn named(regions: &[&str]) -> String {
    match regions {
        [] => "no region".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        more => format!("{} regions", more.len()),
    }
}

/// `1 attack`, `2 attacks`.
fn counted(count: u32, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

#[cfg(test)]
mod tests;
