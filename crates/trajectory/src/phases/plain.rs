//! The forward pass as its equations stand, to measure the fast one against.

use super::dynamics::{Drift, ENTRY, Field, PACE_COUNT, sum};
use super::pass::Candidate;
use super::simulated::{Law, series};
use super::*;

/// Every month's field, scaled to a sum of 1, and the logarithm of the evidence.
fn walk(candidate: &Candidate) -> (Vec<Field>, f64) {
    let Rates { redraw, step, .. } = candidate.dynamics.rates;
    let mut log = 0.0;
    let mut fields: Vec<Field> = Vec::new();
    for t in 0..candidate.data.len() {
        let mut field: Field = match fields.last() {
            None => ENTRY.map(|entry| [entry / POINTS as f64; POINTS]),
            Some(before) => {
                let whole: Levels = std::array::from_fn(|i| before.iter().map(|l| l[i]).sum());
                let stepped = candidate.dynamics.jump.forward(&whole);
                std::array::from_fn(|s| {
                    let mixed: Levels = std::array::from_fn(|i| {
                        (1.0 - redraw) * before[s][i] + redraw * ENTRY[s] * whole[i]
                    });
                    let on = candidate.dynamics.drifts[s].forward(&mixed);
                    std::array::from_fn(|i| (1.0 - step) * on[i] + step * ENTRY[s] * stepped[i])
                })
            }
        };
        log += take_in(&mut field, candidate, t);
        fields.push(field);
    }
    (fields, log)
}

/// Multiplies by the likelihoods of a month, scales to a sum of 1 and gives the logarithm of the factor.
fn take_in(field: &mut [Levels], candidate: &Candidate, t: usize) -> f64 {
    let mut total = 0.0;
    for levels in field.iter_mut() {
        for (x, likelihood) in levels.iter_mut().zip(candidate.data.month(t)) {
            *x *= likelihood;
            total += *x;
        }
    }
    for x in field.iter_mut().flatten() {
        *x /= total;
    }
    total.ln() + candidate.data.scale(t)
}

pub(super) fn evidence(candidate: &Candidate) -> f64 {
    walk(candidate).1
}

fn steady(candidate: &Candidate, growth: f64, stay: f64) -> f64 {
    let drift = Drift::new(growth, candidate.wander);
    let mut levels = [[1.0 / POINTS as f64; POINTS]];
    let mut log = 0.0;
    for t in 0..candidate.data.len() {
        if t > 0 {
            levels[0] = drift.forward(&levels[0]);
            log += stay.ln();
        }
        log += take_in(&mut levels, candidate, t);
    }
    log
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * (1.0 + a.abs())
}

#[test]
fn the_fast_pass_agrees_with_the_plain_one() {
    let mut all: Vec<Vec<u32>> = (0..4)
        .map(|run| series(Law::Other, 150, run).counts)
        .collect();
    all.extend([
        vec![0; 200],
        vec![0, 90_000, 0, 7],
        vec![5],
        vec![1, 0, 900, 2000, 0, 0],
    ]);
    for counts in all {
        for candidate in settings::of_counts(&counts, Rates::default()) {
            let (fields, log) = walk(&candidate);
            assert!(close(candidate.evidence(), log), "{counts:?}");
            let forward = candidate.forward();
            for (t, (plain, fast)) in fields.iter().zip(&forward.fields).enumerate() {
                let pairs = plain.iter().flatten().zip(fast.iter().flatten());
                assert!(
                    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) < 1e-9,
                    "{t}"
                );
                assert!((sum(&forward.wholes[t]) - 1.0).abs() < 1e-9);
            }
            for growth in [0.0, 0.012, -0.06] {
                let plain = steady(&candidate, growth, 1.0);
                assert!(
                    close(candidate.steady(growth), plain),
                    "{counts:?} {growth}"
                );
            }
            let unturned: [f64; PACE_COUNT] = std::array::from_fn(|s| {
                let stay = candidate.dynamics.unturned(s);
                ENTRY[s].ln() + steady(&candidate, dynamics::PACES[s].0, stay)
            });
            assert!(
                close(candidate.unturned(), log_sum_exp(&unturned)),
                "{counts:?}"
            );
        }
    }
}
