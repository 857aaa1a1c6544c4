//! Standard deviational ellipse.

use places::{MEAN_RADIUS_KM, Position};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where points lie and which way they spread.
///
/// Points are laid on a plane around their mean (x = R cos(mean latitude) longitude, y = R latitude).
/// Half-axes are the standard deviations along the principal directions of their weighted
/// covariance, without the factor of root 2 that some software adds. Good up to some 1,500 km.
///
/// Sources: D. W. Lefever, "Measuring geographic concentration by means of the standard deviational
/// ellipse", *American Journal of Sociology* 32(1), 1926; R. S. Yuill, "The standard deviational
/// ellipse; an updated tool for spatial description", *Geografiska Annaler B* 53(1), 1971.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ellipse {
    /// Middle, degrees north.
    pub latitude: f64,
    /// Middle, degrees east.
    pub longitude: f64,
    /// Longer half-axis in km.
    pub major_km: f64,
    /// Shorter half-axis in km.
    pub minor_km: f64,
    /// Direction of the longer axis, degrees clockwise from north, 0 to 180.
    pub bearing: f64,
}

impl Ellipse {
    /// The ellipse of points with weights; `None` when they weigh nothing. Points across 180 degrees
    /// of longitude are not brought together.
    ///
    /// ```
    /// use places::Position;
    /// use trajectory::reach::Ellipse;
    /// let at = |latitude, longitude| (Position { latitude, longitude }, 1.0);
    /// let ellipse = Ellipse::of([at(1.0, 0.0), at(-1.0, 0.0)]).unwrap();
    /// assert!((ellipse.major_km - 111.2).abs() < 0.1 && ellipse.minor_km < 1e-6);
    /// assert_eq!(ellipse.bearing, 0.0);
    /// ```
    pub fn of(points: impl IntoIterator<Item = (Position, f64)>) -> Option<Self> {
        let points: Vec<(f64, f64, f64)> = points
            .into_iter()
            .filter(|(at, w)| {
                *w > 0.0 && w.is_finite() && at.latitude.is_finite() && at.longitude.is_finite()
            })
            .map(|(at, w)| (at.longitude, at.latitude, w))
            .collect();
        let weight: f64 = points.iter().map(|p| p.2).sum();
        if weight <= 0.0 {
            return None;
        }
        let mean = |f: fn(&(f64, f64, f64)) -> f64| {
            points.iter().map(|p| f(p) * p.2).sum::<f64>() / weight
        };
        let (longitude, latitude) = (mean(|p| p.0), mean(|p| p.1));
        let degree = MEAN_RADIUS_KM.to_radians();
        let cosine = latitude.to_radians().cos();
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for (lon, lat, w) in &points {
            let (x, y) = (
                (lon - longitude) * degree * cosine,
                (lat - latitude) * degree,
            );
            xx += w * x * x / weight;
            xy += w * x * y / weight;
            yy += w * y * y / weight;
        }
        let middle = f64::midpoint(xx, yy);
        let spread = (((xx - yy) / 2.0).powi(2) + xy * xy).sqrt();
        // The axis of the larger eigenvalue turns from north towards east by this angle.
        let bearing = (0.5 * (2.0 * xy).atan2(yy - xx))
            .to_degrees()
            .rem_euclid(180.0);
        Some(Self {
            latitude,
            longitude,
            major_km: (middle + spread).max(0.0).sqrt(),
            minor_km: (middle - spread).max(0.0).sqrt(),
            bearing: if bearing >= 180.0 { 0.0 } else { bearing },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_axis_points_where_the_points_do() {
        // On the equator a line to the north-east has a bearing of 45 degrees.
        let line = (-5..=5).map(|i| {
            let at = f64::from(i) / 100.0;
            (
                Position {
                    latitude: at,
                    longitude: at,
                },
                1.0,
            )
        });
        let ellipse = Ellipse::of(line).unwrap();
        assert!(
            (ellipse.bearing - 45.0).abs() < 1e-3 && ellipse.minor_km < 1e-3,
            "{ellipse:?}"
        );
        // Standard deviation of -5..5 is root 10 steps, a step root 2 hundredths of a degree.
        let step = 2.0_f64.sqrt() * MEAN_RADIUS_KM.to_radians() / 100.0;
        assert!((ellipse.major_km - 10.0_f64.sqrt() * step).abs() < 1e-3);
        assert!(
            Ellipse::of([(
                Position {
                    latitude: 1.0,
                    longitude: 1.0
                },
                0.0
            )])
            .is_none()
        );
    }

    proptest! {
        #[test]
        fn weights_stand_for_repeated_points(
            points in proptest::collection::vec((-20.0..20.0_f64, -20.0..20.0_f64, 1_u32..4), 1..12)
        ) {
            let at = |p: &(f64, f64, u32)| Position { latitude: p.0, longitude: p.1 };
            let weighted = Ellipse::of(points.iter().map(|p| (at(p), f64::from(p.2)))).unwrap();
            let repeated =
                points.iter().flat_map(|p| std::iter::repeat_n((at(p), 1.0), p.2 as usize));
            let repeated = Ellipse::of(repeated).unwrap();
            prop_assert!((weighted.major_km - repeated.major_km).abs() < 1e-4);
            prop_assert!((weighted.minor_km - repeated.minor_km).abs() < 1e-3);
            prop_assert!(weighted.minor_km <= weighted.major_km);
            prop_assert!((0.0..180.0).contains(&weighted.bearing));
        }
    }
}
