//! Runs of the likeliest phase, and where reach turned at the start of each.

use super::Phase;
use super::chain::Trace;
use super::outcome::{PhaseRun, ReachMonth, TurningPoint};

/// Probability from which a phase is established.
const ESTABLISHED: f64 = 0.95;
/// Part of a rise or fall that must have been made for it to have begun.
const TURNED: f32 = 0.1;
const INTERVAL: (f64, f64) = (0.05, 0.95);

/// The runs, from the months' probabilities and the draws behind them.
pub(super) fn runs(months: &[ReachMonth], traces: &[Trace]) -> Vec<PhaseRun> {
    let numbered = months.iter().enumerate();
    let mut spans: Vec<Span> = Vec::new();
    for (t, month) in numbered.filter(|(_, month)| month.nowhere < 0.5) {
        let best = (0..3).fold(0, |a, b| {
            if month.phases[b] > month.phases[a] {
                b
            } else {
                a
            }
        });
        match spans.last_mut() {
            Some(span) if span.phase == best && t == span.last + 1 => span.last = t,
            _ => spans.push(Span {
                phase: best,
                first: t,
                last: t,
            }),
        }
    }
    let run = |span: &Span| span.run(months, traces);
    spans.iter().filter_map(run).collect()
}

/// Months in a row, counted from the first of the fit, with one likeliest phase.
struct Span {
    phase: usize,
    first: usize,
    last: usize,
}

impl Span {
    fn run(&self, months: &[ReachMonth], traces: &[Trace]) -> Option<PhaseRun> {
        let likely = |t: usize| months[t].phases[self.phase];
        let core = (self.first..=self.last)
            .rev()
            .max_by(|a, b| likely(*a).total_cmp(&likely(*b)))?;
        let turns = self.turns(core, months.len(), traces);
        let month = |t: usize| months[t].month;
        let quantile = |p: f64| {
            let at = (p * (turns.len().max(1) - 1) as f64).round() as usize;
            turns.get(at).copied().unwrap_or(self.first)
        };
        let first = self.first.max(quantile(0.5));
        let sum: f64 = (first..=self.last).map(likely).sum();
        let established = (first..=self.last).find(|t| likely(*t) >= ESTABLISHED);
        Some(PhaseRun {
            phase: Phase::ALL[self.phase],
            first: month(first),
            begins: TurningPoint {
                median: month(quantile(0.5)),
                earliest: month(quantile(INTERVAL.0)),
                latest: month(quantile(INTERVAL.1)),
            },
            established: established.map(month),
            last: month(self.last),
            probability: sum / (self.last - first + 1) as f64,
        })
    }

    /// Where each draw that has this phase in the core month turns to it, in rising order.
    fn turns(&self, core: usize, months: usize, traces: &[Trace]) -> Vec<usize> {
        let draws = traces.iter().flat_map(|trace| {
            let phases = trace.draws.phases.chunks_exact(months);
            phases.zip(trace.draws.places.chunks_exact(months))
        });
        let held = draws.filter(|(phases, _)| usize::from(phases[core]) == self.phase);
        let mut turns: Vec<usize> = held
            .map(|(phases, places)| turn(phases, places, core))
            .collect();
        turns.sort_unstable();
        turns
    }
}

/// First month of the run of one phase around a month of the core, in one draw: not before a tenth of
/// the rise (expansion) or fall (contraction) of the places held in the run has been made, from
/// their least before the core to their most in the run, or the other way round.
fn turn(phases: &[u8], places: &[f32], core: usize) -> usize {
    let phase = phases[core];
    let start = phases[..core]
        .iter()
        .rposition(|other| *other != phase)
        .map_or(0, |before| before + 1);
    let sign = match Phase::of(phase) {
        Phase::Expansion => 1.0,
        Phase::Contraction => -1.0,
        Phase::Plateau => return start,
    };
    // The month before the run counts: the first change is from it.
    let from = start.saturating_sub(1);
    let path = || places[from..=core].iter().map(|held| sign * held);
    let least = path().fold(f32::INFINITY, f32::min);
    let rest = phases[core..].iter().take_while(|other| **other == phase);
    let run = &places[core..core + rest.count()];
    let most = run
        .iter()
        .fold(f32::NEG_INFINITY, |most, held| most.max(sign * held));
    let enough = least + TURNED * (most - least);
    match path().take(core - from).rposition(|held| held <= enough) {
        None | Some(0) if start == 0 => 0,
        last => (from + last.map_or(0, |last| last + 1)).clamp(start, core),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_waits_for_a_tenth_of_the_rise_or_fall() {
        let [e, p, c] = [0, 1, 2];
        let phases = [p, e, e, e, e, c, c, c];
        let places = [3.0, 3.0, 2.0, 25.0, 42.0, 41.0, 30.0, 12.0];
        // Expansion from month 1; 5 places, a tenth of the rise to 42, are passed in month 3.
        assert_eq!(turn(&phases, &places, 4), 3);
        // Contraction from month 5; 39 places, a tenth of the fall from 42, are passed in month 6.
        assert_eq!(turn(&phases, &places, 7), 6);
        assert_eq!(turn(&phases, &places, 0), 0);
        // The core itself when nothing has turned before it.
        assert_eq!(turn(&phases, &places, 1), 1);
        // A plateau begins where its phase does, a run from the first month with it.
        assert_eq!(turn(&[c, c, p, p, p], &[1.0; 5], 4), 2);
        assert_eq!(turn(&[e; 4], &[1.0, 2.0, 3.0, 4.0], 3), 0);
        assert_eq!(turn(&[e; 4], &[1.0, 1.0, 3.0, 4.0], 3), 2);
    }
}
