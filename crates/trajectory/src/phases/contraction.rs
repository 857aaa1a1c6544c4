//! Was there a contraction between two months?

use calendar::Month;
use stats::{Estimate, Source, Weighted};

use super::dynamics::Rates;
use super::outcome::Contraction;
use super::paths::Path;
use crate::reach::Phase;

/// Months that a contraction lasts at least where the question does not say.
pub const CONTRACTION_MONTHS: u32 = 6;

/// Looks for one in drawn paths; none when no month of theirs lies between the two.
pub(super) fn between(
    paths: &[Path],
    rates: Rates,
    first: Month,
    (after, before): (Month, Month),
    months: u32,
    source: &Source,
) -> Option<Contraction> {
    let length = paths.first()?.phases.len() as i32;
    let start = (after + 1 - first).clamp(0, length);
    let end = (before - first).clamp(start, length);
    let (start, end) = (start as usize, end as usize);
    if start == end {
        return None;
    }
    let n = paths.len() as f64;
    let seen = paths
        .iter()
        .filter(|path| contracts(path, start, end, months))
        .count() as f64;
    let from = start.saturating_sub(1);
    let troughs: Vec<f64> = paths
        .iter()
        .map(|path| {
            (start..end)
                .map(|t| path.log_level(t) - path.log_level(from))
                .fold(f64::INFINITY, f64::min)
        })
        .collect();
    let halved = troughs
        .iter()
        .filter(|fall| **fall < -std::f64::consts::LN_2)
        .count() as f64;
    let falls = Weighted::new(troughs.iter().map(|fall| (*fall, 1.0)))?;
    let probability = seen / n;
    let prior = prior(rates, end - start, months);
    // Half a path more on either side, so that the weight of evidence stays finite.
    let odds = |p: f64| p / (1.0 - p);
    let held = (seen + 0.5) / (n + 1.0);
    Some(Contraction {
        after,
        before,
        months,
        probability,
        monte_carlo_error: (held * (1.0 - held) / n).sqrt(),
        prior,
        decibans: 10.0 * (odds(held) / odds(prior)).log10(),
        halved: halved / n,
        trough: Estimate::from_quantiles(0.9, |p| falls.quantile(p).exp(), source.clone()),
    })
}

fn contracts(path: &Path, start: usize, end: usize, months: u32) -> bool {
    let mut run = 0;
    (start..end).any(|t| {
        run = if path.phases[t] == Phase::Contraction {
            run + 1
        } else {
            0
        };
        run >= months.max(1) || path.step(t).is_some_and(|step| step < 0.0)
    })
}

/// Probability of a contraction within so many months before anything is seen, away from the ends of the
/// grid.
fn prior(rates: Rates, span: usize, months: u32) -> f64 {
    let months = months.clamp(1, 1200) as usize;
    let third = 1.0 / 3.0;
    let calm = 1.0 - rates.step;
    let (to, stay) = (
        calm * rates.redraw * third,
        calm * (1.0 - rates.redraw + rates.redraw * third),
    );
    // Of all that has not contracted long enough yet: the pace is another; the pace is contraction
    // but no month of it counts so far; and by months in a row. What is missing from the sum has.
    let (mut other, mut idle) = (2.0 * third, third);
    let mut runs = vec![0.0; months];
    for _ in 0..span {
        let contracting = idle + runs.iter().sum::<f64>();
        let stepped_up = rates.step / 2.0 * (other + contracting);
        let mut next = vec![0.0; months];
        if months > 1 {
            next[1] = other * to + idle * stay;
            for run in 1..months - 1 {
                next[run + 1] = runs[run] * stay;
            }
        }
        let leave = contracting * calm * rates.redraw * 2.0 * third;
        other = other * (calm - to) + leave + stepped_up * 2.0 * third;
        idle = stepped_up * third;
        runs = next;
    }
    (1.0 - other - idle - runs.iter().sum::<f64>()).clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}
