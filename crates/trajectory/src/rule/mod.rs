//! Rule: signs that somebody governs, which reach does not show.
//!
//! # What it answers
//! In which regions and months do the facts show that a lineage decides who passes (*shadow* rule) or
//! has taken a place (*overt* rule)? On which facts does that rest, and where do the data say nothing?
//! Reach is where a group can strike; a group may strike where it rules nothing, and rule where it has no
//! need to strike. The two are never added up.
//!
//! # Method
//! An indicator, no estimate: a list of signs that the case file declares in `[rule]`.
//!
//! - *Shadow*: landmarks of the declared kinds by the lineage (blockades), and local entries of the timeline
//!   of the declared kinds (accords). Events of ACLED: agreements and bases of the lineage.
//! - *Overt*: landmarks of the declared kinds by the lineage (captures). Events of ACLED: territory that
//!   the lineage overtakes, or is handed without violence.
//! - *Ends*: landmarks of the declared kinds against the lineage (retaken, arrests). Events of ACLED:
//!   territory that the government regains from it.
//!
//! A sign speaks for `held_days` from its first day on, or to its recorded end when that comes later. A place
//! that is lost again within `held_days` (an end in the same region), or a blockade that is known to have
//! been shorter, was not ruled. A blockade without a recorded end stands *open* for up to a year, until an
//! end in the same place or an accord in its region. A month with an end alone is one where rule was looked for and *none
//! seen*. All other months are *nothing known*: landmarks are chosen, and their silence shows nothing. UCDP's
//! events tell of deaths and never of rule.
//!
//! What counts as governing (taxing, courts, deciding who passes) follows Z. C. Mampilly, *Rebel Rulers*,
//! 2011, and A. Arjona, *Rebelocracy*, 2016; that violence and control differ, S. N. Kalyvas, *The Logic of
//! Violence in Civil War*, 2006, ch. 7.
//!
//! # Example
//! ```
//! let case = case::Case::builtin("mali-2024").unwrap();
//! let rule = trajectory::rule::Rule::tell(&case, case.data.as_of, None).unwrap();
//! // A blockade of a town in Mopti lasted from May to August 2022.
//! assert_eq!(rule.state("Mopti", "2022-07".parse().unwrap()), trajectory::rule::RuleState::Shadow);
//! assert_eq!(rule.state("Kayes", "2022-07".parse().unwrap()), trajectory::rule::RuleState::NothingKnown);
//! ```

mod from_events;
mod from_facts;

use calendar::{Date, Month};
use case::Case;
use events::EventTable;
use places::fold;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Days for which a sign without a recorded end is carried on as open.
const OPEN_DAYS: i64 = 365;

/// What the data show of rule in a region and month.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RuleState {
    /// Nothing: the data do not speak of it.
    NothingKnown,
    /// It was looked for or ended, and no sign was left.
    NoneSeen,
    /// The lineage decides who passes.
    Shadow,
    /// The lineage has taken a place.
    Overt,
}

/// What a sign is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignKind {
    /// Shadow rule.
    Shadow,
    /// A local accord: shadow rule.
    Accord,
    /// Overt rule.
    Overt,
    /// The end of either.
    End,
}

/// Where a sign comes from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SignOrigin {
    /// The case's landmarks.
    Landmarks,
    /// The case's timeline.
    Timeline,
    /// Event data.
    Events,
}

/// A fact that speaks of rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sign {
    /// Identifier in its table.
    pub id: String,
    /// Where it comes from.
    pub origin: SignOrigin,
    /// What it is of.
    pub kind: SignKind,
    /// Region, by the case's name.
    pub region: String,
    /// First day.
    #[schemars(with = "String")]
    pub from: Date,
    /// Recorded end, if there is one.
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
    /// Town or area, never a site; empty where only the region is known.
    pub place: String,
    /// What happened, in a few words.
    pub what: String,
    /// It was over within the days that a place must be held: no rule.
    pub brief: bool,
}

/// Months of a region in the same state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleSpan {
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// The state.
    pub state: RuleState,
    /// Nothing but signs without a recorded end carry these months.
    pub open: bool,
    /// The signs, as numbers in [`Rule::signs`].
    pub signs: Vec<usize>,
}

/// Rule in a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RegionRule {
    /// Region.
    pub region: String,
    /// Months with a sign, in order; of all others nothing is known.
    pub spans: Vec<RuleSpan>,
}

/// Signs of a lineage's rule by region and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// Lineage, by key.
    pub lineage: String,
    /// Its name.
    pub name: String,
    /// Last month.
    pub to: Month,
    /// Days that a place must be held before it counts as ruled.
    pub held_days: u32,
    /// The signs, in order of time.
    pub signs: Vec<Sign>,
    /// Every region of the case, in its order.
    pub regions: Vec<RegionRule>,
    /// Facts and entries among which signs could be found (all landmarks and local entries of the timeline).
    pub facts: u32,
    /// Events given, and those of a kind that can speak of rule (ACLED's); none without events.
    pub events: Option<(u64, u64)>,
    /// What the signs cannot show, as the case has it.
    pub note: Option<String>,
}

impl Rule {
    /// Reads the signs known on a day. `None` when the case declares no `[rule]` or no lineage in it.
    pub fn tell(case: &Case, as_of: Date, events: Option<&EventTable>) -> Option<Self> {
        let declared = case.rule.as_ref()?;
        let lineage = case.lineage(declared.lineage.as_deref()?)?;
        let (mut signs, facts) = from_facts::signs(case, declared, &lineage.key, as_of);
        let told = events.map(|table| from_events::signs(case, lineage, table, as_of));
        let counts = told.as_ref().map(|told| (told.events, told.telling));
        signs.extend(told.into_iter().flat_map(|told| told.signs));
        signs.sort_by(|a, b| (a.from, &a.region, &a.id).cmp(&(b.from, &b.region, &b.id)));
        mark_brief(&mut signs, i64::from(declared.held_days));
        let regions = case
            .regions
            .iter()
            .map(|region| RegionRule {
                region: region.name.clone(),
                spans: spans(&region.name, &signs, declared.held_days, as_of),
            })
            .collect();
        Some(Self {
            lineage: lineage.key.clone(),
            name: lineage.name.clone(),
            to: Month::of(as_of),
            held_days: declared.held_days,
            signs,
            regions,
            facts,
            events: counts,
            note: declared.note.clone(),
        })
    }

    /// What is known of a region in a month.
    pub fn state(&self, region: &str, month: Month) -> RuleState {
        self.span(region, month)
            .map_or(RuleState::NothingKnown, |span| span.state)
    }

    /// The span that a region's month lies in.
    pub fn span(&self, region: &str, month: Month) -> Option<&RuleSpan> {
        let region = self.regions.iter().find(|rule| rule.region == region)?;
        region
            .spans
            .iter()
            .find(|span| (span.from..=span.to).contains(&month))
    }

    /// Whether any sign of rule was found at all.
    pub fn says_nothing(&self) -> bool {
        self.regions.iter().all(|region| region.spans.is_empty())
    }
}

/// A day so many days later; the last day there is when that lies beyond.
fn later(day: Date, days: i64) -> Date {
    jiff::Span::new()
        .try_days(days)
        .and_then(|span| day.checked_add(span))
        .unwrap_or(Date::MAX)
}

/// Marks what was over within so many days.
fn mark_brief(signs: &mut [Sign], held_days: i64) {
    let ends: Vec<(String, Date)> = signs
        .iter()
        .filter(|sign| sign.kind == SignKind::End)
        .map(|sign| (sign.region.clone(), sign.from))
        .collect();
    for sign in signs {
        let limit = later(sign.from, held_days);
        let lost = || {
            ends.iter()
                .any(|(region, day)| *region == sign.region && (sign.from..limit).contains(day))
        };
        sign.brief = match sign.kind {
            SignKind::Overt => lost(),
            SignKind::Shadow => sign.until.is_some_and(|until| until < limit),
            SignKind::Accord | SignKind::End => false,
        };
    }
}

/// The first and last day that a sign speaks for, and the last one for which it stands open.
fn window(sign: &Sign, signs: &[Sign], held_days: u32) -> (Date, Date, Date) {
    let least = later(sign.from, i64::from(held_days));
    let last = sign.until.map_or(least, |until| until.max(least));
    if sign.kind != SignKind::Shadow || sign.until.is_some() {
        return (sign.from, last, last);
    }
    let closing = signs
        .iter()
        .filter(|other| other.region == sign.region && other.from > sign.from)
        .filter(|other| match other.kind {
            // The state's return to another town lifts no blockade.
            SignKind::End => fold(&other.place) == fold(&sign.place),
            SignKind::Accord => true,
            SignKind::Shadow | SignKind::Overt => false,
        })
        .map(|other| other.from)
        .min();
    let open = later(sign.from, OPEN_DAYS);
    (
        sign.from,
        last,
        closing.map_or(open, |end| end.min(open)).max(last),
    )
}

fn spans(region: &str, signs: &[Sign], held_days: u32, as_of: Date) -> Vec<RuleSpan> {
    let here: Vec<(usize, &Sign)> = signs
        .iter()
        .enumerate()
        .filter(|(_, sign)| sign.region == region && !sign.brief)
        .collect();
    let Some(first) = here.iter().map(|(_, sign)| Month::of(sign.from)).min() else {
        return Vec::new();
    };
    let mut spans: Vec<RuleSpan> = Vec::new();
    for month in calendar::months(first, Month::of(as_of)) {
        let Some(span) = span_of(month, &here, signs, held_days) else {
            continue;
        };
        match spans.last_mut() {
            Some(last)
                if month - last.to == 1 && last.state == span.state && last.open == span.open =>
            {
                last.to = month;
                for sign in span.signs {
                    if !last.signs.contains(&sign) {
                        last.signs.push(sign);
                    }
                }
            }
            _ => spans.push(span),
        }
    }
    spans
}

/// The state of one month, if any sign speaks for it.
fn span_of(
    month: Month,
    here: &[(usize, &Sign)],
    signs: &[Sign],
    held_days: u32,
) -> Option<RuleSpan> {
    let mut best: Option<(RuleState, bool)> = None;
    let mut carried = Vec::new();
    for (number, sign) in here {
        let (from, sure, open) = window(sign, signs, held_days);
        let spoken = |until: Date| (Month::of(from)..=Month::of(until)).contains(&month);
        let (state, is_open) = match sign.kind {
            SignKind::End if month == Month::of(from) => (RuleState::NoneSeen, false),
            SignKind::End => continue,
            kind if spoken(sure) => (state_of(kind), false),
            kind if spoken(open) => (state_of(kind), true),
            _ => continue,
        };
        carried.push(*number);
        // The stronger state; of two alike, the one that is not open.
        let rank = |(state, open): (RuleState, bool)| (state, !open);
        if best.is_none_or(|known| rank((state, is_open)) > rank(known)) {
            best = Some((state, is_open));
        }
    }
    best.map(|(state, open)| RuleSpan {
        from: month,
        to: month,
        state,
        open,
        signs: carried,
    })
}

fn state_of(kind: SignKind) -> RuleState {
    match kind {
        SignKind::Overt => RuleState::Overt,
        SignKind::Shadow | SignKind::Accord => RuleState::Shadow,
        SignKind::End => RuleState::NoneSeen,
    }
}

#[cfg(test)]
mod tests;
