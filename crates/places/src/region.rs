//! One admin-1 region: a name, a country and its polygons.

use geo::orient::{Direction, Orient};
use geo::{
    Area, BoundingRect, Centroid, Contains, Coord, GeodesicArea, Intersects, Line, LineString,
    MapCoordsInPlace, MultiPolygon,
};

use crate::{Bounds, Position, distance_km};

/// Coordinates are kept to a millionth of a degree, a tenth of a metre, so that points shared by
/// neighbours stay equal.
const STEPS_PER_DEGREE: f64 = 1e6;

/// A first-order division of a country.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    iso3: String,
    name: String,
    polygons: MultiPolygon,
    bounds: Bounds,
    centroid: Position,
    area_km2: f64,
}

impl Region {
    /// A region of polygons in degrees, longitude first; `None` when they enclose nothing.
    pub(crate) fn new(iso3: &str, name: &str, mut polygons: MultiPolygon) -> Option<Self> {
        polygons.map_coords_in_place(|c| Coord {
            x: rounded(c.x),
            y: rounded(c.y),
        });
        let polygons = polygons.orient(Direction::Default);
        let rect = polygons.bounding_rect()?;
        let centroid = polygons.centroid()?;
        let area_km2 = polygons.geodesic_area_signed().abs() / 1e6;
        (polygons.unsigned_area() > 0.0).then(|| Self {
            iso3: iso3.to_owned(),
            name: name.to_owned(),
            bounds: Bounds {
                south: rect.min().y,
                west: rect.min().x,
                north: rect.max().y,
                east: rect.max().x,
            },
            centroid: Position {
                latitude: centroid.y(),
                longitude: centroid.x(),
            },
            area_km2,
            polygons,
        })
    }

    /// ISO 3166-1 alpha-3 code of the country.
    pub fn iso3(&self) -> &str {
        &self.iso3
    }

    /// Name: the canonical one where the alias table knows the region, else as the file writes it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Polygons in degrees, longitude first; outer rings counter-clockwise, holes clockwise.
    pub fn polygons(&self) -> &MultiPolygon {
        &self.polygons
    }

    /// Smallest box around the region, in degrees.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Centre of gravity in the plane of degrees; it may lie outside a region that is not convex.
    pub fn centroid(&self) -> Position {
        self.centroid
    }

    /// A position inside the region, for labels: the centroid if it is, else the middle of the
    /// widest stretch that a few parallels cut out of the region.
    pub fn interior(&self) -> Position {
        if self.polygons.contains(&self.centroid.point()) {
            return self.centroid;
        }
        let Bounds { south, north, .. } = self.bounds;
        let stretches = (1..16).filter_map(|part| {
            let latitude = south + (north - south) * f64::from(part) / 16.0;
            let (west, east) = self.widest_at(latitude)?;
            Some((
                east - west,
                Position {
                    latitude,
                    longitude: f64::midpoint(west, east),
                },
            ))
        });
        stretches
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(self.centroid, |(_, middle)| middle)
    }

    /// Ends of the widest stretch of a parallel inside the region, in degrees east.
    fn widest_at(&self, latitude: f64) -> Option<(f64, f64)> {
        let crosses = |l: &Line| (l.start.y <= latitude) != (l.end.y <= latitude);
        let crossing = |l: Line| l.start.x + (latitude - l.start.y) / l.dy() * l.dx();
        let mut longitudes: Vec<f64> = self.lines().filter(crosses).map(crossing).collect();
        longitudes.sort_by(f64::total_cmp);
        let inside = longitudes.chunks_exact(2).map(|ends| (ends[0], ends[1]));
        inside.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
    }

    fn lines(&self) -> impl Iterator<Item = Line> {
        let rings = self
            .polygons
            .iter()
            .flat_map(|p| p.interiors().iter().chain([p.exterior()]));
        rings.flat_map(LineString::lines)
    }

    /// Area in km2 on the WGS84 ellipsoid, edges taken as geodesics.
    pub fn area_km2(&self) -> f64 {
        self.area_km2
    }

    /// Whether a position lies in the region or on its edge.
    pub fn contains(&self, at: Position) -> bool {
        self.bounds.contains(at) && self.polygons.intersects(&at.point())
    }

    /// Great-circle distance in km between the centroids of two regions.
    pub fn distance_km(&self, other: &Self) -> f64 {
        distance_km(self.centroid, other.centroid)
    }

    /// Great-circle distance in km from the centroid to a position, such as the capital.
    pub fn distance_to_km(&self, at: Position) -> f64 {
        distance_km(self.centroid, at)
    }

    /// Distance in km from a position to the nearest point of the edge, if that is at most
    /// `within_km`. In a plane around the position, good to a percent up to a few hundred km.
    pub(crate) fn edge_within_km(&self, at: Position, within_km: f64) -> Option<f64> {
        let km_per_north = 111.2;
        let km_per_east = km_per_north * at.latitude.to_radians().cos().max(1e-6);
        let plane = |c: Coord| {
            (
                (c.x - at.longitude) * km_per_east,
                (c.y - at.latitude) * km_per_north,
            )
        };
        let corner = |x, y| plane(Coord { x, y });
        let (west, south) = corner(self.bounds.west, self.bounds.south);
        let (east, north) = corner(self.bounds.east, self.bounds.north);
        if west > within_km || east < -within_km || south > within_km || north < -within_km {
            return None;
        }
        let nearest = self
            .lines()
            .map(|l| from_origin(plane(l.start), plane(l.end)))
            .fold(f64::INFINITY, f64::min);
        (nearest <= within_km).then_some(nearest)
    }
}

fn rounded(degrees: f64) -> f64 {
    (degrees * STEPS_PER_DEGREE).round() / STEPS_PER_DEGREE
}

/// Distance from the origin to a segment.
fn from_origin((ax, ay): (f64, f64), (bx, by): (f64, f64)) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length2 = dx * dx + dy * dy;
    let along = if length2 > 0.0 {
        (-(ax * dx + ay * dy) / length2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (ax + along * dx).hypot(ay + along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn square(clockwise: bool) -> Region {
        let mut ring =
            polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        if clockwise {
            ring.exterior_mut(|r| r.0.reverse());
        }
        Region::new("XXX", "Square", MultiPolygon(vec![ring])).unwrap()
    }

    #[test]
    fn area_does_not_depend_on_orientation() {
        // One degree square at the equator on WGS84: 12,308.778 km2 (GeographicLib's Planimeter).
        for region in [square(false), square(true)] {
            assert!(
                (region.area_km2() - 12_308.778).abs() < 0.01,
                "{}",
                region.area_km2()
            );
        }
    }

    #[test]
    fn inside_edge_and_outside() {
        let region = square(true);
        let at = |latitude, longitude| Position {
            latitude,
            longitude,
        };
        assert!(
            region.contains(at(0.5, 0.5))
                && region.contains(at(0.0, 0.5))
                && !region.contains(at(0.5, 1.1))
        );
        let off = region.edge_within_km(at(0.5, 1.1), 20.0).unwrap();
        assert!((off - 11.12).abs() < 0.02, "{off}");
        assert_eq!(region.edge_within_km(at(0.5, 1.1), 10.0), None);
    }

    #[test]
    fn a_crescent_has_its_label_inside() {
        let crescent = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0), (x: 0.0, y: 3.5), (x: 3.5, y: 3.5), (x: 3.5, y: 0.5), (x: 0.0, y: 0.5)];
        let region = Region::new("XXX", "Crescent", MultiPolygon(vec![crescent])).unwrap();
        assert!(!region.contains(region.centroid()) && region.contains(region.interior()));
    }

    #[test]
    fn nothing_enclosed_is_no_region() {
        assert!(Region::new("XXX", "None", MultiPolygon(vec![])).is_none());
        let line = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 1.0), (x: 2.0, y: 2.0)];
        assert!(Region::new("XXX", "Line", MultiPolygon(vec![line])).is_none());
    }
}
