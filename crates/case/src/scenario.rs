//! What-ifs: changes of postures and parameters, and things that happen.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;
use crate::prior::Prior;

/// Something that happens at the start of a scenario, whatever the hazards say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Shock {
    /// The leaders are overthrown by their own army; the administration stays.
    LeadersOverthrown,
    /// Army and administration fall apart; a placeholder goes on being recognised.
    StateCollapses,
    /// An actor arrives with force.
    Arrives {
        /// Which, by key.
        actor: String,
    },
    /// An actor leaves with its force.
    Leaves {
        /// Which, by key.
        actor: String,
    },
}

/// A deal in force from the scenario's first month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// Who rules each region, by region name: an actor's key. Regions left out stay as they are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub zones: BTreeMap<String, String>,
    /// National terms, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
    /// Who signs, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<String>,
}

/// One what-if: `[[scenarios]]`. A scenario that changes nothing is the status quo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Short key by which it can be named on the command line.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What happens, in one or two sentences.
    #[schemars(length(min = 1))]
    pub statement: String,
    /// Months after the as-of date from which the changes hold, 0 to 60.
    #[serde(default)]
    #[schemars(range(min = 0, max = 60))]
    pub from_month: u32,
    /// Options played instead of the baseline: actor key to option key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// Assumptions replaced: assumption key to distribution.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Prior>,
    /// Things that happen at the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shocks: Vec<Shock>,
    /// A deal in force from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<Deal>,
    /// What the changes rest on; remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl Scenario {
    /// Whether it changes nothing.
    pub fn is_status_quo(&self) -> bool {
        self.options.is_empty()
            && self.parameters.is_empty()
            && self.shocks.is_empty()
            && self.deal.is_none()
    }
}
