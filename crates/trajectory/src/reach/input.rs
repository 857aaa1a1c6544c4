//! What the occupancy model is given: places, who touches whom, and counts.

use calendar::Month;
use places::{Gid, Position};
use serde::{Deserialize, Serialize};

use crate::TrajectoryError;

/// Most neighbours a place may have.
pub(super) const MOST_NEIGHBOURS: usize = 32;
/// Most place-months a fit accepts: 200,000 places for a year, or 4,000 for 50 years.
const MOST_PLACE_MONTHS: usize = 2_400_000;

/// A place in which the group can or cannot operate: a PRIO-GRID cell or a first-order division.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReachPlace {
    /// Cell, when it is one.
    pub gid: Option<Gid>,
    /// Name: the cell's number, or the region's name.
    pub name: String,
    /// Middle, for distances and the ellipse.
    pub centre: Position,
    /// Area in km2: of a border cell, the part inside the country.
    pub km2: f64,
    /// People, where a population is given.
    pub people: Option<f64>,
    /// Regions it lies in, as numbers in [`ReachInput::regions`], each with the share of the
    /// place's area. Empty outside them all.
    pub regions: Vec<(usize, f64)>,
}

/// Events of a lineage in a place and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tally {
    /// Number of the place.
    pub place: usize,
    /// Month, counted from the first.
    pub month: usize,
    /// Events, at least 1.
    pub events: u32,
}

/// Data for [`Reach::fit`](super::Reach::fit).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReachInput {
    /// Lineage, by key.
    pub lineage: String,
    /// Key of the data set, for the source of each figure.
    pub data: String,
    /// First month.
    pub first: Month,
    /// Number of months, at least 2.
    pub months: usize,
    /// Places, at least 1.
    pub places: Vec<ReachPlace>,
    /// For each place the numbers of those it touches; symmetric, without itself.
    pub neighbours: Vec<Vec<usize>>,
    /// Number of neighbours a place in the open has: 8 for cells. A place with k occupied
    /// neighbours is under k / `contacts` of the full contagion.
    pub contacts: f64,
    /// Where and when events were; not listed means none.
    pub tallies: Vec<Tally>,
    /// Names of the regions.
    pub regions: Vec<String>,
    /// The capital, for the distance of the front.
    pub capital: Option<Position>,
    /// Coordinates of the events and their month, counted from the first, for the ellipse.
    pub points: Vec<(usize, Position)>,
    /// Events of the lineage that the places cannot hold (known only to their region or country),
    /// and those whose side the source leaves open: both are left out.
    pub left_out: u64,
}

impl ReachInput {
    /// Last month.
    pub fn last(&self) -> Month {
        self.first + (self.months as i32 - 1)
    }

    /// Events in a place.
    pub fn events(&self) -> u64 {
        self.tallies.iter().map(|t| u64::from(t.events)).sum()
    }

    /// Data up to and including a month: what was known then.
    ///
    /// `None` when fewer than two months are left.
    #[must_use]
    pub fn until(&self, last: Month) -> Option<Self> {
        let months = usize::try_from(last - self.first + 1)
            .ok()?
            .min(self.months);
        (months >= 2).then(|| Self {
            months,
            tallies: self
                .tallies
                .iter()
                .copied()
                .filter(|t| t.month < months)
                .collect(),
            points: self
                .points
                .iter()
                .copied()
                .filter(|p| p.0 < months)
                .collect(),
            ..self.clone()
        })
    }

    /// Checks that numbers refer to something and figures are figures.
    pub(super) fn check(&self) -> Result<(), TrajectoryError> {
        let bad = |what: String, remedy: &str| Err(TrajectoryError::reach(what, remedy));
        let n = self.places.len();
        if n == 0 || self.months < 2 {
            return bad(
                format!("{n} places and {} months", self.months),
                "give at least one place and two months",
            );
        }
        if n.saturating_mul(self.months) > MOST_PLACE_MONTHS {
            return bad(
                format!("{n} places x {} months", self.months),
                "cut the months, or take regions in place of cells",
            );
        }
        if self.neighbours.len() != n {
            return bad(
                format!(
                    "{n} places but {} lists of neighbours",
                    self.neighbours.len()
                ),
                "give one list for each place",
            );
        }
        for (i, list) in self.neighbours.iter().enumerate() {
            let sound = |&j: &usize| j < n && j != i && self.neighbours[j].contains(&i);
            let once = (1..list.len()).all(|a| !list[..a].contains(&list[a]));
            if list.len() > MOST_NEIGHBOURS || !once || !list.iter().all(sound) {
                return bad(
                    format!("the neighbours of place {i} ({})", self.places[i].name),
                    "list each neighbour once, on both sides, and at most 32",
                );
            }
        }
        if !(self.contacts > 0.0 && self.contacts.is_finite()) {
            return bad(
                format!("contacts of {}", self.contacts),
                "give a number above 0",
            );
        }
        for place in &self.places {
            let people = place.people.is_none_or(|p| p >= 0.0 && p.is_finite());
            let sound = place.km2 > 0.0 && place.km2.is_finite() && people;
            let known = place
                .regions
                .iter()
                .all(|(region, share)| *region < self.regions.len() && (0.0..=1.0).contains(share));
            let there = Position::new(place.centre.latitude, place.centre.longitude).is_some();
            if !(sound && known && there) {
                return bad(
                    format!("place {}", place.name),
                    "check its area, people, middle and regions",
                );
            }
        }
        let placed = |t: &&Tally| t.place >= n || t.month >= self.months || t.events == 0;
        if let Some(t) = self.tallies.iter().find(placed) {
            return bad(
                format!(
                    "a tally of {} in place {} and month {}",
                    t.events, t.place, t.month
                ),
                "count from 0, within the places and months, and leave zeros out",
            );
        }
        Ok(())
    }
}
