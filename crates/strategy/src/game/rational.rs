//! Exact payoffs and probabilities.

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// A rational number without rounding.
pub type Rational = RBig;

/// Greatest exponent, and greatest number of digits, of a number in a file.
const LONGEST: usize = 100;

/// Reads `3`, `-1/2`, `.5`, `1.25` or `2e-3`. `None` when it is none of these, has more than 100 digits
/// or an exponent beyond 100.
pub fn parse_rational(text: &str) -> Option<Rational> {
    if let Some((numerator, denominator)) = text.split_once('/') {
        let denominator = integer(denominator)?;
        if denominator == IBig::ZERO {
            return None;
        }
        return Some(Rational::from(integer(numerator)?) / Rational::from(denominator));
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    if exponent.unsigned_abs() > LONGEST as u64 {
        return None;
    }
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = integer(&format!("{whole}{fraction}"))?;
    let shift = exponent - fraction.len() as i64;
    let power = Rational::from(UBig::from(10_u8).pow(shift.unsigned_abs() as usize));
    let digits = Rational::from(digits);
    Some(if shift < 0 {
        digits / power
    } else {
        digits * power
    })
}

/// An optional sign and 1 to 100 digits, nothing else.
fn integer(text: &str) -> Option<IBig> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = (1..=LONGEST).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The rational that a float stands for: the shortest decimal that reads as it, so that 0.1 is 1/10.
/// Zero for what is not finite.
pub fn from_f64(value: f64) -> Rational {
    // Scientific notation is short at any size; a decimal has 17 digits at most.
    if let Some(exact) = parse_rational(&format!("{value:e}")) {
        return exact;
    }
    Rational::try_from(value).unwrap_or(Rational::ZERO)
}

/// The nearest float.
pub fn to_f64(value: &Rational) -> f64 {
    value.to_f64().value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_every_form_are_read_exactly() {
        let read = |text: &str| parse_rational(text).map(|value| value.to_string());
        for (text, value) in [
            ("3", "3"),
            ("-6/4", "-3/2"),
            (".5", "1/2"),
            ("-.25", "-1/4"),
            ("7.", "7"),
            ("+1.25", "5/4"),
            ("2e-3", "1/500"),
            ("1.5E2", "150"),
        ] {
            assert_eq!(read(text).as_deref(), Some(value), "{text}");
        }
        for text in [
            "", "-", ".", "1/0", "1/", "/2", "1/2/3", "1.2.3", "1e", "1e999", "x", "1.-2", "0x1",
            "1_0",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn floats_come_back(value in -1e90..1e90_f64) {
            prop_assert_eq!(to_f64(&from_f64(value)).to_bits(), value.to_bits());
        }
    }
}
