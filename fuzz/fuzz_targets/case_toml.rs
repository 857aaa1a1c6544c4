#![no_main]

use std::collections::BTreeMap;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = case::Case::parse("fuzzed", text, BTreeMap::new());
});
