//! What the runs of scenarios come to: bands by month, outcomes with their Monte-Carlo errors, places, and differences
//! on the same run numbers.
//!
//! A pure reduction of [`Stage::each`]: the same to the bit on any number of threads. Memory does not grow with
//! runs, but for 80 bytes a run that differences need; quantiles are read off counts by cell.
//!
//! Monte-Carlo errors are those of independent draws of the assumptions, each with its runs: draws that are copies of one
//! another, or moved from one, count with all their runs as one (the room `cluster` has the equation). They tell how
//! far other draws and more runs would move a figure, not how far the model or its assumptions are right.
//!
//! Differences on common random numbers: P. Glasserman & D. D. Yao, *Some guidelines and guarantees for common random
//! numbers*, Management Science 38, 1992.

pub(crate) mod cluster;
mod difference;
mod shape;
mod sketch;
mod tally;
#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exact by construction")]
mod tests;

pub use shape::{
    Bands, Chance, Course, Difference, FighterCourse, Horizon, Mean, Measure, Party, PartyKind,
    PlaceAt, PlacesAt, Regime, Scenarios, Summary,
};

use crate::findings::{Assumptions, MIDWAY, MOST_RUNS, Marks, Played, findings, hangs_on};
use crate::run::{Plan, Stage};
use cluster::Clusters;
use difference::differences;
use tally::{Form, Tally};

impl Scenarios {
    /// Plays scenarios of one case, given as key, name and stage, and adds up their runs; the first is what the others are
    /// compared with. `done` hears of every run that has been played.
    ///
    /// ```
    /// let case = case::Case::builtin("mali-2024")?;
    /// let mut stages = Vec::new();
    /// for one in case.scenarios.iter().take(2) {
    ///     stages.push((one.key.as_str(), one.name.as_str(), theatre::Stage::new(&case, one)?));
    /// }
    /// let plan = theatre::Plan { months: 24, first: 0, runs: 40, seed: 1, every: 6 };
    /// let found = theatre::Scenarios::of(&stages, &plan, || ());
    /// let end = &found.scenarios[1].horizons[1];
    /// assert_eq!((end.month, end.regime.survived.probability), (24, 0.0));
    /// assert_eq!(found.scenarios[1].places.len(), 5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(stages: &[(&str, &str, Stage)], plan: &Plan, mut done: impl FnMut()) -> Self {
        let mut baseline = Vec::new();
        let mut scenarios = Vec::new();
        let mut played = Vec::new();
        for (number, (key, name, stage)) in stages.iter().enumerate() {
            let form = Form::new(stage.world(), plan);
            let clusters = Clusters::new(stage.openings(), plan.first);
            let mut tally = Tally::new(&form);
            let mut compared = Vec::new();
            let mut runs = Vec::new();
            stage.each(
                plan,
                |run| (form.reduce(run), Marks::of(run, MIDWAY)),
                |_, (run, marks)| {
                    tally.add(clusters.at(compared.len()), &run);
                    if (runs.len() as u64) < MOST_RUNS {
                        runs.extend(marks);
                    }
                    compared.push(run.compared);
                    done();
                },
            );
            scenarios.push(Summary {
                key: (*key).to_owned(),
                name: (*name).to_owned(),
                course: tally.course(),
                horizons: tally.horizons(),
                places: tally.places(),
                differences: differences(&form.compared, &baseline, &compared, &clusters),
            });
            if number == 0 {
                baseline = compared;
            }
            played.push(Played {
                key,
                kind: stage.kind(),
                runs,
                clusters,
            });
        }
        let first = stages.first().map(|(_, _, stage)| stage);
        let (findings, hangs_on) = first.map_or_else(Default::default, |stage| {
            let runs = plan.first..plan.first.saturating_add(plan.runs.min(MOST_RUNS));
            let levels: Vec<_> = runs.map(|run| stage.levels(plan.seed, run)).collect();
            let deck = stage.deck();
            let names = deck.keys().zip(deck.titles());
            let names = names.map(|(key, title)| [key, title]).collect();
            let value = |card, level| deck.value(card, level);
            let assumptions = Assumptions::new(names, &levels, value);
            let world = stage.world();
            (
                findings(world, plan.months, &played, &assumptions),
                hangs_on(world, &played, &assumptions),
            )
        });
        Self {
            months: plan.months,
            runs: plan.runs,
            seed: plan.seed,
            first: plan.first,
            independent: first.map_or(0, |stage| {
                Clusters::new(stage.openings(), plan.first).number(plan.runs)
            }),
            calibrated: first.is_some_and(Stage::is_calibrated),
            fighters: first.map_or_else(Vec::new, |stage| Party::all(stage.world())),
            holder: first.map_or(0, |stage| stage.world().holder()),
            places: first.map_or_else(Vec::new, |stage| {
                let places = stage.world().places.iter();
                places.map(|place| place.name.clone()).collect()
            }),
            scenarios,
            findings,
            hangs_on,
        }
    }

    /// A scenario by its key.
    pub fn by_key(&self, key: &str) -> Option<&Summary> {
        self.scenarios.iter().find(|one| one.key == key)
    }
}

impl Summary {
    /// How things stand after so many months, where that is told.
    pub fn at(&self, month: u32) -> Option<&Horizon> {
        self.horizons.iter().find(|one| one.month == month)
    }

    /// Its difference from the first scenario after so many months, where that is told.
    pub fn less_first(&self, month: u32, measure: Measure) -> Option<&Difference> {
        let mut all = self.differences.iter();
        all.find(|one| one.month == month && one.measure == measure)
    }
}
