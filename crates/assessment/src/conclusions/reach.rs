//! Where the lineage can operate, from events.

use evidence::ablation::{Conclusion, Value};
use trajectory::whole::LineageReach;

use super::leading_phase;

/// Area within reach in the last month, with its Monte-Carlo error, and the phase of reach.
pub(super) fn conclusions(of: Option<&LineageReach>) -> Vec<Conclusion> {
    let Some(now) = of.and_then(|of| of.reach.months.last()) else {
        return Vec::new();
    };
    let phase = if now.nowhere > 0.5 {
        Value::verdict("nothing within reach")
    } else {
        leading_phase(now.phases)
    };
    vec![
        Conclusion::new(
            "reach.km2",
            "Area within reach in the last month",
            Value::Quantity {
                value: now.km2.median,
                unit: "km²".to_owned(),
                error: now.km2.monte_carlo_error,
            },
        ),
        Conclusion::new(
            "reach.phase",
            "Leading phase of reach in the last month",
            phase,
        ),
    ]
}
