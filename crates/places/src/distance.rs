//! Distances between points of the Earth.

use geo::{Distance, Geodesic, Haversine, Point};

/// Mean radius of the Earth in km (IUGG 1980: (2a + b) / 3 of the ellipsoid).
pub const MEAN_RADIUS_KM: f64 = 6_371.008_8;

/// A latitude and a longitude on WGS84, in degrees.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

impl Position {
    /// A position, `None` when a coordinate is not finite or out of range.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let sound = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        sound.then_some(Self {
            latitude,
            longitude,
        })
    }

    pub(crate) fn point(self) -> Point {
        Point::new(self.longitude, self.latitude)
    }
}

/// Great-circle distance in km on the sphere of mean radius 6,371.0088 km (haversine formula).
///
/// Up to 0.6 % off the ellipsoid's distance; for that, [`geodesic_km`]. Not a number when a
/// coordinate is not.
///
/// Reference: Sinnott 1984, "Virtues of the haversine", *Sky and Telescope* 68(2).
///
/// ```
/// use places::{Position, distance_km};
/// let bamako = Position { latitude: 12.639, longitude: -8.003 };
/// let gao = Position { latitude: 16.272, longitude: -0.045 };
/// assert_eq!(distance_km(bamako, gao).round(), 947.0);
/// ```
pub fn distance_km(a: Position, b: Position) -> f64 {
    Haversine.distance(a.point(), b.point()) / 1_000.0
}

/// Shortest distance in km on the WGS84 ellipsoid.
///
/// Reference: Karney 2013, "Algorithms for geodesics", *Journal of Geodesy* 87(1).
pub fn geodesic_km(a: Position, b: Position) -> f64 {
    Geodesic.distance(a.point(), b.point()) / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(latitude: f64, longitude: f64) -> Position {
        Position {
            latitude,
            longitude,
        }
    }

    #[test]
    fn quarter_meridian_is_a_quarter_of_the_sphere() {
        let quarter = std::f64::consts::FRAC_PI_2 * MEAN_RADIUS_KM;
        assert!((distance_km(at(0.0, 0.0), at(90.0, 0.0)) - quarter).abs() < 1e-6);
        // The metre was meant to be 1e-7 of this arc; WGS84 has 10,001.966 km.
        assert!((geodesic_km(at(0.0, 0.0), at(90.0, 0.0)) - 10_001.966).abs() < 1e-3);
    }

    #[test]
    fn out_of_range_is_no_position() {
        assert!(Position::new(90.1, 0.0).is_none());
        assert!(Position::new(0.0, f64::NAN).is_none());
        assert!(Position::new(-90.0, 180.0).is_some());
    }

    proptest! {
        #[test]
        fn a_metric_close_to_the_ellipsoids(
            a in (-90.0..90.0, -180.0..180.0), b in (-90.0..90.0, -180.0..180.0), c in (-90.0..90.0, -180.0..180.0)
        ) {
            let [a, b, c] = [a, b, c].map(|(latitude, longitude)| at(latitude, longitude));
            let ab = distance_km(a, b);
            prop_assert!((ab - distance_km(b, a)).abs() < 1e-9);
            prop_assert!(ab <= distance_km(a, c) + distance_km(c, b) + 1e-6);
            prop_assert!((ab - geodesic_km(a, b)).abs() <= 0.006 * ab + 1e-9);
        }
    }
}
