//! A lineage that is known by a name alone, without a case.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Month;
use case::{Lineage, LineageMember};
use events::{ActorMatcher, EventTable, Violence};
use places::{Gazetteer, fold, outline};

use super::from_events::{Grain, ReachScope};
use super::input::ReachInput;
use super::study_area::StudyArea;
use crate::TrajectoryError;

/// Months without an event that a fit begins with, where the file has them: they show that the
/// lineage came from outside, or grew from little.
const BEFORE: i32 = 24;
/// A country with one in so many of the lineage's events belongs to the study area.
const ONE_IN: u64 = 10;
/// Actors that an error proposes.
const PROPOSED: usize = 5;

/// The actors of an event file that bear a name, and where and when they were seen.
///
/// Made by [`of_lineage_name`].
#[derive(Debug, Clone, PartialEq)]
pub struct NamedLineage {
    /// The lineage: each actor a member, for all months.
    pub lineage: Lineage,
    /// Names of the actors as the file has them, each with its events, most first.
    pub actors: Vec<(String, u64)>,
    /// ISO 3166-1 alpha-3 codes of the countries with events, each with their number, most first.
    pub countries: Vec<(String, u64)>,
    /// First and last month to fit: from two years before the first event on, if the file begins so
    /// early, to the last month that the file covers (by its release, or else its last event's).
    pub months: (Month, Month),
}

/// What may be set in a fit of a [`NamedLineage`]; the default takes all from the events.
#[derive(Debug, Clone, Copy, Default)]
pub struct NamedScope<'a> {
    /// Countries of the study area; empty for those with at least a tenth of the events.
    pub countries: &'a [&'a str],
    /// Regions' polygons. Of a country that it lacks the built-in [`outline`] is taken; without
    /// either, the cells of the box around its events.
    pub gazetteer: Option<&'a Gazetteer>,
    /// First and last month, in place of [`NamedLineage::months`].
    pub months: Option<(Month, Month)>,
    /// What the places are.
    pub grain: Grain,
    /// Key of the data set.
    pub data: &'a str,
}

/// Finds the actors of a table that bear a name, in events of organised violence.
///
/// Names are compared folded. Those that are the whole of an actor's name, or the part before a
/// colon or a parenthesis, are taken; if there is none, those of which it is some words in a row
/// (`Shabaab` finds `Al-Shabaab`). UCDP's identifier of an actor found brings in its other names.
///
/// Fails when no actor bears the name; the error proposes the nearest.
pub fn of_lineage_name(table: &EventTable, name: &str) -> Result<NamedLineage, TrajectoryError> {
    let actors = actors(table);
    let found = bearing(&actors, name);
    if found.is_empty() {
        return Err(nobody(name, &actors));
    }
    let members = found.iter().map(|(actor, id)| LineageMember {
        name: (*actor).to_owned(),
        names: vec![(*actor).to_owned()],
        ucdp_ids: id.iter().copied().collect(),
        from: None,
        until: None,
    });
    let lineage = Lineage {
        key: fold(name).replace(' ', "-"),
        name: name.trim().to_owned(),
        merged: None,
        members: members.collect(),
    };
    let matcher = ActorMatcher::new(std::slice::from_ref(&lineage));
    let (mut names, mut countries) = (BTreeMap::new(), BTreeMap::new());
    let mut span: Option<(Month, Month)> = None;
    let mut file: Option<(Month, Month)> = None;
    for row in table.iter() {
        let month = Month::of(row.date_start);
        file = Some(widened(file, month));
        let both = matcher.event(&row);
        let sides = [(&both.a, row.side_a), (&both.b, row.side_b)];
        let own =
            |(side, _): &(&events::Belongs<'_>, &str)| !side.lineages.is_empty() && !side.ambiguous;
        if row.violence == Violence::Other || !sides.iter().any(own) {
            continue;
        }
        for (_, actor) in sides.iter().filter(|side| own(side)) {
            *names.entry((*actor).to_owned()).or_insert(0) += 1;
        }
        if !row.iso3.is_empty() {
            *countries.entry(row.iso3.to_owned()).or_insert(0) += 1;
        }
        span = Some(widened(span, month));
    }
    let (Some(span), Some(file)) = (span, file) else {
        return Err(nobody(name, &actors));
    };
    let releases = table.provenances().iter();
    let covered = releases.filter_map(|p| p.version?.reaches(p.series)).max();
    Ok(NamedLineage {
        lineage,
        actors: most_first(names),
        countries: most_first(countries),
        months: (
            file.0.max(span.0 - BEFORE),
            covered.map_or(file.1, |month| month.max(file.1)),
        ),
    })
}

impl NamedLineage {
    /// The model's input: the lineage's events in the cells or regions of its countries, and in
    /// cells abroad.
    ///
    /// Fails as [`ReachInput::from_events`] does.
    pub fn input(
        &self,
        table: &EventTable,
        scope: &NamedScope<'_>,
    ) -> Result<ReachInput, TrajectoryError> {
        let countries = if scope.countries.is_empty() {
            self.main_countries()
        } else {
            scope.countries.to_vec()
        };
        let polygons = |iso3: &str| {
            let given = scope.gazetteer.map(|gazetteer| gazetteer.country(iso3));
            let given = given.filter(|country| !country.regions().is_empty());
            given.or_else(|| outline(iso3).map(|outline| outline.gazetteer()))
        };
        let area = StudyArea::new(countries.iter().copied(), None, polygons);
        let own = ReachScope {
            lineage: &self.lineage,
            others: &[],
            iso3: countries.first().copied().unwrap_or_default(),
            gazetteer: scope.gazetteer,
            case: None,
            months: scope.months.unwrap_or(self.months),
            grain: scope.grain,
            data: scope.data,
        };
        ReachInput::over(&area, table, &own)
    }

    /// Codes of the countries with at least a tenth of the events, most first.
    pub fn main_countries(&self) -> Vec<&str> {
        let all: u64 = self.countries.iter().map(|(_, events)| events).sum();
        let main = self.countries.iter().filter(|(_, n)| n * ONE_IN >= all);
        main.map(|(iso3, _)| iso3.as_str()).collect()
    }
}

/// Names and identifiers of the actors of organised violence.
fn actors(table: &EventTable) -> BTreeSet<(&str, Option<u32>)> {
    let rows = table.iter().filter(|row| row.violence != Violence::Other);
    let sides = rows.flat_map(|row| [(row.side_a, row.side_a_id), (row.side_b, row.side_b_id)]);
    sides.filter(|(name, _)| !fold(name).is_empty()).collect()
}

/// Those of the actors that bear a name.
fn bearing<'t>(
    actors: &BTreeSet<(&'t str, Option<u32>)>,
    name: &str,
) -> Vec<(&'t str, Option<u32>)> {
    let wanted = fold(name);
    if wanted.is_empty() {
        return Vec::new();
    }
    let whole = |actor: &str| {
        let before = actor.split([':', '(']).next().unwrap_or(actor);
        fold(actor) == wanted || fold(before) == wanted
    };
    let among = |actor: &str| format!(" {} ", fold(actor)).contains(&format!(" {wanted} "));
    let those = |bears: &dyn Fn(&str) -> bool| {
        let found = actors.iter().copied().filter(|(actor, _)| bears(actor));
        found.collect::<Vec<_>>()
    };
    let found = those(&whole);
    if found.is_empty() {
        those(&among)
    } else {
        found
    }
}

fn nobody(name: &str, actors: &BTreeSet<(&str, Option<u32>)>) -> TrajectoryError {
    let wanted = fold(name);
    let names: BTreeSet<&str> = actors.iter().map(|(actor, _)| *actor).collect();
    let mut near: Vec<(f64, &str)> = names
        .into_iter()
        .map(|actor| (strsim::jaro_winkler(&wanted, &fold(actor)), actor))
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<&str> = near
        .iter()
        .take(PROPOSED)
        .map(|(_, actor)| *actor)
        .collect();
    let remedy = if near.is_empty() {
        "give an event file with actors".to_owned()
    } else {
        format!("name an actor of the file, such as {}", near.join("; "))
    };
    TrajectoryError::reach(format!("`{name}`, a name that no actor bears"), remedy)
}

fn widened(span: Option<(Month, Month)>, month: Month) -> (Month, Month) {
    let (first, last) = span.unwrap_or((month, month));
    (first.min(month), last.max(month))
}

fn most_first(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, events)| std::cmp::Reverse(*events));
    counts
}
