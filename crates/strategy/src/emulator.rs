//! What a payoff is expected to be, given the assumptions.
//!
//! One run is one draw of the assumptions and one course of chance. The expectation over chance at given assumptions is
//! estimated by regression over all runs (M. Strong, J. Oakley & A. Brennan, *Estimating multiparameter partial expected value of
//! perfect information from a probabilistic sensitivity analysis sample*, Medical Decision Making 34, 2014):
//!
//! ```text
//! y[r]      =  a + sum over c of b[c] x[c,r] + d[c] (x[c,r]^2 - 1) + e[r]        x normal scores of the levels
//! (b, d)    =  (X'X + lambda I)^-1 X'(y - a)
//! lambda    least (1/n) |y - Hy|^2 / (1 - tr H / n)^2                            H the hat matrix, the mean's part in it
//! ```
//!
//! Ridge regression (A. Hoerl & R. Kennard, *Ridge regression*, Technometrics 12, 1970) with lambda by generalised
//! cross-validation (G. Golub, M. Heath & G. Wahba, Technometrics 21, 1979). Where nothing hangs on the assumptions lambda grows
//! and what is left is the mean. A singular value decomposition of X serves all payoffs and all lambdas.

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use statrs::distribution::{ContinuousCDF, Normal};

/// Powers of ten, in quarters, that lambda / n is tried at.
const QUARTERS: std::ops::RangeInclusive<i32> = -12..=12;
/// Levels nearer to 0 or 1 than this count as this far.
const EDGE: f64 = 1e-4;

/// Features of draws of the assumptions: a row for each draw.
#[derive(Debug, Clone)]
pub struct Features {
    rows: DMatrix<f64>,
}

impl Features {
    /// Of the levels, 0 to 1, of each draw; all of one number.
    pub fn new(levels: &[Vec<f64>]) -> Self {
        let normal = Normal::standard();
        let each = levels.first().map_or(0, Vec::len);
        let rows = DMatrix::from_fn(levels.len(), 2 * each, |row, column| {
            let level = levels[row][column % each.max(1)].clamp(EDGE, 1.0 - EDGE);
            let z = normal.inverse_cdf(level);
            if column < each {
                z
            } else {
                (z * z - 1.0) / 2.0_f64.sqrt()
            }
        });
        Self { rows }
    }

    /// Number of draws.
    pub fn len(&self) -> usize {
        self.rows.nrows()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.nrows() == 0
    }
}

/// Features of the runs that a regression is made on, taken apart once.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Features of each run, about their means.
    centred: DMatrix<f64>,
    means: DVector<f64>,
    vectors: DMatrix<f64>,
    /// Eigenvalues of X'X.
    values: DVector<f64>,
}

impl Basis {
    /// For runs, each with the number of its draw.
    pub fn new(features: &Features, draws: &[usize]) -> Self {
        let columns = features.rows.ncols();
        let mut centred = DMatrix::from_fn(draws.len(), columns, |row, column| {
            features.rows[(draws[row], column)]
        });
        let means = DVector::from_fn(columns, |column, _| {
            centred.column(column).sum() / draws.len().max(1) as f64
        });
        for (column, mean) in means.iter().enumerate() {
            centred.column_mut(column).add_scalar_mut(-mean);
        }
        let apart = SymmetricEigen::new(centred.tr_mul(&centred));
        Self {
            centred,
            means,
            vectors: apart.eigenvectors,
            values: apart.eigenvalues.map(|value| value.max(0.0)),
        }
    }

    /// Expected value of what was seen in each run, at every draw.
    pub fn fit(&self, seen: &[f64], features: &Features) -> Fit {
        let n = seen.len() as f64;
        let mean = seen.iter().sum::<f64>() / n.max(1.0);
        let y = DVector::from_iterator(seen.len(), seen.iter().map(|value| value - mean));
        let whole = y.norm_squared();
        let flat = Fit {
            mean,
            error: (whole / (n - 1.0).max(1.0) / n.max(1.0)).sqrt(),
            told: 0.0,
            at: vec![mean; features.len()],
        };
        if whole <= 0.0 || seen.len() < 8 {
            return flat;
        }
        // In the basis of eigenvectors everything is a sum over them.
        let along = self.vectors.tr_mul(&self.centred.tr_mul(&y));
        let score = |lambda: f64| {
            let (mut left, mut degrees) = (whole, 1.0);
            for (value, on) in self.values.iter().zip(along.iter()) {
                if *value <= 1e-9 {
                    continue;
                }
                let kept = value / (value + lambda);
                // |y - Hy|^2 along this direction: what is explained in full is on^2 / value.
                left -= on * on / value * (1.0 - (1.0 - kept).powi(2));
                degrees += kept;
            }
            let free = 1.0 - degrees / n;
            if free <= 0.05 {
                f64::INFINITY
            } else {
                left.max(0.0) / n / (free * free)
            }
        };
        let nothing = whole / n / (1.0 - 1.0 / n).powi(2);
        let (mut best, mut least) = (f64::INFINITY, nothing);
        for quarter in QUARTERS {
            let lambda = n * 10.0_f64.powf(f64::from(quarter) / 4.0);
            let found = score(lambda);
            if found < least {
                (best, least) = (lambda, found);
            }
        }
        if best.is_infinite() {
            return flat;
        }
        let shrunk = DVector::from_iterator(
            along.len(),
            self.values
                .iter()
                .zip(along.iter())
                .map(|(value, on)| on / (value + best)),
        );
        let slopes = &self.vectors * shrunk;
        let base = mean - self.means.dot(&slopes);
        let at = &features.rows * slopes;
        Fit {
            told: 1.0 - least / nothing,
            at: at.iter().map(|value| base + value).collect(),
            ..flat
        }
    }
}

/// An expected value at every draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Over all runs.
    pub mean: f64,
    /// Its standard error, as if runs were independent.
    pub error: f64,
    /// Share of the variance between runs that the assumptions tell, out of sample by generalised cross-validation; 0 where
    /// they tell nothing.
    pub told: f64,
    /// At each draw.
    pub at: Vec<f64>,
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;

    /// Levels of so many draws of so many assumptions, and y of each.
    fn made(draws: usize, of: impl Fn(&[f64], f64) -> f64) -> (Vec<Vec<f64>>, Vec<f64>) {
        let mut random = stats::stream(4, "emulator", 0);
        let normal = Normal::standard();
        let levels: Vec<Vec<f64>> = (0..draws)
            .map(|_| (0..12).map(|_| random.random::<f64>()).collect())
            .collect();
        let seen = levels
            .iter()
            .map(|one| {
                let z: Vec<f64> = one.iter().map(|p| normal.inverse_cdf(*p)).collect();
                of(&z, normal.inverse_cdf(random.random::<f64>()))
            })
            .collect();
        (levels, seen)
    }

    fn fitted(levels: &[Vec<f64>], seen: &[f64]) -> Fit {
        let features = Features::new(levels);
        let draws: Vec<usize> = (0..levels.len()).collect();
        Basis::new(&features, &draws).fit(seen, &features)
    }

    #[test]
    fn it_finds_what_runs_hide_in_noise() {
        let truth = |z: &[f64]| 1.0 + 0.8 * z[0] - 0.5 * z[3] + 0.3 * (z[5] * z[5] - 1.0);
        let (levels, seen) = made(3000, |z, e| truth(z) + 3.0 * e);
        let fit = fitted(&levels, &seen);
        let normal = Normal::standard();
        let (mut off, mut whole) = (0.0, 0.0);
        for (one, at) in levels.iter().zip(&fit.at) {
            let z: Vec<f64> = one.iter().map(|p| normal.inverse_cdf(*p)).collect();
            off += (truth(&z) - at).powi(2);
            whole += (truth(&z) - 1.0).powi(2);
        }
        // Noise is nine times what there is to be told; a twelfth of that is missed.
        assert!(off / whole < 0.12, "{}", off / whole);
        assert!((fit.told - 0.1).abs() < 0.04, "{}", fit.told);
        assert!((fit.mean - 1.0).abs() < 4.0 * fit.error);
    }

    #[test]
    fn noise_alone_tells_next_to_nothing() {
        let (levels, seen) = made(1500, |_, e| 2.0 + e);
        let fit = fitted(&levels, &seen);
        let spread: f64 = fit.at.iter().map(|at| (at - fit.mean).powi(2)).sum();
        assert!((spread / 1500.0).sqrt() < 0.08, "{spread}");
        assert!(fit.told < 0.02);
        let constant = fitted(&levels, &vec![3.0; 1500]);
        assert!(constant.at.iter().all(|at| (at - 3.0).abs() < 1e-12));
    }

    #[test]
    fn it_is_the_ridge_of_the_textbook() {
        let (levels, seen) = made(60, |z, e| z[1] + e);
        let features = Features::new(&levels);
        let draws: Vec<usize> = (0..60).collect();
        let basis = Basis::new(&features, &draws);
        let fit = basis.fit(&seen, &features);
        // The same at every lambda by solving the normal equations, and the score by the hat matrix.
        let x = &basis.centred;
        let y = DVector::from_iterator(60, seen.iter().map(|value| value - fit.mean));
        let mut best = (f64::INFINITY, DVector::zeros(60));
        for quarter in QUARTERS {
            let lambda = 60.0 * 10.0_f64.powf(f64::from(quarter) / 4.0);
            let inside = x.tr_mul(x) + DMatrix::identity(24, 24) * lambda;
            let hat = x * inside.lu().solve(&x.transpose()).unwrap();
            let left = (&y - &hat * &y).norm_squared();
            let free = 1.0 - (hat.trace() + 1.0) / 60.0;
            let score = if free <= 0.05 {
                f64::INFINITY
            } else {
                left / 60.0 / (free * free)
            };
            if score < best.0 {
                best = (score, hat * &y);
            }
        }
        for (ours, plain) in fit.at.iter().zip(best.1.iter()) {
            assert!((ours - fit.mean - plain).abs() < 1e-9);
        }
    }
}
