use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{date, parse_date};

/// A calendar month, counted from January of year 0.
///
/// Written `YYYY-MM`. Years run from 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// A text that is not a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthError(String);

impl fmt::Display for MonthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a month; write it as YYYY-MM", self.0)
    }
}

impl std::error::Error for MonthError {}

impl Month {
    /// The month of a year (1 to 9999) and a month number (1 to 12), or `None` out of range.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month))
            .then(|| Self(year * 12 + i32::from(month) - 1))
    }

    /// The month a date lies in.
    pub fn of(day: Date) -> Self {
        Self(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.rem_euclid(12) as u8 + 1
    }

    /// The number the VIEWS challenge gives this month: January 1980 is 1.
    pub fn views_id(self) -> i32 {
        self.0 - 1980 * 12 + 1
    }

    /// The month of a VIEWS number.
    pub fn from_views_id(id: i32) -> Option<Self> {
        let count = id.checked_add(1980 * 12 - 1)?;
        Self::new(count.div_euclid(12), count.rem_euclid(12) as u8 + 1)
    }

    /// The first day.
    ///
    /// # Panics
    /// Never: every `Month` has a first day.
    pub fn first_day(self) -> Date {
        date(self.year() as i16, self.month() as i8, 1).unwrap_or(Date::MIN)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// Days in the month, 28 to 31.
    pub fn days(self) -> u8 {
        self.first_day().days_in_month() as u8
    }
}

/// The months from `first` to `last`, both included; none when `last` comes before `first`.
pub fn months(first: Month, last: Month) -> impl DoubleEndedIterator<Item = Month> + Clone {
    (first.0..=last.0).map(Month)
}

impl Add<i32> for Month {
    type Output = Self;
    fn add(self, months: i32) -> Self {
        Self(self.0 + months)
    }
}

impl Sub<i32> for Month {
    type Output = Self;
    fn sub(self, months: i32) -> Self {
        Self(self.0 - months)
    }
}

impl Sub for Month {
    type Output = i32;
    fn sub(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        // A month is a date without its day: one reader for both.
        let wrong = || MonthError(text.chars().take(40).collect());
        if text.len() != 7 || !text.is_ascii() {
            return Err(wrong());
        }
        parse_date(&format!("{text}-01"))
            .filter(|day| day.year() >= 1)
            .map(Self::of)
            .ok_or_else(wrong)
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A calendar month, YYYY-MM.",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_over_a_new_year_and_back() {
        let december: Month = "1999-12".parse().unwrap();
        assert_eq!((december + 1).to_string(), "2000-01");
        assert_eq!((december + 1) - december, 1);
        assert_eq!(december - 12, "1998-12".parse().unwrap());
        assert_eq!(months(december, december + 2).count(), 3);
        assert_eq!(months(december, december - 1).count(), 0);
    }

    #[test]
    fn refuses_what_is_not_a_month() {
        for text in [
            "2024-13",
            "2024-00",
            "2024-9",
            "0000-01",
            "2024/09",
            "",
            "20é-09",
            "2024-09-01",
        ] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn views_ids_run_both_ways() {
        assert_eq!("2018-01".parse::<Month>().unwrap().views_id(), 457);
        assert_eq!(Month::from_views_id(1).unwrap().to_string(), "1980-01");
        assert_eq!(Month::from_views_id(i32::MAX), None);
    }
}
