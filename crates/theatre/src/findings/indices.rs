//! How much of an outcome hangs on one assumption.
//!
//! ```text
//! S[c] = Var(E[Y | x[c]]) / Var(Y)
//! ```
//!
//! the first-order index of I. Sobol (*Sensitivity estimates for nonlinear mathematical models*, Mathematical Modelling
//! and Computational Experiments 1, 1993), estimated from the runs at hand: their order by the level of x[c] is cut into
//! bins of one size, whose means stand for the conditional mean (E. Plischke, E. Borgonovo & C. Smith, *Global
//! sensitivity measures from given data*, European Journal of Operational Research 226, 2013). What chance alone spreads
//! the means is taken off: 1 - (1 - r) (n - 1) / (n - b) with r the plain ratio, n runs and b bins, which is 0 on
//! average where nothing hangs on x[c].

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// Bins for so many runs: fifty runs each, 10 at least and 64 at most.
fn bins(runs: usize) -> usize {
    (runs / 50).clamp(10, 64)
}

/// Runs under which nothing is told.
const LEAST: usize = 40;

/// Runs in the order of one assumption's level.
pub(super) fn order(levels: &[f64]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..levels.len()).collect();
    all.sort_by(|a, b| levels[*a].total_cmp(&levels[*b]).then(a.cmp(b)));
    all
}

/// First-order index of an assumption, by the order of the runs in its level; under 0 when there is none to be seen.
pub(super) fn first_order(order: &[usize], outcome: &[f64]) -> f64 {
    let n = order.len();
    if n < LEAST {
        return 0.0;
    }
    let bins = bins(n);
    let mean = outcome.iter().sum::<f64>() / n as f64;
    let whole: f64 = outcome.iter().map(|y| (y - mean).powi(2)).sum();
    if whole <= 0.0 {
        return 0.0;
    }
    let between: f64 = (0..bins)
        .map(|bin| {
            let of = &order[bin * n / bins..(bin + 1) * n / bins];
            let here = of.iter().map(|run| outcome[*run]).sum::<f64>() / of.len() as f64;
            of.len() as f64 * (here - mean).powi(2)
        })
        .sum();
    1.0 - (1.0 - between / whole) * (n as f64 - 1.0) / (n - bins) as f64
}

/// Index that one of so many assumptions, of which nothing hangs on any, exceeds with a probability of a twentieth.
pub(super) fn by_chance(runs: usize, assumptions: usize) -> f64 {
    let n = runs as f64;
    if runs < LEAST {
        return 1.0;
    }
    let bins = bins(runs);
    let (between, within) = (bins as f64 - 1.0, (runs - bins) as f64);
    let level = 1.0 - 0.05 / assumptions.max(1) as f64;
    let Ok(f) = FisherSnedecor::new(between, within) else {
        return 1.0;
    };
    let ratio = f.inverse_cdf(level) * between / within;
    let plain = ratio / (1.0 + ratio);
    1.0 - (1.0 - plain) * (n - 1.0) / within
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::dice::Dice;

    #[test]
    fn indices_of_the_function_of_ishigami() {
        // sin x + 7 sin^2 y + 0.1 z^4 sin x on -pi to pi: 0.3139, 0.4424, 0.
        let runs = 60_000;
        let mut dice = Dice::named(1, 2, 3);
        let mut inputs = vec![Vec::new(); 3];
        let mut outcome = Vec::new();
        for _ in 0..runs {
            let x: Vec<f64> = (0..3).map(|_| dice.share()).collect();
            let [a, b, c] = [0, 1, 2].map(|i| PI * (2.0 * x[i] - 1.0));
            outcome.push(a.sin() + 7.0 * b.sin().powi(2) + 0.1 * c.powi(4) * a.sin());
            for (all, x) in inputs.iter_mut().zip(x) {
                all.push(x);
            }
        }
        let index = |levels: &[f64]| first_order(&order(levels), &outcome);
        for (levels, expected) in inputs.iter().zip([0.3139, 0.4424, 0.0]) {
            let found = index(levels);
            assert!((found - expected).abs() < 0.01, "{found} {expected}");
        }
    }

    #[test]
    fn of_what_hangs_on_nothing_few_are_beyond_chance() {
        let (runs, assumptions) = (1000, 40);
        let most = by_chance(runs, assumptions);
        let mut beyond = 0;
        for seed in 0..100 {
            let mut dice = Dice::named(seed, 2, 3);
            let outcome: Vec<f64> = (0..runs).map(|_| dice.normal()).collect();
            let any = (0..assumptions).any(|_| {
                let levels: Vec<f64> = (0..runs).map(|_| dice.share()).collect();
                first_order(&order(&levels), &outcome) > most
            });
            beyond += u32::from(any);
        }
        assert!((1..=12).contains(&beyond), "{beyond}");
    }
}
