//! The course of an area: from event data, or from landmark facts with unequal effort.
//!
//! Landmark facts are chosen, not sampled, so that neither their number nor the area's share of them is a
//! measure of violence. What can be used is how the share moves. Of the `n` facts of half-year `h`, `k`
//! lie in the area:
//!
//! ```text
//! k[h] | n[h]   ~  binomial(n[h], p[h])
//! logit p[h]    =  x[h] - f v[h] + c + e[h],    e[h] ~ N(0, effort^2)
//! ```
//!
//! `x` is the area's level, whose phases are asked about; `v` the logarithm of the country's record of
//! events in that half-year over its median, which stands for the violence of the rest; `f` how strongly
//! the facts on the rest follow it: 1 in proportion, 0 not at all (so many facts on the rest a year are
//! gathered whatever happens; they then measure effort alone), or in between, all three summed over. Without a
//! record only `f` = 0 is left, and `x` is the level relative to the rest. `c` is the lasting difference of
//! attention; `e` the unequal effort of the half-year, a factor of 1.5, 2.5 or 5 up or down in one half-year of
//! three, summed over. The effort common to area and rest drops out of the odds.
//!
//! **What stays unidentified.** `c`: how violent the area is beside the rest. A lasting drift of attention
//! towards the area or away from it: it looks exactly like a trend of violence, and no more facts of the
//! same kind would tell. Whether attention follows violence: if the spectacular is looked for more eagerly where
//! all is quiet, contractions are understated. That the record's total stands for the rest is an
//! approximation that holds while the area has a small part of it.

use std::collections::BTreeMap;

use calendar::{Date, Month};
use case::{Case, Landmark, NamedArea};
use events::figures::MonthlyFigures;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::{Estimate, Source, Weighted};

use super::dynamics::Rates;
use super::outcome::{Contraction, PhasePath};
use super::share::{self, Attention, FOLLOWS, Share};
use super::{PhaseOptions, Posterior};
use crate::TrajectoryError;

/// Months of the periods that facts are counted in.
const PERIOD: i32 = 6;

/// The course of an area, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AreaPath {
    /// Key of the area in the case.
    pub area: String,
    /// Name to print.
    pub name: String,
    /// Its regions.
    pub regions: Vec<String>,
    /// What the path rests on; with [`AreaBasis::Landmarks`] none of it may be given without saying so.
    pub basis: AreaBasis,
    /// Phases, turning points, linear or not.
    pub path: PhasePath,
    /// Answer to the case's question about a contraction between two episodes, if it asks one and the
    /// months are covered.
    pub contraction: Option<Contraction>,
}

/// What the path of an area rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AreaBasis {
    /// Event data: every event of the lineage, or of all organised violence, in the area.
    Events {
        /// Lineage counted, by key; none for all organised violence.
        lineage: Option<String>,
        /// Events counted.
        events: u64,
        /// Events of the country left out: their region not known, or the lineage's part in them open.
        left_out: u64,
    },
    /// Landmark facts: chosen, not sampled, with effort by half-year unknown.
    Landmarks(Box<LandmarkBasis>),
}

/// Landmark facts behind the path of an area, for the caveat that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LandmarkBasis {
    /// Facts of violence, in all regions; facts that overlap count once in the area and once
    /// outside it.
    pub facts: u32,
    /// Of these, in the area.
    pub in_area: u32,
    /// Half-years without any fact.
    pub empty_half_years: u32,
    /// Half-years in all.
    pub half_years: u32,
    /// Unequal effort: factor by which the effort spent on the area over that on the rest
    /// differs from half-year to half-year, one standard deviation.
    pub unequal_effort: Estimate,
    /// What the rest of the country is measured by.
    pub rest: Rest,
    /// How strongly the facts on the rest follow its events, 0 (not at all) to 1 (in proportion);
    /// the facts hardly tell.
    pub rest_follows: Estimate,
}

/// What stands for the rest of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rest {
    /// The country's record of events by month, and how strongly the facts on the rest follow it: the
    /// path is the area's own level.
    Record,
    /// Nothing: the path is the area's level relative to the rest, and a contraction may as well be
    /// an expansion elsewhere.
    Unknown,
}

impl AreaPath {
    /// From the case's landmark facts as known on a day, measured against the country's monthly record
    /// where it reaches from the first fact to the month of that day.
    ///
    /// Fails when no fact of violence is known.
    pub fn from_landmarks(
        case: &Case,
        area: &NamedArea,
        as_of: Date,
        record: Option<&[MonthlyFigures]>,
    ) -> Result<Self, TrajectoryError> {
        let facts: Vec<Landmark> = case
            .landmarks_as_of(as_of)
            .into_iter()
            .filter(|fact| fact.kind.is_violence())
            .collect();
        let Some(earliest) = facts.iter().map(|fact| Month::of(fact.date_start)).min() else {
            return Err(TrajectoryError::phases(
                format!("{}: no landmark fact of violence by {as_of}", area.name),
                "name a file of landmarks in [data] of the case, or give event data",
            ));
        };
        let first = half_year(earliest);
        let last = Month::of(as_of).max(earliest);
        let tallies = tally(&facts, area, first);
        let (shares, rest) = shares(&tallies, (first, last), record);
        let months = usize::try_from(last - first + 1).unwrap_or(0);
        let follows = match rest {
            Rest::Record => &FOLLOWS[..],
            Rest::Unknown => &FOLLOWS[..1],
        };
        let (attentions, candidates): (Vec<Attention>, Vec<_>) =
            share::of_shares(&shares, months, follows, Rates::default())
                .into_iter()
                .unzip();
        let options = PhaseOptions {
            data: "landmarks".to_owned(),
            ..PhaseOptions::default()
        };
        let fit = Posterior::over(&candidates, first, share::UNIT, &options);
        let over = |what: fn(&Attention) -> f64, method: &str| {
            let settings = attentions.iter().map(what).zip(fit.weights.iter().copied());
            let weighted = Weighted::new(settings);
            let quantile = |p| weighted.as_ref().map_or(0.0, |w| w.quantile(p));
            Estimate::from_quantiles(0.9, quantile, Source::data("landmarks", method))
        };
        let all = |count: fn(&(u32, u32)) -> u32| tallies.values().map(count).sum::<u32>();
        let basis = AreaBasis::Landmarks(Box::new(LandmarkBasis {
            facts: all(|tally| tally.0 + tally.1),
            in_area: all(|tally| tally.0),
            empty_half_years: (shares.len() - tallies.len()) as u32,
            half_years: shares.len() as u32,
            unequal_effort: over(|a| a.effort.exp(), "spread of effort, summed over settings"),
            rest,
            rest_follows: over(|a| a.follows, "elasticity, summed over settings"),
        }));
        Ok(Self::of(area, basis, fit))
    }

    /// The path of an area with the answer to its question.
    pub(super) fn of(area: &NamedArea, basis: AreaBasis, fit: Posterior) -> Self {
        let contraction = area
            .contraction
            .and_then(|asked| fit.contraction(asked.after, asked.before, asked.months));
        Self {
            area: area.key.clone(),
            name: area.name.clone(),
            regions: area.regions.clone(),
            basis,
            path: fit.path,
            contraction,
        }
    }
}

/// First month of the half-year.
fn half_year(month: Month) -> Month {
    month + -(i32::from(month.month() - 1) % PERIOD)
}

/// Facts in the area and outside it, by half-year counted from the first. Facts that overlap are one.
fn tally(facts: &[Landmark], area: &NamedArea, first: Month) -> BTreeMap<i32, (u32, u32)> {
    let groups = groups(facts);
    let mut counted: Vec<(usize, bool)> = Vec::new();
    let mut tallies = BTreeMap::new();
    for (fact, group) in facts.iter().zip(groups) {
        let inside = area.regions.contains(&fact.region);
        if counted.contains(&(group, inside)) {
            continue;
        }
        counted.push((group, inside));
        let half = (Month::of(fact.date_start) - first) / PERIOD;
        let tally: &mut (u32, u32) = tallies.entry(half).or_default();
        if inside {
            tally.0 += 1;
        } else {
            tally.1 += 1;
        }
    }
    tallies
}

/// Number of the group of each fact: the first of those it is tied to by overlaps.
fn groups(facts: &[Landmark]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..facts.len()).collect();
    for (i, fact) in facts.iter().enumerate() {
        for (j, other) in facts.iter().enumerate() {
            if fact.overlaps.contains(&other.id) {
                let (a, b) = (group[i], group[j]);
                for g in &mut group {
                    if *g == a || *g == b {
                        *g = a.min(b);
                    }
                }
            }
        }
    }
    group
}

/// Every half-year with its facts and the level of the rest; the middle of the months that it covers
/// stands for it.
fn shares(
    tallies: &BTreeMap<i32, (u32, u32)>,
    (first, last): (Month, Month),
    record: Option<&[MonthlyFigures]>,
) -> (Vec<Share>, Rest) {
    let halves = (last - first) / PERIOD + 1;
    let events = |month: Month| -> Option<f64> {
        let series = record?;
        let at = usize::try_from(month - series.first()?.month).ok()?;
        series.get(at).map(|row| f64::from(row.events))
    };
    let mut shares = Vec::new();
    let mut levels: Vec<Option<f64>> = Vec::new();
    for half in 0..halves {
        let start = first + half * PERIOD;
        let end = (start + (PERIOD - 1)).min(last);
        let (inside, outside) = tallies.get(&half).copied().unwrap_or_default();
        shares.push(Share {
            at: ((start - first) + (end - start) / 2) as usize,
            inside,
            outside,
            rest: 0.0,
        });
        let covered: Option<Vec<f64>> = calendar::months(start, end).map(events).collect();
        // Half an event, so that a half-year without any has a level too.
        levels.push(covered.map(|all| ((all.iter().sum::<f64>() + 0.5) / all.len() as f64).ln()));
    }
    let known: Option<Vec<f64>> = levels.into_iter().collect();
    let Some(levels) = known else {
        return (shares, Rest::Unknown);
    };
    let mut sorted = levels.clone();
    sorted.sort_by(f64::total_cmp);
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    for (share, level) in shares.iter_mut().zip(levels) {
        share.rest = level - median;
    }
    (shares, Rest::Record)
}
