//! Files beside the case file, and the span of the record.

use calendar::{Date, Month};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::observable::Measure;

/// Which files to read and which dates hold: `[data]`. Paths are relative to the case folder and
/// stay within it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataFiles {
    /// Monthly events and deaths (`impasse case figures` writes it). It may be missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<String>,
    /// Facts on regions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<String>,
    /// Landmark events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmarks: Option<String>,
    /// Political timeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<String>,
    /// How the figures are to be cited, one entry a work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citation: Vec<String>,
    /// Day up to which facts are used unless the command line says otherwise.
    #[schemars(schema_with = "crate::dates::schema")]
    pub as_of: Date,
    /// First month of the record.
    pub record_from: Month,
}

/// A level of a figure whose chance the outlook reports: `[[thresholds]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Which figure.
    pub measure: Measure,
    /// Level in a month, 0 or more.
    #[schemars(range(min = 0.0))]
    pub level: f64,
}
