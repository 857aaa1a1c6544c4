//! How often something happens, from a count over a time.

use crate::{Estimate, Source, Weighted, gamma_quantile};

/// Rate of rare events that come independently of each other: `count` of them in `years`.
///
/// Posterior under Jeffreys' prior: gamma with shape `count + 1/2` and rate `years`. Zero events
/// give a proper answer, which is the point. Units: events a year. `None` unless years > 0.
///
/// Source: H. Jeffreys, *Theory of Probability*, 3rd ed. 1961, sec. 3.6; coverage in L. D. Brown,
/// T. T. Cai & A. DasGupta, *Interval estimation in exponential families*, Statistica Sinica 13, 2003.
pub fn rare(count: u32, years: f64, level: f64, source: Source) -> Option<Estimate> {
    (years > 0.0 && years.is_finite()).then(|| {
        Estimate::from_quantiles(
            level,
            |p| gamma_quantile(f64::from(count) + 0.5, p) / years,
            source,
        )
    })
}

/// Mean of a series of monthly counts that are overdispersed, as a distribution.
///
/// Quasi-Poisson: the variance is `dispersion` times the mean, `dispersion` is estimated by the
/// index of dispersion (at least 1), and the mean's posterior is gamma with shape
/// `total / dispersion` and rate `months / dispersion`.
///
/// Source: P. McCullagh & J. A. Nelder, *Generalized Linear Models*, 2nd ed. 1989, sec. 6.2.3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Months counted.
    pub months: u32,
    /// Sum of the counts.
    pub total: f64,
    /// Variance over mean, at least 1.
    pub dispersion: f64,
}

impl Pace {
    /// From monthly counts; `None` for fewer than two months.
    pub fn new(counts: &[f64]) -> Option<Self> {
        if counts.len() < 2 {
            return None;
        }
        let n = counts.len() as f64;
        let total: f64 = counts.iter().sum();
        let mean = total / n;
        let variance = counts.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        Some(Self {
            months: counts.len() as u32,
            total,
            dispersion: if mean > 0.0 {
                (variance / mean).max(1.0)
            } else {
                1.0
            },
        })
    }

    /// Mean a month at a probability in (0, 1). With no events, that of half an event.
    pub fn quantile(&self, probability: f64) -> f64 {
        let shape = (self.total / self.dispersion).max(0.5);
        gamma_quantile(shape, probability) * self.dispersion / f64::from(self.months)
    }

    /// Mean a month as an estimate.
    pub fn estimate(&self, level: f64, source: Source) -> Estimate {
        Estimate::from_quantiles(level, |p| self.quantile(p), source)
    }

    /// The mean of `self` over the mean of `before`, as an estimate of their ratio.
    ///
    /// The two periods are taken as independent; 200 by 200 equally likely points of the two
    /// posteriors stand for their product.
    pub fn ratio(&self, before: &Self, level: f64, source: Source) -> Option<Estimate> {
        let points = |pace: &Self| -> Vec<f64> {
            (0..200)
                .map(|i| pace.quantile((f64::from(i) + 0.5) / 200.0))
                .collect()
        };
        let (now, then) = (points(self), points(before));
        let ratios = now
            .iter()
            .flat_map(|a| then.iter().map(move |b| (a / b, 1.0)));
        let ratios = Weighted::new(ratios)?;
        Some(Estimate::from_quantiles(
            level,
            |p| ratios.quantile(p),
            source,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;
    use rand_distr::{Distribution, Gamma, Poisson};

    #[test]
    fn no_events_in_a_decade_still_bounds_the_rate() {
        let rate = rare(0, 10.0, 0.9, Source::default()).unwrap();
        assert!(rate.low > 0.0 && rate.high < 0.3, "{rate:?}");
        assert!(rare(1, 0.0, 0.9, Source::default()).is_none());
    }

    #[test]
    fn rare_intervals_cover_over_the_range_we_use() {
        // Truth drawn log-uniformly between 0.05 and 3 a year, 12 years of record.
        let mut stream = crate::stream(11, "rare", 0);
        let (mut held, runs) = (0_u32, 4000);
        for _ in 0..runs {
            let truth = 0.05 * 60_f64.powf(stream.random::<f64>());
            let count = Poisson::new(truth * 12.0).unwrap().sample(&mut stream) as u32;
            let e = rare(count, 12.0, 0.9, Source::default()).unwrap();
            held += u32::from(e.low <= truth && truth <= e.high);
        }
        let share = f64::from(held) / f64::from(runs);
        assert!((0.87..=0.93).contains(&share), "{share}");
    }

    #[test]
    fn ratio_of_two_overdispersed_years_covers() {
        let mut stream = crate::stream(12, "ratio", 0);
        let mut held = 0_u32;
        let runs = 400;
        let mut year = |mean: f64| -> Vec<f64> {
            let gamma = Gamma::new(4.0, mean / 4.0).unwrap();
            (0..12)
                .map(|_| {
                    let m: f64 = gamma.sample(&mut stream);
                    Poisson::new(m.max(1e-9)).unwrap().sample(&mut stream)
                })
                .collect()
        };
        for _ in 0..runs {
            let (a, b) = (year(36.0), year(24.0));
            let e = Pace::new(&a)
                .unwrap()
                .ratio(&Pace::new(&b).unwrap(), 0.9, Source::default())
                .unwrap();
            held += u32::from(e.low <= 1.5 && 1.5 <= e.high);
        }
        let share = f64::from(held) / f64::from(runs);
        assert!((0.84..=0.95).contains(&share), "{share}");
    }
}
