//! What is said about the event, and what would be worth watching.

use calendar::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::key::KEY_PATTERN;
use crate::observable::Observable;

/// A sentence that commentators say, with something observable behind it: `[[claims]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Short key.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// The sentence as it is said.
    #[schemars(length(min = 1))]
    pub sentence: String,
    /// What must be seen to happen if the claim says anything.
    pub observable: Observable,
    /// Hypotheses that the speaker means it to speak for, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speaks_for: Vec<String>,
    /// How the sentence was turned into the observable; remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it was said, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// Something to watch because it would tell the hypotheses apart: `[[watch]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Short key.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// What would be seen, in one sentence.
    #[schemars(length(min = 1))]
    pub sentence: String,
    /// The observable.
    pub observable: Observable,
    /// Where one would see it; remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An analyst's own piece of evidence, such as a report or a defection: `[[items]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Short key.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// What was seen or said.
    #[schemars(length(min = 1))]
    pub statement: String,
    /// When.
    #[schemars(schema_with = "crate::dates::schema")]
    pub date: Date,
    /// Items with the same group rest on the same facts and are not counted twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Probability that the source is right, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub credibility: f64,
    /// Probability of the item under each hypothesis, by key, 0 to 1. Every hypothesis is named.
    pub likelihood: BTreeMap<String, f64>,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}
