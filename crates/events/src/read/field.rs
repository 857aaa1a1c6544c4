//! Numbers and dates read from the bytes of a field, without allocation.

use calendar::{Date, date};

use super::text::shown;
use super::trouble::Trouble;

const TAKE_ORIGINAL: &str = "Correct the number, or take the row from the original release";

/// A whole number of at least 0. `3.0` and `3,0` are 3, as spreadsheets write them.
pub(crate) fn count(value: &str, column: &'static str, what: &str) -> Result<u32, Trouble> {
    if let Some(number) = digits(value) {
        return Ok(number);
    }
    if value.is_empty() {
        return Err(Trouble::missing(column, what));
    }
    let bad = |kind, is_not: &str| Trouble::bad(kind, column, value, is_not, TAKE_ORIGINAL);
    let sign = value.starts_with('-');
    let rest = value.strip_prefix(['-', '+']).unwrap_or(value).as_bytes();
    let is_digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let mut parts = rest.splitn(2, |&b| b == b'.' || b == b',');
    let whole = parts.next().unwrap_or(rest);
    let fraction = parts.next();
    if !is_digits(whole) || !fraction.is_none_or(is_digits) {
        return Err(bad("not-a-number", "is not a number"));
    }
    if fraction.is_some_and(|part| part.iter().any(|&b| b != b'0')) {
        return Err(bad("not-whole", "is not a whole number"));
    }
    let number = std::str::from_utf8(whole)
        .ok()
        .and_then(digits_of_any_length);
    match number {
        Some(0) => Ok(0),
        Some(_) if sign => Err(bad("negative", "is negative")),
        Some(number) => u32::try_from(number)
            .map_err(|_| bad("number-too-large", "is more than a count of deaths can be")),
        None => Err(bad(
            "number-too-large",
            "is more than a count of deaths can be",
        )),
    }
}

/// Up to nine digits.
fn digits(value: &str) -> Option<u32> {
    let bytes = value.as_bytes();
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0u32, |sum, &b| {
        let digit = b.wrapping_sub(b'0');
        (digit < 10).then(|| sum * 10 + u32::from(digit))
    })
}

/// A number that is written as numbers usually are: up to nine digits, the first of them not zero.
pub(super) fn identifier_as_written(value: &str) -> Option<u32> {
    digits(value).filter(|_| !value.starts_with('0'))
}

fn digits_of_any_length(value: &str) -> Option<u64> {
    value.parse().ok()
}

/// An identifier of UCDP's: a whole number, or nothing when the field is empty, negative or text.
pub(crate) fn identifier(value: &str) -> Option<u32> {
    digits(value).or_else(|| value.strip_suffix(".0").and_then(digits))
}

/// A code between 1 and `most`.
pub(crate) fn code(value: &str, most: u8, column: &'static str, what: &str) -> Result<u8, Trouble> {
    if let [digit @ b'1'..=b'9'] = value.as_bytes()
        && digit - b'0' <= most
    {
        return Ok(digit - b'0');
    }
    match count(value, column, what)? {
        number @ 1.. if number <= u32::from(most) => Ok(number as u8),
        _ => Err(Trouble::bad(
            "bad-code",
            column,
            value,
            &format!("is not a {what} from 1 to {most}"),
            "Correct the code by the codebook of the release",
        )),
    }
}

/// A coordinate in degrees. A decimal comma is read where the file's delimiter is not a comma.
pub(crate) fn degrees(value: &str, column: &'static str) -> Result<f64, Trouble> {
    if value.is_empty() {
        return Err(Trouble::missing(column, column));
    }
    let parsed = value.parse::<f64>().ok().or_else(|| {
        let comma = value.contains(',') && !value.contains('.');
        comma
            .then(|| value.replace(',', ".").parse().ok())
            .flatten()
    });
    parsed.filter(|degrees| degrees.is_finite()).ok_or_else(|| {
        Trouble::bad(
            "not-a-number",
            column,
            value,
            "is not a number of degrees",
            "Write decimal degrees, such as 12.6392",
        )
    })
}

/// How dates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateStyle {
    /// `2024-09-17`, or `09/17/2024`: slashes are month first, as in the HDX copies of UCDP.
    Ucdp,
    /// `2024-09-17`, `17/09/2024` (day first) or `17 September 2024`: ACLED's three.
    Acled,
}

/// A date, whatever time of day follows it.
pub(crate) fn day(value: &str, style: DateStyle, column: &'static str) -> Result<Date, Trouble> {
    if value.is_empty() {
        return Err(Trouble::missing(column, "date"));
    }
    match parts(value, style) {
        Some((year, month, day)) if (1900..=2199).contains(&year) => date(year, month, day)
            .ok_or_else(|| {
                Trouble::rejected(
                    "impossible-date",
                    format!("There is no such day as {}", shown(value)),
                    match style {
                        DateStyle::Ucdp => {
                            "Write YYYY-MM-DD; dates with slashes are read month first"
                        }
                        DateStyle::Acled => {
                            "Write YYYY-MM-DD; dates with slashes are read day first"
                        }
                    },
                )
                .at(column)
            }),
        _ => Err(Trouble::bad(
            "bad-date",
            column,
            value,
            "is not a date between 1900 and 2199",
            "Write YYYY-MM-DD",
        )),
    }
}

/// Year, month and day as written.
fn parts(value: &str, style: DateStyle) -> Option<(i16, i8, i8)> {
    let bytes = value.as_bytes();
    if let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, rest @ ..] = bytes
        && is_time(rest)
    {
        let pair = |a: &u8, b: &u8| Some(digit(*a)? * 10 + digit(*b)?);
        return Some((
            pair(y0, y1)? * 100 + pair(y2, y3)?,
            pair(m0, m1)? as i8,
            pair(d0, d1)? as i8,
        ));
    }
    if bytes.contains(&b'/') {
        let mut pieces = value.splitn(3, '/');
        let (first, second) = (pieces.next()?, pieces.next()?);
        let last = pieces.next()?;
        let (year, rest) = last.split_at_checked(4)?;
        if !is_time(rest.as_bytes()) {
            return None;
        }
        let (month, day) = match style {
            DateStyle::Ucdp => (first, second),
            DateStyle::Acled => (second, first),
        };
        return Some((small(year)?, small(month)? as i8, small(day)? as i8));
    }
    if style == DateStyle::Acled {
        let mut pieces = value.split_ascii_whitespace();
        let (day, month, year) = (pieces.next()?, pieces.next()?, pieces.next()?);
        if pieces.next().is_some() {
            return None;
        }
        return Some((small(year)?, month_named(month)?, small(day)? as i8));
    }
    None
}

/// Nothing, or a time of day after a space or `T`.
fn is_time(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b' ' | b'T', time @ ..] => time.iter().all(|b| {
            b.is_ascii_digit()
                || matches!(b, b':' | b'.' | b'Z' | b'+' | b'-' | b' ')
                || b.eq_ignore_ascii_case(&b'a')
                || b.eq_ignore_ascii_case(&b'p')
                || b.eq_ignore_ascii_case(&b'm')
        }),
        _ => false,
    }
}

fn digit(byte: u8) -> Option<i16> {
    byte.is_ascii_digit().then(|| i16::from(byte - b'0'))
}

fn small(text: &str) -> Option<i16> {
    (1..=4).contains(&text.len()).then_some(())?;
    text.bytes()
        .try_fold(0i16, |sum, byte| Some(sum * 10 + digit(byte)?))
}

/// The month of an English name, whole or its first three letters.
fn month_named(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let at = NAMES
        .iter()
        .position(|month| *month == name || (name.len() == 3 && month.starts_with(&name)))?;
    Some(at as i8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_whole_and_not_negative() {
        let kind = |value: &str| count(value, "best", "best estimate").map_err(|t| t.kind);
        assert_eq!(kind("17"), Ok(17));
        assert_eq!(kind("3.0"), Ok(3));
        assert_eq!(kind("-0"), Ok(0));
        assert_eq!(kind("4294967295"), Ok(u32::MAX));
        assert_eq!(kind(""), Err("missing-value"));
        assert_eq!(kind("1.5"), Err("not-whole"));
        assert_eq!(kind("-3"), Err("negative"));
        assert_eq!(kind("4294967296"), Err("number-too-large"));
        assert_eq!(kind("99999999999999999999999"), Err("number-too-large"));
        for text in ["ten", "1e3", "-", ".", "1.", "0x10", "١"] {
            assert_eq!(kind(text), Err("not-a-number"), "{text}");
        }
    }

    #[test]
    fn reads_every_style_of_date() {
        let wanted = date(2020, 7, 31).unwrap();
        for text in [
            "2020-07-31",
            "2020-07-31 00:00:00.000",
            "2020-07-31T00:00:00",
            "07/31/2020 00:00:00",
            "7/31/2020",
        ] {
            assert_eq!(
                day(text, DateStyle::Ucdp, "date_start"),
                Ok(wanted),
                "{text}"
            );
        }
        for text in ["2020-07-31", "31/07/2020", "31 July 2020", "31 jul 2020"] {
            assert_eq!(
                day(text, DateStyle::Acled, "event_date"),
                Ok(wanted),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_days_that_never_were() {
        let kind = |text: &str| day(text, DateStyle::Ucdp, "date_start").unwrap_err().kind;
        assert_eq!(kind("2023-02-29"), "impossible-date");
        assert_eq!(kind("31/07/2020"), "impossible-date");
        assert_eq!(kind("0020-07-31"), "bad-date");
        assert_eq!(kind("31 July 2020"), "bad-date");
        assert_eq!(kind("2020-07-31x"), "bad-date");
        assert_eq!(kind("43831"), "bad-date");
        assert_eq!(kind("é/é/ééé"), "bad-date");
    }

    proptest::proptest! {
        #[test]
        fn every_day_survives_every_style(days in 0i64..109_000) {
            let wanted = date(1900, 1, 1).unwrap()
                .checked_add(jiff::Span::new().days(days)).unwrap();
            let iso = wanted.to_string();
            let slashes = format!("{}/{}/{:04} 00:00:00", wanted.month(), wanted.day(), wanted.year());
            proptest::prop_assert_eq!(day(&iso, DateStyle::Ucdp, "d").unwrap(), wanted);
            proptest::prop_assert_eq!(day(&slashes, DateStyle::Ucdp, "d").unwrap(), wanted);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = day(&text, DateStyle::Acled, "d");
            let _ = day(&text, DateStyle::Ucdp, "d");
            let _ = count(&text, "best", "x");
            let _ = degrees(&text, "latitude");
        }
    }
}
