//! Which release a file is, from its name.

use calendar::{Date, parse_date};

use crate::{Series, Version};

/// Series and version that a UCDP file name gives: `ged231`, `GEDEvent_v25_1`,
/// `GEDEvent_v26_0_1`, and `GEDEvent_v23_01_25_12`, a Candidate release over the months 2023-01
/// to 2025-12, which takes the number of its last month, 25.0.12. Directories are not looked at.
///
/// ```
/// use events::{read::release_of, Series, Version};
/// let candidate = (Series::UcdpCandidate, Version::new(26, 0, Some(1)));
/// assert_eq!(release_of("GEDEvent_v26_0_1.csv"), Some(candidate));
/// assert_eq!(release_of("ged231_ethiopia.csv"), Some((Series::UcdpGed, Version::new(23, 1, None))));
/// assert_eq!(release_of("managed2020.csv"), None);
/// ```
pub fn release_of(name: &str) -> Option<(Series, Version)> {
    let name = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    let name = name.to_ascii_lowercase();
    name.match_indices("ged").find_map(|(at, found)| {
        let begins_word = !name[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        begins_word
            .then(|| release(&name[at + found.len()..]))
            .flatten()
    })
}

/// The release whose numbers begin `rest`.
fn release(rest: &str) -> Option<(Series, Version)> {
    let rest = rest.strip_prefix("event").unwrap_or(rest);
    let rest = rest.trim_start_matches(['_', '-', ' ']);
    let rest = rest.strip_prefix('v').unwrap_or(rest);
    let mut numbers = Vec::new();
    for piece in rest.split(['_', '.', '-', ' ']).take(4) {
        let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 || digits > 3 {
            break;
        }
        numbers.push(piece[..digits].parse::<u16>().ok()?);
        if digits != piece.len() {
            break;
        }
    }
    let month = |number: u16| (1..=12).contains(&number);
    match *numbers.as_slice() {
        [year, _, last_year, last] if year < 100 && last_year < 100 && month(last) => Some((
            Series::UcdpCandidate,
            Version::new(last_year, 0, Some(last)),
        )),
        [year, 0, last, ..] if year < 100 && month(last) => {
            Some((Series::UcdpCandidate, Version::new(year, 0, Some(last))))
        }
        [packed, ..] if (100..1000).contains(&packed) => Some((
            Series::UcdpGed,
            Version::new(packed / 10, packed % 10, None),
        )),
        [year, minor, ..] if year < 100 && (1..10).contains(&minor) => {
            Some((Series::UcdpGed, Version::new(year, minor, None)))
        }
        _ => None,
    }
}

/// The last date, `YYYY-MM-DD`, in a file name.
pub(super) fn date_in(name: &str) -> Option<Date> {
    (0..name.len().saturating_sub(9))
        .rev()
        .find_map(|at| name.get(at..at + 10).and_then(parse_date))
}

/// The version of an ACLED export: the day it was made, or of the last change in it.
pub(super) fn dated(day: Date) -> Version {
    Version::new(
        day.year() as u16,
        day.month() as u16,
        Some(day.day() as u16),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_releases() {
        let text = |name| release_of(name).map(|(series, version)| format!("{series:?} {version}"));
        for (name, wanted) in [
            ("ged231_car.geojson", "UcdpGed 23.1"),
            ("ged251-csv.zip", "UcdpGed 25.1"),
            ("GEDEvent_v25_1.csv", "UcdpGed 25.1"),
            ("gedevent_v25_0_12.csv", "UcdpCandidate 25.0.12"),
            ("GEDEvent_v23_01_25_12", "UcdpCandidate 25.0.12"),
            ("ged251/UCDP-GED-24.1.csv", "UcdpGed 24.1"),
            ("ged251.zip!GEDEvent_v24_1.csv", "UcdpGed 24.1"),
        ] {
            assert_eq!(text(name).as_deref(), Some(wanted), "{name}");
        }
        for name in [
            "ged.csv",
            "ged2020.csv",
            "damaged231.csv",
            "GEDEvent_v25_0_13.csv",
            "mali.csv",
        ] {
            assert_eq!(text(name), None, "{name}");
        }
    }

    #[test]
    fn the_last_date_of_a_name() {
        let day = date_in("2020-01-01-2024-08-01-Mali.csv").unwrap();
        assert_eq!(dated(day).to_string(), "2024.8.1");
        assert_eq!(date_in("é2024-13-01é"), None);
        assert_eq!(date_in(""), None);
    }
}
