//! The weight of evidence of each month.

use calendar::Month;
use case::Hypothesis;
use events::Violence;
use events::figures::MonthlyFigures;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::logspace::log_sum_exp;
use trajectory::breaks::{Account, Origin, Prior, pool};

use crate::reading::{YEAR, courses};

/// A hypothesis before and after the months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HypothesisWeight {
    /// Key in the case file.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// Probability before the months are looked at, from the case file.
    pub prior: f64,
    /// Probability after all of them.
    pub posterior: f64,
    /// Weight of evidence of all months for it against the others, in decibans.
    pub decibans: f64,
}

/// What one month adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MonthWeights {
    /// The month.
    pub month: Month,
    /// Probability of each hypothesis as known at its end, in the order of the case file.
    pub posterior: Vec<f64>,
    /// Weight of evidence of this month alone for each against the others, in decibans.
    pub decibans: Vec<f64>,
}

/// The hypotheses weighed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Weighed {
    /// Each hypothesis, in the order of the case file.
    pub hypotheses: Vec<HypothesisWeight>,
    /// Month by month, from eleven before the event's to the last.
    pub months: Vec<MonthWeights>,
}

/// Weighs the hypotheses by a country's months up to the last given.
///
/// `None` when the figures have gaps, do not reach the event's month, or begin less than a year before
/// it; and without hypotheses.
pub fn weigh(
    hypotheses: &[Hypothesis],
    breaks: &Prior,
    figures: &[MonthlyFigures],
    event: Month,
) -> Option<Weighed> {
    let first = figures.first()?.month;
    let whole = figures
        .iter()
        .enumerate()
        .all(|(i, row)| row.month - first == i as i32);
    let at = usize::try_from(event - first).ok()?;
    let since = at.checked_sub(YEAR)?;
    if !whole || at >= figures.len() || since == 0 || hypotheses.is_empty() {
        return None;
    }
    let after = figures.len() - 1 - at;
    let events: Vec<u32> = figures
        .iter()
        .map(|row| row.events_of(Violence::StateBased))
        .collect();
    let deaths: Vec<u32> = figures
        .iter()
        .map(MonthlyFigures::beyond_deadliest)
        .collect();
    let accounts = [
        (
            Origin::new(breaks, Account::Events, &events[..since])?,
            &events[since..],
        ),
        (
            Origin::new(breaks, Account::Deaths, &deaths[..since])?,
            &deaths[since..],
        ),
    ];
    let months = figures.len() - since;
    // Log evidence of the months up to each, by hypothesis.
    let logs: Vec<Vec<f64>> = hypotheses
        .iter()
        .map(|hypothesis| {
            let mut by_month = vec![Vec::new(); months];
            for course in courses(hypothesis, breaks, after) {
                let followed = accounts
                    .each_ref()
                    .map(|(origin, since)| origin.follow(since, &course.factors).log_evidence);
                for (month, logs) in by_month.iter_mut().enumerate() {
                    let pooled = pool(followed[0][month], followed[1][month]);
                    logs.push(course.weight.ln() + pooled);
                }
            }
            by_month.iter().map(|logs| log_sum_exp(logs)).collect()
        })
        .collect();
    let priors: Vec<f64> = hypotheses.iter().map(|h| h.prior).collect();
    let up_to: Vec<Vec<f64>> = (0..months)
        .map(|month| logs.iter().map(|log| log[month]).collect())
        .collect();
    let start = vec![0.0; hypotheses.len()];
    let months = up_to
        .iter()
        .enumerate()
        .map(|(number, now)| {
            let before = if number == 0 {
                &start
            } else {
                &up_to[number - 1]
            };
            let weights = |logs: &[f64]| against_others(&priors, logs);
            MonthWeights {
                month: first + (since + number) as i32,
                posterior: posterior(&priors, now),
                decibans: weights(now)
                    .iter()
                    .zip(weights(before))
                    .map(|(a, b)| a - b)
                    .collect(),
            }
        })
        .collect();
    let last = up_to.last()?;
    let decibans = against_others(&priors, last);
    Some(Weighed {
        hypotheses: hypotheses
            .iter()
            .zip(posterior(&priors, last))
            .zip(decibans)
            .map(|((hypothesis, posterior), decibans)| HypothesisWeight {
                key: hypothesis.key.clone(),
                name: hypothesis.name.clone(),
                prior: hypothesis.prior,
                posterior,
                decibans,
            })
            .collect(),
        months,
    })
}

/// Posterior probabilities from priors and log evidences.
fn posterior(priors: &[f64], logs: &[f64]) -> Vec<f64> {
    let joint: Vec<f64> = priors
        .iter()
        .zip(logs)
        .map(|(p, log)| p.ln() + log)
        .collect();
    let total = log_sum_exp(&joint);
    joint.iter().map(|log| (log - total).exp()).collect()
}

/// Decibans for each hypothesis against the others in the proportions of their priors; 0 for one that
/// stands alone.
fn against_others(priors: &[f64], logs: &[f64]) -> Vec<f64> {
    (0..logs.len())
        .map(|one| {
            let others: Vec<f64> = priors
                .iter()
                .zip(logs)
                .enumerate()
                .filter(|(other, (prior, _))| *other != one && **prior > 0.0)
                .map(|(_, (prior, log))| prior.ln() + log)
                .collect();
            let rest: f64 = priors
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != one)
                .map(|(_, prior)| prior)
                .sum();
            if others.is_empty() {
                return 0.0;
            }
            let mean = log_sum_exp(&others) - rest.ln();
            10.0 * (logs[one] - mean) / std::f64::consts::LN_10
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use case::Model;

    use super::*;

    fn hypothesis(key: &str, model: Model, prior: f64) -> Hypothesis {
        Hypothesis {
            key: key.to_owned(),
            name: key.to_owned(),
            statement: format!("{key}."),
            model,
            prior,
            yearly_ratio: None,
            level_ratio: None,
            note: None,
            sources: Vec::new(),
        }
    }

    fn four() -> Vec<Hypothesis> {
        vec![
            hypothesis("status-quo", Model::StatusQuo, 0.45),
            hypothesis("degrading", Model::Degrading, 0.35),
            hypothesis("new-phase", Model::NewPhase, 0.10),
            hypothesis("receding", Model::Receding, 0.10),
        ]
    }

    fn figures(events: &[u32], beyond: &[u32]) -> Vec<MonthlyFigures> {
        let first: Month = "2015-01".parse().unwrap();
        events
            .iter()
            .zip(beyond)
            .enumerate()
            .map(|(i, (events, beyond))| MonthlyFigures {
                events: *events,
                events_by_type: [*events, 0, 0],
                best: u64::from(*beyond),
                high: u64::from(*beyond),
                ..MonthlyFigures::quiet(first + i as i32)
            })
            .collect()
    }

    /// Five quiet years before courses part.
    fn past() -> (Vec<u32>, Vec<u32>) {
        let events = [6, 8, 5, 9, 7, 6, 10, 4, 7, 8, 6, 5].repeat(5);
        let deaths = [20, 31, 12, 44, 25, 9, 60, 8, 22, 35, 18, 14].repeat(5);
        (events, deaths)
    }

    #[test]
    fn months_add_up_to_the_whole() {
        let (mut events, mut deaths) = past();
        events.extend([7, 6, 9, 8, 7, 9, 8, 10, 9, 11, 9, 12, 13]);
        deaths.extend([22, 30, 18, 25, 40, 28, 35, 31, 44, 39, 50, 41, 47]);
        let figures = figures(&events, &deaths);
        let event = figures[71].month;
        let weighed = weigh(&four(), &Prior::default(), &figures, event).unwrap();
        assert_eq!(weighed.months.len(), 13);
        for (number, hypothesis) in weighed.hypotheses.iter().enumerate() {
            let sum: f64 = weighed.months.iter().map(|m| m.decibans[number]).sum();
            assert!((sum - hypothesis.decibans).abs() < 1e-9);
            // Posterior odds are prior odds times the weight.
            let odds = |p: f64| 10.0 * (p / (1.0 - p)).log10();
            let moved = odds(hypothesis.posterior) - odds(hypothesis.prior);
            assert!((moved - hypothesis.decibans).abs() < 1e-9);
        }
        let total: f64 = weighed.hypotheses.iter().map(|h| h.posterior).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_jump_a_rise_and_a_fall_are_told_apart() {
        let (events, deaths) = past();
        let probable = |ratios: &[f64]| -> String {
            let since = |past: &[u32]| -> Vec<u32> {
                let year = past[past.len() - 12..].iter().cycle();
                let now = year
                    .zip(ratios)
                    .map(|(n, r)| (f64::from(*n) * r).round() as u32);
                past.iter().copied().chain(now).collect()
            };
            let figures = figures(&since(&events), &since(&deaths));
            let weighed = weigh(&four(), &Prior::default(), &figures, figures[71].month).unwrap();
            weighed
                .hypotheses
                .iter()
                .max_by(|a, b| a.decibans.total_cmp(&b.decibans))
                .unwrap()
                .key
                .clone()
        };
        let months =
            |of: &dyn Fn(f64) -> f64| -> Vec<f64> { (0..18).map(|k| of(f64::from(k))).collect() };
        assert_eq!(probable(&months(&|_| 1.0)), "status-quo");
        assert_eq!(probable(&months(&|k| 1.06_f64.powf(k))), "degrading");
        assert_eq!(probable(&months(&|k| 0.94_f64.powf(k))), "receding");
        assert_eq!(
            probable(&months(&|k| if k < 11.0 { 1.0 } else { 6.0 })),
            "new-phase"
        );
    }

    #[test]
    fn drawn_from_a_hypothesis_it_gains() {
        // Scored over draws from every hypothesis by its prior, the posterior beats the prior.
        let (events, deaths) = past();
        let breaks = Prior::default();
        let hypotheses = four();
        let mut random = stats::stream(1, "weigh", 0);
        let (mut gained, mut runs) = (0.0, 0.0);
        for (truth, hypothesis) in hypotheses.iter().enumerate() {
            let all = courses(hypothesis, &breaks, 6);
            for course in all.iter().step_by(all.len().div_ceil(6)) {
                let mut draw = |account, past: &[u32]| -> Vec<u32> {
                    let origin = Origin::new(&breaks, account, past).unwrap();
                    let none = origin.follow(&[], &course.factors);
                    let drawn = none.draw(&course.factors, YEAR + 7, &mut random);
                    past.iter().copied().chain(drawn).collect()
                };
                let figures = figures(
                    &draw(Account::Events, &events),
                    &draw(Account::Deaths, &deaths),
                );
                let weighed = weigh(&hypotheses, &breaks, &figures, figures[71].month).unwrap();
                let found = &weighed.hypotheses[truth];
                gained += hypothesis.prior * (found.posterior / found.prior).ln();
                runs += hypothesis.prior;
            }
        }
        assert!(gained / runs > 0.05, "{}", gained / runs);
    }

    #[test]
    fn too_few_months_or_gaps_give_nothing() {
        let (events, deaths) = past();
        let whole = figures(&events, &deaths);
        let breaks = Prior::default();
        let with = |rows: &[MonthlyFigures], event| weigh(&four(), &breaks, rows, event).is_some();
        assert!(with(&whole, whole[40].month));
        assert!(!with(&whole, whole[11].month));
        assert!(!with(&whole, whole[59].month + 1));
        assert!(weigh(&[], &breaks, &whole, whole[40].month).is_none());
        let mut gap = whole.clone();
        gap.remove(20);
        assert!(!with(&gap, whole[40].month));
        assert!(weigh(&four(), &breaks, &[], whole[40].month).is_none());
    }
}
