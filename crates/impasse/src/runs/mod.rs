//! The table of runs: one Parquet file, a row for each scenario, run and reported month, in this order.
//!
//! A file tells in its footer, under `impasse`, what it was made from ([`Manifest`]). It may hold a part of the
//! runs ([`Shard`]). Bytes depend on that and on nothing else: row groups end with a scenario or after
//! [`GROUP`] rows, whoever writes them, so that parts merged are the file written at once.

mod column;
mod manifest;
mod reader;
mod shard;
mod writer;

pub(crate) use column::Record;
pub(crate) use manifest::{Manifest, fighters};
pub(crate) use reader::RunFile;
pub(crate) use shard::{MOST as MOST_SHARDS, Shard};
pub(crate) use writer::{Writer, failed};

/// Rows that a row group holds at most.
const GROUP: usize = 1 << 16;

/// Where the manifest stands in the footer of a file.
const KEY: &str = "impasse";

/// Runs of a scenario there may be at most.
pub(crate) const MOST_RUNS: u64 = 1_000_000_000;

/// Months of a run there may be at most.
pub(crate) const MOST_MONTHS: u32 = 600;

#[cfg(test)]
pub(crate) use manifest::made_up;
