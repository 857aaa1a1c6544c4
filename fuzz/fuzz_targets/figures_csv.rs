#![no_main]

use events::figures::FiguresTable;

// What is read can be written, and is the same when read again.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(table) = FiguresTable::parse(data, "figures.csv") {
        let text = table.to_csv();
        let again = FiguresTable::parse(text.as_bytes(), "figures.csv").expect("own writing");
        assert_eq!(again.countries, table.countries);
        assert_eq!(again.to_csv(), text);
    }
});
