#![no_main]

mod reading;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    reading::read("ged251-csv.zip", data);
});
