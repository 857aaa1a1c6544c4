//! Is one steady trend enough?

use rayon::prelude::*;
use stats::logspace::{log_diff_exp, log_sum_exp};
use stats::{Estimate, Source, Weighted};

use super::outcome::Linearity;
use super::pass::Candidate;

/// Steady growth rates a month, as logarithms, and their negatives; and none at all.
const GROWTHS: [f64; 5] = [0.002, 0.005, 0.012, 0.03, 0.06];

/// Share of the evidence below which a setting cannot change that of the segmented path: what it says
/// together with no turn is part of what it says.
const NEGLIGIBLE: f64 = 1e-9;

/// Evidence at one setting, each with the setting's prior weight.
pub(super) struct Weighing {
    /// Of the whole model: turned or not.
    pub(super) whole: f64,
    /// Together with no turn and no step.
    unturned: f64,
    /// Probability of no turn and no step before the series is seen.
    unturned_prior: f64,
    /// Of each steady growth given that the trend is steady.
    steady: Vec<(f64, f64)>,
}

/// Of every setting.
pub(super) fn weigh(candidates: &[Candidate]) -> Vec<Weighing> {
    let wholes: Vec<f64> = candidates
        .par_iter()
        .map(|candidate| candidate.evidence() + candidate.log_weight)
        .collect();
    let total = log_sum_exp(&wholes);
    candidates
        .par_iter()
        .zip(&wholes)
        .map(|(candidate, &whole)| Weighing::of(candidate, whole, whole - total > NEGLIGIBLE.ln()))
        .collect()
}

impl Weighing {
    fn of(candidate: &Candidate, whole: f64, matters: bool) -> Self {
        let weight = candidate.log_weight;
        let third = (1.0_f64 / 3.0).ln();
        let each = third - (GROWTHS.len() as f64).ln();
        let steady = std::iter::once((0.0, third))
            .chain(GROWTHS.iter().flat_map(|g| [(*g, each), (-*g, each)]))
            .map(|(growth, prior)| (growth, prior + weight + candidate.steady(growth)))
            .collect();
        let unturned = if matters {
            candidate.unturned() + weight
        } else {
            f64::NEG_INFINITY
        };
        Self {
            whole,
            unturned,
            unturned_prior: candidate.unturned_prior() + weight,
            steady,
        }
    }
}

/// Steady growths of all settings with their evidence.
fn growths(settings: &[Weighing]) -> Vec<(f64, f64)> {
    settings.iter().flat_map(|w| w.steady.clone()).collect()
}

/// Logarithm of the evidence of one steady rise: given a rise, its prior is a third no longer.
fn rise(growths: &[(f64, f64)]) -> f64 {
    let kept: Vec<f64> = growths.iter().filter(|g| g.0 > 0.0).map(|g| g.1).collect();
    log_sum_exp(&kept) + 3.0_f64.ln()
}

/// Decibans of a logarithm of odds; none where it is not finite.
pub(super) fn decibans(log: f64) -> f64 {
    if log.is_finite() {
        log * 10.0 / std::f64::consts::LN_10
    } else {
        0.0
    }
}

/// Compares the two over all settings.
pub(super) fn compare(settings: &[Weighing], source: &Source) -> Linearity {
    let over = |f: &dyn Fn(&Weighing) -> f64| -> f64 {
        log_sum_exp(&settings.iter().map(f).collect::<Vec<f64>>())
    };
    let unturned_prior = over(&|w| w.unturned_prior);
    let segmented =
        log_diff_exp(over(&|w| w.whole), over(&|w| w.unturned)) - log_diff_exp(0.0, unturned_prior);
    let growths = growths(settings);
    let steady = log_sum_exp(&growths.iter().map(|g| g.1).collect::<Vec<f64>>());
    let against = decibans(segmented - steady);
    let weighted = Weighted::new(
        growths
            .iter()
            .map(|(growth, log)| (*growth, (log - steady).exp())),
    );
    Linearity {
        p_linear: 1.0 / (1.0 + 10.0_f64.powf(against / 10.0)),
        decibans_against_linear: against,
        decibans_against_rise: decibans(segmented - rise(&growths)),
        growth_per_month: Estimate::from_quantiles(
            0.9,
            |p| weighted.as_ref().map_or(0.0, |w| w.quantile(p)),
            source.clone(),
        ),
    }
}
