//! Phases of the country's record.

use evidence::ablation::{Conclusion, Value};
use trajectory::whole::RecordPath;

use super::{leading_phase, phase_names};

/// Each phase in the record's last month, the one that leads, and whether one steady trend is enough.
pub(super) fn conclusions(of: Option<&RecordPath>) -> Vec<Conclusion> {
    let Some((path, now)) = of.and_then(|of| Some((&of.path, of.path.months.last()?))) else {
        return Vec::new();
    };
    let labels = ["Expansion", "Plateau", "Contraction"];
    let each = (0..3).map(|i| {
        Conclusion::new(
            format!("phases.{}", phase_names()[i]),
            format!("{} in the record's last month", labels[i]),
            Value::probability(now.phases[i]),
        )
    });
    each.chain([
        Conclusion::new(
            "phases.leading",
            "Leading phase in the record's last month",
            leading_phase(now.phases),
        ),
        Conclusion::new(
            "phases.linear",
            "One steady trend, not several phases",
            Value::probability(path.linear.p_linear),
        ),
    ])
    .collect()
}
