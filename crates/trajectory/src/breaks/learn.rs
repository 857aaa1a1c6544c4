//! Learning the prior from many countries.

use rayon::prelude::*;
use stats::mixture_shares;

use super::filter::{Move, State};
use super::follow::{Counts, other_events};
use super::prior::{Measure, ONSETS, Onsets, Prior, SETTINGS, Ways};
use super::question::Evidence;

/// Pseudo-count of each setting and of each onset: the posterior mode under a Dirichlet prior of this
/// plus one.
const PSEUDO: f64 = 1.0;
/// A month is salient when its deaths are the most of this many months.
const SALIENT_OVER: usize = 24;
/// ... and at least so many.
const SALIENT_DEATHS: u32 = 50;
/// Months of hindsight with which salient months are judged.
const HINDSIGHT: usize = 6;

/// Every onset upwards and downwards, and none.
const ALL: usize = 2 * ONSETS + 1;

/// One country's months to learn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// State-based events by month.
    pub events: Vec<u32>,
    /// Events of all organised violence by month.
    pub all: Vec<u32>,
    /// Deaths by month, to tell salient months.
    pub deaths: Vec<u32>,
    /// Deaths outside each month's deadliest event.
    pub beyond_deadliest: Vec<u32>,
}

impl Prior {
    /// Learns, for events, for deaths and for deaths an event, rate and scale of jumps and the weights of the settings by
    /// maximum marginal likelihood: a grid of rates and scales, expectation-maximisation of the weights
    /// at each; then how often salient months go with a new phase that begins in each month around
    /// them, by expectation-maximisation over their Bayes factors with six months of hindsight.
    ///
    /// A salient month is one whose deaths are the most of two years and at least 50.
    pub fn learn(examples: &[Example]) -> Self {
        let events: Vec<Counts<'_>> = examples.iter().map(|e| Counts::plain(&e.events)).collect();
        let deaths: Vec<Counts<'_>> = examples
            .iter()
            .map(|e| Counts::plain(&e.beyond_deadliest))
            .collect();
        let others: Vec<Vec<f64>> = examples.iter().map(|e| other_events(&e.all)).collect();
        let each: Vec<Counts<'_>> = deaths
            .iter()
            .zip(&others)
            .map(|(deaths, exposures)| Counts {
                exposures,
                ..*deaths
            })
            .collect();
        let mut prior = Self {
            events: Ways::learn(Measure::Events, &events),
            deaths: Ways::learn(Measure::Deaths, &deaths),
            lethality: Ways::learn(Measure::Lethality, &each),
            onsets: Onsets {
                up: [0.0; ONSETS],
                down: [0.0; ONSETS],
            },
        };
        // The last entry is no new phase, against which the factors are.
        let factors: Vec<[f64; ALL]> = examples
            .par_iter()
            .flat_map_iter(|example| {
                let prior = &prior;
                salient_months(&example.deaths).filter_map(move |month| {
                    let end = month + HINDSIGHT + 1;
                    let events = example.events.get(..end)?;
                    let deaths = example.beyond_deadliest.get(..end)?;
                    let evidence = Evidence::of(prior, events, deaths, month);
                    let mut row = [0.0; ALL];
                    for onset in &evidence.onsets {
                        row[onset.number] = onset.up;
                        row[ONSETS + onset.number] = onset.down;
                    }
                    Some(row)
                })
            })
            .collect();
        let (shares, _) = mixture_shares::<ALL, _>(&factors, PSEUDO, 500);
        prior.onsets.up.copy_from_slice(&shares[..ONSETS]);
        prior
            .onsets
            .down
            .copy_from_slice(&shares[ONSETS..2 * ONSETS]);
        prior
    }
}

impl Ways {
    fn learn(measure: Measure, series: &[Counts<'_>]) -> Self {
        let flat = Self {
            measure,
            weights: [1.0 / SETTINGS as f64; SETTINGS],
            rate: 0.01,
            scale: 1.7,
        };
        let mut best = (f64::NEG_INFINITY, flat.clone());
        for rate in [0.0025, 0.005, 0.01, 0.015, 0.02] {
            for scale in [0.8, 1.2, 1.7, 2.4, 3.4, 4.8] {
                let mut ways = Self {
                    rate,
                    scale,
                    ..flat.clone()
                };
                let log = ways.weigh(series);
                if log > best.0 {
                    best = (log, ways);
                }
            }
        }
        best.1
    }

    /// Sets the weights to their posterior mode and gives the log posterior.
    fn weigh(&mut self, series: &[Counts<'_>]) -> f64 {
        let settings = self.settings();
        let logs: Vec<Vec<f64>> = series
            .par_iter()
            .map(|counts| {
                settings
                    .iter()
                    .map(|(setting, _)| {
                        let data = setting.counting.exposed(counts.counts, counts.exposures);
                        let mut state = State::start();
                        for t in 0..data.len() {
                            setting.advance(&mut state, &data, t, Move::Either);
                        }
                        state.log
                    })
                    .collect()
            })
            .collect();
        let (weights, log) = mixture_shares(&logs, PSEUDO, 200);
        self.weights = weights;
        log
    }
}

fn salient_months(deaths: &[u32]) -> impl Iterator<Item = usize> {
    (SALIENT_OVER..deaths.len()).filter(|&t| {
        deaths[t] >= SALIENT_DEATHS && deaths[t - SALIENT_OVER..t].iter().all(|&d| d < deaths[t])
    })
}
