//! From events, a lineage and a map to the model's input.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Month;
use case::{Case, Lineage};
use events::{ActorMatcher, EventRow, EventTable, Violence};
use places::{Gazetteer, Gid, Position, fold};

use super::input::{ReachInput, ReachPlace, Tally};
use crate::TrajectoryError;

/// Points a side of the grid by which a cell's share of a region is measured.
const POINTS: usize = 5;
/// Cells at most in a country that has no polygons: about Russia's.
const MOST_CELLS: usize = 12_000;

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
        let (first, last) = scope.months;
        let months = usize::try_from(last - first + 1).unwrap_or(0);
        if months < 2 {
            return Err(TrajectoryError::reach(
                format!("the months {first} to {last}"),
                "name a first month and a later last one",
            ));
        }
        let seen = Seen::gather(table, scope);
        let map = Map::new(scope);
        let mut input = match scope.grain {
            Grain::Cells => map.cells(table, scope, &seen)?,
            Grain::Regions => map.divisions(scope)?,
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
                Grain::Regions if row.where_prec < 6 => map.division_of(scope, row),
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
struct Seen<'t> {
    rows: Vec<(usize, EventRow<'t>)>,
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

/// The country's regions.
struct Map {
    gazetteer: Option<Gazetteer>,
}

impl Map {
    fn new(scope: &ReachScope<'_>) -> Self {
        let country = scope
            .gazetteer
            .map(|gazetteer| gazetteer.country(scope.iso3));
        Self {
            gazetteer: country.filter(|country| !country.regions().is_empty()),
        }
    }

    fn cells(
        &self,
        table: &EventTable,
        scope: &ReachScope<'_>,
        seen: &Seen<'_>,
    ) -> Result<ReachInput, TrajectoryError> {
        let mut shares = match &self.gazetteer {
            Some(gazetteer) => overlaps(gazetteer),
            None => boxed(table, scope)?,
        };
        for (_, row) in seen.rows.iter().filter(|(_, row)| row.where_prec < 4) {
            if let Some(gid) = Gid::new(row.gid) {
                shares.entry(gid).or_default();
            }
        }
        if shares.is_empty() || shares.len() > MOST_CELLS {
            return Err(TrajectoryError::reach(
                format!("{} cells of {}", shares.len(), scope.iso3),
                "give a boundary file of the country, or events in it",
            ));
        }
        let regions: Vec<String> = self.names();
        let people = self.people(scope);
        let mut all = vec![0.0; regions.len()];
        for (gid, parts) in &shares {
            for (region, points) in parts {
                all[*region] += gid.area_km2() * f64::from(*points);
            }
        }
        let places = shares.iter().map(|(gid, parts)| {
            let points: u32 = parts.iter().map(|p| p.1).sum();
            let whole = (POINTS * POINTS) as f64;
            let inside = if points == 0 {
                1.0
            } else {
                f64::from(points) / whole
            };
            let dwell = |(region, points): &(usize, u32)| {
                let of_region = gid.area_km2() * f64::from(*points) / all[*region];
                people
                    .as_ref()
                    .and_then(|p| p[*region])
                    .map(|p| p * of_region)
            };
            ReachPlace {
                gid: Some(*gid),
                name: gid.to_string(),
                centre: gid.centre(),
                km2: gid.area_km2() * inside,
                people: people
                    .as_ref()
                    .map(|_| parts.iter().filter_map(dwell).sum()),
                regions: parts
                    .iter()
                    .map(|(region, part)| (*region, f64::from(*part) / f64::from(points)))
                    .collect(),
            }
        });
        let numbers: BTreeMap<Gid, usize> = shares
            .keys()
            .enumerate()
            .map(|(n, gid)| (*gid, n))
            .collect();
        let neighbours = shares.keys().map(|gid| {
            let around: BTreeSet<Gid> = gid.queen().collect();
            around
                .iter()
                .filter_map(|other| numbers.get(other).copied())
                .collect()
        });
        Ok(ReachInput {
            places: places.collect(),
            neighbours: neighbours.collect(),
            contacts: 8.0,
            regions,
            ..blank(scope)
        })
    }

    fn divisions(&self, scope: &ReachScope<'_>) -> Result<ReachInput, TrajectoryError> {
        let Some(gazetteer) = &self.gazetteer else {
            return Err(TrajectoryError::reach(
                format!("regions of {}", scope.iso3),
                "give a boundary file that has the country's regions",
            ));
        };
        let people = self.people(scope);
        let place = |(number, region): (usize, &places::Region)| ReachPlace {
            gid: None,
            name: region.name().to_owned(),
            centre: region.interior(),
            km2: region.area_km2(),
            people: people.as_ref().and_then(|p| p[number]),
            regions: vec![(number, 1.0)],
        };
        let count = gazetteer.regions().len();
        let neighbours: Vec<Vec<usize>> = (0..count)
            .map(|n| gazetteer.neighbours(n).to_vec())
            .collect();
        let touching: usize = neighbours.iter().map(Vec::len).sum();
        Ok(ReachInput {
            places: gazetteer.regions().iter().enumerate().map(place).collect(),
            neighbours,
            contacts: (touching as f64 / count as f64).max(1.0),
            regions: self.names(),
            ..blank(scope)
        })
    }

    fn names(&self) -> Vec<String> {
        let regions = self.gazetteer.iter().flat_map(Gazetteer::regions);
        regions.map(|region| region.name().to_owned()).collect()
    }

    /// People by region of the map: those of a case's region count to the region it is drawn with.
    /// `None` when the case gives none at all.
    fn people(&self, scope: &ReachScope<'_>) -> Option<Vec<Option<f64>>> {
        let (gazetteer, case) = (self.gazetteer.as_ref()?, scope.case?);
        let mut people = vec![None; gazetteer.regions().len()];
        for region in &case.regions {
            let facts = case.facts(&region.name).or(region.facts.as_ref());
            let Some(population) = facts.and_then(|facts| facts.population) else {
                continue;
            };
            let names = std::iter::once(&region.name)
                .chain(&region.also_named)
                .chain(&region.drawn_with);
            let number = names
                .into_iter()
                .find_map(|name| gazetteer.index_of(scope.iso3, name));
            if let Some(slot) = number.and_then(|number| people.get_mut(number)) {
                *slot = Some(slot.unwrap_or(0.0) + population as f64);
            }
        }
        people.iter().any(Option::is_some).then_some(people)
    }

    fn division_of(&self, scope: &ReachScope<'_>, row: &EventRow<'_>) -> Option<usize> {
        let gazetteer = self.gazetteer.as_ref()?;
        let by_name = || gazetteer.index_of(scope.iso3, row.adm1);
        if row.where_prec >= 4 && !fold(row.adm1).is_empty() {
            return by_name();
        }
        let at = Position::new(row.latitude, row.longitude)?;
        gazetteer
            .locate(at, 20.0)
            .map(|found| found.index)
            .or_else(by_name)
    }
}

fn blank(scope: &ReachScope<'_>) -> ReachInput {
    let capital = scope.case.map(|case| &case.about.capital);
    ReachInput {
        lineage: scope.lineage.key.clone(),
        data: scope.data.to_owned(),
        first: scope.months.0,
        months: 0,
        places: vec![],
        neighbours: vec![],
        contacts: 8.0,
        tallies: vec![],
        regions: vec![],
        capital: capital.and_then(|c| Position::new(c.latitude, c.longitude)),
        points: vec![],
        left_out: 0,
    }
}

type Shares = BTreeMap<Gid, Vec<(usize, u32)>>;

/// For each cell that touches the country, how many of its points lie in which region.
fn overlaps(gazetteer: &Gazetteer) -> Shares {
    let mut shares = Shares::new();
    for (number, region) in gazetteer.regions().iter().enumerate() {
        let bounds = region.bounds();
        for gid in within(bounds.south, bounds.west, bounds.north, bounds.east) {
            let cell = gid.bounds();
            let step = |from: f64, n: usize| {
                from + places::SIDE_DEGREES * (n as f64 + 0.5) / POINTS as f64
            };
            let inside = (0..POINTS * POINTS)
                .filter(|n| {
                    let at = Position {
                        latitude: step(cell.south, n / POINTS),
                        longitude: step(cell.west, n % POINTS),
                    };
                    region.contains(at)
                })
                .count();
            if inside > 0 {
                shares.entry(gid).or_default().push((number, inside as u32));
            }
        }
    }
    shares
}

/// Cells of the box around the country's events.
fn boxed(table: &EventTable, scope: &ReachScope<'_>) -> Result<Shares, TrajectoryError> {
    let here = |row: &EventRow<'_>| row.iso3 == scope.iso3 && row.where_prec < 4;
    let mut range: Option<[f64; 4]> = None;
    for row in table.iter().filter(here) {
        let (y, x) = (row.latitude, row.longitude);
        let [south, west, north, east] = range.unwrap_or([y, x, y, x]);
        range = Some([south.min(y), west.min(x), north.max(y), east.max(x)]);
    }
    let Some([south, west, north, east]) = range else {
        return Err(TrajectoryError::reach(
            format!(
                "{}, of which there are neither polygons nor events",
                scope.iso3
            ),
            "give a boundary file or an event file of the country",
        ));
    };
    let wider = places::SIDE_DEGREES;
    let cells = within(south - wider, west - wider, north + wider, east + wider);
    Ok(cells
        .take(MOST_CELLS + 1)
        .map(|gid| (gid, vec![]))
        .collect())
}

/// Cells of a box in degrees; it is cut at the poles and at 180 degrees.
fn within(south: f64, west: f64, north: f64, east: f64) -> impl Iterator<Item = Gid> {
    let corner = |latitude: f64, longitude: f64| {
        Gid::of(latitude.clamp(-90.0, 90.0), longitude.clamp(-180.0, 180.0))
    };
    let corners = corner(south, west).zip(corner(north, east));
    corners.into_iter().flat_map(|(a, b)| {
        (a.row()..=b.row()).flat_map(move |row| {
            (a.column()..=b.column())
                .filter_map(move |column| Gid::new((row - 1) * places::COLUMNS + column))
        })
    })
}
