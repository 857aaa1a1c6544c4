//! Dates in the schema, and dates of which only the month or the year is known.

use std::fmt;
use std::str::FromStr;

use calendar::{Date, Month, date, parse_date};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Schema of a date, for fields of type [`Date`].
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date" })
}

/// Schema of a date that may be left out.
pub(crate) fn optional_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "format": "date" })
}

/// A date known to the day, the month or the year: `2024-09-17`, `2024-09`, `2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartialDate {
    /// The day is known.
    Day(Date),
    /// The month is known.
    Month(Month),
    /// The year is known (1 to 9999).
    Year(i16),
}

impl PartialDate {
    /// The first day it can be.
    pub fn first_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.first_day(),
            Self::Year(year) => date(year, 1, 1).unwrap_or(Date::MIN),
        }
    }

    /// The last day it can be.
    pub fn last_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last_day(),
            Self::Year(year) => date(year, 12, 31).unwrap_or(Date::MAX),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(month) => write!(f, "{month}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.len() {
            10 => parse_date(text).map(Self::Day),
            7 => text.parse().ok().map(Self::Month),
            4 if text.bytes().all(|b| b.is_ascii_digit()) => {
                text.parse().ok().filter(|year| *year >= 1).map(Self::Year)
            }
            _ => None,
        }
        .ok_or_else(|| format!("`{text}` is not a date"))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A date known to the day, the month or the year.",
            "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_date_spans_what_it_can_be() {
        let year: PartialDate = "2016".parse().unwrap();
        assert_eq!(year.last_day().to_string(), "2016-12-31");
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.last_day().to_string(), "2024-02-29");
        assert_eq!(month.to_string(), "2024-02");
        for bad in ["2024-13", "2024-02-30", "24", "0000", "abcd", "2024/01/02"] {
            assert!(bad.parse::<PartialDate>().is_err(), "{bad}");
        }
    }
}
