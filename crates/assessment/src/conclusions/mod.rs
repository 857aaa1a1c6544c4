//! What each section concludes, under keys that stay the same from run to run.
//!
//! A section that is to be ablated gives its conclusions in a file here, and [`gather`] names it.

mod areas;
mod breaks;
mod evidence;
mod phases;
mod reach;
mod record;
mod regions;
mod rule;
mod scenarios;

use ::evidence::ablation::{Conclusion, Value};
use trajectory::reach::Phase;

use crate::sections::Sections;

/// All conclusions, section by section.
pub(crate) fn gather(of: &Sections) -> Vec<Conclusion> {
    let whole = &of.trajectory;
    [
        evidence::conclusions(&of.evidence),
        breaks::conclusions(&whole.readings),
        phases::conclusions(whole.record.as_ref()),
        areas::conclusions(&whole.areas),
        regions::conclusions(&whole.regions),
        reach::conclusions(whole.reach.as_ref()),
        rule::conclusions(whole.rule.as_ref()),
        record::conclusions(&of.record),
        scenarios::conclusions(of.scenarios.played.as_ref()),
    ]
    .concat()
}

/// Names of the phases, in the order in which their probabilities come.
fn phase_names() -> [&'static str; 3] {
    Phase::ALL.map(|phase| match phase {
        Phase::Expansion => "expansion",
        Phase::Plateau => "plateau",
        Phase::Contraction => "contraction",
    })
}

/// The likeliest phase.
fn leading_phase(probabilities: [f64; 3]) -> Value {
    let names = phase_names();
    Value::leading(&[0, 1, 2].map(|i| (names[i], probabilities[i])))
}
