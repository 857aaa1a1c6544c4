//! Parties to the conflict and those who act on it from outside.

use calendar::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;

/// What sort of party an actor is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// The recognised government and its forces. A case has exactly one.
    State,
    /// An organisation that fights the state for power, territory or law.
    Insurgent,
    /// A communal, self-defence or pro-government armed group.
    Militia,
    /// Another state's troops or contractors in the country.
    ForeignForce,
    /// An international organisation or its mission.
    International,
    /// A state or bloc that acts on the conflict from outside.
    OutsidePower,
}

/// One party: `[[actors]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Short key by which the rest of the case refers to it.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What sort of party it is.
    pub kind: ActorKind,
    /// Lineage it belongs to, by key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lineage: Option<String>,
    /// Names in event data, matched as [`LineageMember::names`](crate::LineageMember::names) are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// UCDP actor identifiers, where known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ucdp_ids: Vec<u32>,
    /// First month in which it existed or was in the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    /// Last month in which it existed or was in the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Month>,
    /// Actor it fights beside or pays for, by key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backs: Option<String>,
    /// Can this actor alone keep a settlement from coming about?
    #[serde(default)]
    pub veto: bool,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl Actor {
    /// Whether it existed, or was in the country, in a month. Open ends count as yes.
    pub fn is_present(&self, month: Month) -> bool {
        self.from.is_none_or(|from| from <= month) && self.until.is_none_or(|until| month <= until)
    }
}
