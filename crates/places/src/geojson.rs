//! Reads polygons and names from GeoJSON (RFC 7946).

use std::borrow::Cow;

use geo::{Coord, MultiPolygon};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::rings::{Ring, polygon};
use crate::source::{Fault, Source, fault, shortened};
use crate::{Country, Defect, Position};

/// How to read a boundary file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Property that holds the country (alpha-3 code or name); guessed when none is given.
    pub country_property: Option<String>,
    /// Property that holds the region's name; guessed when none is given.
    pub name_property: Option<String>,
    /// Country of every feature, for a file that does not say it.
    pub iso3: Option<String>,
    /// Keep the regions as the file divides and names them, instead of folding them into the
    /// canonical division of the alias table.
    pub as_in_file: bool,
    /// Stop at the first feature that is not as it should be, instead of leaving it out.
    pub strict: bool,
}

/// Guesses for the country's property: Natural Earth, geoBoundaries, GADM, OCHA, in any case.
const COUNTRY_PROPERTIES: &[&str] = &[
    "iso3",
    "adm0_a3",
    "iso_a3",
    "shapegroup",
    "gid_0",
    "sov_a3",
    "country_iso3",
    "adm0_en",
    "adm0_name",
    "name_0",
    "country",
    "admin",
];

/// Guesses for the region's property, in the same order.
const NAME_PROPERTIES: &[&str] = &[
    "adm1_en",
    "adm1_fr",
    "adm1_name",
    "admin1name",
    "admin1name_en",
    "shapename",
    "name_1",
    "name",
    "region",
    "name_en",
];

/// What one good feature says.
pub(crate) struct Feature {
    pub(crate) iso3: String,
    pub(crate) name: String,
    pub(crate) polygons: MultiPolygon,
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    crs: Option<Value>,
}

#[derive(Deserialize)]
struct RawFeature<'a> {
    properties: Option<serde_json::Map<String, Value>>,
    #[serde(borrow)]
    geometry: Option<Geometry<'a>>,
}

#[derive(Deserialize)]
struct Geometry<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
}

impl Source<'_> {
    /// Every feature in the order of the file, good or bad; an error when it is no collection.
    pub(crate) fn features(
        &self,
        options: &ReadOptions,
    ) -> Result<Vec<Result<Feature, Defect>>, Defect> {
        let collection: Collection<'_> = serde_json::from_str(self.text).map_err(|e| {
            self.json(
                self.text,
                &e,
                "Give a GeoJSON file: a FeatureCollection of polygons",
            )
        })?;
        let Some(features) = collection
            .features
            .filter(|_| collection.kind == "FeatureCollection")
        else {
            let reason = format!(
                "'{}' is not a FeatureCollection",
                shortened(&collection.kind)
            );
            return Err(self.at(
                0,
                fault(
                    reason,
                    "Give a GeoJSON file: a FeatureCollection of polygons",
                ),
            ));
        };
        if let Some(crs) = collection.crs.filter(|crs| !crs.is_null()) {
            let crs = crs.to_string();
            if !["CRS84", "4326", "WGS84", "WGS 84"]
                .iter()
                .any(|known| crs.contains(known))
            {
                let reason = format!("coordinate reference system {}", shortened(&crs));
                return Err(self.at(
                    0,
                    fault(
                        reason,
                        "Reproject to WGS84 longitude and latitude, EPSG:4326",
                    ),
                ));
            }
        }
        Ok(features
            .iter()
            .map(|raw| self.feature(raw.get(), options))
            .collect())
    }

    fn feature(&self, raw: &str, options: &ReadOptions) -> Result<Feature, Defect> {
        let feature: RawFeature<'_> = serde_json::from_str(raw)
            .map_err(|e| self.json(raw, &e, "A feature has properties and a geometry"))?;
        let here = |fault| self.at(self.offset(raw), fault);
        let properties = feature.properties.unwrap_or_default();
        let iso3 = country(&properties, options).map_err(here)?;
        let name = text(
            &properties,
            options.name_property.as_deref(),
            NAME_PROPERTIES,
        )
        .ok_or_else(|| {
            here(fault(
                "the feature has no name",
                "Say which property holds the region's name",
            ))
        })?;
        let called = shortened(&name);
        let geometry = feature.geometry.ok_or_else(|| {
            here(fault(
                format!("{called} has no geometry"),
                "Give it a polygon",
            ))
        })?;
        let polygons = self.polygons(&geometry, &called, here)?;
        plausible(&iso3, &called, &polygons).map_err(here)?;
        Ok(Feature {
            iso3,
            name,
            polygons,
        })
    }

    fn polygons(
        &self,
        geometry: &Geometry<'_>,
        name: &str,
        here: impl Fn(Fault) -> Defect,
    ) -> Result<MultiPolygon, Defect> {
        let Some(raw) = geometry.coordinates else {
            let reason = format!(
                "{name}: a geometry '{}' without coordinates",
                shortened(&geometry.kind)
            );
            return Err(here(fault(reason, "Give a Polygon or a MultiPolygon")));
        };
        let bad = |e: serde_json::Error| {
            self.json(
                raw.get(),
                &e,
                "Coordinates of a polygon are rings of [longitude, latitude]",
            )
        };
        let parts: Vec<Vec<Ring>> = match geometry.kind.as_ref() {
            "MultiPolygon" => serde_json::from_str(raw.get()).map_err(bad)?,
            "Polygon" => vec![serde_json::from_str(raw.get()).map_err(bad)?],
            other => {
                let reason = format!("{name}: geometry of type '{}'", shortened(other));
                return Err(here(fault(
                    reason,
                    "Only Polygon and MultiPolygon enclose a region: leave the feature out",
                )));
            }
        };
        let at_coordinates = |f: Fault| {
            self.at(
                self.offset(raw.get()),
                Fault {
                    reason: format!("{name}: {}", f.reason),
                    ..f
                },
            )
        };
        parts
            .iter()
            .map(|rings| polygon(rings).map_err(at_coordinates))
            .collect::<Result<Vec<_>, _>>()
            .map(MultiPolygon)
    }
}

fn country(
    properties: &serde_json::Map<String, Value>,
    options: &ReadOptions,
) -> Result<String, Fault> {
    if let Some(iso3) = &options.iso3 {
        return Ok(iso3.to_ascii_uppercase());
    }
    let written = text(
        properties,
        options.country_property.as_deref(),
        COUNTRY_PROPERTIES,
    )
    .ok_or_else(|| {
        fault(
            "the feature names no country",
            "Say which property holds the country, or give its ISO3 code",
        )
    })?;
    let known = Country::by_iso3(&written).or_else(|| Country::by_name(&written));
    known
        .map(|c| c.iso3.to_owned())
        .filter(|iso3| !iso3.is_empty())
        .ok_or_else(|| {
            fault(
                format!("unknown country '{}'", shortened(&written)),
                "Use an ISO 3166-1 alpha-3 code, or give it for the whole file",
            )
        })
}

/// The text of a property: the one asked for, or the first guess that holds any.
fn text(
    properties: &serde_json::Map<String, Value>,
    asked: Option<&str>,
    guesses: &[&str],
) -> Option<String> {
    let value = |name: &str| {
        let found = properties
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))?
            .1
            .as_str()?
            .trim();
        (!found.is_empty() && found != "-99").then(|| found.to_owned())
    };
    match asked {
        Some(name) => value(name),
        None => guesses.iter().find_map(|name| value(name)),
    }
}

/// A region whose points are all outside the country's box, and inside with latitude and longitude
/// changed over, was written the wrong way round.
fn plausible(iso3: &str, name: &str, polygons: &MultiPolygon) -> Result<(), Fault> {
    let Some(country) = Country::by_iso3(iso3) else {
        return Ok(());
    };
    let points = || polygons.iter().flat_map(|p| p.exterior().coords());
    let outside = |c: &Coord| {
        !country.may_contain(Position {
            latitude: c.y,
            longitude: c.x,
        })
    };
    let turned = |c: &Coord| Position::new(c.x, c.y).is_some_and(|at| country.may_contain(at));
    if country.bounds.is_some()
        && points().all(|c| outside(c) && turned(c))
        && points().next().is_some()
    {
        return Err(fault(
            format!(
                "{name}: every point lies outside {}, and inside once turned round",
                country.name
            ),
            "Latitude and longitude look swapped: GeoJSON writes longitude first",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collection(features: &str) -> String {
        format!("{{\"type\": \"FeatureCollection\",\n \"features\": [\n  {features}]}}")
    }

    fn mali(coordinates: &str) -> String {
        collection(&format!(
            r#"{{"type":"Feature","properties":{{"adm0_a3":"MLI","name":"Gao"}},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
        ))
    }

    fn first(text: &str, options: &ReadOptions) -> Result<Feature, Defect> {
        let mut features = Source::new("a.geojson", text).features(options)?;
        features.remove(0)
    }

    #[test]
    fn bad_files_say_where_and_what() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let table = [
            (String::new(), "a.geojson:1:1: EOF", "FeatureCollection of polygons"),
            ("{\"type\":\n nonsense".into(), "a.geojson:2:3: expected", "FeatureCollection"),
            ("[1,2]".into(), "a.geojson:1:2: invalid", "FeatureCollection"),
            ("{\"type\":\"Feature\"}".into(), "'Feature' is not", "FeatureCollection"),
            ("{\"type\":\"FeatureCollection\",\"features\":null}".into(), "is not a Feature", "FeatureCollection"),
            ("{\"type\":\"FeatureCollection\",\"features\":[],\"crs\":{\"properties\":{\"name\":\"EPSG:32630\"}}}".into(), "EPSG:32630", "Reproject"),
            (collection("5"), "a.geojson:3:3: invalid type", "properties and a geometry"),
            (collection("{\"properties\":{}}"), "a.geojson:3:3: the feature names no country", "ISO3"),
            (collection("{\"properties\":{\"iso3\":\"QQQ\",\"name\":\"x\"}}"), "unknown country 'QQQ'", "alpha-3"),
            (collection("{\"properties\":{\"iso3\":\"MLI\"}}"), "no name", "property"),
            (collection("{\"properties\":{\"iso3\":\"MLI\",\"name\":\"Gao\"},\"geometry\":null}"), "no geometry", "polygon"),
            (collection("{\"properties\":{\"iso3\":\"MLI\",\"name\":\"Gao\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]}}"), "type 'Point'", "leave the feature out"),
            (collection("{\"properties\":{\"iso3\":\"MLI\",\"name\":\"Gao\"},\"geometry\":{\"type\":\"GeometryCollection\"}}"), "without coordinates", "MultiPolygon"),
            (mali("[]"), "without rings", "outer ring"),
            (mali("[[]]"), "ring 1: 0 points", "three corners"),
            (mali("[[[0,16]]]"), "ring 1: 1 points", "three corners"),
            (mali("[[[0,16],[1,16],[0,16]]]"), "enclose nothing", "three corners"),
            (mali("[[[0,16],[1,17],[2,18],[0,16]]]"), "enclose nothing", "three corners"),
            (mali("[[[0],[1,17],[2,18],[0,16]]]"), "point 1 has 1 coordinates", "[longitude, latitude]"),
            (mali("[[[0,NaN],[1,17],[2,18],[0,16]]]"), "expected value", "FeatureCollection"),
            (mali("[[[0,1e999],[1,17],[2,18],[0,16]]]"), "number out of range", ""),
            (mali("[[[\"0\",16],[1,17],[2,18],[0,16]]]"), "invalid type: string", "rings of"),
            (mali("[[[0,160],[1,17],[2,18],[0,16]]]"), "point 1 is [0, 160]", "swapped"),
            (mali("[[[500000,1600000],[1,17],[2,18],[0,16]]]"), "[500000, 1600000]", "reproject"),
            (mali("[[[16,-10],[17,-10],[17,-9],[16,-10]]]"), "inside once turned round", "swapped"),
            (mali(&deep), "invalid type: sequence", "rings of"),
            (deep, "", "FeatureCollection"),
        ];
        for (text, reason, remedy) in table {
            let message = first(&text, &ReadOptions::default())
                .err()
                .unwrap()
                .to_string();
            assert!(message.contains(reason), "{message} lacks {reason}");
            assert!(message.contains(remedy), "{message} lacks {remedy}");
            assert!(
                message.starts_with("a.geojson:") && message.len() < 300,
                "{message}"
            );
        }
    }

    #[test]
    fn coordinates_out_of_shape_are_found_on_their_line() {
        let text = mali("[[\n[0,16],\n[1,\"x\"]]]");
        let defect = first(&text, &ReadOptions::default()).err().unwrap();
        assert_eq!((defect.line, defect.column), (5, 6), "{defect}");
    }

    #[test]
    fn properties_can_be_named_or_guessed() {
        let square = "[[[0,16],[1,16],[1,17]]]";
        for (properties, options) in [
            (
                r#"{"shapeGroup":"MLI","shapeName":"Gao"}"#,
                ReadOptions::default(),
            ),
            (
                r#"{"ADM0_EN":"Mali","ADM1_FR":"Gao"}"#,
                ReadOptions::default(),
            ),
            (
                r#"{"name":"Gao"}"#,
                ReadOptions {
                    iso3: Some("mli".into()),
                    ..ReadOptions::default()
                },
            ),
            (
                r#"{"land":"Mali","gebiet":"Gao","name":"x"}"#,
                ReadOptions {
                    country_property: Some("land".into()),
                    name_property: Some("Gebiet".into()),
                    ..ReadOptions::default()
                },
            ),
        ] {
            let text = collection(&format!(
                r#"{{"properties":{properties},"geometry":{{"type":"Polygon","coordinates":{square}}}}}"#
            ));
            let feature = first(&text, &options).ok().unwrap();
            assert_eq!(
                (feature.iso3.as_str(), feature.name.as_str()),
                ("MLI", "Gao")
            );
            assert!(feature.polygons.0[0].exterior().is_closed());
        }
    }
}
