//! Attacks, places held or cut off, and landmarks of some kinds in some area.

use case::{Area, Case, LandmarkKind};
use stats::Source;

use super::{Rates, counted, named, odds};
use crate::Basis;
use crate::frequency::{Frequency, Share};
use crate::incidents::{Incident, Incidents};
use crate::known::Told;

/// Number of [`LandmarkKind`]s.
const KINDS: usize = 8;

/// An attack with at least so many deaths.
pub(super) fn deadly(rates: &Rates<'_>, area: &Area, deaths: u32, months: u32) -> Told {
    let attack = |row: &Incident| row.kind.is_violence() && row.by_challenger;
    let record = rates.of_attacks()?;
    if deaths == 0 {
        let sort = Sort::any(&attack, ["attack", "attacks"]);
        return sort.odds(rates, record, area, 1, months);
    }
    Sort {
        all: &attack,
        known: &|row| row.deaths.is_some(),
        such: &|row| row.deaths.is_some_and(|known| known >= deaths),
        words: ["attack", "attacks"],
        said: format!("killed {deaths} or more"),
    }
    .odds(rates, record, area, 1, months)
}

/// A place taken and held for so many days.
pub(super) fn held(rates: &Rates<'_>, area: &Area, days: u32, months: u32) -> Told {
    Sort {
        all: &|row| row.kind.is_violence() && row.by_challenger,
        known: &|_| true,
        such: &|row| {
            row.kind == LandmarkKind::Capture && row.days.is_some_and(|known| known >= days)
        },
        words: ["attack", "attacks"],
        said: format!("took a place and held it for {days} days or more"),
    }
    .odds(rates, rates.of_facts()?, area, 1, months)
}

/// A place cut off for so many days.
pub(super) fn blockaded(rates: &Rates<'_>, area: &Area, days: u32, months: u32) -> Told {
    Sort {
        all: &|row| row.kind == LandmarkKind::Blockade && row.by_challenger,
        known: &|row| row.days.is_some(),
        such: &|row| row.days.is_some_and(|known| known >= days),
        words: ["blockade", "blockades"],
        said: format!("lasted {days} days or more"),
    }
    .odds(rates, rates.of_facts()?, area, 1, months)
}

/// Incidents of which a share lies in an area, and of which a share is of some sort.
struct Sort<'a> {
    /// What is counted.
    all: &'a dyn Fn(&Incident) -> bool,
    /// Whether it is known if it is of the sort.
    known: &'a dyn Fn(&Incident) -> bool,
    /// Whether it is of the sort.
    such: &'a dyn Fn(&Incident) -> bool,
    words: [&'static str; 2],
    /// What is said of those of the sort; empty when all are of it.
    said: String,
}

impl<'a> Sort<'a> {
    fn any(all: &'a dyn Fn(&Incident) -> bool, words: [&'static str; 2]) -> Self {
        Self {
            all,
            known: &|_| true,
            such: &|_| true,
            words,
            said: String::new(),
        }
    }

    fn odds(
        &self,
        rates: &Rates<'_>,
        record: &Incidents,
        area: &Area,
        least: u32,
        months: u32,
    ) -> Told {
        let place = Place::new(rates.known.case, area)?;
        let count = |of: &dyn Fn(&Incident) -> bool| -> u32 {
            record
                .rows
                .iter()
                .filter(|row| (self.all)(row) && of(row))
                .count() as u32
        };
        let all = count(&|_| true);
        let placed = place.counts(
            count(&|row| row.region.is_some()),
            count(&|row| place.holds(row)),
        );
        let such = |of: &dyn Fn(&Incident) -> bool| {
            let known = |row: &Incident| (self.known)(row) && of(row);
            (count(&|row| known(row) && (self.such)(row)), count(&known))
        };
        let everywhere = such(&|_| true);
        let here = such(&|row| place.holds(row));
        let span = record.rate(|_| false).months;
        let pace = record.pace(self.all);
        let frequency = Frequency::new(pace, record.discount(), |weight| {
            let mut shares = vec![Share::of_cells(place.cells(), placed, weight)];
            if !self.said.is_empty() {
                shares.push(if place.is_everywhere() {
                    Share::of_cells((1, 2), everywhere, weight)
                } else {
                    Share::of_sort(everywhere, here, weight)
                });
            }
            shares
        });
        let mut words = self.of_all(all, span, &place, placed.0);
        if pace.months < span {
            words = format!(
                "{words}; {} in the last {:.0} months",
                pace.count, pace.months
            );
        }
        if !self.said.is_empty() {
            words += "; ";
            words += &self.of_sort(all, everywhere, here, &place);
        }
        let chances = rates.mixed(months, |exposure, renewed| {
            frequency.at_least(least, exposure, renewed)
        });
        let source = Source::data(record.data, "frequency of such incidents in the record");
        Ok(odds(rates.known, Basis::Rate, words, chances, source))
    }

    /// `126 attacks in 153 months, 5 of them in Bamako`
    fn of_all(&self, all: u32, months: f64, place: &Place<'_>, here: u32) -> String {
        let [one, more] = self.words;
        let words = format!("{} in {months:.0} months", counted(all, one, more));
        if place.is_everywhere() {
            words
        } else {
            format!("{words}, {here} of them in {}", place.name())
        }
    }

    /// `30 of 103 everywhere and 2 of 4 there killed 20 or more, where that is known`
    fn of_sort(
        &self,
        all: u32,
        everywhere: (u32, u32),
        here: (u32, u32),
        place: &Place<'_>,
    ) -> String {
        let (whole, there) = match (place.is_everywhere(), here.1) {
            (true, _) => ("", String::new()),
            (false, 0) => (" everywhere", String::new()),
            (false, of) => (" everywhere", format!(" and {} of {of} there", here.0)),
        };
        let known = if everywhere.1 < all {
            ", where that is known"
        } else {
            ""
        };
        format!(
            "{} of {}{whole}{there} {}{known}",
            everywhere.0, everywhere.1, self.said
        )
    }
}

/// So many landmarks of some kinds, by whomever.
pub(super) fn of_kinds(
    rates: &Rates<'_>,
    kinds: &[LandmarkKind],
    area: &Area,
    least: u32,
    months: u32,
) -> Told {
    let facts = rates.of_facts()?;
    let place = Place::new(rates.known.case, area)?;
    let count = |of: &dyn Fn(&Incident) -> bool| facts.rate(of).count;
    let all = count(&|_| true);
    let such = |row: &Incident| kinds.contains(&row.kind);
    let of_kinds = count(&such);
    let here = count(&|row| such(row) && place.holds(row));
    let placed = place.counts(count(&|row| such(row) && row.region.is_some()), here);
    let span = facts.rate(|_| false).months;
    let mut distinct = kinds.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let frequency = Frequency::new(facts.pace(|_| true), facts.discount(), |weight| {
        vec![
            Share::of_cells((distinct.len(), KINDS), (of_kinds, all), weight),
            Share::of_cells(place.cells(), placed, weight),
        ]
    });
    let chances = rates.mixed(months, |exposure, renewed| {
        frequency.at_least(least, exposure, renewed)
    });
    let words = if place.is_everywhere() {
        format!("{here} such among {all} facts in {span:.0} months")
    } else {
        format!(
            "{here} such in {} among {all} facts in {span:.0} months",
            place.name()
        )
    };
    let source = Source::data(facts.data, "frequency of such facts in the record");
    Ok(odds(rates.known, Basis::Rate, words, chances, source))
}

/// Regions of the case, or everywhere.
struct Place<'a> {
    /// None when it is everywhere.
    regions: Option<Vec<&'a str>>,
    of: usize,
}

impl<'a> Place<'a> {
    fn new(case: &'a Case, area: &Area) -> Result<Self, String> {
        let of = case.regions.len();
        if area.regions.is_empty() && area.groups.is_empty() {
            return Ok(Self { regions: None, of });
        }
        let regions: Vec<&str> = case
            .regions_in(area)
            .iter()
            .map(|region| region.name.as_str())
            .collect();
        if regions.is_empty() {
            return Err("The case has no region in the area asked for.".to_owned());
        }
        Ok(Self {
            regions: Some(regions),
            of,
        })
    }

    fn is_everywhere(&self) -> bool {
        self.regions.is_none()
    }

    /// Regions in it, of how many.
    fn cells(&self) -> (usize, usize) {
        let within = self.regions.as_ref().map_or(self.of, Vec::len);
        (within, self.of)
    }

    /// Incidents in it, of how many whose place counts.
    fn counts(&self, placed: u32, here: u32) -> (u32, u32) {
        if self.is_everywhere() {
            (placed, placed)
        } else {
            (here, placed)
        }
    }

    fn holds(&self, row: &Incident) -> bool {
        match (&self.regions, &row.region) {
            (None, _) => true,
            (Some(regions), Some(region)) => regions.contains(&region.as_str()),
            (Some(_), None) => false,
        }
    }

    fn name(&self) -> String {
        self.regions
            .as_ref()
            .map_or_else(|| "the country".to_owned(), |regions| named(regions))
    }
}
