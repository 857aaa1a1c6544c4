//! Paths drawn backwards given the whole series.

use rand::RngExt;
use stats::Stream;

use super::dynamics::{ENTRY, PACE_COUNT, phase_at};
use super::pass::{Candidate, Forward};
use crate::breaks::level::{Levels, POINTS, log_level};
use crate::reach::Phase;

/// A drawn path: each month's phase, level and step.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) phases: Vec<Phase>,
    /// Point of the grid.
    pub(super) points: Vec<u8>,
    /// Points that a step moved; 0 without a step.
    pub(super) steps: Vec<i8>,
}

/// Levels of all points.
pub(super) fn levels() -> Levels {
    std::array::from_fn(|point| log_level(point).exp())
}

impl Path {
    /// A path to be filled in.
    pub(super) fn blank(months: usize) -> Self {
        Self {
            phases: vec![Phase::Plateau; months],
            points: vec![0; months],
            steps: vec![0; months],
        }
    }

    /// Logarithm of the level.
    pub(super) fn log_level(&self, t: usize) -> f64 {
        log_level(usize::from(self.points[t]))
    }

    /// Logarithm of the factor of the step that led to a month, if one did.
    pub(super) fn step(&self, t: usize) -> Option<f64> {
        let points = self.steps[t];
        (points != 0).then(|| f64::from(points) * crate::breaks::level::step())
    }

    /// Draws paths from the last month back to the first, one for each random stream; all take a month
    /// before any takes the one before it, while that month is at hand.
    pub(super) fn draw(
        candidate: &Candidate,
        forward: &Forward,
        streams: &mut [Stream],
    ) -> Vec<Self> {
        let n = forward.fields.len();
        let mut paths = vec![Self::blank(n); streams.len()];
        let Some(last) = forward.fields.last() else {
            return paths;
        };
        let mut at: Vec<(usize, usize)> = streams
            .iter_mut()
            .map(|random| {
                let cell = pick(last.iter().flatten().copied(), random);
                (cell / POINTS, cell % POINTS)
            })
            .collect();
        for t in (0..n).rev() {
            for ((path, at), random) in paths.iter_mut().zip(&mut at).zip(streams.iter_mut()) {
                let (pace, point) = *at;
                path.points[t] = point as u8;
                path.phases[t] = phase_at(pace, point);
                if t == 0 {
                    continue;
                }
                let (before, origin, stepped) = origin(candidate, forward, t, *at, random);
                if stepped {
                    path.steps[t] = (point as isize - origin as isize) as i8;
                    path.phases[t] = if point > origin {
                        Phase::Expansion
                    } else {
                        Phase::Contraction
                    };
                }
                *at = (before, origin);
            }
        }
        paths
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
    let whole = &forward.wholes[t - 1];
    let keep = (1.0 - rates.step) * (1.0 - rates.redraw);
    let drawn = (1.0 - rates.step) * rates.redraw * ENTRY[pace];
    let [up, down] = &forward.stepped[t];
    let step = ENTRY[pace] * (up[point] + down[point]);
    // The same pace, and one drawn anew, for each point that leads here.
    let mut ways = [(0, 0.0, 0.0); 16];
    let mut total = 0.0;
    for (way, (i, weight)) in ways.iter_mut().zip(dynamics.drifts[pace].origins(point)) {
        *way = (i, weight * keep * field[pace][i], weight * drawn * whole[i]);
        total += way.1 + way.2;
    }
    let pace_at =
        |i: usize, random: &mut Stream| pick((0..PACE_COUNT).map(|s| field[s][i]), random);
    let mut left = random.random::<f64>() * (total + step);
    if left < total {
        for (i, same, other) in ways {
            left -= same;
            if left < 0.0 {
                return (pace, i, false);
            }
            left -= other;
            if left < 0.0 {
                return (pace_at(i, random), i, false);
            }
        }
    }
    let mut here = [0.0; POINTS];
    here[point] = 1.0;
    let reached = dynamics.jump.backward(&here);
    let i = pick(reached.iter().zip(whole).map(|(a, b)| a * b), random);
    (pace_at(i, random), i, i != point)
}

/// Number of the weight drawn; the last of those above nothing when rounding leaves none.
pub(super) fn pick(weights: impl Iterator<Item = f64> + Clone, random: &mut Stream) -> usize {
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
