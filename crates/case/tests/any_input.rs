//! No input makes the reader panic, and dates may be bare or quoted.

use std::collections::BTreeMap;

use case::{Case, builtin_files, template};
use proptest::prelude::*;

fn side(text: &str) -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([("landmarks.csv".to_owned(), text.as_bytes().to_vec())])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(Case::parse("any", &text, side(&text)).is_err());
    }

    #[test]
    fn a_case_file_with_something_torn_out_does_not_panic(
        from in 0usize..8000, length in 0usize..300, put in "[\\[\\]{}\"=,.#a-z0-9\n -]{0,12}",
    ) {
        let mut text: Vec<char> = template("any").chars().collect();
        let from = from.min(text.len());
        let to = (from + length).min(text.len());
        text.splice(from..to, put.chars());
        let text: String = text.into_iter().collect();
        let _ = Case::parse("any", &text, BTreeMap::new());
    }

    #[test]
    fn a_table_with_something_torn_out_does_not_panic(
        from in 0usize..60_000, length in 0usize..300, put in "[\",;\n\ra-z0-9-]{0,12}",
    ) {
        let files = builtin_files("mali-2024").unwrap();
        let mut side: BTreeMap<String, Vec<u8>> =
            files.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect();
        let table = side.get_mut("landmarks.csv").unwrap();
        let from = from.min(table.len());
        let to = (from + length).min(table.len());
        table.splice(from..to, put.bytes());
        let text = String::from_utf8_lossy(files["case.toml"]);
        let _ = Case::parse("mali-2024", &text, side);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let text = format!("a = {}1{}", "[".repeat(5000), "]".repeat(5000));
    assert!(Case::parse("deep", &text, BTreeMap::new()).is_err());
}

#[test]
fn dates_may_be_bare_or_quoted() {
    let bare = Case::parse("d", &template("d"), BTreeMap::new()).unwrap();
    let text = template("d").replace("date = 2024-09-17", "date = \"2024-09-17\"");
    let quoted = Case::parse("d", &text, BTreeMap::new()).unwrap();
    assert_eq!(bare.event, quoted.event);
}
