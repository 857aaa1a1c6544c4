//! ACLED's columns, and the types of violence its events are given; the page of the module
//! above states the rule.

use places::Country;

use super::check;
use super::columns::{Column, Header, optional, required};
use super::field::{self, DateStyle};
use super::record::Record;
use super::trouble::Trouble;
use crate::{EventRow, Violence};

macro_rules! columns {
    ($($name:ident = $column:expr;)*) => {
        /// Positions in [`COLUMNS`].
        #[derive(Clone, Copy)]
        pub(super) enum Acled { $($name),* }
        /// The columns that are read, in the order of [`Acled`].
        pub(super) const COLUMNS: &[Column] = &[$($column),*];
    };
}

columns! {
    Id = required(&["event_id_cnty"]);
    Date = required(&["event_date"]);
    Year = optional(&["year"]);
    DatePrec = required(&["time_precision"]);
    Type = required(&["event_type"]);
    SubType = optional(&["sub_event_type"]);
    Actor1 = required(&["actor1"]);
    Associate1 = optional(&["assoc_actor_1", "ally_actor_1"]);
    Inter1 = required(&["inter1"]);
    Actor2 = required(&["actor2"]);
    Associate2 = optional(&["assoc_actor_2", "ally_actor_2"]);
    Inter2 = required(&["inter2"]);
    Targeting = optional(&["civilian_targeting"]);
    Country = required(&["country"]);
    Iso3 = optional(&["iso3"]);
    IsoNumeric = optional(&["iso"]);
    Adm1 = optional(&["admin1"]);
    Adm2 = optional(&["admin2"]);
    Latitude = required(&["latitude"]);
    Longitude = required(&["longitude"]);
    WherePrec = required(&["geo_precision"]);
    Fatalities = required(&["fatalities"]);
    Timestamp = optional(&["timestamp"]);
}

/// Columns whose text is carried on.
pub(super) const NAMES: [usize; 10] = [
    Acled::Id as usize,
    Acled::Type as usize,
    Acled::SubType as usize,
    Acled::Actor1 as usize,
    Acled::Associate1 as usize,
    Acled::Actor2 as usize,
    Acled::Associate2 as usize,
    Acled::Country as usize,
    Acled::Adm1 as usize,
    Acled::Adm2 as usize,
];

/// What kind of actor ACLED's `inter` code names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// State forces, and external or other forces.
    State,
    /// Rebels, political and communal militias.
    Group,
    /// Rioters.
    Rioters,
    /// Protesters or civilians.
    Unarmed,
    /// No actor.
    Nobody,
}

/// The country a row names, by its name or else by its code.
pub(super) fn country(header: &Header, record: Record<'_>) -> Option<&'static Country> {
    let get = |column: Acled| header.get(record, column as usize);
    Country::by_name(get(Acled::Country))
        .or_else(|| Country::by_iso3(get(Acled::Iso3)))
        .or_else(|| Country::by_iso_numeric(get(Acled::IsoNumeric).parse().ok()?))
}

/// Reads one event; `scratch` holds the texts that are put together from several fields.
pub(super) fn event<'a>(
    header: &Header,
    record: Record<'a>,
    line: u64,
    country: Option<&'static Country>,
    scratch: &'a mut String,
    kept: &mut Vec<Trouble>,
) -> Result<EventRow<'a>, Trouble> {
    let get = |column: Acled| header.get(record, column as usize);
    let id = get(Acled::Id);
    if id.is_empty() {
        return Err(Trouble::missing("event_id_cnty", "identifier"));
    }
    let deaths = field::count(get(Acled::Fatalities), "fatalities", "number of fatalities")?;
    let day = field::day(get(Acled::Date), DateStyle::Acled, "event_date")?;
    check::dates(day, day, get(Acled::Year), kept)?;
    let place = check::place(
        field::degrees(get(Acled::Latitude), "latitude")?,
        field::degrees(get(Acled::Longitude), "longitude")?,
        None,
        country,
        kept,
    )?;
    let name = get(Acled::Country);
    if name.is_empty() {
        return Err(Trouble::missing("country", "country"));
    }
    let where_prec = get(Acled::WherePrec);
    let where_prec = field::code(where_prec, 3, "geo_precision", "geographical precision")?;
    let date_prec = get(Acled::DatePrec);
    let date_prec = field::code(date_prec, 3, "time_precision", "precision of time")?;
    let event_type = get(Acled::Type);
    let violence = violence(
        event_type,
        side(get(Acled::Inter1), "inter1")?,
        side(get(Acled::Inter2), "inter2")?,
        !get(Acled::Targeting).is_empty(),
    )?;
    scratch.clear();
    join(scratch, event_type, " / ", get(Acled::SubType));
    let split = scratch.len();
    join(
        scratch,
        get(Acled::Associate1),
        "; ",
        get(Acled::Associate2),
    );
    let (kind, associates) = scratch.split_at(split);
    let civilians = if violence == Violence::OneSided {
        deaths
    } else {
        0
    };
    Ok(EventRow {
        id,
        line,
        violence,
        kind,
        conflict_id: None,
        conflict: "",
        dyad_id: None,
        dyad: "",
        side_a_id: None,
        side_a: get(Acled::Actor1),
        side_b_id: None,
        side_b: get(Acled::Actor2),
        associates,
        country: name,
        iso3: country.map_or("", |country| country.iso3),
        adm1: get(Acled::Adm1),
        adm2: get(Acled::Adm2),
        latitude: place.latitude,
        longitude: place.longitude,
        gid: place.gid,
        where_prec: [1, 3, 4][usize::from(where_prec) - 1],
        date_prec: [1, 2, 4][usize::from(date_prec) - 1],
        clarity: 0,
        date_start: day,
        date_end: day,
        deaths_a: 0,
        deaths_b: 0,
        deaths_civilians: civilians,
        deaths_unknown: deaths - civilians,
        best: deaths,
        low: deaths,
        high: deaths,
        sources: None,
        clear: true,
        revised: get(Acled::Timestamp).parse().ok(),
    })
}

fn join(to: &mut String, first: &str, between: &str, second: &str) {
    to.push_str(first);
    if !first.is_empty() && !second.is_empty() {
        to.push_str(between);
    }
    to.push_str(second);
}

/// The kind of actor of a code, as a number (`2`, `2.0`) or in words.
fn side(code: &str, column: &'static str) -> Result<Side, Trouble> {
    let number = code.strip_suffix(".0").unwrap_or(code);
    if let [digit @ b'0'..=b'8'] = number.as_bytes() {
        return Ok(match digit {
            b'0' => Side::Nobody,
            b'1' | b'8' => Side::State,
            b'2'..=b'4' => Side::Group,
            b'5' => Side::Rioters,
            _ => Side::Unarmed,
        });
    }
    let starts = |words: &str| {
        code.get(..words.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(words))
    };
    Ok(match code {
        "" => Side::Nobody,
        _ if starts("state") || starts("external") || starts("foreign") || starts("other") => {
            Side::State
        }
        _ if starts("rebel") || starts("political") || starts("militia") => Side::Group,
        _ if starts("identity") || starts("communal") => Side::Group,
        _ if starts("rioter") => Side::Rioters,
        _ if starts("protester") || starts("civilian") => Side::Unarmed,
        _ => {
            return Err(Trouble::bad(
                "bad-code",
                column,
                code,
                "is not a kind of actor",
                "Write ACLED's code, 0 to 8, or its words, such as Rebel group",
            ));
        }
    })
}

/// ACLED's forms of event.
fn violence(
    event_type: &str,
    first: Side,
    second: Side,
    targets_civilians: bool,
) -> Result<Violence, Trouble> {
    let lower = event_type.to_ascii_lowercase();
    let armed = matches!(first, Side::State | Side::Group);
    Ok(match lower.as_str() {
        "" => return Err(Trouble::missing("event_type", "type of event")),
        "violence against civilians" if armed => Violence::OneSided,
        "violence against civilians" => Violence::Other,
        "explosions/remote violence" | "remote violence" => fight(first, second, targets_civilians),
        fought if fought.starts_with("battle") => fight(first, second, targets_civilians),
        "protests"
        | "riots"
        | "riots/protests"
        | "strategic developments"
        | "strategic development"
        | "non-violent transfer of territory"
        | "headquarters or base established" => Violence::Other,
        _ => {
            return Err(Trouble::bad(
                "unknown-event-type",
                "event_type",
                event_type,
                "is not one of ACLED's types of event",
                "Take the file from ACLED again, in English",
            ));
        }
    })
}

fn fight(first: Side, second: Side, targets_civilians: bool) -> Violence {
    use Side::{Group, State, Unarmed};
    match (first, second) {
        (State | Group, Unarmed) | (Unarmed, State | Group) => Violence::OneSided,
        (State | Group, _) if targets_civilians => Violence::OneSided,
        (State, State | Group) | (Group, State) => Violence::StateBased,
        (Group, Group) => Violence::NonState,
        _ => Violence::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_row_by_row() {
        let rule = |event_type: &str, a: &str, b: &str, civilians| {
            violence(
                event_type,
                side(a, "inter1").unwrap(),
                side(b, "inter2").unwrap(),
                civilians,
            )
            .unwrap()
        };
        for (event_type, a, b, civilians, wanted) in [
            ("Battles", "2", "1", false, Violence::StateBased),
            ("Battles", "2.0", "8.0", false, Violence::StateBased),
            (
                "Battles",
                "State forces",
                "External/Other forces",
                false,
                Violence::StateBased,
            ),
            (
                "Battle-No change of territory",
                "1",
                "2",
                false,
                Violence::StateBased,
            ),
            (
                "Battles",
                "Rebel group",
                "Identity militia",
                false,
                Violence::NonState,
            ),
            ("Battles", "3", "4", false, Violence::NonState),
            ("Battles", "5", "1", false, Violence::Other),
            (
                "Explosions/Remote violence",
                "2",
                "7",
                false,
                Violence::OneSided,
            ),
            (
                "Explosions/Remote violence",
                "2",
                "",
                true,
                Violence::OneSided,
            ),
            (
                "Explosions/Remote violence",
                "2",
                "0",
                false,
                Violence::Other,
            ),
            ("Remote violence", "1", "2", false, Violence::StateBased),
            (
                "Violence against civilians",
                "2",
                "7",
                false,
                Violence::OneSided,
            ),
            (
                "Violence against civilians",
                "Rioters",
                "Civilians",
                false,
                Violence::Other,
            ),
            ("Protests", "6", "", false, Violence::Other),
            ("Strategic developments", "1", "", false, Violence::Other),
        ] {
            assert_eq!(
                rule(event_type, a, b, civilians),
                wanted,
                "{event_type} {a} {b}"
            );
        }
    }

    #[test]
    fn refuses_codes_and_types_that_are_not_acleds() {
        assert!(side("9", "inter1").is_err());
        assert!(side("Soldaten", "inter1").is_err());
        assert!(violence("Combats", Side::State, Side::Group, false).is_err());
        assert!(violence("", Side::State, Side::Group, false).is_err());
    }
}
