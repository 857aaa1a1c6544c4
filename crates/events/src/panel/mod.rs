//! Place x month x actor.

mod measures;
mod share;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use calendar::{Month, months};
use rustc_hash::FxHashMap;

pub use measures::{Count, Measures};

use crate::actors::Reference;
use crate::{ActorMatcher, Column, EventRow, EventTable, EventsError, Violence};

/// Longest panel, in months.
const LONGEST: i32 = 500 * 12;

/// A place of a panel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A country: ISO 3166-1 alpha-3, or the name as written where the code is not known.
    Country(String),
    /// A first-order division.
    Region {
        /// Its country, as for [`Place::Country`].
        country: String,
        /// Its name, as written or as the caller resolves it.
        name: String,
    },
    /// A PRIO-GRID cell by its number (gid).
    Cell(u32),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(country) => f.write_str(country),
            Self::Region { country, name } => write!(f, "{country} / {name}"),
            Self::Cell(gid) => write!(f, "{gid}"),
        }
    }
}

/// An actor of a panel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Everyone: each event once.
    All,
    /// A lineage by its key.
    Lineage(String),
    /// An actor as the data name it.
    Actor(String),
    /// The source leaves open which of several it was, and they are not of one lineage.
    Ambiguous,
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Lineage(name) | Self::Actor(name) => f.write_str(name),
            Self::Ambiguous => f.write_str("ambiguous"),
        }
    }
}

/// What an event that spans months adds to each of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sharing {
    /// All to the month of its first day. So do UCDP's own country-month figures, with which a panel
    /// shared in this way agrees.
    #[default]
    FirstDay,
    /// Deaths in proportion to days, whole, by largest remainders, so that totals are conserved
    /// exactly; the event itself counts once, in the month with most of its days, of equals the
    /// first.
    ByDay,
}

/// What the places of a panel are.
#[derive(Clone, Copy, Default)]
pub enum Level<'a> {
    /// Countries.
    #[default]
    Country,
    /// First-order divisions as the data write them. An event without one, or known only to its
    /// country (`where_prec` 6 and 7), is unplaced.
    Region,
    /// First-order divisions as the caller names them, such as a gazetteer's by coordinates or by
    /// folded name; `None` leaves an event unplaced. Not asked where `where_prec` is 6 or 7.
    RegionBy(&'a dyn Fn(&EventRow<'_>) -> Option<String>),
    /// PRIO-GRID cells. An event known only to its region or worse (`where_prec` 4 and above) is
    /// unplaced: its coordinates are those of a centroid, not of violence.
    Cell,
}

/// By whom events are told apart.
#[derive(Clone, Copy, Default)]
pub enum Actors<'a> {
    /// Not at all.
    #[default]
    Together,
    /// By the names of both sides as the data write them; an event counts once for each.
    AsWritten,
    /// By lineage; an event counts once for each lineage on either side. ACLED's associated actors
    /// do not count.
    Lineages(&'a ActorMatcher),
}

/// How to make a panel.
#[derive(Clone, Default)]
pub struct PanelOptions<'a> {
    /// What the places are.
    pub level: Level<'a>,
    /// By whom events are told apart.
    pub actors: Actors<'a>,
    /// What becomes of events that span months.
    pub sharing: Sharing,
    /// First and last month; `None` from the first event to the last.
    pub months: Option<(Month, Month)>,
    /// Places to have even where nothing happened.
    pub places: Vec<Place>,
    /// Types of violence to count; none for the three types of organised violence.
    pub violence: Vec<Violence>,
    /// Count UCDP and ACLED together, as they never should be.
    pub mixed: bool,
}

/// Measures by place, actor and month: without gaps, in a fixed order, zeros present.
///
/// ```
/// use events::{EventTable, Panel, PanelOptions, Provenance, Series};
/// let provenance = Provenance { series: Series::UcdpGed, version: None, file: String::new(), sha256: String::new() };
/// let panel = Panel::new(&EventTable::new(provenance), &PanelOptions::default()).unwrap();
/// assert_eq!(panel.months(), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    months: Option<(Month, Month)>,
    cells: BTreeMap<(Place, Party), BTreeMap<Month, Measures>>,
    unplaced: BTreeMap<(String, Party), BTreeMap<Month, Measures>>,
}

impl Panel {
    /// Columns that a panel of any kind reads, for [`Query::columns`](crate::Query::columns).
    pub const COLUMNS: &'static [Column] = &[
        Column::Violence,
        Column::SideAId,
        Column::SideA,
        Column::SideBId,
        Column::SideB,
        Column::Country,
        Column::Iso3,
        Column::Adm1,
        Column::Latitude,
        Column::Longitude,
        Column::Gid,
        Column::WherePrec,
        Column::DateStart,
        Column::DateEnd,
        Column::DeathsCivilians,
        Column::Best,
        Column::Low,
        Column::High,
    ];

    /// The panel of a table.
    ///
    /// Fails when the table mixes UCDP and ACLED without being asked to, and when the dates span more
    /// than 500 years.
    pub fn new(table: &EventTable, options: &PanelOptions<'_>) -> Result<Self, EventsError> {
        if !options.mixed {
            refuse_mixture(table)?;
        }
        let mut panel = Self {
            months: options.months,
            ..Self::default()
        };
        panel.check_length()?;
        let mut seen: Option<(Month, Month)> = None;
        let mut referred = FxHashMap::default();
        for row in table.iter() {
            let counted = match options.violence.as_slice() {
                [] => row.violence != Violence::Other,
                asked => asked.contains(&row.violence),
            };
            if !counted {
                continue;
            }
            let (first, last) = (Month::of(row.date_start), Month::of(row.date_end));
            if last - first > LONGEST {
                return Err(EventsError::TooManyMonths { first, last });
            }
            let country = if row.iso3.is_empty() {
                row.country
            } else {
                row.iso3
            };
            let place = place(&row, country, options.level);
            let parties = parties(&row, options.actors, &mut referred);
            for (month, measures) in share::share(&row, options.sharing) {
                if options
                    .months
                    .is_some_and(|(first, last)| month < first || month > last)
                {
                    continue;
                }
                seen = Some(seen.map_or((month, month), |(a, b)| (a.min(month), b.max(month))));
                for party in &parties {
                    let months = match &place {
                        Some(place) => panel
                            .cells
                            .entry((place.clone(), party.clone()))
                            .or_default(),
                        None => panel
                            .unplaced
                            .entry((country.to_owned(), party.clone()))
                            .or_default(),
                    };
                    *months.entry(month).or_default() += &measures;
                }
            }
        }
        panel.months = panel.months.or(seen);
        panel.check_length()?;
        for place in &options.places {
            panel.cells.entry((place.clone(), Party::All)).or_default();
        }
        Ok(panel)
    }

    fn check_length(&self) -> Result<(), EventsError> {
        match self.months {
            Some((first, last)) if last - first > LONGEST => {
                Err(EventsError::TooManyMonths { first, last })
            }
            _ => Ok(()),
        }
    }

    /// First and last month; `None` when nothing happened and no months were named.
    pub fn months(&self) -> Option<(Month, Month)> {
        self.months
    }

    /// The places, in order.
    pub fn places(&self) -> Vec<&Place> {
        self.cells
            .keys()
            .map(|(place, _)| place)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// The actors, in order.
    pub fn parties(&self) -> Vec<&Party> {
        let unplaced = self.unplaced.keys().map(|(_, party)| party);
        let placed = self.cells.keys().map(|(_, party)| party);
        placed
            .chain(unplaced)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// What happened in a place in a month; zero where nothing did.
    pub fn get(&self, place: &Place, party: &Party, month: Month) -> Measures {
        let months = self.cells.get(&(place.clone(), party.clone()));
        months
            .and_then(|months| months.get(&month))
            .copied()
            .unwrap_or_default()
    }

    /// A place's months from the first to the last, zeros present.
    pub fn series(&self, place: &Place, party: &Party) -> Vec<(Month, Measures)> {
        self.dense(self.cells.get(&(place.clone(), party.clone())))
    }

    /// What could not be put in a place of the panel's level, by country (its code, or its name
    /// where the code is not known), month by month.
    pub fn unplaced(&self, country: &str, party: &Party) -> Vec<(Month, Measures)> {
        self.dense(self.unplaced.get(&(country.to_owned(), party.clone())))
    }

    /// All that could not be put in a place.
    pub fn unplaced_total(&self) -> Measures {
        total(
            self.unplaced
                .iter()
                .map(|((_, party), months)| (party, months)),
        )
    }

    /// All that was put in a place.
    pub fn placed_total(&self) -> Measures {
        total(
            self.cells
                .iter()
                .map(|((_, party), months)| (party, months)),
        )
    }

    /// Every place, actor and month, in order, zeros present.
    pub fn rows(&self) -> impl Iterator<Item = (&Place, &Party, Month, Measures)> {
        self.cells.iter().flat_map(|((place, party), months)| {
            let months = self.dense(Some(months)).into_iter();
            months.map(move |(month, measures)| (place, party, month, measures))
        })
    }

    /// What could not be put in a place, by country, actor and month, in order, zeros present.
    pub fn unplaced_rows(&self) -> impl Iterator<Item = (&str, &Party, Month, Measures)> {
        self.unplaced.iter().flat_map(|((country, party), months)| {
            let months = self.dense(Some(months)).into_iter();
            months.map(move |(month, measures)| (country.as_str(), party, month, measures))
        })
    }

    fn dense(&self, sparse: Option<&BTreeMap<Month, Measures>>) -> Vec<(Month, Measures)> {
        let Some((first, last)) = self.months else {
            return Vec::new();
        };
        let at = |month| {
            sparse
                .and_then(|sparse| sparse.get(&month))
                .copied()
                .unwrap_or_default()
        };
        months(first, last)
            .map(|month| (month, at(month)))
            .collect()
    }
}

fn total<'p>(series: impl Iterator<Item = (&'p Party, &'p BTreeMap<Month, Measures>)>) -> Measures {
    let mut sum = Measures::default();
    for (party, months) in series {
        if *party == Party::All {
            for measures in months.values() {
                sum += measures;
            }
        }
    }
    sum
}

fn refuse_mixture(table: &EventTable) -> Result<(), EventsError> {
    let mut families = [false; 2];
    for provenance in (0..table.len()).filter_map(|row| table.provenance(row)) {
        families[usize::from(provenance.series.is_ucdp())] = true;
    }
    if families == [true; 2] {
        Err(EventsError::MixedPublishers)
    } else {
        Ok(())
    }
}

fn place(row: &EventRow<'_>, country: &str, level: Level<'_>) -> Option<Place> {
    let region = |name: String| {
        let placed = row.where_prec < 6 && !name.is_empty();
        placed.then(|| Place::Region {
            country: country.to_owned(),
            name,
        })
    };
    match level {
        Level::Country => Some(Place::Country(country.to_owned())),
        Level::Region => region(row.adm1.to_owned()),
        Level::RegionBy(resolve) if row.where_prec < 6 => resolve(row).and_then(region),
        Level::RegionBy(_) => None,
        Level::Cell => (row.where_prec < 4 && row.gid > 0).then_some(Place::Cell(row.gid)),
    }
}

fn parties<'t>(
    row: &EventRow<'t>,
    actors: Actors<'_>,
    referred: &mut FxHashMap<(&'t str, Option<u32>), Reference>,
) -> BTreeSet<Party> {
    let mut parties = BTreeSet::from([Party::All]);
    for (name, id) in [(row.side_a, row.side_a_id), (row.side_b, row.side_b_id)] {
        match actors {
            Actors::Together => {}
            Actors::AsWritten if name.is_empty() => {}
            Actors::AsWritten => {
                parties.insert(Party::Actor(name.to_owned()));
            }
            Actors::Lineages(matcher) => {
                let reference = referred
                    .entry((name, id))
                    .or_insert_with(|| matcher.refer(name, id));
                let belongs = matcher.in_month(reference, Month::of(row.date_start));
                if belongs.ambiguous {
                    parties.insert(Party::Ambiguous);
                } else {
                    let keys = belongs.lineages.into_iter();
                    parties.extend(keys.map(|key| Party::Lineage(key.to_owned())));
                }
            }
        }
    }
    parties
}

#[cfg(test)]
mod tests;
