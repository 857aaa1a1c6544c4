//! From events, a lineage and a map to the model's input.

use std::collections::BTreeMap;

use calendar::Month;
use case::{Case, Lineage};
use events::{ActorMatcher, EventRow, EventTable, Violence};
use places::{Gazetteer, Position};

use super::input::{ReachInput, Tally};
use super::study_area::StudyArea;
use crate::TrajectoryError;

/// What the places are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grain {
    /// PRIO-GRID cells. Events known only to their region or worse are left out.
    #[default]
    Cells,
    /// First-order divisions of the gazetteer, for data that know no better. Events known only to
    /// their country are left out.
    Regions,
}

/// Whose reach, where and when.
#[derive(Debug, Clone, Copy)]
pub struct ReachScope<'a> {
    /// The lineage.
    pub lineage: &'a Lineage,
    /// Other lineages of the case: an event that may be either's counts for none.
    pub others: &'a [Lineage],
    /// ISO 3166-1 alpha-3 code of the country.
    pub iso3: &'a str,
    /// Its regions' polygons. Without one of the country, its cells are those of the box around
    /// the table's events in it, a cell wider on each side; there are then no regions or people.
    pub gazetteer: Option<&'a Gazetteer>,
    /// The case, for the capital and the population of regions.
    pub case: Option<&'a Case>,
    /// First and last month; the last should be the last that the data cover, not the month of the
    /// last event, because months without events are evidence.
    pub months: (Month, Month),
    /// What the places are.
    pub grain: Grain,
    /// Key of the data set.
    pub data: &'a str,
}

impl ReachInput {
    /// Counts a lineage's events of organised violence, on either side, in the places of a country.
    ///
    /// Cells: all of the country's, a border cell with the part of its area inside (measured on 5 x 5
    /// points), and those with events abroad. An event belongs to the month of its first day. A
    /// region's people are spread evenly over its area.
    ///
    /// Fails without a month, when regions are asked for and the gazetteer has none of the country,
    /// and when nothing of the country is in sight.
    pub fn from_events(
        table: &EventTable,
        scope: &ReachScope<'_>,
    ) -> Result<Self, TrajectoryError> {
        let area = StudyArea::new([scope.iso3], scope.case, |iso3| {
            scope.gazetteer.map(|gazetteer| gazetteer.country(iso3))
        });
        Self::over(&area, table, scope)
    }

    /// The same in the places of a study area.
    pub(super) fn over(
        area: &StudyArea<'_>,
        table: &EventTable,
        scope: &ReachScope<'_>,
    ) -> Result<Self, TrajectoryError> {
        let (first, last) = scope.months;
        let months = usize::try_from(last - first + 1).unwrap_or(0);
        if months < 2 {
            return Err(TrajectoryError::reach(
                format!("the months {first} to {last}"),
                "name a first month and a later last one",
            ));
        }
        let seen = Seen::gather(table, scope);
        let mut input = match scope.grain {
            Grain::Cells => area.cells(table, scope, &seen)?,
            Grain::Regions => area.divisions(scope)?,
        };
        input.months = months;
        let numbers: BTreeMap<u32, usize> = input
            .places
            .iter()
            .enumerate()
            .filter_map(|(number, place)| Some((place.gid?.get(), number)))
            .collect();
        let mut tallies: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        for (month, row) in &seen.rows {
            let place = match scope.grain {
                Grain::Cells if row.where_prec < 4 => numbers.get(&row.gid).copied(),
                Grain::Regions if row.where_prec < 6 => area.division_of(row),
                _ => None,
            };
            let Some(place) = place else {
                input.left_out += 1;
                continue;
            };
            *tallies.entry((place, *month)).or_default() += 1;
            if let Some(at) =
                Position::new(row.latitude, row.longitude).filter(|_| row.where_prec < 4)
            {
                input.points.push((*month, at));
            }
        }
        input.left_out += seen.ambiguous;
        input.tallies = tallies
            .into_iter()
            .map(|((place, month), events)| Tally {
                place,
                month,
                events,
            })
            .collect();
        Ok(input)
    }
}

/// The lineage's events with their month, counted from the first.
pub(super) struct Seen<'t> {
    pub(super) rows: Vec<(usize, EventRow<'t>)>,
    ambiguous: u64,
}

impl<'t> Seen<'t> {
    fn gather(table: &'t EventTable, scope: &ReachScope<'_>) -> Self {
        let mut lineages = vec![scope.lineage.clone()];
        let others = scope
            .others
            .iter()
            .filter(|other| other.key != scope.lineage.key);
        lineages.extend(others.cloned());
        let matcher = ActorMatcher::new(&lineages);
        let key = scope.lineage.key.as_str();
        let (first, last) = scope.months;
        let mut seen = Self {
            rows: Vec::new(),
            ambiguous: 0,
        };
        for row in table.iter().filter(|row| row.violence != Violence::Other) {
            let month = Month::of(row.date_start);
            if month < first || month > last {
                continue;
            }
            let actors = matcher.event(&row);
            let sides =
                [&actors.a, &actors.b].map(|side| (side.lineages.contains(&key), side.ambiguous));
            if sides.contains(&(true, false)) {
                seen.rows.push(((month - first) as usize, row));
            } else if sides.contains(&(true, true)) {
                seen.ambiguous += 1;
            }
        }
        seen
    }
}
