//! The places of one country or several: cells or regions, with their area, people and neighbours.

use std::collections::{BTreeMap, BTreeSet};

use case::Case;
use events::{EventRow, EventTable};
use places::{Gazetteer, Gid, Position, Region, fold};

use super::from_events::{ReachScope, Seen};
use super::input::{ReachInput, ReachPlace};
use crate::TrajectoryError;

/// Points a side of the grid by which a cell's share of a region is measured.
const POINTS: usize = 5;
/// Cells at most in countries that have no polygons: about Russia's.
const MOST_CELLS: usize = 12_000;

/// Countries, each with its regions' polygons where there are some.
pub(super) struct StudyArea<'a> {
    countries: Vec<Country<'a>>,
    case: Option<&'a Case>,
}

struct Country<'a> {
    iso3: &'a str,
    gazetteer: Option<Gazetteer>,
    /// Number of its first region among those of all countries.
    first: usize,
}

impl<'a> StudyArea<'a> {
    /// The countries of these codes with what `polygons` gives for each.
    pub(super) fn new(
        countries: impl IntoIterator<Item = &'a str>,
        case: Option<&'a Case>,
        polygons: impl Fn(&str) -> Option<Gazetteer>,
    ) -> Self {
        let mut area = Self {
            countries: Vec::new(),
            case,
        };
        let mut first = 0;
        for iso3 in countries {
            let gazetteer = polygons(iso3).filter(|country| !country.regions().is_empty());
            let count = gazetteer.as_ref().map_or(0, |g| g.regions().len());
            area.countries.push(Country {
                iso3,
                gazetteer,
                first,
            });
            first += count;
        }
        area
    }

    /// Regions of all countries with their numbers.
    fn regions(&self) -> impl Iterator<Item = (usize, &Region)> {
        let mapped = self.countries.iter().filter_map(|c| c.gazetteer.as_ref());
        mapped.flat_map(Gazetteer::regions).enumerate()
    }

    fn names(&self) -> Vec<String> {
        self.regions().map(|(_, r)| r.name().to_owned()).collect()
    }

    fn codes(&self) -> String {
        let codes: Vec<&str> = self.countries.iter().map(|c| c.iso3).collect();
        codes.join(", ")
    }

    /// Cells of the countries, and those abroad in which the lineage was seen.
    pub(super) fn cells(
        &self,
        table: &EventTable,
        scope: &ReachScope<'_>,
        seen: &Seen<'_>,
    ) -> Result<ReachInput, TrajectoryError> {
        let mut shares = Shares::new();
        overlaps(self.regions(), &mut shares);
        for country in self.countries.iter().filter(|c| c.gazetteer.is_none()) {
            boxed(table, country.iso3, &mut shares);
        }
        for (_, row) in seen.rows.iter().filter(|(_, row)| row.where_prec < 4) {
            if let Some(gid) = Gid::new(row.gid) {
                shares.entry(gid).or_default();
            }
        }
        if shares.is_empty() || shares.len() > MOST_CELLS {
            return Err(TrajectoryError::reach(
                format!("{} cells of {}", shares.len(), self.codes()),
                "give a boundary file of the country, or events in it",
            ));
        }
        let regions: Vec<String> = self.names();
        let people = self.people();
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
            ..self.blank(scope)
        })
    }

    /// Regions of the countries; borders between countries count as closed.
    pub(super) fn divisions(&self, scope: &ReachScope<'_>) -> Result<ReachInput, TrajectoryError> {
        let bare = self.countries.iter().find(|c| c.gazetteer.is_none());
        if let Some(country) = bare {
            return Err(TrajectoryError::reach(
                format!("regions of {}", country.iso3),
                "give a boundary file that has the country's regions",
            ));
        }
        let people = self.people();
        let place = |(number, region): (usize, &Region)| ReachPlace {
            gid: None,
            name: region.name().to_owned(),
            centre: region.interior(),
            km2: region.area_km2(),
            people: people.as_ref().and_then(|p| p[number]),
            regions: vec![(number, 1.0)],
        };
        let neighbours = self.countries.iter().flat_map(|country| {
            let gazetteer = country.gazetteer.iter();
            gazetteer.flat_map(|g| {
                let touching = |n| g.neighbours(n).iter().map(|m| m + country.first).collect();
                (0..g.regions().len()).map(touching)
            })
        });
        let neighbours: Vec<Vec<usize>> = neighbours.collect();
        let touching: usize = neighbours.iter().map(Vec::len).sum();
        Ok(ReachInput {
            places: self.regions().map(place).collect(),
            contacts: (touching as f64 / neighbours.len().max(1) as f64).max(1.0),
            neighbours,
            regions: self.names(),
            ..self.blank(scope)
        })
    }

    /// People by region of the map: those of a case's region count to the region it is drawn with.
    /// `None` when the case gives none at all.
    fn people(&self) -> Option<Vec<Option<f64>>> {
        let case = self.case?;
        let mut people = vec![None; self.regions().count()];
        for region in &case.regions {
            let facts = case.facts(&region.name).or(region.facts.as_ref());
            let Some(population) = facts.and_then(|facts| facts.population) else {
                continue;
            };
            let names = std::iter::once(&region.name)
                .chain(&region.also_named)
                .chain(&region.drawn_with);
            let number = names.into_iter().find_map(|name| {
                self.countries
                    .iter()
                    .find_map(|country| country.number_of(name))
            });
            if let Some(slot) = number.and_then(|number| people.get_mut(number)) {
                *slot = Some(slot.unwrap_or(0.0) + population as f64);
            }
        }
        people.iter().any(Option::is_some).then_some(people)
    }

    /// Number of the region that an event lies in.
    pub(super) fn division_of(&self, row: &EventRow<'_>) -> Option<usize> {
        let by_name = || {
            let mut own = self.countries.iter().filter(|c| c.iso3 == row.iso3);
            own.find_map(|country| country.number_of(row.adm1))
        };
        if row.where_prec >= 4 && !fold(row.adm1).is_empty() {
            return by_name();
        }
        let at = Position::new(row.latitude, row.longitude)?;
        let located = self.countries.iter().filter_map(|country| {
            let found = country.gazetteer.as_ref()?.locate(at, 20.0)?;
            Some((found.off_km, country.first + found.index))
        });
        located
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, number)| number)
            .or_else(by_name)
    }

    fn blank(&self, scope: &ReachScope<'_>) -> ReachInput {
        let capital = self.case.map(|case| &case.about.capital);
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
}

impl Country<'_> {
    fn number_of(&self, name: &str) -> Option<usize> {
        let index = self.gazetteer.as_ref()?.index_of(self.iso3, name)?;
        Some(self.first + index)
    }
}

/// Cells, each with the points of it that lie in a region.
type Shares = BTreeMap<Gid, Vec<(usize, u32)>>;

/// For each cell that touches a region, how many of its points lie in it.
fn overlaps<'r>(regions: impl Iterator<Item = (usize, &'r Region)>, shares: &mut Shares) {
    for (number, region) in regions {
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
}

/// Cells of the box around a country's events, one more on each side.
fn boxed(table: &EventTable, iso3: &str, shares: &mut Shares) {
    let here = |row: &EventRow<'_>| row.iso3 == iso3 && row.where_prec < 4;
    let mut range: Option<[f64; 4]> = None;
    for row in table.iter().filter(here) {
        let (y, x) = (row.latitude, row.longitude);
        let [south, west, north, east] = range.unwrap_or([y, x, y, x]);
        range = Some([south.min(y), west.min(x), north.max(y), east.max(x)]);
    }
    let Some([south, west, north, east]) = range else {
        return;
    };
    let wider = places::SIDE_DEGREES;
    let cells = within(south - wider, west - wider, north + wider, east + wider);
    for gid in cells.take(MOST_CELLS + 1) {
        shares.entry(gid).or_default();
    }
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
