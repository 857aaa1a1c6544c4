//! What a file of runs was made from.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use theatre::{Side, World};

use super::GROUP;
use super::shard::Shard;

/// What a file of runs was made from: all that its bytes depend on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Version of the program.
    pub(crate) version: String,
    /// Key of the case.
    pub(crate) case: String,
    /// SHA-256 of the case with the files beside it.
    pub(crate) case_sha256: String,
    /// Day from which months are counted, YYYY-MM-DD.
    pub(crate) as_of: String,
    /// Seed.
    pub(crate) seed: u64,
    /// Runs of each scenario, of all parts together.
    pub(crate) runs: u64,
    /// Months of a run.
    pub(crate) months: u32,
    /// Months from one row to the next.
    pub(crate) every: u32,
    /// Keys of the scenarios, in order.
    pub(crate) scenarios: Vec<String>,
    /// Keys of the mechanisms that were switched off.
    pub(crate) without: Vec<String>,
    /// Where runs begin: `priors`, or `draws` with the SHA-256 of what runs take from them. After what sets draws apart, so
    /// that files of other seeds are told apart by their seeds.
    pub(crate) openings: String,
    /// Fighters as columns name them.
    pub(crate) fighters: Vec<String>,
    /// The part that the file holds; none when it holds all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shard: Option<Shard>,
}

impl Manifest {
    /// Numbers of the runs that the file holds.
    pub(crate) fn part(&self) -> Range<u64> {
        self.shard
            .map_or(0..self.runs, |shard| shard.runs(self.runs))
    }

    /// The months of a run that are reported, from 1: every so many, and the last.
    pub(crate) fn reported(&self) -> impl Iterator<Item = u32> {
        let (months, every) = (self.months, self.every);
        (1..=months).filter(move |month| month.is_multiple_of(every) || *month == months)
    }

    /// Rows of a run.
    pub(crate) fn rows_of_run(&self) -> u64 {
        u64::from(self.months.div_ceil(self.every))
    }

    /// Rows of each scenario.
    pub(crate) fn rows_of_scenario(&self) -> u64 {
        let part = self.part();
        (part.end - part.start) * self.rows_of_run()
    }

    /// Row groups of each scenario.
    pub(super) fn groups_of_scenario(&self) -> usize {
        self.rows_of_scenario().div_ceil(GROUP as u64) as usize
    }

    /// The same of all parts together.
    pub(crate) fn whole(&self) -> Self {
        Self {
            shard: None,
            ..self.clone()
        }
    }

    /// What sets two files apart, the part aside: `seed (1 and 2)`; none when nothing does.
    pub(crate) fn apart(&self, other: &Self) -> Option<String> {
        let fields = |of: &Self| serde_json::to_value(of.whole()).unwrap_or_default();
        let (one, two) = (fields(self), fields(other));
        one.as_object()?
            .iter()
            .find(|(name, value)| two.get(name.as_str()) != Some(*value))
            .map(|(name, value)| format!("{name} ({value} and {})", two[name]))
    }
}

/// Fighters as columns name them: by their keys, which hold no underscores, `KEY_splinter` and `local_commands`.
pub(crate) fn fighters(world: &World) -> Vec<String> {
    let name = |fighter: &theatre::Fighter| match (fighter.side, fighter.splinter_of) {
        (Side::LocalCommand, _) => "local_commands".to_owned(),
        (_, Some(_)) => format!("{}_splinter", fighter.key),
        (_, None) => fighter.key.clone(),
    };
    world.fighters.iter().map(name).collect()
}

/// One to test with.
#[cfg(test)]
pub(crate) fn made_up() -> Manifest {
    Manifest {
        version: "0.1.0".into(),
        case: "made-up".into(),
        case_sha256: "00".into(),
        as_of: "2024-09-30".into(),
        openings: "priors".into(),
        seed: 1,
        runs: 20,
        months: 14,
        every: 6,
        scenarios: vec!["status-quo".into(), "collapse".into()],
        without: Vec::new(),
        fighters: vec!["state".into(), "rebels".into()],
        shard: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_month_is_always_reported() {
        for (months, every, reported) in [
            (14, 6, vec![6, 12, 14]),
            (12, 6, vec![6, 12]),
            (3, 1, vec![1, 2, 3]),
            (3, 12, vec![3]),
        ] {
            let manifest = Manifest {
                months,
                every,
                ..made_up()
            };
            assert_eq!(manifest.reported().collect::<Vec<_>>(), reported);
            assert_eq!(manifest.rows_of_run(), reported.len() as u64);
        }
    }

    #[test]
    fn what_sets_files_apart_is_named_and_the_part_is_not() {
        let one = made_up();
        let part = Manifest {
            shard: "2/3".parse().ok(),
            ..made_up()
        };
        assert_eq!(one.apart(&part), None);
        let other = Manifest { seed: 2, ..part };
        assert_eq!(one.apart(&other).as_deref(), Some("seed (1 and 2)"));
    }
}
