//! Dates and months of the record.
//!
//! Event data come by day and are analysed by month. [`Month`] counts months so that they can be
//! subtracted, stepped and used as an index; [`Date`] is a civil date of the proleptic Gregorian
//! calendar, without time of day or zone.
//!
//! ```
//! use calendar::{date, Month};
//! let attack = date(2024, 9, 17).unwrap();
//! let month = Month::of(attack);
//! assert_eq!(month.to_string(), "2024-09");
//! assert_eq!(month - "2012-01".parse::<Month>().unwrap(), 152);
//! assert_eq!(month.views_id(), 537); // the VIEWS challenge counts from January 1980 = 1
//! assert_eq!(month.last_day(), date(2024, 9, 30).unwrap());
//! ```

mod month;

pub use jiff::civil::Date;
pub use month::{Month, MonthError, months};

/// The date of a year, month and day, or `None` when there is no such day.
///
/// Years run from -9999 to 9999.
pub fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// Reads an ISO date (`2024-09-17`), or `None` when it is not one.
///
/// ```
/// assert!(calendar::parse_date("2024-02-30").is_none());
/// ```
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |part: &[u8]| -> Option<i16> {
        part.iter().try_fold(0i16, |sum, b| {
            b.is_ascii_digit().then(|| sum * 10 + i16::from(b - b'0'))
        })
    };
    date(
        number(&bytes[0..4])?,
        i8::try_from(number(&bytes[5..7])?).ok()?,
        i8::try_from(number(&bytes[8..10])?).ok()?,
    )
}
