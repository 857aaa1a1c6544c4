//! Organisations with their predecessors.

use calendar::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An organisation and those it came out of, so that a group is followed through mergers and
/// changes of name.
///
/// JNIM, for instance, came out of Ansar Dine, AQIM's Sahara branch, Al-Mourabitoun and Katiba
/// Macina in March 2017: four members until 2017-02, one from 2017-03.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lineage {
    /// Short key by which the rest of the case file refers to it.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// Month in which the members merged into the organisation named, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Month>,
    /// Organisations as event data name them.
    pub members: Vec<LineageMember>,
}

/// One organisation of a lineage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineageMember {
    /// Name to print.
    pub name: String,
    /// Names in event data. Compared after folding case, accents and punctuation; a name matches
    /// when it is the whole of the actor's name, or the part before a colon or a parenthesis.
    pub names: Vec<String>,
    /// UCDP actor identifiers (`side_a_new_id`, `side_b_new_id`), where known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ucdp_ids: Vec<u32>,
    /// First month in which it belongs to the lineage; none means from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    /// Last month in which it belongs to the lineage; none means to this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Month>,
}
