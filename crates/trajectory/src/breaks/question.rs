//! Did a new phase begin around this month, as known so many months later?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::Weighted;
use stats::logspace::log_sum_exp;

use super::course::rose_and_fell;
use super::filter::{Move, State};
use super::prior::Prior;

/// A new phase around a month begins in the month before it, in it, or in the two after, as far as
/// the hindsight reaches.
const BEFORE: usize = 1;
const AFTER: usize = 2;

/// Log evidence of the months up to the hindsight's end, without a jump in the window, and with one
/// upwards and one downwards at each of its months.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WindowEvidence {
    pub(super) first: usize,
    pub(super) without: f64,
    pub(super) up: Vec<f64>,
    pub(super) down: Vec<f64>,
}

impl WindowEvidence {
    /// Log Bayes factors of a jump upwards, and of one downwards, at some month of the window, all
    /// alike beforehand.
    pub(super) fn log_factors(&self) -> (f64, f64) {
        let months = self.up.len() as f64;
        let factor = |with: &[f64]| log_sum_exp(with) - months.ln() - self.without;
        (factor(&self.up), factor(&self.down))
    }
}

/// `counts` ends with the hindsight; `month` is the index of the month asked about.
pub(super) fn window_evidence(
    prior: &Prior,
    counts: &[u32],
    month: usize,
    hindsight: usize,
) -> WindowEvidence {
    let first = month.saturating_sub(BEFORE).max(1);
    let last = (month + AFTER.min(hindsight)).min(counts.len().saturating_sub(1));
    let window = (last + 1).saturating_sub(first);
    let mut without = Vec::new();
    let mut with = [vec![Vec::new(); window], vec![Vec::new(); window]];
    for (setting, weight) in prior.settings() {
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
        for (logs, how) in with.iter_mut().zip([Move::Up, Move::Down]) {
            for (i, logs) in logs.iter_mut().enumerate() {
                logs.push(rest(Some((first + i, how))));
            }
        }
    }
    let [up, down] = with.map(|logs| logs.iter().map(|logs| log_sum_exp(logs)).collect());
    WindowEvidence {
        first,
        without: log_sum_exp(&without),
        up,
        down,
    }
}

/// What is asked about: a country's months, ended by the hindsight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// State-based events by month, up to the last month that may be read.
    pub state_based: &'a [u32],
    /// Events of all organised violence, the same months.
    pub all: &'a [u32],
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
    /// Month of the window by index, with the probability that the new phase began there, if one
    /// did.
    pub begins: Vec<(usize, f64)>,
}

/// A level that is a quarter higher or lower is a change.
const CHANGE: f64 = 1.25;

/// Answers from the months up to the hindsight's end.
///
/// `None` when there are fewer than two months, when the two series differ in length, or when they
/// do not reach the month.
pub fn ask(prior: &Prior, question: &Question<'_>) -> Option<Answer> {
    let Question {
        state_based,
        all,
        month,
    } = *question;
    if month >= state_based.len() || state_based.len() != all.len() || state_based.len() < 2 {
        return None;
    }
    let hindsight = state_based.len() - 1 - month;
    let evidence = window_evidence(prior, state_based, month, hindsight);
    let (log_up, log_down) = evidence.log_factors();
    let (share_up, share_down) = prior.salient;
    let share_none = 1.0 - share_up - share_down;
    let (up, down) = (log_up + share_up.ln(), log_down + share_down.ln());
    let total = log_sum_exp(&[up, down, share_none.ln()]);
    let (p_up, p_down) = ((up - total).exp(), (down - total).exp());
    let p_new_phase = (p_up + p_down).min(1.0);
    // The weight of evidence is what moved the odds: posterior over prior.
    let log_factor = log_sum_exp(&[up, down]) - (share_up + share_down).ln();
    let upward = if p_new_phase > 0.0 {
        p_up / (p_up + p_down)
    } else {
        0.5
    };
    let (rose, fell) = rose_and_fell(prior, all, month, CHANGE);
    let sizes = Weighted::new(jump_sizes(prior, state_based, &evidence, upward));
    let months: Vec<f64> = evidence
        .up
        .iter()
        .zip(&evidence.down)
        .map(|(a, b)| log_sum_exp(&[a + share_up.ln(), b + share_down.ln()]))
        .collect();
    let sum = log_sum_exp(&months);
    Some(Answer {
        p_new_phase,
        p_degradation: (1.0 - p_new_phase) * rose,
        p_status_quo: (1.0 - p_new_phase) * (1.0 - rose - fell).max(0.0),
        p_receding: (1.0 - p_new_phase) * fell,
        decibans: 10.0 * log_factor / std::f64::consts::LN_10,
        p_upward: upward,
        factor: sizes.map(|sizes| [0.05, 0.5, 0.95].map(|p| sizes.quantile(p).exp())),
        begins: months
            .iter()
            .enumerate()
            .map(|(i, log)| (evidence.first + i, (log - sum).exp()))
            .collect(),
    })
}

/// Sizes of the jump with their weights, given that there was one in the window and with what
/// probability it led upwards.
fn jump_sizes(
    prior: &Prior,
    counts: &[u32],
    evidence: &WindowEvidence,
    upward: f64,
) -> Vec<(f64, f64)> {
    let last = (evidence.first + evidence.up.len()).saturating_sub(1);
    let mut parts = Vec::new();
    for (setting, weight) in prior.settings() {
        let data = setting.counting.likelihoods(counts);
        for at in evidence.first..=last {
            let mut before = State::start();
            before.log = weight.ln();
            for t in 0..at {
                let how = if t < evidence.first {
                    Move::Either
                } else {
                    Move::Wander
                };
                setting.advance(&mut before, &data, t, how);
            }
            let future = setting.future(&data, at, last);
            parts.extend(setting.sizes(&before, &future));
        }
    }
    let top = parts
        .iter()
        .map(|part| part.1)
        .fold(f64::NEG_INFINITY, f64::max);
    let mut sizes: Vec<(f64, f64)> = parts
        .into_iter()
        .map(|(size, log)| (size, (log - top).exp()))
        .collect();
    // The two directions weigh what the answer says, not what half and half would.
    for up in [true, false] {
        let share = if up { upward } else { 1.0 - upward };
        let same = |size: &(f64, f64)| (size.0 > 0.0) == up;
        let sum: f64 = sizes.iter().filter(|s| same(s)).map(|s| s.1).sum();
        if sum > 0.0 {
            for size in sizes.iter_mut().filter(|s| same(s)) {
                size.1 *= share / sum;
            }
        }
    }
    sizes
}
