//! UCDP's columns, in the yearly releases, the Candidate releases and the HDX copies.
//!
//! Codebook: Högbladh 2025, *UCDP GED Codebook version 25.1*, Uppsala University.

use places::Country;

use super::check::{self, Deaths};
use super::columns::{Column, Header, optional, required};
use super::field::{self, DateStyle};
use super::record::Record;
use super::text::shown;
use super::trouble::Trouble;
use crate::{EventRow, Violence};

macro_rules! columns {
    ($($name:ident = $column:expr;)*) => {
        /// Positions in [`COLUMNS`].
        #[derive(Clone, Copy)]
        pub(super) enum Ged { $($name),* }
        /// The columns that are read, in the order of [`Ged`].
        pub(super) const COLUMNS: &[Column] = &[$($column),*];
    };
}

columns! {
    Id = required(&["id"]);
    Year = optional(&["year"]);
    CodeStatus = optional(&["code_status"]);
    Violence = required(&["type_of_violence"]);
    ConflictId = optional(&["conflict_new_id", "conflict_id"]);
    Conflict = optional(&["conflict_name"]);
    DyadId = optional(&["dyad_new_id", "dyad_id"]);
    Dyad = optional(&["dyad_name"]);
    SideAId = optional(&["side_a_new_id", "side_a_id"]);
    SideA = required(&["side_a"]);
    SideBId = optional(&["side_b_new_id", "side_b_id"]);
    SideB = required(&["side_b"]);
    Sources = optional(&["number_of_sources"]);
    WherePrec = required(&["where_prec"]);
    Adm1 = optional(&["adm_1"]);
    Adm2 = optional(&["adm_2"]);
    Latitude = required(&["latitude"]);
    Longitude = required(&["longitude"]);
    Wkt = optional(&["geom_wkt"]);
    Gid = optional(&["priogrid_gid"]);
    Country = required(&["country"]);
    Clarity = optional(&["event_clarity"]);
    DatePrec = required(&["date_prec"]);
    DateStart = required(&["date_start"]);
    DateEnd = required(&["date_end"]);
    DeathsA = required(&["deaths_a"]);
    DeathsB = required(&["deaths_b"]);
    DeathsCivilians = required(&["deaths_civilians"]);
    DeathsUnknown = required(&["deaths_unknown"]);
    Best = required(&["best", "best_est"]);
    High = required(&["high", "high_est"]);
    Low = required(&["low", "low_est"]);
}

/// The 49 columns of an official release, for the Candidate release that came without its header.
pub(super) const OFFICIAL: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Columns whose text is carried on.
pub(super) const NAMES: [usize; 8] = [
    Ged::Id as usize,
    Ged::Conflict as usize,
    Ged::Dyad as usize,
    Ged::SideA as usize,
    Ged::SideB as usize,
    Ged::Adm1 as usize,
    Ged::Adm2 as usize,
    Ged::Country as usize,
];

/// Whether the fields of a first line are those of an event in the official order.
pub(super) fn looks_headerless(record: Record<'_>) -> bool {
    record.len() == OFFICIAL.len()
        && field::identifier(record.field(0)).is_some()
        && matches!(record.field(5), "1" | "2" | "3")
        && record.field(29).parse::<f64>().is_ok()
        && field::day(record.field(38), DateStyle::Ucdp, "date_start").is_ok()
}

/// The country a row names.
pub(super) fn country<'a>(header: &Header, record: Record<'a>) -> &'a str {
    header.get(record, Ged::Country as usize)
}

/// Reads one event; doubts about a row that is kept go to `kept`.
pub(super) fn event<'a>(
    header: &Header,
    record: Record<'a>,
    line: u64,
    country: Option<&'static Country>,
    kept: &mut Vec<Trouble>,
) -> Result<EventRow<'a>, Trouble> {
    let get = |column: Ged| header.get(record, column as usize);
    let id = get(Ged::Id);
    if id.is_empty() {
        return Err(Trouble::missing("id", "identifier"));
    }
    let deaths = |column, name, what| field::count(get(column), name, what);
    let deaths = Deaths {
        a: deaths(Ged::DeathsA, "deaths_a", "number of deaths on side A")?,
        b: deaths(Ged::DeathsB, "deaths_b", "number of deaths on side B")?,
        civilians: deaths(
            Ged::DeathsCivilians,
            "deaths_civilians",
            "number of civilian deaths",
        )?,
        unknown: deaths(
            Ged::DeathsUnknown,
            "deaths_unknown",
            "number of unknown deaths",
        )?,
        best: deaths(Ged::Best, "best", "best estimate")?,
        low: deaths(Ged::Low, "low", "low estimate")?,
        high: deaths(Ged::High, "high", "high estimate")?,
    };
    let violence = violence(get(Ged::Violence))?;
    let date_start = field::day(get(Ged::DateStart), DateStyle::Ucdp, "date_start")?;
    let date_end = field::day(get(Ged::DateEnd), DateStyle::Ucdp, "date_end")?;
    check::dates(date_start, date_end, get(Ged::Year), kept)?;
    let (lat, lon) = (get(Ged::Latitude), get(Ged::Longitude));
    let place = check::place(
        field::degrees(lat, "latitude")?,
        field::degrees(lon, "longitude")?,
        field::identifier(get(Ged::Gid)),
        country,
        kept,
    )?;
    check::well_known_text(get(Ged::Wkt), lat, lon, place, kept);
    let name = get(Ged::Country);
    if name.is_empty() {
        return Err(Trouble::missing("country", "country"));
    }
    let where_prec = field::code(
        get(Ged::WherePrec),
        7,
        "where_prec",
        "geographical precision",
    )?;
    let days = i64::from((date_end - date_start).get_days()) + 1;
    let date_prec = date_precision(get(Ged::DatePrec), days, kept)?;
    let deaths = deaths.ordered(kept);
    Ok(EventRow {
        id,
        line,
        violence,
        kind: "",
        conflict_id: field::identifier(get(Ged::ConflictId)),
        conflict: get(Ged::Conflict),
        dyad_id: field::identifier(get(Ged::DyadId)),
        dyad: get(Ged::Dyad),
        side_a_id: field::identifier(get(Ged::SideAId)),
        side_a: get(Ged::SideA),
        side_b_id: field::identifier(get(Ged::SideBId)),
        side_b: get(Ged::SideB),
        associates: "",
        country: name,
        iso3: country.map_or("", |country| country.iso3),
        adm1: get(Ged::Adm1),
        adm2: get(Ged::Adm2),
        latitude: place.latitude,
        longitude: place.longitude,
        gid: place.gid,
        where_prec,
        date_prec,
        clarity: match get(Ged::Clarity) {
            "1" => 1,
            "2" => 2,
            _ => 0,
        },
        date_start,
        date_end,
        deaths_a: deaths.a,
        deaths_b: deaths.b,
        deaths_civilians: deaths.civilians,
        deaths_unknown: deaths.unknown,
        best: deaths.best,
        low: deaths.low,
        high: deaths.high,
        sources: field::identifier(get(Ged::Sources)),
        clear: matches!(get(Ged::CodeStatus), "" | "Clear"),
        revised: None,
    })
}

fn violence(code: &str) -> Result<Violence, Trouble> {
    match code {
        "1" => Ok(Violence::StateBased),
        "2" => Ok(Violence::NonState),
        "3" => Ok(Violence::OneSided),
        "" => Err(Trouble::missing("type_of_violence", "type of violence")),
        _ => Err(Trouble::bad(
            "bad-code",
            "type_of_violence",
            code,
            "is not a type of violence",
            "Write 1 (state-based), 2 (non-state) or 3 (one-sided)",
        )),
    }
}

/// UCDP's precision of date. Candidate releases have a few zeros: those are set by the number of
/// days the event may have happened on, as the codebook defines the codes.
fn date_precision(code: &str, days: i64, kept: &mut Vec<Trouble>) -> Result<u8, Trouble> {
    if code != "0" {
        return field::code(code, 5, "date_prec", "precision of date");
    }
    let precision = match days {
        ..=1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        _ => 5,
    };
    kept.push(
        Trouble::kept(
            "date-precision-unset",
            format!(
                "The precision of date {} is taken as {precision}, for an event within {}",
                shown(code),
                super::text::counted(days as usize, "day")
            ),
            "Nothing needs doing; a later release will set it",
        )
        .at("date_prec"),
    );
    Ok(precision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_columns_are_all_those_read() {
        let names: Vec<String> = OFFICIAL.map(String::from).to_vec();
        let header = Header::resolve(COLUMNS, &names).unwrap();
        assert_eq!(header.position(Ged::Low as usize), Some(46));
        assert!((0..COLUMNS.len()).all(|column| header.position(column).is_some()));
        assert_eq!(COLUMNS.len(), Ged::Low as usize + 1);
    }

    #[test]
    fn an_unset_precision_follows_the_span() {
        let precision = |days| date_precision("0", days, &mut Vec::new());
        assert_eq!(
            [1, 2, 6, 7, 8, 31, 32].map(|days| precision(days).unwrap()),
            [1, 2, 2, 3, 4, 4, 5]
        );
        assert!(date_precision("6", 1, &mut Vec::new()).is_err());
        assert!(date_precision("", 1, &mut Vec::new()).is_err());
    }
}
