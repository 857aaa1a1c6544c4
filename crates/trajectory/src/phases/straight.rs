//! One straight rise: a single rate of growth without wander, so that all scatter is that of the counts.

use stats::logspace::log_sum_exp;

use super::pass::Candidate;
use crate::breaks::level::{Levels, POINTS, step};

/// Lowest and highest growth a month, as logarithms.
const GROWTHS: (f64, f64) = (0.002, 0.1);
/// Rates between the two, evenly by their logarithm.
const RATES: usize = 24;
/// Lines to a point of the grid.
const LINES: usize = 2;

/// Logarithm of the evidence of one straight rise: every first level of the grid alike, every rate alike, over
/// all settings. The line goes by the nearest point of the grid, at most 9 % off.
pub(super) fn rise(candidates: &[Candidate]) -> f64 {
    let logs: Vec<f64> = candidates.iter().map(of_setting).collect();
    log_sum_exp(&logs)
}

fn of_setting(candidate: &Candidate) -> f64 {
    let data = &candidate.data;
    // Rows of logarithms, the last repeated for lines that run into the upper end of the grid.
    let rows: Vec<[f64; 2 * POINTS]> = data
        .rows
        .iter()
        .map(|(row, scale)| {
            std::array::from_fn(|i| row[i.min(POINTS - 1)].max(f64::MIN_POSITIVE).ln() + scale)
        })
        .collect();
    let (low, high) = GROWTHS;
    let mut logs = Vec::with_capacity(RATES * LINES);
    for rate in 0..RATES {
        let part = rate as f64 / (RATES - 1) as f64;
        let growth = low * (high / low).powf(part) / step();
        for line in 0..LINES {
            let offset = (line as f64 + 0.5) / LINES as f64;
            let mut log: Levels = [0.0; POINTS];
            for (t, row) in data.of_month.iter().enumerate() {
                let up = ((offset + growth * t as f64) as usize).min(POINTS);
                for (x, of_level) in log.iter_mut().zip(&rows[*row][up..]) {
                    *x += of_level;
                }
            }
            logs.push(log_sum_exp(&log));
        }
    }
    candidate.log_weight + log_sum_exp(&logs) - ((RATES * LINES * POINTS) as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::super::dynamics::Rates;
    use super::super::settings;
    use super::*;

    #[test]
    fn a_straight_line_beats_a_wandering_one_where_it_is_straight() {
        let line = |t: i32| (0.5 + 0.03 * f64::from(t)).exp().round() as u32;
        let rising: Vec<u32> = (0..100).map(line).collect();
        let falling: Vec<u32> = rising.iter().rev().copied().collect();
        let evidence = |counts: &[u32]| {
            let candidates = settings::of_counts(counts, Rates::default());
            let wandering: Vec<f64> = candidates
                .iter()
                .map(|candidate| candidate.log_weight + candidate.steady(0.03))
                .collect();
            rise(&candidates) - log_sum_exp(&wandering)
        };
        assert!(evidence(&rising) > 0.0, "{}", evidence(&rising));
        assert!(evidence(&falling) < -50.0, "{}", evidence(&falling));
    }

    /// One month: the mean over all points, whatever the rate.
    #[test]
    fn a_single_month_is_the_mean_over_levels() {
        let candidates = settings::of_counts(&[3], Rates::default());
        for candidate in candidates {
            let (row, scale) = &candidate.data.rows[0];
            let mean = row.iter().sum::<f64>() / POINTS as f64;
            let log = of_setting(&candidate) - candidate.log_weight;
            assert!((log - mean.ln() - scale).abs() < 1e-9, "{log}");
        }
    }
}
