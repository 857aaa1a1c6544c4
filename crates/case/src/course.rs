//! What actors can do and what they want.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::key::KEY_PATTERN;
use crate::observable::Observable;
use crate::prior::Prior;

/// Where an actor's force goes and what it is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Posture {
    /// Strike where the other side is weak and withdraw.
    Harass,
    /// Tax, judge and police the countryside; avoid towns.
    ConsolidateRule,
    /// Cut roads and supplies of towns.
    Blockade,
    /// Go for the capital.
    Bid,
    /// Keep garrisons in towns and leave the rest.
    HoldTowns,
    /// Clear places and stay in them.
    ClearAndHold,
    /// Raid with a foreign partner.
    RaidWithPartner,
    /// Give up far places for the useful part of the country.
    WithdrawToCore,
    /// Fight a rival armed group first.
    FightRivals,
    /// Seek talks while fighting goes on at a lower level.
    Talk,
    /// Keep the terms of a deal.
    AbideByDeal,
    /// Break the terms of a deal.
    BreakDeal,
    /// Remain with force or money, as now.
    Stay,
    /// Leave, or end support.
    Leave,
    /// Come back with force.
    Return,
    /// Remain outside.
    StayOut,
    /// Offer good offices, guarantees or recognition.
    Mediate,
}

/// A change of posture once something is seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// What the actor must see.
    pub when: Observable,
    /// The posture it then takes.
    pub posture: Posture,
}

/// A course open to an actor: `[[options]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Actor, by key.
    pub actor: String,
    /// Short key, unique among the actor's options.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Name to print.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What it means on the ground.
    #[schemars(length(min = 1))]
    pub description: String,
    /// Where force goes.
    pub posture: Posture,
    /// Is this what the actor does now? Exactly one option of each actor is.
    #[serde(default)]
    pub baseline: bool,
    /// A change of posture once something is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<Switch>,
    /// Terms that the actor would concede under it, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concedes: Vec<String>,
}

/// An outcome over which actors have preferences. All are scaled to 0 to 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Share of the country's people under the actor's own open rule.
    OwnOvertRule,
    /// Share of the country's people under the actor's own shadow rule.
    OwnShadowRule,
    /// Share of the country's people under the state's rule.
    StateRule,
    /// Share of the country's people under rule by a rival.
    RivalRule,
    /// Share of the country's area where the actor can act.
    Territory,
    /// The actor holds the capital.
    HoldsCapital,
    /// The leaders in office at the start are still in office.
    OfficeKept,
    /// A central state still works, whoever leads it.
    StateStands,
    /// Own strength lost, as a share of what it was at the start.
    OwnLosses,
    /// Income from taxes, trade and ransom, against the start.
    Income,
    /// Share of the country's people under the law the actor stands for.
    OwnLaw,
    /// Autonomy of the regions the actor speaks for.
    Autonomy,
    /// Standing with those who back it from outside.
    BackersStanding,
    /// Deaths of civilians, against the worst year of the record.
    CivilianDeaths,
    /// All deaths, against the worst year of the record.
    Deaths,
    /// People displaced, as a share of the country's people.
    Displaced,
    /// Number of armed factions that rule somewhere, against ten.
    Fragmentation,
    /// A deal is in force.
    DealInForce,
    /// Cost of keeping forces in the field.
    Cost,
}

/// How much an actor cares for an outcome: `[[preferences]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Preference {
    /// Actor, by key.
    pub actor: String,
    /// Outcome.
    pub outcome: Outcome,
    /// Weight: what the move of the outcome from 0 to 1 is worth to the actor, on any scale common
    /// to the actor's preferences; below 0 when it is a loss.
    pub weight: Prior,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sources, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}
