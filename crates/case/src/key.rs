//! The forms of keys and codes that the case file allows.

/// Keys: lower-case letters and digits, in parts joined by a hyphen or a dot.
pub(crate) const KEY_PATTERN: &str = "^[a-z0-9]+([.-][a-z0-9]+)*$";
/// Country codes: ISO 3166-1 alpha-3.
pub(crate) const ISO3_PATTERN: &str = "^[A-Z]{3}$";

/// Whether a text is a key.
pub(crate) fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.split(['-', '.']).all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Whether a text has the form of a country code.
pub(crate) fn is_iso3(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_lower_case_parts() {
        for good in ["jnim", "ansar-dine", "affinity.jnim.mopti", "mali-2024"] {
            assert!(is_key(good), "{good}");
        }
        for bad in ["", "JNIM", "ansar dine", "-a", "a-", "a--b", "ségou"] {
            assert!(!is_key(bad), "{bad}");
        }
        assert!(is_iso3("MLI") && !is_iso3("ML") && !is_iso3("mli"));
    }
}
