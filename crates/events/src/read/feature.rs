//! One GeoJSON feature as text for UCDP's columns.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::ged::COLUMNS;

/// One feature: the properties that are columns, and the point.
#[derive(Default)]
pub(super) struct Feature {
    /// Text of each column of [`COLUMNS`], where the feature has it.
    pub(super) values: Vec<Option<String>>,
    /// A column that is given twice, with different values.
    pub(super) repeated: Option<usize>,
    /// Longitude and latitude, when the geometry is a point.
    pub(super) point: Option<[String; 2]>,
    /// Type of the geometry, when there is one.
    pub(super) geometry: Option<String>,
}

impl<'de> Deserialize<'de> for Feature {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(FeatureVisitor)
    }
}

struct FeatureVisitor;

impl<'de> Visitor<'de> for FeatureVisitor {
    type Value = Feature;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Feature, A::Error> {
        let mut feature = Feature {
            values: vec![None; COLUMNS.len()],
            ..Feature::default()
        };
        let mut seen_properties = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "properties" if seen_properties => {
                    return Err(A::Error::custom("it has two sets of properties"));
                }
                "properties" => {
                    seen_properties = true;
                    for (key, value) in map.next_value::<Option<Pairs>>()?.unwrap_or_default().0 {
                        let name = key.to_lowercase();
                        let column = COLUMNS
                            .iter()
                            .position(|column| column.names.contains(&name.as_str()));
                        let Some(column) = column else { continue };
                        let slot = &mut feature.values[column];
                        match slot {
                            Some(before) if *before != value => feature.repeated = Some(column),
                            _ => *slot = Some(value),
                        }
                    }
                }
                "geometry" => {
                    if let Some(geometry) = map.next_value::<Option<Geometry>>()? {
                        feature.point = geometry.point;
                        feature.geometry = Some(geometry.kind);
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(feature)
    }
}

/// Key and text of every scalar member of an object, repeats included.
#[derive(Default)]
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with properties")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Pairs::default();
                while let Some(key) = map.next_key::<String>()? {
                    pairs.0.push((key, map.next_value::<Scalar>()?.0));
                }
                Ok(pairs)
            }
        }
        from.deserialize_map(PairsVisitor)
    }
}

/// A value as the text a CSV file would have.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;
        impl<'de> Visitor<'de> for ScalarVisitor {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, a number, true, false or null")
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar(text.to_owned()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar(number.to_string()))
            }

            fn visit_bool<E>(self, truth: bool) -> Result<Scalar, E> {
                Ok(Scalar(truth.to_string()))
            }

            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar(String::new()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar(String::new()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar(String::new()))
            }
        }
        from.deserialize_any(ScalarVisitor)
    }
}

/// A geometry: its type, and the coordinates of a point.
struct Geometry {
    kind: String,
    point: Option<[String; 2]>,
}

impl<'de> Deserialize<'de> for Geometry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            #[serde(rename = "type")]
            kind: String,
            #[serde(default)]
            coordinates: serde_json::Value,
        }
        let raw = Raw::deserialize(from)?;
        let number = |at: usize| {
            let value = raw.coordinates.get(at)?;
            value.as_f64().map(|degrees| degrees.to_string())
        };
        let point = (raw.kind == "Point")
            .then(|| Some([number(0)?, number(1)?]))
            .flatten();
        Ok(Self {
            kind: raw.kind,
            point,
        })
    }
}
