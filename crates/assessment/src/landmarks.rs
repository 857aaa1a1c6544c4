//! What the case's sourced facts say by region, by perpetrator and of the capital.
//!
//! They were chosen, not sampled: sums over them describe the list, not the war. Every breakdown
//! made here carries that caveat.

use std::collections::BTreeMap;

use calendar::{Date, Month};
use case::{Case, Event, Landmark};
use stats::Source;

use crate::breakdown::Parts;
use crate::compare::{Record, Sized};
use crate::{Basis, Breakdown, Scope};

/// Key of the data set.
pub(crate) const DATA: &str = "landmarks";

/// Facts known on a day, in order of date.
pub(crate) fn known(case: &Case, as_of: Date) -> Vec<Landmark> {
    let mut known: Vec<Landmark> = case
        .landmarks
        .iter()
        .filter_map(|landmark| landmark.as_of(as_of))
        .collect();
    known.sort_by(|a, b| (a.date_start, &a.id).cmp(&(b.date_start, &b.id)));
    known
}

/// A row that records an event: its region, within its days.
pub(crate) fn is_the_event(event: &Event, row: &Landmark) -> bool {
    row.region == event.region
        && row.kind.is_violence()
        && row.date_start >= event.date
        && row.date_start <= event.last_day()
}

/// Attacks in the capital's region that the state or its allies did not make, with a known number of deaths.
///
/// `None` when there are none but the event itself.
pub(crate) fn capital_record<'a>(case: &Case, rows: &[Landmark], to: Month) -> Option<Record<'a>> {
    let attacks: Vec<Sized> = rows
        .iter()
        .filter(|row| row.region == case.about.capital.region && row.kind.is_violence())
        .filter(|row| !is_the_event(&case.event, row) && case.by_challenger(row))
        .filter_map(|row| {
            Some(Sized {
                month: Month::of(row.date_start),
                deaths: row.deaths()?,
                region: Some(row.region.clone()),
            })
        })
        .collect();
    let from = rows.iter().map(|row| Month::of(row.date_start)).min()?;
    (!attacks.is_empty()).then_some(Record {
        scope: Scope::Capital,
        basis: Basis::Landmarks,
        from,
        to,
        others: attacks,
        sample: None,
        data: DATA,
    })
}

/// Facts by region: every region of the case, those without facts too.
pub(crate) fn by_region(case: &Case, rows: &[Landmark], to: Month) -> Option<Breakdown> {
    let names = case.regions.iter().map(|region| region.name.clone());
    breakdown(rows, to, Parts::of(names), |row| vec![row.region.clone()])
}

/// Facts by who did it: lineages first, else the actor; a row of several counts for each.
pub(crate) fn by_perpetrator(case: &Case, rows: &[Landmark], to: Month) -> Option<Breakdown> {
    let group: BTreeMap<&str, &str> = case
        .actors
        .iter()
        .map(|actor| {
            let lineage = case
                .lineages
                .iter()
                .find(|l| Some(&l.key) == actor.lineage.as_ref());
            (
                actor.key.as_str(),
                lineage.map_or(actor.name.as_str(), |l| l.name.as_str()),
            )
        })
        .collect();
    breakdown(rows, to, Parts::default(), |row| {
        let mut groups: Vec<String> = row
            .initiators
            .iter()
            .map(|key| (*group.get(key.as_str()).unwrap_or(&key.as_str())).to_owned())
            .collect();
        groups.sort();
        groups.dedup();
        if groups.is_empty() {
            groups.push("not known".to_owned());
        }
        groups
    })
}

fn breakdown(
    rows: &[Landmark],
    to: Month,
    mut parts: Parts,
    names: impl Fn(&Landmark) -> Vec<String>,
) -> Option<Breakdown> {
    let violent: Vec<&Landmark> = rows.iter().filter(|row| row.kind.is_violence()).collect();
    let from = Month::of(violent.first()?.date_start);
    let mut counted: Vec<&str> = Vec::new();
    for row in &violent {
        // Deaths of rows that overlap are counted with the first of them only.
        let again = row.overlaps.iter().any(|id| counted.contains(&id.as_str()));
        let deaths = if again { 0 } else { row.deaths().unwrap_or(0) };
        for name in names(row) {
            parts.add(name, Month::of(row.date_start), deaths, to);
        }
        counted.push(&row.id);
    }
    Some(Breakdown {
        basis: Basis::Landmarks,
        from,
        to,
        rows: parts.into_rows(),
        unplaced: 0,
        caveat: format!(
            "{} sourced facts on violence were chosen, not sampled: they show where and by whom, \
             not how often, and no trend can be read from them.",
            violent.len()
        ),
        source: Source::data(
            DATA,
            "sums of attacks, battles, massacres, air strikes and captures",
        ),
    })
}
