//! Checks that rows of every source share: where, when, how many.

use calendar::Date;
use places::{Country, Gid, Position};

use super::text::shown;
use super::trouble::Trouble;

/// Degrees by which two writings of one coordinate may differ.
const SAME_DEGREES: f64 = 1e-3;

/// Where an event was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) gid: u32,
}

/// Checks coordinates against their range, the file's own cell number and the country.
///
/// The cell is always computed from the coordinates, so that one place has one cell in every file;
/// a file's own number that differs is told. A pair that only makes sense with latitude and
/// longitude exchanged is refused, not repaired: whoever wrote the file must say which is which.
pub(super) fn place(
    latitude: f64,
    longitude: f64,
    file_gid: Option<u32>,
    country: Option<&Country>,
    kept: &mut Vec<Trouble>,
) -> Result<Place, Trouble> {
    let swapped = |why: &str| {
        Trouble::rejected(
            "swapped-coordinates",
            format!("Latitude {latitude} and longitude {longitude} look exchanged: {why}"),
            "Exchange the two columns, or their names in the header",
        )
        .at("latitude")
    };
    let (Some(at), Some(gid)) = (
        Position::new(latitude, longitude),
        Gid::of(latitude, longitude).map(Gid::get),
    ) else {
        if latitude.abs() > 90.0 && latitude.abs() <= 180.0 && longitude.abs() <= 90.0 {
            return Err(swapped("no latitude is beyond 90 degrees"));
        }
        let (column, value, most) = if latitude.abs() > 90.0 {
            ("latitude", latitude, 90)
        } else {
            ("longitude", longitude, 180)
        };
        return Err(Trouble::rejected(
            "coordinate-out-of-range",
            format!("The {column} {value} lies beyond {most} degrees"),
            "Write decimal degrees; a dropped decimal point is the usual cause",
        )
        .at(column));
    };
    if latitude == 0.0 && longitude == 0.0 {
        return Err(Trouble::rejected(
            "null-island",
            "Coordinates 0, 0 lie in the Gulf of Guinea and stand for a place not found".to_owned(),
            "Give the coordinates of the place",
        )
        .at("latitude"));
    }
    let other = Position::new(longitude, latitude);
    let exchanged_gid = Gid::of(longitude, latitude).map(Gid::get);
    if let Some(file_gid) = file_gid
        && file_gid != gid
    {
        if exchanged_gid == Some(file_gid) {
            return Err(swapped(&format!(
                "the cell {file_gid} is that of the exchanged pair"
            )));
        }
        kept.push(
            Trouble::kept(
                "gid-disagrees",
                format!(
                    "The cell {file_gid} is not the cell {gid} of the coordinates, which is used"
                ),
                "Check the coordinates; a point on the edge of two cells needs nothing",
            )
            .at("priogrid_gid"),
        );
    }
    if let Some(country) = country
        && !country.may_contain(at)
    {
        if file_gid != Some(gid) && other.is_some_and(|other| country.may_contain(other)) {
            return Err(swapped(&format!(
                "the exchanged pair lies in {}",
                country.name
            )));
        }
        kept.push(
            Trouble::kept(
                "outside-country",
                format!("{latitude}, {longitude} lies far outside {}", country.name),
                "Check the coordinates and the country",
            )
            .at("country"),
        );
    }
    Ok(Place {
        latitude,
        longitude,
        gid,
    })
}

/// Compares a point in well-known text, `POINT (longitude latitude)`, with the coordinates.
pub(super) fn well_known_text(
    wkt: &str,
    latitude: &str,
    longitude: &str,
    at: Place,
    kept: &mut Vec<Trouble>,
) {
    if wkt.is_empty() {
        return;
    }
    let inside = wkt
        .strip_prefix("POINT")
        .map(str::trim_start)
        .and_then(|rest| rest.strip_prefix('('))
        .and_then(|rest| rest.strip_suffix(')'));
    let pair = inside.and_then(|pair| pair.trim().split_once(' '));
    if pair == Some((longitude, latitude)) {
        return;
    }
    let agrees = pair.is_some_and(|(x, y)| {
        let near = |text: &str, degrees: f64| {
            text.trim()
                .parse::<f64>()
                .is_ok_and(|value| (value - degrees).abs() <= SAME_DEGREES)
        };
        near(x, at.longitude) && near(y, at.latitude)
    });
    if !agrees {
        kept.push(
            Trouble::kept(
                "geometry-disagrees",
                format!(
                    "The geometry {} is not the point {}, {}, which is used",
                    shown(wkt),
                    at.latitude,
                    at.longitude
                ),
                "Check the coordinates",
            )
            .at("geom_wkt"),
        );
    }
}

/// Checks that an event ends no earlier than it begins, within about a year, and in the year the
/// file gives it.
pub(super) fn dates(
    start: Date,
    end: Date,
    year: &str,
    kept: &mut Vec<Trouble>,
) -> Result<(), Trouble> {
    if end < start {
        return Err(Trouble::rejected(
            "end-before-start",
            format!("The event ends on {end}, before it begins on {start}"),
            "Correct the dates, or take the row from the original release",
        )
        .at("date_end"));
    }
    let days = i64::from((end - start).get_days()) + 1;
    if days > 366 {
        kept.push(
            Trouble::kept(
                "long-event",
                format!("The event lasts {days} days, from {start} to {end}"),
                "Check the dates; UCDP's events last at most a year",
            )
            .at("date_end"),
        );
    }
    let matches = match year.parse::<i16>() {
        Ok(year) => (start.year()..=end.year()).contains(&year),
        Err(_) => year.is_empty(),
    };
    if !matches {
        kept.push(
            Trouble::kept(
                "year-disagrees",
                format!(
                    "The year {} is not that of {start}, which is used",
                    shown(year)
                ),
                "Check the date",
            )
            .at("year"),
        );
    }
    Ok(())
}

/// Deaths by side and in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deaths {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) civilians: u32,
    pub(super) unknown: u32,
    pub(super) best: u32,
    pub(super) low: u32,
    pub(super) high: u32,
}

impl Deaths {
    /// Puts the estimates in order and compares their best with the sum over sides.
    ///
    /// Real releases have a few events whose low estimate is above the best one or whose high one
    /// is below it. The best estimate stands; the other is moved to it.
    pub(super) fn ordered(mut self, kept: &mut Vec<Trouble>) -> Self {
        const CHECK: &str = "Check the estimates if the difference matters";
        let Self {
            best, low, high, ..
        } = self;
        if low > best {
            self.low = best;
            let reason =
                format!("The low estimate {low} is above the best {best}, which is used for both");
            kept.push(Trouble::kept("low-above-best", reason, CHECK).at("low"));
        }
        if high < best {
            self.high = best;
            let reason = format!(
                "The high estimate {high} is below the best {best}, which is used for both"
            );
            kept.push(Trouble::kept("high-below-best", reason, CHECK).at("high"));
        }
        let parts = [self.a, self.b, self.civilians, self.unknown];
        let sum: u64 = parts.iter().map(|&part| u64::from(part)).sum();
        if sum != u64::from(best) {
            let reason = format!(
                "The deaths of the sides, civilians and unknown add up to {sum}, not to the best estimate {best}"
            );
            kept.push(
                Trouble::kept(
                    "deaths-do-not-add-up",
                    reason,
                    "Take the row from the original release, where they always do",
                )
                .at("best"),
            );
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::date;

    fn kinds(kept: &[Trouble]) -> Vec<&'static str> {
        kept.iter().map(|trouble| trouble.kind).collect()
    }

    #[test]
    fn tells_exchanged_coordinates_by_range_by_cell_and_by_country() {
        let mali = Country::by_iso3("MLI");
        let run = |lat, lon, gid, country| {
            place(lat, lon, gid, country, &mut Vec::new()).map_err(|t| t.kind)
        };
        assert_eq!(
            run(12.64, -8.003, Some(147_944), mali).unwrap().gid,
            147_944
        );
        assert_eq!(
            run(-8.003, 12.64, Some(147_944), None),
            Err("swapped-coordinates")
        );
        assert_eq!(run(-8.0, 12.64, None, mali), Err("swapped-coordinates"));
        assert_eq!(run(125.0, 12.0, None, None), Err("swapped-coordinates"));
        assert_eq!(
            run(12.0, 1250.0, None, None),
            Err("coordinate-out-of-range")
        );
        assert_eq!(
            run(f64::INFINITY, 1.0, None, None),
            Err("coordinate-out-of-range")
        );
        assert_eq!(run(0.0, 0.0, None, None), Err("null-island"));
    }

    #[test]
    fn a_cell_of_its_own_is_told_and_not_used() {
        let mut kept = Vec::new();
        // On the edge between two rows: PRIO-GRID's own lookup gave the southern one.
        let at = place(14.0, 22.62, Some(149_446), None, &mut kept).unwrap();
        assert_eq!(at.gid, 150_166);
        assert_eq!(kinds(&kept), ["gid-disagrees"]);
    }

    #[test]
    fn geometry_may_be_written_otherwise_but_not_be_elsewhere() {
        let at = Place {
            latitude: 4.85,
            longitude: 31.5,
            gid: 1,
        };
        let mut kept = Vec::new();
        well_known_text("POINT (31.5 4.85)", "4.850000", "31.500000", at, &mut kept);
        well_known_text("", "4.85", "31.5", at, &mut kept);
        assert!(kept.is_empty());
        well_known_text("POINT (4.85 31.5)", "4.85", "31.5", at, &mut kept);
        well_known_text("nowhere", "4.85", "31.5", at, &mut kept);
        assert_eq!(kinds(&kept), ["geometry-disagrees"; 2]);
    }

    #[test]
    fn dates_in_order_and_in_their_year() {
        let (new_year, old_year) = (date(2020, 1, 2).unwrap(), date(2019, 12, 30).unwrap());
        let mut kept = Vec::new();
        assert!(dates(old_year, new_year, "2019", &mut kept).is_ok());
        assert!(dates(old_year, new_year, "2020", &mut kept).is_ok());
        assert!(dates(old_year, new_year, "", &mut kept).is_ok());
        assert!(kept.is_empty());
        assert!(dates(old_year, new_year, "2021", &mut kept).is_ok());
        assert!(dates(old_year, date(2021, 2, 1).unwrap(), "x", &mut kept).is_ok());
        assert_eq!(
            kinds(&kept),
            ["year-disagrees", "long-event", "year-disagrees"]
        );
        assert_eq!(
            dates(new_year, old_year, "", &mut kept).unwrap_err().kind,
            "end-before-start"
        );
    }

    #[test]
    fn the_best_estimate_stands() {
        let mut kept = Vec::new();
        let deaths = Deaths {
            a: u32::MAX,
            b: 1,
            civilians: 0,
            unknown: 0,
            best: 5,
            low: 9,
            high: 2,
        }
        .ordered(&mut kept);
        assert_eq!((deaths.low, deaths.high), (5, 5));
        assert_eq!(
            kinds(&kept),
            ["low-above-best", "high-below-best", "deaths-do-not-add-up"]
        );
    }
}
