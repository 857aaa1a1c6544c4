//! What a fit hands on.

use calendar::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::Estimate;

use super::{Ellipse, Phase};

/// Reach of a lineage by month.
///
/// Reach is where the group can operate; it says nothing of who governs there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reach {
    /// Lineage, by key.
    pub lineage: String,
    /// First month.
    pub first: Month,
    /// Month by month.
    pub months: Vec<ReachMonth>,
    /// Share of each region's area within reach, in the order of the map's regions.
    pub regions: Vec<RegionReach>,
    /// Where reach is likely, by place and month.
    pub map: ReachMap,
    /// Most probable phases, in runs, without the months in which most likely nothing is within reach.
    pub phases: Vec<PhaseRun>,
    /// The model's rates.
    pub rates: ReachRates,
    /// Events counted.
    pub events: u64,
    /// Events of the lineage left out: known only to their region or country, or its part in them
    /// open.
    pub left_out: u64,
}

/// Reach in a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReachMonth {
    /// The month.
    pub month: Month,
    /// Places within reach.
    pub places: Estimate,
    /// Area within reach in km2.
    pub km2: Estimate,
    /// People within reach, a region's people spread evenly over its area; none where no population
    /// is given.
    pub people: Option<Estimate>,
    /// Regions with at least one place within reach.
    pub regions: Estimate,
    /// Probability that no place at all is within reach.
    pub nowhere: f64,
    /// Expected number of places entered since the month before.
    pub entered: f64,
    /// Expected number of places left since the month before.
    pub left: f64,
    /// Places, as numbers in [`ReachMap::places`], whose probability rose above one half.
    pub entered_places: Vec<usize>,
    /// Places whose probability fell below one half.
    pub left_places: Vec<usize>,
    /// Probability of each phase, in the order of [`Phase::ALL`]. Where nothing is within reach they
    /// say no more than the prior.
    pub phases: [f64; 3],
    /// Distance in km from the capital to the middle of the nearest place within reach; none without
    /// a capital, or when most likely nothing is within reach.
    pub front_km: Option<Estimate>,
    /// Distance in km from the capital within which the nearest tenth of the places lies.
    pub front_tenth_km: Option<Estimate>,
    /// Ellipse of the places within reach, weighted by probability and area.
    pub ellipse: Option<Ellipse>,
    /// Ellipse of the events of the twelve months up to this one.
    pub event_ellipse: Option<Ellipse>,
}

/// Reach within a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionReach {
    /// Region.
    pub region: String,
    /// Share of its area within reach, 0 to 1, by month.
    pub share: Vec<Estimate>,
}

/// Probability of reach by place and month, in a form that a map with a month slider can read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReachMap {
    /// First month.
    pub first: Month,
    /// Number of months.
    pub months: usize,
    /// Places. Those that stay under half a percent are listed without months.
    pub places: Vec<MapPlace>,
}

/// A place of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MapPlace {
    /// PRIO-GRID number; none for a region.
    pub gid: Option<u32>,
    /// Name.
    pub name: String,
    /// Middle, degrees north.
    pub latitude: f64,
    /// Middle, degrees east.
    pub longitude: f64,
    /// Area in km2.
    pub km2: f64,
    /// Month, counted from the first, of the first entry of `percent`.
    pub from: usize,
    /// Probability of reach in percent by month; 0 before and after the list.
    pub percent: Vec<u8>,
}

impl ReachMap {
    /// Probability that a place is within reach, month counted from the first; to half a percent.
    pub fn probability(&self, place: usize, month: usize) -> f64 {
        let percent = self
            .places
            .get(place)
            .and_then(|place| place.percent.get(month.checked_sub(place.from)?).copied());
        f64::from(percent.unwrap_or(0)) / 100.0
    }

    /// Number of the place of a PRIO-GRID cell.
    pub fn place_of(&self, gid: u32) -> Option<usize> {
        self.places.iter().position(|place| place.gid == Some(gid))
    }
}

/// Months in a row with the same most probable phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PhaseRun {
    /// The phase.
    pub phase: Phase,
    /// First month: from here on no other phase is likelier, and reach has turned (the later of the
    /// two; where nothing or little is held, a phase may have begun unseen some months before).
    pub first: Month,
    /// When the phase began.
    pub begins: TurningPoint,
    /// First month in which the phase has a probability of 0.95: from here on it is established.
    /// Sparse data leave months between the two in which a phase may or may not have begun.
    pub established: Option<Month>,
    /// Last month.
    pub last: Month,
    /// Mean probability of the phase over these months.
    pub probability: f64,
}

/// The month in which reach turns, over the draws that have the phase in the run's surest month.
///
/// In each draw it is the first month of the phase, but not before the places held have made a tenth of
/// their rise (expansion) or fall (contraction) in the phase: a phase of expansion in which next to
/// nothing has been gained has not begun to be one. As known at the end of the fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TurningPoint {
    /// Median.
    pub median: Month,
    /// Lower limit of the 90 % interval.
    pub earliest: Month,
    /// Upper limit.
    pub latest: Month,
}

/// Rates of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReachRates {
    /// Hazard of gain a month for an empty place with all its neighbours held, on a plateau.
    pub contagion: Estimate,
    /// What expansion adds to it.
    pub surge: Estimate,
    /// Hazard of loss a month on a plateau and in expansion.
    pub exit: Estimate,
    /// What contraction adds to it.
    pub retreat: Estimate,
    /// Probability of at least one event in a held place in a month of usual intensity.
    pub detection: Estimate,
}

impl Reach {
    /// The month's figures; `None` outside the fit.
    pub fn at(&self, month: Month) -> Option<&ReachMonth> {
        self.months.get(usize::try_from(month - self.first).ok()?)
    }

    /// Largest median area of any month, in km2.
    pub fn peak_km2(&self) -> f64 {
        self.months.iter().map(|m| m.km2.median).fold(0.0, f64::max)
    }
}
