//! Rival readings of where the war stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;
use crate::prior::Prior;

/// Generative model behind a hypothesis.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// The level and trend of the last phase go on.
    StatusQuo,
    /// The same phase with a worsening trend, or a step up within it.
    Degrading,
    /// A break: another level, other places or another kind of violence from now on.
    NewPhase,
    /// The same phase fading.
    Receding,
}

/// One reading: `[[hypotheses]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hypothesis {
    /// Short key by which claims refer to it.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What it says, in one sentence.
    #[schemars(length(min = 1))]
    pub statement: String,
    /// Generative model behind it.
    pub model: Model,
    /// Probability before the event, 0 to 1; the priors of a case add up to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub prior: f64,
    /// Change of the rate of violence per year as a ratio, in place of the model's own prior
    /// (1.2: a fifth more each year).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly_ratio: Option<Prior>,
    /// Level after the event over the level before it, in place of the model's own prior.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_ratio: Option<Prior>,
    /// Why this prior; remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}
