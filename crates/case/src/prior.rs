//! Prior distributions that a case file can declare.
//!
//! Quantiles, not samplers, are offered: draws by `quantile(u)` of a uniform `u` keep common random
//! numbers common and work with any space-filling design.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ContinuousCDF, Gamma, Normal};

/// A distribution over one number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "distribution", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prior {
    /// A value taken as known.
    Point {
        /// The value.
        value: f64,
    },
    /// All values between two limits alike.
    Uniform {
        /// Lower limit.
        low: f64,
        /// Upper limit, above `low`.
        high: f64,
    },
    /// Most likely value and limits.
    Triangular {
        /// Lower limit.
        low: f64,
        /// Most likely value, between the limits.
        mode: f64,
        /// Upper limit, above `low`.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// The logarithm is normal.
    Lognormal {
        /// Median, above 0.
        median: f64,
        /// Geometric standard deviation, above 1: two thirds of the mass lie between
        /// `median / spread` and `median * spread`.
        spread: f64,
    },
    /// Beta, on 0 to 1.
    Beta {
        /// First shape, above 0.
        a: f64,
        /// Second shape, above 0. The mean is `a / (a + b)`.
        b: f64,
    },
    /// Gamma, on 0 and above.
    Gamma {
        /// Shape, above 0.
        shape: f64,
        /// Scale, above 0. The mean is `shape * scale`.
        scale: f64,
    },
}

impl Prior {
    /// What is wrong with the parameters, with the name of the one to blame, if anything is.
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        let positive = |name, value: f64| (value <= 0.0).then_some((name, "must be above 0"));
        match *self {
            Self::Point { .. } => None,
            Self::Uniform { low, high } => (high <= low).then_some(("high", "must be above `low`")),
            Self::Triangular { low, mode, high } => {
                if high <= low {
                    Some(("high", "must be above `low`"))
                } else {
                    (mode < low || mode > high)
                        .then_some(("mode", "must lie between `low` and `high`"))
                }
            }
            Self::Normal { sd, .. } => positive("sd", sd),
            Self::Lognormal { median, spread } => positive("median", median)
                .or_else(|| (spread <= 1.0).then_some(("spread", "must be above 1"))),
            Self::Beta { a, b } => positive("a", a).or_else(|| positive("b", b)),
            Self::Gamma { shape, scale } => {
                positive("shape", shape).or_else(|| positive("scale", scale))
            }
        }
    }

    /// Smallest and largest possible value; infinite where there is none.
    pub fn support(&self) -> (f64, f64) {
        match *self {
            Self::Point { value } => (value, value),
            Self::Uniform { low, high } | Self::Triangular { low, high, .. } => (low, high),
            Self::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Lognormal { .. } | Self::Gamma { .. } => (0.0, f64::INFINITY),
            Self::Beta { .. } => (0.0, 1.0),
        }
    }

    /// Mean; not a number when the parameters are at fault.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Point { value } => value,
            Self::Uniform { low, high } => f64::midpoint(low, high),
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Normal { mean, .. } => mean,
            Self::Lognormal { median, spread } => median * (spread.ln().powi(2) / 2.0).exp(),
            Self::Beta { a, b } => a / (a + b),
            Self::Gamma { shape, scale } => shape * scale,
        }
    }

    /// Probability of a value at or under `x`; not a number when the parameters are at fault.
    pub fn cdf(&self, x: f64) -> f64 {
        if self.fault().is_some() || x.is_nan() {
            return f64::NAN;
        }
        match *self {
            Self::Point { value } => f64::from(x >= value),
            Self::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Self::Triangular { low, mode, high } => {
                if x <= low {
                    0.0
                } else if x >= high {
                    1.0
                } else if x < mode {
                    (x - low).powi(2) / ((high - low) * (mode - low))
                } else if high > mode {
                    1.0 - (high - x).powi(2) / ((high - low) * (high - mode))
                } else {
                    1.0
                }
            }
            Self::Normal { mean, sd } => standard_normal_cdf((x - mean) / sd),
            Self::Lognormal { median, spread } => {
                if x <= 0.0 {
                    0.0
                } else {
                    standard_normal_cdf((x / median).ln() / spread.ln())
                }
            }
            Self::Beta { a, b } => {
                Beta::new(a, b).map_or(f64::NAN, |beta| beta.cdf(x.clamp(0.0, 1.0)))
            }
            Self::Gamma { shape, scale } => Gamma::new(shape, 1.0).map_or(f64::NAN, |gamma| {
                if x <= 0.0 { 0.0 } else { gamma.cdf(x / scale) }
            }),
        }
    }

    /// The value below which a share `p` of the mass lies, `p` from 0 to 1; at 0 and 1 the ends of
    /// the support. Not a number when the parameters are at fault or `p` is out of range.
    ///
    /// Beta and gamma by bisection on the distribution function, which is accurate in the tails
    /// where closed approximations are not; relative error under 1e-12.
    ///
    /// ```
    /// use case::Prior;
    /// let share = Prior::Beta { a: 2.0, b: 8.0 };
    /// assert!((share.quantile(0.5) - 0.17962).abs() < 1e-5);
    /// assert!(share.quantile(1.5).is_nan());
    /// ```
    pub fn quantile(&self, p: f64) -> f64 {
        if self.fault().is_some() || !(0.0..=1.0).contains(&p) {
            return f64::NAN;
        }
        let (low, high) = self.support();
        if p <= 0.0 {
            return low;
        }
        if p >= 1.0 {
            return high;
        }
        match *self {
            Self::Point { value } => value,
            Self::Uniform { low, high } => low + p * (high - low),
            Self::Triangular { low, mode, high } => {
                let (span, left) = (high - low, mode - low);
                if p * span <= left {
                    low + (p * span * left).sqrt()
                } else {
                    high - ((1.0 - p) * span * (high - mode)).sqrt()
                }
            }
            Self::Normal { mean, sd } => mean + sd * standard_normal_quantile(p),
            Self::Lognormal { median, spread } => {
                median * (spread.ln() * standard_normal_quantile(p)).exp()
            }
            Self::Beta { .. } => self.bisect(p, 1.0),
            Self::Gamma { .. } => {
                let mut ceiling = self.mean();
                while self.cdf(ceiling) < p && ceiling.is_finite() {
                    ceiling *= 2.0;
                }
                self.bisect(p, ceiling)
            }
        }
    }

    /// Root of `cdf(x) = p` between 0 and `ceiling`. Halves the exponent first, so that quantiles
    /// near 0 keep their relative precision.
    fn bisect(&self, p: f64, ceiling: f64) -> f64 {
        let mut floor = ceiling;
        while floor > f64::MIN_POSITIVE && self.cdf(floor) > p {
            floor *= 0.5;
        }
        let (mut below, mut above) = (floor, (floor * 2.0).min(ceiling));
        for _ in 0..60 {
            let middle = f64::midpoint(below, above);
            if self.cdf(middle) < p {
                below = middle;
            } else {
                above = middle;
            }
        }
        f64::midpoint(below, above)
    }
}

fn standard_normal_cdf(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

fn standard_normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_prior() -> impl Strategy<Value = Prior> {
        let positive = 0.05..50.0f64;
        prop_oneof![
            (-9.0..9.0f64, 0.1..9.0f64).prop_map(|(low, span)| Prior::Uniform {
                low,
                high: low + span
            }),
            (-9.0..9.0f64, 0.1..9.0f64, 0.0..=1.0f64).prop_map(|(low, span, at)| {
                Prior::Triangular {
                    low,
                    mode: low + at * span,
                    high: low + span,
                }
            }),
            (-9.0..9.0f64, positive.clone()).prop_map(|(mean, sd)| Prior::Normal { mean, sd }),
            (positive.clone(), 1.01..4.0f64)
                .prop_map(|(median, spread)| Prior::Lognormal { median, spread }),
            (positive.clone(), positive.clone()).prop_map(|(a, b)| Prior::Beta { a, b }),
            (positive.clone(), positive).prop_map(|(shape, scale)| Prior::Gamma { shape, scale }),
        ]
    }

    proptest! {
        #[test]
        fn a_quantile_undoes_the_distribution_function(prior in any_prior(), p in 0.001..0.999f64) {
            let back = prior.cdf(prior.quantile(p));
            prop_assert!((back - p).abs() < 1e-6, "{prior:?} at {p}: {back}");
        }

        #[test]
        fn quantiles_increase(prior in any_prior(), p in 0.001..0.99f64) {
            prop_assert!(prior.quantile(p) <= prior.quantile(p + 0.005));
        }
    }

    #[test]
    fn equals_closed_forms() {
        let gamma = Prior::Gamma {
            shape: 0.3,
            scale: 1.0,
        };
        // For small x, P(a, x) is close to x^a / Gamma(a + 1): x = (p Gamma(1.3))^(1 / .3).
        let expected = (1e-4 * statrs::function::gamma::gamma(1.3)).powf(1.0 / 0.3);
        assert!((gamma.quantile(1e-4) / expected - 1.0).abs() < 1e-9);
        assert!((Prior::Beta { a: 1.0, b: 1.0 }.quantile(0.3) - 0.3).abs() < 1e-12);
        assert!(
            (Prior::Gamma {
                shape: 1.0,
                scale: 2.0
            }
            .quantile(0.5)
                - 2.0 * 2f64.ln())
            .abs()
                < 1e-11
        );
        let lognormal = Prior::Lognormal {
            median: 1.0,
            spread: 2.0,
        };
        assert!(
            (lognormal.quantile(0.975) - (1.959_963_984_540_054 * 2f64.ln()).exp()).abs() < 1e-8
        );
    }

    #[test]
    fn names_the_parameter_at_fault() {
        assert_eq!(
            Prior::Uniform {
                low: 1.0,
                high: 1.0
            }
            .fault()
            .unwrap()
            .0,
            "high"
        );
        assert_eq!(
            Prior::Triangular {
                low: 0.0,
                mode: 2.0,
                high: 1.0
            }
            .fault()
            .unwrap()
            .0,
            "mode"
        );
        assert_eq!(
            Prior::Lognormal {
                median: 1.0,
                spread: 1.0
            }
            .fault()
            .unwrap()
            .0,
            "spread"
        );
        assert!(Prior::Beta { a: 0.0, b: 1.0 }.quantile(0.5).is_nan());
    }
}
