//! The event under study and other events of note.

use calendar::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;

/// What an attack hit. Categories only, never a site.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// The army and other soldiers of the state.
    Military,
    /// Gendarmes, police and guards of the state.
    Police,
    /// An organised armed group that is not the state's.
    ArmedGroup,
    /// People who bear no arms.
    Civilians,
    /// Office holders and their escorts.
    Officials,
    /// Foreign troops, companies or nationals.
    Foreign,
    /// A United Nations mission.
    Un,
    /// Vehicles under way.
    Convoy,
    /// Roads, customs, mines, factories, prisons, monuments.
    Infrastructure,
    /// Something that stands for central power, wherever it is.
    CapitalSymbol,
}

/// Deaths in one event: the least and the most that a source gives, and the best figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deaths {
    /// Lowest figure.
    pub low: u32,
    /// Best figure, not below `low`.
    pub best: u32,
    /// Highest figure, not below `best`.
    pub high: u32,
}

/// An event: `[event]` is the one under study, `[[events_of_note]]` are others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Short key by which it can be named on the command line.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub label: String,
    /// First day.
    #[schemars(schema_with = "crate::dates::schema")]
    pub date: Date,
    /// Last day, when it lasted more than one.
    #[schemars(schema_with = "crate::dates::optional_schema")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Region it happened in, by name.
    pub region: String,
    /// Town it happened in.
    #[schemars(length(min = 1))]
    pub town: String,
    /// Degrees north of the town's centre, -90 to 90. Towns only, never a site.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude: f64,
    /// Degrees east of the town's centre, -180 to 180.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude: f64,
    /// Deaths.
    pub deaths: Deaths,
    /// What was hit.
    #[schemars(length(min = 1))]
    pub targets: Vec<Target>,
    /// Days for which a part of the town stayed in the attackers' hands; 0 when they left or were
    /// driven out within the day.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[schemars(range(min = 0, max = 3650))]
    pub held_days: u32,
    /// Lineage that did it, by key; none when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lineage: Option<String>,
    /// Names by which event data may be searched for it (a UCDP event id, an ACLED id).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_ids: Vec<String>,
    /// What is worth knowing about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key.
    #[schemars(length(min = 1))]
    pub sources: Vec<String>,
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(days: &u32) -> bool {
    *days == 0
}

impl Event {
    /// The last day: `until`, or the first day when it lasted one.
    pub fn last_day(&self) -> Date {
        self.until.unwrap_or(self.date)
    }
}
