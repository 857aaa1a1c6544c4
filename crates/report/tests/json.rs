//! JSON and its schema.

mod made_up;

use std::path::Path;

#[test]
fn json_reads_back_as_the_same_assessment() {
    for of in [made_up::capital(), made_up::province(), made_up::bare()] {
        let text = report::json(&of);
        assert!(text.ends_with("}\n"));
        let back: assessment::Assessment = serde_json::from_str(&text).unwrap();
        assert_eq!(back, of);
        assert_eq!(report::json(&back), text);
    }
}

/// `IMPASSE_UPDATE=1 cargo test -p report --test json` writes the schema anew.
#[test]
fn the_committed_schema_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/assessment.schema.json");
    if std::env::var_os("IMPASSE_UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&path, report::schema()).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        committed.replace("\r\n", "\n"),
        report::schema(),
        "docs/assessment.schema.json is out of date: run with IMPASSE_UPDATE=1"
    );
}

#[test]
fn the_schema_names_every_section() {
    let schema: serde_json::Value = serde_json::from_str(&report::schema()).unwrap();
    for section in [
        "event",
        "evidence",
        "ablation",
        "record",
        "trajectory",
        "data",
        "manifest",
    ] {
        assert!(schema["properties"][section].is_object(), "{section}");
    }
}
