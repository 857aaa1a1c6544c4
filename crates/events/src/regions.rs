//! Which of a case's regions an event happened in.

use std::collections::BTreeMap;

use case::Region;
use places::{canonical_region, fold};

use crate::EventRow;

/// UCDP's precision from which an event is known to its country only.
const COUNTRY_ONLY: u8 = 6;

impl EventRow<'_> {
    /// The first-order division as the file writes it; none when the event is known to its country only.
    pub fn division(&self) -> Option<&str> {
        (self.where_prec < COUNTRY_ONLY && !self.adm1.is_empty()).then_some(self.adm1)
    }
}

/// The names of a case's regions in all their spellings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegionMatcher {
    /// Spelling, folded, to the name in the case.
    names: BTreeMap<String, String>,
}

impl RegionMatcher {
    /// Of regions; of two with one spelling the first has it.
    pub fn new(regions: &[Region]) -> Self {
        let mut names = BTreeMap::new();
        for region in regions {
            for name in std::iter::once(&region.name).chain(&region.also_named) {
                names
                    .entry(fold(name))
                    .or_insert_with(|| region.name.clone());
            }
        }
        Self { names }
    }

    /// The region that an event happened in, by the case's name: as the file spells it, or as the older division
    /// does. None when the file knows it to the country only, or the case knows no such region.
    pub fn region(&self, row: &EventRow<'_>) -> Option<&str> {
        let named = |name: &str| self.names.get(&fold(name)).map(String::as_str);
        let division = row.division()?;
        named(division).or_else(|| canonical_region(row.iso3, division).and_then(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(adm1: &'static str, where_prec: u8) -> EventRow<'static> {
        EventRow {
            iso3: "MLI",
            adm1,
            where_prec,
            ..EventRow::default()
        }
    }

    #[test]
    fn an_event_lies_where_its_spelling_or_the_older_division_says() {
        let case = case::Case::builtin("mali-2024").unwrap();
        let matcher = RegionMatcher::new(&case.regions);
        let of = |adm1, where_prec| matcher.region(&row(adm1, where_prec)).map(str::to_owned);
        assert_eq!(of("Ségou region", 1).as_deref(), Some("Segou"));
        assert_eq!(of("Timbuktu", 4).as_deref(), Some("Tombouctou"));
        assert_eq!(of("Atlantis", 1), None);
        assert_eq!(of("Gao", 6), None);
        assert_eq!(of("", 1), None);
        assert_eq!(RegionMatcher::default().region(&row("Gao", 1)), None);
    }
}
