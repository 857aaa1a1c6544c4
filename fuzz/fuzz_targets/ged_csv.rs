#![no_main]

mod reading;

const HEADER: &str = include_str!("../seeds/ged_csv/header.csv");

// Half of the inputs are rows under a good header, which few mutations of a whole file would keep.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    match data.split_first() {
        Some((b'+', rows)) => {
            let mut file = HEADER.as_bytes().to_vec();
            file.extend_from_slice(rows);
            reading::read("GEDEvent_v25_1.csv", &file);
        }
        _ => reading::read("GEDEvent_v25_1.csv", data),
    }
});
