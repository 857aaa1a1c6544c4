//! Options of the commands that play scenarios.

use std::path::PathBuf;

use calendar::Date;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, value_parser};
use theatre::Process;

use super::day;
use crate::runs::{self, Shard};

#[derive(Debug, Args)]
pub(crate) struct CalibrateOptions {
    /// A case that comes with the program, a case folder or a case file.
    pub(crate) case: PathBuf,
    /// Number of draws, 2 to 100,000.
    #[arg(
        long,
        value_name = "N",
        default_value_t = assessment::DRAWS as u32,
        value_parser = value_parser!(u32).range(2..=100_000)
    )]
    pub(crate) draws: u32,
    /// Random seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Use nothing that came to be known after this day (YYYY-MM-DD); the case's own day unless said.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// File to write the draws to (Parquet), for `impasse simulate --draws`.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write the file anew if it is there already.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateOptions {
    /// A case that comes with the program, a case folder or a case file.
    pub(crate) case: PathBuf,
    /// Scenario of the case, by key; may be given several times. All unless said.
    #[arg(long = "scenario", value_name = "KEY")]
    pub(crate) scenarios: Vec<String>,
    /// Runs of each scenario, 1 to 1,000,000,000.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 2000,
        value_parser = value_parser!(u64).range(1..=runs::MOST_RUNS)
    )]
    pub(crate) runs: u64,
    /// Months of each run, 1 to 600.
    #[arg(
        long,
        value_name = "MONTHS",
        default_value_t = 60,
        value_parser = value_parser!(u32).range(1..=i64::from(runs::MOST_MONTHS))
    )]
    pub(crate) months: u32,
    /// Random seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Begin from the draws in this file, which `impasse calibrate --out` wrote, and on their day; runs begin from draws
    /// that go with the record, found anew, unless said.
    #[arg(long, value_name = "FILE", conflicts_with = "from_priors")]
    pub(crate) draws: Option<PathBuf>,
    /// Begin from the priors, whatever the record says.
    #[arg(long)]
    pub(crate) from_priors: bool,
    /// Mechanism to switch off, such as coups; may be given several times.
    #[arg(
        long,
        value_name = "MECHANISM",
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Process::ALL.iter().map(|one| one.key()))
            .try_map(|key| Process::by_key(&key).ok_or("no mechanism of that name"))
    )]
    pub(crate) without: Vec<Process>,
    /// File to write every run to (Parquet); a table of outcomes is printed unless said.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// In the file, months from one row of a run to the next; the last month is always there.
    #[arg(
        long,
        value_name = "MONTHS",
        default_value_t = 12,
        requires = "out",
        value_parser = value_parser!(u32).range(1..=i64::from(runs::MOST_MONTHS))
    )]
    pub(crate) every: u32,
    /// Write this part of the runs only, such as 3/20; `impasse merge` puts the parts together.
    #[arg(long, value_name = "I/N", requires = "out", conflicts_with = "shards")]
    pub(crate) shard: Option<Shard>,
    /// Work in so many parts one after the other, each in a file beside FILE, then merge them; stopped, the same
    /// command goes on after the last finished part.
    #[arg(
        long,
        value_name = "N",
        requires = "out",
        value_parser = value_parser!(u32).range(1..=i64::from(runs::MOST_SHARDS))
    )]
    pub(crate) shards: Option<u32>,
    /// Write files anew that are there already.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct MergeOptions {
    /// The parts, in any order.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// File to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Write the file anew if it is there already.
    #[arg(long)]
    pub(crate) force: bool,
}
