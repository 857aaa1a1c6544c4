//! Hypotheses as mixtures of courses of the level.

use case::{Hypothesis, Model, Prior};
use trajectory::breaks::Prior as BreaksPrior;

/// Months before the event's month in which rival courses part.
pub const YEAR: usize = 11;

/// One course of a hypothesis.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its share of the hypothesis; the shares of a hypothesis sum to 1.
    pub weight: f64,
    /// Natural logarithm of the factor on the level in each month, the first eleven months before the
    /// event's.
    pub factors: Vec<f64>,
}

/// Ratio of violence a year later of a war that gets worse, unless the case says otherwise: half of
/// all such years between 1.3 and 1.75. One over it for one that recedes.
const YEARLY: Prior = Prior::Lognormal {
    median: 1.5,
    spread: 1.25,
};
/// Step within a phase: at most the factor of two from which a change is a new phase.
const STEP: Prior = Prior::Uniform {
    low: 1.25,
    high: 2.0,
};
/// Level of a new phase over that of the old one, upwards; one over it downwards.
const JUMP: Prior = Prior::Lognormal {
    median: 4.0,
    spread: 1.8,
};
/// Points at which a distribution of ratios is taken, at equal probabilities.
const POINTS: usize = 7;

/// The courses of a hypothesis over the year to the event and so many months after it.
///
/// - *Status quo*: the level keeps wandering as it did.
/// - *Degrading*: half of the weight on a trend upwards throughout, half on one step up, by less than
///   a factor of two, in any month.
/// - *Receding*: the same downwards.
/// - *New phase*: a jump by a factor of two or more, from two months before the event to one after it,
///   in the months and directions in which new phases begin around salient events elsewhere.
///
/// The hypothesis's own `yearly_ratio` or `level_ratio` takes the place of these distributions.
pub fn courses(hypothesis: &Hypothesis, breaks: &BreaksPrior, after: usize) -> Vec<Course> {
    let months = YEAR + 1 + after;
    let steady = || {
        vec![Course {
            weight: 1.0,
            factors: vec![0.0; months],
        }]
    };
    let trends = |ratio: &Prior, sign: f64| -> Vec<Course> {
        ratios(ratio)
            .map(|(weight, log)| Course {
                weight,
                factors: (0..months)
                    .map(|month| sign * log * (month + 1) as f64 / 12.0)
                    .collect(),
            })
            .collect()
    };
    let mut courses = match hypothesis.model {
        Model::StatusQuo => hypothesis
            .yearly_ratio
            .as_ref()
            .map_or_else(steady, |ratio| trends(ratio, 1.0)),
        Model::Degrading | Model::Receding => {
            let sign = if hypothesis.model == Model::Degrading {
                1.0
            } else {
                -1.0
            };
            // A ratio from the case is taken as it stands.
            let mut all = match &hypothesis.yearly_ratio {
                Some(ratio) => trends(ratio, 1.0),
                None => trends(&YEARLY, sign),
            };
            let steps: Vec<(f64, f64)> = match &hypothesis.level_ratio {
                Some(ratio) => ratios(ratio).collect(),
                None => ratios(&STEP).map(|(w, log)| (w, sign * log)).collect(),
            };
            for month in 0..=YEAR {
                all.extend(steps.iter().map(|(weight, log)| Course {
                    weight: weight / (YEAR + 1) as f64,
                    factors: step(months, month, *log),
                }));
            }
            all
        }
        Model::NewPhase => {
            let sizes: Vec<(f64, f64)> = hypothesis
                .level_ratio
                .as_ref()
                .map_or_else(|| ratios(&JUMP).collect(), |ratio| ratios(ratio).collect());
            let own = hypothesis.level_ratio.is_some();
            breaks
                .onsets()
                .into_iter()
                .filter_map(|onset| {
                    let month = usize::try_from(YEAR as i32 + onset.offset).ok()?;
                    (month < months).then_some((month, onset))
                })
                .flat_map(|(month, onset)| {
                    // The case's ratio already says which way.
                    let ways = if own {
                        [(onset.up + onset.down, 1.0), (0.0, -1.0)]
                    } else {
                        [(onset.up, 1.0), (onset.down, -1.0)]
                    };
                    let sizes = sizes.clone();
                    ways.into_iter().flat_map(move |(share, sign)| {
                        sizes.clone().into_iter().map(move |(weight, log)| Course {
                            weight: share * weight,
                            factors: step(months, month, sign * log),
                        })
                    })
                })
                .filter(|course| course.weight > 0.0)
                .collect()
        }
    };
    let sum: f64 = courses.iter().map(|course| course.weight).sum();
    for course in &mut courses {
        course.weight /= sum;
    }
    courses
}

/// Zero before a month, a value from it on.
fn step(months: usize, from: usize, value: f64) -> Vec<f64> {
    (0..months)
        .map(|month| if month < from { 0.0 } else { value })
        .collect()
}

/// Natural logarithms of a distribution of ratios at equal probabilities, with their weights.
fn ratios(of: &Prior) -> impl Iterator<Item = (f64, f64)> {
    let points = match of {
        Prior::Point { .. } => 1,
        _ => POINTS,
    };
    (0..points).map(move |point| {
        let ratio = of.quantile((point as f64 + 0.5) / points as f64);
        (1.0 / points as f64, ratio.max(1e-6).ln())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hypothesis(model: Model) -> Hypothesis {
        Hypothesis {
            key: "h".to_owned(),
            name: "H".to_owned(),
            statement: "H.".to_owned(),
            model,
            prior: 0.25,
            yearly_ratio: None,
            level_ratio: None,
            note: None,
            sources: Vec::new(),
        }
    }

    #[test]
    fn shares_sum_to_one_and_factors_span_the_months() {
        for model in [
            Model::StatusQuo,
            Model::Degrading,
            Model::NewPhase,
            Model::Receding,
        ] {
            let courses = courses(&hypothesis(model), &BreaksPrior::default(), 3);
            let sum: f64 = courses.iter().map(|c| c.weight).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{model:?}");
            assert!(courses.iter().all(|c| c.factors.len() == YEAR + 4));
        }
    }

    #[test]
    fn each_model_moves_the_level_as_it_says() {
        let breaks = BreaksPrior::default();
        let ends = |model| -> Vec<f64> {
            courses(&hypothesis(model), &breaks, 0)
                .iter()
                .map(|course| course.factors[YEAR])
                .collect()
        };
        assert!(ends(Model::StatusQuo).iter().all(|end| end.abs() < 1e-12));
        assert!(ends(Model::Degrading).iter().all(|end| *end > 0.0));
        assert!(ends(Model::Receding).iter().all(|end| *end < 0.0));
        // A new phase may bring more violence or less.
        let jumps = ends(Model::NewPhase);
        assert!(jumps.iter().any(|end| *end > 0.0) && jumps.iter().any(|end| *end < 0.0));
    }

    #[test]
    fn the_case_has_the_last_word() {
        let own = Hypothesis {
            yearly_ratio: Some(Prior::Point { value: 3.0 }),
            level_ratio: Some(Prior::Point { value: 1.5 }),
            ..hypothesis(Model::Degrading)
        };
        let courses = courses(&own, &BreaksPrior::default(), 0);
        assert_eq!(courses.len(), 1 + YEAR + 1);
        assert!((courses[0].factors[YEAR] - 3_f64.ln()).abs() < 1e-12);
        assert!((courses[1].factors[YEAR] - 1.5_f64.ln()).abs() < 1e-12);
    }
}
