//! Learning the prior from many countries.

use rayon::prelude::*;

use super::filter::{Move, State};
use super::prior::{Prior, SETTINGS};
use super::question::window_evidence;

/// Pseudo-count of each setting: the posterior mode under a Dirichlet prior of this plus one.
const PSEUDO: f64 = 1.0;
/// A month is salient when its deaths are the most of this many months.
const SALIENT_OVER: usize = 24;
/// ... and at least so many.
const SALIENT_DEATHS: u32 = 50;

/// One country's months to learn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// State-based events by month.
    pub events: Vec<u32>,
    /// Deaths by month, to tell salient months.
    pub deaths: Vec<u32>,
}

impl Prior {
    /// Learns rate and scale of jumps and the weights of the settings by maximum marginal
    /// likelihood: a grid of rates and scales, expectation-maximisation of the weights at each; then the
    /// share of salient months that begin a new phase, by expectation-maximisation over their Bayes
    /// factors with six months of hindsight.
    ///
    /// A salient month is one whose deaths are the most of two years and at least 50.
    pub fn learn(examples: &[Example]) -> Self {
        let mut best = (f64::NEG_INFINITY, Self::flat());
        for rate in [0.005, 0.01, 0.015, 0.02] {
            for scale in [1.2, 1.7, 2.4, 3.4, 4.8] {
                let mut prior = Self {
                    rate,
                    scale,
                    ..Self::flat()
                };
                let log = prior.weigh(examples);
                if log > best.0 {
                    best = (log, prior);
                }
            }
        }
        let mut prior = best.1;
        let factors: Vec<(f64, f64)> = examples
            .par_iter()
            .flat_map_iter(|example| {
                let prior = &prior;
                salient_months(&example.deaths).filter_map(move |month| {
                    let end = month + 7;
                    (end <= example.events.len()).then(|| {
                        window_evidence(prior, &example.events[..end], month, 6).log_factors()
                    })
                })
            })
            .collect();
        // Expectation-maximisation of three shares, each with a pseudo-count of one.
        let mut shares = [0.3_f64, 0.05, 0.65];
        for _ in 0..200 {
            let mut counts = [1.0; 3];
            for &(up, down) in &factors {
                let logs = [up + shares[0].ln(), down + shares[1].ln(), shares[2].ln()];
                let sum = stats::logspace::log_sum_exp(&logs);
                for (count, log) in counts.iter_mut().zip(logs) {
                    *count += (log - sum).exp();
                }
            }
            let sum: f64 = counts.iter().sum();
            shares = counts.map(|count| count / sum);
        }
        prior.salient = (shares[0], shares[1]);
        prior
    }

    fn flat() -> Self {
        Self {
            weights: [1.0 / SETTINGS as f64; SETTINGS],
            rate: 0.01,
            scale: 1.7,
            salient: (0.3, 0.05),
        }
    }

    /// Sets the weights to their posterior mode and gives the log posterior.
    fn weigh(&mut self, examples: &[Example]) -> f64 {
        let settings = self.settings();
        let logs: Vec<Vec<f64>> = examples
            .par_iter()
            .map(|example| {
                settings
                    .iter()
                    .map(|(setting, _)| {
                        let data = setting.counting.likelihoods(&example.events);
                        let mut state = State::start();
                        for t in 0..data.len() {
                            setting.advance(&mut state, &data, t, Move::Either);
                        }
                        state.log
                    })
                    .collect()
            })
            .collect();
        let mut total = f64::NEG_INFINITY;
        for _ in 0..200 {
            let mut counts = [PSEUDO; SETTINGS];
            total = 0.0;
            for row in &logs {
                let joint: Vec<f64> = row
                    .iter()
                    .zip(&self.weights)
                    .map(|(l, w)| l + w.ln())
                    .collect();
                let sum = stats::logspace::log_sum_exp(&joint);
                total += sum;
                for (count, log) in counts.iter_mut().zip(joint) {
                    *count += (log - sum).exp();
                }
            }
            total += PSEUDO * self.weights.iter().map(|w| w.ln()).sum::<f64>();
            let sum: f64 = counts.iter().sum();
            self.weights = counts.map(|count| count / sum);
        }
        total
    }
}

fn salient_months(deaths: &[u32]) -> impl Iterator<Item = usize> {
    (SALIENT_OVER..deaths.len()).filter(|&t| {
        deaths[t] >= SALIENT_DEATHS && deaths[t - SALIENT_OVER..t].iter().all(|&d| d < deaths[t])
    })
}
