//! The bibliography of a case.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;

/// A work or page that the case rests on: `[[sources]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short key by which the rest of the case cites it.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Title.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Author, publisher or journal.
    #[schemars(length(min = 1))]
    pub publisher: String,
    /// Year of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1800, max = 2100))]
    pub year: Option<u16>,
    /// Address, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
