//! National terms a deal may hold, and people who press their leaders for or against one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;
use crate::prior::Prior;

/// What sort of term it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TermKind {
    /// Local courts and religious law are recognised zone by zone.
    LocalLaw,
    /// Amnesty.
    Amnesty,
    /// Posts in government or army.
    PowerSharing,
    /// A share of taxes or mining revenue.
    RevenueShare,
    /// Self-government of regions.
    Autonomy,
    /// Foreign forces leave.
    ForeignDeparture,
    /// Outside guarantors watch over it.
    Guarantors,
    /// Agreements village by village, none for the country.
    LocalAccords,
    /// Captives are exchanged.
    CaptiveExchange,
    /// Roads and markets are reopened.
    OpenRoads,
}

/// A term that a deal may hold beside its zones: `[[terms]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Short key.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What sort of term it is.
    pub kind: TermKind,
    /// Actors that gain by it, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gains: Vec<String>,
    /// Actors that concede it, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concedes: Vec<String>,
    /// What it means; remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// Which way a constituency presses.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// For talks.
    ForTalks,
    /// Against talks.
    AgainstTalks,
}

/// People whose support an actor needs, and what they think of talks: `[[constituencies]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Constituency {
    /// Short key.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Actor it presses, by key.
    pub presses: String,
    /// Which way.
    pub stance: Stance,
    /// How much its support weighs with the actor, 0 to 1.
    pub weight: Prior,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// An analogy that people draw: `[[analogies]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Analogy {
    /// Comparator, by its code in the comparator library (`SOM_1991`).
    #[schemars(length(min = 1))]
    pub comparator: String,
    /// The sentence as it is said.
    #[schemars(length(min = 1))]
    pub sentence: String,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}
