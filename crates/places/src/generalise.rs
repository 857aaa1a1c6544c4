//! Fewer points, same topology: borders are cut into arcs where they meet, each arc is thinned once
//! for both its sides, so that neighbours still fit.

use std::collections::{BTreeMap, BTreeSet};

use geo::{LineString, Polygon, SimplifyVw};

use crate::alias::all_drawn_with;
use crate::outline::Shape;
use crate::{Gazetteer, Outline, PlacesError};

/// A point in millionths of a degree, longitude first.
type Spot = (i64, i64);

const SPOTS_PER_DEGREE: f64 = 1e6;

/// Outline of a country's regions with little detail, for drawing.
///
/// Borders are cut into arcs at the points where three or more meet; each arc is thinned by
/// effective area (a point goes when the triangle it makes with its neighbours is smaller than
/// `tolerance_km2`), then set on a grid of about a thousandth of the country's extent (0.01 degree
/// for most). Arcs around a small region are thinned less, so that no region collapses; rings that
/// the grid swallows are left out. `source` is carried along for the caption. An error when the
/// gazetteer has no region of the country, or none large enough to draw (100 m). A tolerance that is negative or no number counts as 0.
///
/// Assumes that neighbours share the points of their common border; where they do not, slivers
/// of up to the tolerance appear.
///
/// Reference: Visvalingam & Whyatt 1993, "Line generalisation by repeated elimination of points",
/// *Cartographic Journal* 30(1).
pub fn generalise(
    gazetteer: &Gazetteer,
    iso3: &str,
    tolerance_km2: f64,
    source: &str,
) -> Result<Outline, PlacesError> {
    let regions: Vec<_> = gazetteer
        .regions()
        .iter()
        .filter(|r| r.iso3() == iso3)
        .collect();
    if regions.is_empty() {
        return Err(PlacesError::NoRegions {
            iso3: iso3.to_owned(),
        });
    }
    let tolerance_km2 = if tolerance_km2.is_finite() {
        tolerance_km2.max(0.0)
    } else {
        0.0
    };
    let bounds: Vec<_> = regions.iter().map(|r| r.bounds()).collect();
    let extent = bounds.iter().map(|b| b.north).fold(f64::MIN, f64::max)
        - bounds.iter().map(|b| b.south).fold(f64::MAX, f64::min);
    let latitude = bounds
        .iter()
        .map(|b| f64::midpoint(b.south, b.north))
        .sum::<f64>()
        / bounds.len() as f64;
    let square_degrees = tolerance_km2 / (111.2 * 111.2 * latitude.to_radians().cos().max(0.01));
    let steps = grid_steps(extent);

    let junctions = junctions(regions.iter().flat_map(|r| r.polygons()).flat_map(rings));
    let cut = |polygon: &Polygon| {
        rings(polygon)
            .map(|ring| cut_at(&ring, &junctions))
            .collect::<Vec<_>>()
    };
    let mut arcs = Arcs::default();
    for ring in regions.iter().flat_map(|r| r.polygons()).flat_map(rings) {
        arcs.add(cut_at(&ring, &junctions), area(&ring));
    }
    arcs.thin(square_degrees, steps);
    if arcs.lines.is_empty() {
        return Err(PlacesError::TooSmall {
            iso3: iso3.to_owned(),
        });
    }
    let shapes = regions.iter().map(|region| Shape {
        name: region.name().to_owned(),
        polygons: region
            .polygons()
            .iter()
            .map(|polygon| {
                cut(polygon)
                    .iter()
                    .map(|pieces| arcs.numbers(pieces))
                    .filter(|r| !r.is_empty())
                    .collect::<Vec<_>>()
            })
            .filter(|polygon| !polygon.is_empty())
            .collect(),
    });
    let shapes: Vec<Shape> = shapes.collect();
    let drawn: BTreeSet<String> = regions.iter().map(|r| r.name().to_owned()).collect();
    let drawn_with = all_drawn_with(iso3)
        .filter(|(region, with)| !drawn.contains(*region) && drawn.contains(*with))
        .map(|(region, with)| (region.to_owned(), with.to_owned()))
        .collect();
    Ok(Outline {
        iso3: iso3.to_owned(),
        source: source.to_owned(),
        tolerance_km2,
        steps_per_degree: steps,
        regions: shapes,
        drawn_with,
        arcs: arcs.lines,
    })
}

/// Steps of the grid in a degree: a power of ten that gives the extent a thousand or so.
fn grid_steps(extent_degrees: f64) -> u32 {
    let finer = (2.0 / extent_degrees.max(1e-3))
        .log10()
        .ceil()
        .clamp(0.0, 3.0);
    100 * 10_u32.pow(finer as u32)
}

/// A stretch of border in its own direction, and whether a ring runs against it.
type Piece = (Vec<Spot>, bool);

/// The arcs of a country, each once.
#[derive(Default)]
struct Arcs {
    /// Arc, then the smallest ring it takes part in (square degrees) and its number once thinned.
    known: BTreeMap<Vec<Spot>, (f64, Option<i32>)>,
    /// Thinned arcs as an outline writes them.
    lines: Vec<Vec<i32>>,
}

impl Arcs {
    fn add(&mut self, pieces: Vec<Piece>, ring_area: f64) {
        for (arc, _) in pieces {
            let (smallest, _) = self.known.entry(arc).or_insert((ring_area, None));
            *smallest = smallest.min(ring_area);
        }
    }

    /// Thins and numbers all arcs; one that shrinks to a point gets no number.
    fn thin(&mut self, square_degrees: f64, steps: u32) {
        for (arc, (smallest, number)) in &mut self.known {
            let line = on_grid(&thinned(arc, square_degrees.min(*smallest / 50.0)), steps);
            *number = i32::try_from(self.lines.len())
                .ok()
                .filter(|_| line.len() >= 4);
            if number.is_some() {
                self.lines.push(line);
            }
        }
    }

    fn numbers(&self, pieces: &[Piece]) -> Vec<i32> {
        let number = |(arc, reversed): &Piece| {
            let (_, number) = self.known.get(arc)?;
            number.map(|n| if *reversed { !n } else { n })
        };
        pieces.iter().filter_map(number).collect()
    }
}

fn rings(polygon: &Polygon) -> impl Iterator<Item = Vec<Spot>> {
    std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .map(ring_spots)
}

/// The points of a ring, the first not repeated at the end.
fn ring_spots(ring: &LineString) -> Vec<Spot> {
    let spot = |c: &geo::Coord| {
        (
            (c.x * SPOTS_PER_DEGREE).round() as i64,
            (c.y * SPOTS_PER_DEGREE).round() as i64,
        )
    };
    let mut spots: Vec<Spot> = ring.coords().map(spot).collect();
    spots.dedup();
    if spots.len() > 1 && spots.first() == spots.last() {
        spots.pop();
    }
    spots
}

/// Points that do not have exactly two neighbours over all rings.
fn junctions(rings: impl Iterator<Item = Vec<Spot>>) -> BTreeSet<Spot> {
    let mut around: BTreeMap<Spot, BTreeSet<Spot>> = BTreeMap::new();
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            around.entry(*a).or_default().insert(*b);
            around.entry(*b).or_default().insert(*a);
        }
    }
    around
        .into_iter()
        .filter(|(_, n)| n.len() != 2)
        .map(|(spot, _)| spot)
        .collect()
}

/// A ring as arcs from junction to junction, each in a direction that does not depend on the ring,
/// and whether the ring runs against it. A ring without junction is one closed arc.
fn cut_at(ring: &[Spot], junctions: &BTreeSet<Spot>) -> Vec<Piece> {
    let start = ring.iter().position(|s| junctions.contains(s));
    // Without a junction, begin at the least point, so that both sides begin alike.
    let least = || {
        ring.iter()
            .enumerate()
            .min_by_key(|(_, s)| **s)
            .map_or(0, |(at, _)| at)
    };
    let first = start.unwrap_or_else(least);
    let closed = ring
        .iter()
        .cycle()
        .skip(first)
        .take(ring.len() + 1)
        .copied();
    let (mut arcs, mut arc) = (Vec::new(), Vec::new());
    for spot in closed {
        arc.push(spot);
        if arc.len() > 1 && junctions.contains(&spot) {
            arcs.push(directed(std::mem::replace(&mut arc, vec![spot])));
        }
    }
    if arc.len() > 1 {
        arcs.push(directed(arc));
    }
    arcs
}

fn directed(arc: Vec<Spot>) -> Piece {
    let back: Vec<Spot> = arc.iter().rev().copied().collect();
    if back < arc {
        (back, true)
    } else {
        (arc, false)
    }
}

/// Area of a ring in square degrees.
fn area(ring: &[Spot]) -> f64 {
    let at = |s: &Spot| (s.0 as f64 / SPOTS_PER_DEGREE, s.1 as f64 / SPOTS_PER_DEGREE);
    let pairs = ring
        .iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| (at(a), at(b)));
    pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
}

fn thinned(arc: &[Spot], square_degrees: f64) -> Vec<(f64, f64)> {
    let line: LineString = arc
        .iter()
        .map(|s| (s.0 as f64 / SPOTS_PER_DEGREE, s.1 as f64 / SPOTS_PER_DEGREE))
        .collect();
    line.simplify_vw(square_degrees)
        .coords()
        .map(|c| (c.x, c.y))
        .collect()
}

/// Points on the grid as x, y, then differences from point to point; repeated points dropped.
fn on_grid(line: &[(f64, f64)], steps: u32) -> Vec<i32> {
    let steps = f64::from(steps);
    let mut spots: Vec<(i32, i32)> = line
        .iter()
        .map(|(x, y)| ((x * steps).round() as i32, (y * steps).round() as i32))
        .collect();
    spots.dedup();
    let mut flat = Vec::with_capacity(2 * spots.len());
    let mut last = (0, 0);
    for (x, y) in spots {
        flat.extend([x - last.0, y - last.1]);
        last = (x, y);
    }
    flat
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::MultiPolygon;
    use proptest::prelude::*;

    /// Two regions on both sides of a border that zigzags northward.
    fn zigzag(offsets: &[f64]) -> Gazetteer {
        let step = 4.0 / (offsets.len() + 1) as f64;
        let border: Vec<(f64, f64)> = offsets
            .iter()
            .enumerate()
            .map(|(i, x)| (*x, 14.0 + step * (i + 1) as f64))
            .collect();
        let whole = std::iter::once((0.0, 14.0))
            .chain(border)
            .chain([(0.0, 18.0)]);
        let west: Vec<(f64, f64)> = whole.clone().chain([(-3.0, 18.0), (-3.0, 14.0)]).collect();
        let east: Vec<(f64, f64)> = whole.chain([(3.0, 18.0), (3.0, 14.0)]).collect();
        let part = |name: &str, ring: Vec<(f64, f64)>| {
            (
                "MLI".to_owned(),
                name.to_owned(),
                MultiPolygon(vec![geo::Polygon::new(ring.into(), vec![])]),
            )
        };
        Gazetteer::of_parts([part("West", west), part("East", east)])
    }

    #[test]
    fn grid_follows_the_extent() {
        assert_eq!(
            [20.0, 2.0, 1.0, 0.1, 0.0].map(grid_steps),
            [100, 100, 1_000, 10_000, 100_000]
        );
    }

    #[test]
    fn no_region_is_an_error() {
        let message = generalise(&Gazetteer::default(), "MLI", 1.0, "none")
            .unwrap_err()
            .to_string();
        assert!(message.contains("MLI") && message.contains("admin-1"));
        let ring: Vec<(f64, f64)> = vec![(0.0, 15.0), (2e-6, 15.0), (0.0, 15.000_002)];
        let speck = MultiPolygon(vec![geo::Polygon::new(ring.into(), vec![])]);
        let speck = Gazetteer::of_parts([("MLI".to_owned(), "Speck".to_owned(), speck)]);
        let message = generalise(&speck, "MLI", 1.0, "none")
            .unwrap_err()
            .to_string();
        assert!(message.contains("too small"), "{message}");
    }

    proptest! {
        #[test]
        fn a_shared_border_stays_shared(offsets in proptest::collection::vec(-1.0..1.0, 1..40), tolerance in 0.0..2_000.0) {
            let before = zigzag(&offsets);
            let outline = generalise(&before, "MLI", tolerance, "made up").unwrap();
            // Two arcs around and one between, and together the regions still fill the box.
            prop_assert_eq!(outline.arcs.len(), 3);
            let after = outline.gazetteer();
            let sum = |g: &Gazetteer| g.regions().iter().map(crate::Region::area_km2).sum::<f64>();
            prop_assert!((sum(&after) / sum(&before) - 1.0).abs() < 1e-3);
            prop_assert_eq!(after.neighbours(0), &[1]);
        }
    }
}
