//! The sampler: see [`super`].

use std::ops::ControlFlow;

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Normal};

use super::{Effort, Round};
use crate::dice::Dice;
use crate::step::Chances;

/// Rounds at most.
const ROUNDS: u64 = 30;
/// Moves of each particle in a round, at least and at most: so many that a particle moves once or more, nineteen times in
/// twenty (C. Drovandi & A. Pettitt, *Estimation of parameters for macroparasite population evolution using approximate
/// Bayesian computation*, Biometrics 67, 2011).
const MOVES: [u64; 2] = [2, 10];
/// Draws of the priors for each particle at the start.
const FIRST: usize = 4;
/// Tolerance that is close enough.
const ENOUGH: f64 = 0.5;
/// Share of courses that are not copies at which it ends.
const UNIQUE: f64 = 0.95;
/// Acceptance of moves under which the tolerance stays where it is, and rounds at which it does.
const LOW: f64 = 0.06;
const MIXING: u32 = 3;

/// A course that is like the record so far.
#[derive(Debug, Clone)]
pub(super) struct Particle<T> {
    z: Vec<f64>,
    pub(super) chances: Chances,
    pub(super) distance: f64,
    /// What it comes to.
    pub(super) kept: T,
    /// Number of the draw that it is.
    origin: u64,
}

impl<T> Particle<T> {
    /// Levels of the assumptions, 0 to 1.
    pub(super) fn levels(&self) -> Vec<f64> {
        levels(&self.z)
    }
}

fn levels(z: &[f64]) -> Vec<f64> {
    let normal = Normal::standard();
    z.iter().map(|z| normal.cdf(*z)).collect()
}

/// Share that are not copies of another.
fn unique<T>(all: &[Particle<T>]) -> f64 {
    let mut origins: Vec<u64> = all.iter().map(|one| one.origin).collect();
    origins.sort_unstable();
    origins.dedup();
    origins.len() as f64 / all.len().max(1) as f64
}

/// The closest first.
fn sort<T>(all: &mut [Particle<T>]) {
    all.sort_by(|a, b| {
        a.distance
            .total_cmp(&b.distance)
            .then(a.origin.cmp(&b.origin))
    });
}

/// What is asked of it.
#[derive(Debug, Clone)]
pub(super) struct Sampler {
    /// Whether the record tells much of an assumption; the others are half drawn anew in every move.
    pub(super) told: Vec<bool>,
    pub(super) effort: Effort,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Found<T> {
    pub(super) particles: Vec<Particle<T>>,
    pub(super) tolerance: f64,
    pub(super) runs: u64,
    pub(super) unique: f64,
}

impl Sampler {
    fn dice(&self, round: u64, particle: u64) -> Dice {
        let name = Dice::name("calibration") ^ round.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Dice::named(self.effort.seed, particle, name)
    }

    /// Draws of the priors, some for each particle.
    fn first<W, T: Send>(
        &self,
        number: usize,
        work: &(impl Fn() -> W + Sync + Send),
        play: &(impl Fn(&mut W, &[f64], Chances) -> (f64, T) + Sync + Send),
    ) -> Vec<Particle<T>> {
        (0..(FIRST * number) as u64)
            .into_par_iter()
            .map_init(work, |work, origin| {
                let mut dice = self.dice(0, origin);
                let z: Vec<f64> = self.told.iter().map(|_| dice.normal()).collect();
                let chances = Chances {
                    seed: self.effort.seed,
                    run: origin,
                };
                let (distance, kept) = play(work, &levels(&z), chances);
                Particle {
                    z,
                    chances,
                    distance,
                    kept,
                    origin,
                }
            })
            .collect()
    }

    /// Draws courses whose distance from the record is 1 at most, or as little as can be had. `play` tells how far a
    /// course is and what is kept of it. `tell` hears of the first draws and of every round; nothing comes of it when it
    /// breaks.
    pub(super) fn run<W, T: Clone + Send + Sync>(
        &self,
        work: impl Fn() -> W + Sync + Send,
        play: impl Fn(&mut W, &[f64], Chances) -> (f64, T) + Sync + Send,
        mut tell: impl FnMut(Round) -> ControlFlow<()>,
    ) -> Option<Found<T>> {
        let number = self.effort.draws.max(2);
        let seed = self.effort.seed;
        let mut all = self.first(number, &work, &play);
        let mut runs = all.len() as u64;
        sort(&mut all);
        all.truncate(number);
        let mut tolerance = all[number - 1].distance.max(ENOUGH);
        let (mut part, mut rate, mut mixing) = (0.3_f64, 0.5, 0);
        let mut told = |round, tolerance, all: &[Particle<T>], replays| {
            let different = unique(all);
            let round = Round {
                round,
                most: ROUNDS,
                tolerance,
                different,
                replays,
            };
            tell(round).is_continue().then_some(())
        };
        told(0, tolerance, &all, runs)?;
        for round in 1..=ROUNDS {
            if tolerance <= ENOUGH && unique(&all) >= UNIQUE {
                break;
            }
            // The closer half, or all that are alike, as long as moves are accepted; then what is there is mixed.
            sort(&mut all);
            if rate >= LOW {
                tolerance = all[number / 2].distance.max(ENOUGH).min(tolerance);
            } else {
                mixing += 1;
            }
            if mixing > MIXING {
                break;
            }
            let good = all
                .iter()
                .take_while(|one| one.distance <= tolerance)
                .count();
            let survivors = all[..good].to_vec();
            for (to, from) in all[good..].iter_mut().zip(survivors.iter().cycle()) {
                to.clone_from(from);
            }
            let wanted = (0.05_f64.ln() / (1.0 - rate.clamp(0.01, 0.99)).ln()).ceil();
            let moves = (wanted as u64).clamp(MOVES[0], MOVES[1]);
            let moved: Vec<u64> = all
                .par_iter_mut()
                .enumerate()
                .map_init(&work, |work, (place, particle)| {
                    let mut accepted = 0;
                    for turn in 0..moves {
                        let origin =
                            (round * MOVES[1] + turn) * (FIRST * number) as u64 + place as u64;
                        let mut dice = self.dice(round * MOVES[1] + turn, place as u64);
                        let mut anew = |(z, told): (&f64, &bool)| {
                            let (picked, fresh) = (dice.share(), dice.normal());
                            let part = if *told { part } else { 0.5 };
                            if picked < part { fresh } else { *z }
                        };
                        let each = particle.z.iter().zip(&self.told);
                        let z: Vec<f64> = each.map(&mut anew).collect();
                        let chances = Chances { seed, run: origin };
                        let (distance, kept) = play(work, &levels(&z), chances);
                        if distance <= tolerance {
                            accepted += 1;
                            *particle = Particle {
                                z,
                                chances,
                                distance,
                                kept,
                                origin,
                            };
                        }
                    }
                    accepted
                })
                .collect();
            runs += moves * number as u64;
            rate = moved.iter().sum::<u64>() as f64 / (moves * number as u64) as f64;
            part = (part * if rate > 0.2 { 1.3 } else { 0.75 }).clamp(0.03, 0.5);
            told(round, tolerance, &all, runs)?;
        }
        Some(Found {
            unique: unique(&all),
            particles: all,
            tolerance,
            runs,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mean of twelve normal numbers about the first assumption: with a flat second one the posterior is known.
    #[test]
    fn it_finds_a_posterior_that_is_known() {
        let sampler = Sampler {
            told: vec![true, false],
            effort: Effort {
                draws: 4000,
                seed: 3,
            },
        };
        let mut rounds = Vec::new();
        let found = sampler.run(
            || (),
            |(), levels, chances| {
                let normal = Normal::standard();
                let z = normal.inverse_cdf(levels[0]);
                let mut dice = Dice::named(chances.seed, chances.run, 7);
                let seen = z + 0.5 * dice.normal();
                // Alike within 0.1 of what was seen, 1.2.
                ((seen - 1.2).abs() / 0.2, z)
            },
            |round| {
                rounds.push(round);
                ControlFlow::Continue(())
            },
        );
        let found = found.unwrap();
        let (first, last) = (rounds[0], rounds[rounds.len() - 1]);
        assert_eq!((first.round, first.replays), (0, 16_000));
        assert_eq!(
            (last.tolerance, last.different, last.replays),
            (found.tolerance, found.unique, found.runs)
        );
        assert_eq!(last.round as usize, rounds.len() - 1);
        assert!(rounds.is_sorted_by(|a, b| a.tolerance >= b.tolerance));
        assert!(
            found.tolerance <= ENOUGH && found.unique > 0.8,
            "{}",
            found.unique
        );
        let all: Vec<f64> = found.particles.iter().map(|one| one.kept).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let sd = (all.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / all.len() as f64).sqrt();
        // Normal(1.2 / 1.25, 0.25 / 1.25).
        assert!((mean - 0.96).abs() < 0.04, "{mean}");
        assert!((sd - 0.2_f64.sqrt()).abs() < 0.04, "{sd}");
        let other: f64 = found.particles.iter().map(|one| one.z[1]).sum::<f64>() / 4000.0;
        assert!(other.abs() < 0.06, "{other}");
    }

    #[test]
    fn it_ends_with_nothing_when_told_to() {
        let sampler = Sampler {
            told: vec![true],
            effort: Effort { draws: 50, seed: 3 },
        };
        let mut heard = 0;
        let found = sampler.run(
            || (),
            |(), levels, _| (100.0 * levels[0], ()),
            |round| {
                heard += 1;
                match round.round {
                    1 => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            },
        );
        assert!(found.is_none() && heard == 2, "{heard}");
    }
}
