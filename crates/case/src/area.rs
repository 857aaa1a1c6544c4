//! Areas whose course is asked about.

use calendar::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;

/// An area whose phases are asked about, such as the south of a country: `[[areas]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedArea {
    /// Short key.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Its regions, by name; not all of the case, because where there are no event data it is
    /// compared with the rest.
    #[schemars(length(min = 1))]
    pub regions: Vec<String>,
    /// Lineage whose events are counted when there are event data, by key; none counts all organised
    /// violence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lineage: Option<String>,
    /// Two months between which a contraction is looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contraction: Option<ContractionQuestion>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Was there a contraction between two episodes?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractionQuestion {
    /// Last month of the earlier episode.
    pub after: Month,
    /// First month of the later episode.
    pub before: Month,
    /// Months that a contraction lasts at least, 1 to 120.
    #[serde(default = "default_months")]
    #[schemars(range(min = 1, max = 120))]
    pub months: u32,
}

fn default_months() -> u32 {
    6
}
