//! The political timeline: coups, agreements, foreign forces, talks and calls for talks.

use calendar::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dates::PartialDate;
use crate::error::shown;
use crate::landmark::Confidence;
use crate::table::{Cells, Table};

/// What sort of entry it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum TimelineKind {
    /// A change of government by force.
    Coup,
    /// A vote.
    Election,
    /// A signed agreement, local accords included.
    Agreement,
    /// An agreement, treaty or bloc is left or lapses.
    AgreementEnded,
    /// Groups or states join or ally.
    Alliance,
    /// Contacts said to have taken place.
    Talks,
    /// Somebody calls for talks.
    CallForTalks,
    /// A foreign force arrives or its arrival is announced.
    ForceArrives,
    /// A foreign force leaves or its departure is announced.
    ForceLeaves,
    /// Decisions of leaders, refusals of talks included.
    Leadership,
    /// Sanctions imposed or lifted.
    Sanctions,
}

/// A row of `timeline.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimelineEntry {
    /// Identifier, unique in the file.
    pub id: String,
    /// Date, to the day, month or year.
    pub date: PartialDate,
    /// What sort of entry it is.
    pub kind: TimelineKind,
    /// Who took part, in words.
    pub who: Vec<String>,
    /// What happened.
    pub what: String,
    /// Place or region, when it is local; empty otherwise.
    pub region: String,
    /// How far the row can be trusted.
    pub confidence: Confidence,
    /// Title of the source.
    pub source_title: String,
    /// Publisher of the source.
    pub source_publisher: String,
    /// Address or date of the source.
    pub source_url: String,
}

impl TimelineEntry {
    /// Whether it was known on a day: an entry known to the month or year counts once that has
    /// passed.
    pub fn is_known_on(&self, day: Date) -> bool {
        self.date.last_day() <= day
    }

    pub(crate) const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "kind",
        "who",
        "what",
        "region",
        "confidence",
        "source_title",
        "source_publisher",
        "source_url",
    ];

    /// Reads the table; rows with trouble are left out and reported through it.
    pub(crate) fn read(table: &mut Table) -> Vec<(usize, Self)> {
        table.read(Self::COLUMNS, Self::from_cells)
    }

    fn from_cells(cells: &mut Cells<'_>) -> Option<Self> {
        let id = cells.required("id");
        let date = cells.required("date");
        let date = date.and_then(|text| {
            let date = text.parse().ok();
            if date.is_none() {
                let message = format!("`{}` is not a date", shown(&text));
                cells.fault("date", &message, "write it as YYYY-MM-DD, YYYY-MM or YYYY");
            }
            date
        });
        let kind = cells.choice("kind");
        let what = cells.required("what");
        let confidence = cells.choice("confidence");
        let source_title = cells.required("source_title");
        let source_publisher = cells.required("source_publisher");
        let source_url = cells.required("source_url");
        Some(Self {
            id: id?,
            date: date?,
            kind: kind?,
            who: cells.list("who"),
            what: what?,
            region: cells.text("region").to_owned(),
            confidence: confidence?,
            source_title: source_title?,
            source_publisher: source_publisher?,
            source_url: source_url?,
        })
    }
}
