//! A lineage's reach with what practitioners measure on the same events.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Month;
use case::{Case, Lineage};
use events::{ActorMatcher, EventTable, Violence};
use places::{Gid, outline};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EVENTS;
use crate::TrajectoryError;
use crate::practice::{self, Diffusion, SquareSize, YearDynamics};
use crate::reach::{Grain, Reach, ReachInput, ReachOptions, ReachScope};

/// Months without an event that a fit begins with: they show that the lineage came from outside.
const BEFORE: i32 = 24;
/// Permutations behind each p-value of diffusion.
const PERMUTATIONS: u32 = 199;
/// Places with less than this probability in per cent throughout are not listed on the map.
const SHOWN: u8 = 1;

/// Reach of a lineage, and the field's own measures on the same events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineageReach {
    /// Name of the lineage.
    pub name: String,
    /// The capital, from which the front's distance is measured; none where it is not known.
    pub capital: Option<Town>,
    /// The estimate.
    pub reach: Reach,
    /// OECD's Spatial Conflict Dynamics indicator by calendar year.
    pub dynamics: Vec<YearDynamics>,
    /// Calendar year of the later period of each entry of `diffusion`.
    pub years: Vec<i32>,
    /// Escalation and relocation from each calendar year to the next.
    pub diffusion: Vec<Diffusion>,
}

/// A town on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Town {
    /// Name.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl LineageReach {
    /// Fits reach and measures the rest; `capital` is the name of the input's capital.
    pub fn fit(
        input: &ReachInput,
        name: &str,
        capital: Option<&str>,
        seed: u64,
    ) -> Result<Self, TrajectoryError> {
        let options = ReachOptions {
            seed,
            ..ReachOptions::sized(input)
        };
        let reach = Reach::fit(input, &options)?;
        let year = |month: usize| (input.first + month as i32).year();
        let points = input.points.iter().map(|(month, at)| (year(*month), *at));
        let study: Vec<Gid> = input.places.iter().filter_map(|place| place.gid).collect();
        let mut active: BTreeMap<i32, BTreeSet<Gid>> = (input.first.year()..=input.last().year())
            .map(|year| (year, BTreeSet::new()))
            .collect();
        for tally in &input.tallies {
            if let Some(gid) = input.places[tally.place].gid {
                active.entry(year(tally.month)).or_default().insert(gid);
            }
        }
        let periods: Vec<Vec<Gid>> = active
            .values()
            .map(|cells| cells.iter().copied().collect())
            .collect();
        Ok(Self {
            name: name.to_owned(),
            capital: capital.zip(input.capital).map(|(name, at)| Town {
                name: name.to_owned(),
                latitude: at.latitude,
                longitude: at.longitude,
            }),
            dynamics: practice::dynamics(points, SquareSize::default()),
            years: active.keys().skip(1).copied().collect(),
            diffusion: practice::diffusion(&study, &periods, PERMUTATIONS, seed),
            reach: without_empty_places(reach),
        })
    }
}

/// Leaves places out of the map that are never within reach; lists of places keep their meaning.
fn without_empty_places(mut reach: Reach) -> Reach {
    let kept: Vec<bool> = reach
        .map
        .places
        .iter()
        .map(|place| place.percent.iter().any(|p| *p >= SHOWN))
        .collect();
    let mut next = 0;
    let numbers: Vec<Option<usize>> = kept
        .iter()
        .map(|kept| {
            next += usize::from(*kept);
            kept.then(|| next - 1)
        })
        .collect();
    let mut at = 0;
    reach.map.places.retain(|_| {
        at += 1;
        kept[at - 1]
    });
    for month in &mut reach.months {
        for list in [&mut month.entered_places, &mut month.left_places] {
            *list = list.iter().filter_map(|place| numbers[*place]).collect();
        }
    }
    reach
}

/// The model's input for a lineage of a case, in the cells of the case's country.
///
/// The reason, in words, when the lineage has no event or the input does not hold together.
pub(super) fn input(
    case: &Case,
    lineage: &Lineage,
    table: &EventTable,
    to: Month,
) -> Result<ReachInput, String> {
    let matcher = ActorMatcher::new(std::slice::from_ref(lineage));
    let mut file: Option<Month> = None;
    let mut first: Option<Month> = None;
    for row in table.iter().filter(|row| row.violence != Violence::Other) {
        let month = Month::of(row.date_start);
        if month > to || row.iso3 != case.about.iso3 {
            continue;
        }
        file = Some(file.map_or(month, |known| known.min(month)));
        let actors = matcher.event(&row);
        if !actors.a.lineages.is_empty() || !actors.b.lineages.is_empty() {
            first = Some(first.map_or(month, |known| known.min(month)));
        }
    }
    let (Some(file), Some(first)) = (file, first) else {
        return Err(format!(
            "the event file has no event of {} in {} up to {to}",
            lineage.name, case.about.country
        ));
    };
    let outline = outline(&case.about.iso3);
    let gazetteer = outline.as_ref().map(places::Outline::gazetteer);
    let scope = ReachScope {
        lineage,
        others: &case.lineages,
        iso3: &case.about.iso3,
        gazetteer: gazetteer.as_ref(),
        case: Some(case),
        months: (file.max(first - BEFORE), to),
        grain: Grain::Cells,
        data: EVENTS,
    };
    ReachInput::from_events(table, &scope).map_err(|error| error.to_string())
}
