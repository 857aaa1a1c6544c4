//! The weight of evidence of each month.

use calendar::Month;
use case::{Hypothesis, Model};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::Source;
use stats::logspace::log_sum_exp;

use crate::own::{Feature, Part};
use crate::readings::Readings;

/// A hypothesis before and after the months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HypothesisWeight {
    /// Key in the case file.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// What it says.
    pub statement: String,
    /// Generative model behind it.
    pub model: Model,
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
    /// Weight of evidence of this month's counts for each against the others, in decibans; the event
    /// itself is not in it.
    pub decibans: Vec<f64>,
}

/// What the event itself adds to the counts of its month, hypotheses in the order of the case file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventWeights {
    /// Probability of each hypothesis from the counts up to its month.
    pub before: Vec<f64>,
    /// The same with the event itself.
    pub after: Vec<f64>,
    /// Weight of evidence for each against the others, in decibans.
    pub decibans: Vec<f64>,
    /// Its parts, each weighed alone.
    pub parts: Vec<PartWeights>,
}

/// What one thing about the event tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartWeights {
    /// What is looked at.
    pub feature: Feature,
    /// What the record has of it, to print: `8 attacks on Bamako in the 152 months before`.
    pub record: String,
    /// Its probability under each hypothesis.
    pub probability: Vec<f64>,
    /// Weight of evidence for each against the others, in decibans.
    pub decibans: Vec<f64>,
    /// Where it comes from.
    pub source: Source,
}

/// The hypotheses weighed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Weighed {
    /// Each hypothesis, in the order of the case file.
    pub hypotheses: Vec<HypothesisWeight>,
    /// Month by month, from eleven before the event's to the last.
    pub months: Vec<MonthWeights>,
    /// What the event itself tells; none when nothing is known of such events.
    pub event: Option<EventWeights>,
}

/// Weighs the hypotheses: `event` is the event's month, `own` its parts with what their record has.
pub(crate) fn weigh(
    hypotheses: &[Hypothesis],
    readings: &Readings,
    event: Month,
    parts: &[Part],
) -> Weighed {
    let priors = readings.priors();
    let months = readings.months();
    let at = usize::try_from(event - readings.first).unwrap_or(0);
    let nothing = vec![0.0; hypotheses.len()];
    let up_to: Vec<Vec<f64>> = (0..months).map(|m| readings.log_evidence(m)).collect();
    let last = up_to.last().unwrap_or(&nothing);
    let by_month = (0..months)
        .map(|number| {
            let before = match number {
                0 => nothing.clone(),
                // The month's own counts: what the event itself tells is given apart.
                _ if number == at => readings.log_counts(number - 1),
                _ => up_to[number - 1].clone(),
            };
            let now = if number == at {
                readings.log_counts(number)
            } else {
                up_to[number].clone()
            };
            MonthWeights {
                month: readings.first + number as i32,
                posterior: posterior(&priors, &up_to[number]),
                decibans: difference(&priors, &now, &before),
            }
        })
        .collect();
    let counts = readings.log_counts(at);
    let own = (!parts.is_empty()).then(|| EventWeights {
        before: posterior(&priors, &counts),
        after: posterior(&priors, &up_to[at]),
        decibans: difference(&priors, &up_to[at], &counts),
        parts: parts
            .iter()
            .enumerate()
            .map(|(number, part)| {
                let log = readings.log_part(number);
                let with: Vec<f64> = counts.iter().zip(&log).map(|(a, b)| a + b).collect();
                PartWeights {
                    feature: part.feature,
                    record: part.record.clone(),
                    probability: log.iter().map(|log| log.exp()).collect(),
                    decibans: difference(&priors, &with, &counts),
                    source: Source::data(
                        part.data,
                        "what the record before the event makes likely",
                    ),
                }
            })
            .collect(),
    });
    let decibans = against_others(&priors, last);
    Weighed {
        hypotheses: hypotheses
            .iter()
            .zip(posterior(&priors, last))
            .zip(decibans)
            .map(|((hypothesis, posterior), decibans)| HypothesisWeight {
                key: hypothesis.key.clone(),
                name: hypothesis.name.clone(),
                statement: hypothesis.statement.clone(),
                model: hypothesis.model,
                prior: hypothesis.prior,
                posterior,
                decibans,
            })
            .collect(),
        months: by_month,
        event: own,
    }
}

/// What was added to the weights against the others.
fn difference(priors: &[f64], now: &[f64], before: &[f64]) -> Vec<f64> {
    against_others(priors, now)
        .iter()
        .zip(against_others(priors, before))
        .map(|(a, b)| a - b)
        .collect()
}

/// Posterior probabilities from priors and log evidences.
pub(crate) fn posterior(priors: &[f64], logs: &[f64]) -> Vec<f64> {
    let joint: Vec<f64> = priors
        .iter()
        .zip(logs)
        .map(|(p, log)| p.ln() + log)
        .collect();
    let total = log_sum_exp(&joint);
    if total.is_infinite() {
        // Ruled out one and all: nothing is learned.
        return priors.to_vec();
    }
    joint.iter().map(|log| (log - total).exp()).collect()
}

/// Decibans for each hypothesis against the others in the proportions of their priors; 0 for one that
/// stands alone.
pub(crate) fn against_others(priors: &[f64], logs: &[f64]) -> Vec<f64> {
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
    use events::figures::MonthlyFigures;
    use trajectory::breaks::{Account, Counts, Origin, Prior};

    use crate::reading::{YEAR, courses};

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

    /// By counts alone.
    fn weighed(
        hypotheses: &[Hypothesis],
        breaks: &Prior,
        figures: &[MonthlyFigures],
        event: Month,
    ) -> Option<Weighed> {
        let readings = Readings::of(hypotheses, breaks, figures, event, &[])?;
        Some(weigh(hypotheses, &readings, event, &[]))
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
        let found = weighed(&four(), &Prior::default(), &figures, event).unwrap();
        assert_eq!(found.months.len(), 13);
        for (number, hypothesis) in found.hypotheses.iter().enumerate() {
            let sum: f64 = found.months.iter().map(|m| m.decibans[number]).sum();
            assert!((sum - hypothesis.decibans).abs() < 1e-9);
            // Posterior odds are prior odds times the weight.
            let odds = |p: f64| 10.0 * (p / (1.0 - p)).log10();
            let moved = odds(hypothesis.posterior) - odds(hypothesis.prior);
            assert!((moved - hypothesis.decibans).abs() < 1e-9);
        }
        let total: f64 = found.hypotheses.iter().map(|h| h.posterior).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }

    #[test]
    fn evidence_is_the_sum_over_courses_of_plain_probabilities() {
        let (events, deaths) = past();
        let mut figures = figures(&events[..30], &deaths[..30]);
        for row in &mut figures[24..] {
            row.events += 4;
            row.events_by_type[0] += 4;
        }
        let breaks = Prior::default();
        let hypotheses = four();
        let event = figures[27].month;
        let parts = [
            part(Feature::Place, 0.03, 0.05),
            part(Feature::Deaths, 0.2, 0.1),
        ];
        let readings = Readings::of(&hypotheses, &breaks, &figures, event, &parts).unwrap();
        let counts: Vec<u32> = figures.iter().map(|row| row.events_by_type[0]).collect();
        let beyond: Vec<u32> = figures
            .iter()
            .map(MonthlyFigures::beyond_deadliest)
            .collect();
        let others: Vec<f64> = figures.iter().map(|r| f64::from(r.events) - 1.0).collect();
        let since = 27 - YEAR;
        let deaths = |range: std::ops::Range<usize>| Counts {
            counts: &beyond[range.clone()],
            exposures: &others[range],
        };
        let level = Origin::new(&breaks, Account::Events, Counts::plain(&counts[..since])).unwrap();
        let lethality = Origin::new(&breaks, Account::Lethality, deaths(0..since)).unwrap();
        let mut joint = Vec::new();
        for (number, hypothesis) in hypotheses.iter().enumerate() {
            let mut sum = 0.0;
            for course in courses(hypothesis, &breaks, 2) {
                let a = level.follow(Counts::plain(&counts[since..]), &course.level);
                let b = lethality.follow(deaths(since..30), &course.lethality);
                let own: f64 = parts.iter().map(|p| p.log(course.renewed).exp()).product();
                let months = a.log_evidence[YEAR + 2].exp() * b.log_evidence[YEAR + 2].exp();
                sum += course.weight * months * own;
            }
            let found = readings.log_evidence(YEAR + 2)[number];
            assert!((found - sum.ln()).abs() < 1e-9, "{found} {}", sum.ln());
            joint.push(hypothesis.prior * sum);
        }
        let whole: f64 = joint.iter().sum();
        let found = weigh(&hypotheses, &readings, event, &parts);
        for (found, joint) in found.hypotheses.iter().zip(&joint) {
            assert!((found.posterior - joint / whole).abs() < 1e-9);
            let odds = (joint / (whole - joint)) / (found.prior / (1.0 - found.prior));
            assert!((found.decibans - 10.0 * odds.log10()).abs() < 1e-9);
        }
        // The event itself: after against before, by its parts alone as well.
        let own = found.event.unwrap();
        assert_eq!(own.parts.len(), 2);
        for (p, expected) in own.parts[0]
            .probability
            .iter()
            .zip([0.03, 0.03, 0.05, 0.03])
        {
            assert!((p - expected).abs() < 1e-9);
        }
    }

    fn part(feature: Feature, usual: f64, renewed: f64) -> Part {
        Part {
            feature,
            record: String::new(),
            data: "drawn",
            usual: usual.ln(),
            renewed: renewed.ln(),
        }
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
            let found = weighed(&four(), &Prior::default(), &figures, figures[71].month).unwrap();
            found
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
    fn too_few_months_or_gaps_give_nothing() {
        let (events, deaths) = past();
        let whole = figures(&events, &deaths);
        let breaks = Prior::default();
        let with =
            |rows: &[MonthlyFigures], event| weighed(&four(), &breaks, rows, event).is_some();
        assert!(with(&whole, whole[40].month));
        assert!(!with(&whole, whole[11].month));
        assert!(weighed(&[], &breaks, &whole, whole[40].month).is_none());
        let mut gap = whole.clone();
        gap.remove(20);
        assert!(!with(&gap, whole[40].month));
        assert!(weighed(&four(), &breaks, &[], whole[40].month).is_none());
    }
}
