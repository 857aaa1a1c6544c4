#![no_main]

use places::{Gazetteer, ReadOptions};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = Gazetteer::from_geojson(data, "regions.geojson", &ReadOptions::default());
});
