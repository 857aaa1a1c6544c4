//! How figures are written: no more digits than are known, the same everywhere.

mod time;

use stats::Estimate;

pub(crate) use time::{day, every, month, month_name, short_month, years, years_interval};

/// A no-break space: keeps a number and its unit on one line.
pub(crate) const NBSP: char = '\u{a0}';

/// A whole number with its thousands separated: `12,345`.
pub(crate) fn count(n: impl Into<u64>) -> String {
    let digits = n.into().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and its noun: `1 event`, `2 events`, `no events`.
pub(crate) fn of(n: impl Into<u64>, one: &str, many: &str) -> String {
    match n.into() {
        0 => format!("no {many}"),
        1 => format!("1{NBSP}{one}"),
        n => format!("{}{NBSP}{many}", count(n)),
    }
}

/// An ordinal: in words to `ninth`, then in figures: `10th`, `21st`.
pub(crate) fn ordinal(n: u32) -> String {
    const WORDS: [&str; 10] = [
        "0th", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    ];
    if let Some(word) = WORDS.get(n as usize) {
        return (*word).to_owned();
    }
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{}{ending}", count(n))
}

/// A superlative by rank: `deadliest`, `second deadliest`.
pub(crate) fn deadliest(rank: u32) -> String {
    if rank <= 1 {
        "deadliest".to_owned()
    } else {
        format!("{} deadliest", ordinal(rank))
    }
}

/// Two significant digits, thousands separated, no trailing zeros: `0.87`, `3`, `12`, `1,200`.
///
/// A figure that is not finite is written `unknown`.
pub(crate) fn two_digits(x: f64) -> String {
    if !x.is_finite() {
        return "unknown".to_owned();
    }
    if x.abs() < 1e-9 {
        return "0".to_owned();
    }
    let power = x.abs().log10().floor() as i32;
    // Rounding can add a digit (9.96 to 10), so the power is read again from the rounded figure.
    let unit = 10f64.powi(power - 1);
    let rounded = (x / unit).round() * unit;
    if rounded.abs() >= 10.0 {
        let whole = count(rounded.abs().min(1e18).round() as u64);
        return if x < 0.0 { format!("-{whole}") } else { whole };
    }
    let power = rounded.abs().log10().floor() as i32;
    let text = format!(
        "{rounded:.*}",
        usize::try_from(1 - power).unwrap_or(0).min(12)
    );
    trimmed(&text)
}

/// A ratio: two digits that stay even when zero (`1.0`), a third beside 1 (`0.98`, `1.04`).
pub(crate) fn ratio(x: f64) -> String {
    if !x.is_finite() {
        "unknown".to_owned()
    } else if x < 0.095 {
        two_digits(x)
    } else if (x - 1.0).abs() < 1e-9 {
        "1.0".to_owned()
    } else if x < 1.095 {
        format!("{x:.2}")
    } else if x < 9.95 {
        format!("{x:.1}")
    } else {
        two_digits(x)
    }
}

/// A share of 1 in whole per cent: `under 1 %`, `14 %`, `over 99 %`.
pub(crate) fn percent(share: f64) -> String {
    if !(share * 100.0).is_finite() {
        "unknown".to_owned()
    } else if share > 0.0 && share < 0.005 {
        format!("under 1{NBSP}%")
    } else if (0.995..1.0).contains(&share) {
        format!("over 99{NBSP}%")
    } else {
        format!("{:.0}{NBSP}%", share * 100.0)
    }
}

/// Two shares of 1 as a range in per cent: `14 to 17 %`; one figure where both are written the same.
pub(crate) fn percents(low: f64, high: f64) -> String {
    let (low, high) = (percent(low), percent(high));
    let unit = format!("{NBSP}%");
    match low.strip_suffix(&unit) {
        _ if low == high => high,
        Some(bare) if bare.chars().all(|c| c.is_ascii_digit()) => format!("{bare} to {high}"),
        _ => format!("{low} to {high}"),
    }
}

/// Beyond this a weight of evidence is only said to be beyond it: ten thousand million to one.
const MOST_DECIBANS: f64 = 100.0;

/// A weight of evidence with its sign, without a unit: `+0.8`, `-12`, `0`, `over +100`.
pub(crate) fn weight(decibans: f64) -> String {
    if decibans.is_nan() {
        return "unknown".to_owned();
    }
    if decibans.abs() > MOST_DECIBANS {
        let side = if decibans > 0.0 { "over +" } else { "under -" };
        return format!("{side}{MOST_DECIBANS:.0}");
    }
    let text = if decibans.abs() < 9.95 {
        format!("{decibans:+.1}")
    } else {
        format!("{decibans:+.0}")
    };
    match text.as_str() {
        "+0.0" | "-0.0" => "0".to_owned(),
        _ => text,
    }
}

/// The size of a weight of evidence with its unit: `8.2 decibans`, `0.04 decibans`, `1 deciban`.
pub(crate) fn decibans(size: f64) -> String {
    let text = match size.abs() {
        0.0 => "0".to_owned(),
        small if small < 0.005 => "under 0.01".to_owned(),
        small if small < 0.095 => format!("{small:.2}"),
        size => weight(size).replace('+', ""),
    };
    let unit = if text == "1.0" { "deciban" } else { "decibans" };
    format!("{}{NBSP}{unit}", trimmed(&text))
}

/// A part of a whole in per cent, or `None` of nothing.
pub(crate) fn share(part: u32, whole: u32) -> Option<String> {
    (whole > 0).then(|| percent(f64::from(part) / f64::from(whole)))
}

/// The level of an interval: `90 %`.
pub(crate) fn level(estimate: &Estimate) -> String {
    format!("{:.0}{NBSP}%", estimate.level * 100.0)
}

/// The interval of a ratio: `90 %: 0.87 to 1.4`.
pub(crate) fn ratio_interval(estimate: &Estimate) -> String {
    format!(
        "{}: {} to {}",
        level(estimate),
        ratio(estimate.low),
        ratio(estimate.high)
    )
}

/// A country's name as it stands within a sentence: `Mali`, `the Central African Republic`.
pub(crate) fn the(country: &str) -> String {
    const PLURALS: [&str; 6] = [
        "Philippines",
        "Netherlands",
        "Gambia",
        "Comoros",
        "Maldives",
        "Bahamas",
    ];
    let titled = country.ends_with(" Republic")
        || country.ends_with(" Islands")
        || country.starts_with("United ")
        || country.starts_with("Democratic Republic")
        || country.starts_with("Republic of")
        || PLURALS.contains(&country);
    if titled {
        format!("the {country}")
    } else {
        country.to_owned()
    }
}

/// Text with its first letter a capital.
pub(crate) fn capital_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A name without what it has in brackets.
pub(crate) fn short_name(name: &str) -> String {
    let inside = |c: char, depth: usize| match c {
        '(' => depth + 1,
        ')' => depth.saturating_sub(1),
        _ => depth,
    };
    let mut depth = 0;
    let mut out = String::new();
    for c in name.chars() {
        if depth == 0 && c != '(' {
            out.push(c);
        }
        depth = inside(c, depth);
    }
    let out = out
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" ,", ",");
    if out.is_empty() { name.to_owned() } else { out }
}

/// Takes zeros off the end of a decimal fraction, and the sign off a zero.
pub(crate) fn trimmed(text: &str) -> String {
    let cut = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    };
    if cut == "-0" { "0" } else { cut }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separates_thousands() {
        let written = [0u32, 7, 999, 1000, 12_345, 1_234_567].map(count);
        assert_eq!(written, ["0", "7", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn writes_ordinals() {
        let written = [1u32, 2, 9, 10, 11, 12, 13, 21, 22, 23, 101, 111, 1002].map(ordinal);
        assert_eq!(
            written,
            [
                "first", "second", "ninth", "10th", "11th", "12th", "13th", "21st", "22nd", "23rd",
                "101st", "111th", "1,002nd"
            ]
        );
        assert_eq!(deadliest(1), "deadliest");
    }

    #[test]
    fn keeps_two_digits() {
        let written = [
            0.0,
            0.0123,
            0.996,
            0.87,
            3.0,
            3.04,
            9.96,
            37.4,
            142.0,
            1249.0,
            f64::INFINITY,
        ]
        .map(two_digits);
        assert_eq!(
            written,
            [
                "0", "0.012", "1", "0.87", "3", "3", "10", "37", "140", "1,200", "unknown"
            ]
        );
    }

    #[test]
    fn weights_have_a_sign_and_an_end() {
        let written = [0.0, -0.04, 0.84, -3.0, 9.97, -42.4, 2000.0, -1e300].map(weight);
        assert_eq!(
            written,
            [
                "0",
                "0",
                "+0.8",
                "-3.0",
                "+10",
                "-42",
                "over +100",
                "under -100"
            ]
        );
        assert_eq!(weight(f64::NAN), "unknown");
        let sizes = [1.0, -3.04, 15.2, f64::INFINITY].map(|x| decibans(x).replace(NBSP, " "));
        assert_eq!(
            sizes,
            [
                "1 deciban",
                "3 decibans",
                "15 decibans",
                "over 100 decibans"
            ]
        );
    }

    #[test]
    fn ranges_name_their_unit_once() {
        let nb = |low, high| percents(low, high).replace(NBSP, " ");
        assert_eq!(nb(0.14, 0.17), "14 to 17 %");
        assert_eq!(nb(0.141, 0.139), "14 %");
        assert_eq!(nb(0.001, 0.17), "under 1 % to 17 %");
        assert_eq!(nb(f64::NAN, 0.17), "unknown to 17 %");
    }

    #[test]
    fn countries_take_their_article() {
        let written = [
            "Mali",
            "Central African Republic",
            "United Kingdom",
            "Sudan",
        ]
        .map(the);
        assert_eq!(
            written,
            [
                "Mali",
                "the Central African Republic",
                "the United Kingdom",
                "Sudan"
            ]
        );
    }

    #[test]
    fn writes_ratios_with_the_digits_that_tell_them_from_one() {
        let written = [0.04, 0.5, 0.987, 1.0, 1.04, 1.26, 12.3].map(ratio);
        assert_eq!(
            written,
            ["0.04", "0.50", "0.99", "1.0", "1.04", "1.3", "12"]
        );
    }
}
