//! What to watch: what would tell the hypotheses apart.
//!
//! Seen (o = 1) or not (o = 0), an observable moves the odds for each hypothesis H against the others. How much it
//! can be expected to move them towards the true one is
//!
//! ```text
//! expected  =  sum over H of p(H) sum over o of P(o | H) 10 log10 ( P(o | H) / P(o | not H) )      decibans
//! P(o | not H)  =  sum over G other than H of p(G) P(o | G) / (1 - p(H))
//! ```
//!
//! with p the probabilities with all that is known. It is a mean of relative entropies, never negative, and 0 when
//! the observable is as likely under every hypothesis. Its Monte-Carlo error is by the delta method.
//!
//! Source: expected weight of evidence, I. J. Good, *Probability and the Weighing of Evidence*, 1950; relative
//! entropy, S. Kullback & R. A. Leibler, *On information and sufficiency*, Annals of Mathematical Statistics 22,
//! 1951.

use crate::claims::decibans;
use crate::known::Known;
use crate::weigh::against_others;
use crate::{Chance, Odds, WatchTold, WatchWeight};

/// Weighs what the case has to watch, the most telling first, of equals in the order of the case; what is not
/// known comes last.
pub(crate) fn weigh(known: &Known<'_>) -> Vec<WatchWeight> {
    let mut weighed: Vec<WatchWeight> = known
        .inputs
        .case
        .watch
        .iter()
        .zip(&known.watch)
        .map(|(watch, told)| WatchWeight {
            key: watch.key.clone(),
            sentence: watch.sentence.clone(),
            observable: watch.observable.clone(),
            told: told
                .as_ref()
                .ok()
                .map(|odds| tells(known.inputs.posterior, odds)),
            unknown: told.as_ref().err().cloned(),
        })
        .collect();
    let expected = |watch: &WatchWeight| {
        let told = watch.told.as_ref();
        told.map_or(f64::NEG_INFINITY, |told| told.expected)
    };
    weighed.sort_by(|a, b| expected(b).total_cmp(&expected(a)));
    weighed
}

fn tells(posterior: &[f64], odds: &Odds) -> WatchTold {
    let logs = |of: &dyn Fn(&Chance) -> f64| -> Vec<f64> {
        let values = odds.chances.iter().map(of);
        values.map(|p| p.max(f64::MIN_POSITIVE).ln()).collect()
    };
    WatchTold {
        odds: odds.clone(),
        expected: expected(posterior, &odds.chances),
        expected_error: error(posterior, &odds.chances),
        if_seen: against_others(posterior, &logs(&|chance| chance.value)),
        if_not_seen: against_others(posterior, &logs(&|chance| 1.0 - chance.value)),
    }
}

/// Probability of seeing it under the others, and their weight; none where there are no others.
fn of_others(posterior: &[f64], chances: &[Chance], one: usize) -> Option<(f64, f64)> {
    let others = || {
        posterior
            .iter()
            .zip(chances)
            .enumerate()
            .filter(|(number, _)| *number != one)
            .map(|(_, both)| both)
    };
    let weight: f64 = others().map(|(p, _)| p).sum();
    let sum: f64 = others().map(|(p, chance)| p * chance.value).sum();
    (weight > 0.0).then(|| (sum / weight, weight))
}

fn expected(posterior: &[f64], chances: &[Chance]) -> f64 {
    let sum: f64 = posterior
        .iter()
        .zip(chances)
        .enumerate()
        .filter_map(|(number, (p, chance))| {
            let (others, _) = of_others(posterior, chances, number)?;
            let seen = relative(chance.value, others);
            Some(p * (seen + relative(1.0 - chance.value, 1.0 - others)))
        })
        .sum();
    // Rounding may leave it a hair below.
    sum.max(0.0)
}

fn relative(p: f64, q: f64) -> f64 {
    if p > 0.0 { p * decibans(p, q) } else { 0.0 }
}

/// Standard error to first order; none when all is exact.
fn error(posterior: &[f64], chances: &[Chance]) -> Option<f64> {
    if chances.iter().all(|chance| chance.error.is_none()) {
        return None;
    }
    let unit = 10.0 / std::f64::consts::LN_10;
    let mut slopes = vec![0.0; chances.len()];
    for (one, (p, chance)) in posterior.iter().zip(chances).enumerate() {
        let Some((others, weight)) = of_others(posterior, chances, one) else {
            continue;
        };
        let (x, q) = (inside(chance.value), inside(others));
        slopes[one] += unit * p * ((x / q).ln() - ((1.0 - x) / (1.0 - q)).ln());
        let by_others = unit * p * ((1.0 - x) / (1.0 - q) - x / q);
        for (other, slope) in slopes.iter_mut().enumerate() {
            if other != one {
                *slope += by_others * posterior[other] / weight;
            }
        }
    }
    let variance: f64 = slopes
        .iter()
        .zip(chances)
        .map(|(slope, chance)| (slope * chance.error.unwrap_or(0.0)).powi(2))
        .sum();
    Some(variance.sqrt())
}

/// A probability away from 0 and 1, so that logarithms stay finite.
fn inside(p: f64) -> f64 {
    p.clamp(1e-12, 1.0 - 1e-12)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(values: &[f64]) -> Vec<Chance> {
        values
            .iter()
            .map(|value| Chance {
                value: *value,
                error: None,
            })
            .collect()
    }

    fn normal(weights: &[f64]) -> Vec<f64> {
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|w| w / sum).collect()
    }

    proptest! {
        #[test]
        fn it_is_the_mean_weight_for_the_truth_and_never_negative(
            weights in proptest::collection::vec(0.01..1.0_f64, 4),
            values in proptest::collection::vec(0.001..0.999_f64, 4),
        ) {
            let posterior = normal(&weights);
            let chances = exact(&values);
            let found = expected(&posterior, &chances);
            prop_assert!(found >= 0.0);
            // By all pairs of truth and outcome, with odds as they stand before and after.
            let odds = |p: f64| 10.0 * (p / (1.0 - p)).log10();
            let mut mean = 0.0;
            for truth in 0..4 {
                for seen in [true, false] {
                    let of = |h: usize| if seen { values[h] } else { 1.0 - values[h] };
                    let total: f64 = (0..4).map(|h| posterior[h] * of(h)).sum();
                    let after = posterior[truth] * of(truth) / total;
                    mean += posterior[truth] * of(truth) * (odds(after) - odds(posterior[truth]));
                }
            }
            prop_assert!((found - mean).abs() < 1e-9, "{found} {mean}");
        }

        #[test]
        fn the_error_is_what_small_changes_make(
            weights in proptest::collection::vec(0.05..1.0_f64, 3),
            values in proptest::collection::vec(0.05..0.95_f64, 3),
        ) {
            let posterior = normal(&weights);
            let chances: Vec<Chance> = values
                .iter()
                .map(|value| Chance { value: *value, error: Some(0.01) })
                .collect();
            let step = 1e-6;
            let variance: f64 = (0..3)
                .map(|number| {
                    let mut up = values.clone();
                    up[number] += step;
                    let mut down = values.clone();
                    down[number] -= step;
                    let slope = (expected(&posterior, &exact(&up))
                        - expected(&posterior, &exact(&down)))
                        / (2.0 * step);
                    (slope * 0.01).powi(2)
                })
                .sum();
            let found = error(&posterior, &chances).unwrap();
            prop_assert!((found - variance.sqrt()).abs() < 1e-5 + 1e-3 * found);
            prop_assert!(error(&posterior, &exact(&values)).is_none());
        }
    }

    #[test]
    fn what_is_as_likely_everywhere_tells_nothing() {
        let posterior = [0.5, 0.3, 0.2];
        assert!(expected(&posterior, &exact(&[0.2; 3])).abs() < 1e-12);
        assert!(expected(&posterior, &exact(&[0.0; 3])).abs() < 1e-12);
        assert!(expected(&[1.0], &exact(&[0.4])).abs() < 1e-12);
        // What only one hypothesis allows is telling, and stays a number.
        let told = expected(&posterior, &exact(&[0.0, 0.0, 0.9]));
        assert!(told > 3.0 && told.is_finite());
    }
}
