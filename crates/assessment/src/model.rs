//! The shape of an assessment: what is computed, with where each figure comes from.

use calendar::{Date, Month};
use evidence::Evidence;
use evidence::ablation::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::{Estimate, Source};
use theatre::Scenarios;
use theatre::calibration::Learned;
use trajectory::Trajectory;

/// The name and number of this shape; it changes when a field changes its meaning.
pub const SCHEMA: &str = "impasse/assessment/1";

/// One assessment of one event, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assessment {
    /// [`SCHEMA`].
    pub schema: String,
    /// What is assessed, in one line: `Mali after the attack on Bamako of 17 September 2024`.
    pub title: String,
    /// Last day whose facts were used.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// What is needed to do it again.
    pub manifest: Manifest,
    /// The event and how it compares.
    pub event: EventSection,
    /// What the event tells between the hypotheses, which sentences about it tell nothing, what to watch.
    pub evidence: Evidence,
    /// Every conclusion of the other sections, with an event and without it.
    pub ablation: Ablation,
    /// The country's record.
    pub record: RecordSection,
    /// Where the war stands: phases, breaks, reach, and rule apart.
    pub trajectory: Trajectory,
    /// What happens under each scenario of the case.
    pub scenarios: ScenarioSection,
    /// What the assessment rests on, and what that lacks.
    pub data: DataSection,
}

/// Everything the result depends on: same manifest, same bits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// Key of the case.
    pub case: String,
    /// Random seed of all that is simulated.
    pub seed: u64,
    /// Every file that was read, with its size and checksum.
    pub files: Vec<InputFile>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputFile {
    /// File name without its folder.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Deaths with their range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deaths {
    /// Low estimate.
    pub low: u32,
    /// Best estimate.
    pub best: u32,
    /// High estimate.
    pub high: u32,
}

/// The event and how it compares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventSection {
    /// Label: `attack on Bamako`.
    pub label: String,
    /// Day it took place (the first, if several).
    #[schemars(with = "String")]
    pub date: Date,
    /// Country name.
    pub country: String,
    /// ISO 3166-1 alpha-3.
    pub iso3: String,
    /// First-order division it took place in.
    pub region: String,
    /// Name of the capital.
    pub capital: String,
    /// Whether that is the capital's own division.
    pub in_capital: bool,
    /// Organisation that did it.
    pub attacker: String,
    /// What kind of thing was hit.
    pub targets: Vec<String>,
    /// Deaths, attackers left out.
    pub deaths: Deaths,
    /// Where the facts come from.
    pub sources: Vec<String>,
    /// How the record of events shows it, if it does.
    pub in_record: InRecord,
    /// Comparisons: with the country's record, with the capital's.
    pub comparisons: Vec<Comparison>,
}

/// How the monthly record shows the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InRecord {
    /// Its month.
    pub month: Month,
    /// The record reaches the month. If not, as when an attack is assessed before its month's data
    /// are out, every number here is 0.
    pub covered: bool,
    /// Events of that month in the country.
    pub events: u32,
    /// Deaths of that month, best estimate.
    pub deaths: u32,
    /// Deaths in the month's deadliest event.
    pub deadliest: u32,
    /// The deadliest event's deaths lie within the event's range, so that it is taken for the event.
    pub is_deadliest: bool,
    /// Deaths of the month without the event, when it is taken for the deadliest.
    pub deaths_without: Option<u32>,
    /// Where it comes from.
    pub source: Source,
}

/// Which record an event is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// All of the country.
    Country,
    /// The capital's first-order division.
    Capital,
}

/// What the events of a record are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The deadliest event of each month, so that a rank is the least it can be.
    MonthlyDeadliest,
    /// All events of an event file.
    Events,
    /// Sourced facts that were chosen, not sampled: attacks not on the list may be missing.
    Landmarks,
}

/// How the event compares with a record of events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Which record.
    pub scope: Scope,
    /// What its events are.
    pub basis: Basis,
    /// First month of the record.
    pub from: Month,
    /// Last month of the record.
    pub to: Month,
    /// Events (or months with events) with a known number of deaths.
    pub events: u32,
    /// Its rank by deaths, 1 the deadliest: by the best estimate, and for its high and low ones.
    pub rank: Rank,
    /// The deadliest, the event itself among them, in falling order; at most ten.
    pub deadliest: Vec<Peer>,
    /// Years between events at least as deadly, by counting alone, the event left out.
    pub counted: Option<Estimate>,
    /// The same over the five years before the event alone, whose pace the model takes; none where
    /// there is no model to compare with.
    pub counted_lately: Option<Estimate>,
    /// Years between events at least as deadly, by the tail of event sizes of the record before the
    /// event, at the pace of its last five years.
    pub modelled: Option<Estimate>,
    /// Why there is no modelled figure, when there is none.
    pub not_modelled: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

/// A rank with its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rank {
    /// Rank of the high estimate of deaths.
    pub first: u32,
    /// Rank of the best estimate.
    pub best: u32,
    /// Rank of the low estimate.
    pub last: u32,
}

/// Another event of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Peer {
    /// Its month.
    pub month: Month,
    /// Deaths, best estimate.
    pub deaths: u32,
    /// Region, where the record tells.
    pub region: Option<String>,
    /// It is the event under study.
    pub is_the_event: bool,
}

/// Every conclusion with an event and without it. One that stays the same was not shown by the event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ablation {
    /// Key of the event that was taken out: the one under study, or one of note.
    pub event: String,
    /// Its label: `Attack on Bamako`.
    pub label: String,
    /// Its first day.
    #[schemars(with = "String")]
    pub date: Date,
    /// Something was taken out. If not, the data do not have the event: nothing can move, and that shows nothing.
    pub found: bool,
    /// What was taken out of which data and by which rule, a sentence or two for each, with the figures.
    pub removed: Vec<String>,
    /// The conclusions, section by section.
    pub rows: Vec<Row>,
    /// How many of them moved; those that can be had on one side only are among them.
    pub moved: u32,
}

/// The country's record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordSection {
    /// Every month from the first to the month of `as_of` or, if that comes earlier, to the last one
    /// the data cover; none left out.
    pub months: Vec<MonthRow>,
    /// Calendar years.
    pub years: Vec<YearRow>,
    /// The last twelve months and the twelve before, and how they differ.
    pub change: Option<Change>,
    /// By region.
    pub regions: Breakdown,
    /// By perpetrator.
    pub perpetrators: Breakdown,
    /// Political events to mark on the figure.
    pub timeline: Vec<Marker>,
    /// Where the months come from.
    pub source: Source,
}

/// A month of the record. Events count in the month of their first day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MonthRow {
    /// The month.
    pub month: Month,
    /// Events.
    pub events: u32,
    /// Deaths, best estimate.
    pub best: u32,
    /// Deaths, low estimate, where the record has one.
    pub low: Option<u32>,
    /// Deaths, high estimate.
    pub high: u32,
    /// Deaths of civilians among the best estimate.
    pub civilians: u32,
    /// Deaths in the deadliest event.
    pub deadliest: u32,
    /// Events by type: state-based, non-state, one-sided.
    pub events_by_type: [u32; 3],
    /// Deaths by type, best estimate, where the record has them.
    pub deaths_by_type: Option<[u32; 3]>,
}

/// A calendar year of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct YearRow {
    /// The year.
    pub year: i32,
    /// Months of it in the record, 1 to 12.
    pub months: u32,
    /// Events.
    pub events: u32,
    /// Deaths, best estimate.
    pub best: u32,
    /// Deaths, high estimate.
    pub high: u32,
    /// Deaths of civilians.
    pub civilians: u32,
    /// Events by type: state-based, non-state, one-sided.
    pub events_by_type: [u32; 3],
    /// Largest share of the year's deaths that a single event had, 0 to 1.
    pub deadliest_share: f64,
}

/// Two periods side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// The later period.
    pub now: Period,
    /// The earlier period.
    pub before: Period,
    /// Ratio of events a month, later over earlier.
    pub events_ratio: Estimate,
    /// Ratio of deaths a month, later over earlier.
    pub deaths_ratio: Estimate,
    /// Ratio of deaths a month without the event, when it is in the record.
    pub deaths_ratio_without: Option<Estimate>,
}

/// Sums over some months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// Events.
    pub events: u32,
    /// Deaths, best estimate.
    pub best: u32,
    /// Deaths, high estimate.
    pub high: u32,
    /// Deaths of civilians.
    pub civilians: u32,
    /// Events by type: state-based, non-state, one-sided.
    pub events_by_type: [u32; 3],
}

/// Events and deaths by something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Breakdown {
    /// What the events are.
    pub basis: Basis,
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// The parts, in falling order of deaths.
    pub rows: Vec<BreakdownRow>,
    /// Events that belong to no part, such as those known only to the country.
    pub unplaced: u32,
    /// What one may not conclude from it.
    pub caveat: String,
    /// Where it comes from.
    pub source: Source,
}

/// One part of a breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BreakdownRow {
    /// Region or actor.
    pub name: String,
    /// Events over the span.
    pub events: u32,
    /// Deaths over the span, best estimate (low where there is no best one).
    pub deaths: u32,
    /// Events in the last twelve months.
    pub events_lately: u32,
    /// Deaths in the last twelve months.
    pub deaths_lately: u32,
    /// First month with an event.
    pub first: Option<Month>,
    /// Last month with an event.
    pub last: Option<Month>,
}

/// A political event to mark on a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Marker {
    /// Its month.
    pub month: Month,
    /// Its kind, as the case file has it: coup, foreign force leaves, agreement ...
    pub kind: String,
    /// What happened, in a few words.
    pub text: String,
}

/// What happens under each scenario of the case, from the month after the day of the assessment on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioSection {
    /// First month that is played.
    pub from: Month,
    /// What the runs begin from: draws that go with the last two years of the record; none where they begin from the priors.
    pub calibration: Option<Learned>,
    /// Why they begin from the priors.
    pub from_priors: Option<String>,
    /// What the runs come to; none where they could not be played.
    pub played: Option<Scenarios>,
    /// Why they could not be played.
    pub not_played: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

/// What the assessment rests on, and what that lacks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DataSection {
    /// The data sets.
    pub sets: Vec<DataSet>,
    /// What they lack.
    pub gaps: Vec<Gap>,
}

/// A data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DataSet {
    /// Key by which figures refer to it.
    pub key: String,
    /// Title and version.
    pub title: String,
    /// How to cite it.
    pub citation: String,
    /// Licence.
    pub licence: String,
    /// Rows used.
    pub rows: u32,
    /// Rows that were there and were not used, and why.
    pub left_out: Option<String>,
    /// First month used.
    pub from: Option<Month>,
    /// Last month used.
    pub to: Option<Month>,
}

/// Something the data lack, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// Stable name of the kind of gap.
    pub kind: String,
    /// What is lacking, with its figure.
    pub what: String,
    /// What follows for the reader.
    pub so: String,
}
