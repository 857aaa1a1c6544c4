//! One straight rise: a single rate of growth without wander, so that all scatter is that of the counts.

use std::sync::Arc;

use rayon::prelude::*;
use stats::logspace::log_sum_exp;

use crate::breaks::level::{Levels, POINTS, step};
use crate::breaks::observe::Likelihoods;

/// Lowest and highest growth a month, as logarithms.
const GROWTHS: (f64, f64) = (0.002, 0.1);
/// Rates between the two, evenly by their logarithm.
const RATES: usize = 24;
/// Lines to a point of the grid.
const LINES: usize = 2;

/// Rows of logarithms, the last value repeated for lines that run into the upper end of the grid.
type Row = [f64; 2 * POINTS];

/// Logarithm of the evidence of one straight rise: every first level of the grid alike, every rate alike, over
/// all settings with the logarithms of their weights. The line goes by the nearest point of the grid, at
/// most 9 % off.
pub(super) fn rise(settings: &[(f64, Arc<Likelihoods>)]) -> f64 {
    // Settings that differ in their wander alone share their likelihoods.
    let mut alike: Vec<(Vec<f64>, &Arc<Likelihoods>)> = Vec::new();
    for (weight, data) in settings {
        match alike.iter_mut().find(|(_, of)| Arc::ptr_eq(of, data)) {
            Some((weights, _)) => weights.push(*weight),
            None => alike.push((vec![*weight], data)),
        }
    }
    let logs: Vec<f64> = alike
        .par_iter()
        .map(|(weights, data)| log_sum_exp(weights) + of_series(data))
        .collect();
    log_sum_exp(&logs)
}

fn of_series(data: &Likelihoods) -> f64 {
    let up_to = running_sums(data);
    let months = data.len();
    let (low, high) = GROWTHS;
    let mut logs = Vec::with_capacity(RATES * LINES);
    for rate in 0..RATES {
        let part = rate as f64 / (RATES - 1) as f64;
        let growth = low * (high / low).powf(part) / step();
        for line in 0..LINES {
            let offset = (line as f64 + 0.5) / LINES as f64;
            let mut log: Levels = [0.0; POINTS];
            // A line stays on a point for some months, then on the next.
            let mut from = 0;
            for up in 0..=POINTS {
                let leaves = ((up as f64 + 1.0 - offset) / growth).ceil() as usize;
                let to = if up == POINTS {
                    months
                } else {
                    leaves.min(months)
                };
                let (before, after) = (&up_to[from][up..], &up_to[to][up..]);
                for ((x, after), before) in log.iter_mut().zip(after).zip(before) {
                    *x += after - before;
                }
                from = to;
                if from == months {
                    break;
                }
            }
            logs.push(log_sum_exp(&log));
        }
    }
    log_sum_exp(&logs) - ((RATES * LINES * POINTS) as f64).ln()
}

/// Sums of the rows of all months before each, and of all.
fn running_sums(data: &Likelihoods) -> Vec<Row> {
    let rows: Vec<Row> = data
        .rows
        .iter()
        .map(|(row, scale)| {
            let logs = row.map(|x| x.max(f64::MIN_POSITIVE).ln() + scale);
            std::array::from_fn(|i| logs[i.min(POINTS - 1)])
        })
        .collect();
    let mut sum = [0.0; 2 * POINTS];
    let mut sums = Vec::with_capacity(data.len() + 1);
    sums.push(sum);
    for row in &data.of_month {
        for (x, of_month) in sum.iter_mut().zip(&rows[*row]) {
            *x += of_month;
        }
        sums.push(sum);
    }
    sums
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
            let settings: Vec<(f64, Arc<Likelihoods>)> = candidates
                .iter()
                .map(|candidate| (candidate.log_weight, Arc::clone(&candidate.data)))
                .collect();
            rise(&settings) - log_sum_exp(&wandering)
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
            let log = of_series(&candidate.data);
            assert!((log - mean.ln() - scale).abs() < 1e-9, "{log}");
        }
    }

    #[test]
    fn running_sums_agree_with_lines_drawn_month_by_month() {
        for months in [2, 40, 300] {
            let counts: Vec<u32> = (0..months).map(|t| t * t * 31 % (t / 7 + 2)).collect();
            let data = &settings::of_counts(&counts, Rates::default())[5].data;
            let mut logs = Vec::new();
            for rate in 0..RATES {
                let growth = 0.002 * 50_f64.powf(rate as f64 / (RATES - 1) as f64) / step();
                for start in 0..LINES * POINTS {
                    let line = |t: usize| {
                        let offset = (start % LINES) as f64 + 0.5;
                        let up = (offset / LINES as f64 + growth * t as f64).floor();
                        (start / LINES + up as usize).min(POINTS - 1)
                    };
                    let of_line =
                        |t| data.month(t)[line(t)].max(f64::MIN_POSITIVE).ln() + data.scale(t);
                    logs.push((0..counts.len()).map(of_line).sum::<f64>());
                }
            }
            let plain = log_sum_exp(&logs) - (logs.len() as f64).ln();
            let fast = of_series(data);
            assert!((plain - fast).abs() < 1e-7, "{months}: {plain} {fast}");
        }
    }
}
