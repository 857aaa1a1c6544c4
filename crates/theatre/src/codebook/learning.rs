//! What cases whose outcomes are known teach, and what is then foretold of a case that was left out.
//!
//! Mappings are drawn at random from their ranges and every case is simulated with each, all with the same chances. A set of
//! cases weighs the mappings by their squared errors on it, a Gibbs posterior (P. Bissiri, C. Holmes & S. Walker, *A general
//! framework for updating belief distributions*, Journal of the Royal Statistical Society B 78, 2016):
//!
//! ```text
//! w[m] ~ exp(-rate x sum of squared errors of m)
//! p    = base + stretch (sum over m of w[m] p[m] - base), within 0.01 to 0.99
//! ```
//!
//! with base the base rates of the same cases. At a rate of 0 nothing is learned: all mappings of the ranges count alike. A
//! stretch below 1 leans on base rates, one above 1 undoes the timidity of means of forecasts (V. Satopää et al., *Combining
//! multiple probability predictions using a simple logit model*, International Journal of Forecasting 30, 2014).
//!
//! Rate and stretch are chosen by leaving out the cases of the set one by one. To foretell a case that was left out, all of that
//! is done on the others alone: leave-one-out within leave-one-out (S. Varma & R. Simon, *Bias in error estimation when
//! using cross-validation for model selection*, BMC Bioinformatics 7, 2006). Score: G. Brier, *Verification of forecasts
//! expressed in terms of probability*, Monthly Weather Review 78, 1950.

use rayon::prelude::*;

use crate::codebook::Simulator;
use crate::codebook::coding::Coding;
use crate::codebook::mapping::Mapping;
use crate::codebook::outcome::Outcome;
use crate::codebook::rival::base_rates;

/// Rates of learning that are tried.
pub const LEARNING: [f64; 6] = [0.0, 0.1, 0.25, 0.5, 1.0, 2.0];
/// Stretches that are tried: tenths from 0 to 2.
const STRETCHES: usize = 20;
/// What no forecast goes below, or above 1 less.
const SURE: f64 = 0.01;

/// Probabilities by number of the outcome.
pub type Chances = [f64; Outcome::NUMBER];

/// A mapping and what it gives for every case.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The mapping.
    pub mapping: Mapping,
    /// Probabilities of each case's outcomes.
    pub chances: Vec<Chances>,
}

/// Simulates all cases, so many runs each, with so many mappings drawn from their ranges.
pub fn search(cases: &[Coding], mappings: u64, runs: u64, seed: u64) -> Vec<Trial> {
    let simulator = Simulator::new();
    (0..mappings)
        .into_par_iter()
        .map(|number| {
            let mapping = Mapping::draw(seed, number);
            let of = |case| simulator.chances(|_| mapping, case, runs, seed);
            Trial {
                mapping,
                chances: cases.iter().map(of).collect(),
            }
        })
        .collect()
}

/// What a set of cases teaches.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// Rate at which it was learned.
    pub rate: f64,
    /// Weight of each trial; they sum to 1.
    pub weights: Vec<f64>,
    /// Stretch of forecasts away from base rates.
    pub stretch: f64,
    /// Base rates.
    pub rates: Chances,
}

impl Lesson {
    /// Forecast of the weighted mappings for a case, by its number.
    pub fn raw(&self, trials: &[Trial], case: usize) -> Chances {
        mean(&self.weights, trials, case)
    }

    /// The same stretched.
    pub fn stretched(&self, trials: &[Trial], case: usize) -> Chances {
        stretch(self.raw(trials, case), self.rates, self.stretch)
    }
}

fn mean(weights: &[f64], trials: &[Trial], case: usize) -> Chances {
    let mut mean = [0.0; Outcome::NUMBER];
    for (weight, trial) in weights.iter().zip(trials) {
        for (mean, p) in mean.iter_mut().zip(trial.chances[case]) {
            *mean += weight * p;
        }
    }
    mean
}

/// A forecast moved away from base rates by a factor, or towards them, within 0.01 to 0.99.
pub fn stretch(raw: Chances, rates: Chances, by: f64) -> Chances {
    std::array::from_fn(|at| (rates[at] + by * (raw[at] - rates[at])).clamp(SURE, 1.0 - SURE))
}

/// Sum of squared errors over the outcomes that are known, and their number.
pub fn squares(case: &Coding, chances: &Chances) -> (f64, usize) {
    let known = case.outcomes.iter().zip(chances);
    known.fold((0.0, 0), |(sum, number), (known, p)| match known {
        Some(known) => (sum + (p - f64::from(u8::from(*known))).powi(2), number + 1),
        None => (sum, number),
    })
}

/// Cases with their trials, ready to teach.
#[derive(Debug)]
pub struct Class<'a> {
    cases: &'a [Coding],
    trials: &'a [Trial],
    /// Squared errors, trial by trial, case by case.
    errors: Vec<Vec<f64>>,
}

impl<'a> Class<'a> {
    /// Of cases and the trials made on them.
    pub fn new(cases: &'a [Coding], trials: &'a [Trial]) -> Self {
        let errors = trials
            .iter()
            .map(|trial| {
                let pairs = cases.iter().zip(&trial.chances);
                pairs.map(|(case, p)| squares(case, p).0).collect()
            })
            .collect();
        Self {
            cases,
            trials,
            errors,
        }
    }

    /// What all cases teach but those left out.
    pub fn lesson(&self, without: &[usize]) -> Lesson {
        // Squared errors by rate and stretch.
        let mut errors = [[0.0; STRETCHES + 1]; LEARNING.len()];
        let mut left_out = without.to_vec();
        for (number, case) in self.cases.iter().enumerate() {
            if without.contains(&number) {
                continue;
            }
            left_out.push(number);
            let totals = self.totals(&left_out);
            let rates = base_rates(self.cases, &left_out);
            for (errors, rate) in errors.iter_mut().zip(LEARNING) {
                let raw = mean(&weights(&totals, rate), self.trials, number);
                for (tenths, error) in errors.iter_mut().enumerate() {
                    *error += squares(case, &stretch(raw, rates, tenths as f64 / 10.0)).0;
                }
            }
            left_out.pop();
        }
        let choices = (0..LEARNING.len()).flat_map(|a| (0..=STRETCHES).map(move |b| (a, b)));
        let (rate, tenths) = choices
            .min_by(|a, b| errors[a.0][a.1].total_cmp(&errors[b.0][b.1]))
            .unwrap_or_default();
        Lesson {
            rate: LEARNING[rate],
            weights: weights(&self.totals(without), LEARNING[rate]),
            stretch: tenths as f64 / 10.0,
            rates: base_rates(self.cases, without),
        }
    }

    /// Squared errors of each trial on all cases but some.
    fn totals(&self, without: &[usize]) -> Vec<f64> {
        let total = |errors: &Vec<f64>| -> f64 {
            let each = errors.iter().enumerate();
            each.filter(|(case, _)| !without.contains(case))
                .map(|(_, error)| error)
                .sum()
        };
        self.errors.iter().map(total).collect()
    }
}

fn weights(totals: &[f64], rate: f64) -> Vec<f64> {
    let least = totals.iter().copied().fold(f64::INFINITY, f64::min);
    let raw: Vec<f64> = totals.iter().map(|e| (rate * (least - e)).exp()).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|weight| weight / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve cases; trial 3 knows them all, the others say a half.
    fn made_up() -> (Vec<Coding>, Vec<Trial>) {
        let cases: Vec<Coding> = (0..12)
            .map(|number| Coding {
                outcomes: [Some(number % 3 == 0); Outcome::NUMBER],
                ..Coding::default()
            })
            .collect();
        let trials = (0..40)
            .map(|trial| Trial {
                mapping: Mapping::draw(1, trial),
                chances: (0..12)
                    .map(|case| {
                        let known = f64::from(u8::from(case % 3 == 0));
                        [if trial == 3 { known } else { 0.5 }; Outcome::NUMBER]
                    })
                    .collect(),
            })
            .collect();
        (cases, trials)
    }

    #[test]
    fn who_knows_is_believed() {
        let (cases, trials) = made_up();
        let lesson = Class::new(&cases, &trials).lesson(&[0]);
        assert!(lesson.weights[3] > 0.99, "{}", lesson.weights[3]);
        assert!((lesson.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        // Eleven cases are left, three of which had it.
        assert!((lesson.rates[0] - 3.0 / 11.0).abs() < 1e-12);
        assert!(lesson.stretched(&trials, 0)[0] > 0.95);
    }

    #[test]
    fn what_is_left_out_teaches_nothing() {
        let (mut cases, trials) = made_up();
        let before = Class::new(&cases, &trials).lesson(&[4]);
        cases[4].outcomes = [Some(true); Outcome::NUMBER];
        assert_eq!(before, Class::new(&cases, &trials).lesson(&[4]));
    }

    #[test]
    fn useless_trials_give_way_to_base_rates() {
        let (cases, mut trials) = made_up();
        for trial in &mut trials {
            trial.chances = vec![[0.9; Outcome::NUMBER]; 12];
        }
        assert!(Class::new(&cases, &trials).lesson(&[]).stretch < 0.15);
    }

    #[test]
    fn timid_trials_are_stretched() {
        let (cases, mut trials) = made_up();
        for trial in &mut trials {
            for (number, chances) in trial.chances.iter_mut().enumerate() {
                *chances = [if number % 3 == 0 { 0.55 } else { 0.25 }; Outcome::NUMBER];
            }
        }
        assert!(Class::new(&cases, &trials).lesson(&[]).stretch > 1.9);
    }
}
