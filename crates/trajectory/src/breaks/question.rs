//! Did a new phase begin around this month, as known so many months later?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::Weighted;
use stats::logspace::log_sum_exp;

use super::course::rose_and_fell;
use super::filter::{Move, State};
use super::prior::{AFTER, BEFORE, Prior, Ways};
use super::world;

/// How much the evidence of deaths counts beside that of events: the two are averaged.
const DEATHS: f64 = 0.5;
/// What the pooled evidence against a new phase, and for one, counts: set on 24,000 simulated series so
/// that the probabilities are right as often as they say. It changes no ranking of months asked about
/// with the same hindsight.
const AGAINST: f64 = 1.1;
const FOR: f64 = 0.9;

/// The logarithm that two accounts of the same months give together, from that of each.
///
/// Events and deaths are not independent, so that their logarithms are averaged, not added.
fn pool(events: f64, deaths: f64) -> f64 {
    (1.0 - DEATHS) * events + DEATHS * deaths
}

/// What the months say of a new phase that begins in one of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Onset {
    /// The month: 0 for the first in which a new phase around the month asked about may begin.
    pub(super) number: usize,
    /// Log Bayes factor of a jump upwards there against none around the month.
    pub(super) up: f64,
    /// The same of one downwards.
    pub(super) down: f64,
}

/// What the months up to the hindsight's end say, by month in which a new phase may have begun.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    /// Index of the month numbered 0; negative when the series begins after it.
    pub(super) origin: isize,
    /// The months that the series has from its second to its last.
    pub(super) onsets: Vec<Onset>,
}

impl Evidence {
    /// Both series end with the hindsight; no deaths at all means that they are not known.
    pub(super) fn of(prior: &Prior, events: &[u32], deaths: &[u32], month: usize) -> Self {
        let by_events = log_factors(&prior.events, events, month);
        if deaths.is_empty() {
            return by_events;
        }
        let by_deaths = log_factors(&prior.deaths, deaths, month);
        Self {
            origin: by_events.origin,
            onsets: by_events
                .onsets
                .iter()
                .zip(&by_deaths.onsets)
                .map(|(a, b)| Onset {
                    number: a.number,
                    up: pool(a.up, b.up),
                    down: pool(a.down, b.down),
                })
                .collect(),
        }
    }
}

/// Of one series on its own.
fn log_factors(ways: &Ways, counts: &[u32], month: usize) -> Evidence {
    let origin = month as isize - BEFORE as isize;
    let first = month.saturating_sub(BEFORE).max(1);
    let last = (month + AFTER).min(counts.len().saturating_sub(1));
    let mut without = Vec::new();
    let mut with: Vec<[Vec<f64>; 2]> = (first..=last).map(|_| [Vec::new(), Vec::new()]).collect();
    for (setting, weight) in ways.settings() {
        let data = setting.counting.likelihoods(counts);
        let mut state = State::start();
        state.log = weight.ln();
        for t in 0..first.min(data.len()) {
            setting.advance(&mut state, &data, t, Move::Either);
        }
        let rest = |jump: Option<(usize, Move)>| {
            let mut state = state.clone();
            for t in first..data.len() {
                let how = match jump {
                    Some((at, how)) if at == t => how,
                    _ if t <= last => Move::Wander,
                    _ => Move::Either,
                };
                setting.advance(&mut state, &data, t, how);
            }
            state.log
        };
        without.push(rest(None));
        for (logs, at) in with.iter_mut().zip(first..) {
            logs[0].push(rest(Some((at, Move::Up))));
            logs[1].push(rest(Some((at, Move::Down))));
        }
    }
    let without = log_sum_exp(&without);
    let onsets = with
        .iter()
        .zip(first..)
        .map(|([up, down], at)| Onset {
            number: (at as isize - origin).unsigned_abs(),
            up: log_sum_exp(up) - without,
            down: log_sum_exp(down) - without,
        })
        .collect();
    Evidence { origin, onsets }
}

/// What is asked about: a country's months, ended by the hindsight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// State-based events by month, up to the last month that may be read.
    pub state_based: &'a [u32],
    /// Events of all organised violence, the same months.
    pub all: &'a [u32],
    /// Deaths outside each month's deadliest event, the same months; empty when they are not known,
    /// so that events alone speak.
    pub beyond_deadliest: &'a [u32],
    /// Index of the month asked about.
    pub month: usize,
}

/// The answer: four readings that exclude each other and sum to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Probability that a new phase began around the month (a war's beginning or end included).
    pub p_new_phase: f64,
    /// Probability that none began and the level of all violence rose by more than a quarter over
    /// the year before and the hindsight: the status quo degrades.
    pub p_degradation: f64,
    /// Probability that none began and the level stayed within a quarter.
    pub p_status_quo: f64,
    /// Probability that none began and the level fell by more than a quarter.
    pub p_receding: f64,
    /// Weight of the series' evidence for a new phase, in decibans.
    pub decibans: f64,
    /// Probability that the new phase, if one began, is one of more violence.
    pub p_upward: f64,
    /// Factor by which the level of state-based events changed, if a new phase began: 5 %, 50 % and
    /// 95 % quantiles; none when no jump fits the counts at all.
    pub factor: Option<[f64; 3]>,
    /// Share of the breaks of all countries' records in the same direction that are smaller than the
    /// median factor, 0 to 1 ([`world`](super::world)); none without a factor.
    pub larger_than: Option<f64>,
    /// Month of the window by index, with the probability that the new phase began there, if one
    /// did.
    pub begins: Vec<(usize, f64)>,
}

/// A level that is a quarter higher or lower is a change.
const CHANGE: f64 = 1.25;

/// Answers from the months up to the hindsight's end.
///
/// `None` when there are fewer than two months, when the series differ in length, or when they do not
/// reach the month.
pub fn ask(prior: &Prior, question: &Question<'_>) -> Option<Answer> {
    let Question {
        state_based,
        all,
        beyond_deadliest: deaths,
        month,
    } = *question;
    let months = state_based.len();
    let uneven = all.len() != months || (!deaths.is_empty() && deaths.len() != months);
    if month >= months || months < 2 || uneven {
        return None;
    }
    let evidence = Evidence::of(prior, state_based, deaths, month);
    let (all_up, all_down) = prior.onsets.total();
    let none = 1.0 - all_up - all_down;
    let joint: Vec<[f64; 2]> = evidence
        .onsets
        .iter()
        .map(|onset| {
            [
                onset.up + prior.onsets.up[onset.number].ln(),
                onset.down + prior.onsets.down[onset.number].ln(),
            ]
        })
        .collect();
    let before: f64 = evidence
        .onsets
        .iter()
        .map(|onset| prior.onsets.up[onset.number] + prior.onsets.down[onset.number])
        .sum();
    let side = |way: usize| log_sum_exp(&joint.iter().map(|x| x[way]).collect::<Vec<f64>>());
    let (up, down) = (side(0), side(1));
    let some = log_sum_exp(&[up, down]);
    let prior_odds = (before / none).ln();
    let pooled = some - none.ln() - prior_odds;
    let evidence_for = pooled * if pooled < 0.0 { AGAINST } else { FOR };
    let p_new_phase = 1.0 / (1.0 + (-prior_odds - evidence_for).exp());
    let p_upward = (up - some).exp();
    let decibans = 10.0 * evidence_for / std::f64::consts::LN_10;
    let (rose, fell) = rose_and_fell(prior, all, month, CHANGE);
    let shares: Vec<[f64; 2]> = joint
        .iter()
        .map(|x| x.map(|log| (log - some).exp()))
        .collect();
    let first = evidence
        .onsets
        .first()
        .map_or(1, |onset| evidence.origin + onset.number as isize)
        .unsigned_abs();
    let sizes = Weighted::new(jump_sizes(prior, state_based, first, &shares));
    let factor = sizes.map(|sizes| [0.05, 0.5, 0.95].map(|p| sizes.quantile(p).exp()));
    Some(Answer {
        p_new_phase,
        p_degradation: (1.0 - p_new_phase) * rose,
        p_status_quo: (1.0 - p_new_phase) * (1.0 - rose - fell).max(0.0),
        p_receding: (1.0 - p_new_phase) * fell,
        decibans,
        p_upward,
        factor,
        larger_than: factor.map(|[_, median, _]| world::smaller_breaks(median)),
        begins: shares
            .iter()
            .enumerate()
            .map(|(i, [up, down])| (first + i, up + down))
            .collect(),
    })
}

/// Sizes of the jump with their weights, given that there was one, with the probability that it led up
/// and that it led down in each month from `first` on.
fn jump_sizes(prior: &Prior, counts: &[u32], first: usize, shares: &[[f64; 2]]) -> Vec<(f64, f64)> {
    let last = (first + shares.len()).saturating_sub(1);
    let settings = prior.events.settings();
    let mut sizes = Vec::new();
    for (at, share) in (first..).zip(shares) {
        let mut parts = Vec::new();
        for (setting, weight) in &settings {
            let data = setting.counting.likelihoods(counts);
            let mut before = State::start();
            before.log = weight.ln();
            for t in 0..at {
                let how = if t < first {
                    Move::Either
                } else {
                    Move::Wander
                };
                setting.advance(&mut before, &data, t, how);
            }
            let future = setting.future(&data, at, last);
            parts.extend(setting.sizes(&before, &future));
        }
        let top = parts
            .iter()
            .map(|part| part.1)
            .fold(f64::NEG_INFINITY, f64::max);
        for (way, share) in share.iter().enumerate() {
            let same = |size: f64| (size > 0.0) == (way == 0);
            let weights = parts
                .iter()
                .filter(|part| same(part.0))
                .map(|part| (part.0, (part.1 - top).exp()));
            let sum: f64 = weights.clone().map(|part| part.1).sum();
            if sum > 0.0 {
                sizes.extend(weights.map(|(size, weight)| (size, share * weight / sum)));
            }
        }
    }
    sizes
}
