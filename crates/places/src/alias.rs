//! Spellings of admin-1 regions that differ between data sets, and divisions that changed.
//!
//! `data/aliases.csv` maps each spelling to one canonical region per country. Where a country was
//! divided anew, new regions fold into the older, coarser division, so that a series does not break
//! at a decree: Mali's regions of 2023 into those of 2016, Burkina Faso's regions of 2025 and its
//! provinces into the 13 of 2001, the Central African prefectures of 2020 into those before.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::fold;

/// Country code, then folded spelling, then canonical name.
type Table = BTreeMap<String, BTreeMap<String, String>>;

static ALIASES: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../data/aliases.csv"), 2, 1));
static DRAWN_WITH: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../data/drawn_with.csv"), 1, 2));

fn table(text: &str, key: usize, value: usize) -> Table {
    let mut table = Table::new();
    for row in csv::Reader::from_reader(text.as_bytes())
        .records()
        .flatten()
    {
        if let (Some(iso3), Some(key), Some(value)) = (row.get(0), row.get(key), row.get(value)) {
            table
                .entry(iso3.to_owned())
                .or_default()
                .insert(fold(key), value.to_owned());
        }
    }
    table
}

/// Words for a kind of region, folded; they say nothing about which region it is.
const KINDS: &[&str] = &[
    "region",
    "regions",
    "province",
    "prefecture",
    "state",
    "district",
    "governorate",
    "gouvernorat",
    "department",
    "departement",
    "county",
    "oblast",
    "wilaya",
    "wilayat",
    "velayat",
    "gobolka",
    "division",
    "municipality",
];

/// Words that tie such a kind to the name after it.
const TIES: &[&str] = &[
    "of", "the", "de", "du", "des", "la", "le", "les", "l", "d", "e",
];

/// A name folded, then without the kind of region after it, then without the kind before it.
/// Never empty unless the name folds to nothing.
pub(crate) fn spellings(name: &str) -> Vec<String> {
    let whole = fold(name);
    let mut words: Vec<&str> = whole.split(' ').collect();
    let mut found = vec![whole.clone()];
    while words.len() > 1 && words.last().is_some_and(|w| KINDS.contains(w)) {
        words.pop();
        found.push(words.join(" "));
    }
    if words.len() > 1 && KINDS.contains(&words[0]) {
        words.remove(0);
        while words.len() > 1 && TIES.contains(&words[0]) {
            words.remove(0);
        }
        found.push(words.join(" "));
    }
    found
}

/// The canonical name of a region, `None` when the country or the spelling is not in the table.
///
/// The country is an ISO 3166-1 alpha-3 code in capitals. Case, accents, punctuation and words for
/// the kind of region (`region`, `province du`, ...) do not matter.
///
/// ```
/// use places::canonical_region;
/// assert_eq!(canonical_region("MLI", "Timbuktu"), Some("Tombouctou"));
/// assert_eq!(canonical_region("BFA", "Sirba region"), Some("Est"));
/// assert_eq!(canonical_region("MLI", "Atlantis"), None);
/// ```
pub fn canonical_region(iso3: &str, name: &str) -> Option<&'static str> {
    let country = ALIASES.get(iso3)?;
    spellings(name)
        .iter()
        .find_map(|s| country.get(s))
        .map(String::as_str)
}

/// The region whose polygon stands for a canonical region on maps of an older division: Gao for
/// Ménaka. `None` when the region has a polygon of its own as far as is known.
pub fn drawn_with(iso3: &str, region: &str) -> Option<&'static str> {
    DRAWN_WITH.get(iso3)?.get(&fold(region)).map(String::as_str)
}

/// All canonical regions of a country that are drawn with another, with that other, by name.
pub(crate) fn all_drawn_with(iso3: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = DRAWN_WITH.get(iso3).into_iter().flatten();
    rows.filter_map(move |(region, with)| {
        Some((ALIASES.get(iso3)?.get(region)?.as_str(), with.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Country;

    #[test]
    fn every_row_is_read_and_sound() {
        for (text, key) in [
            (include_str!("../data/aliases.csv"), 2),
            (include_str!("../data/drawn_with.csv"), 1),
        ] {
            let mut seen = BTreeMap::new();
            for row in csv::Reader::from_reader(text.as_bytes()).records() {
                let row = row.unwrap();
                assert!(
                    Country::by_iso3(&row[0]).is_some_and(|c| c.iso3 == &row[0]),
                    "{row:?}"
                );
                let before = seen.insert((row[0].to_owned(), fold(&row[key])), row.clone());
                assert!(before.is_none(), "{row:?} repeats {before:?}");
            }
        }
    }

    #[test]
    fn canonical_names_resolve_to_themselves() {
        for (iso3, names) in ALIASES.iter() {
            for canonical in names.values() {
                assert_eq!(
                    canonical_region(iso3, canonical),
                    Some(canonical.as_str()),
                    "{iso3}"
                );
            }
        }
        for (iso3, regions) in DRAWN_WITH.iter() {
            assert_eq!(
                all_drawn_with(iso3).count(),
                regions.len(),
                "{iso3}: a region is not canonical"
            );
            for with in regions.values() {
                assert_eq!(canonical_region(iso3, with), Some(with.as_str()));
                assert_eq!(
                    drawn_with(iso3, with),
                    None,
                    "{iso3}: {with} is itself drawn with another"
                );
            }
        }
    }

    #[test]
    fn kinds_of_region_do_not_matter() {
        for (iso3, name, canonical) in [
            ("MLI", "Tombouctou region", "Tombouctou"),
            ("MLI", "Région de SEGOU", "Ségou"),
            ("MLI", "Nioro du Sahel", "Kayes"),
            ("BFA", "Province de la Komandjoari", "Est"),
            ("BFA", "Centre-Est", "Centre-Est"),
            ("SOM", "Gobolka Shabeellaha Hoose", "Lower Shabelle"),
            ("AFG", "Wilayat-e Daykundi", "Daykundi"),
            ("CAF", "Préfecture de l' Ouham-Pendé", "Ouham-Pendé"),
            ("CAF", "Mambéré prefecture", "Mambéré-Kadéï"),
        ] {
            assert_eq!(canonical_region(iso3, name), Some(canonical), "{name}");
        }
        for nothing in ["", "region", "Region region", "  - "] {
            assert_eq!(canonical_region("MLI", nothing), None);
        }
    }

    #[test]
    fn burkina_has_thirteen_regions_mali_eleven() {
        let count = |iso3: &str| {
            let mut names: Vec<_> = ALIASES[iso3].values().collect();
            names.sort();
            names.dedup();
            names.len()
        };
        assert_eq!(
            ["BFA", "MLI", "CAF", "AFG", "SOM"].map(count),
            [13, 11, 17, 34, 19]
        );
    }
}
