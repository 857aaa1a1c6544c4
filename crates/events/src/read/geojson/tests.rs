use super::*;

fn run(text: &[u8], limit: usize) -> Vec<String> {
    let mut features = Features::new(text, limit);
    features.open().unwrap().unwrap();
    let mut seen = Vec::new();
    loop {
        match features.next().unwrap() {
            Step::End => return seen,
            Step::Feature { line } => {
                let id = features.record().field(0).to_owned();
                seen.push(format!("{line} {id}"));
            }
            Step::Fault { line, trouble } => {
                let last = trouble.kind == "truncated";
                seen.push(format!("{line} {}", trouble.kind));
                if last {
                    return seen;
                }
            }
        }
    }
}

fn feature(id: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"id":{id},"year":1,"best":2}},"geometry":{{"type":"Point","coordinates":[1.5,2,9]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        "{{\"type\":\"FeatureCollection\",\"crs\":{{\"a\":[1]}},\n\"features\":[\n{}\n]}}",
        features.join(",\n")
    )
}

#[test]
fn a_broken_feature_leaves_its_neighbours() {
    let text = collection(&[
        feature("1"),
        r#"{"type":"Feature","properties":{"id":2,,}}"#.to_owned(),
        r#"{"type":"Feature","properties":{"id":"3}}"#.to_owned(),
        feature("4"),
        r#"{"type":"Feature","properties":{"id":5,"year":1,"best":2},"geometry":null}"#.to_owned(),
        r#"{"type":"Feature","properties":{"id":6,"id":7,"year":1,"best":2},"geometry":null}"#
            .to_owned(),
        feature("\"8\""),
    ]);
    assert_eq!(
        run(text.as_bytes(), 1 << 20),
        [
            "3 1",
            "4 broken-feature",
            "5 broken-feature",
            "6 4",
            "7 no-point",
            "8 duplicate-key",
            "9 8",
        ]
    );
}

#[test]
fn a_cut_file_and_a_feature_beyond_the_limit() {
    let text = collection(&[feature("1"), feature("2")]);
    let cut = &text.as_bytes()[..text.len() - 30];
    assert_eq!(run(cut, 1 << 20), ["3 1", "4 truncated"]);
    let long = collection(&[feature("1"), feature(&"9".repeat(500)), feature("3")]);
    assert_eq!(
        run(long.as_bytes(), 200),
        ["3 1", "4 broken-feature", "5 3"]
    );
}

#[test]
fn a_point_may_have_a_height_and_text_be_windows_1252() {
    let mut text = collection(&[feature("\"caf#\"")]).into_bytes();
    for byte in &mut text {
        if *byte == b'#' {
            *byte = 0xe9;
        }
    }
    let mut features = Features::new(&text[..], 1 << 20);
    features.open().unwrap().unwrap();
    assert!(matches!(
        features.next().unwrap(),
        Step::Feature { line: 3 }
    ));
    assert!(features.decoded);
    let record = features.record();
    assert_eq!(record.field(0), "caf\u{e9}");
    assert_eq!(record.field(Ged::Latitude as usize), "2");
    assert_eq!(record.field(Ged::Longitude as usize), "1.5");
}

#[test]
fn says_what_json_it_is_instead() {
    let open = |text: &str| {
        Features::new(text.as_bytes(), 1000)
            .open()
            .unwrap()
            .unwrap_err()
    };
    assert!(open(r#"{"error":"Bad credentials"}"#).contains("Bad credentials"));
    assert!(open(r#"{"TotalCount":5,"Result":[]}"#).contains("`TotalCount`, `Result`"));
    assert!(open("{").contains("without features"));
}
