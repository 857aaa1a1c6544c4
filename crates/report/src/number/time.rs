//! Days, months, and lengths of time.

use calendar::{Date, Month};
use stats::Estimate;

use super::{NBSP, count, level, of, two_digits};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The years drawn on an axis or said in prose are cut off here: nothing longer can be known.
const LONGEST_YEARS: f64 = 1000.0;

/// How often something happens that comes back every so many years: `every 3 years`, `every 7
/// months`, `more often than once a month`.
pub(crate) fn every(years: f64) -> String {
    match span(years) {
        Span::Unknown => "at an unknown pace".to_owned(),
        Span::UnderMonth => "more often than once a month".to_owned(),
        Span::Months(1) => "every month".to_owned(),
        Span::Months(n) => format!("every {n}{NBSP}months"),
        Span::Years(text) if text == "1" => "every year".to_owned(),
        Span::Years(text) => format!("every {text}{NBSP}years"),
        Span::Beyond => format!(
            "less often than once in {}{NBSP}years",
            count(LONGEST_YEARS as u64)
        ),
    }
}

/// A length of time: `3 years`, `7 months`, `under a month`.
pub(crate) fn years(years: f64) -> String {
    match span(years) {
        Span::Unknown => "unknown".to_owned(),
        Span::UnderMonth => "under a month".to_owned(),
        Span::Months(n) => of(n, "month", "months"),
        Span::Years(text) if text == "1" => format!("1{NBSP}year"),
        Span::Years(text) => format!("{text}{NBSP}years"),
        Span::Beyond => format!("over {}{NBSP}years", count(LONGEST_YEARS as u64)),
    }
}

enum Span {
    Unknown,
    UnderMonth,
    Months(u32),
    Years(String),
    Beyond,
}

fn span(years: f64) -> Span {
    if years.is_nan() || years < 0.0 {
        Span::Unknown
    } else if years > LONGEST_YEARS {
        Span::Beyond
    } else if years * 12.0 < 0.95 {
        Span::UnderMonth
    } else if (years * 12.0).round() < 12.0 {
        Span::Months((years * 12.0).round() as u32)
    } else if years < 1.05 {
        Span::Years("1".to_owned())
    } else {
        Span::Years(two_digits(years))
    }
}

/// The interval of an estimate in years: `90 %: 2 to 5 years`, `90 %: 7 months to 3 years`.
pub(crate) fn years_interval(estimate: &Estimate) -> String {
    let (low, high) = match (span(estimate.low), span(estimate.high)) {
        (Span::Years(low), Span::Years(high)) if high != "1" => (low, format!("{high}{NBSP}years")),
        (Span::Months(low), Span::Months(high)) if high != 1 => {
            (low.to_string(), format!("{high}{NBSP}months"))
        }
        _ => (years(estimate.low), years(estimate.high)),
    };
    if low == high {
        return format!("{}: {low}", level(estimate));
    }
    format!("{}: {low} to {high}", level(estimate))
}

/// A day: `17 September 2024`.
pub(crate) fn day(date: Date) -> String {
    let month = month_name(date.month().unsigned_abs());
    format!("{}{NBSP}{month}{NBSP}{}", date.day(), date.year())
}

/// A month: `September 2024`.
pub(crate) fn month(month: Month) -> String {
    format!("{}{NBSP}{}", month_name(month.month()), month.year())
}

/// A month in short: `Sep 2024`.
pub(crate) fn short_month(month: Month) -> String {
    let name = month_name(month.month()).get(..3).unwrap_or_default();
    format!("{name}{NBSP}{}", month.year())
}

/// A month's name: `September`.
pub(crate) fn month_name(number: u8) -> &'static str {
    MONTHS
        .get(usize::from(number).wrapping_sub(1))
        .copied()
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_often() {
        let nb = |text: String| text.replace(NBSP, " ");
        let written = [
            0.01,
            0.08,
            0.6,
            0.97,
            1.02,
            1.44,
            3.0,
            40.2,
            142.0,
            5000.0,
            f64::NAN,
        ]
        .map(|y| nb(every(y)));
        assert_eq!(
            written,
            [
                "more often than once a month",
                "every month",
                "every 7 months",
                "every year",
                "every year",
                "every 1.4 years",
                "every 3 years",
                "every 40 years",
                "every 140 years",
                "less often than once in 1,000 years",
                "at an unknown pace"
            ]
        );
    }
}
