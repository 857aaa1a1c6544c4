//! Landmark events: sourced facts on attacks, losses and withdrawals by region.

use calendar::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::event::Target;
use crate::table::{Cells, Table};

/// What happened.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum LandmarkKind {
    /// An attack, a raid that overran a camp for hours included.
    Attack,
    /// A fight that both sides were ready for.
    Battle,
    /// Killing of people who could not defend themselves.
    Massacre,
    /// A strike from the air.
    AirStrike,
    /// A place is taken or retaken, by any side: read it with the initiators.
    Capture,
    /// The initiator's opponents give a place up.
    Withdrawal,
    /// Roads or supplies are cut.
    Blockade,
    /// A cell or camp is broken up by arrests.
    Arrest,
}

impl LandmarkKind {
    /// A fact of violence, rather than of rule or of policing.
    pub fn is_violence(self) -> bool {
        matches!(
            self,
            Self::Attack | Self::Battle | Self::Massacre | Self::AirStrike | Self::Capture
        )
    }
}

/// How well a date is known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The day is known.
    Day,
    /// It lies somewhere in the days given.
    Month,
    /// Only the year or a rough start is known.
    Year,
}

/// How far a row can be trusted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Second-hand, partisan or conflicting.
    Low,
    /// One source, or a detail is weak.
    Medium,
    /// Named press, agency or encyclopaedia text, consistent.
    High,
}

/// A row of `landmarks.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Landmark {
    /// Identifier, unique in the file.
    pub id: String,
    /// First day it can be.
    #[schemars(schema_with = "crate::dates::schema")]
    pub date_start: Date,
    /// Last day; none when the end is not known (it need not go on).
    #[schemars(schema_with = "crate::dates::optional_schema")]
    pub date_end: Option<Date>,
    /// How well the dates are known.
    pub precision: Precision,
    /// Region, by name.
    pub region: String,
    /// Town or area, never a site.
    pub place: String,
    /// Who did it, by actor key; empty when unknown.
    pub initiators: Vec<String>,
    /// What was hit.
    pub targets: Vec<Target>,
    /// What happened.
    pub kind: LandmarkKind,
    /// Deaths on the side attacked and of bystanders: lowest figure, none when there is no figure.
    pub deaths_low: Option<u32>,
    /// Best figure; none when nothing decides.
    pub deaths_best: Option<u32>,
    /// Highest figure.
    pub deaths_high: Option<u32>,
    /// How far the row can be trusted.
    pub confidence: Confidence,
    /// Rows whose deaths or dates overlap with this one's: not to be added up.
    pub overlaps: Vec<String>,
    /// Title of the source.
    pub source_title: String,
    /// Publisher of the source.
    pub source_publisher: String,
    /// Address or date of the source.
    pub source_url: String,
    /// Remarks.
    pub note: String,
}

impl Landmark {
    /// Deaths: the best figure, or the lowest where nothing decides; none when there is no figure.
    pub fn deaths(&self) -> Option<u32> {
        self.deaths_best.or(self.deaths_low)
    }

    /// The row as it was known on a day, or nothing if it had not happened.
    ///
    /// A row dated to the month or year counts once its last day has passed, but a blockade counts
    /// from its start. An end that lies after the day is taken away.
    pub fn as_of(&self, day: Date) -> Option<Self> {
        let dated = self.precision == Precision::Day || self.kind == LandmarkKind::Blockade;
        let known = if dated {
            self.date_start
        } else {
            self.date_end.unwrap_or(self.date_start)
        };
        (known <= day).then(|| Self {
            date_end: self.date_end.filter(|end| *end <= day),
            ..self.clone()
        })
    }

    pub(crate) const COLUMNS: &'static [&'static str] = &[
        "id",
        "date_start",
        "date_end",
        "precision",
        "region",
        "place",
        "initiators",
        "targets",
        "kind",
        "deaths_low",
        "deaths_best",
        "deaths_high",
        "confidence",
        "overlaps",
        "source_title",
        "source_publisher",
        "source_url",
        "note",
    ];

    /// Reads the table; rows with trouble are left out and reported through it.
    pub(crate) fn read(table: &mut Table) -> Vec<(usize, Self)> {
        table.read(Self::COLUMNS, Self::from_cells)
    }

    fn from_cells(cells: &mut Cells<'_>) -> Option<Self> {
        let id = cells.required("id");
        let date_start = cells.date("date_start");
        if date_start.is_none() && cells.text("date_start").is_empty() {
            cells.fault("date_start", "no date", "write it as YYYY-MM-DD");
        }
        let date_end = cells.date("date_end");
        let precision = cells.choice("precision");
        let region = cells.required("region");
        let place = cells.required("place");
        let targets = cells.choices("targets");
        let kind = cells.choice("kind");
        let deaths_low = cells.count("deaths_low");
        let deaths_best = cells.count("deaths_best");
        let deaths_high = cells.count("deaths_high");
        let confidence = cells.choice("confidence");
        let source_title = cells.required("source_title");
        let source_publisher = cells.required("source_publisher");
        let source_url = cells.required("source_url");
        if let (Some(start), Some(end)) = (date_start, date_end)
            && end < start
        {
            cells.fault(
                "date_end",
                "the end comes before the start",
                "swap the two dates or correct one",
            );
        }
        let figures = [deaths_low, deaths_best, deaths_high];
        if !figures.iter().flatten().is_sorted() {
            cells.fault(
                "deaths_low",
                "the figures do not rise from low to best to high",
                "put the lowest figure in deaths_low and the highest in deaths_high",
            );
        }
        Some(Self {
            id: id?,
            date_start: date_start?,
            date_end,
            precision: precision?,
            region: region?,
            place: place?,
            initiators: cells.list("initiators"),
            targets,
            kind: kind?,
            deaths_low,
            deaths_best,
            deaths_high,
            confidence: confidence?,
            overlaps: cells.list("overlaps"),
            source_title: source_title?,
            source_publisher: source_publisher?,
            source_url: source_url?,
            note: cells.text("note").to_owned(),
        })
    }
}
