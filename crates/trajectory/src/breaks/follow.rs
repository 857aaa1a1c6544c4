//! What the months since some month say of a stated course of the level, and what such a course leads to.
//!
//! A *course* multiplies the level from a month on by a stated factor each month: 1 throughout for a
//! steady level, `(1 + g)^k` for a trend, one step to a new value for a jump. The level itself wanders as
//! before but does not jump on its own, so that rival courses differ in nothing but the factors:
//!
//! ```text
//! y[t] | x[t]    ~  counts with mean e[t] exp(x[t] + f[t]),  f[t] = 0 before the course begins
//! x[t] | x[t-1]  ~  N(x[t-1], wander^2)                      from the course's beginning on
//! ```
//!
//! The exposure e[t] is 1 for events, and for the deaths outside a month's deadliest event the number of
//! its other events: given those, deaths tell of nothing but how deadly events are, so that the two
//! accounts multiply to the probability of both. The factor is an offset of the mean and never moves the
//! grid, so that the evidence is exact up to the grid for every course alike.

use std::collections::BTreeMap;

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Gamma, Poisson};
use rayon::prelude::*;
use stats::logspace::log_sum_exp;
use stats::pick;

use super::filter::{Move, Setting, State};
use super::level::{Levels, log_level};
use super::observe::{Counting, Likelihoods};
use super::prior::Prior;
use super::world::break_to_come;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// State-based events.
    Events,
    /// Deaths outside each month's deadliest event, per other event: the exposure is their number.
    Lethality,
}

/// Counts by month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts<'a> {
    /// The counts.
    pub counts: &'a [u32],
    /// What each month's count is out of, by which its mean is multiplied; 0 where nothing could be
    /// counted, so that the month tells nothing. Empty when it is 1 in every month.
    pub exposures: &'a [f64],
}

impl<'a> Counts<'a> {
    /// Counts as they stand.
    pub fn plain(counts: &'a [u32]) -> Self {
        Self {
            counts,
            exposures: &[],
        }
    }

    /// A month's exposure.
    fn exposure(&self, month: usize) -> f64 {
        self.exposures.get(month).copied().unwrap_or(1.0)
    }
}

/// Exposures of the deaths outside each month's deadliest event: its other events, all types of
/// organised violence together.
pub fn other_events(events: &[u32]) -> Vec<f64> {
    events
        .iter()
        .map(|events| f64::from(events.saturating_sub(1)))
        .collect()
}

/// What is known of the level in the month before courses part.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Each setting with what it knows; the logarithm is that of its weight given the months so far.
    settings: Vec<(Setting, State)>,
}

impl Origin {
    /// From the months before courses part; `None` without any.
    pub fn new(prior: &Prior, account: Account, before: Counts<'_>) -> Option<Self> {
        if before.counts.is_empty() {
            return None;
        }
        let ways = match account {
            Account::Events => &prior.events,
            Account::Lethality => &prior.lethality,
        };
        let mut settings: Vec<(Setting, State)> = ways
            .settings()
            .into_iter()
            .map(|(setting, weight)| {
                let data = setting.counting.exposed(before.counts, before.exposures);
                let mut state = State::start();
                state.log = weight.ln();
                for t in 0..data.len() {
                    setting.advance(&mut state, &data, t, Move::Either);
                }
                (setting, state)
            })
            .collect();
        let total = log_sum_exp(&settings.iter().map(|s| s.1.log).collect::<Vec<f64>>());
        for (_, state) in &mut settings {
            state.log -= total;
        }
        Some(Self { settings })
    }

    /// Takes in the months since, along a course: natural logarithms of its factor by month, the first
    /// for the first month since. A course that ends early stays at its last factor.
    pub fn follow(&self, since: Counts<'_>, course: &[f64]) -> Followed {
        let months = since.counts.len();
        let exposures: Vec<f64> = (0..months)
            .map(|month| since.exposure(month) * factor(course, month).exp())
            .collect();
        let data: Vec<Likelihoods> = self
            .settings
            .iter()
            .map(|(setting, _)| setting.counting.exposed(since.counts, &exposures))
            .collect();
        self.walk(months, |number, month| {
            (data[number].month(month), data[number].scale(month))
        })
    }

    /// [`Origin::follow`] along several courses at once, which share what they have in common: a month's
    /// count is as likely on all courses that have the same factor in it.
    pub fn follow_all(&self, since: Counts<'_>, courses: &[Vec<f64>]) -> Vec<Followed> {
        let months = since.counts.len();
        let mut countings: Vec<Counting> = Vec::new();
        let of_setting: Vec<usize> = self
            .settings
            .iter()
            .map(|(setting, _)| {
                let found = countings.iter().position(|c| *c == setting.counting);
                found.unwrap_or_else(|| {
                    countings.push(setting.counting);
                    countings.len() - 1
                })
            })
            .collect();
        // By month: its factors, each once, and the count's likelihoods at each.
        let rows: Vec<(BTreeMap<u64, usize>, Vec<Likelihoods>)> = (0..months)
            .into_par_iter()
            .map(|month| {
                let mut numbers = BTreeMap::new();
                let mut exposures = Vec::new();
                for course in courses {
                    let factor = factor(course, month);
                    numbers.entry(factor.to_bits()).or_insert_with(|| {
                        exposures.push(since.exposure(month) * factor.exp());
                        exposures.len() - 1
                    });
                }
                let counts = vec![since.counts[month]; exposures.len()];
                let likelihoods = countings
                    .iter()
                    .map(|counting| counting.exposed(&counts, &exposures))
                    .collect();
                (numbers, likelihoods)
            })
            .collect();
        courses
            .par_iter()
            .map(|course| {
                let at: Vec<usize> = rows
                    .iter()
                    .enumerate()
                    .map(|(month, (numbers, _))| numbers[&factor(course, month).to_bits()])
                    .collect();
                self.walk(months, |number, month| {
                    let data = &rows[month].1[of_setting[number]];
                    (data.month(at[month]), data.scale(at[month]))
                })
            })
            .collect()
    }

    /// Through the months with the likelihoods of each setting, by its number, and month.
    fn walk<'a>(&self, months: usize, of: impl Fn(usize, usize) -> (&'a Levels, f64)) -> Followed {
        let mut log_evidence = vec![Vec::with_capacity(self.settings.len()); months];
        let ends: Vec<(Setting, State)> = self
            .settings
            .iter()
            .enumerate()
            .map(|(number, (setting, state))| {
                let mut state = state.clone();
                for (month, logs) in log_evidence.iter_mut().enumerate() {
                    let (likelihood, scale) = of(number, month);
                    setting.walk(&mut state, likelihood, scale);
                    logs.push(state.log);
                }
                (setting.clone(), state)
            })
            .collect();
        let logs: Vec<f64> = ends.iter().map(|end| end.1.log).collect();
        let total = log_sum_exp(&logs);
        Followed {
            log_evidence: log_evidence.iter().map(|logs| log_sum_exp(logs)).collect(),
            months,
            shares: logs.iter().map(|log| (log - total).exp()).collect(),
            ends,
        }
    }
}

/// The logarithm of a course's factor in a month; its last one after its end.
fn factor(course: &[f64], month: usize) -> f64 {
    course
        .get(month)
        .or(course.last())
        .copied()
        .unwrap_or_default()
}

/// The months since along one course.
#[derive(Debug, Clone)]
pub struct Followed {
    /// Logarithm of the probability of the months since, up to each, given those before.
    pub log_evidence: Vec<f64>,
    months: usize,
    /// Probability of each setting.
    shares: Vec<f64>,
    ends: Vec<(Setting, State)>,
}

impl Followed {
    /// Draws the counts of the coming months along the same course, one for each exposure: no break comes.
    pub fn draw(&self, course: &[f64], exposures: &[f64], random: &mut impl Rng) -> Vec<u32> {
        self.onward(course, exposures, random, |_, _| 0.0)
    }

    /// Draws so many coming months along the same course, with the breaks that may come on the way as often and
    /// as large as those of all countries' records from such a level ([`world`](super::world)), and
    /// the logarithm of the factor of all breaks so far by month.
    pub fn draw_on(
        &self,
        course: &[f64],
        months: usize,
        random: &mut impl Rng,
    ) -> (Vec<u32>, Vec<f64>) {
        let mut breaks = Vec::with_capacity(months);
        let mut so_far = 0.0;
        let counts = self.onward(course, &vec![1.0; months], random, |log_level, random| {
            so_far += break_to_come((log_level + so_far).exp(), random);
            breaks.push(so_far);
            so_far
        });
        (counts, breaks)
    }

    /// `broken` gives the logarithm of a further factor for a month, from the logarithm of its level.
    fn onward<R: Rng>(
        &self,
        course: &[f64],
        exposures: &[f64],
        random: &mut R,
        mut broken: impl FnMut(f64, &mut R) -> f64,
    ) -> Vec<u32> {
        let chosen = pick(self.shares.iter().copied(), random);
        let Some((setting, state)) = self.ends.get(chosen) else {
            return Vec::new();
        };
        let mut point = pick(state.levels.iter().copied(), random);
        exposures
            .iter()
            .enumerate()
            .map(|(month, exposure)| {
                point = setting.wander.walk(point, random);
                let factor = factor(course, self.months + month);
                let further = broken(log_level(point) + factor, random);
                setting
                    .counting
                    .times(exposure * (factor + further).exp())
                    .draw(log_level(point), random)
            })
            .collect()
    }
}

impl Counting {
    /// Draws a count at a level.
    fn draw(self, log_level: f64, random: &mut impl Rng) -> u32 {
        if self.unit <= 0.0 {
            return 0;
        }
        let mean = self.unit * log_level.exp();
        let (mean, dispersion) = if random.random::<f64>() < self.odd {
            (mean + self.burst, super::observe::LOOSE)
        } else {
            (mean, self.dispersion)
        };
        let rate = Gamma::new(dispersion, mean / dispersion).map_or(mean, |g| g.sample(random));
        Poisson::new(rate.clamp(1e-12, 1e9)).map_or(0, |p| p.sample(random) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::super::level::{Levels, POINTS};
    use super::*;

    const BEFORE: [u32; 30] = [
        3, 5, 2, 0, 4, 6, 3, 2, 5, 4, 3, 3, 2, 6, 8, 4, 3, 5, 2, 1, 4, 3, 6, 5, 4, 2, 3, 5, 4, 3,
    ];

    #[test]
    fn evidence_is_what_dense_matrices_give() {
        let prior = Prior::default();
        let since = [9, 14, 11, 20];
        let course = [0.1, 0.5, 0.9, 1.2];
        let followed = Origin::new(&prior, Account::Events, Counts::plain(&BEFORE))
            .unwrap()
            .follow(Counts::plain(&since), &course);
        // The same by whole matrices and probabilities as they stand.
        let mut weights = Vec::new();
        let mut before = Vec::new();
        for (setting, weight) in prior.events.settings() {
            let unit =
                |i: usize| -> Levels { std::array::from_fn(|j| f64::from(u8::from(i == j))) };
            let wander: Vec<Levels> = (0..POINTS).map(|i| setting.wander.step(&unit(i))).collect();
            let jump: Vec<Levels> = (0..POINTS)
                .map(|i| setting.jump.forward(&unit(i)))
                .collect();
            let likelihood = |count: u32, factor: f64, j: usize| {
                let data = setting.counting.times(factor.exp()).likelihoods(&[count]);
                data.month(0)[j] * data.scale(0).exp()
            };
            let mut field = [1.0 / POINTS as f64; POINTS];
            for (t, count) in BEFORE.iter().enumerate() {
                let was = field;
                for j in 0..POINTS {
                    let moved: f64 = if t == 0 {
                        was[j]
                    } else {
                        (0..POINTS)
                            .map(|i| {
                                was[i]
                                    * ((1.0 - setting.rate) * wander[i][j]
                                        + setting.rate * jump[i][j])
                            })
                            .sum()
                    };
                    field[j] = moved * likelihood(*count, 0.0, j);
                }
            }
            before.push(weight * field.iter().sum::<f64>());
            for (count, factor) in since.iter().zip(course) {
                let was = field;
                for j in 0..POINTS {
                    let moved: f64 = (0..POINTS).map(|i| was[i] * wander[i][j]).sum();
                    field[j] = moved * likelihood(*count, factor, j);
                }
            }
            weights.push(weight * field.iter().sum::<f64>());
        }
        let expected = (weights.iter().sum::<f64>() / before.iter().sum::<f64>()).ln();
        let found = followed.log_evidence[3];
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }

    #[test]
    fn many_courses_at_once_are_what_each_is_alone() {
        let prior = Prior::default();
        let (since, exposures) = ([9, 14, 0, 20], [3.0, 7.0, 0.0, 5.0]);
        let since = Counts {
            counts: &since,
            exposures: &exposures,
        };
        let courses = [
            vec![0.0; 4],
            vec![0.0, 0.0, 0.7, 0.7],
            vec![0.1, 0.2],
            vec![],
        ];
        for account in [Account::Events, Account::Lethality] {
            let origin = Origin::new(&prior, account, Counts::plain(&BEFORE)).unwrap();
            for (course, fast) in courses.iter().zip(origin.follow_all(since, &courses)) {
                let plain = origin.follow(since, course);
                assert_eq!(fast.log_evidence, plain.log_evidence);
            }
        }
    }

    #[test]
    fn draws_agree_with_the_evidence() {
        // The share of draws that begin with a count is what the evidence says of that count.
        let prior = Prior::default();
        let origin = Origin::new(&prior, Account::Events, Counts::plain(&BEFORE)).unwrap();
        let course = [0.7];
        let none = origin.follow(Counts::plain(&[]), &course);
        let mut random = stats::stream(1, "follow", 0);
        let draws = 20_000;
        let drawn: Vec<u32> = (0..draws)
            .map(|_| none.draw(&course, &[1.0], &mut random)[0])
            .collect();
        for count in [0, 4, 9] {
            let expected = origin.follow(Counts::plain(&[count]), &course).log_evidence[0].exp();
            let found = drawn.iter().filter(|n| **n == count).count() as f64 / f64::from(draws);
            let error = (expected * (1.0 - expected) / f64::from(draws)).sqrt();
            assert!(
                (found - expected).abs() < 5.0 * error,
                "{count}: {found} {expected}"
            );
        }
    }

    #[test]
    fn the_course_that_was_followed_has_more_evidence() {
        let prior = Prior::default();
        let origin = Origin::new(&prior, Account::Events, Counts::plain(&BEFORE)).unwrap();
        let since = [16, 15, 18, 14, 17, 16];
        let steady = origin.follow(Counts::plain(&since), &[0.0]).log_evidence[5];
        let fourfold = origin
            .follow(Counts::plain(&since), &[4_f64.ln()])
            .log_evidence[5];
        assert!(fourfold > steady + 3.0, "{fourfold} {steady}");
        assert!(Origin::new(&prior, Account::Lethality, Counts::plain(&[])).is_none());
    }
}
