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

const SIDE: usize = 24;
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
    fn new(blocks: &[Block], threshold: u32) -> Self {
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
            below,
            above: above
                .into_iter()
                .map(|((n, x), times)| (f64::from(n), f64::from(x), f64::from(times)))
                .collect(),
        }
    }

    fn log_posterior(&self, at: Corner) -> f64 {
        let [logit, log_sigma, xi] = at;
        let p = 1.0 / (1.0 + (-logit).exp());
        let sigma = log_sigma.exp();
        // Jeffreys' p^(-1/2) (1-p)^(-1/2) times dp/dlogit = p (1-p); ln sigma flat; xi normal.
        let mut sum = 0.5 * (p.ln() + (-p).ln_1p()) - 0.5 * ((xi - 0.7) / 0.3).powi(2);
        sum += self.below * (-p).ln_1p();
        for &(n, x, times) in &self.above {
            let over = x - f64::from(self.threshold);
            let upper = n * (-p * excess(over + 1.0, sigma, xi)).ln_1p();
            let lower = n * (-p * excess(over, sigma, xi)).ln_1p();
            sum += times * log_diff_exp(upper, lower);
        }
        if sum.is_nan() { f64::NEG_INFINITY } else { sum }
    }
}

/// Every point of a regular box with its log posterior.
fn sweep(evidence: &Evidence, low: Corner, high: Corner) -> Vec<(Corner, f64)> {
    let at = |axis: usize, i: usize| {
        low[axis] + (high[axis] - low[axis]) * (i as f64 + 0.5) / SIDE as f64
    };
    let mut points = Vec::with_capacity(SIDE.pow(3));
    for i in 0..SIDE {
        for j in 0..SIDE {
            for k in 0..SIDE {
                let corner = [at(0, i), at(1, j), at(2, k)];
                points.push((corner, evidence.log_posterior(corner)));
            }
        }
    }
    points
}

/// The posterior over a box that was narrowed to where the density is within e^-14 of its top.
pub(super) fn posterior(blocks: &[Block], threshold: u32) -> Vec<Point> {
    let evidence = Evidence::new(blocks, threshold);
    let scale = f64::from(threshold.max(1)).ln();
    let (mut low, mut high) = (
        [-16.0, scale - 6.0, XI_RANGE.0],
        [8.0, scale + 6.0, XI_RANGE.1],
    );
    let mut points = sweep(&evidence, low, high);
    for _ in 0..4 {
        let top = points.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
        let (from, to) = (low, high);
        for axis in 0..3 {
            let step = (to[axis] - from[axis]) / SIDE as f64;
            let near = points
                .iter()
                .filter(|p| p.1 > top - 14.0)
                .map(|p| p.0[axis]);
            let (first, last) = near.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
                (a.min(x), b.max(x))
            });
            low[axis] = (first - 1.5 * step).max(from[axis]);
            high[axis] = (last + 1.5 * step).min(to[axis]);
        }
        points = sweep(&evidence, low, high);
    }
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
    let evidence = Evidence::new(blocks, threshold);
    let mut at = [-3.0, f64::from(threshold.max(1)).ln(), 0.7];
    let mut log = evidence.log_posterior(at);
    let mut points = Vec::with_capacity(steps);
    for step in 0..steps + steps / 10 {
        let mut next = at;
        for (axis, width) in [0.35, 0.45, 0.3].into_iter().enumerate() {
            next[axis] += width * (random.random::<f64>() + random.random::<f64>() - 1.0);
        }
        let inside = (XI_RANGE.0..=XI_RANGE.1).contains(&next[2]);
        let proposed = if inside {
            evidence.log_posterior(next)
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
