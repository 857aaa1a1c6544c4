//! What the event itself tells, beyond the counts of its month.
//!
//! Given that there was an attack: where it was, whether a part of the town stayed in the attackers' hands, and
//! how deadly it was, each as likely as the record before it makes such a thing:
//!
//! ```text
//! place   (1/2 + s n[r]) / (R/2 + s N)            n[r] of the N attacks before in this of R regions
//! held    (1/2 + s h) / (1 + s n[r]), or one less it   h of the n[r] attacks there held a part for 3 days
//! deaths  P(the deadliest of the month's events is as it was), every month before counting s times
//! ```
//!
//! with s = 1, and under a new phase s = 12 / T for a record of T months: it counts for one year of itself.
//! An attack of a sort that has come all along is then no evidence, one of a sort never seen is. That there
//! was an attack at all is not weighed: a case is made because there was one, and the priors are those of
//! such months. The parts are taken to be independent given the reading.
//!
//! Sources: Jeffreys' prior of shares, H. Jeffreys, *Theory of Probability*, 1961; the power prior, J. Ibrahim &
//! M.-H. Chen, *Power prior distributions for regression models*, Statistical Science 15, 2000; the tail of
//! event sizes, [`stats::severity`].

use calendar::Month;
use case::{Case, Event};
use events::figures::MonthlyFigures;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stats::severity::{Block, Tail};

use crate::incidents::{A_YEAR, Incident, Incidents};

/// Days from which a place is held rather than raided.
pub const HELD_DAYS: u32 = 3;

/// What an event is looked at for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// Where it was.
    Place,
    /// Whether a part of the town was held.
    Held,
    /// How deadly it was.
    Deaths,
}

/// One thing about the event and what the record before it says of such things.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    pub(crate) feature: Feature,
    /// What the record has, to print.
    pub(crate) record: String,
    /// Key of the data set it rests on.
    pub(crate) data: &'static str,
    /// Logarithm of its probability, by the record as it stands, and by the record that counts for a year.
    pub(crate) usual: f64,
    pub(crate) renewed: f64,
}

impl Part {
    /// Logarithm of its probability on a course.
    pub(crate) fn log(&self, renewed: bool) -> f64 {
        if renewed { self.renewed } else { self.usual }
    }

    /// A probability under either, by what a past incident counts; `before` is the record.
    fn of(
        feature: Feature,
        record: String,
        before: &Incidents,
        probability: impl Fn(f64) -> f64,
    ) -> Self {
        Self {
            feature,
            record,
            data: before.data,
            usual: probability(1.0).ln(),
            renewed: probability(before.discount()).ln(),
        }
    }
}

/// The parts that the data allow. Where attacks were is told by `attacks`, what was held by the case's sourced
/// `facts`, for event data say nothing of it. `months` is the country's record, its deadliest events with the key of
/// their data set.
pub(crate) fn parts(
    case: &Case,
    attacks: Option<&Incidents>,
    facts: Option<&Incidents>,
    (months, data): (&[MonthlyFigures], &'static str),
) -> Vec<Part> {
    let event = &case.event;
    let known = case.region(&event.region).is_some();
    let part = |of: fn(&Case, &Incidents) -> Option<Part>, record: Option<&Incidents>| {
        record.filter(|_| known).and_then(|record| of(case, record))
    };
    [
        part(place, attacks),
        part(held, facts),
        deaths(event, months, data),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn attack(row: &Incident) -> bool {
    row.kind.is_violence() && row.by_challenger && row.region.is_some()
}

fn there(event: &Event, row: &Incident) -> bool {
    attack(row) && row.region.as_deref() == Some(event.region.as_str())
}

/// None when the record begins with the event.
fn place(case: &Case, attacks: &Incidents) -> Option<Part> {
    let event = &case.event;
    let before = attacks.before(event.date);
    let here = before.rate(|row| there(event, row)).count;
    let all = before.rate(attack);
    (all.count > 0).then(|| {
        Part::of(
            Feature::Place,
            format!(
                "{here} of the {} attacks in the {:.0} months before were in {}",
                all.count, all.months, event.region
            ),
            &before,
            |s| share_of_places(here, all.count, case.regions.len(), s),
        )
    })
}

/// None when the facts begin with the event.
fn held(case: &Case, facts: &Incidents) -> Option<Part> {
    let event = &case.event;
    let before = facts.before(event.date);
    let long = |row: &Incident| there(event, row) && row.days.is_some_and(|days| days >= HELD_DAYS);
    let here = before.rate(|row| there(event, row)).count;
    let held = before.rate(long).count;
    let of_the_event =
        |row: &&Incident| row.date >= event.date && Month::of(row.date) == Month::of(event.date);
    let is_held = event.held_days >= HELD_DAYS || facts.rows.iter().filter(of_the_event).any(long);
    (!before.rows.is_empty()).then(|| {
        Part::of(
            Feature::Held,
            format!(
                "a part of {} was held for {HELD_DAYS} days or more in {held} of these {here}, and {} this time",
                event.region,
                if is_held { "was" } else { "was not" }
            ),
            &before,
            |s| share_held(held, here, is_held, s),
        )
    })
}

/// Dirichlet-multinomial share of one place of several, each past attack counting `s` times.
pub(crate) fn share_of_places(here: u32, all: u32, places: usize, s: f64) -> f64 {
    (0.5 + s * f64::from(here)) / (0.5 * places as f64 + s * f64::from(all))
}

/// Beta-binomial share of those held, or of those not held.
pub(crate) fn share_held(held: u32, of: u32, is_held: bool, s: f64) -> f64 {
    let such = if is_held { held } else { of - held.min(of) };
    (0.5 + s * f64::from(such)) / (1.0 + s * f64::from(of))
}

/// None when the event is not among the largest, or the record before it is too short for a tail.
fn deaths(event: &Event, months: &[MonthlyFigures], data: &'static str) -> Option<Part> {
    let month = Month::of(event.date);
    let before = months.iter().filter(|row| row.month < month);
    let blocks: Vec<Block> = before
        .map(|row| Block {
            events: row.events,
            largest: row.deadliest,
        })
        .collect();
    let sizes = Sizes::of(&blocks)?;
    let events = months
        .iter()
        .find(|row| row.month == month)
        .map_or(1, |row| row.events.max(1));
    sizes.part(events, (event.deaths.low, event.deaths.high), data)
}

/// How deadly events are, by a record of months.
pub(crate) struct Sizes {
    usual: Tail,
    renewed: Tail,
    months: usize,
}

impl Sizes {
    /// None when the record is too short for a tail.
    pub(crate) fn of(before: &[Block]) -> Option<Self> {
        let usual = Tail::fit(before).ok()?;
        let months = before.iter().filter(|block| block.events > 0).count();
        let renewed = usual.discounted(before, A_YEAR / months as f64);
        Some(Self {
            usual,
            renewed,
            months,
        })
    }

    /// Deaths from which it tells anything.
    #[cfg(test)]
    pub(crate) fn least(&self) -> u32 {
        self.usual.threshold
    }

    /// That the deadliest of so many events has from a least to a most number of deaths.
    pub(crate) fn part(
        &self,
        events: u32,
        (low, high): (u32, u32),
        data: &'static str,
    ) -> Option<Part> {
        Some(Part {
            feature: Feature::Deaths,
            record: format!(
                "an event of {} deaths or more in {} of the {} months with violence before",
                self.usual.threshold, self.usual.exceedances, self.months
            ),
            data,
            usual: self.usual.log_deadliest(events, low, high)?,
            renewed: self.renewed.log_deadliest(events, low, high)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_seen_speaks_for_a_new_phase_and_the_usual_does_not() {
        let decibans = |p: &dyn Fn(f64) -> f64| 10.0 * (p(12.0 / 150.0) / p(1.0)).log10();
        assert!(decibans(&|s| share_of_places(0, 142, 11, s)) > 8.0);
        assert!(decibans(&|s| share_of_places(40, 142, 11, s)).abs() < 1.0);
        assert!(decibans(&|s| share_held(0, 30, true, s)) > 8.0);
        assert!(decibans(&|s| share_held(0, 30, false, s)).abs() < 1.0);
        // Shares of all places, and of held and not held, sum to one at any weight of the record.
        for s in [1.0, 0.08] {
            let counts = [0, 3, 17, 122];
            let sum: f64 = counts.iter().map(|n| share_of_places(*n, 142, 4, s)).sum();
            assert!((sum - 1.0).abs() < 1e-12);
            let both = share_held(2, 9, true, s) + share_held(2, 9, false, s);
            assert!((both - 1.0).abs() < 1e-12);
        }
    }
}
