//! Every month of a series at once: where the breaks are, as known at its end.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::logspace::log_sum_exp;

use super::filter::Smoothed;
use super::level::{Levels, log_level};
use super::observe::Likelihoods;
use super::prior::Prior;

/// Settings with less posterior weight than this are not smoothed.
const NEGLIGIBLE: f64 = 1e-3;

/// What is known of one month, given the whole series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MonthPosterior {
    /// Probability that a new phase began in this month.
    pub p_break: f64,
    /// Mean of the logarithm of the level, events a month.
    pub log_level: f64,
    /// Its standard deviation.
    pub deviation: f64,
}

/// The posterior of breaks and level by month. Empty for an empty series.
pub fn scan(prior: &Prior, counts: &[u32]) -> Vec<MonthPosterior> {
    let log_levels: Levels = std::array::from_fn(log_level);
    let settings = prior.events.settings();
    let passes: Vec<(Likelihoods, Vec<Levels>, f64)> = settings
        .par_iter()
        .map(|(setting, weight)| {
            let data = setting.counting.likelihoods(counts);
            let (forward, log) = setting.forward(&data);
            (data, forward, log + weight.ln())
        })
        .collect();
    let total = log_sum_exp(&passes.iter().map(|pass| pass.2).collect::<Vec<f64>>());
    let smoothed: Vec<(f64, Vec<Smoothed>)> = settings
        .par_iter()
        .zip(&passes)
        .filter(|(_, pass)| (pass.2 - total).exp() > NEGLIGIBLE)
        .map(|((setting, _), (data, forward, log))| {
            let months = setting.smooth(data, forward, &log_levels);
            ((log - total).exp(), months)
        })
        .collect();
    let kept: f64 = smoothed.iter().map(|(weight, _)| weight).sum();
    (0..counts.len())
        .map(|t| {
            let mean_of = |of: &dyn Fn(&Smoothed) -> f64| -> f64 {
                smoothed
                    .iter()
                    .map(|(w, months)| w / kept * of(&months[t]))
                    .sum()
            };
            let mean = mean_of(&|m| m.mean);
            let square = mean_of(&|m| m.variance + m.mean.powi(2));
            MonthPosterior {
                p_break: mean_of(&|m| m.jump),
                log_level: mean,
                deviation: (square - mean.powi(2)).max(0.0).sqrt(),
            }
        })
        .collect()
}

/// A break with its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// Index of the likeliest month.
    pub month: usize,
    /// First and last index of the shortest span of months around it that hold 90 % of the break's
    /// probability within half a year either side.
    pub from: usize,
    /// Last index of that span.
    pub to: usize,
}

/// Breaks that more likely than not happened within five months: maxima of the probability summed
/// over three months, more than half a year apart, each with the probability of a break within half a
/// year either side.
pub fn turning_points(months: &[MonthPosterior]) -> Vec<(Span, f64)> {
    const REACH: usize = 6;
    let near = |t: usize, reach: usize| -> f64 {
        let from = t.saturating_sub(reach);
        let to = (t + reach).min(months.len().saturating_sub(1));
        months[from..=to].iter().map(|m| m.p_break).sum()
    };
    let mut order: Vec<usize> = (0..months.len()).collect();
    order.sort_by(|&a, &b| near(b, 1).total_cmp(&near(a, 1)).then(a.cmp(&b)));
    let mut taken: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for t in order {
        if taken.iter().any(|&other| other.abs_diff(t) <= REACH) {
            continue;
        }
        let total = near(t, REACH).min(1.0);
        if near(t, 2) < 0.5 {
            continue;
        }
        taken.push(t);
        let peak = (t.saturating_sub(1)..=(t + 1).min(months.len() - 1))
            .max_by(|&a, &b| months[a].p_break.total_cmp(&months[b].p_break))
            .unwrap_or(t);
        let (mut from, mut to) = (peak, peak);
        let mut held = months[peak].p_break;
        while held < 0.9 * total {
            let below = from.checked_sub(1).filter(|&i| peak - i <= REACH);
            let above = Some(to + 1).filter(|&i| i < months.len() && i - peak <= REACH);
            let gain = |at: Option<usize>| at.map_or(-1.0, |i| months[i].p_break);
            match (below, above) {
                (None, None) => break,
                _ if gain(below) >= gain(above) => from -= 1,
                _ => to += 1,
            }
            held = months[from..=to].iter().map(|m| m.p_break).sum();
        }
        found.push((
            Span {
                month: peak,
                from,
                to,
            },
            total,
        ));
    }
    found.sort_by_key(|(span, _)| span.month);
    found
}
