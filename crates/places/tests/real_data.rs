//! Laws checked on real files, read in place. Each test says so and passes when they are absent.

// The helpers unwrap test data and say when it is absent.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use places::{
    Country, Gazetteer, Gid, Outline, Position, ReadOptions, Region, canonical_region, outline,
};

fn data(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("IMPASSE_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = root.join(file);
    if !path.exists() {
        eprintln!("{} is not there: nothing checked", path.display());
        return None;
    }
    Some(path)
}

/// The named columns of a CSV file, row by row.
fn columns<const N: usize>(file: &str, names: [&str; N]) -> Vec<[String; N]> {
    let Some(path) = data(file) else {
        return Vec::new();
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .unwrap();
    let header = reader.headers().unwrap().clone();
    let at = names.map(|name| header.iter().position(|h| h == name).unwrap());
    let cells = |row: csv::StringRecord| at.map(|i| row[i].to_owned());
    reader.records().map(|row| cells(row.unwrap())).collect()
}

const GED: [&str; 4] = [
    "ged/GEDEvent_v26_0_1.csv",
    "ged/ged231_ethiopia.csv",
    "ged/ged231_sierra_leone.csv",
    "ged/ged231_sudan_hdx_layout.csv",
];

fn central_african_events() -> Vec<serde_json::Value> {
    let Some(path) = data("ged/ged231_car.geojson") else {
        return Vec::new();
    };
    let file: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["features"].as_array().unwrap().clone()
}

/// UCDP assigns its cells by the same rule. Five events at one place of Sudan, on an edge of two
/// cells, are the exception: their file rounds the latitude to 14.0.
#[test]
fn ucdp_events_lie_in_the_cell_ucdp_says() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    let mut check = |at: Position, written: u32| {
        checked += 1;
        let gid = Gid::of(at.latitude, at.longitude).map(Gid::get);
        if gid != Some(written) {
            wrong.push((at, written, gid));
        }
    };
    for file in GED {
        for [latitude, longitude, gid] in columns(file, ["latitude", "longitude", "priogrid_gid"]) {
            check(
                Position {
                    latitude: latitude.parse().unwrap(),
                    longitude: longitude.parse().unwrap(),
                },
                gid.parse().unwrap(),
            );
        }
    }
    for event in central_african_events() {
        let [longitude, latitude] =
            [0, 1].map(|i| event["geometry"]["coordinates"][i].as_f64().unwrap());
        check(
            Position {
                latitude,
                longitude,
            },
            event["properties"]["priogrid_gid"].as_u64().unwrap() as u32,
        );
    }
    eprintln!("{checked} events");
    let rounded = (
        Position {
            latitude: 14.0,
            longitude: 22.62,
        },
        149_446,
        Some(150_166),
    );
    assert_eq!(wrong, vec![rounded; if checked == 0 { 0 } else { 5 }]);
}

#[test]
fn countries_agree_with_the_views_key() {
    for [gw, iso3, numeric] in columns("views/country_key.csv", ["gwcode", "isoab", "isonum"]) {
        let (gw, numeric): (u16, u16) = (gw.parse().unwrap(), numeric.parse().unwrap());
        let country = if iso3.is_empty() {
            Country::by_gw(gw)
        } else {
            Country::by_iso3(&iso3)
        };
        let country = country.unwrap_or_else(|| panic!("{iso3} {gw}"));
        assert!(
            country.gw == Some(gw) || country.earlier_gw.contains(&gw),
            "{country:?} {gw}"
        );
        let numbered =
            country.iso_numeric == Some(numeric) || country.withdrawn_numeric.contains(&numeric);
        assert!(numbered || numeric == 0, "{country:?} {numeric}");
    }
    for [name, isoname, iso3] in columns("views/country_key.csv", ["name", "isoname", "isoab"]) {
        for name in [name, isoname]
            .iter()
            .filter(|n| !n.is_empty() && !iso3.is_empty())
        {
            let found = Country::by_name(name).unwrap_or_else(|| panic!("{name}"));
            // The key calls both Yemens of the past and of today by one name and code.
            assert!(
                found.iso3 == iso3,
                "{name} is {} here, {iso3} there",
                found.iso3
            );
        }
    }
}

#[test]
fn countries_agree_with_ucdp() {
    let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
    for file in GED {
        for [name, id] in columns(file, ["country", "country_id"]) {
            *pairs.entry((name, id)).or_default() += 1;
        }
    }
    for event in central_african_events() {
        let p = &event["properties"];
        *pairs
            .entry((
                p["country"].as_str().unwrap().to_owned(),
                p["country_id"].to_string(),
            ))
            .or_default() += 1;
    }
    for (name, id) in pairs.keys() {
        let by_name = Country::by_name(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(
            Country::by_gw(id.parse().unwrap()),
            Some(by_name),
            "{name} {id}"
        );
    }
    for [iso3] in columns("ged/country_month_ged25_1.csv", ["country_iso3"]) {
        assert!(Country::by_iso3(&iso3).is_some(), "{iso3}");
    }
}

#[test]
fn countries_hold_their_events() {
    for file in GED {
        for [id, name, latitude, longitude] in
            columns(file, ["id", "country", "latitude", "longitude"])
        {
            let at = Position {
                latitude: latitude.parse().unwrap(),
                longitude: longitude.parse().unwrap(),
            };
            assert!(
                Country::by_name(&name).unwrap().may_contain(at),
                "event {id} at {at:?} is far outside {name}"
            );
        }
    }
}

#[test]
fn every_region_name_of_ucdp_resolves() {
    let mut names: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (file, wanted) in [
        (GED[0], vec!["BFA", "MLI", "SOM", "AFG", "CAF"]),
        (GED[2], vec!["SLE"]),
    ] {
        for [country, name] in columns(file, ["country", "adm_1"]) {
            let iso3 = Country::by_name(&country).unwrap().iso3;
            if wanted.contains(&iso3) && !name.is_empty() {
                *names.entry((iso3, name)).or_default() += 1;
            }
        }
    }
    for event in central_african_events() {
        match event["properties"]["adm_1"].as_str() {
            Some("") | None => {}
            Some(name) => *names.entry(("CAF", name.to_owned())).or_default() += 1,
        }
    }
    let unresolved: Vec<_> = names
        .iter()
        .filter(|((iso3, name), _)| canonical_region(iso3, name).is_none())
        .collect();
    assert!(unresolved.is_empty(), "{unresolved:?}");
    eprintln!("{} names of regions", names.len());
    // Each has a shape to be drawn on, too.
    for ((iso3, name), _) in names
        .iter()
        .filter(|((iso3, _), _)| Outline::BUILT_IN.contains(iso3))
    {
        assert!(
            outline(iso3)
                .unwrap()
                .gazetteer()
                .region(iso3, name)
                .is_some(),
            "{iso3} {name}"
        );
    }
}

/// The region written beside an event is the one its coordinates fall in, but for border cases
/// and events known only to a place in another region.
#[test]
fn outlines_put_events_where_ucdp_does() {
    let gazetteer = outline("CAF").unwrap().gazetteer();
    let (mut same, mut all) = (0, 0);
    for event in central_african_events() {
        let p = &event["properties"];
        let precise = p["where_prec"].as_u64().is_some_and(|prec| prec <= 2);
        let (Some(name), true) = (p["adm_1"].as_str().filter(|n| !n.is_empty()), precise) else {
            continue;
        };
        let [longitude, latitude] =
            [0, 1].map(|i| event["geometry"]["coordinates"][i].as_f64().unwrap());
        all += 1;
        let found = gazetteer.locate(
            Position {
                latitude,
                longitude,
            },
            10.0,
        );
        same += usize::from(found.map(|f| f.region.name()) == gazetteer.resolve("CAF", name));
    }
    eprintln!("{same} of {all} events of precision 1 and 2 in the region UCDP writes");
    assert!(same * 100 >= all * 95, "{same} of {all}");
}

#[test]
fn africa_reads_whole_and_burkina_dissolves() {
    let Some(path) = data("boundaries/adm1_africa.geojson") else {
        return;
    };
    let africa = Gazetteer::read(&path, &ReadOptions::default()).unwrap();
    assert!(africa.defects().is_empty(), "{:?}", africa.defects());
    let as_in_file = Gazetteer::read(
        &path,
        &ReadOptions {
            as_in_file: true,
            ..ReadOptions::default()
        },
    )
    .unwrap();
    let names = |g: &Gazetteer| {
        g.regions()
            .iter()
            .map(|r| r.name().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(as_in_file.country("BFA").regions().len(), 45);
    assert_eq!(
        names(&africa.country("BFA")),
        names(&outline("BFA").unwrap().gazetteer())
    );
    // Dissolving provinces keeps the ground they stand on, and gives what others' dissolving gave.
    let area = |g: &Gazetteer| g.regions().iter().map(Region::area_km2).sum::<f64>();
    assert!((area(&africa.country("BFA")) / area(&as_in_file.country("BFA")) - 1.0).abs() < 1e-5);
    let theirs = Gazetteer::read(
        &data("boundaries/adm1_bfa_13regions.geojson").unwrap(),
        &ReadOptions::default(),
    )
    .unwrap();
    for region in theirs.regions() {
        let ours = africa.region("BFA", region.name()).unwrap();
        assert!(
            (ours.area_km2() / region.area_km2() - 1.0).abs() < 1e-3,
            "{}",
            region.name()
        );
    }
    // Mali touches Burkina Faso, Bamako touches Koulikoro alone.
    let mali = africa.country("MLI");
    let bamako = mali.index_of("MLI", "Bamako").unwrap();
    let touching: Vec<_> = mali
        .neighbours(bamako)
        .iter()
        .map(|i| mali.regions()[*i].name())
        .collect();
    assert_eq!(touching, ["Koulikoro"]);
    let mopti = africa.index_of("MLI", "Mopti").unwrap();
    assert!(
        africa
            .neighbours(mopti)
            .iter()
            .any(|i| africa.regions()[*i].iso3() == "BFA")
    );
}

/// The built-in outlines are close to the full polygons: areas of regions within a few per cent.
#[test]
fn outlines_are_close_to_their_source() {
    let Some(path) = data("boundaries/adm1_africa.geojson") else {
        return;
    };
    let africa = Gazetteer::read(&path, &ReadOptions::default()).unwrap();
    let mut worst: f64 = 0.0;
    for iso3 in ["MLI", "BFA", "CAF", "SOM"] {
        let small = outline(iso3).unwrap().gazetteer();
        assert_eq!(
            small.regions().len(),
            africa.country(iso3).regions().len(),
            "{iso3}"
        );
        for region in small.regions() {
            let full = africa.region(iso3, region.name()).unwrap();
            worst = worst.max((region.area_km2() / full.area_km2() - 1.0).abs());
            let borders = |g: &Gazetteer| {
                let at = g.index_of(iso3, region.name()).unwrap();
                g.neighbours(at)
                    .iter()
                    .map(|i| g.regions()[*i].name().to_owned())
                    .collect::<Vec<_>>()
            };
            assert_eq!(
                borders(&small),
                borders(&africa.country(iso3)),
                "{iso3} {}",
                region.name()
            );
        }
    }
    eprintln!(
        "largest difference of a region's area: {:.2} %",
        100.0 * worst
    );
    assert!(worst < 0.05, "{worst}");
}
