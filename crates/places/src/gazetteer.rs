//! The regions of one or many countries: which one a point lies in, which touch, what they are called.

use std::collections::BTreeMap;
use std::path::Path;

use geo::{CoordsIter, MultiPolygon, unary_union};

use crate::alias::{drawn_with, spellings};
use crate::geojson::ReadOptions;
use crate::source::{Source, fault};
use crate::{Defect, PlacesError, Position, Region, canonical_region, cmp_folded, fold};

/// Admin-1 regions, ordered by country and name.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    regions: Vec<Region>,
    neighbours: Vec<Vec<usize>>,
    defects: Vec<Defect>,
}

/// The region found for a position.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// Number of the region in [`Gazetteer::regions`].
    pub index: usize,
    /// The region.
    pub region: &'a Region,
    /// How far outside the region the position lies, in km; 0 inside and on the edge.
    pub off_km: f64,
}

impl Gazetteer {
    /// Reads a GeoJSON file. Features that are not as they should be are left out and listed in
    /// [`Gazetteer::defects`]; with `strict` the first stops it, as does a file without a good one.
    pub fn read(path: &Path, options: &ReadOptions) -> Result<Self, PlacesError> {
        let bytes = std::fs::read(path).map_err(|source| PlacesError::Io {
            path: path.to_owned(),
            source,
        })?;
        Self::from_geojson(&bytes, &path.display().to_string(), options)
    }

    /// Reads GeoJSON from memory; `file` is the name that errors give. See [`Gazetteer::read`].
    pub fn from_geojson(
        bytes: &[u8],
        file: &str,
        options: &ReadOptions,
    ) -> Result<Self, PlacesError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|e| {
            // What comes before the bad byte is good, so that it can be counted.
            let good = bytes.get(..e.valid_up_to()).unwrap_or_default();
            let text = std::str::from_utf8(good).unwrap_or_default();
            PlacesError::Defect(
                Source::new(file, text)
                    .at(good.len(), fault("not UTF-8", "Save the file as UTF-8")),
            )
        })?;
        let source = Source::new(file, text);
        let (mut found, mut defects) = (Vec::new(), Vec::new());
        for feature in source.features(options).map_err(PlacesError::Defect)? {
            match feature {
                Ok(feature) => found.push(feature),
                Err(defect) if options.strict => return Err(PlacesError::Defect(defect)),
                Err(defect) => defects.push(defect),
            }
        }
        if found.is_empty() {
            let empty = || {
                source.at(
                    0,
                    fault("no features", "Give a file with at least one region"),
                )
            };
            return Err(PlacesError::Defect(
                defects.into_iter().next().unwrap_or_else(empty),
            ));
        }
        let parts = found.into_iter().map(|feature| {
            let known =
                canonical_region(&feature.iso3, &feature.name).filter(|_| !options.as_in_file);
            let name = known.map_or(feature.name, str::to_owned);
            (feature.iso3, name, feature.polygons)
        });
        Ok(Self {
            defects,
            ..Self::of_parts(parts)
        })
    }

    /// Joins parts of the same country and name into one region each.
    pub(crate) fn of_parts(
        parts: impl IntoIterator<Item = (String, String, MultiPolygon)>,
    ) -> Self {
        let mut groups: BTreeMap<(String, String), (String, Vec<MultiPolygon>)> = BTreeMap::new();
        for (iso3, name, polygons) in parts {
            let (_, group) = groups
                .entry((iso3, fold(&name)))
                .or_insert_with(|| (name, Vec::new()));
            group.push(polygons);
        }
        let regions = groups
            .into_iter()
            .filter_map(|((iso3, _), (name, mut parts))| {
                let polygons = if parts.len() == 1 {
                    parts.pop()?
                } else {
                    unary_union(&parts)
                };
                Region::new(&iso3, &name, polygons)
            });
        let regions: Vec<Region> = regions.collect();
        Self {
            neighbours: adjacency(&regions),
            regions,
            defects: Vec::new(),
        }
    }

    /// The regions, ordered by country and folded name.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// What was wrong with features that were left out.
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// The regions of one country alone, renumbered.
    #[must_use]
    pub fn country(&self, iso3: &str) -> Self {
        let regions: Vec<Region> = self
            .regions
            .iter()
            .filter(|r| r.iso3() == iso3)
            .cloned()
            .collect();
        Self {
            neighbours: adjacency(&regions),
            regions,
            defects: Vec::new(),
        }
    }

    /// Numbers of the regions that share a stretch of border with a region, ascending; they need
    /// not be of the same country. Touching at one point does not count. Empty for a number out of
    /// range.
    pub fn neighbours(&self, index: usize) -> &[usize] {
        self.neighbours.get(index).map_or(&[], Vec::as_slice)
    }

    /// The region a position lies in, or the nearest one within `tolerance_km` of it: border towns
    /// and coasts fall outside generalised polygons by a little. On a shared border, the first by
    /// number.
    pub fn locate(&self, at: Position, tolerance_km: f64) -> Option<Located<'_>> {
        self.locate_among(at, tolerance_km, |_| true)
    }

    /// As [`Gazetteer::locate`], among the regions of one country.
    pub fn locate_in(&self, iso3: &str, at: Position, tolerance_km: f64) -> Option<Located<'_>> {
        self.locate_among(at, tolerance_km, |region| region.iso3() == iso3)
    }

    fn locate_among(
        &self,
        at: Position,
        tolerance_km: f64,
        keep: impl Fn(&Region) -> bool,
    ) -> Option<Located<'_>> {
        let candidates = || {
            self.regions
                .iter()
                .enumerate()
                .filter(|(_, region)| keep(region))
        };
        if let Some((index, region)) = candidates().find(|(_, region)| region.contains(at)) {
            return Some(Located {
                index,
                region,
                off_km: 0.0,
            });
        }
        candidates()
            .filter_map(|(index, region)| {
                Some(Located {
                    index,
                    region,
                    off_km: region.edge_within_km(at, tolerance_km)?,
                })
            })
            .min_by(|a, b| a.off_km.total_cmp(&b.off_km))
    }

    /// Canonical name of a region as a data set spells it: a region's own name after folding and
    /// dropping words such as `province`, else what the alias table says. `None` when neither
    /// knows it. The region may lack a polygon here; [`Gazetteer::region`] says which stands for it.
    pub fn resolve(&self, iso3: &str, name: &str) -> Option<&str> {
        match self.own(iso3, name) {
            Some(index) => Some(self.regions.get(index)?.name()),
            None => canonical_region(iso3, name),
        }
    }

    /// Number of the region that a name means on the map: its own polygon or, where these
    /// boundaries are older than the division, the one it is drawn with (Gao for Ménaka).
    pub fn index_of(&self, iso3: &str, name: &str) -> Option<usize> {
        self.own(iso3, name).or_else(|| {
            let canonical = canonical_region(iso3, name)?;
            self.own(iso3, canonical)
                .or_else(|| self.own(iso3, drawn_with(iso3, canonical)?))
        })
    }

    /// The region that a name means on the map; see [`Gazetteer::index_of`].
    pub fn region(&self, iso3: &str, name: &str) -> Option<&Region> {
        self.regions.get(self.index_of(iso3, name)?)
    }

    fn own(&self, iso3: &str, name: &str) -> Option<usize> {
        let find = |spelling: &String| {
            self.regions
                .binary_search_by(|r| {
                    r.iso3()
                        .cmp(iso3)
                        .then_with(|| cmp_folded(r.name(), spelling))
                })
                .ok()
        };
        spellings(name).iter().find_map(find)
    }
}

/// For every region the ones that share two boundary points or more with it, on a grid of 1e-4
/// degrees (11 m).
fn adjacency(regions: &[Region]) -> Vec<Vec<usize>> {
    let mut owners: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (index, region) in regions.iter().enumerate() {
        for c in region.polygons().coords_iter() {
            let at = owners
                .entry(((c.x * 1e4).round() as i64, (c.y * 1e4).round() as i64))
                .or_default();
            if at.last() != Some(&index) {
                at.push(index);
            }
        }
    }
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for owners in owners.values() {
        for a in owners {
            for b in owners.iter().filter(|b| *b != a) {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let mut neighbours = vec![Vec::new(); regions.len()];
    for ((a, b), points) in shared {
        if points >= 2 {
            neighbours[a].push(b);
        }
    }
    neighbours
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Unit squares of Mali side by side from 0 degrees east, 16 degrees north.
    fn row(names: &[&str], options: &ReadOptions) -> Gazetteer {
        let features: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(x, name)| {
                let e = x + 1;
                format!(
                    r#"{{"properties":{{"iso3":"MLI","name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},16],[{e},16],[{e},17],[{x},17],[{x},16]]]}}}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            features.join(",")
        );
        Gazetteer::from_geojson(text.as_bytes(), "row.geojson", options).unwrap()
    }

    fn names(gazetteer: &Gazetteer) -> Vec<&str> {
        gazetteer.regions().iter().map(Region::name).collect()
    }

    #[test]
    fn newer_divisions_are_dissolved_into_canonical_ones() {
        let divided = ["Gao", "Douentza", "Mopti", "Timbuktu"];
        let folded = row(&divided, &ReadOptions::default());
        assert_eq!(names(&folded), ["Gao", "Mopti", "Tombouctou"]);
        let (apart, mopti) = (
            row(
                &divided,
                &ReadOptions {
                    as_in_file: true,
                    ..ReadOptions::default()
                },
            ),
            folded.region("MLI", "Mopti").unwrap(),
        );
        assert_eq!(names(&apart), ["Douentza", "Gao", "Mopti", "Timbuktu"]);
        assert_eq!(mopti.polygons().0.len(), 1);
        assert!((mopti.area_km2() / folded.regions()[0].area_km2() - 2.0).abs() < 1e-3);
        assert_eq!(apart.resolve("MLI", "Douentza region"), Some("Douentza"));
        assert_eq!(folded.resolve("MLI", "Douentza region"), Some("Mopti"));
        assert_eq!(folded.resolve("MLI", "Atlantis"), None);
    }

    #[test]
    fn neighbours_share_a_border() {
        let gazetteer = row(&["A", "B", "C"], &ReadOptions::default());
        assert_eq!(
            [0, 1, 2, 3].map(|i| gazetteer.neighbours(i).to_vec()),
            [vec![1], vec![0, 2], vec![1], vec![]]
        );
    }

    #[test]
    fn a_region_without_polygon_is_drawn_with_another() {
        let gazetteer = row(&["Gao"], &ReadOptions::default());
        assert_eq!(gazetteer.resolve("MLI", "Ménaka region"), Some("Ménaka"));
        assert_eq!(
            gazetteer.region("MLI", "Menaka").map(Region::name),
            Some("Gao")
        );
        assert!(
            gazetteer.region("MLI", "Taoudénit").is_none()
                && gazetteer.region("NER", "Gao").is_none()
        );
    }

    #[test]
    fn just_outside_falls_to_the_nearest_and_says_so() {
        let gazetteer = row(&["A", "B"], &ReadOptions::default());
        let at = Position {
            latitude: 16.5,
            longitude: 2.05,
        };
        let near = gazetteer.locate(at, 10.0).unwrap();
        assert!(
            near.region.name() == "B" && (near.off_km - 5.33).abs() < 0.05,
            "{near:?}"
        );
        assert!(
            gazetteer.locate(at, 5.0).is_none() && gazetteer.locate_in("NER", at, 10.0).is_none()
        );
    }

    #[test]
    fn a_bad_feature_is_left_out_unless_strict() {
        let text = r#"{"type":"FeatureCollection","features":[{"properties":{"iso3":"MLI","name":"Gao"},"geometry":null},
            {"properties":{"iso3":"MLI","name":"Kidal"},"geometry":{"type":"Polygon","coordinates":[[[0,18],[1,18],[1,19]]]}}]}"#;
        let read = |strict| {
            Gazetteer::from_geojson(
                text.as_bytes(),
                "f",
                &ReadOptions {
                    strict,
                    ..ReadOptions::default()
                },
            )
        };
        let lenient = read(false).unwrap();
        assert_eq!(
            (names(&lenient), lenient.defects().len()),
            (vec!["Kidal"], 1)
        );
        assert!(read(true).unwrap_err().to_string().starts_with("f:1:"));
        let empty = br#"{"type":"FeatureCollection","features":[]}"#;
        assert!(
            Gazetteer::from_geojson(empty, "f", &ReadOptions::default())
                .unwrap_err()
                .to_string()
                .contains("no features")
        );
        let latin1 = Gazetteer::from_geojson(b"{\n \"S\xe9gou\"", "f", &ReadOptions::default());
        assert!(
            latin1
                .unwrap_err()
                .to_string()
                .starts_with("f:2:4: not UTF-8")
        );
        assert!(
            Gazetteer::read(Path::new("/no/such.geojson"), &ReadOptions::default())
                .unwrap_err()
                .to_string()
                .contains("/no/such")
        );
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Gazetteer::from_geojson(&bytes, "f", &ReadOptions::default());
        }

        #[test]
        fn a_point_inside_resolves_to_its_region(x in 0usize..4, dx in 0.001..0.999, dy in 0.001..0.999) {
            let gazetteer = row(&["A", "B", "C", "D"], &ReadOptions::default());
            let at = Position { latitude: 16.0 + dy, longitude: x as f64 + dx };
            let found = gazetteer.locate(at, 0.0).unwrap();
            prop_assert_eq!((found.index, found.off_km), (x, 0.0));
        }
    }
}
