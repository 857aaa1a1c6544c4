//! Posterior of (p, sigma, xi) by quadrature on a box that closes in on the mass.

use std::collections::BTreeMap;

use super::Block;
use crate::logspace::log_diff_exp;

/// One point of the posterior.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// Share of events that reach the threshold.
    pub(super) p: f64,
    /// Scale in deaths.
    pub(super) sigma: f64,
    /// Tail index.
    pub(super) xi: f64,
    /// Posterior weight; all of them sum to 1.
    pub(super) weight: f64,
}

impl Point {
    /// P(size >= x), for x from the threshold up.
    pub(super) fn survival(&self, threshold: u32, x: f64) -> f64 {
        self.p * excess((x - f64::from(threshold)).max(0.0), self.sigma, self.xi)
    }
}

/// Generalised Pareto survival of an excess over the threshold.
fn excess(excess: f64, sigma: f64, xi: f64) -> f64 {
    let z = excess / sigma;
    if xi.abs() < 1e-6 {
        (-z).exp()
    } else {
        (1.0 + xi * z).max(0.0).powf(-1.0 / xi)
    }
}

/// Axis of the box: (logit p, ln sigma, xi).
type Corner = [f64; 3];

/// Points along an axis while the box closes in, and in the last sweep.
const COARSE: usize = 12;
const FINE: usize = 24;
const XI_RANGE: (f64, f64) = (-0.2, 2.0);

/// Blocks put together: what the likelihood needs and nothing else.
struct Evidence {
    threshold: u32,
    /// Events in blocks that stay under the threshold.
    below: f64,
    /// (events, largest) -> how many such blocks.
    above: Vec<(f64, f64, f64)>,
}

impl Evidence {
    /// Every block counts `power` times.
    fn new(blocks: &[Block], threshold: u32, power: f64) -> Self {
        let mut above: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        let mut below = 0.0;
        for block in blocks.iter().filter(|b| b.events > 0) {
            if block.largest >= threshold {
                *above.entry((block.events, block.largest)).or_default() += 1;
            } else {
                below += f64::from(block.events);
            }
        }
        Self {
            threshold,
            below: power * below,
            above: above
                .into_iter()
                .map(|((n, x), times)| (f64::from(n), f64::from(x), power * f64::from(times)))
                .collect(),
        }
    }

    /// Log posterior along the axis of `logit p`, at one scale and index.
    fn log_posterior(&self, logits: &[f64], log_sigma: f64, xi: f64) -> Vec<f64> {
        let sigma = log_sigma.exp();
        let excesses: Vec<(f64, f64, f64, f64)> = self
            .above
            .iter()
            .map(|&(n, x, times)| {
                let over = x - f64::from(self.threshold);
                (
                    n,
                    times,
                    excess(over + 1.0, sigma, xi),
                    excess(over, sigma, xi),
                )
            })
            .collect();
        let prior_xi = -0.5 * ((xi - 0.7) / 0.3).powi(2);
        logits
            .iter()
            .map(|logit| {
                let p = 1.0 / (1.0 + (-logit).exp());
                // Jeffreys' p^(-1/2) (1-p)^(-1/2) times dp/dlogit = p (1-p); ln sigma flat.
                let mut sum = prior_xi + 0.5 * (p.ln() + (-p).ln_1p()) + self.below * (-p).ln_1p();
                for &(n, times, after, at) in &excesses {
                    sum += times * log_diff_exp(n * (-p * after).ln_1p(), n * (-p * at).ln_1p());
                }
                if sum.is_nan() { f64::NEG_INFINITY } else { sum }
            })
            .collect()
    }
}

/// Every point of a regular box with its log posterior.
fn sweep(evidence: &Evidence, low: Corner, high: Corner, side: usize) -> Vec<(Corner, f64)> {
    let axis = |axis: usize| -> Vec<f64> {
        let step = (high[axis] - low[axis]) / side as f64;
        (0..side)
            .map(|i| low[axis] + step * (i as f64 + 0.5))
            .collect()
    };
    let (logits, log_sigmas, xis) = (axis(0), axis(1), axis(2));
    let mut points = Vec::with_capacity(side.pow(3));
    for &log_sigma in &log_sigmas {
        for &xi in &xis {
            let logs = evidence.log_posterior(&logits, log_sigma, xi);
            points.extend(
                logits
                    .iter()
                    .zip(logs)
                    .map(|(&logit, log)| ([logit, log_sigma, xi], log)),
            );
        }
    }
    points
}

/// The posterior over a box that was narrowed to where the density is within e^-14 of its top.
pub(super) fn posterior(blocks: &[Block], threshold: u32, power: f64) -> Vec<Point> {
    let evidence = Evidence::new(blocks, threshold, power);
    let scale = f64::from(threshold.max(1)).ln();
    let mut low = [-16.0, scale - 6.0, XI_RANGE.0];
    let mut high = [8.0, scale + 6.0, XI_RANGE.1];
    for _ in 0..6 {
        let points = sweep(&evidence, low, high, COARSE);
        let top = points.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
        let (from, to) = (low, high);
        for axis in 0..3 {
            let margin = 1.5 * (to[axis] - from[axis]) / COARSE as f64;
            let (first, last) = points
                .iter()
                .filter(|p| p.1 > top - 14.0)
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), p| {
                    (a.min(p.0[axis]), b.max(p.0[axis]))
                });
            low[axis] = (first - margin).max(from[axis]);
            high[axis] = (last + margin).min(to[axis]);
        }
    }
    let points = sweep(&evidence, low, high, FINE);
    let top = points.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = points.iter().map(|p| (p.1 - top).exp()).sum();
    points
        .into_iter()
        .map(|([logit, log_sigma, xi], log)| Point {
            p: 1.0 / (1.0 + (-logit).exp()),
            sigma: log_sigma.exp(),
            xi,
            weight: (log - top).exp() / total,
        })
        .filter(|p| p.weight > 1e-9)
        .collect()
}

/// The plain slow version of [`posterior`]: a random walk on the same density, for the tests.
#[cfg(test)]
pub(super) fn walk(
    blocks: &[Block],
    threshold: u32,
    steps: usize,
    random: &mut crate::Stream,
) -> Vec<Point> {
    use rand::RngExt;
    let evidence = Evidence::new(blocks, threshold, 1.0);
    let mut at = [-3.0, f64::from(threshold.max(1)).ln(), 0.7];
    let density =
        |[logit, log_sigma, xi]: Corner| evidence.log_posterior(&[logit], log_sigma, xi)[0];
    let mut log = density(at);
    let mut points = Vec::with_capacity(steps);
    for step in 0..steps + steps / 10 {
        let mut next = at;
        for (axis, width) in [0.35, 0.45, 0.3].into_iter().enumerate() {
            next[axis] += width * (random.random::<f64>() + random.random::<f64>() - 1.0);
        }
        let inside = (XI_RANGE.0..=XI_RANGE.1).contains(&next[2]);
        let proposed = if inside {
            density(next)
        } else {
            f64::NEG_INFINITY
        };
        if random.random::<f64>().ln() < proposed - log {
            (at, log) = (next, proposed);
        }
        if step >= steps / 10 {
            points.push(Point {
                p: 1.0 / (1.0 + (-at[0]).exp()),
                sigma: at[1].exp(),
                xi: at[2],
                weight: 1.0,
            });
        }
    }
    points
}
