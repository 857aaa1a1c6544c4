//! Paths drawn backwards given the whole series.

use rand::RngExt;
use stats::Stream;

use super::dynamics::{ENTRY, PACE_COUNT, phase_at};
use super::pass::{Candidate, Forward, over_paces};
use crate::breaks::level::{POINTS, log_level};
use crate::reach::Phase;

/// A drawn path: each month's phase, level and step.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) phases: Vec<Phase>,
    /// Point of the grid.
    points: Vec<u8>,
    /// Points that a step moved; 0 without a step.
    steps: Vec<i8>,
}

impl Path {
    /// Logarithm of the level.
    pub(super) fn log_level(&self, t: usize) -> f64 {
        log_level(usize::from(self.points[t]))
    }

    /// Logarithm of the factor of the step that led to a month, if one did.
    pub(super) fn step(&self, t: usize) -> Option<f64> {
        let points = self.steps[t];
        (points != 0).then(|| f64::from(points) * crate::breaks::level::step())
    }

    /// Draws a path from the last month back to the first.
    pub(super) fn draw(candidate: &Candidate, forward: &Forward, random: &mut Stream) -> Self {
        let n = forward.fields.len();
        let mut path = Self {
            phases: vec![Phase::Plateau; n],
            points: vec![0; n],
            steps: vec![0; n],
        };
        let Some(last) = forward.fields.last() else {
            return path;
        };
        let at = pick(last.iter().flatten().copied(), random);
        let (mut pace, mut point) = (at / POINTS, at % POINTS);
        for t in (0..n).rev() {
            path.points[t] = point as u8;
            path.phases[t] = phase_at(pace, point);
            if t == 0 {
                break;
            }
            let (before, origin, stepped) = origin(candidate, forward, t, (pace, point), random);
            if stepped {
                path.steps[t] = (point as isize - origin as isize) as i8;
                path.phases[t] = if point > origin {
                    Phase::Expansion
                } else {
                    Phase::Contraction
                };
            }
            (pace, point) = (before, origin);
        }
        path
    }
}

/// Pace and point of the month before `t`, and whether a step led from them to those of `t`.
fn origin(
    candidate: &Candidate,
    forward: &Forward,
    t: usize,
    (pace, point): (usize, usize),
    random: &mut Stream,
) -> (usize, usize, bool) {
    let dynamics = &candidate.dynamics;
    let rates = dynamics.rates;
    let field = &forward.fields[t - 1];
    let whole = |i: usize| -> f64 { (0..PACE_COUNT).map(|s| field[s][i]).sum() };
    let drawn = rates.redraw * ENTRY[pace];
    // The same pace, a pace drawn anew, for each point that leads here; and a step.
    let mut ways: Vec<(usize, bool, f64)> = Vec::with_capacity(2 * 16);
    for (i, weight) in dynamics.drifts[pace].origins(point) {
        let weight = weight * (1.0 - rates.step);
        ways.push((i, true, weight * (1.0 - rates.redraw) * field[pace][i]));
        ways.push((i, false, weight * drawn * whole(i)));
    }
    let [up, down] = &forward.stepped[t];
    let step = ENTRY[pace] * (up[point] + down[point]);
    let way = pick(
        ways.iter().map(|way| way.2).chain(std::iter::once(step)),
        random,
    );
    match ways.get(way) {
        Some(&(i, true, _)) => (pace, i, false),
        Some(&(i, false, _)) => (pick((0..PACE_COUNT).map(|s| field[s][i]), random), i, false),
        None => {
            let mut here = [0.0; POINTS];
            here[point] = 1.0;
            let reached = dynamics.jump.backward(&here);
            let all = over_paces(field);
            let i = pick(reached.iter().zip(&all).map(|(a, b)| a * b), random);
            (pick((0..PACE_COUNT).map(|s| field[s][i]), random), i, true)
        }
    }
}

/// Number of the weight drawn; the last of those above nothing when rounding leaves none.
fn pick(weights: impl Iterator<Item = f64> + Clone, random: &mut Stream) -> usize {
    let mut left = random.random::<f64>() * weights.clone().sum::<f64>();
    let mut drawn = 0;
    for (i, weight) in weights.enumerate() {
        if weight > 0.0 {
            drawn = i;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
    }
    drawn
}
