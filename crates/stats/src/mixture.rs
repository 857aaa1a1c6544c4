//! Shares of a mixture whose components are known.

use crate::logspace::log_sum_exp;

/// Shares of `N` components, by expectation-maximisation, and the log posterior at them.
///
/// Each row holds the logarithm of one observation's probability under each component. The shares are
/// the posterior mode under a Dirichlet prior of `pseudo` plus one (Dempster, Laird & Rubin 1977); the
/// log posterior leaves out its constant. Rows of another length than `N` are cut or count as if under
/// the components that they name.
///
/// ```
/// let rows = [[0.9_f64.ln(), 0.1_f64.ln()], [0.9_f64.ln(), 0.1_f64.ln()], [0.1_f64.ln(), 0.9_f64.ln()]];
/// let (shares, _) = stats::mixture_shares::<2, _>(&rows, 0.0, 100);
/// assert!(shares[0] > 0.6 && (shares[0] + shares[1] - 1.0).abs() < 1e-12);
/// ```
pub fn mixture_shares<const N: usize, R: AsRef<[f64]>>(
    rows: &[R],
    pseudo: f64,
    rounds: usize,
) -> ([f64; N], f64) {
    let mut shares = [1.0 / N as f64; N];
    let mut log = f64::NEG_INFINITY;
    for _ in 0..rounds {
        let mut counts = [pseudo; N];
        log = shares.iter().map(|share| pseudo * share.ln()).sum();
        for row in rows {
            let joint: Vec<f64> = row
                .as_ref()
                .iter()
                .zip(&shares)
                .map(|(log, share)| log + share.ln())
                .collect();
            let total = log_sum_exp(&joint);
            log += total;
            for (count, joint) in counts.iter_mut().zip(joint) {
                *count += (joint - total).exp();
            }
        }
        let sum: f64 = counts.iter().sum();
        if sum > 0.0 {
            shares = counts.map(|count| count / sum);
        }
    }
    (shares, log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_that_were_put_in_come_out() {
        // Components that tell observations apart: the shares are the proportions, pulled by the prior.
        let sure = |which: usize| -> [f64; 3] {
            std::array::from_fn(|i| if i == which { 0.0 } else { -50.0 })
        };
        let rows: Vec<[f64; 3]> = (0..100).map(|i| sure(usize::from(i >= 70))).collect();
        let (plain, _) = mixture_shares::<3, _>(&rows, 0.0, 50);
        assert!((plain[0] - 0.7).abs() < 1e-9 && plain[2] < 1e-9);
        let (pulled, _) = mixture_shares::<3, _>(&rows, 1.0, 50);
        assert!((pulled[0] - 71.0 / 103.0).abs() < 1e-9);
        assert!((pulled[2] - 1.0 / 103.0).abs() < 1e-9);
    }
}
