//! Things that can be seen to have happened or not, on which claims and watch lists rest.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::landmark::LandmarkKind;

/// A monthly figure of the country's record.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Events of all types of organised violence.
    Events,
    /// Deaths, best estimate, all types.
    Deaths,
    /// State-based events.
    StateBasedEvents,
    /// Non-state events.
    NonStateEvents,
    /// One-sided events.
    OneSidedEvents,
    /// Deaths of civilians.
    CivilianDeaths,
    /// Deaths in the month's deadliest event.
    DeadliestEvent,
}

impl Measure {
    /// Words to print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Deaths => "deaths",
            Self::StateBasedEvents => "state-based events",
            Self::NonStateEvents => "non-state events",
            Self::OneSidedEvents => "one-sided events",
            Self::CivilianDeaths => "deaths of civilians",
            Self::DeadliestEvent => "deaths in the deadliest event",
        }
    }
}

/// Where an observable looks: named regions, a group of regions, or (both empty) everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Regions, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Groups of regions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// Something that will be seen to have happened or not. `within_months` counts from the as-of
/// date, the first month being the one after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Observable {
    /// An attack in the capital with at least so many deaths.
    AttackInCapital {
        /// Least number of deaths; 0 means any attack.
        deaths_at_least: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// An attack in the area with at least so many deaths.
    AttackInArea {
        /// Where.
        area: Area,
        /// Least number of deaths; 0 means any attack.
        deaths_at_least: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// A town is held against the state for so many days on end.
    TownHeld {
        /// Where; everywhere when left out.
        #[serde(default)]
        area: Area,
        /// Least number of days, 1 to 3650.
        #[schemars(range(min = 1, max = 3650))]
        days: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// A part of the capital is held against the state for so many days on end.
    CapitalDistrictHeld {
        /// Least number of days, 1 to 3650.
        #[schemars(range(min = 1, max = 3650))]
        days: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// A month above every month of the record before it.
    MonthAboveMaximum {
        /// Which figure.
        measure: Measure,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// So many months in which the figure is at or above a level.
    MonthsAboveLevel {
        /// Which figure.
        measure: Measure,
        /// Level, 0 or more.
        #[schemars(range(min = 0.0))]
        level: f64,
        /// Number of such months, 1 or more; not more than `within_months`.
        #[schemars(range(min = 1, max = 120))]
        months: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// The coming twelve months against the last twelve: at least so many times as much (a factor
    /// over 1), or at most (a factor under 1).
    YearOverYear {
        /// Which figure.
        measure: Measure,
        /// Ratio, more than 0.
        #[schemars(range(min = 0.01, max = 100.0))]
        factor: f64,
    },
    /// The lineage strikes in so many regions where it did not in the twelve months before.
    RegionsEntered {
        /// Among which.
        #[serde(default)]
        area: Area,
        /// Number of regions, 1 or more.
        #[schemars(range(min = 1, max = 1000))]
        at_least: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// So many regions in which the lineage struck in the twelve months before stay quiet.
    RegionsLeft {
        /// Among which.
        #[serde(default)]
        area: Area,
        /// Number of regions, 1 or more.
        #[schemars(range(min = 1, max = 1000))]
        at_least: u32,
        /// Months of quiet, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// So many landmarks of the given kinds, set by the lineage or against it.
    Landmarks {
        /// Kinds that count.
        #[schemars(length(min = 1))]
        kinds: Vec<LandmarkKind>,
        /// Where; everywhere when left out.
        #[serde(default)]
        area: Area,
        /// Number, 1 or more.
        #[schemars(range(min = 1, max = 1000))]
        at_least: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// The capital is cut off from fuel or food for so many days.
    CapitalBlockaded {
        /// Least number of days, 1 to 3650.
        #[schemars(range(min = 1, max = 3650))]
        days: u32,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// The leaders of the state are removed by force.
    LeadersOusted {
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// An outside force leaves.
    ForceLeaves {
        /// Which actor, by key.
        actor: String,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
    /// The state and the actor say that they negotiate over more than captives or a blockade.
    TalksOpen {
        /// With whom, by key.
        actor: String,
        /// Months to wait, 1 to 120.
        #[schemars(range(min = 1, max = 120))]
        within_months: u32,
    },
}

impl Observable {
    /// Months after the as-of date within which it is decided, 1 to 120.
    pub fn horizon(&self) -> u32 {
        match self {
            Self::AttackInCapital { within_months, .. }
            | Self::AttackInArea { within_months, .. }
            | Self::TownHeld { within_months, .. }
            | Self::CapitalDistrictHeld { within_months, .. }
            | Self::MonthAboveMaximum { within_months, .. }
            | Self::MonthsAboveLevel { within_months, .. }
            | Self::RegionsEntered { within_months, .. }
            | Self::RegionsLeft { within_months, .. }
            | Self::Landmarks { within_months, .. }
            | Self::CapitalBlockaded { within_months, .. }
            | Self::LeadersOusted { within_months }
            | Self::ForceLeaves { within_months, .. }
            | Self::TalksOpen { within_months, .. } => *within_months,
            Self::YearOverYear { .. } => 12,
        }
    }

    /// Where it looks, when it names an area.
    pub fn area(&self) -> Option<&Area> {
        match self {
            Self::AttackInArea { area, .. }
            | Self::TownHeld { area, .. }
            | Self::RegionsEntered { area, .. }
            | Self::RegionsLeft { area, .. }
            | Self::Landmarks { area, .. } => Some(area),
            _ => None,
        }
    }

    /// The actor it names, if any.
    pub fn actor(&self) -> Option<&str> {
        match self {
            Self::ForceLeaves { actor, .. } | Self::TalksOpen { actor, .. } => Some(actor),
            _ => None,
        }
    }
}
