//! Which hypothesis leads, and what would make another lead.

use case::Hypothesis;

use crate::items::leading;
use crate::weigh::posterior;
use crate::{Flip, Verdict};

/// From the log evidence by hypothesis, all that is known; none without hypotheses.
///
/// With weights w = ln P(all | other) - ln P(all | leading), the other leads from prior odds of exp(-w) on.
pub(crate) fn verdict(hypotheses: &[Hypothesis], logs: &[f64]) -> Option<Verdict> {
    let priors: Vec<f64> = hypotheses.iter().map(|h| h.prior).collect();
    let posterior = posterior(&priors, logs);
    let lead = leading(&posterior);
    let leader = hypotheses.get(lead)?;
    let flips = hypotheses
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != lead)
        .map(|(number, other)| {
            let weight = logs[number] - logs[lead];
            let flip_odds = (-weight).exp();
            let prior_odds = other.prior / leader.prior;
            // The others keep their proportions: with q for this one they share 1 - q as they share
            // 1 - p now.
            let flip_prior = {
                let rest = 1.0 - other.prior;
                let share = leader.prior / rest;
                let q = flip_odds * share / (1.0 + flip_odds * share);
                (rest > 0.0 && q.is_finite() && q < 1.0).then_some(q)
            };
            Flip {
                to: other.key.clone(),
                prior_odds,
                flip_odds: flip_odds.min(f64::MAX),
                flip_prior,
                decibans_short: 10.0 * (-weight - prior_odds.max(f64::MIN_POSITIVE).ln())
                    / std::f64::consts::LN_10,
            }
        })
        .collect();
    Some(Verdict {
        leads: leader.key.clone(),
        probability: posterior[lead],
        posterior,
        flips,
    })
}

#[cfg(test)]
mod tests {
    use case::Model;

    use super::*;

    fn hypotheses(priors: &[f64]) -> Vec<Hypothesis> {
        priors
            .iter()
            .enumerate()
            .map(|(i, prior)| Hypothesis {
                key: format!("h{i}"),
                name: format!("H{i}"),
                statement: "It is.".to_owned(),
                model: Model::StatusQuo,
                prior: *prior,
                yearly_ratio: None,
                level_ratio: None,
                note: None,
                sources: Vec::new(),
            })
            .collect()
    }

    #[test]
    fn at_the_flipping_prior_two_are_as_probable() {
        let priors = [0.5, 0.3, 0.15, 0.05];
        let logs = [-10.0, -11.0, -9.8, -14.0];
        let found = verdict(&hypotheses(&priors), &logs).unwrap();
        assert_eq!(found.leads, "h0");
        assert_eq!(found.flips.len(), 3);
        for flip in &found.flips {
            let other: usize = flip.to[1..].parse().unwrap();
            let q = flip.flip_prior.unwrap();
            let changed: Vec<f64> = (0..4)
                .map(|i| {
                    if i == other {
                        q
                    } else {
                        priors[i] * (1.0 - q) / (1.0 - priors[other])
                    }
                })
                .collect();
            let sum: f64 = changed.iter().sum();
            assert!((sum - 1.0).abs() < 1e-12);
            let now = posterior(&changed, &logs);
            assert!((now[other] - now[0]).abs() < 1e-12, "{flip:?} {now:?}");
            // So much further evidence does the same.
            let mut more = logs;
            more[other] += flip.decibans_short * std::f64::consts::LN_10 / 10.0;
            let now = posterior(&priors, &more);
            assert!((now[other] - now[0]).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_ruled_out_has_no_prior_that_would_do() {
        let found = verdict(&hypotheses(&[0.5, 0.5]), &[-1.0, -2000.0]).unwrap();
        assert!(found.flips[0].flip_prior.is_none() && found.flips[0].decibans_short > 1000.0);
        assert!(verdict(&[], &[]).is_none());
    }
}
