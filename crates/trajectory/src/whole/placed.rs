//! Where the sourced facts place a lineage, for want of events.

use std::collections::BTreeMap;

use calendar::Date;
use case::Case;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Facts on a lineage's deeds by region and year. They were chosen, not sampled: they show where it was, not
/// how much, and their silence shows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Placed {
    /// Name of the lineage.
    pub lineage: String,
    /// Facts in all.
    pub facts: u32,
    /// First year with a fact.
    pub from: i32,
    /// Year of the assessment.
    pub to: i32,
    /// Every region of the case, in its order.
    pub regions: Vec<PlacedRegion>,
}

/// Facts in a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlacedRegion {
    /// Region.
    pub region: String,
    /// Facts by year, from the first year to the last.
    pub facts: Vec<u32>,
}

impl Placed {
    /// Landmarks that members of a lineage began, as known on a day; `None` when there are none.
    pub fn of(case: &Case, lineage: &str, as_of: Date) -> Option<Self> {
        let member = |key: &String| {
            case.actor(key)
                .is_some_and(|actor| actor.lineage.as_deref() == Some(lineage))
        };
        let mut counts: BTreeMap<(&str, i32), u32> = BTreeMap::new();
        let known = case.landmarks_as_of(as_of);
        let own = known.iter().filter(|row| row.initiators.iter().any(member));
        for row in own {
            let region = case.region(&row.region)?;
            *counts
                .entry((&region.name, i32::from(row.date_start.year())))
                .or_default() += 1;
        }
        let from = counts.keys().map(|(_, year)| *year).min()?;
        let to = i32::from(as_of.year()).max(from);
        Some(Self {
            lineage: case.lineage(lineage)?.name.clone(),
            facts: counts.values().sum(),
            from,
            to,
            regions: case
                .regions
                .iter()
                .map(|region| PlacedRegion {
                    region: region.name.clone(),
                    facts: (from..=to)
                        .map(|year| {
                            counts
                                .get(&(region.name.as_str(), year))
                                .copied()
                                .unwrap_or(0)
                        })
                        .collect(),
                })
                .collect(),
        })
    }
}
