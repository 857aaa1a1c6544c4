//! What is told of runs: the shape that a summary has in results.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::findings::{Finding, HangsOn};
use crate::world::{Side, World};

/// What the runs of several scenarios of one case come to, side by side.
///
/// Runs of the same number have the same chances in all scenarios, so that differences between scenarios are taken
/// run by run (common random numbers).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scenarios {
    /// Months of each run.
    pub months: u32,
    /// Runs of each scenario.
    pub runs: u64,
    /// Seed.
    pub seed: u64,
    /// Number of the first run.
    pub first: u64,
    /// Draws of the assumptions among them that are independent, those of one descent being one: what Monte-Carlo errors
    /// rest on.
    pub independent: u64,
    /// The runs began from calibrated draws; else from the priors.
    pub calibrated: bool,
    /// Those who fight, the state first. What is told by fighter is in this order.
    pub fighters: Vec<Party>,
    /// Number of the fighter that holds the capital before the first month; 0 is the state.
    pub holder: usize,
    /// Names of the places. What is told by place is in this order.
    pub places: Vec<String>,
    /// The scenarios; the first is what the others are compared with.
    pub scenarios: Vec<Summary>,
    /// What the runs say of claims about such wars.
    pub findings: Vec<Finding>,
    /// What outcomes hang on.
    pub hangs_on: Vec<HangsOn>,
}

/// One who fights and may rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Key of the actor in the case; of a splinter that of the movement it comes from.
    pub key: String,
    /// Name to print.
    pub name: String,
    /// What sort it is.
    pub kind: PartyKind,
}

/// What sort of fighter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// The recognised state and its army.
    State,
    /// A movement that fights it.
    Movement,
    /// What may split from a movement.
    Splinter,
    /// A militia.
    Militia,
    /// Army units that hold places for themselves after a collapse.
    LocalCommands,
}

impl Party {
    /// Those of a world.
    pub(super) fn all(world: &World) -> Vec<Self> {
        let each = world.fighters.iter();
        each.map(|fighter| Self {
            key: fighter.key.clone(),
            name: fighter.name.clone(),
            kind: match fighter.side {
                Side::State => PartyKind::State,
                Side::Insurgent if fighter.splinter_of.is_some() => PartyKind::Splinter,
                Side::Insurgent => PartyKind::Movement,
                Side::Militia => PartyKind::Militia,
                Side::LocalCommand => PartyKind::LocalCommands,
            },
        })
        .collect()
    }
}

/// What the runs of one scenario come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Key of the scenario.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Month by month.
    pub course: Course,
    /// At 12, 24, 36 and 60 months, as far as the runs go, and at their end.
    pub horizons: Vec<Horizon>,
    /// Places at the start and every so many months.
    pub places: Vec<PlacesAt>,
    /// Differences from the first scenario on the same run numbers, at 24 months and at the end; none of the first
    /// itself.
    pub differences: Vec<Difference>,
}

/// Month by month; the first is month 1. Shares are of the people who live in their places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Course {
    /// Deaths in the month.
    pub deaths: Bands,
    /// Deaths since the start.
    pub deaths_so_far: Bands,
    /// Events in the month.
    pub events: Bands,
    /// People displaced.
    pub displaced: Bands,
    /// Share of the people under state rule.
    pub state: Bands,
    /// Share under anyone's shadow rule, where the state can act too.
    pub shadow: Bands,
    /// Share under anyone's overt rule, where the state cannot act.
    pub overt: Bands,
    /// Share under nobody's rule.
    pub nobody: Bands,
    /// Skeletal capacity, 0 to 1.
    pub capacity: Bands,
    /// By fighter.
    pub fighters: Vec<FighterCourse>,
}

/// One fighter month by month, in shares of the people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FighterCourse {
    /// Whom it can reach.
    pub reach: Bands,
    /// Under its shadow rule; 0 for the state.
    pub shadow: Bands,
    /// Under its overt rule; 0 for the state.
    pub overt: Bands,
}

/// Mean and quantiles over runs, month by month. Quantiles of shares are right to 0.0005, of amounts to 0.4 %.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bands {
    /// Mean.
    pub mean: Vec<f64>,
    /// 5 %.
    pub p05: Vec<f64>,
    /// 25 %.
    pub p25: Vec<f64>,
    /// Median.
    pub p50: Vec<f64>,
    /// 75 %.
    pub p75: Vec<f64>,
    /// 95 %.
    pub p95: Vec<f64>,
}

/// A probability estimated from runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Chance {
    /// Share of the runs, 0 to 1.
    pub probability: f64,
    /// Monte-Carlo standard error, of draws of the assumptions and of runs: that of independent draws, each with its runs,
    /// and never less than that of independent runs; of what never or always came it is that of half a run.
    pub error: f64,
}

impl Chance {
    /// A sum of zeros and ones over all runs. The error is the given one, or sqrt(p (1 - p) / n) with p = (sum + 1/2) / (n + 1)
    /// where that is more.
    pub(crate) fn of(sum: f64, all: u64, error: f64) -> Self {
        let n = all.max(1) as f64;
        let p = (sum + 0.5) / (n + 1.0);
        Self {
            probability: sum / n,
            error: error.max((p * (1.0 - p) / n).sqrt()),
        }
    }
}

/// A quantity over runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mean {
    /// Mean.
    pub mean: f64,
    /// Monte-Carlo standard error of the mean, of draws of the assumptions and of runs.
    pub error: f64,
    /// Lower limit of the central interval that holds 90 % of the runs.
    pub low: f64,
    /// Upper limit of it.
    pub high: f64,
}

/// What has become of the regime of the start: the state's, or that of the movement which then holds the capital and governs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Regime {
    /// It is in office.
    pub survived: Chance,
    /// It was overthrown from within, or another movement governs.
    pub replaced: Chance,
    /// Another movement governs: part of [`Regime::replaced`].
    pub movement: Chance,
    /// The state has fallen apart, and no movement governs in its place.
    pub collapsed: Chance,
}

/// How things stand after so many months. Survived, replaced and collapsed add up to 1; so do those who hold the
/// capital, and in the mean the four sorts of rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Horizon {
    /// Months since the start.
    pub month: u32,
    /// Who holds the capital, by fighter.
    pub capital: Vec<Chance>,
    /// Nobody holds it.
    pub capital_nobody: Chance,
    /// What has become of the regime.
    pub regime: Regime,
    /// A government in name that outlived the state is recognised.
    pub placeholder: Chance,
    /// A deal is in force.
    pub deal: Chance,
    /// Armed factions, other than the state, that rule a hundredth of the people or more.
    pub factions: Mean,
    /// There are three of them or more.
    pub three_factions: Chance,
    /// Deaths since the start.
    pub deaths: Mean,
    /// People displaced.
    pub displaced: Mean,
    /// Share of the people under state rule.
    pub state: Mean,
    /// Share under anyone's shadow rule.
    pub shadow: Mean,
    /// Share under anyone's overt rule.
    pub overt: Mean,
    /// Share under nobody's rule.
    pub nobody: Mean,
    /// Skeletal capacity.
    pub capacity: Mean,
    /// Share under each fighter's shadow rule.
    pub shadow_by: Vec<Mean>,
    /// Share under each fighter's overt rule.
    pub overt_by: Vec<Mean>,
}

/// Places after so many months, 0 the start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlacesAt {
    /// Months since the start.
    pub month: u32,
    /// Place by place.
    pub places: Vec<PlaceAt>,
}

/// One place after so many months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceAt {
    /// Mean reach of each fighter, 0 to 1.
    pub reach: Vec<f64>,
    /// Mean rule of each fighter, 0 to 1; what is left to 1 is nobody's.
    pub rule: Vec<f64>,
    /// Mean of the people who live there.
    pub people: f64,
    /// Median of deaths since the start.
    pub deaths: f64,
}

/// What is compared between scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Deaths since the start.
    Deaths,
    /// People displaced.
    Displaced,
    /// Share of the people under state rule.
    State,
    /// Share under overt rule of movements and their splinters.
    OvertByMovements,
    /// Share under nobody's rule.
    Nobody,
}

impl Measure {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 5] = [
        Self::Deaths,
        Self::Displaced,
        Self::State,
        Self::OvertByMovements,
        Self::Nobody,
    ];
}

/// A scenario less the first one, run by run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Months since the start.
    pub month: u32,
    /// What is compared.
    pub measure: Measure,
    /// Mean of the difference, its standard error and the interval that holds 90 % of the runs.
    pub difference: Mean,
    /// The scenario's figure is the higher one.
    pub higher: Chance,
    /// The scenario's figure is the lower one; what is left to 1 are runs in which both are the same.
    pub lower: Chance,
}
