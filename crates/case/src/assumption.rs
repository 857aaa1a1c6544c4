//! What the analysis takes for granted, with how sure one is and why.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;
use crate::prior::Prior;

/// What a prior rests on, from firm to soft.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Measured: a census, a count, a figure computed from data.
    Measured,
    /// Published by others as an estimate.
    Published,
    /// Derived from coded facts of this case or of comparators.
    Coded,
    /// The analyst's judgment; the note says on what grounds.
    Judgment,
}

/// One number the models need: `[[assumptions]]`.
///
/// A parameter may be declared once for all, or once for each actor or group of regions. The most
/// specific declaration counts: actor and region, then region, then actor, then neither.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Short key by which outputs and scenarios refer to it.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Parameter of the models that it sets; the key itself when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub parameter: Option<String>,
    /// Actor it holds for, by key; every actor when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The other actor, by key, of a parameter that concerns two, such as `alliance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub with: Option<String>,
    /// Regions it holds for, by name; every region when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Unit: `share`, `people`, `per month`, `per 100 km`, ...
    #[schemars(length(min = 1))]
    pub unit: String,
    /// Possible values, lowest and highest; priors are cut off at them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// Distribution over the values.
    pub prior: Prior,
    /// What actors believe where it differs from the prior, by actor key. Ripeness is judged on
    /// perceived as well as on true values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub perceived: BTreeMap<String, Prior>,
    /// What it rests on.
    pub evidence: Evidence,
    /// Reasoning; required for a judgment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key; required unless it is a judgment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl Assumption {
    /// Parameter of the models that it sets.
    pub fn parameter(&self) -> &str {
        self.parameter.as_deref().unwrap_or(&self.key)
    }

    /// Quantile of the prior cut off at the range: `p` from 0 to 1, else not a number.
    pub fn quantile(&self, p: f64) -> f64 {
        truncated_quantile(&self.prior, self.range, p)
    }
}

/// Quantile of a prior cut off at a range. `p` from 0 to 1, else not a number.
pub fn truncated_quantile(prior: &Prior, range: Option<[f64; 2]>, p: f64) -> f64 {
    let Some([low, high]) = range else {
        return prior.quantile(p);
    };
    if let Prior::Point { value } = prior {
        return value.clamp(low, high);
    }
    let (from, to) = (prior.cdf(low), prior.cdf(high));
    prior
        .quantile((from + p * (to - from)).clamp(0.0, 1.0))
        .clamp(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_normal_stays_in_its_range_and_keeps_its_median_when_cut_evenly() {
        let prior = Prior::Normal { mean: 0.5, sd: 0.4 };
        let at = |p| truncated_quantile(&prior, Some([0.0, 1.0]), p);
        assert!((at(0.5) - 0.5).abs() < 1e-9);
        assert!(at(0.0) >= 0.0 && at(1.0) <= 1.0);
        assert!(at(0.01) < 0.05 && at(0.99) > 0.95);
    }
}
