//! JSON Schema of the case file.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::Value as Json;

use crate::Case;

/// The schema as a value. Conformance is checked against it, so that the schema given to editors
/// and what the program accepts are one thing.
pub(crate) fn value() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(|| {
        SchemaSettings::draft2020_12()
            .into_generator()
            .into_root_schema_for::<Case>()
            .to_value()
    });
    &SCHEMA
}

/// JSON Schema (draft 2020-12) of `case.toml`, indented, with a line end.
///
/// Dates may be TOML dates or quoted; in the schema they are strings of format `date`.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&case::schema()).unwrap();
/// assert_eq!(schema["title"], "Case file of impasse");
/// ```
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(value()).unwrap_or_default();
    text.push('\n');
    text
}
