//! Has the status quo got worse? The change of level without a new phase.

use stats::logspace::log_sum_exp;

use super::filter::{Move, State};
use super::level::{Levels, POINTS, log_level};
use super::prior::Prior;

/// Months between the two levels that are compared, before hindsight.
const YEAR: usize = 12;

/// Probability that the level rose, and that it fell, by more than a factor over the year to the
/// month, and the hindsight after it.
///
/// `counts` ends with the hindsight; `month` is the index asked about.
pub(super) fn rose_and_fell(
    prior: &Prior,
    counts: &[u32],
    month: usize,
    factor: f64,
) -> (f64, f64) {
    let threshold = factor.ln();
    let start = month.saturating_sub(YEAR);
    let mut parts: Vec<(f64, f64, f64)> = Vec::new();
    for (setting, weight) in prior.events.settings() {
        let data = setting.counting.likelihoods(counts);
        let mut state = State::start();
        state.log = weight.ln();
        for t in 0..=start {
            setting.advance(&mut state, &data, t, Move::Either);
        }
        // From every level at the start on its own: a row a start.
        let mut rows: Vec<(usize, f64, Levels)> = (0..POINTS)
            .filter(|&i| state.levels[i] > 1e-9)
            .map(|i| {
                let mut row = State::start();
                row.levels = [0.0; POINTS];
                row.levels[i] = 1.0;
                row.log = state.log + state.levels[i].ln();
                for t in start + 1..data.len() {
                    setting.advance(&mut row, &data, t, Move::Either);
                }
                (i, row.log, row.levels)
            })
            .collect();
        rows.sort_by_key(|row| row.0);
        let logs: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let total = log_sum_exp(&logs);
        let (mut up, mut down) = (0.0, 0.0);
        for (i, log, levels) in &rows {
            let share = (log - total).exp();
            for (j, level) in levels.iter().enumerate() {
                let change = log_level(j) - log_level(*i);
                if change > threshold {
                    up += share * level;
                } else if change < -threshold {
                    down += share * level;
                }
            }
        }
        parts.push((total, up, down));
    }
    let total = log_sum_exp(&parts.iter().map(|part| part.0).collect::<Vec<f64>>());
    parts.iter().fold((0.0, 0.0), |(up, down), part| {
        let weight = (part.0 - total).exp();
        (up + weight * part.1, down + weight * part.2)
    })
}
