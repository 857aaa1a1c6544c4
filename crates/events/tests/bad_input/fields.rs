//! Values of UCDP's columns.

use super::made_up::ged;
use super::{Case, of_country, rows, second};

#[allow(clippy::too_many_lines)] // A table of cases.
pub(crate) fn cases() -> Vec<Case> {
    let one = |kind, changed: &[(&str, &str)], kept, said| rows(kind, &second(changed), kept, said);
    let long = "Front ".repeat(200);
    vec![
        one(
            "identifier missing",
            &[("id", "")],
            2,
            "identifier is missing",
        ),
        one(
            "deaths missing",
            &[("best", "")],
            2,
            "best estimate is missing",
        ),
        one(
            "deaths in words",
            &[("deaths_a", "dozens")],
            2,
            "`dozens` is not a number",
        ),
        one(
            "deaths with a fraction",
            &[("best", "3.5")],
            2,
            "whole number",
        ),
        one(
            "deaths negative",
            &[("deaths_civilians", "-4")],
            2,
            "negative",
        ),
        one(
            "deaths that overflow",
            &[("high", "4294967296")],
            2,
            "more than",
        ),
        one(
            "deaths of 40 digits",
            &[("high", &"9".repeat(40))],
            2,
            "more than",
        ),
        one(
            "missing value as R writes it",
            &[("low", "NA")],
            2,
            "low estimate is missing",
        ),
        one(
            "deaths that do not add up",
            &[("best", "4")],
            3,
            "add up to 3",
        ),
        one("low above best", &[("low", "7")], 3, "low estimate 7"),
        one("high below best", &[("high", "1")], 3, "high estimate 1"),
        one(
            "latitude missing",
            &[("latitude", "")],
            2,
            "latitude is missing",
        ),
        one(
            "latitude in degrees and minutes",
            &[("latitude", "13°03'N")],
            2,
            "number of degrees",
        ),
        one(
            "latitude infinite",
            &[("latitude", "inf")],
            2,
            "number of degrees",
        ),
        one(
            "decimal point dropped",
            &[("longitude", "-948")],
            2,
            "beyond 180",
        ),
        one(
            "latitude and longitude swapped, by the cell",
            &[("latitude", "-9.48"), ("longitude", "13.05")],
            2,
            "exchanged",
        ),
        one(
            "latitude and longitude swapped, by the range",
            &[
                ("latitude", "139.7"),
                ("longitude", "35.7"),
                ("priogrid_gid", ""),
            ],
            2,
            "exchanged",
        ),
        one(
            "latitude and longitude swapped, by the country",
            &[
                ("latitude", "-9.48"),
                ("longitude", "13.05"),
                ("priogrid_gid", ""),
            ],
            2,
            "exchanged",
        ),
        one(
            "coordinates 0, 0",
            &[("latitude", "0"), ("longitude", "0.0")],
            2,
            "Gulf of Guinea",
        ),
        one(
            "cell of another place",
            &[("priogrid_gid", "1")],
            3,
            "cell 1",
        ),
        one(
            "geometry of another place",
            &[("geom_wkt", "POINT (1 2)")],
            3,
            "POINT (1 2)",
        ),
        one(
            "far outside its country",
            &[("country", "Japan")],
            3,
            "far outside Japan",
        ),
        one(
            "no such day",
            &[("date_start", "2020-02-30")],
            2,
            "no such day",
        ),
        one(
            "day and month swapped",
            &[("date_start", "13/05/2020")],
            2,
            "month first",
        ),
        one(
            "date as an Excel number",
            &[("date_start", "43954")],
            2,
            "not a date",
        ),
        one("date missing", &[("date_end", "")], 2, "date is missing"),
        one(
            "end before start",
            &[("date_end", "2020-05-01")],
            2,
            "before it begins",
        ),
        one("year of another date", &[("year", "2019")], 3, "`2019`"),
        one(
            "event of three years",
            &[("date_end", "2023-05-03")],
            3,
            "lasts 1096 days",
        ),
        one(
            "type of violence 4",
            &[("type_of_violence", "4")],
            2,
            "type of violence",
        ),
        one(
            "precision of place 9",
            &[("where_prec", "9")],
            2,
            "from 1 to 7",
        ),
        one(
            "precision of date 7",
            &[("date_prec", "7")],
            2,
            "from 1 to 5",
        ),
        one(
            "precision of date 0 (Candidate)",
            &[("date_prec", "0")],
            3,
            "taken as 1",
        ),
        one(
            "country missing",
            &[("country", "")],
            2,
            "country is missing",
        ),
        one(
            "unknown country",
            &[("country", "Ruritania")],
            3,
            "Ruritania",
        ),
        rows("row given twice", &ged(&[]), 2, "repeats line 2"),
        one(
            "identifier given twice",
            &[("id", "900001"), ("side_b", "Another group")],
            2,
            "stands on line 2",
        ),
        of_country(
            "MLI",
            one(
                "events of another country among those asked for",
                &[("country", "Niger")],
                2,
                "1 of Niger",
            ),
        ),
        of_country(
            "Somalia",
            one("no event of the country asked for", &[], 0, ""),
        )
        .refused("no event of Somalia"),
        of_country(
            "Atlantis",
            one("country asked for that is none", &[], 0, ""),
        )
        .refused("`Atlantis`"),
        one(
            "formula in a name",
            &[("side_b", "=HYPERLINK(\"http://a.example\")")],
            3,
            "",
        ),
        one(
            "HTML in a name",
            &[("side_b", "<script>alert(1)</script>")],
            3,
            "",
        ),
        one(
            "terminal escape in a name",
            &[("side_b", "\u{1b}[31mgroup")],
            3,
            "became spaces",
        ),
        one("name of 1,200 bytes", &[("side_b", &long)], 3, "1199 bytes"),
    ]
}
