//! How often incidents of a sort come.
//!
//! Some sort of incident, such as attacks with 20 deaths or more in one region, is a share of all attacks. With
//! N attacks in T months, n of them in c of the R regions, and k of those n of the sort, of which there are K
//! among the N,
//!
//! ```text
//! all          ~  Gamma(1/2 + N, T)               attacks a month; of an event file, N and T of the last year
//! place        ~  Beta(c / 2 + s n, (R - c) / 2 + s (N - n))                share in these regions
//! sort         ~  Beta(q + s k, 1 - q + s (n - k))                          share of those that are of the sort
//! q            =  (1/2 + s K) / (1 + s N)
//! rate         =  all * place * sort * (factor on the level)
//! P(j or more) =  P(M >= j),  M Poisson given the rate
//! ```
//!
//! s is 1 as long as the record holds. Under a new phase it is 12 / T: what the record tells of places and
//! sorts counts as one year of it would. How often there are attacks at all it tells as before, so that what was
//! never seen becomes less unlikely at the cost of what was usual. Shares are as those by which the event
//! itself is weighed. One past attack's worth of prior stands on a sort, at its share everywhere. The rate's
//! distribution is taken as the gamma of the same mean and variance. Rates of two regions are taken as
//! independent.
//!
//! Sources: Jeffreys' priors, H. Jeffreys, *Theory of Probability*, 1961; the power prior, J. Ibrahim & M.-H.
//! Chen, *Power prior distributions for regression models*, Statistical Science 15, 2000; moments of a product
//! in place of its distribution, D.-Y. Fan, *The distribution of the product of independent beta variables*,
//! Communications in Statistics: Theory and Methods 20, 1991.

use statrs::function::beta::beta_reg;

use crate::incidents::Rate;

/// A share of incidents, as its beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Share {
    such: f64,
    others: f64,
}

impl Share {
    /// Of a number of cells out of several that are alike beforehand, such as regions or kinds: `such` of
    /// `all` incidents were in them, each counting `weight` times.
    pub(crate) fn of_cells(
        (cells, of): (usize, usize),
        (such, all): (u32, u32),
        weight: f64,
    ) -> Self {
        Self {
            such: 0.5 * cells as f64 + weight * f64::from(such),
            others: 0.5 * of.saturating_sub(cells) as f64
                + weight * f64::from(all.saturating_sub(such)),
        }
    }

    /// Of a sort among the incidents `here`, given its share everywhere.
    pub(crate) fn of_sort(
        (such, all): (u32, u32),
        (such_here, here): (u32, u32),
        weight: f64,
    ) -> Self {
        let everywhere = Self::of_cells((1, 2), (such, all), weight);
        let prior = everywhere.moments().0;
        Self {
            such: prior + weight * f64::from(such_here),
            others: 1.0 - prior + weight * f64::from(here.saturating_sub(such_here)),
        }
    }

    /// Mean, and mean of the square.
    fn moments(self) -> (f64, f64) {
        let sum = self.such + self.others;
        if sum <= 0.0 {
            return (0.0, 0.0);
        }
        let mean = self.such / sum;
        (mean, mean * (self.such + 1.0) / (sum + 1.0))
    }
}

/// A gamma distribution of a rate a month.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gamma {
    shape: f64,
    months: f64,
}

/// How often incidents of a sort come, by the record as it stands and under a new phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frequency {
    usual: Gamma,
    renewed: Gamma,
}

impl Frequency {
    /// Of incidents that come at some pace, the product of the shares that `shares` gives at a weight of each
    /// past incident: 1, and `discount` under a new phase.
    pub(crate) fn new(all: Rate, discount: f64, shares: impl Fn(f64) -> Vec<Share>) -> Self {
        let months = all.months.max(f64::MIN_POSITIVE);
        let at = |weight: f64| {
            let shape = 0.5 + f64::from(all.count);
            let (mut mean, mut square) = (shape / months, shape * (shape + 1.0) / months.powi(2));
            for share in shares(weight) {
                let (one, two) = share.moments();
                mean *= one;
                square *= two;
            }
            let variance = square - mean.powi(2);
            Gamma {
                shape: mean.powi(2) / variance,
                months: mean / variance,
            }
        };
        Self {
            usual: at(1.0),
            renewed: at(discount),
        }
    }

    /// Probability of at least so many over months whose factors on the level sum to `exposure`.
    pub(crate) fn at_least(&self, least: u32, exposure: f64, renewed: bool) -> f64 {
        let rate = if renewed { self.renewed } else { self.usual };
        if least == 0 {
            return 1.0;
        }
        // No share of anything, or no months.
        if !(rate.shape > 0.0 && rate.months > 0.0 && exposure > 0.0) {
            return 0.0;
        }
        let share = exposure / (rate.months + exposure);
        if share >= 1.0 {
            return 1.0;
        }
        beta_reg(f64::from(least), rate.shape, share)
    }

    /// Mean a month by the record as it stands.
    #[cfg(test)]
    pub(crate) fn mean(&self) -> f64 {
        self.usual.shape / self.usual.months
    }
}

#[cfg(test)]
mod tests {
    use rand_distr::{Beta, Distribution, Gamma as Draws, Poisson};

    use super::*;

    fn rate(count: u32, months: f64) -> Rate {
        Rate { count, months }
    }

    #[test]
    fn shares_of_all_places_make_up_the_whole() {
        for weight in [1.0, 0.1] {
            let counts = [0, 4, 30, 66];
            let sum: f64 = counts
                .iter()
                .map(|n| Share::of_cells((1, 4), (*n, 100), weight).moments().0)
                .sum();
            assert!((sum - 1.0).abs() < 1e-12);
        }
        // Everywhere is the whole, at any weight.
        let whole = Frequency::new(rate(50, 100.0), 0.12, |s| {
            vec![Share::of_cells((4, 4), (50, 50), s)]
        });
        assert!((whole.mean() - 0.505).abs() < 1e-12);
        assert!((whole.at_least(1, 2.0, false) - whole.at_least(1, 2.0, true)).abs() < 1e-12);
    }

    #[test]
    fn a_gamma_stands_for_the_product() {
        // Against the product itself, drawn.
        let mut random = stats::stream(1, "frequency", 0);
        let (n, months) = (118, 153.0);
        for (here, such, such_here) in [(5, 29, 2), (0, 4, 0), (40, 29, 12), (90, 110, 85)] {
            let shares = |s: f64| {
                vec![
                    Share::of_cells((1, 11), (here, n), s),
                    Share::of_sort((such, n), (such_here, here), s),
                ]
            };
            let frequency = Frequency::new(rate(n, months), 12.0 / months, shares);
            for (renewed, weight) in [(false, 1.0), (true, 12.0 / months)] {
                for (least, exposure) in [(1, 12.0), (2, 24.0)] {
                    let draws = 20_000;
                    let all = Draws::new(0.5 + f64::from(n), 1.0 / months).unwrap();
                    let hits = (0..draws)
                        .filter(|_| {
                            let product: f64 = shares(weight)
                                .iter()
                                .map(|s| Beta::new(s.such, s.others).unwrap().sample(&mut random))
                                .product();
                            let mean = product * all.sample(&mut random) * exposure;
                            Poisson::new(mean.max(1e-12)).unwrap().sample(&mut random)
                                >= f64::from(least)
                        })
                        .count();
                    let expected = f64::from(hits as u32) / f64::from(draws);
                    let found = frequency.at_least(least, exposure, renewed);
                    assert!(
                        (found - expected).abs() < 0.04,
                        "{here} {such} {renewed} {least}: {found} {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_never_seen_gains_and_the_usual_loses_under_a_new_phase() {
        let of = |here: u32| {
            Frequency::new(rate(100, 150.0), 0.08, |s| {
                vec![Share::of_cells((1, 5), (here, 100), s)]
            })
        };
        let gain = |here| of(here).at_least(1, 1.0, true) / of(here).at_least(1, 1.0, false);
        assert!(gain(0) > 5.0 && gain(90) < 1.0, "{} {}", gain(0), gain(90));
        assert!(of(0).at_least(1, 0.0, false).abs() < f64::EPSILON);
        assert!((of(0).at_least(0, 1.0, false) - 1.0).abs() < f64::EPSILON);
    }
}
