//! A new phase, degradation, status quo or receding, as known then and later.

use evidence::ablation::{Conclusion, Value};
use trajectory::reading::Reading;

/// The four readings of the event's month at every hindsight, and the one that leads.
pub(super) fn conclusions(of: &[Reading]) -> Vec<Conclusion> {
    of.iter().flat_map(at_hindsight).collect()
}

fn at_hindsight(of: &Reading) -> Vec<Conclusion> {
    let key = |what: &str| format!("breaks.h{}.{what}", of.hindsight);
    let known = match of.hindsight {
        0 => "as known at the month's end".to_owned(),
        1 => "as known 1 month later".to_owned(),
        n => format!("as known {n} months later"),
    };
    let readings = [
        ("new phase", of.p_new_phase),
        ("degradation", of.p_degradation),
        ("status quo", of.p_status_quo),
        ("receding", of.p_receding),
    ];
    let each = ["New phase", "Degradation", "Status quo", "Receding"]
        .into_iter()
        .zip(readings)
        .map(|(label, (name, p))| {
            Conclusion::new(
                key(&name.replace(' ', "-")),
                format!("{label}, {known}"),
                Value::probability(p),
            )
        });
    let leading = Conclusion::new(
        key("leading"),
        format!("Leading reading, {known}"),
        Value::leading(&readings),
    );
    each.chain([leading]).collect()
}
