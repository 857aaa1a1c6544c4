//! Months of offensives, months of rest: factors on a month's hazards of gain and loss.

use rand::{Rng, RngExt};

use super::rates::{Arrivals, CONTRACTION, EXPANSION, MonthArrivals, Rates, gamma};

/// Law of a usual month's factor: of mean 1, standard deviation 0.58.
const USUAL: Law = Law {
    shape: 3.0,
    rate: 3.0,
};
/// Law of a sweeping month's: of mean 6. Offensives and routs take in weeks what phases take in
/// half a year.
const SWEEPING: Law = Law {
    shape: 2.0,
    rate: 2.0 / 6.0,
};
/// How often a month is a sweeping one: of gain in expansion, of loss in contraction.
const SWEEPS: f64 = 0.05;

/// Factors on the hazards of each month.
#[derive(Debug, Clone)]
pub(super) struct Shocks {
    /// On gains.
    pub(super) gain: Vec<f64>,
    /// On losses.
    pub(super) loss: Vec<f64>,
}

impl Shocks {
    pub(super) fn none(months: usize) -> Self {
        Self {
            gain: vec![1.0; months],
            loss: vec![1.0; months],
        }
    }

    /// A draw given arrivals and phases.
    pub(super) fn update(
        &mut self,
        rates: &Rates,
        arrivals: &Arrivals,
        phases: &[u8],
        rng: &mut impl Rng,
    ) {
        for (t, &phase) in phases.iter().enumerate().skip(1) {
            let [gains, losses] = arrivals.months[t].counts(rates, phase);
            self.gain[t] = gains.factor(rng);
            self.loss[t] = losses.factor(rng);
        }
    }
}

impl MonthArrivals {
    /// ln P(arrivals | phase) up to a constant, the month's shocks integrated out.
    pub(super) fn evidence(&self, rates: &Rates, phase: u8) -> f64 {
        let [gains, losses] = self.counts(rates, phase);
        gains.evidence() + losses.evidence()
    }

    fn counts(&self, rates: &Rates, phase: u8) -> [Count; 2] {
        let open = self.near + rates.jump * self.empty;
        let count = |arrivals: u32, rate: f64, exposure: f64, own: u8| Count {
            arrivals,
            rate,
            exposure,
            sweeps: if phase == own { SWEEPS } else { 0.0 },
        };
        let (gain, loss) = (rates.contagion_in(phase), rates.exit_in(phase));
        [
            count(self.jumps + self.contagions, gain, open, EXPANSION),
            count(self.exits, loss, self.held, CONTRACTION),
        ]
    }
}

/// A gamma law by shape and rate.
#[derive(Debug, Clone, Copy)]
struct Law {
    shape: f64,
    rate: f64,
}

impl Law {
    /// ln P(count) when its mean is a factor of this law times `mean`, without what no law changes.
    fn log_marginal(self, count: u32, mean: f64) -> f64 {
        let Self { shape, rate } = self;
        let rising: f64 = (0..count).map(|i| (shape + f64::from(i)).ln()).sum();
        rising + shape * rate.ln() - (shape + f64::from(count)) * (rate + mean).ln()
    }
}

/// Arrivals of a month, Poisson given its factor.
#[derive(Debug, Clone, Copy)]
struct Count {
    arrivals: u32,
    rate: f64,
    exposure: f64,
    sweeps: f64,
}

impl Count {
    fn usual(self) -> f64 {
        USUAL.log_marginal(self.arrivals, self.rate * self.exposure)
    }

    /// Odds that the month is a sweeping one.
    fn odds(self, usual: f64) -> f64 {
        if self.sweeps == 0.0 {
            return 0.0;
        }
        let sweeping = SWEEPING.log_marginal(self.arrivals, self.rate * self.exposure);
        self.sweeps / (1.0 - self.sweeps) * (sweeping - usual).exp()
    }

    fn evidence(self) -> f64 {
        let usual = self.usual();
        let either = (1.0 - self.sweeps).ln() + self.odds(usual).ln_1p();
        f64::from(self.arrivals) * self.rate.ln() + usual + either
    }

    fn factor(self, rng: &mut impl Rng) -> f64 {
        let odds = self.odds(self.usual());
        let law = if rng.random::<f64>() * (1.0 + odds) < odds {
            SWEEPING
        } else {
            USUAL
        };
        let shape = law.shape + f64::from(self.arrivals);
        gamma(shape, law.rate + self.rate * self.exposure, rng).max(1e-6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(arrivals: u32, sweeps: f64) -> Count {
        Count {
            arrivals,
            rate: 0.2,
            exposure: 7.0,
            sweeps,
        }
    }

    /// The evidence is a probability: over all counts it adds up to one.
    #[test]
    fn evidence_adds_up() {
        for sweeps in [0.0, SWEEPS] {
            let law = |arrivals: u32| {
                let factorial: f64 = (1..=arrivals).map(|i| f64::from(i).ln()).sum();
                let count = count(arrivals, sweeps);
                (count.evidence() + f64::from(arrivals) * count.exposure.ln() - factorial).exp()
            };
            let sum: f64 = (0..600).map(law).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        }
    }

    /// Many arrivals at once speak for a sweeping month, few against it.
    #[test]
    fn factors_follow_the_arrivals() {
        let mean = |arrivals: u32| {
            let mut rng = stats::stream(1, "shocks", 0);
            let draws = (0..4_000).map(|_| count(arrivals, SWEEPS).factor(&mut rng));
            draws.sum::<f64>() / 4_000.0
        };
        // With 14 arrivals where 1.4 are usual: (2 + 14) / (1/3 + 1.4) if sweeping, which is all
        // but certain. With none: 3 / (3 + 1.4) in the usual case.
        assert!((mean(14) - 9.2).abs() < 0.5, "{}", mean(14));
        assert!((mean(0) - 0.70).abs() < 0.05, "{}", mean(0));
    }
}
