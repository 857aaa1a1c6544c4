//! The path of phases given the field: forward filter, backward sampler.

use rand::{Rng, RngExt};

use super::rates::{Arrivals, PHASES, Rates};

/// Draws the phases of all months given the arrivals behind the field's gains and losses.
///
/// The phase of a month rules the change from the month before to it; the first month's is drawn
/// from the uniform law that the chain's symmetric steps keep.
pub(super) fn draw(rates: &Rates, arrivals: &Arrivals, phases: &mut [u8], rng: &mut impl Rng) {
    let mut filtered = vec![[1.0 / PHASES as f64; PHASES]; phases.len()];
    for t in 1..phases.len() {
        let logs: [f64; PHASES] =
            std::array::from_fn(|s| arrivals.months[t].evidence(rates, s as u8));
        let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let before = filtered[t - 1];
        let mut now: [f64; PHASES] = std::array::from_fn(|s| {
            let predicted: f64 = (0..PHASES)
                .map(|b| before[b] * rates.step(b as u8, s as u8))
                .sum();
            predicted * (logs[s] - top).exp()
        });
        let sum: f64 = now.iter().sum();
        for p in &mut now {
            *p /= sum;
        }
        filtered[t] = now;
    }
    let mut after: Option<u8> = None;
    for t in (0..phases.len()).rev() {
        let weights: [f64; PHASES] = std::array::from_fn(|s| {
            filtered[t][s] * after.map_or(1.0, |next| rates.step(s as u8, next))
        });
        let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
        let mut drawn = (PHASES - 1) as u8;
        for (s, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                drawn = s as u8;
                break;
            }
        }
        phases[t] = drawn;
        after = Some(drawn);
    }
}
