//! One typed event, whatever file it came from.

use calendar::Date;
use serde::{Deserialize, Serialize};

/// UCDP's three types of organised violence, and the rest of what ACLED records.
///
/// Source for the first three: Sundberg & Melander 2013, *Journal of Peace Research* 50(4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Violence {
    /// A state's forces against an organised armed group or another state's.
    StateBased,
    /// Organised armed groups, neither of them a state, against each other.
    NonState,
    /// An armed actor against civilians who are not organised for armed conflict.
    OneSided,
    /// Protest, riot or strategic development (ACLED only): no organised violence.
    Other,
}

impl Violence {
    /// The three types of organised violence, in UCDP's order (codes 1, 2, 3).
    pub const ORGANISED: [Self; 3] = [Self::StateBased, Self::NonState, Self::OneSided];

    /// UCDP's code, 1 to 3; 0 for [`Violence::Other`].
    pub fn code(self) -> u8 {
        match self {
            Self::StateBased => 1,
            Self::NonState => 2,
            Self::OneSided => 3,
            Self::Other => 0,
        }
    }

    /// The type of a UCDP code, `None` outside 0 to 3.
    pub fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Other,
            1 => Self::StateBased,
            2 => Self::NonState,
            3 => Self::OneSided,
            _ => return None,
        })
    }

    /// The field's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::StateBased => "state-based",
            Self::NonState => "non-state",
            Self::OneSided => "one-sided",
            Self::Other => "other",
        }
    }
}

/// Who publishes an event, and in which series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Series {
    /// UCDP Georeferenced Event Dataset, yearly release.
    UcdpGed,
    /// UCDP Candidate Events Dataset, monthly release, still being checked.
    UcdpCandidate,
    /// Armed Conflict Location & Event Data.
    Acled,
}

impl Series {
    /// Short name, as in the paths of the store: `ucdp-ged`, `ucdp-candidate`, `acled`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UcdpGed => "ucdp-ged",
            Self::UcdpCandidate => "ucdp-candidate",
            Self::Acled => "acled",
        }
    }

    /// One of UCDP's series.
    pub const fn is_ucdp(self) -> bool {
        !matches!(self, Self::Acled)
    }
}

/// An event as a reader hands it on: borrowed text, typed numbers, its place in the file.
///
/// Deaths are UCDP's best, low and high estimates; ACLED publishes one figure, which stands for
/// all three. Empty text means that the file says nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventRow<'a> {
    /// Identifier, unique within a series: `609987`, `MLI4111`.
    pub id: &'a str,
    /// Line of the file the record begins on, from 1.
    pub line: u64,
    /// Type of violence.
    pub violence: Violence,
    /// ACLED's event type and sub-event type (`Battles / Armed clash`); empty for UCDP.
    pub kind: &'a str,
    /// UCDP conflict identifier (`conflict_new_id`).
    pub conflict_id: Option<u32>,
    /// UCDP conflict name.
    pub conflict: &'a str,
    /// UCDP dyad identifier (`dyad_new_id`).
    pub dyad_id: Option<u32>,
    /// UCDP dyad name.
    pub dyad: &'a str,
    /// UCDP actor identifier of side A (`side_a_new_id`).
    pub side_a_id: Option<u32>,
    /// Side A (ACLED: actor 1).
    pub side_a: &'a str,
    /// UCDP actor identifier of side B.
    pub side_b_id: Option<u32>,
    /// Side B (ACLED: actor 2).
    pub side_b: &'a str,
    /// ACLED's associated actors of both sides, as written, joined by `; `; empty for UCDP.
    pub associates: &'a str,
    /// Country as the file writes it.
    pub country: &'a str,
    /// ISO 3166-1 alpha-3 of the country, empty when the name is not known to `places`.
    pub iso3: &'a str,
    /// First-order division as the file writes it.
    pub adm1: &'a str,
    /// Second-order division as the file writes it.
    pub adm2: &'a str,
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
    /// PRIO-GRID cell the coordinates lie in, 1 to 259,200.
    pub gid: u32,
    /// UCDP's geographical precision, 1 (exact place) to 7 (international waters or airspace);
    /// ACLED's 1 to 3 carried as 1 (town), 3 (part of region) and 4 (region).
    pub where_prec: u8,
    /// UCDP's precision of date, 1 (day) to 5 (more than a month); ACLED's 1 to 3 carried as 1, 2, 4.
    pub date_prec: u8,
    /// UCDP's clarity of the event, 1 (clear) or 2; 0 when the file has none.
    pub clarity: u8,
    /// First day.
    pub date_start: Date,
    /// Last day, not before the first.
    pub date_end: Date,
    /// Deaths on side A, on side B, of civilians, and of unknown status. ACLED: all unknown, but
    /// civilians for violence against civilians.
    pub deaths_a: u32,
    /// Deaths on side B.
    pub deaths_b: u32,
    /// Deaths of civilians.
    pub deaths_civilians: u32,
    /// Deaths of people whose status is not known.
    pub deaths_unknown: u32,
    /// Best estimate of deaths.
    pub best: u32,
    /// Low estimate of deaths, not above best.
    pub low: u32,
    /// High estimate of deaths, not below best.
    pub high: u32,
    /// Number of source reports; `None` when the file has none or says -1.
    pub sources: Option<u32>,
    /// UCDP's code status is `Clear` (always so in yearly releases and for ACLED).
    pub clear: bool,
    /// ACLED's `timestamp`: seconds since 1970 (UTC) of the last change to the record, by which the
    /// newest of several vintages is found; `None` when the file has none (UCDP).
    pub revised: Option<i64>,
}

/// Takes the events that a reader finds, one at a time, in the order of the file.
pub trait EventSink {
    /// Takes one event; an error stops the reader.
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), crate::EventsError>;
}
