#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    reading::read("GEDEvent_v25_1.geojson", data);
});
