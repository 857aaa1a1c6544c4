//! The course of an area from event data.

use calendar::Month;
use case::{Case, Lineage, NamedArea};
use events::{ActorMatcher, EventRow, EventTable, Violence};
use places::{Gazetteer, Position, canonical_region, fold};

use super::area::{AreaBasis, AreaPath};
use super::{PhaseOptions, Posterior};
use crate::TrajectoryError;

/// How far in km a point may lie outside all polygons and still be given its nearest region.
const TOLERANCE_KM: f64 = 20.0;

/// Which area, over which months.
#[derive(Debug, Clone, Copy)]
pub struct AreaScope<'a> {
    /// The case, for the country, its regions' names and its lineages.
    pub case: &'a Case,
    /// The area.
    pub area: &'a NamedArea,
    /// First and last month that the data cover; months without events are evidence.
    pub months: (Month, Month),
    /// Polygons of the regions, for events whose region is not named.
    pub gazetteer: Option<&'a Gazetteer>,
    /// Key of the data set.
    pub data: &'a str,
}

impl AreaPath {
    /// From event data: counts of the area's lineage on either side, or of all organised violence, by
    /// month of the first day. An event lies in the region that the file names; where the case has no such
    /// region, in that of its coordinates; else it is left out.
    ///
    /// Fails without two months, and when the table has no event of the country in them.
    pub fn from_events(table: &EventTable, scope: &AreaScope<'_>) -> Result<Self, TrajectoryError> {
        let (first, last) = scope.months;
        let months = usize::try_from(last - first + 1).unwrap_or(0);
        if months < 2 {
            return Err(TrajectoryError::phases(
                format!("{}: the months {first} to {last}", scope.area.name),
                "name a first month and a later last one",
            ));
        }
        let lineage = scope.area.lineage.as_deref();
        let matcher = ActorMatcher::new(&ordered(scope.case, lineage));
        let known = spellings(scope, |_| true);
        let inside = spellings(scope, |name| scope.area.regions.iter().any(|r| r == name));
        let mut counts = vec![0_u32; months];
        let (mut in_country, mut events, mut left_out) = (0_u64, 0_u64, 0_u64);
        for row in table.iter().filter(|row| row.violence != Violence::Other) {
            let month = Month::of(row.date_start);
            if row.iso3 != scope.case.about.iso3 || month < first || month > last {
                continue;
            }
            in_country += 1;
            let part = lineage.map_or(Part::Known, |key| part_of(&matcher, &row, key));
            let region = match part {
                Part::None => continue,
                Part::Open => None,
                Part::Known => region_of(scope, &known, &row),
            };
            match region {
                Some(region) if inside.contains(&region) => {
                    counts[(month - first) as usize] += 1;
                    events += 1;
                }
                Some(_) => {}
                None => left_out += 1,
            }
        }
        if in_country == 0 {
            let country = &scope.case.about.country;
            return Err(TrajectoryError::phases(
                format!(
                    "{}: no event of {country} from {first} to {last}",
                    scope.area.name
                ),
                "give an event file that covers the country, or leave it out to go by the landmark facts",
            ));
        }
        let options = PhaseOptions {
            data: scope.data.to_owned(),
            ..PhaseOptions::default()
        };
        let fit = Posterior::of_counts(&counts, first, &options);
        let basis = AreaBasis::Events {
            lineage: scope.area.lineage.clone(),
            events,
            left_out,
        };
        Ok(Self::of(scope.area, basis, fit))
    }
}

/// Whether a lineage took part.
enum Part {
    None,
    Open,
    Known,
}

fn part_of(matcher: &ActorMatcher, row: &EventRow<'_>, key: &str) -> Part {
    let actors = matcher.event(row);
    let sides = [&actors.a, &actors.b].map(|side| (side.lineages.contains(&key), side.ambiguous));
    if sides.contains(&(true, false)) {
        Part::Known
    } else if sides.contains(&(true, true)) {
        Part::Open
    } else {
        Part::None
    }
}

/// The lineages of the case, the one asked about first.
fn ordered(case: &Case, key: Option<&str>) -> Vec<Lineage> {
    let mut lineages = case.lineages.clone();
    lineages.sort_by_key(|lineage| Some(lineage.key.as_str()) != key);
    lineages
}

/// Folded names of the case's regions that are wanted, in the spelling that [`name_of`] gives.
fn spellings(scope: &AreaScope<'_>, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let regions = scope.case.regions.iter().filter(|r| wanted(&r.name));
    regions
        .flat_map(|region| std::iter::once(&region.name).chain(&region.also_named))
        .map(|name| name_of(scope, name))
        .collect()
}

/// A region's name folded, in the canonical spelling where there is one.
fn name_of(scope: &AreaScope<'_>, name: &str) -> String {
    let iso3 = &scope.case.about.iso3;
    let canonical = canonical_region(iso3, name)
        .or_else(|| scope.gazetteer.and_then(|map| map.resolve(iso3, name)));
    fold(canonical.unwrap_or(name))
}

/// The region of the case that an event lies in, by the spelling of [`name_of`].
fn region_of(scope: &AreaScope<'_>, known: &[String], row: &EventRow<'_>) -> Option<String> {
    let named = name_of(scope, row.adm1);
    if known.contains(&named) {
        return Some(named);
    }
    if row.where_prec > 4 {
        return None;
    }
    let at = Position::new(row.latitude, row.longitude)?;
    let map = scope.gazetteer?;
    let found = map.locate_in(&scope.case.about.iso3, at, TOLERANCE_KM)?;
    Some(name_of(scope, found.region.name())).filter(|name| known.contains(name))
}
