//! Monte-Carlo errors of runs that share what they begin from.
//!
//! Runs of one draw of the assumptions are alike: a draw under which many die has many deaths in all of its runs. Nor are
//! draws of a calibration independent: some are copies of others, moved since in a part of their assumptions. So runs
//! come in families, the clusters of the error: draws that have the level of an assumption in common, to the bit, descend from
//! one, and belong together with all that either is akin to. The standard error of a mean m over n runs of G families is
//!
//! ```text
//! Var(m) = G / (G - 1)  1 / n^2  sum over families c of (S[c] - n[c] m)^2
//! ```
//!
//! with S[c] the sum over the n[c] runs of a family: the variance of a ratio estimate from clusters of unequal sizes
//! (W. Cochran, *Sampling Techniques*, 3rd edition, 1977, chapter 9A) with the correction for few clusters of A. C. Cameron & D. L.
//! Miller, *A practitioner's guide to cluster-robust inference*, Journal of Human Resources 50, 2015. That families tell
//! how far repetitions of a sequential Monte Carlo differ: A. Lee & N. Whiteley, *Variance estimation in the particle
//! filter*, Biometrika 105, 2018. A probability is the mean of zeros and ones, a difference between scenarios a mean of
//! differences run by run, whose draw is the same in both. Where every run is a family of its own, as from the priors, this is
//! the variance of the runs over their number.

use super::shape::Chance;
use crate::opening::{Opening, Openings};

/// Families that are told apart, so that memory does not grow with them. Where there are more, some that are independent
/// are put together, and remain so: the error stays right, and is known to one part in ninety.
const MOST: usize = 4096;

/// Which runs of a plan belong together.
#[derive(Debug, Clone)]
pub(crate) struct Clusters {
    /// Family by number of the run, modulo their number.
    of: Vec<usize>,
    /// Whether runs stand alone.
    alone: bool,
    first: u64,
}

impl Clusters {
    /// Of runs from this number on that begin so.
    pub(crate) fn new(openings: &Openings, first: u64) -> Self {
        let (of, alone) = match openings {
            Openings::Of(all) if !all.is_empty() => (families(all), false),
            _ => ((0..MOST).collect(), true),
        };
        Self { of, alone, first }
    }

    fn family(&self, place: u64) -> usize {
        let run = self.first.wrapping_add(place);
        self.of[(run % self.of.len() as u64) as usize]
    }

    /// Family of the run at a place in the plan, less than [`MOST`].
    pub(crate) fn at(&self, place: usize) -> usize {
        self.family(place as u64) % MOST
    }

    /// How many families so many runs are of.
    pub(crate) fn number(&self, runs: u64) -> u64 {
        if self.alone {
            return runs;
        }
        let mut all: Vec<usize> = (0..runs.min(self.of.len() as u64))
            .map(|place| self.family(place))
            .collect();
        all.sort_unstable();
        all.dedup();
        all.len() as u64
    }
}

/// For each opening the place of the first of its family.
fn families(all: &[Opening]) -> Vec<usize> {
    let mut of: Vec<usize> = (0..all.len()).collect();
    let mut order = of.clone();
    for card in 0..all.iter().map(|one| one.levels.len()).min().unwrap_or(0) {
        let level = |place: &usize| all[*place].levels[card].to_bits();
        order.sort_unstable_by_key(|place| (level(place), *place));
        for akin in order.windows(2) {
            if level(&akin[0]) == level(&akin[1]) {
                let [one, other] = [0, 1].map(|at| eldest(&mut of, akin[at]));
                of[one.max(other)] = one.min(other);
            }
        }
    }
    (0..all.len()).map(|place| eldest(&mut of, place)).collect()
}

/// The first of a family, by who is known to be akin to an earlier one; the way there is shortened.
fn eldest(of: &mut [usize], mut place: usize) -> usize {
    while of[place] != place {
        of[place] = of[of[place]];
        place = of[place];
    }
    place
}

/// Sums of some figures over the runs of each family.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    figures: usize,
    /// Runs of each family.
    runs: Vec<u64>,
    /// Family by family.
    values: Vec<f64>,
    /// Sums of the squares over all runs.
    squares: Vec<f64>,
}

impl Sums {
    /// Of so many figures of no run yet.
    pub(crate) fn new(figures: usize) -> Self {
        Self {
            figures,
            runs: Vec::new(),
            values: Vec::new(),
            squares: vec![0.0; figures],
        }
    }

    /// Adds a run.
    pub(crate) fn add(&mut self, family: usize, figures: impl IntoIterator<Item = f64>) {
        if family >= self.runs.len() {
            self.runs.resize(family + 1, 0);
            self.values.resize((family + 1) * self.figures, 0.0);
        }
        self.runs[family] += 1;
        let sums = &mut self.values[family * self.figures..][..self.figures];
        for ((sum, squares), figure) in sums.iter_mut().zip(&mut self.squares).zip(figures) {
            *sum += figure;
            *squares += figure * figure;
        }
    }

    fn all(&self) -> u64 {
        self.runs.iter().sum()
    }

    /// Runs and sum of a figure, family by family.
    fn of(&self, figure: usize) -> impl Iterator<Item = (f64, f64)> {
        let runs = self.runs.iter().enumerate();
        runs.filter(|(_, runs)| **runs > 0)
            .map(move |(at, runs)| (*runs as f64, self.values[at * self.figures + figure]))
    }

    fn sum(&self, figure: usize) -> f64 {
        self.of(figure).map(|(_, sum)| sum).sum()
    }

    /// Mean of a figure; 0 of no runs.
    pub(crate) fn mean(&self, figure: usize) -> f64 {
        self.sum(figure) / self.all().max(1) as f64
    }

    /// Standard error of the mean of a figure. Of a single family it is the standard deviation of its runs: what one draw
    /// would have that is alike in all.
    pub(crate) fn error(&self, figure: usize) -> f64 {
        let (all, mean) = (self.all().max(1) as f64, self.mean(figure));
        let families = self.of(figure).count() as f64;
        if families < 2.0 {
            return (self.squares[figure] / all - mean * mean).max(0.0).sqrt();
        }
        let apart: f64 = self
            .of(figure)
            .map(|(runs, sum)| (sum - runs * mean).powi(2))
            .sum();
        (families / (families - 1.0) * apart).sqrt() / all
    }

    /// The share of runs in which a figure is 1 and not 0.
    pub(crate) fn chance(&self, figure: usize) -> Chance {
        Chance::of(self.sum(figure), self.all(), self.error(figure))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests {
    use std::sync::Arc;

    use case::Case;
    use proptest::prelude::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    use super::*;
    use crate::dice::Dice;
    use crate::{Chances, Record, Stage, State};

    fn openings(levels: &[[f64; 2]]) -> Openings {
        let case = Case::builtin("mali-2024").unwrap();
        let stage = Stage::new(&case, &case.scenarios[0]).unwrap();
        let world = stage.world();
        let record = Record::of_case(&case, world);
        let setting = stage.deck().draw(world, 1, 0);
        let opening = |levels: &[f64; 2]| Opening {
            levels: levels.to_vec(),
            chances: Chances { seed: 1, run: 0 },
            state: State::start(&record, world, &setting),
        };
        Openings::Of(Arc::new(levels.iter().map(opening).collect()))
    }

    #[test]
    fn draws_that_share_a_level_are_of_one_family() {
        // The second and the fourth are akin by way of the last.
        let all = openings(&[[0.1, 0.2], [0.3, 0.4], [0.2, 0.1], [0.5, 0.6], [0.3, 0.6]]);
        let clusters = Clusters::new(&all, 6);
        let of: Vec<usize> = (0..6).map(|place| clusters.at(place)).collect();
        assert_eq!(of, [1, 2, 1, 1, 0, 1]);
        let numbers = [0, 1, 3, 4, 1000].map(|runs| clusters.number(runs));
        assert_eq!(numbers, [0, 1, 2, 2, 3]);
    }

    #[test]
    fn runs_from_the_priors_stand_alone() {
        let alone = Clusters::new(&Openings::Priors, 3);
        assert_eq!([alone.at(0), alone.at(1), alone.at(MOST)], [3, 4, 3]);
        assert_eq!(alone.number(1 << 40), 1 << 40);
        let none = Clusters::new(&Openings::Of(Arc::default()), u64::MAX);
        assert_eq!([none.at(0), none.at(1)], [MOST - 1, 0]);
    }

    #[test]
    fn a_single_family_is_one_draw() {
        let mut sums = Sums::new(2);
        for run in 0..100 {
            sums.add(7, [3.0, f64::from(run % 2)]);
        }
        assert_eq!((sums.error(0), sums.error(1)), (0.0, 0.5));
    }

    #[test]
    fn runs_that_stand_alone_have_the_error_of_a_mean() {
        let mut sums = Sums::new(1);
        for (run, value) in [0.0, 1.0, 0.0, 1.0].into_iter().enumerate() {
            sums.add(run, [value]);
        }
        assert_eq!(sums.mean(0), 0.5);
        assert!((sums.error(0) - (1.0 / 12.0_f64).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_run_played_twice_tells_nothing_more() {
        let (mut once, mut twice) = (Sums::new(1), Sums::new(1));
        for family in 0..50 {
            let value = f64::from((family * 37 % 11) as u8);
            once.add(family, [value]);
            twice.add(family, [value]);
            twice.add(family, [value]);
        }
        assert_eq!(once.error(0), twice.error(0));
        assert_eq!(Sums::new(1).error(0), 0.0);
    }

    #[test]
    fn a_probability_is_known_no_better_than_by_independent_runs() {
        let mut sums = Sums::new(2);
        for run in 0..100 {
            sums.add(run % 20, [0.0, f64::from(u8::from(run < 50))]);
        }
        let [never, half] = [0, 1].map(|figure| sums.chance(figure));
        assert_eq!((never.probability, half.probability), (0.0, 0.5));
        assert!((never.error - (0.5 / 101.0_f64 * (100.5 / 101.0) / 100.0).sqrt()).abs() < 1e-12);
        assert!(half.error >= 0.05, "{}", half.error);
    }

    /// Draws as far apart as runs of one of them: intervals of 90 % hold the mean nine times in ten, and those of
    /// independent runs do not.
    #[test]
    fn intervals_hold_the_mean_as_often_as_they_say() {
        const TRIALS: u64 = 2000;
        let [mut held, mut held_alone, mut held_chance] = [0; 3];
        // Sizes differ: the last draws have a run less.
        let (draws, runs) = (40, 220);
        let wide = |families: f64| {
            let t = StudentsT::new(0.0, 1.0, families - 1.0).unwrap();
            t.inverse_cdf(0.95)
        };
        for trial in 0..TRIALS {
            let mut dice = Dice::named(trial, 3, 11);
            let between: Vec<f64> = (0..draws).map(|_| dice.normal()).collect();
            let (mut shared, mut alone) = (Sums::new(2), Sums::new(1));
            for run in 0..runs {
                let value = 5.0 + between[run % draws] + dice.normal();
                shared.add(run % draws, [value, f64::from(u8::from(value > 5.0))]);
                alone.add(run, [value]);
            }
            let within = |sums: &Sums, figure, truth: f64, families: usize| {
                let off = (sums.mean(figure) - truth).abs();
                u64::from(off <= wide(families as f64) * sums.error(figure))
            };
            held += within(&shared, 0, 5.0, draws);
            held_chance += within(&shared, 1, 0.5, draws);
            held_alone += within(&alone, 0, 5.0, runs);
        }
        let share = |held: u64| held as f64 / TRIALS as f64;
        // Three standard errors of a share of 2,000 trials are 0.02.
        assert!((share(held) - 0.9).abs() < 0.02, "{}", share(held));
        assert!(
            (share(held_chance) - 0.9).abs() < 0.02,
            "{}",
            share(held_chance)
        );
        assert!(share(held_alone) < 0.7, "{}", share(held_alone));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn families_put_together_at_random_keep_the_error(seed in 0_u64..1000) {
            let mut dice = Dice::named(seed, 3, 12);
            let (mut apart, mut together) = (Sums::new(1), Sums::new(1));
            for run in 0..6000 {
                let value = dice.normal();
                apart.add(run, [value]);
                together.add(run % 1500, [value]);
            }
            let ratio = together.error(0) / apart.error(0);
            // Known to 1 / sqrt(2 x 1,500); five of those.
            prop_assert!((ratio - 1.0).abs() < 0.1, "{ratio}");
        }
    }
}
