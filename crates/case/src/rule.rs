//! Which recorded facts are signs that somebody governs a place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::landmark::LandmarkKind;
use crate::timeline::TimelineKind;

/// Signs of governing, kept apart from reach: `[rule]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleIndicator {
    /// Lineage whose rule is looked for, by key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lineage: Option<String>,
    /// Landmarks by the lineage that count as signs of shadow rule (it decides who passes).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shadow: Vec<LandmarkKind>,
    /// Landmarks by the lineage that count as signs of open rule (it has taken the place).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overt: Vec<LandmarkKind>,
    /// Landmarks against the lineage that end either (the state is back).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<LandmarkKind>,
    /// Entries of the timeline that count as signs of shadow rule, such as local accords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accords: Vec<TimelineKind>,
    /// Days that a place must be held before it counts as ruled, 1 to 3650.
    #[serde(default = "default_days")]
    #[schemars(range(min = 1, max = 3650))]
    pub held_days: u32,
    /// What the signs cannot show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

fn default_days() -> u32 {
    30
}
