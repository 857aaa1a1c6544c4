//! What the sentences about the event say.
//!
//! A claim rests on something that will be seen or not. How unequal the hypotheses make it says whether the claim
//! says anything:
//!
//! ```text
//! diagnosticity  =  10 log10 ( max over H of P(o | H) / min over H of P(o | H) )      decibans
//! speaks         =  10 log10 ( P(o | those it is meant for) / P(o | the others) )
//! ```
//!
//! by the probabilities after the event, for a claim is made after it and about what lies ahead; those on its eve
//! are given beside them. Hypotheses that the case rules out beforehand are left out. A group of
//! hypotheses has their mean, weighted by their probabilities with all that is known.
//!
//! Under [`LEAST`] decibans the claim is *tautological here*: seen or not, it leaves the hypotheses where they
//! were, so that saying it tells nothing about them. Not seeing it may tell a little more where it is nearly certain
//! under every hypothesis; a claim that is bound to come true is none the better for that. Where the runs leave
//! it open (within two standard errors of the limit, by the delta method) it is called open.

use case::Claim;

use crate::known::{Known, Told};
use crate::{Chance, ClaimWeight, Diagnosticity, Finding, Odds};

/// Decibans from which a claim tells hypotheses apart: odds doubled.
pub(crate) const LEAST: f64 = 3.0;

/// Weighs the claims of the case: what was known on the eve of the event, if its odds can be had, and now.
pub(crate) fn weigh(before: Option<&[Told]>, after: &Known<'_>) -> Vec<ClaimWeight> {
    let case = after.inputs.case;
    case.claims
        .iter()
        .zip(&after.claims)
        .enumerate()
        .map(|(number, (claim, told))| {
            let before = before
                .and_then(|claims| claims.get(number))
                .and_then(|told| told.as_ref().ok())
                .cloned();
            let after_odds = told.as_ref().ok().cloned();
            let diagnosticity = after_odds
                .as_ref()
                .and_then(|odds| diagnosticity(after, odds));
            ClaimWeight {
                key: claim.key.clone(),
                sentence: claim.sentence.clone(),
                speaks_for: claim.speaks_for.clone(),
                observable: claim.observable.clone(),
                speaks: after_odds
                    .as_ref()
                    .and_then(|odds| speaks(after, claim, odds)),
                finding: finding(diagnosticity.as_ref()),
                diagnosticity,
                before,
                after: after_odds,
                unknown: told.as_ref().err().cloned(),
            }
        })
        .collect()
}

/// Ten times the decimal logarithm of a ratio, finite.
pub(crate) fn decibans(a: f64, b: f64) -> f64 {
    10.0 * (a.max(f64::MIN_POSITIVE) / b.max(f64::MIN_POSITIVE)).log10()
}

/// Standard error of [`decibans`] of two probabilities, to first order; none when both are exact.
fn error_of(a: Chance, b: Chance) -> Option<f64> {
    if a.error.is_none() && b.error.is_none() {
        return None;
    }
    let relative =
        |chance: Chance| chance.error.unwrap_or(0.0) / chance.value.max(f64::MIN_POSITIVE);
    Some(10.0 / std::f64::consts::LN_10 * relative(a).hypot(relative(b)))
}

fn diagnosticity(known: &Known<'_>, odds: &Odds) -> Option<Diagnosticity> {
    let hypotheses = &known.inputs.case.hypotheses;
    let mut entertained = hypotheses
        .iter()
        .zip(&odds.chances)
        .filter(|(hypothesis, _)| hypothesis.prior > 0.0);
    let first = entertained.next()?;
    let (mut most, mut least) = (first, first);
    for one in entertained {
        if one.1.value > most.1.value {
            most = one;
        }
        if one.1.value < least.1.value {
            least = one;
        }
    }
    Some(Diagnosticity {
        decibans: decibans(most.1.value, least.1.value),
        error: error_of(*most.1, *least.1),
        between: [most.0.key.clone(), least.0.key.clone()],
    })
}

fn finding(of: Option<&Diagnosticity>) -> Finding {
    let Some(found) = of else {
        return Finding::Unknown;
    };
    let margin = 2.0 * found.error.unwrap_or(0.0);
    if found.decibans + margin < LEAST {
        Finding::Tautological
    } else if found.decibans - margin >= LEAST {
        Finding::Diagnostic
    } else {
        Finding::Open
    }
}

/// Weight for those that it is meant for; none when it names none or all, or one side is ruled out.
fn speaks(known: &Known<'_>, claim: &Claim, odds: &Odds) -> Option<f64> {
    let hypotheses = &known.inputs.case.hypotheses;
    let mixture = |meant: bool| -> Option<f64> {
        let mut weight = 0.0;
        let mut sum = 0.0;
        for ((hypothesis, p), chance) in hypotheses
            .iter()
            .zip(known.inputs.posterior)
            .zip(&odds.chances)
        {
            if claim.speaks_for.contains(&hypothesis.key) == meant {
                weight += p;
                sum += p * chance.value;
            }
        }
        (weight > 0.0).then(|| sum / weight)
    };
    Some(decibans(mixture(true)?, mixture(false)?))
}

#[cfg(test)]
mod tests;
