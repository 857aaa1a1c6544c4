//! Makes the outline of a country from a boundary file, on standard output.
//!
//! `cargo run -p places --example make_outline -- admin1.geojson MLI 10 "Natural Earth 1:10m"`

use std::io::Write;
use std::path::Path;

use places::{Gazetteer, ReadOptions, generalise};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, iso3, tolerance_km2, source] = arguments.as_slice() else {
        return Err("give a GeoJSON file, an ISO3 code, a tolerance in km2 and the source".into());
    };
    let gazetteer = Gazetteer::read(Path::new(file), &ReadOptions::default())?;
    let outline = generalise(&gazetteer, iso3, tolerance_km2.parse()?, source)?;
    std::io::stdout()
        .lock()
        .write_all(outline.to_json().as_bytes())?;
    Ok(())
}
