//! Outlines of countries with their regions, compact enough to carry along and to draw.

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};

use crate::{Bounds, Defect, Gazetteer, PlacesError, Position};

/// A country's regions as arcs, each border written once.
///
/// Made by [`generalise`](crate::generalise), written and read as JSON. Good for drawing and for
/// telling which region a point lies in to about 2 km; areas and borders are not survey grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// ISO 3166-1 alpha-3 code.
    pub iso3: String,
    /// Whose boundaries, for the caption.
    pub source: String,
    /// Effective area in km2 below which points were left out.
    pub tolerance_km2: f64,
    /// Steps of the coordinate grid in a degree.
    pub steps_per_degree: u32,
    /// Regions, ordered by folded name.
    pub regions: Vec<Shape>,
    /// Regions of the newer division that have no shape, each with the region it is drawn with.
    pub drawn_with: BTreeMap<String, String>,
    /// Lines in steps, longitude first: the first point, then differences from point to point.
    pub arcs: Vec<Vec<i32>>,
}

/// A region's name and its polygons as numbers of arcs: polygon, ring, arc. An arc run backward is
/// written as the bitwise complement of its number (-1 for 0).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// Name of the region.
    pub name: String,
    /// Polygons, each an outer ring and holes.
    pub polygons: Vec<Vec<Vec<i32>>>,
}

/// Built-in outline of a country: Mali, Burkina Faso, Somalia, the Central African Republic or
/// Afghanistan, from Natural Earth's 1:10m states and provinces (public domain). Burkina Faso has
/// its 13 older regions. `None` for other countries.
///
/// ```
/// let mali = places::outline("MLI").unwrap();
/// assert_eq!(mali.regions.len(), 9);
/// assert_eq!(mali.drawn_with["Ménaka"], "Gao");
/// let page = mali.project(640.0);
/// let bamako = page.point(places::Position { latitude: 12.639, longitude: -8.003 });
/// assert!(bamako[0] < 640.0 && bamako[1] < page.height);
/// ```
pub fn outline(iso3: &str) -> Option<Outline> {
    let text = match iso3 {
        "AFG" => include_str!("../data/outlines/AFG.json"),
        "BFA" => include_str!("../data/outlines/BFA.json"),
        "CAF" => include_str!("../data/outlines/CAF.json"),
        "MLI" => include_str!("../data/outlines/MLI.json"),
        "SOM" => include_str!("../data/outlines/SOM.json"),
        _ => return None,
    };
    Outline::from_json(text, iso3).ok()
}

impl Outline {
    /// Countries whose outline is built in.
    pub const BUILT_IN: [&str; 5] = ["AFG", "BFA", "CAF", "MLI", "SOM"];

    /// Reads an outline; `file` is the name that errors give.
    pub fn from_json(text: &str, file: &str) -> Result<Self, PlacesError> {
        let wrong = |line, column, reason: String| {
            let remedy = "Make the outline anew from a boundary file".to_owned();
            PlacesError::Defect(Defect {
                file: file.to_owned(),
                line,
                column,
                reason,
                remedy,
            })
        };
        let outline: Self =
            serde_json::from_str(text).map_err(|e| wrong(e.line(), e.column(), e.to_string()))?;
        let numbers = outline
            .regions
            .iter()
            .flat_map(|r| r.polygons.iter().flatten().flatten());
        if let Some(arc) = numbers
            .map(|n| index(*n))
            .find(|n| *n >= outline.arcs.len())
        {
            return Err(wrong(1, 1, format!("arc {arc} of {}", outline.arcs.len())));
        }
        if outline.steps_per_degree == 0
            || outline.regions.is_empty()
            || outline.arcs.iter().any(|a| a.len() < 4 || a.len() % 2 == 1)
        {
            return Err(wrong(
                1,
                1,
                "no grid, no regions or half a point".to_owned(),
            ));
        }
        if outline.arcs.iter().any(|arc| {
            outline
                .decoded(arc)
                .iter()
                .any(|c| Position::new(c.y, c.x).is_none())
        }) {
            return Err(wrong(1, 1, "a point off the globe".to_owned()));
        }
        Ok(outline)
    }

    /// JSON with one region and one arc a line.
    pub fn to_json(&self) -> String {
        fn json<T: Serialize + ?Sized>(value: &T) -> String {
            serde_json::to_string(value).unwrap_or_default()
        }
        fn lines<T: Serialize>(values: &[T]) -> String {
            values.iter().map(json).collect::<Vec<_>>().join(",\n")
        }
        format!(
            "{{\"iso3\":{},\"source\":{},\"tolerance_km2\":{},\"steps_per_degree\":{},\n\"regions\":[\n{}],\n\"drawn_with\":{},\n\"arcs\":[\n{}]}}\n",
            json(&self.iso3),
            json(&self.source),
            json(&self.tolerance_km2),
            self.steps_per_degree,
            lines(&self.regions),
            json(&self.drawn_with),
            lines(&self.arcs),
        )
    }

    /// The regions with their polygons, for look-ups.
    pub fn gazetteer(&self) -> Gazetteer {
        Gazetteer::of_parts(
            self.regions
                .iter()
                .map(|shape| (self.iso3.clone(), shape.name.clone(), self.polygons(shape))),
        )
    }

    /// Smallest box around the country in degrees; all 0 without arcs.
    pub fn bounds(&self) -> Bounds {
        let point = |c: Coord| Bounds {
            south: c.y,
            west: c.x,
            north: c.y,
            east: c.x,
        };
        let points = self
            .arcs
            .iter()
            .flat_map(|arc| self.decoded(arc))
            .map(point);
        let joined = points.reduce(|a, b| Bounds {
            south: a.south.min(b.south),
            west: a.west.min(b.west),
            north: a.north.max(b.north),
            east: a.east.max(b.east),
        });
        joined.unwrap_or_else(|| point(Coord { x: 0.0, y: 0.0 }))
    }

    /// The outline on a page of the given width, in its units; y runs downward.
    ///
    /// Equirectangular projection: degrees of longitude are shortened by the cosine of the
    /// country's middle latitude. Shapes of countries up to about 20 degrees high stay true to a
    /// few per cent.
    pub fn project(&self, width: f64) -> Page {
        let bounds = self.bounds();
        let cosine = f64::midpoint(bounds.south, bounds.north)
            .to_radians()
            .cos()
            .max(1e-6);
        let per_degree = width / ((bounds.east - bounds.west).max(1e-6) * cosine);
        let mut page = Page {
            width,
            height: (bounds.north - bounds.south) * per_degree,
            regions: Vec::new(),
            frontier: Vec::new(),
            borders: Vec::new(),
            origin: Position {
                latitude: bounds.north,
                longitude: bounds.west,
            },
            per_east: per_degree * cosine,
            per_north: per_degree,
        };
        let mut uses = vec![0_u32; self.arcs.len()];
        for number in self
            .regions
            .iter()
            .flat_map(|r| r.polygons.iter().flatten().flatten())
        {
            if let Some(count) = uses.get_mut(index(*number)) {
                *count += 1;
            }
        }
        for (arc, count) in self.arcs.iter().zip(uses) {
            let line = self.decoded(arc).iter().map(|c| page.coord(*c)).collect();
            if count > 1 {
                page.borders.push(line);
            } else {
                page.frontier.push(line);
            }
        }
        for region in self.gazetteer().regions() {
            let ring = |r: &LineString| r.coords().map(|c| page.coord(*c)).collect();
            let rings = region
                .polygons()
                .iter()
                .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
                .map(ring)
                .collect();
            let shape = PageRegion {
                name: region.name().to_owned(),
                rings,
                label: page.point(region.interior()),
            };
            page.regions.push(shape);
        }
        page
    }

    fn polygons(&self, shape: &Shape) -> MultiPolygon {
        let polygon = |rings: &Vec<Vec<i32>>| {
            let mut rings = rings
                .iter()
                .map(|ring| self.ring(ring))
                .filter(|r| r.0.len() >= 4);
            Some(Polygon::new(rings.next()?, rings.collect()))
        };
        MultiPolygon(shape.polygons.iter().filter_map(polygon).collect())
    }

    fn ring(&self, numbers: &[i32]) -> LineString {
        let mut line: Vec<Coord> = Vec::new();
        for number in numbers {
            let mut arc = self
                .arcs
                .get(index(*number))
                .map(|arc| self.decoded(arc))
                .unwrap_or_default();
            if *number < 0 {
                arc.reverse();
            }
            line.extend(arc);
        }
        line.dedup();
        if line.first() != line.last() {
            line.extend(line.first().copied());
        }
        LineString(line)
    }

    fn decoded(&self, arc: &[i32]) -> Vec<Coord> {
        let steps = f64::from(self.steps_per_degree);
        let (mut x, mut y) = (0_i64, 0_i64);
        arc.chunks_exact(2)
            .map(|step| {
                x += i64::from(step[0]);
                y += i64::from(step[1]);
                Coord {
                    x: x as f64 / steps,
                    y: y as f64 / steps,
                }
            })
            .collect()
    }
}

/// Number of an arc, whichever way it is run.
fn index(number: i32) -> usize {
    usize::try_from(if number < 0 { !number } else { number }).unwrap_or(usize::MAX)
}

/// An outline on a page: x from the left, y from the top, in the page's units.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Width as asked for.
    pub width: f64,
    /// Height that follows from it.
    pub height: f64,
    /// Regions to fill.
    pub regions: Vec<PageRegion>,
    /// Lines that bound one region alone: the country's border and coast.
    pub frontier: Vec<Vec<[f64; 2]>>,
    /// Lines between two regions.
    pub borders: Vec<Vec<[f64; 2]>>,
    origin: Position,
    per_east: f64,
    per_north: f64,
}

/// A region on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRegion {
    /// Name.
    pub name: String,
    /// Closed rings, outer rings and holes; fill them by the even-odd rule.
    pub rings: Vec<Vec<[f64; 2]>>,
    /// A point inside, for the name.
    pub label: [f64; 2],
}

impl Page {
    /// Where a position falls on the page; outside it for positions outside the country's box.
    pub fn point(&self, at: Position) -> [f64; 2] {
        [
            (at.longitude - self.origin.longitude) * self.per_east,
            (self.origin.latitude - at.latitude) * self.per_north,
        ]
    }

    fn coord(&self, c: Coord) -> [f64; 2] {
        self.point(Position {
            latitude: c.y,
            longitude: c.x,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_outlines_are_whole() {
        // Official areas in thousand km2 (UN Demographic Yearbook 2022, table 3).
        for (iso3, regions, area) in [
            ("AFG", 34, 652.9),
            ("BFA", 13, 273.0),
            ("CAF", 17, 623.0),
            ("MLI", 9, 1_240.2),
            ("SOM", 14, 637.7),
        ] {
            let outline = outline(iso3).unwrap();
            let gazetteer = outline.gazetteer();
            assert_eq!(
                (outline.regions.len(), gazetteer.regions().len()),
                (regions, regions),
                "{iso3}"
            );
            let total: f64 = gazetteer
                .regions()
                .iter()
                .map(crate::Region::area_km2)
                .sum::<f64>()
                / 1e3;
            assert!(
                (total / area - 1.0).abs() < 0.03,
                "{iso3}: {total} thousand km2"
            );
            for (index, region) in gazetteer.regions().iter().enumerate() {
                assert!(region.contains(region.interior()), "{}", region.name());
                assert!(
                    !gazetteer.neighbours(index).is_empty(),
                    "{} touches nothing",
                    region.name()
                );
            }
            assert!(outline.to_json().len() < 40_000);
            assert_eq!(
                Outline::from_json(&outline.to_json(), iso3).unwrap(),
                outline
            );
        }
        assert!(
            outline("FRA").is_none()
                && Outline::BUILT_IN.iter().all(|iso3| outline(iso3).is_some())
        );
    }

    #[test]
    fn towns_lie_in_their_regions() {
        for (iso3, latitude, longitude, region) in [
            ("MLI", 12.639, -8.003, "Bamako"),
            ("MLI", 14.484, -4.183, "Mopti"),
            ("MLI", 15.918, 2.402, "Gao"),
            ("MLI", 18.441, 1.408, "Kidal"),
            ("BFA", 14.1, -1.63, "Sahel"),
            ("BFA", 12.37, -1.52, "Centre"),
            ("SOM", 2.04, 45.34, "Banaadir"),
            ("SOM", 9.56, 44.06, "Somaliland"),
            ("CAF", 7.0, 19.18, "Nana-Grébizi"),
            ("AFG", 31.61, 65.71, "Kandahar"),
            ("AFG", 35.31, 69.52, "Panjshir"),
            ("AFG", 33.72, 66.13, "Daykundi"),
        ] {
            let gazetteer = outline(iso3).unwrap().gazetteer();
            let found = gazetteer
                .locate(
                    Position {
                        latitude,
                        longitude,
                    },
                    3.0,
                )
                .unwrap();
            assert_eq!(found.region.name(), region);
        }
    }

    #[test]
    fn a_page_keeps_proportions() {
        let outline = outline("MLI").unwrap();
        let page = outline.project(800.0);
        let all = || page.regions.iter().flat_map(|r| r.rings.iter().flatten());
        assert!(
            all().all(|[x, y]| (-1e-6..=800.0 + 1e-6).contains(x)
                && (-1e-6..=page.height + 1e-6).contains(y))
        );
        assert!(!page.frontier.is_empty() && !page.borders.is_empty());
        // A degree of longitude at the middle latitude is as long as on the ground.
        let at = |latitude, longitude| {
            page.point(Position {
                latitude,
                longitude,
            })
        };
        let ratio = (at(17.57, 1.0)[0] - at(17.57, 0.0)[0]) / (at(17.0, 0.0)[1] - at(18.0, 0.0)[1]);
        assert!(
            (ratio - 17.57_f64.to_radians().cos()).abs() < 1e-3,
            "{ratio}"
        );
    }

    #[test]
    fn bad_outlines_are_refused() {
        let good = r#"{"iso3":"MLI","source":"s","tolerance_km2":1.0,"steps_per_degree":100,"regions":[{"name":"A","polygons":[[[0]]]}],"drawn_with":{},"arcs":[[0,0,100,0,0,100,-100,-100]]}"#;
        assert_eq!(
            Outline::from_json(good, "f")
                .unwrap()
                .gazetteer()
                .regions()
                .len(),
            1
        );
        for (from, to, reason) in [
            ("[[[0]]]", "[[[1]]]", "arc 1 of 1"),
            ("[[[0]]]", "[[[-2]]]", "arc 1 of 1"),
            (":100,", ":0,", "no grid"),
            ("[0,0,100", "[0,100", "half a point"),
            ("[0,0,100", "[2000000000,0,100", "off the globe"),
            ("\"source\"", "\"sauce\"", "unknown field"),
            ("}", "", "f:1:"),
        ] {
            let message = Outline::from_json(&good.replace(from, to), "f")
                .unwrap_err()
                .to_string();
            assert!(message.contains(reason), "{message}");
        }
    }
}
