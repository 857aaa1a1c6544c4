//! The areas that the case asks about.

use evidence::ablation::{Conclusion, Value};
use trajectory::phases::{AreaPath, Contraction};

use super::leading_phase;

/// The phase that leads in each area, and whether it contracted when the case asks.
pub(super) fn conclusions(of: &[AreaPath]) -> Vec<Conclusion> {
    of.iter()
        .flat_map(|area| {
            let now = area.path.months.last().map(|now| {
                Conclusion::new(
                    format!("areas.{}.phase", area.area),
                    format!("{}: leading phase in the last month", area.name),
                    leading_phase(now.phases),
                )
            });
            let asked = area.contraction.iter();
            asked
                .flat_map(|asked| contraction(area, asked))
                .chain(now)
                .collect::<Vec<Conclusion>>()
        })
        .collect()
}

fn contraction(area: &AreaPath, asked: &Contraction) -> [Conclusion; 2] {
    let between = format!("between {} and {}", asked.after, asked.before);
    let drawn = |value, error| Value::Probability {
        value,
        error: Some(error),
    };
    [
        Conclusion::new(
            format!("areas.{}.fall", area.area),
            format!("{}: a fall to less than half {between}", area.name),
            drawn(asked.fall.probability, asked.fall.monte_carlo_error),
        ),
        Conclusion::new(
            format!("areas.{}.contraction", area.area),
            format!("{}: a phase of contraction {between}", area.name),
            drawn(asked.probability, asked.monte_carlo_error),
        ),
    ]
}
