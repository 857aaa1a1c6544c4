//! The whole case file.

use std::collections::BTreeMap;

use calendar::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::key::{ISO3_PATTERN, KEY_PATTERN};
use crate::{
    Actor, ActorKind, Analogy, Area, Assumption, Claim, Constituency, Course, DataFiles, Event,
    Hypothesis, Item, Landmark, Lineage, NamedArea, Preference, Region, RegionFacts, RuleIndicator,
    Scenario, Source, Term, Threshold, TimelineEntry, Watch,
};

/// The country's capital: `[case.capital]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capital {
    /// Name.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Degrees north, -90 to 90.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub longitude: f64,
    /// Region it lies in, by name.
    pub region: String,
    /// Who holds it, when that is not the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Holder>,
}

impl Capital {
    /// Who holds it on a day, when that is not the state.
    pub fn held_on(&self, day: Date) -> Option<&Holder> {
        self.held.as_ref().filter(|held| held.since <= day)
    }
}

/// Who holds the capital in the state's place: `[case.capital.held]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Actor, by key: an insurgent or a militia.
    pub by: String,
    /// Day on which it took it.
    #[schemars(schema_with = "crate::dates::schema")]
    pub since: Date,
    /// What is left of the state.
    pub state: Remnant,
}

/// What is left of a state that has lost its capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Remnant {
    /// It stands: its army fights on from elsewhere.
    Standing,
    /// Army and officials have gone over to who holds the capital, or home.
    Inherited,
    /// The army has fallen apart, and whoever commands in a place holds it for himself.
    Collapsed,
    /// The same, with a government in name that is dealt with as the country's.
    Placeholder,
}

/// What the case is about: `[case]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Short key; the folder is named by it.
    #[schemars(regex(pattern = KEY_PATTERN))]
    pub key: String,
    /// Title of the assessment.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Country as it is to be printed.
    #[schemars(length(min = 1))]
    pub country: String,
    /// ISO 3166-1 alpha-3 code of the country.
    #[schemars(regex(pattern = ISO3_PATTERN))]
    pub iso3: String,
    /// Capital.
    pub capital: Capital,
    /// Which first-order division the regions are of, and of which years.
    #[schemars(length(min = 1))]
    pub division: String,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A case: `case.toml` and the files beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Case file of impasse")]
pub struct Case {
    /// What the case is about.
    #[serde(rename = "case")]
    pub about: About,
    /// Files beside the case file, and the span of the record.
    pub data: DataFiles,
    /// The event under study.
    pub event: Event,
    /// Other events of note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events_of_note: Vec<Event>,
    /// Signs of governing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleIndicator>,
    /// Bibliography.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Regions.
    #[schemars(length(min = 1))]
    pub regions: Vec<Region>,
    /// Areas whose course is asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<NamedArea>,
    /// Parties.
    #[schemars(length(min = 1))]
    pub actors: Vec<Actor>,
    /// Organisations with their predecessors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lineages: Vec<Lineage>,
    /// Rival readings.
    #[schemars(length(min = 2))]
    pub hypotheses: Vec<Hypothesis>,
    /// What is said about the event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// What would be worth watching.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watch: Vec<Watch>,
    /// The analyst's own pieces of evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Numbers the models need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<Assumption>,
    /// What actors can do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Course>,
    /// What actors want.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferences: Vec<Preference>,
    /// What-ifs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<Scenario>,
    /// National terms of deals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// People who press actors for or against talks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constituencies: Vec<Constituency>,
    /// Analogies that people draw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub analogies: Vec<Analogy>,
    /// Levels whose chance the outlook reports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Threshold>,

    /// Facts on the regions, one for each and in their order, from `regions.csv` or the case file.
    #[serde(skip)]
    pub region_facts: Vec<RegionFacts>,
    /// Landmark events, in the order of the file. Cut them by date before use:
    /// [`Case::landmarks_as_of`].
    #[serde(skip)]
    pub landmarks: Vec<Landmark>,
    /// Political timeline, in the order of the file.
    #[serde(skip)]
    pub timeline: Vec<TimelineEntry>,
    /// Raw bytes of `case.toml` and of every file named in `[data]`, by path within the case.
    #[serde(skip)]
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Name of the case file within its folder.
pub const CASE_FILE: &str = "case.toml";

impl Case {
    /// The state: the one actor of kind [`ActorKind::State`].
    pub fn state(&self) -> Option<&Actor> {
        self.actors
            .iter()
            .find(|actor| actor.kind == ActorKind::State)
    }

    /// An actor by key.
    pub fn actor(&self, key: &str) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.key == key)
    }

    /// A lineage by key.
    pub fn lineage(&self, key: &str) -> Option<&Lineage> {
        self.lineages.iter().find(|lineage| lineage.key == key)
    }

    /// A hypothesis by key.
    pub fn hypothesis(&self, key: &str) -> Option<&Hypothesis> {
        self.hypotheses
            .iter()
            .find(|hypothesis| hypothesis.key == key)
    }

    /// A source by key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// A scenario by key.
    pub fn scenario(&self, key: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.key == key)
    }

    /// A region by its name or another spelling of it, exactly as declared.
    pub fn region(&self, name: &str) -> Option<&Region> {
        self.regions
            .iter()
            .find(|region| region.name == name)
            .or_else(|| {
                self.regions
                    .iter()
                    .find(|r| r.also_named.iter().any(|n| n == name))
            })
    }

    /// Facts on a region by its name.
    pub fn facts(&self, region: &str) -> Option<&RegionFacts> {
        self.region_facts.iter().find(|facts| facts.name == region)
    }

    /// An area whose course is asked about, by key.
    pub fn area(&self, key: &str) -> Option<&NamedArea> {
        self.areas.iter().find(|area| area.key == key)
    }

    /// Regions of an area, in the order of the case; all of them when the area names none.
    pub fn regions_in(&self, area: &Area) -> Vec<&Region> {
        let everywhere = area.regions.is_empty() && area.groups.is_empty();
        let within = |region: &&Region| {
            everywhere
                || area.regions.contains(&region.name)
                || region
                    .groups
                    .iter()
                    .any(|group| area.groups.contains(group))
        };
        self.regions.iter().filter(within).collect()
    }

    /// An assumption by key.
    pub fn assumption(&self, key: &str) -> Option<&Assumption> {
        self.assumptions
            .iter()
            .find(|assumption| assumption.key == key)
    }

    /// The assumption that sets a parameter for an actor and a region: the most specific one, in
    /// the order actor and region, region, actor, neither.
    pub fn assumption_for(
        &self,
        parameter: &str,
        actor: Option<&str>,
        region: Option<&str>,
    ) -> Option<&Assumption> {
        let holds = |a: &&Assumption| {
            a.parameter() == parameter
                && a.actor.as_deref().is_none_or(|key| Some(key) == actor)
                && (a.regions.is_empty()
                    || region.is_some_and(|name| a.regions.iter().any(|r| r == name)))
        };
        let specific = |a: &&Assumption| (!a.regions.is_empty(), a.actor.is_some());
        self.assumptions.iter().filter(holds).max_by_key(specific)
    }

    /// Options of an actor, in the order of the case. Actors with options are the players.
    pub fn options_of(&self, actor: &str) -> impl Iterator<Item = &Course> {
        self.options
            .iter()
            .filter(move |option| option.actor == actor)
    }

    /// Whether an actor has a part in the models: options, or a declared strength.
    pub fn has_part(&self, actor: &str) -> bool {
        let strength =
            |a: &Assumption| a.parameter() == "strength" && a.actor.as_deref() == Some(actor);
        self.options_of(actor).next().is_some() || self.assumptions.iter().any(strength)
    }

    /// Preferences of an actor, in the order of the case.
    pub fn preferences_of(&self, actor: &str) -> impl Iterator<Item = &Preference> {
        self.preferences
            .iter()
            .filter(move |preference| preference.actor == actor)
    }

    /// Whether nobody among those who did it stands on the state's side, as far as they are known.
    pub fn by_challenger(&self, landmark: &Landmark) -> bool {
        landmark
            .initiators
            .iter()
            .filter_map(|key| self.actor(key))
            .all(|actor| matches!(actor.kind, ActorKind::Insurgent | ActorKind::Militia))
    }

    /// Landmarks as they were known on a day, in the order of the file.
    pub fn landmarks_as_of(&self, day: Date) -> Vec<Landmark> {
        self.landmarks
            .iter()
            .filter_map(|landmark| landmark.as_of(day))
            .collect()
    }

    /// Entries of the timeline that were known on a day, in the order of the file.
    pub fn timeline_as_of(&self, day: Date) -> impl Iterator<Item = &TimelineEntry> {
        self.timeline
            .iter()
            .filter(move |entry| entry.is_known_on(day))
    }

    /// Raw text of a file of the case by its path within it, such as `figures.csv`; nothing when it
    /// was not there or is not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    /// Raw text of the figures that `[data]` names; nothing when there are none yet.
    pub fn figures(&self) -> Option<&str> {
        self.text(self.data.figures.as_deref()?)
    }

    /// SHA-256 of the case in hexadecimal: of every file's path, length and bytes, in the order of
    /// the paths.
    pub fn sha256(&self) -> String {
        let mut digest = Sha256::new();
        for (path, bytes) in &self.files {
            digest.update((path.len() as u64).to_le_bytes());
            digest.update(path);
            digest.update((bytes.len() as u64).to_le_bytes());
            digest.update(bytes);
        }
        let mut hexadecimal = String::with_capacity(64);
        for byte in digest.finalize() {
            for digit in [byte >> 4, byte & 15] {
                hexadecimal.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        hexadecimal
    }
}
