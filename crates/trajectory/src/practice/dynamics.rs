//! The OECD's Spatial Conflict Dynamics indicator.

use std::collections::BTreeMap;

use places::{MEAN_RADIUS_KM, Position, distance_km};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Fewest events for a square to be typed.
const FEWEST: usize = 2;
/// Events per km2 from which intensity is high: the mean of North and West Africa, 1997 to 2019.
const HIGH: f64 = 0.0017;

/// Intensity and concentration together.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictType {
    /// Type 1, clustered and of high intensity: violence rises in a few spots.
    ClusteredHigh,
    /// Type 2, dispersed and of high intensity: violence is spreading.
    DispersedHigh,
    /// Type 3, clustered and of low intensity: violence lingers in a few spots.
    ClusteredLow,
    /// Type 4, dispersed and of low intensity: violence fades or is yet to take root.
    DispersedLow,
}

impl ConflictType {
    fn of(intensity: f64, ratio: f64) -> Self {
        match (ratio < 1.0, intensity >= HIGH) {
            (true, true) => Self::ClusteredHigh,
            (false, true) => Self::DispersedHigh,
            (true, false) => Self::ClusteredLow,
            (false, false) => Self::DispersedLow,
        }
    }
}

/// Side of the squares in km.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SquareSize(pub f64);

impl Default for SquareSize {
    /// 50 km, as the OECD has it.
    fn default() -> Self {
        Self(50.0)
    }
}

/// A square with enough events in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Square {
    /// Middle, degrees north.
    pub latitude: f64,
    /// Middle, degrees east.
    pub longitude: f64,
    /// Events.
    pub events: usize,
    /// Events per km2.
    pub intensity: f64,
    /// Mean distance to the nearest neighbour over what chance would give.
    pub ratio: f64,
    /// Its type.
    pub kind: ConflictType,
}

/// The squares of a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct YearDynamics {
    /// The year.
    pub year: i32,
    /// Squares, from south to north and west to east.
    pub squares: Vec<Square>,
    /// Squares with a single event, which have no type.
    pub single: usize,
}

impl YearDynamics {
    /// Squares of a type.
    pub fn count(&self, kind: ConflictType) -> usize {
        self.squares
            .iter()
            .filter(|square| square.kind == kind)
            .count()
    }
}

/// Types the squares of each year that has events.
///
/// Squares are laid in rows of equal height from the equator, each row cut from the meridian on into
/// pieces of equal width at its middle latitude: 50 km squares anywhere, without a projection.
/// Events at the same place have a distance of 0. Events are `(year, position)`; positions that are
/// not on the globe are left out. Nothing comes of a side that is not above 0.
///
/// ```
/// use places::Position;
/// use trajectory::practice::{ConflictType, SquareSize, dynamics};
/// let at = |latitude| (2020, Position { latitude, longitude: 0.1 });
/// let years = dynamics([at(10.0), at(10.001)], SquareSize::default());
/// assert_eq!(years[0].squares[0].kind, ConflictType::ClusteredLow);
/// ```
pub fn dynamics(
    events: impl IntoIterator<Item = (i32, Position)>,
    side: SquareSize,
) -> Vec<YearDynamics> {
    let side = side.0;
    if !(side > 0.0 && side.is_finite()) {
        return Vec::new();
    }
    let mut years: BTreeMap<i32, BTreeMap<(i64, i64), Vec<Position>>> = BTreeMap::new();
    for (year, at) in events {
        if let Some(at) = Position::new(at.latitude, at.longitude) {
            years
                .entry(year)
                .or_default()
                .entry(square_of(at, side))
                .or_default()
                .push(at);
        }
    }
    let typed = |(year, squares): (i32, BTreeMap<(i64, i64), Vec<Position>>)| YearDynamics {
        year,
        single: squares
            .values()
            .filter(|events| events.len() < FEWEST)
            .count(),
        squares: squares
            .iter()
            .filter(|(_, events)| events.len() >= FEWEST)
            .map(|(number, events)| describe(*number, events, side))
            .collect(),
    };
    years.into_iter().map(typed).collect()
}

/// Kilometres in a degree of latitude, and of longitude in the middle of a row of squares.
fn degrees(row: i64, side: f64) -> (f64, f64) {
    let north = MEAN_RADIUS_KM.to_radians();
    let middle = ((row as f64 + 0.5) * side / north).clamp(-89.9, 89.9);
    (north, north * middle.to_radians().cos())
}

fn square_of(at: Position, side: f64) -> (i64, i64) {
    let row = (at.latitude * MEAN_RADIUS_KM.to_radians() / side).floor() as i64;
    let (_, east) = degrees(row, side);
    (row, (at.longitude * east / side).floor() as i64)
}

fn describe((row, column): (i64, i64), events: &[Position], side: f64) -> Square {
    let (north, east) = degrees(row, side);
    let n = events.len() as f64;
    let nearest = |(i, at): (usize, &Position)| {
        let others = events.iter().enumerate().filter(|(j, _)| *j != i);
        others
            .map(|(_, other)| distance_km(*at, *other))
            .fold(f64::INFINITY, f64::min)
    };
    let intensity = n / (side * side);
    let mean = events.iter().enumerate().map(nearest).sum::<f64>() / n;
    let ratio = mean * 2.0 * intensity.sqrt();
    Square {
        latitude: (row as f64 + 0.5) * side / north,
        longitude: (column as f64 + 0.5) * side / east,
        events: events.len(),
        intensity,
        ratio,
        kind: ConflictType::of(intensity, ratio),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(latitude: f64, longitude: f64) -> (i32, Position) {
        (
            2020,
            Position {
                latitude,
                longitude,
            },
        )
    }

    #[test]
    fn a_regular_grid_is_dispersed_and_five_events_are_many() {
        // Corners of a square of 40 km and its middle, all within one square of 50 km.
        let km = 1.0 / MEAN_RADIUS_KM.to_radians();
        let events = [
            (5.0, 5.0),
            (5.0, 45.0),
            (45.0, 5.0),
            (45.0, 45.0),
            (25.0, 25.0),
        ];
        let events = events.map(|(y, x)| at(y * km, x * km));
        let year = &dynamics(events, SquareSize::default())[0];
        assert_eq!((year.squares.len(), year.single), (1, 0));
        let square = &year.squares[0];
        // 5 / 2500 = 0.002; nearest neighbour 20 root 2 km; R = 28.28 * 2 * sqrt(0.002) = 2.53.
        assert!((square.intensity - 0.002).abs() < 1e-12);
        assert!((square.ratio - 2.53).abs() < 0.005, "{}", square.ratio);
        assert_eq!(square.kind, ConflictType::DispersedHigh);
        assert_eq!(year.count(ConflictType::DispersedHigh), 1);
    }

    #[test]
    fn the_threshold_lies_between_four_and_five_events() {
        let pile = |n| (0..n).map(|_| at(12.3, -8.1));
        let kind = |n| dynamics(pile(n), SquareSize::default())[0].squares[0].kind;
        assert_eq!(
            [kind(4), kind(5)],
            [ConflictType::ClusteredLow, ConflictType::ClusteredHigh]
        );
        assert_eq!(dynamics(pile(1), SquareSize::default())[0].single, 1);
    }

    #[test]
    fn no_side_no_squares() {
        assert!(dynamics([at(1.0, 1.0)], SquareSize(0.0)).is_empty());
        assert!(dynamics([at(f64::NAN, 1.0)], SquareSize(50.0)).is_empty());
    }

    proptest! {
        #[test]
        fn every_event_is_in_one_square(
            events in proptest::collection::vec((-89.0..89.0_f64, -179.0..179.0_f64), 0..60)
        ) {
            let years = dynamics(events.iter().map(|(y, x)| at(*y, *x)), SquareSize(500.0));
            let placed: usize = years.iter()
                .map(|y| y.single + y.squares.iter().map(|s| s.events).sum::<usize>())
                .sum();
            prop_assert_eq!(placed, events.len());
        }
    }
}
