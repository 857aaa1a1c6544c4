//! Paths of the model before any data are seen.

use std::ops::Range;
use std::sync::Arc;

use rand::RngExt;
use rayon::prelude::*;
use stats::{Stream, pick};

use super::dynamics::{Dynamics, ENTRY, Field, phase_at};
use super::pass::Candidate;
use super::paths::Path;
use crate::breaks::level::POINTS;
use crate::breaks::observe::Likelihoods;
use crate::reach::Phase;

/// Paths drawn: the standard error of a probability is at most 0.011.
const PATHS: u64 = 2000;

/// Paths over the months asked about, as many of each kind of moves as its weight asks for; the weights sum to 1.
/// Months before and after them are left blank.
pub(super) fn draw(
    kinds: &[(f64, Dynamics)],
    length: usize,
    months: &Range<usize>,
    seed: u64,
) -> Vec<Path> {
    // Where the months before lead to.
    let starts: Vec<Field> = kinds
        .par_iter()
        .map(|(_, dynamics)| nothing_said(dynamics, months.start + 1).last())
        .collect();
    (0..PATHS)
        .into_par_iter()
        .filter_map(|run| {
            let mut random = stats::stream(seed, "phases before the data", run);
            let mut left = (run as f64 + 0.5) / PATHS as f64;
            let kind = kinds.iter().position(|(weight, _)| {
                left -= weight;
                left < 0.0
            });
            let kind = kind.or(kinds.len().checked_sub(1))?;
            let mut path = Path::blank(length);
            fill(
                &mut path,
                &kinds[kind].1,
                &starts[kind],
                months,
                &mut random,
            );
            Some(path)
        })
        .collect()
}

/// A setting that has seen nothing in so many months.
fn nothing_said(dynamics: &Dynamics, months: usize) -> Candidate {
    Candidate {
        data: Arc::new(Likelihoods {
            rows: vec![([1.0; POINTS], 0.0)],
            of_month: vec![0; months],
        }),
        dynamics: dynamics.clone(),
        wander: 0.0,
        log_weight: 0.0,
    }
}

fn fill(
    path: &mut Path,
    dynamics: &Dynamics,
    start: &Field,
    months: &Range<usize>,
    random: &mut Stream,
) {
    let rates = dynamics.rates;
    let redraw = rates.step + (1.0 - rates.step) * rates.redraw;
    let cell = pick(start.iter().flatten().copied(), random);
    let (mut pace, mut point) = (cell / POINTS, cell % POINTS);
    for t in months.clone() {
        let was = point;
        let mut stepped = false;
        if t > months.start {
            let chance = random.random::<f64>();
            if chance < redraw {
                pace = pick(ENTRY.into_iter(), random);
            }
            stepped = chance < rates.step;
            point = if stepped {
                let mut here = [0.0; POINTS];
                here[was] = 1.0;
                pick(dynamics.jump.forward(&here).into_iter(), random)
            } else {
                dynamics.drifts[pace].drawn(was, random)
            };
        }
        path.points[t] = point as u8;
        path.steps[t] = if stepped {
            (point as isize - was as isize) as i8
        } else {
            0
        };
        path.phases[t] = match path.steps[t] {
            0 => phase_at(pace, point),
            up if up > 0 => Phase::Expansion,
            _ => Phase::Contraction,
        };
    }
}
