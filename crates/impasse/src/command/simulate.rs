//! `impasse simulate`.

mod outcomes;
mod parts;
mod start;

use std::path::Path;

use case::{Case, Scenario};
use theatre::{Month, Plan, Process, Stage};

use crate::cli::SimulateOptions;
use crate::draws::Draws;
use crate::failure::{Exit, Failure, Result, bad_input};
use crate::progress::Bar;
use crate::runs::{Manifest, Record, RunFile, Shard, Writer, fighters};
use crate::{interrupt, output};
use start::Start;

/// Runs after which a job looks whether it is to stop.
const BLOCK: u64 = 1024;

pub(crate) fn run(options: &SimulateOptions) -> Result<Exit> {
    let mut case = Case::load(&options.case)?;
    let draws = options.draws.as_deref();
    let draws = draws.map(|path| Draws::read(path, &case)).transpose()?;
    if let Some(draws) = &draws {
        case.data.as_of = draws.about.as_of;
    }
    if options.out.is_some() {
        interrupt::remember();
    }
    let job = Job::new(&case, options, draws)?;
    match (&options.out, options.shards) {
        (None, _) => outcomes::print(&job)?,
        (Some(out), Some(shards)) => parts::write(&job, out, shards, options.force)?,
        (Some(out), None) => {
            let manifest = job.manifest(options.shard);
            if options.force || !stands(out, &manifest)? {
                let bar = Bar::new("runs", job.runs_of(&manifest));
                job.write(out, &manifest, &bar)?;
                output::written(&[out]);
            }
        }
    }
    Ok(Exit::Success)
}

/// The scenarios of a case, ready to be run.
struct Job<'a> {
    manifest: Manifest,
    /// Key, name and stage of each.
    stages: Vec<(&'a str, &'a str, Stage)>,
    /// Where runs begin, in words.
    begun: String,
}

impl<'a> Job<'a> {
    fn new(case: &'a Case, options: &SimulateOptions, draws: Option<Draws>) -> Result<Self> {
        let off: Vec<Process> = Process::ALL
            .iter()
            .copied()
            .filter(|process| options.without.contains(process))
            .collect();
        let scenarios = chosen(case, &options.scenarios)?;
        let start = Start::of(case, options, draws)?;
        let stages = scenarios
            .into_iter()
            .map(|of| {
                let stage = Stage::new(case, of)?.from(start.openings.clone());
                Ok((of.key.as_str(), of.name.as_str(), stage.without(&off)))
            })
            .collect::<Result<Vec<_>>>()?;
        let first = stages.first();
        let manifest = Manifest {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            case: case.about.key.clone(),
            case_sha256: case.sha256(),
            as_of: case.data.as_of.to_string(),
            openings: start.name,
            seed: options.seed,
            runs: options.runs,
            months: options.months,
            every: options.every,
            scenarios: stages.iter().map(|(key, ..)| (*key).to_owned()).collect(),
            without: off.iter().map(|one| one.key().to_owned()).collect(),
            fighters: first.map_or_else(Vec::new, |(.., stage)| fighters(stage.world())),
            shard: None,
        };
        Ok(Self {
            manifest,
            stages,
            begun: start.told,
        })
    }

    fn manifest(&self, shard: Option<Shard>) -> Manifest {
        Manifest {
            shard,
            ..self.manifest.clone()
        }
    }

    /// Runs that a file takes, over all scenarios.
    fn runs_of(&self, manifest: &Manifest) -> u64 {
        let part = manifest.part();
        (part.end - part.start) * self.stages.len() as u64
    }

    /// Plays the runs of a part and writes them.
    fn write(&self, path: &Path, manifest: &Manifest, bar: &Bar) -> Result<()> {
        let mut writer = Writer::new(path, manifest)?;
        let part = manifest.part();
        for (scenario, _, stage) in &self.stages {
            for first in part.clone().step_by(BLOCK as usize) {
                if interrupt::asked() {
                    return Err(stopped("nothing is written"));
                }
                let plan = Plan {
                    months: manifest.months,
                    first,
                    runs: BLOCK.min(part.end - first),
                    seed: manifest.seed,
                    every: 0,
                };
                let mut written = Ok(());
                stage.each(
                    &plan,
                    |run| reported(run.months, manifest),
                    |run, rows| {
                        for (month, at) in manifest.reported().zip(&rows) {
                            if written.is_ok() {
                                written = writer.push(&Record {
                                    scenario,
                                    run,
                                    month,
                                    at,
                                    fighters: &manifest.fighters,
                                });
                            }
                        }
                    },
                );
                written?;
                bar.advance(plan.runs);
            }
            writer.end_scenario()?;
        }
        writer.finish()
    }
}

/// A job ended before its time.
fn stopped(kept: &str) -> Failure {
    Failure::Stopped {
        kept: kept.to_owned(),
    }
}

/// The scenarios to run, in the order of the case; all when none is named.
fn chosen<'a>(case: &'a Case, named: &[String]) -> Result<Vec<&'a Scenario>> {
    let keys: Vec<&str> = case.scenarios.iter().map(|one| one.key.as_str()).collect();
    if keys.is_empty() {
        return Err(bad_input(
            format!("the case {} declares no scenario", case.about.key),
            "add one as [[scenarios]]; one that changes nothing is the status quo",
        ));
    }
    if let Some(unknown) = named.iter().find(|name| !keys.contains(&name.as_str())) {
        return Err(bad_input(
            format!("the case {} has no scenario `{unknown}`", case.about.key),
            format!("name one of: {}", keys.join(", ")),
        ));
    }
    let wanted = |one: &&Scenario| named.is_empty() || named.contains(&one.key);
    Ok(case.scenarios.iter().filter(wanted).collect())
}

/// The reported months of a run, counts summed since the start.
fn reported(months: &[Month], manifest: &Manifest) -> Vec<Month> {
    let mut wanted = manifest.reported().peekable();
    let mut rows = Vec::with_capacity(manifest.rows_of_run() as usize);
    let (mut events, mut deaths, mut civilians) = (0_u32, 0.0, 0.0);
    let mut killed_by = months
        .first()
        .map(|month| vec![0.0; month.killed_by.len()])
        .unwrap_or_default();
    for (number, month) in (1..).zip(months) {
        events = events.saturating_add(month.events);
        deaths += month.deaths;
        civilians += month.civilians;
        for (sum, killed) in killed_by.iter_mut().zip(&month.killed_by) {
            *sum += killed;
        }
        if wanted.next_if_eq(&number).is_some() {
            rows.push(Month {
                events,
                deaths,
                civilians,
                killed_by: killed_by.clone(),
                ..month.clone()
            });
        }
    }
    rows
}

/// Whether a file made from just this is there already, which is then said. Another one in its place is an error.
pub(super) fn stands(path: &Path, manifest: &Manifest) -> Result<bool> {
    if !path.exists() {
        return Ok(false);
    }
    let file = RunFile::open(path)?;
    let apart = match manifest.apart(&file.manifest) {
        None if manifest.shard == file.manifest.shard => {
            output::note(&format!(
                "{} is there already, made from the same; --force makes it anew.",
                path.display()
            ));
            return Ok(true);
        }
        None => "its part of the runs".to_owned(),
        Some(apart) => apart,
    };
    Err(bad_input(
        format!(
            "{} is there already, made from other things: {apart}",
            path.display()
        ),
        "name another --out, or give --force to write over it",
    ))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "sums in the same order are the same")]
mod tests {
    use super::*;
    use crate::runs::made_up;

    #[test]
    fn counts_are_summed_and_levels_are_not() {
        let case = Case::builtin("mali-2024").unwrap();
        let stage = Stage::new(&case, &case.scenarios[0]).unwrap();
        let manifest = Manifest {
            fighters: fighters(stage.world()),
            ..made_up()
        };
        let plan = Plan {
            months: manifest.months,
            first: 0,
            runs: 1,
            seed: 1,
            every: 0,
        };
        let months = stage.run(&plan, 0);
        let rows = reported(&months, &manifest);
        assert_eq!(rows.len(), 3);
        for (month, row) in manifest.reported().zip(&rows) {
            let so_far = &months[..month as usize];
            assert_eq!(row.events, so_far.iter().map(|one| one.events).sum::<u32>());
            assert_eq!(row.deaths, so_far.iter().map(|one| one.deaths).sum::<f64>());
            let by_state: f64 = so_far.iter().map(|one| one.killed_by[0]).sum();
            assert_eq!(row.killed_by[0], by_state);
            assert_eq!(row.displaced, so_far[month as usize - 1].displaced);
            assert_eq!(row.strength, so_far[month as usize - 1].strength);
        }
        assert!(rows[2].events > rows[0].events);
    }
}
