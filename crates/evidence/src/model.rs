//! The shape of what an event tells.

use case::Observable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::Source;

use crate::{Items, Weighed};

/// What the event tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The hypotheses weighed by the months and by the event itself; none where the record is too short.
    pub weighed: Option<Weighed>,
    /// Why they are not weighed, when they are not.
    pub not_weighed: Option<String>,
    /// The verdict by all that is known, the analyst's own items included; none without weights.
    pub verdict: Option<Verdict>,
    /// The analyst's own items; none when the case has none.
    pub items: Option<Items>,
    /// The claims of the case, in its order; empty without weights.
    pub claims: Vec<ClaimWeight>,
    /// What would tell the hypotheses apart, the best first; empty without weights.
    pub watch: Vec<WatchWeight>,
    /// Runs drawn under each hypothesis for claims and watch list.
    pub runs: u32,
}

/// Which hypothesis leads, and what would change that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// Key of the most probable hypothesis.
    pub leads: String,
    /// Its probability.
    pub probability: f64,
    /// Probability of every hypothesis, in the order of the case file, with all that is known.
    pub posterior: Vec<f64>,
    /// What each other hypothesis would need to lead instead.
    pub flips: Vec<Flip>,
}

/// What another hypothesis would need to lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Flip {
    /// Key of the other hypothesis.
    pub to: String,
    /// Odds for it against the leading one beforehand, as the case has them.
    pub prior_odds: f64,
    /// Odds beforehand from which it would lead.
    pub flip_odds: f64,
    /// Probability beforehand from which it would lead, the others keeping their proportions; none when
    /// no probability would do, as after evidence that rules it out.
    pub flip_prior: Option<f64>,
    /// Weight of further evidence for it against the leading one that would make it lead, in decibans.
    pub decibans_short: f64,
}

/// A probability with its Monte-Carlo standard error; no error when it is exact.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Chance {
    /// The probability, 0 to 1.
    pub value: f64,
    /// Its standard error.
    pub error: Option<f64>,
}

/// How an observable's probability was had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Months drawn under each hypothesis.
    Counts,
    /// The rate of such incidents in a record.
    Rate,
    /// How long things of the kind have lasted or gone on, whatever the hypothesis.
    Timeline,
}

/// An observable under every hypothesis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Odds {
    /// How the probabilities were had.
    pub basis: Basis,
    /// What the record has of it, to print: `2 of the 118 attacks in 153 months were in Bamako`.
    pub record: String,
    /// Probability under each hypothesis, in the order of the case file.
    pub chances: Vec<Chance>,
    /// The same over all hypotheses by their probabilities.
    pub overall: Chance,
    /// Where it comes from.
    pub source: Source,
}

/// Whether a sentence says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// What it rests on is about as likely under every hypothesis: under 3 decibans between any two.
    Tautological,
    /// It would tell some hypotheses apart.
    Diagnostic,
    /// The runs are too few to say on which side of 3 decibans it lies.
    Open,
    /// Nothing at hand tells how likely it is.
    Unknown,
}

/// How unequal the hypotheses make what is seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnosticity {
    /// Largest weight of evidence between two hypotheses that seeing it would bring, in decibans.
    pub decibans: f64,
    /// Its standard error; none when exact.
    pub error: Option<f64>,
    /// Keys of the two: under the first it is likeliest, under the second least likely.
    pub between: [String; 2],
}

/// A sentence about the event, weighed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimWeight {
    /// Key in the case file.
    pub key: String,
    /// The sentence.
    pub sentence: String,
    /// Keys of the hypotheses that it is meant to speak for.
    pub speaks_for: Vec<String>,
    /// What would be seen if it says anything.
    pub observable: Observable,
    /// How likely that was on the eve of the event, as known then; none where that is not known.
    pub before: Option<Odds>,
    /// How likely it is after the event, with all that is known.
    pub after: Option<Odds>,
    /// Why there are no odds after the event, when there are none.
    pub unknown: Option<String>,
    /// How unequal they are after the event; none without them.
    pub diagnosticity: Option<Diagnosticity>,
    /// Weight of seeing it for the hypotheses that it is meant to speak for against the others, in
    /// decibans; none when it names none or all of them.
    pub speaks: Option<f64>,
    /// Tautological or not.
    pub finding: Finding,
}

/// Something to watch, with what it would tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WatchWeight {
    /// Key in the case file.
    pub key: String,
    /// What would be seen.
    pub sentence: String,
    /// The same, exactly.
    pub observable: Observable,
    /// Its probabilities from now on, and what it would tell; none where they are not known.
    pub told: Option<WatchTold>,
    /// Why they are not known, when they are not.
    pub unknown: Option<String>,
}

/// What something to watch would tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WatchTold {
    /// Its probabilities from now on.
    pub odds: Odds,
    /// Expected weight of evidence for the true hypothesis against the others, in decibans, over seeing it
    /// and not seeing it.
    pub expected: f64,
    /// Its standard error; none when exact.
    pub expected_error: Option<f64>,
    /// Weight of evidence for each hypothesis against the others if it is seen, in decibans.
    pub if_seen: Vec<f64>,
    /// The same if it is not.
    pub if_not_seen: Vec<f64>,
}
