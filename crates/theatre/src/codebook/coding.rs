//! A case as the codebook codes it, and a reader of tables of such cases.

use std::path::Path;

use crate::TheatreError;
use crate::codebook::outcome::Outcome;
use crate::dice::Dice;

/// A feature of the codebook that is known at the moment and has a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Share of anti-state fighting power under one command, 0 to 1.
    Unified,
    /// Armed organisations outside the state, 0 to 10, ten or more as 10.
    Factions,
    /// Sympathy for the main challenger in the capital and large cities, 0 to 1.
    Urban,
    /// Bases or refuge in another state, 0 or 1.
    Sanctuary,
    /// A foreign state knowingly gives troops, arms, money or bases, 0 or 1.
    Sponsor,
    /// Ability of the army to fight as one, 0 to 1.
    Cohesion,
    /// Foreign combat troops fight for the incumbent, 0 or 1.
    ForeignTroops,
    /// An armed peace force is in the country, 0 or 1.
    PeaceForce,
    /// Rank of the state's fiscal capacity, 0 to 1.
    Revenue,
    /// How far armed factions map on communal blocs, 0 to 1.
    Alignment,
    /// Share of the people who live in the capital, 0 to 1.
    CapitalShare,
    /// Distance from the main challenger's core area to the capital in km.
    Distance,
}

/// A row of the codebook: a feature, its column, its greatest value, and the range over which a blank is drawn.
struct Rule {
    feature: Feature,
    column: &'static str,
    most: f64,
    blank: [f64; 2],
    whole: bool,
}

const fn share(feature: Feature, column: &'static str) -> Rule {
    Rule {
        feature,
        column,
        most: 1.0,
        blank: [0.0, 1.0],
        whole: false,
    }
}

const fn flag(feature: Feature, column: &'static str) -> Rule {
    Rule {
        whole: true,
        ..share(feature, column)
    }
}

const RULES: [Rule; Feature::NUMBER] = [
    share(Feature::Unified, "rebel_unified"),
    Rule {
        feature: Feature::Factions,
        column: "n_major_armed_factions",
        most: 10.0,
        blank: [0.0, 10.0],
        whole: true,
    },
    share(Feature::Urban, "rebel_urban_support"),
    flag(Feature::Sanctuary, "rebel_cross_border_sanctuary"),
    flag(Feature::Sponsor, "rebel_external_state_sponsor"),
    share(Feature::Cohesion, "state_army_cohesion"),
    flag(Feature::ForeignTroops, "foreign_troops_backing_state"),
    flag(Feature::PeaceForce, "un_or_regional_force_present"),
    share(Feature::Revenue, "state_revenue_base"),
    share(Feature::Alignment, "ethnic_faction_alignment"),
    Rule {
        // From the smallest capital to city states.
        blank: [0.02, 0.4],
        ..share(Feature::CapitalShare, "capital_share_of_population")
    },
    Rule {
        feature: Feature::Distance,
        column: "rebel_heartland_distance_to_capital_km",
        most: 10_000.0,
        blank: [0.0, 2000.0],
        whole: false,
    },
];

impl Feature {
    /// How many there are.
    pub const NUMBER: usize = 12;

    /// All of them, in the order of the codebook.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        RULES.iter().map(|rule| rule.feature)
    }

    /// Its column in a table.
    pub fn column(self) -> &'static str {
        RULES[self as usize].column
    }

    /// Range over which a blank is drawn, evenly.
    pub fn range(self) -> [f64; 2] {
        RULES[self as usize].blank
    }
}

/// What the codebook tells of a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coding {
    /// Its key, such as `MLI_2024`.
    pub case_id: String,
    /// Label of the main challenger's ideology; none where blank.
    pub ideology: Option<String>,
    /// Features by number; none where blank, which is unknown and never 0.
    pub features: [Option<f64>; Feature::NUMBER],
    /// What happened within 36 months, by number; none where blank.
    pub outcomes: [Option<bool>; Outcome::NUMBER],
}

/// A case's features with every blank filled in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Filled([f64; Feature::NUMBER]);

impl Filled {
    pub(crate) fn of(&self, feature: Feature) -> f64 {
        self.0[feature as usize]
    }
}

impl Coding {
    /// Reads a table with a header; columns that are not needed are passed over, outcomes may be left out.
    ///
    /// Fails at the first cell, missing column or unreadable line that the codebook does not allow.
    pub fn read(path: &Path) -> Result<Vec<Self>, TheatreError> {
        let file = path.display().to_string();
        let fault = |line: u64, column: &str, reason: String, remedy: &str| TheatreError::Coding {
            file: file.clone(),
            line,
            column: column.to_owned(),
            reason,
            remedy: remedy.to_owned(),
        };
        let unreadable = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            let remedy = if error.is_io_error() {
                "name a table that can be read"
            } else {
                "correct the line"
            };
            fault(line, "any", error.to_string(), remedy)
        };
        let mut table = csv::Reader::from_path(path).map_err(|error| unreadable(&error))?;
        let header = table.headers().map_err(|error| unreadable(&error))?.clone();
        let place = |column: &str| header.iter().position(|name| name.trim() == column);
        let needed = |column: &str| {
            place(column).ok_or_else(|| {
                let reason = "the column is missing".to_owned();
                fault(1, column, reason, "add it, blank where unknown")
            })
        };
        let id = needed("case_id")?;
        let ideology = place("rebel_ideology");
        let mut columns = [0; Feature::NUMBER];
        for (column, rule) in columns.iter_mut().zip(&RULES) {
            *column = needed(rule.column)?;
        }
        let outcomes: Vec<_> = Outcome::ALL.iter().map(|one| place(one.column())).collect();
        let mut all = Vec::new();
        for row in table.records() {
            let row = row.map_err(|error| unreadable(&error))?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |at: usize| row.get(at).unwrap_or("").trim();
            let text = |at: usize| Some(cell(at).to_owned()).filter(|text| !text.is_empty());
            let case_id = text(id).ok_or_else(|| {
                fault(
                    line,
                    "case_id",
                    "it is blank".to_owned(),
                    "give the case a key",
                )
            })?;
            let mut coding = Self {
                case_id,
                ideology: ideology.and_then(text),
                ..Self::default()
            };
            for ((value, at), rule) in coding.features.iter_mut().zip(columns).zip(&RULES) {
                *value = number(cell(at), rule.most, rule.whole)
                    .map_err(|[reason, remedy]| fault(line, rule.column, reason, &remedy))?;
            }
            for ((known, at), outcome) in
                coding.outcomes.iter_mut().zip(&outcomes).zip(Outcome::ALL)
            {
                *known = number(at.map_or("", cell), 1.0, true)
                    .map_err(|[reason, remedy]| fault(line, outcome.column(), reason, &remedy))?
                    .map(|value| value > 0.5);
            }
            all.push(coding);
        }
        Ok(all)
    }

    /// A feature; none where blank.
    pub fn feature(&self, feature: Feature) -> Option<f64> {
        self.features[feature as usize]
    }

    /// Any outcome is known.
    pub fn is_known(&self) -> bool {
        self.outcomes.iter().any(Option::is_some)
    }

    /// Features of a run: those coded, and blanks drawn evenly over their range.
    pub(crate) fn filled(&self, dice: &mut Dice) -> Filled {
        let mut values = [0.0; Feature::NUMBER];
        for ((value, coded), rule) in values.iter_mut().zip(&self.features).zip(&RULES) {
            let share = dice.share();
            let [low, high] = rule.blank;
            *value = coded.unwrap_or(if rule.whole {
                (low + (high - low + 1.0) * share).floor()
            } else {
                low + (high - low) * share
            });
        }
        Filled(values)
    }
}

/// A cell's number from 0 to the most allowed; none where blank. Fails with a reason and a remedy.
fn number(cell: &str, most: f64, whole: bool) -> Result<Option<f64>, [String; 2]> {
    if cell.is_empty() {
        return Ok(None);
    }
    let kind = if whole { "a whole number" } else { "a number" };
    let remedy = || format!("write {kind} from 0 to {most}, or leave it blank where unknown");
    match cell.parse::<f64>() {
        Ok(value) if (0.0..=most).contains(&value) && (!whole || value.fract() == 0.0) => {
            Ok(Some(value))
        }
        _ => Err([
            format!("\"{cell}\" is not {kind} from 0 to {most}"),
            remedy(),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn table(cells: &[(&str, &str)]) -> Result<Vec<Coding>, TheatreError> {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let mut header = "case_id".to_owned();
        let mut row = "AAA_2000".to_owned();
        let outcomes = Outcome::ALL.iter().map(|one| one.column());
        for column in RULES.iter().map(|rule| rule.column).chain(outcomes) {
            let cell = cells.iter().find(|(name, _)| *name == column);
            if cell.is_some_and(|(_, cell)| *cell == "absent") {
                continue;
            }
            write!(header, ",{column}").unwrap();
            write!(row, ",{}", cell.map_or("", |(_, cell)| cell)).unwrap();
        }
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("impasse-coding-{}-{number}.csv", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, format!("{header}\n{row}\n")).unwrap();
        let read = Coding::read(&path);
        std::fs::remove_file(&path).unwrap();
        read
    }

    #[test]
    fn blanks_stay_unknown() {
        let read = table(&[("rebel_unified", "0.25"), ("coup", "1")]).unwrap();
        assert_eq!(read[0].feature(Feature::Unified), Some(0.25));
        assert_eq!(read[0].feature(Feature::Sponsor), None);
        assert_eq!(read[0].outcomes[Outcome::Coup as usize], Some(true));
        assert_eq!(read[0].outcomes.iter().flatten().count(), 1);
    }

    #[test]
    fn a_bad_cell_is_told_with_its_place_and_remedy() {
        for (column, cell) in [
            ("rebel_unified", "1.2"),
            ("rebel_external_state_sponsor", "0.5"),
            ("n_major_armed_factions", "many"),
            ("state_army_cohesion", "NaN"),
            ("coup", "2"),
        ] {
            let told = table(&[(column, cell)]).unwrap_err().to_string();
            for part in ["line 2", column, cell, "write a", "from 0 to"] {
                assert!(told.contains(part), "{told}");
            }
        }
        let told = table(&[("state_army_cohesion", "absent")]).unwrap_err();
        assert!(
            told.to_string()
                .contains("state_army_cohesion: the column is missing")
        );
        assert!(table(&[("coup", "absent")]).is_ok());
        let told = Coding::read(Path::new("no such table.csv")).unwrap_err();
        assert!(told.to_string().contains("name a table that can be read"));
    }

    #[test]
    fn blanks_are_drawn_over_their_range() {
        let coding = Coding::default();
        let mut sums = [0.0; Feature::NUMBER];
        for run in 0..4000 {
            let filled = coding.filled(&mut Dice::named(1, run, 2));
            for (sum, feature) in sums.iter_mut().zip(Feature::all()) {
                let value = filled.of(feature);
                let [low, high] = feature.range();
                assert!((low..=high).contains(&value));
                *sum += (value - low) / (high - low) / 4000.0;
            }
        }
        assert!(
            sums.iter().all(|mean| (mean - 0.5).abs() < 0.05),
            "{sums:?}"
        );
    }

    #[test]
    fn rules_are_in_order() {
        for (number, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.feature as usize, number);
        }
    }
}
