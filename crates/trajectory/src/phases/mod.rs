//! Phases of a count series: expansion, plateau, contraction.
//!
//! # What it answers
//! Is the violence of this country, of this region, or of this group in this region, growing, level or
//! shrinking, month by month? When did it turn, give or take how many months? Is one steady trend
//! enough, or was there more than one phase ('is it linear?')? Was there a contraction between these two
//! months? It needs no places: a column of monthly counts will do. For the reach of a group over cells see
//! [`crate::reach`]; for sudden new phases around an event, [`crate::breaks`].
//!
//! # Method
//! The logarithm of the level, `x[t]`, grows at a pace, wanders, and rarely steps:
//!
//! ```text
//! s[t]          pace: 0 (plateau); 2, 6 or 15 % a month up (expansion) or down (contraction)
//!               kept with probability 1 - redraw, else drawn anew: each phase 1/3, its paces alike
//! x[t]          = x[t-1] + s[t] + wander e,   e ~ N(0, 1)             with probability 1 - step
//!               = x[t-1] + J,  |J| >= ln 2, two-sided exponential; s[t] drawn anew      else
//! y[t] | x[t]   ~  (1 - odd) NB(exp x[t], r)  +  odd NB(exp x[t], 0.04)
//! ```
//!
//! The level lives on the grid of [`crate::breaks`], and so does its law of counts: a massacre or a month
//! without reports is a month of the loose second component, not a phase. `r`, `wander` and `odd` are
//! summed over 12 settings with weights learned from other countries; `redraw` and `step` are chosen so that a
//! phase lasts three years on average and a step comes every eight. One pass forward and one backward give the phases exactly up to the grid (the
//! switching level of Kim 1994 and Gerlach, Carter & Kohn 2000 without their approximations, by the grid
//! of Kitagawa 1987). Turning points, their intervals and questions about runs of months come
//! from paths drawn backwards (Frühwirth-Schnatter 2006, ch. 11), always with the same seed.
//!
//! Paces have three speeds a direction because a war that grows by 2 % a month for three years and one
//! that doubles in five months are both expanding. A month of a step up counts as expansion, of
//! a step down as contraction. At the lower end of the grid (one event in four years) nothing is
//! left to contract: that is a plateau.
//!
//! **Linear or not.** Steady: one growth rate for all months, a third of the probability each on zero, on
//! rates of 0.1 to 6 % up, and down. Segmented: the model above given at least one change of pace or step.
//! Both have the same wander, dispersion and odd months with the same weights, so that their only difference
//! is the segmentation. Wander is part of both: a trend that merely trembles is steady.
//!
//! **Areas.** [`AreaPath`] gives the course of an area that a case declares: from event data, or, where
//! there are none, from the area's share of landmark facts, with unequal effort modelled and what that cannot
//! carry in [`LandmarkBasis`].
//!
//! **A contraction between two episodes** ([`Posterior::contraction`]): did the level fall to less than half of
//! both and stay there for half a year ([`Fall`])? Beside it, whether there was a phase of contraction. Each
//! comes with its probability before the series is seen, from paths of the model over the same months: over some
//! years some contraction is likely anyway, and the weight of evidence says what the series adds. A fall
//! is also weighed against a *straight* rise, which neither wanders nor turns.
//!
//! # What it cannot do
//! It has no seasons: where dry seasons double the violence of every year, a year's rise and fall may be
//! called phases. With less than about an event a month the probabilities stay near their prior of one third.
//! Counts are what was reported: a change of reporting is a change of level.
//!
//! # Sources
//! - C.-J. Kim, "Dynamic linear models with Markov-switching", *Journal of Econometrics* 60, 1994.
//! - R. Gerlach, C. Carter & R. Kohn, "Efficient Bayesian inference for dynamic mixture models", *JASA*
//!   95, 2000.
//! - G. Kitagawa, "Non-Gaussian state-space modeling of nonstationary time series", *JASA* 82, 1987.
//! - S. Frühwirth-Schnatter, *Finite Mixture and Markov Switching Models*, 2006.
//!
//! # Example
//! ```
//! use calendar::Month;
//! use trajectory::{phases, reach::Phase};
//! // Two quiet years, two years of growth by 12 % a month, two years on the new level.
//! let (first, turned): (Month, Month) = ("2015-01".parse()?, "2017-01".parse()?);
//! let counts: Vec<u32> = (0..72)
//!     .map(|t| (3.0 * (0.12 * f64::from(t - 24).clamp(0.0, 24.0)).exp()) as u32)
//!     .collect();
//! let path = phases::fit(&counts, first, &Default::default());
//! assert_eq!(path.months[36].likeliest(), Phase::Expansion);
//! assert!(path.linear.p_linear < 0.1);
//! let turn = &path.turns[0];
//! assert!(turn.earliest <= turned && turned <= turn.latest);
//! # Ok::<(), calendar::MonthError>(())
//! ```

mod area;
mod area_events;
#[cfg(test)]
mod area_tests;
#[cfg(test)]
mod calibration_tests;
mod contraction;
mod dynamics;
#[cfg(test)]
mod learn_tests;
mod linear;
mod outcome;
mod pass;
mod paths;
#[cfg(test)]
mod plain;
mod settings;
mod share;
#[cfg(test)]
mod simulated;
#[cfg(test)]
mod sparse_tests;
mod straight;
#[cfg(test)]
mod tests;
mod turns;
mod unseen;

pub use area::{AreaBasis, AreaPath, LandmarkBasis, Rest};
pub use area_events::AreaScope;
pub use contraction::CONTRACTION_MONTHS;
pub use outcome::{Contraction, Fall, Level, Linearity, PhaseMonth, PhasePath, Step, Turn};

use std::sync::Arc;

use calendar::Month;
use rayon::prelude::*;
use stats::logspace::log_sum_exp;
use stats::{Source, Stream, Weighted};

use crate::breaks::level::{Levels, POINTS};
use crate::breaks::observe::Likelihoods;
use contraction::Question;
use dynamics::{Dynamics, Rates, log_levels};
use pass::{Candidate, Forward, Smoothed};
use paths::Path;

/// Settings whose posterior weight is less than this share of all are left out of phases and paths.
const NEGLIGIBLE: f64 = 0.01;

/// How to fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseOptions {
    /// Seed of the drawn paths.
    pub seed: u64,
    /// Paths drawn, at least 20: turning points and runs of months rest on them.
    pub paths: usize,
    /// Key of the data set, for the source of each figure.
    pub data: String,
}

impl Default for PhaseOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            paths: 400,
            data: "counts".to_owned(),
        }
    }
}

/// Phases of a series of monthly counts that begins in `first`. Total: an empty series gives a path
/// without months and even odds.
///
/// Leave the months out that the data do not cover: a zero is evidence of a low level.
pub fn fit(counts: &[u32], first: Month, options: &PhaseOptions) -> PhasePath {
    Posterior::of_counts(counts, first, options).path
}

/// A fit that can be asked further questions.
#[derive(Debug, Clone)]
pub struct Posterior {
    /// Phases, turning points, linear or not.
    pub path: PhasePath,
    first: Month,
    paths: Vec<Path>,
    /// Posterior weight of each setting.
    weights: Vec<f64>,
    /// Prior weight of each kind of moves.
    kinds: Vec<(f64, Dynamics)>,
    /// Logarithm of the evidence.
    evidence: f64,
    /// Logarithm of the prior weight of each setting and what it says of the months.
    settings: Vec<(f64, Arc<Likelihoods>)>,
    seed: u64,
    source: Source,
}

impl Posterior {
    /// Fits a series of monthly counts that begins in `first`, as [`fit`].
    pub fn of_counts(counts: &[u32], first: Month, options: &PhaseOptions) -> Self {
        Self::over(
            &settings::of_counts(counts, Rates::default()),
            first,
            1.0,
            options,
        )
    }

    /// Was there a contraction after the month `after` and before the month `before`: a fall to less than
    /// half that held for so many months, or a phase of so many or a step down? `None` when no month of the series lies between.
    pub fn contraction(&self, after: Month, before: Month, months: u32) -> Option<Contraction> {
        let length = self.path.months.len();
        let between = contraction::between(self.first, length, after, before)?;
        let asked = contraction::with_episodes(&between, length);
        contraction::answer(&Question {
            after,
            before,
            months,
            between,
            seen: &self.paths,
            unseen: &unseen::draw(&self.kinds, length, &asked, self.seed),
            against_straight_rise: linear::decibans(self.evidence - straight::rise(&self.settings)),
            source: &self.source,
        })
    }

    /// Fits what the candidates say of the months, each at its setting; levels are in `unit`s.
    fn over(candidates: &[Candidate], first: Month, unit: f64, options: &PhaseOptions) -> Self {
        let source = Source::data(
            options.data.clone(),
            "phases of a count series by forward filter and backward smoother on a grid",
        );
        let weighings = linear::weigh(candidates);
        let logs: Vec<f64> = weighings.iter().map(|weighing| weighing.whole).collect();
        let total = log_sum_exp(&logs);
        let kept: Vec<Kept<'_>> = candidates
            .par_iter()
            .zip(&weighings)
            .map(|(candidate, weighing)| ((weighing.whole - total).exp(), candidate))
            .filter(|(weight, _)| *weight >= NEGLIGIBLE)
            .map(|(weight, candidate)| Kept {
                weight,
                candidate,
                forward: candidate.forward(),
            })
            .collect();
        let smoothed = mixed(&kept);
        let paths = draw(&kept, options);
        let months = months(&smoothed, first, unit);
        Self {
            path: PhasePath {
                turns: turns::turns(&months, &paths),
                steps: turns::steps(first, &smoothed, &paths, &source),
                months,
                linear: linear::compare(&weighings, &source),
                source: source.clone(),
            },
            first,
            weights: logs.iter().map(|log| (log - total).exp()).collect(),
            paths,
            kinds: kinds(candidates),
            evidence: total,
            settings: candidates
                .iter()
                .map(|candidate| (candidate.log_weight, Arc::clone(&candidate.data)))
                .collect(),
            seed: options.seed,
            source,
        }
    }
}

/// Prior weight of each kind of moves; several settings may share one.
fn kinds(candidates: &[Candidate]) -> Vec<(f64, Dynamics)> {
    let mut kinds: Vec<(f64, Dynamics)> = Vec::new();
    for Candidate {
        dynamics,
        log_weight,
        ..
    } in candidates
    {
        let alike = |kind: &&mut (f64, Dynamics)| kind.1.drifts == dynamics.drifts;
        match kinds.iter_mut().find(alike) {
            Some(kind) => kind.0 += log_weight.exp(),
            None => kinds.push((log_weight.exp(), dynamics.clone())),
        }
    }
    let sum: f64 = kinds.iter().map(|kind| kind.0).sum();
    for kind in &mut kinds {
        kind.0 /= sum;
    }
    kinds
}

/// A setting that the series does not rule out.
struct Kept<'a> {
    weight: f64,
    candidate: &'a Candidate,
    forward: Forward,
}

/// Every month over all settings kept.
fn mixed(kept: &[Kept<'_>]) -> Vec<Smoothed> {
    let each: Vec<(f64, Vec<Smoothed>)> = kept
        .par_iter()
        .map(|part| (part.weight, part.candidate.smooth(&part.forward)))
        .collect();
    let sum: f64 = each.iter().map(|part| part.0).sum();
    let length = each.first().map_or(0, |part| part.1.len());
    (0..length)
        .map(|t| {
            let mut month = Smoothed {
                phases: [0.0; 3],
                steps: [0.0; 2],
                levels: [0.0; POINTS],
            };
            for (weight, part) in &each {
                let share = weight / sum;
                let add = |to: &mut [f64], from: &[f64]| {
                    for (a, b) in to.iter_mut().zip(from) {
                        *a += share * b;
                    }
                };
                add(&mut month.phases, &part[t].phases);
                add(&mut month.steps, &part[t].steps);
                add(&mut month.levels, &part[t].levels);
            }
            month
        })
        .collect()
}

/// Paths, as many of each setting as its weight asks for.
fn draw(kept: &[Kept<'_>], options: &PhaseOptions) -> Vec<Path> {
    let wanted = options.paths.clamp(20, 100_000) as u64;
    let sum: f64 = kept.iter().map(|part| part.weight).sum();
    let mut before = 0.0;
    let shares: Vec<(std::ops::Range<u64>, &Kept<'_>)> = kept
        .iter()
        .map(|part| {
            let from = (before / sum * wanted as f64).round() as u64;
            before += part.weight;
            let to = (before / sum * wanted as f64).round() as u64;
            (from..to, part)
        })
        .collect();
    shares
        .into_par_iter()
        .flat_map_iter(|(runs, part)| {
            let mut streams: Vec<Stream> = runs
                .map(|run| stats::stream(options.seed, "phases", run))
                .collect();
            Path::draw(part.candidate, &part.forward, &mut streams)
        })
        .collect()
}

fn months(smoothed: &[Smoothed], first: Month, unit: f64) -> Vec<PhaseMonth> {
    let log_levels = log_levels();
    smoothed
        .iter()
        .enumerate()
        .map(|(t, month)| PhaseMonth {
            month: first + t as i32,
            phases: month.phases,
            step: month.steps[0] + month.steps[1],
            level: level(&month.levels, &log_levels, unit),
        })
        .collect()
}

fn level(levels: &Levels, log_levels: &Levels, unit: f64) -> Level {
    let weighted = Weighted::new(log_levels.iter().copied().zip(levels.iter().copied()));
    let quantile = |p| unit * weighted.as_ref().map_or(0.0, |w| w.quantile(p)).exp();
    Level {
        median: quantile(0.5),
        low: quantile(0.05),
        high: quantile(0.95),
    }
}
