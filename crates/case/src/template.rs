//! A case file to begin with.

use crate::key::is_key;

/// A commented case file that shows every section and passes the check as it stands.
///
/// Its stand-ins are marked `FILL`. A name that is not a key is turned into one.
///
/// ```
/// let text = case::template("chad-2027");
/// let case = case::Case::parse("chad-2027", &text, Default::default()).unwrap();
/// assert_eq!(case.about.key, "chad-2027");
/// ```
pub fn template(name: &str) -> String {
    include_str!("template.toml").replace("KEY", &key_of(name))
}

/// A key made of a name: lower case, all else as hyphens.
fn key_of(name: &str) -> String {
    let lower = name.to_lowercase();
    if is_key(&lower) {
        return lower;
    }
    let parts = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty());
    let key = parts.collect::<Vec<_>>().join("-");
    if key.is_empty() {
        "new-case".to_owned()
    } else {
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Case;
    use std::collections::BTreeMap;

    #[test]
    fn every_section_is_shown_and_the_whole_passes() {
        let text = template("Chad 2027");
        let case = Case::parse("t", &text, BTreeMap::new()).unwrap();
        assert_eq!(case.about.key, "chad-2027");
        let schema = crate::schema::value();
        for section in schema["properties"].as_object().unwrap().keys() {
            let shown = text.lines().any(|line| {
                let line = line.trim_start_matches("# ");
                line.starts_with(&format!("[{section}]"))
                    || line.starts_with(&format!("[[{section}]]"))
            });
            assert!(shown, "the template does not show [{section}]");
        }
        assert!(text.contains("# FILL"));
    }

    #[test]
    fn odd_names_make_keys() {
        assert_eq!(key_of("Côte d'Ivoire, 2011"), "c-te-d-ivoire-2011");
        assert_eq!(key_of("///"), "new-case");
    }
}
