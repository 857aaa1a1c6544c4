//! Paths drawn backwards given the whole series.

use rand::RngExt;
use rayon::prelude::*;
use stats::{Stream, pick};

use super::dynamics::{ENTRY, PACE_COUNT, phase_at};
use super::pass::{Candidate, Forward};
use crate::breaks::level::{Jump, Levels, POINTS, log_level};
use crate::reach::Phase;

/// Paths drawn side by side.
const AT_A_TIME: usize = 32;

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

    /// Draws paths from the last month back to the first, one for each random stream; some at a time
    /// take a month before any of them takes the one before it, while that month is at hand.
    pub(super) fn draw(
        candidate: &Candidate,
        forward: &Forward,
        streams: &mut [Stream],
    ) -> Vec<Self> {
        let arrivals = arrivals(&candidate.dynamics.jump);
        let some = streams.par_chunks_mut(AT_A_TIME);
        some.flat_map_iter(|streams| Self::draw_some(candidate, forward, &arrivals, streams))
            .collect()
    }

    fn draw_some(
        candidate: &Candidate,
        forward: &Forward,
        arrivals: &[Levels],
        streams: &mut [Stream],
    ) -> Vec<Self> {
        let n = forward.fields.len();
        let mut paths = vec![Self::blank(n); streams.len()];
        let Some(last) = forward.fields.last() else {
            return paths;
        };
        let mut sum = 0.0;
        let ends: Vec<f64> = last
            .iter()
            .flatten()
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        let mut at: Vec<(usize, usize)> = streams
            .iter_mut()
            .map(|random| {
                let drawn = random.random::<f64>() * sum;
                let cell = ends.partition_point(|end| *end <= drawn);
                let cell = cell.min(ends.len() - 1);
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
                let (before, origin, stepped) =
                    origin(candidate, forward, arrivals, t, *at, random);
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

/// For each point the probabilities with which a jump from every point leads to it.
fn arrivals(jump: &Jump) -> Vec<Levels> {
    let at = |point: usize| -> Levels { std::array::from_fn(|i| f64::from(u8::from(i == point))) };
    (0..POINTS).map(|point| jump.backward(&at(point))).collect()
}

/// Pace and point of the month before `t`, and whether a step led from them to those of `t`.
fn origin(
    candidate: &Candidate,
    forward: &Forward,
    arrivals: &[Levels],
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
    let pace_at =
        |i: usize, random: &mut Stream| pick((0..PACE_COUNT).map(|s| field[s][i]), random);
    // The same pace, or one drawn anew, for each point that leads here.
    let way =
        |(i, weight): (usize, f64)| (i, weight * keep * field[pace][i], weight * drawn * whole[i]);
    let drift = &dynamics.drifts[pace];
    let chosen = match drift.inner_origins(point) {
        Some(origins) => choose_of_three(origins.map(way), step, random),
        None => choose(drift.origins(point).map(way), step, random),
    };
    match chosen {
        Some((i, true)) => return (pace, i, false),
        Some((i, false)) => return (pace_at(i, random), i, false),
        None => {}
    }
    let i = pick(
        arrivals[point].iter().zip(whole).map(|(a, b)| a * b),
        random,
    );
    (pace_at(i, random), i, i != point)
}

/// One of the points that lead to another, each with the weights of the same pace and of another, and
/// whether the pace is the same; none for the weight of what is left.
fn choose(
    ways: impl Iterator<Item = (usize, f64, f64)> + Clone,
    rest: f64,
    random: &mut Stream,
) -> Option<(usize, bool)> {
    let total: f64 = ways.clone().map(|(_, same, other)| same + other).sum();
    let mut left = random.random::<f64>() * (total + rest);
    if left >= total {
        return None;
    }
    for (i, same, other) in ways {
        left -= same;
        if left < 0.0 {
            return Some((i, true));
        }
        left -= other;
        if left < 0.0 {
            return Some((i, false));
        }
    }
    None
}

/// The same among three, without a branch that depends on the draw.
fn choose_of_three(
    ways: [(usize, f64, f64); 3],
    rest: f64,
    random: &mut Stream,
) -> Option<(usize, bool)> {
    let mut total = 0.0;
    let mut ends = [0.0; 6];
    for (ends, (_, same, other)) in ends.chunks_exact_mut(2).zip(&ways) {
        ends[0] = total + same;
        ends[1] = ends[0] + other;
        total = ends[1];
    }
    let drawn = random.random::<f64>() * (total + rest);
    let passed: usize = ends.iter().map(|end| usize::from(drawn >= *end)).sum();
    ways.get(passed / 2)
        .map(|way| (way.0, passed.is_multiple_of(2)))
}
