use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a figure comes from: data sets, assumptions, and what was done with them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Keys of the data sets used, as the assessment's list of data has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<String>,
    /// Keys of the assumptions used, as the case file has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
    /// What was computed, in a few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
}

impl Source {
    /// A figure computed from one data set.
    pub fn data(key: impl Into<String>, method: impl Into<String>) -> Self {
        Self {
            data: vec![key.into()],
            assumptions: Vec::new(),
            method: method.into(),
        }
    }
}

/// A figure with its uncertainty: median and the limits of a central interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// Median.
    pub median: f64,
    /// Lower limit of the interval.
    pub low: f64,
    /// Upper limit of the interval.
    pub high: f64,
    /// Probability that the interval holds the value, such as 0.9.
    pub level: f64,
    /// Standard error of the median from simulation; none when nothing was simulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monte_carlo_error: Option<f64>,
    /// Where it comes from.
    pub source: Source,
}

impl Estimate {
    /// An estimate from a quantile function, at a level such as 0.9.
    pub fn from_quantiles(level: f64, quantile: impl Fn(f64) -> f64, source: Source) -> Self {
        let side = (1.0 - level) / 2.0;
        Self {
            median: quantile(0.5),
            low: quantile(side),
            high: quantile(1.0 - side),
            level,
            monte_carlo_error: None,
            source,
        }
    }

    /// The estimate of a decreasing or increasing function of this one.
    #[must_use]
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        let (a, b) = (f(self.low), f(self.high));
        Self {
            median: f(self.median),
            low: a.min(b),
            high: a.max(b),
            level: self.level,
            monte_carlo_error: None,
            source: self.source.clone(),
        }
    }
}
