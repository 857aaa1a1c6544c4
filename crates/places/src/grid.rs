//! PRIO-GRID: the half-degree cells that conflict data are tied to.

use serde::{Deserialize, Serialize};

use crate::{Position, distance_km};

/// Columns, from 180 degrees west eastward.
pub const COLUMNS: u32 = 720;
/// Rows, from the south pole northward.
pub const ROWS: u32 = 360;
/// Cells in all.
pub const CELLS: u32 = COLUMNS * ROWS;
/// Side of a cell in degrees.
pub const SIDE_DEGREES: f64 = 0.5;

/// Number of a PRIO-GRID cell, 1 to 259,200.
///
/// Cells are half a degree wide and high; cell 1 touches the south pole and 180 degrees west, and
/// numbers grow eastward, then northward. A cell owns its southern and western edge: a point on
/// the edge of two cells belongs to the one north or east of it. UCDP does the same: of 12,355
/// events of GED 23.1 and Candidate 26.0.1, 1,390 of them on an edge of latitude, all agree but
/// five on one edge, whose coordinates were rounded after the cell was assigned.
///
/// Reference: Tollefsen, Strand & Buhaug 2012, "PRIO-GRID: A unified spatial data structure",
/// *Journal of Peace Research* 49(2).
///
/// ```
/// let bamako = places::Gid::of(12.639, -8.003).unwrap();
/// assert_eq!(bamako.get(), 147_944);
/// assert_eq!(bamako.centre().latitude, 12.75);
/// assert_eq!(places::Gid::of(91.0, 0.0), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Gid(u32);

/// Edges of a cell or a box, in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Southern edge, degrees north.
    pub south: f64,
    /// Western edge, degrees east.
    pub west: f64,
    /// Northern edge, degrees north.
    pub north: f64,
    /// Eastern edge, degrees east.
    pub east: f64,
}

impl Bounds {
    /// Whether a position lies in the box or on its edge.
    pub fn contains(&self, at: Position) -> bool {
        (self.south..=self.north).contains(&at.latitude)
            && (self.west..=self.east).contains(&at.longitude)
    }
}

impl Gid {
    /// The cell of a number, `None` outside 1 to 259,200.
    pub const fn new(number: u32) -> Option<Self> {
        if number >= 1 && number <= CELLS {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The cell a point lies in, `None` when a coordinate is not finite or out of range.
    ///
    /// The north pole belongs to the last row and 180 degrees east to the last column: they are
    /// clamped, not wrapped, as in the raster that PRIO-GRID is published as.
    pub fn of(latitude: f64, longitude: f64) -> Option<Self> {
        let at = Position::new(latitude, longitude)?;
        let row = (((at.latitude + 90.0) / SIDE_DEGREES) as u32).min(ROWS - 1);
        let column = (((at.longitude + 180.0) / SIDE_DEGREES) as u32).min(COLUMNS - 1);
        Some(Self::at(row, column))
    }

    /// Cell of a row and column counted from 0; the column wraps.
    const fn at(row: u32, column: u32) -> Self {
        Self(row * COLUMNS + column % COLUMNS + 1)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Row, 1 (south) to 360, as PRIO-GRID counts.
    pub const fn row(self) -> u32 {
        (self.0 - 1) / COLUMNS + 1
    }

    /// Column, 1 (west) to 720, as PRIO-GRID counts.
    pub const fn column(self) -> u32 {
        (self.0 - 1) % COLUMNS + 1
    }

    /// Middle of the cell.
    pub fn centre(self) -> Position {
        let Bounds { south, west, .. } = self.bounds();
        Position {
            latitude: south + SIDE_DEGREES / 2.0,
            longitude: west + SIDE_DEGREES / 2.0,
        }
    }

    /// Edges of the cell.
    pub fn bounds(self) -> Bounds {
        let south = f64::from(self.row() - 1) * SIDE_DEGREES - 90.0;
        let west = f64::from(self.column() - 1) * SIDE_DEGREES - 180.0;
        Bounds {
            south,
            west,
            north: south + SIDE_DEGREES,
            east: west + SIDE_DEGREES,
        }
    }

    /// Area in km2 on the WGS84 ellipsoid, exact for a quadrangle between parallels and meridians.
    ///
    /// With e the eccentricity, b the polar radius and s the sine of the latitude, the area of the
    /// belt from the equator to s is proportional to q(s) = s / (1 - e2 s2) + artanh(e s) / e, and
    /// the cell's is dlon b2 (q(north) - q(south)) / 2. About 3,077 km2 at the equator.
    ///
    /// Reference: Snyder 1987, *Map Projections: A Working Manual*, USGS Professional Paper 1395,
    /// equation 3-12.
    pub fn area_km2(self) -> f64 {
        let Bounds { south, north, .. } = self.bounds();
        SIDE_DEGREES.to_radians() * POLAR_RADIUS_KM.powi(2) * (belt(north) - belt(south)) / 2.0
    }

    /// The two to four cells that share an edge with this one: north, east, south, west.
    /// They wrap across 180 degrees; there is none past a pole.
    pub fn rook(self) -> impl Iterator<Item = Self> {
        [(1, 0), (0, 1), (-1, 0), (0, -1)]
            .into_iter()
            .filter_map(move |step| self.step(step))
    }

    /// The five to eight cells that share an edge or a corner with this one, clockwise from north.
    /// They wrap across 180 degrees; there is none past a pole.
    pub fn queen(self) -> impl Iterator<Item = Self> {
        [
            (1, 0),
            (1, 1),
            (0, 1),
            (-1, 1),
            (-1, 0),
            (-1, -1),
            (0, -1),
            (1, -1),
        ]
        .into_iter()
        .filter_map(move |step| self.step(step))
    }

    fn step(self, (north, east): (i32, i32)) -> Option<Self> {
        let row = (self.row() - 1)
            .checked_add_signed(north)
            .filter(|row| *row < ROWS)?;
        let column = (self.column() - 1 + COLUMNS).checked_add_signed(east)?;
        Some(Self::at(row, column))
    }

    /// Great-circle distance in km between the middles of two cells.
    pub fn distance_km(self, other: Self) -> f64 {
        distance_km(self.centre(), other.centre())
    }
}

const POLAR_RADIUS_KM: f64 = 6_356.752_314_245;
const ECCENTRICITY: f64 = 0.081_819_190_842_621_5;

fn belt(latitude: f64) -> f64 {
    let s = latitude.to_radians().sin();
    s / (1.0 - (ECCENTRICITY * s).powi(2)) + (ECCENTRICITY * s).atanh() / ECCENTRICITY
}

impl TryFrom<u32> for Gid {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, String> {
        Self::new(number)
            .ok_or_else(|| format!("{number} is no PRIO-GRID cell: they run from 1 to {CELLS}"))
    }
}

impl From<Gid> for u32 {
    fn from(gid: Gid) -> Self {
        gid.0
    }
}

impl std::fmt::Display for Gid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn corners_and_edges() {
        let number = |latitude, longitude| Gid::of(latitude, longitude).map(Gid::get);
        assert_eq!(number(-90.0, -180.0), Some(1));
        assert_eq!(number(-90.0, 179.99), Some(720));
        assert_eq!(number(-90.0, 180.0), Some(720));
        assert_eq!(number(90.0, 180.0), Some(CELLS));
        assert_eq!(number(0.0, 0.0), Some(180 * 720 + 361));
        for (latitude, longitude) in [
            (90.01, 0.0),
            (0.0, -180.01),
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
        ] {
            assert_eq!(number(latitude, longitude), None);
        }
    }

    #[test]
    fn areas() {
        let equator = Gid::of(0.1, 0.1).unwrap().area_km2();
        assert!((equator - 3_077.2).abs() < 0.1, "{equator}");
        let total: f64 = (0..ROWS)
            .map(|row| Gid::at(row, 0).area_km2() * f64::from(COLUMNS))
            .sum();
        // Surface of the WGS84 ellipsoid, 510,065,621.7 km2 (Moritz 2000, Geodetic Reference System 1980).
        assert!((total / 510_065_621.7 - 1.0).abs() < 1e-9, "{total}");
    }

    #[test]
    fn serde_is_a_checked_number() {
        let gid: Gid = serde_json::from_str("147944").unwrap();
        assert_eq!(serde_json::to_string(&gid).unwrap(), "147944");
        assert!(
            serde_json::from_str::<Gid>("0")
                .unwrap_err()
                .to_string()
                .contains("from 1 to 259200")
        );
    }

    #[test]
    fn neighbours_wrap_and_stop() {
        let west_pole = Gid::new(1).unwrap();
        assert_eq!(
            west_pole.rook().map(Gid::get).collect::<Vec<_>>(),
            [721, 2, 720]
        );
        assert_eq!(west_pole.queen().count(), 5);
        assert_eq!(Gid::new(147_944).unwrap().queen().count(), 8);
    }

    proptest! {
        #[test]
        fn centre_round_trip(number in 1..=CELLS) {
            let gid = Gid::new(number).unwrap();
            let at = gid.centre();
            prop_assert_eq!(Gid::of(at.latitude, at.longitude), Some(gid));
            prop_assert!(gid.bounds().contains(at));
            prop_assert_eq!((gid.row() - 1) * COLUMNS + gid.column(), number);
        }

        #[test]
        fn neighbourhood_is_mutual(number in 1..=CELLS) {
            let gid = Gid::new(number).unwrap();
            for other in gid.queen() {
                prop_assert!(other != gid && other.queen().any(|back| back == gid));
                prop_assert!(gid.distance_km(other) < 80.0);
            }
            for other in gid.rook() {
                prop_assert!(other.rook().any(|back| back == gid));
            }
        }
    }
}
