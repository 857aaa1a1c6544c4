//! The last twelve months of the record against the twelve before.

use evidence::ablation::{Conclusion, Value};
use stats::Estimate;

use crate::RecordSection;

/// Ratios of events and of deaths, and whether either is a change that can be told from chance.
pub(super) fn conclusions(of: &RecordSection) -> Vec<Conclusion> {
    let Some(change) = &of.change else {
        return Vec::new();
    };
    [
        ("events", "Events", &change.events_ratio),
        ("deaths", "Deaths", &change.deaths_ratio),
    ]
    .into_iter()
    .flat_map(|(key, label, ratio)| {
        let label = format!("{label}, last 12 months against the 12 before");
        [
            Conclusion::new(
                format!("record.{key}-ratio"),
                label.clone(),
                Value::quantity(ratio.median, "times"),
            ),
            Conclusion::new(
                format!("record.{key}-change"),
                format!("{label}: verdict"),
                Value::verdict(direction(ratio)),
            ),
        ]
    })
    .collect()
}

fn direction(ratio: &Estimate) -> &'static str {
    if ratio.low > 1.0 {
        "a rise"
    } else if ratio.high < 1.0 {
        "a fall"
    } else {
        "no change told from chance"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_that_holds_one_is_no_change() {
        let estimate = |low, high| Estimate {
            median: 1.0,
            low,
            high,
            level: 0.9,
            monte_carlo_error: None,
            source: stats::Source::default(),
        };
        assert_eq!(direction(&estimate(1.01, 1.4)), "a rise");
        assert_eq!(direction(&estimate(0.5, 0.99)), "a fall");
        assert_eq!(direction(&estimate(0.9, 1.2)), "no change told from chance");
    }
}
