//! What differs between series, and how common each is.

use std::sync::Arc;

use super::dynamics::{Dynamics, Rates};
use super::pass::Candidate;
use crate::breaks::observe::Counting;

/// Dispersions of ordinary months.
pub(super) const DISPERSIONS: [f64; 3] = [1.5, 4.0, 10.0];
/// Standard deviations of a month's wander of the log level.
pub(super) const WANDERS: [f64; 2] = [0.06, 0.12];
/// Shares of months that are not ordinary.
pub(super) const ODD: [f64; 2] = [0.0, 0.06];
/// Number of settings.
pub(super) const SETTINGS: usize = DISPERSIONS.len() * WANDERS.len() * ODD.len();
/// Weight of each, in the order dispersion, wander, odd: the posterior mode over 27 countries' series of
/// events from 1989 to 2021 (GED 25.1, 200 events or more; none of a case or of the panel of salient
/// events). The validation learns them again.
pub(super) const WEIGHTS: [f64; SETTINGS] = [
    0.0341, 0.0617, 0.0338, 0.1112, 0.0523, 0.0417, 0.1327, 0.1654, 0.0714, 0.0468, 0.1930, 0.0559,
];

/// Every setting with what it says of a series of counts.
pub(super) fn of_counts(counts: &[u32], rates: Rates) -> Vec<Candidate> {
    let mut candidates = Vec::with_capacity(SETTINGS);
    for dispersion in DISPERSIONS {
        let data =
            ODD.map(|odd| Arc::new(Counting::of_events(dispersion, odd).likelihoods(counts)));
        for wander in WANDERS {
            for data in &data {
                candidates.push(Candidate {
                    data: Arc::clone(data),
                    dynamics: Dynamics::new(rates, wander),
                    wander,
                    log_weight: WEIGHTS[candidates.len()].ln(),
                });
            }
        }
    }
    candidates
}
