//! First-order divisions and what is known of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::table::{Cells, Table};

/// A region: `[[regions]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Name; the rest of the case refers to it by this.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Groups it belongs to, such as `south`; claims and assumptions may name a group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Other spellings in event data and boundary files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_named: Vec<String>,
    /// Region whose polygon stands for it on maps, when the boundary file has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_with: Option<String>,
    /// Population, area, roads and neighbours; leave it out when `data.regions` names a file that
    /// has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<RegionFacts>,
}

/// Population, area, distance and neighbours of a region: a row of `regions.csv`, or
/// `[regions.facts]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionFacts {
    /// Name, as in `[[regions]]`; not needed within it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Main town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<String>,
    /// Degrees north of the main town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude: Option<f64>,
    /// Degrees east of the main town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude: Option<f64>,
    /// People.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// Year the population is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1800, max = 2100))]
    pub population_year: Option<u16>,
    /// Where the population comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population_source: Option<String>,
    /// Area in square kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    pub area_km2: Option<f64>,
    /// Where the area comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_source: Option<String>,
    /// Kilometres by road from the country's capital to the main town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    pub road_km: Option<f64>,
    /// Where the distance comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub road_source: Option<String>,
    /// Regions of this case that touch it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub neighbours: Vec<String>,
    /// Countries that it borders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub borders: Vec<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl RegionFacts {
    pub(crate) const COLUMNS: &'static [&'static str] = &[
        "name",
        "town",
        "latitude",
        "longitude",
        "population",
        "population_year",
        "population_source",
        "area_km2",
        "area_source",
        "road_km",
        "road_source",
        "neighbours",
        "borders",
        "note",
    ];

    /// Reads the table; rows with trouble are left out and reported through it.
    pub(crate) fn read(table: &mut Table) -> Vec<(usize, Self)> {
        table.read(Self::COLUMNS, Self::from_cells)
    }

    fn from_cells(cells: &mut Cells<'_>) -> Option<Self> {
        let name = cells.required("name");
        let facts = Self {
            name: String::new(),
            town: cells.optional("town"),
            latitude: cells.number("latitude", -90.0, 90.0),
            longitude: cells.number("longitude", -180.0, 180.0),
            population: cells.count("population"),
            population_year: cells.count("population_year"),
            population_source: cells.optional("population_source"),
            area_km2: cells.number("area_km2", 0.0, 2e7),
            area_source: cells.optional("area_source"),
            road_km: cells.number("road_km", 0.0, 2e4),
            road_source: cells.optional("road_source"),
            neighbours: cells.list("neighbours"),
            borders: cells.list("borders"),
            note: cells.optional("note"),
        };
        for (figure, source) in [
            (facts.population.is_some(), "population_source"),
            (facts.area_km2.is_some(), "area_source"),
            (facts.road_km.is_some(), "road_source"),
        ] {
            if figure && cells.text(source).is_empty() {
                cells.fault(
                    source,
                    "a figure without its source",
                    "say where it comes from",
                );
            }
        }
        Some(Self {
            name: name?,
            ..facts
        })
    }
}
