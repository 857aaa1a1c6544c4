//! Countries: codes, numbers and the spellings that data sets use.

use std::sync::LazyLock;

use crate::fold::folded;
use crate::{Bounds, Position};

mod table;

/// A state of the system since 1946, or a territory that event data write as a country.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-3 code; ISO 3166-3 for past states, `XKX` for Kosovo. Empty for the few
    /// that ISO never coded (South Vietnam, Zanzibar, Tibet, Hyderabad, Abkhazia, South Ossetia).
    pub iso3: &'static str,
    /// Other three-letter codes: withdrawn ones and Natural Earth's own (`SDS` for `SSD`).
    pub other_codes: &'static [&'static str],
    /// ISO 3166-1 numeric code.
    pub iso_numeric: Option<u16>,
    /// Withdrawn numeric codes (Ethiopia with Eritrea 230, Sudan with the south 736).
    pub withdrawn_numeric: &'static [u16],
    /// Gleditsch-Ward number, UCDP's `country_id`; none for what is no state by that list.
    pub gw: Option<u16>,
    /// Earlier numbers that now stand for this state (UCDP's `Serbia (Yugoslavia)`, 345).
    pub earlier_gw: &'static [u16],
    /// English name.
    pub name: &'static str,
    /// Other names, among them UCDP's and ACLED's spellings.
    pub aliases: &'static [&'static str],
    /// Box of the territory as south, west, north, east in whole degrees: overseas parts included,
    /// and what UCDP counts to the number before a separation (Eritrea, South Sudan, Namibia, the
    /// Soviet and Yugoslav republics).
    pub bounds: Option<[i16; 4]>,
}

impl Country {
    /// All of them, present states by number first, then past ones and territories.
    pub fn all() -> &'static [Self] {
        table::COUNTRIES
    }

    /// The country of an alpha-3 code in any case, Natural Earth's and withdrawn codes included.
    pub fn by_iso3(code: &str) -> Option<&'static Self> {
        let own = |c: &&Self| !c.iso3.is_empty() && c.iso3.eq_ignore_ascii_case(code);
        let other = |c: &&Self| c.other_codes.iter().any(|o| o.eq_ignore_ascii_case(code));
        Self::all()
            .iter()
            .find(own)
            .or_else(|| Self::all().iter().find(other))
    }

    /// The country of a Gleditsch-Ward number, UCDP's `country_id`. A number that a past and a
    /// present state share (365, 345) gives the present one.
    pub fn by_gw(number: u16) -> Option<&'static Self> {
        Self::all()
            .iter()
            .find(|c| c.gw == Some(number) || c.earlier_gw.contains(&number))
    }

    /// The country of an ISO 3166-1 numeric code, withdrawn ones included.
    pub fn by_iso_numeric(number: u16) -> Option<&'static Self> {
        Self::all()
            .iter()
            .find(|c| c.iso_numeric == Some(number) || c.withdrawn_numeric.contains(&number))
    }

    /// The country of a name or alias, after folding case, accents and punctuation.
    ///
    /// ```
    /// use places::Country;
    /// let congo = Country::by_name("DR Congo (Zaire)").unwrap();
    /// assert_eq!((congo.iso3, congo.gw), ("COD", Some(490)));
    /// assert!(Country::by_name("Atlantis").is_none());
    /// ```
    pub fn by_name(name: &str) -> Option<&'static Self> {
        let at = NAMES
            .binary_search_by(|(known, _)| known.chars().cmp(folded(name)))
            .ok()?;
        NAMES.get(at).map(|(_, country)| *country)
    }

    /// The box of the territory in degrees.
    pub fn bounds(&self) -> Option<Bounds> {
        let [south, west, north, east] = self.bounds?.map(f64::from);
        Some(Bounds {
            south,
            west,
            north,
            east,
        })
    }

    /// Whether a position can lie in the country: `false` only when its box is known and does not
    /// contain the position with half a degree to spare.
    pub fn may_contain(&self, at: Position) -> bool {
        self.bounds().is_none_or(|b| {
            let wider = Bounds {
                south: b.south - 0.5,
                west: b.west - 0.5,
                north: b.north + 0.5,
                east: b.east + 0.5,
            };
            wider.contains(at)
        })
    }
}

/// Folded names in the order of their characters, each with its country.
static NAMES: LazyLock<Vec<(String, &'static Country)>> = LazyLock::new(|| {
    let named = |c: &'static Country| {
        std::iter::once(c.name)
            .chain(c.aliases.iter().copied())
            .map(move |name| (folded(name).collect(), c))
    };
    let mut names: Vec<(String, &Country)> = Country::all().iter().flat_map(named).collect();
    names.sort_by(|(a, _), (b, _)| a.chars().cmp(b.chars()));
    names.dedup_by(|(a, _), (b, _)| a == b);
    names
});

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn codes_and_names_belong_to_one_country() {
        let mut codes = BTreeMap::new();
        let mut numbers = BTreeMap::new();
        let mut names = BTreeMap::new();
        for c in Country::all() {
            for code in c
                .other_codes
                .iter()
                .chain([&c.iso3])
                .filter(|code| !code.is_empty())
            {
                assert!(codes.insert(*code, c.name).is_none(), "{code} twice");
                assert_eq!(Country::by_iso3(&code.to_lowercase()), Some(c));
            }
            for number in c.withdrawn_numeric.iter().copied().chain(c.iso_numeric) {
                assert!(numbers.insert(number, c.name).is_none(), "{number} twice");
                assert_eq!(Country::by_iso_numeric(number), Some(c));
            }
            for name in c.aliases.iter().chain([&c.name]) {
                let other = names.insert(folded(name).collect::<String>(), c.iso3);
                assert!(
                    other.is_none_or(|iso3| iso3 == c.iso3),
                    "{name} stands for two countries"
                );
                assert_eq!(Country::by_name(name), Some(c));
            }
        }
    }

    #[test]
    fn spellings_of_ucdp_and_acled() {
        for (name, iso3) in [
            ("Yemen (North Yemen)", "YEM"),
            ("Myanmar (Burma)", "MMR"),
            ("Russia (Soviet Union)", "RUS"),
            ("Cambodia (Kampuchea)", "KHM"),
            ("Zimbabwe (Rhodesia)", "ZWE"),
            ("Madagascar (Malagasy)", "MDG"),
            ("Kingdom of eSwatini (Swaziland)", "SWZ"),
            ("Bosnia-Herzegovina", "BIH"),
            ("Ivory Coast", "CIV"),
            ("COTE D’IVOIRE", "CIV"),
            ("Serbia (Yugoslavia)", "SRB"),
            ("North Macedonia", "MKD"),
            ("Democratic Republic of Congo", "COD"),
            ("Republic of Congo", "COG"),
            ("eSwatini", "SWZ"),
            ("Turkey", "TUR"),
            ("Palestine", "PSE"),
            ("East Timor", "TLS"),
        ] {
            assert_eq!(Country::by_name(name).map(|c| c.iso3), Some(iso3), "{name}");
        }
    }

    #[test]
    fn shared_numbers_give_the_present_state() {
        for (gw, iso3) in [
            (365, "RUS"),
            (345, "SRB"),
            (340, "SRB"),
            (260, "DEU"),
            (678, "YEM"),
            (680, "YMD"),
        ] {
            assert_eq!(Country::by_gw(gw).map(|c| c.iso3), Some(iso3), "{gw}");
        }
        assert!(
            Country::by_gw(0).is_none()
                && Country::by_iso3("").is_none()
                && Country::by_name("").is_none()
        );
    }

    #[test]
    fn boxes_tell_swapped_coordinates() {
        let mali = Country::by_iso3("MLI").unwrap();
        assert!(mali.may_contain(Position {
            latitude: 12.639,
            longitude: -8.003
        }));
        assert!(!mali.may_contain(Position {
            latitude: -8.003,
            longitude: 12.639
        }));
    }
}
