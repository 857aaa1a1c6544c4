//! What the event tells between the hypotheses, and which claims tell anything.

use ::evidence::ablation::{Conclusion, Value};
use ::evidence::{Evidence, Finding};

/// The probability of each hypothesis and the one that leads; of each claim, whether it tells anything; what
/// to watch first.
pub(super) fn conclusions(of: &Evidence) -> Vec<Conclusion> {
    let (Some(weighed), Some(verdict)) = (&of.weighed, &of.verdict) else {
        return Vec::new();
    };
    let known: Vec<(&str, f64)> = weighed
        .hypotheses
        .iter()
        .map(|hypothesis| hypothesis.name.as_str())
        .zip(verdict.posterior.iter().copied())
        .collect();
    let each = weighed
        .hypotheses
        .iter()
        .zip(&known)
        .map(|(hypothesis, (name, p))| {
            Conclusion::new(
                format!("evidence.{}", hypothesis.key),
                format!("Reading: {name}"),
                Value::probability(*p),
            )
        });
    let leading = Conclusion::new(
        "evidence.leading",
        "Leading reading",
        Value::leading(&known),
    );
    // How likely a claim is to come true is told on the eve of the event and after it: no conclusion on the war.
    let claims = of.claims.iter().map(|claim| {
        let finding = match claim.finding {
            Finding::Tautological => "tautological",
            Finding::Diagnostic => "diagnostic",
            Finding::Open => "open",
            Finding::Unknown => "not known",
        };
        Conclusion::new(
            format!("evidence.claim.{}", claim.key),
            format!("Claim: {}", claim.sentence),
            Value::verdict(finding),
        )
    });
    let watch = of.watch.first().map(|watch| {
        Conclusion::new(
            "evidence.watch",
            "To watch first",
            Value::verdict(&watch.sentence),
        )
    });
    each.chain([leading]).chain(claims).chain(watch).collect()
}
