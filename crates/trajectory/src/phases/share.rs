//! An area's share of facts that were chosen, not sampled: the likelihood of its level.

use std::f64::consts::PI;
use std::sync::Arc;

use statrs::function::gamma::ln_gamma;

use super::dynamics::{Dynamics, Rates};
use super::pass::Candidate;
use crate::breaks::level::{Levels, POINTS, log_level};
use crate::breaks::observe::Likelihoods;

/// Spread of the unequal effort from half-year to half-year: standard deviations of the logarithm of the
/// effort spent on the area over that spent on the rest. Factors of 1.5, 2.5 and 5.
pub(super) const EFFORTS: [f64; 3] = [0.4, 0.9, 1.6];
/// How strongly the facts on the rest follow its events: not at all, by their square root, in proportion.
pub(super) const FOLLOWS: [f64; 3] = [0.0, 0.5, 1.0];
/// Standard deviations of a month's wander of the log level.
const WANDERS: [f64; 2] = [0.06, 0.12];
/// A level of 1 on the grid, as odds of a fact to lie in the area: the grid then has odds of 0.0007 to 50.
pub(super) const UNIT: f64 = 1.0 / 30.0;
/// Points of the integral over effort, which reaches 4 standard deviations.
const NODES: usize = 41;

/// Facts of a half-year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Share {
    /// Month that stands for it, counted from the first.
    pub(super) at: usize,
    /// Facts in the area.
    pub(super) inside: u32,
    /// Facts in the rest.
    pub(super) outside: u32,
    /// Logarithm of the record's level over its median; stands for the rest.
    pub(super) rest: f64,
}

/// What a setting of shares assumes of the facts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Attention {
    /// Spread of the unequal effort.
    pub(super) effort: f64,
    /// How strongly the facts on the rest follow its events, 0 to 1.
    pub(super) follows: f64,
}

/// Every setting with what it says of the half-years; what it assumes of the facts beside it.
pub(super) fn of_shares(
    shares: &[Share],
    months: usize,
    follows: &[f64],
    rates: Rates,
) -> Vec<(Attention, Candidate)> {
    let mut candidates = Vec::new();
    for effort in EFFORTS {
        for &follows in follows {
            let attention = Attention { effort, follows };
            let data = Arc::new(likelihoods(shares, months, attention));
            for wander in WANDERS {
                let candidate = Candidate {
                    data: Arc::clone(&data),
                    dynamics: Dynamics::new(rates, wander),
                    wander,
                    log_weight: 0.0,
                };
                candidates.push((attention, candidate));
            }
        }
    }
    let each = -(candidates.len() as f64).ln();
    for (_, candidate) in &mut candidates {
        candidate.log_weight = each;
    }
    candidates
}

/// Months without facts that stand for a half-year say nothing.
fn likelihoods(shares: &[Share], months: usize, attention: Attention) -> Likelihoods {
    let mut rows = vec![([1.0; POINTS], 0.0)];
    let mut of_month = vec![0; months];
    for share in shares.iter().filter(|s| s.inside + s.outside > 0) {
        let row: Levels = std::array::from_fn(|i| log_probability(share, log_level(i), attention));
        let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if let Some(of_month) = of_month.get_mut(share.at) {
            *of_month = rows.len();
            rows.push((row.map(|x| (x - top).exp()), top));
        }
    }
    Likelihoods { rows, of_month }
}

/// Logarithm of the binomial probability of the facts, its log-odds being those of the level plus normal
/// effort.
fn log_probability(share: &Share, level: f64, attention: Attention) -> f64 {
    let Attention { effort, follows } = attention;
    let (k, m) = (f64::from(share.inside), f64::from(share.outside));
    let ways = ln_gamma(k + m + 1.0) - ln_gamma(k + 1.0) - ln_gamma(m + 1.0);
    let step = 8.0 / (NODES - 1) as f64;
    let terms: [f64; NODES] = std::array::from_fn(|node| {
        let z = -4.0 + step * node as f64;
        let odds = level + UNIT.ln() - follows * share.rest + effort * z;
        // ln p = -ln(1 + exp(-odds)), ln(1 - p) = -ln(1 + exp(odds)).
        let soft = |x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
        -k * soft(-odds) - m * soft(odds) - z * z / 2.0
    });
    ways + stats::logspace::log_sum_exp(&terms) + step.ln() - (2.0 * PI).ln() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_all_counts_sum_to_one() {
        for effort in EFFORTS {
            for level in [-2.0, 1.0, 5.0] {
                let total: f64 = (0..=9)
                    .map(|inside| {
                        let share = Share {
                            at: 0,
                            inside,
                            outside: 9 - inside,
                            rest: 0.4,
                        };
                        log_probability(
                            &share,
                            level,
                            Attention {
                                effort,
                                follows: 0.5,
                            },
                        )
                        .exp()
                    })
                    .sum();
                // 4 standard deviations leave 6e-5 out.
                assert!((total - 1.0).abs() < 1e-4, "{effort} {level}: {total}");
            }
        }
    }

    #[test]
    fn more_effort_noise_says_less() {
        let share = Share {
            at: 0,
            inside: 12,
            outside: 3,
            rest: 0.0,
        };
        let sharpness = |effort: f64| {
            let attention = Attention {
                effort,
                follows: 1.0,
            };
            log_probability(&share, 4.8, attention) - log_probability(&share, 2.8, attention)
        };
        assert!(sharpness(0.4) > sharpness(0.9) && sharpness(0.9) > sharpness(1.6));
        assert!(sharpness(1.6) > 0.0);
    }
}
