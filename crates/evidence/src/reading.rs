//! Hypotheses as mixtures of courses of the level.

use case::{Hypothesis, Model, Prior};
use trajectory::breaks::{Onset, Prior as BreaksPrior, world};

/// Months before the event's month in which rival courses part.
pub const YEAR: usize = 11;

/// One course of a hypothesis.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its share of the hypothesis; the shares of a hypothesis sum to 1.
    pub weight: f64,
    /// Natural logarithm of the factor on the level of state-based events in each month, the first
    /// eleven months before the event's.
    pub level: Vec<f64>,
    /// The same of the factor on deaths an event outside each month's deadliest.
    pub lethality: Vec<f64>,
    /// It is a new phase: the record up to then tells of the sort of attacks to come as much as one year
    /// of it would.
    pub renewed: bool,
}

impl Course {
    /// The level wanders as it did, over so many months.
    fn steady(months: usize) -> Self {
        Self {
            weight: 1.0,
            level: vec![0.0; months],
            lethality: vec![0.0; months],
            renewed: false,
        }
    }
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
/// Points at which a distribution of ratios is taken, at equal probabilities.
const POINTS: usize = 7;

/// Of a new phase: share of another kind, in other places or of another sort, which counts by month do
/// not show at all; a judgment.
const KIND: f64 = 0.4;
/// Share with another level, and events deadlier or less deadly by [`LETHALITY`] as well;
const LEVEL_AND_LETHALITY: f64 = 0.15;
/// share with other deaths an event alone;
const LETHALITY_ALONE: f64 = 0.05;
/// and the rest, with another level and deaths an event as before.
const LEVEL_ALONE: f64 = 1.0 - KIND - LEVEL_AND_LETHALITY - LETHALITY_ALONE;
/// Deaths an event after over before, where they change with the phase; as often one over it.
const LETHALITY: f64 = 3.0;

/// The courses of a hypothesis over the year to the event and so many months after it.
///
/// - *Status quo*: the level keeps wandering as it did.
/// - *Degrading*: half of the weight on a trend upwards throughout, half on one step up, by less than
///   a factor of two, in any month.
/// - *Receding*: the same downwards.
/// - *New phase*: from two months before the event to one after it, in the months and directions in
///   which new phases begin around salient events elsewhere, a jump of the level as large as the breaks
///   of all countries' records ([`world`]) or, a twentieth, of deaths an event alone; or, two in five,
///   other places or another kind of violence at the level as it was, which counts by month do not show.
///   In all of them the record up to then says little of what sort of attacks is to come
///   ([`Course::renewed`]).
///
/// The hypothesis's own `yearly_ratio` or `level_ratio` takes the place of these distributions. An
/// improper ratio of the case, 0 or less, counts as a millionth.
pub fn courses(hypothesis: &Hypothesis, breaks: &BreaksPrior, after: usize) -> Vec<Course> {
    let months = YEAR + 1 + after;
    let mut courses = match hypothesis.model {
        Model::StatusQuo => hypothesis.yearly_ratio.as_ref().map_or_else(
            || vec![Course::steady(months)],
            |ratio| trends(ratio, 1.0, months),
        ),
        Model::Degrading => slow(hypothesis, 1.0, months),
        Model::Receding => slow(hypothesis, -1.0, months),
        Model::NewPhase => new_phase(hypothesis, breaks, months),
    };
    courses.retain(|course| course.weight > 0.0);
    let sum: f64 = courses.iter().map(|course| course.weight).sum();
    for course in &mut courses {
        course.weight /= sum;
    }
    courses
}

fn trends(ratio: &Prior, sign: f64, months: usize) -> Vec<Course> {
    ratios(ratio)
        .map(|(weight, log)| Course {
            weight,
            level: (0..months)
                .map(|month| sign * log * (month + 1) as f64 / 12.0)
                .collect(),
            ..Course::steady(months)
        })
        .collect()
}

/// A trend, or a step within the phase; a ratio from the case is taken as it stands.
fn slow(hypothesis: &Hypothesis, sign: f64, months: usize) -> Vec<Course> {
    let mut all = match &hypothesis.yearly_ratio {
        Some(ratio) => trends(ratio, 1.0, months),
        None => trends(&YEARLY, sign, months),
    };
    let steps: Vec<(f64, f64)> = match &hypothesis.level_ratio {
        Some(ratio) => ratios(ratio).collect(),
        None => ratios(&STEP).map(|(w, log)| (w, sign * log)).collect(),
    };
    for month in 0..=YEAR {
        all.extend(steps.iter().map(|(weight, log)| Course {
            weight: weight / (YEAR + 1) as f64,
            level: step(months, month, *log),
            ..Course::steady(months)
        }));
    }
    all
}

fn new_phase(hypothesis: &Hypothesis, breaks: &BreaksPrior, months: usize) -> Vec<Course> {
    // The case's ratio already says which way.
    let own = hypothesis.level_ratio.as_ref();
    // As large as the breaks of all countries' records, unless the case says otherwise.
    let sizes = |upwards: bool| -> Vec<(f64, f64)> {
        let share = 1.0 / POINTS as f64;
        match own {
            Some(ratio) => ratios(ratio).collect(),
            None => (0..POINTS)
                .map(|point| (point as f64 + 0.5) * share)
                .map(|p| (share, world::break_factor(p, upwards).ln()))
                .collect(),
        }
    };
    let onsets: Vec<(usize, Onset)> = breaks
        .onsets()
        .into_iter()
        .filter_map(|onset| {
            let month = usize::try_from(YEAR as i32 + onset.offset).ok()?;
            (month < months).then_some((month, onset))
        })
        .collect();
    let total: f64 = onsets.iter().map(|(_, onset)| onset.up + onset.down).sum();
    let mut all = Vec::new();
    for (month, onset) in onsets {
        let either = (onset.up + onset.down) / total;
        let ways = match own {
            Some(_) => vec![(either, true)],
            None => vec![(onset.up / total, true), (onset.down / total, false)],
        };
        let deadlier = |share: f64, sign: f64, course: Course| Course {
            weight: course.weight * share,
            lethality: step(months, month, sign * LETHALITY.ln()),
            ..course
        };
        let either_way = |share: f64, course: &Course| {
            [1.0, -1.0].map(|sign| deadlier(share / 2.0, sign, course.clone()))
        };
        for (share, upwards) in ways {
            for (weight, log) in sizes(upwards) {
                let jump = Course {
                    weight: share * weight,
                    level: step(months, month, log),
                    renewed: true,
                    ..Course::steady(months)
                };
                all.extend(either_way(LEVEL_AND_LETHALITY, &jump));
                all.push(deadlier(LEVEL_ALONE, 0.0, jump));
            }
        }
        let same_level = Course {
            weight: either,
            renewed: true,
            ..Course::steady(months)
        };
        all.extend(either_way(LETHALITY_ALONE, &same_level));
        all.push(deadlier(KIND, 0.0, same_level));
    }
    all
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
            let whole = |months: &[f64]| months.len() == YEAR + 4;
            assert!(
                courses
                    .iter()
                    .all(|c| whole(&c.level) && whole(&c.lethality))
            );
            assert!(
                courses
                    .iter()
                    .all(|c| c.renewed == (model == Model::NewPhase))
            );
        }
    }

    #[test]
    fn each_model_moves_the_level_as_it_says() {
        let breaks = BreaksPrior::default();
        let ends = |model| -> Vec<f64> {
            courses(&hypothesis(model), &breaks, 0)
                .iter()
                .map(|course| course.level[YEAR])
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
        assert!((courses[0].level[YEAR] - 3_f64.ln()).abs() < 1e-12);
        assert!((courses[1].level[YEAR] - 1.5_f64.ln()).abs() < 1e-12);
    }
}
