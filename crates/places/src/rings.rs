//! Rings of a GeoJSON polygon, checked.

use geo::{Area, Coord, LineString, Polygon};

use crate::Position;
use crate::source::{Fault, fault};

/// Points as the file writes them.
pub(crate) type Ring = Vec<Vec<f64>>;

/// A polygon from its outer ring and holes.
pub(crate) fn polygon(rings: &[Ring]) -> Result<Polygon, Fault> {
    let mut closed = Vec::with_capacity(rings.len());
    for (number, points) in rings.iter().enumerate() {
        closed.push(ring(points).map_err(|f| Fault {
            reason: format!("ring {}: {}", number + 1, f.reason),
            ..f
        })?);
    }
    if closed.is_empty() {
        return Err(fault(
            "a polygon without rings",
            "Give it an outer ring of four points or more, or leave it out",
        ));
    }
    let outer = closed.remove(0);
    Ok(Polygon::new(outer, closed))
}

/// A ring closed where it was not, checked for range and extent.
fn ring(points: &[Vec<f64>]) -> Result<LineString, Fault> {
    let mut line: Vec<Coord> = Vec::with_capacity(points.len() + 1);
    for (number, point) in points.iter().enumerate() {
        let &[x, y, ..] = point.as_slice() else {
            return Err(fault(
                format!("point {} has {} coordinates", number + 1, point.len()),
                "A point is [longitude, latitude]",
            ));
        };
        if Position::new(y, x).is_none() {
            let remedy = if Position::new(x, y).is_some() {
                "Latitude and longitude look swapped: GeoJSON writes longitude first"
            } else {
                "Longitudes run from -180 to 180 and latitudes from -90 to 90: reproject to EPSG:4326"
            };
            return Err(fault(format!("point {} is [{x}, {y}]", number + 1), remedy));
        }
        if line.last() != Some(&Coord { x, y }) {
            line.push(Coord { x, y });
        }
    }
    if line.first() != line.last() {
        line.extend(line.first().copied());
    }
    let line = LineString(line);
    if line.0.len() < 4 || Polygon::new(line.clone(), vec![]).unsigned_area() <= 0.0 {
        return Err(fault(
            format!("{} points that enclose nothing", points.len()),
            "A ring needs three corners or more and its first point again",
        ));
    }
    Ok(line)
}
