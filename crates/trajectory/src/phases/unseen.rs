//! Paths of the model before any data are seen.

use rand::RngExt;
use rayon::prelude::*;
use stats::Stream;

use super::dynamics::{Dynamics, ENTRY, phase_at};
use super::paths::{Path, pick};
use crate::breaks::level::POINTS;
use crate::reach::Phase;

/// Paths drawn: the standard error of a probability is at most 0.011.
const PATHS: u64 = 2000;

/// Paths over so many months, as many of each kind of moves as its weight asks for; the weights sum to 1.
pub(super) fn draw(kinds: &[(f64, Dynamics)], months: usize, seed: u64) -> Vec<Path> {
    (0..PATHS)
        .into_par_iter()
        .filter_map(|run| {
            let mut random = stats::stream(seed, "phases before the data", run);
            let mut left = (run as f64 + 0.5) / PATHS as f64;
            let kind = kinds.iter().find(|(weight, _)| {
                left -= weight;
                left < 0.0
            });
            let (_, dynamics) = kind.or(kinds.last())?;
            Some(path(dynamics, months, &mut random))
        })
        .collect()
}

fn path(dynamics: &Dynamics, months: usize, random: &mut Stream) -> Path {
    let rates = dynamics.rates;
    let redraw = rates.step + (1.0 - rates.step) * rates.redraw;
    let mut path = Path::blank(months);
    let mut pace = pick(ENTRY.into_iter(), random);
    let mut point = random.random_range(0..POINTS);
    for t in 0..months {
        let chance = random.random::<f64>();
        let was = point;
        let mut stepped = false;
        if t > 0 {
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
    path
}
