//! Turning points and steps, dated from drawn paths.

use calendar::Month;
use stats::{Estimate, Source, Weighted};

use super::outcome::{PhaseMonth, Step, Turn};
use super::pass::Smoothed;
use super::paths::Path;
use crate::breaks::{MonthPosterior, turning_points};

/// Months either side of the likeliest in which a step is looked for.
const NEAR: usize = 6;

/// For each change of the likeliest phase the middle of the months before it and of those after it.
pub(super) fn windows(months: &[PhaseMonth]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (t, month) in months.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if months[run.0].likeliest() == month.likeliest() => run.1 = t,
            _ => runs.push((t, t)),
        }
    }
    let middle = |run: (usize, usize)| usize::midpoint(run.0, run.1);
    runs.windows(2)
        .map(|pair| (middle(pair[0]), middle(pair[1])))
        .collect()
}

/// Where the likeliest phase changes: those turns that more likely than not took place.
pub(super) fn turns(months: &[PhaseMonth], paths: &[Path]) -> Vec<Turn> {
    windows(months)
        .into_iter()
        .filter_map(|(start, end)| {
            let (from, to) = (months[start].likeliest(), months[end].likeliest());
            let entries: Vec<usize> = paths
                .iter()
                .filter_map(|path| {
                    (start + 1..=end).find(|&t| path.phases[t] == to && path.phases[t - 1] != to)
                })
                .collect();
            let probability = entries.len() as f64 / paths.len().max(1) as f64;
            let [earliest, month, latest] = span(&entries)?;
            (probability >= 0.5).then(|| Turn {
                from,
                to,
                month: months[month].month,
                earliest: months[earliest].month,
                latest: months[latest].month,
                probability,
            })
        })
        .collect()
}

/// The 5, 50 and 95 % points of months.
fn span(entries: &[usize]) -> Option<[usize; 3]> {
    let mut sorted = entries.to_vec();
    sorted.sort_unstable();
    let last = sorted.len().checked_sub(1)?;
    Some([0.05, 0.5, 0.95].map(|p| sorted[(p * last as f64).round() as usize]))
}

/// Steps that more likely than not took place, up and down.
pub(super) fn steps(
    first: Month,
    smoothed: &[Smoothed],
    paths: &[Path],
    source: &Source,
) -> Vec<Step> {
    let mut found = Vec::new();
    for (way, sign) in [1.0, -1.0].into_iter().enumerate() {
        let chances: Vec<MonthPosterior> = smoothed
            .iter()
            .map(|month| MonthPosterior {
                p_break: month.steps[way],
                log_level: 0.0,
                deviation: 0.0,
            })
            .collect();
        for (at, probability) in turning_points(&chances) {
            let near = at.month.saturating_sub(NEAR)..=(at.month + NEAR).min(smoothed.len() - 1);
            let sizes = paths.iter().filter_map(|path| {
                let mut steps = near.clone().filter_map(|t| path.step(t));
                steps.find(|size| size * sign > 0.0)
            });
            let Some(sizes) = Weighted::new(sizes.map(|size| (size, 1.0))) else {
                continue;
            };
            let month = |index: usize| first + index as i32;
            found.push(Step {
                month: month(at.month),
                earliest: month(at.from),
                latest: month(at.to),
                factor: Estimate::from_quantiles(0.9, |p| sizes.quantile(p).exp(), source.clone()),
                probability,
            });
        }
    }
    found.sort_by_key(|step| step.month);
    found
}
