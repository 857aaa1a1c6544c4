//! Reads a table of runs.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;

use super::column::{columns, schema};
use super::manifest::Manifest;
use super::writer::failed;
use super::{GROUP, KEY};
use crate::failure::{Failure, Result, bad_input};
use crate::whole;

/// Rows that are read at a time.
const BATCH: usize = 8192;

/// A table of runs, whole by its own account. It is open only while it is read, and its footer is not kept, so that there
/// may be thousands.
pub(crate) struct RunFile {
    pub(crate) path: PathBuf,
    pub(crate) manifest: Manifest,
}

impl RunFile {
    /// Looks at a file's footer. One that is no table of runs, or does not hold the rows that it says, is bad input.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(whole::failed(path))?;
        if file.metadata().is_ok_and(|about| about.is_dir()) {
            let folder = std::io::ErrorKind::IsADirectory.into();
            return Err(whole::failed(path)(folder));
        }
        let footer =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::default()).map_err(|error| {
                match error {
                    ParquetError::External(_) => failed(path)(error),
                    _ => no_runs(path, &error.to_string()),
                }
            })?;
        let pairs = footer.metadata().file_metadata().key_value_metadata();
        let text = pairs
            .and_then(|pairs| pairs.iter().find(|pair| pair.key == KEY))
            .and_then(|pair| pair.value.as_ref())
            .ok_or_else(|| no_runs(path, "its footer does not say what it was made from"))?;
        let manifest: Manifest =
            serde_json::from_str(text).map_err(|error| no_runs(path, &error.to_string()))?;
        let sound = (1..=super::MOST_RUNS).contains(&manifest.runs)
            && (1..=super::MOST_MONTHS).contains(&manifest.months)
            && manifest.every > 0;
        if !sound {
            return Err(no_runs(path, "its footer makes no sense"));
        }
        let groups = footer.metadata().row_groups();
        let rows: i64 = groups.iter().map(RowGroupMetaData::num_rows).sum();
        let wanted = manifest.rows_of_scenario() * manifest.scenarios.len() as u64;
        if rows as u64 != wanted
            || groups.len() != manifest.groups_of_scenario() * manifest.scenarios.len()
            || footer.schema().fields() != &schema(&columns(&manifest.fighters)).fields
        {
            return Err(no_runs(
                path,
                "its rows are not those that its footer promises",
            ));
        }
        Ok(Self {
            path: path.to_owned(),
            manifest,
        })
    }

    /// Rows of a scenario, by number, in order.
    pub(crate) fn scenario(
        &self,
        number: usize,
    ) -> Result<impl Iterator<Item = Result<RecordBatch>>> {
        let file = File::open(&self.path).map_err(whole::failed(&self.path))?;
        let groups = self.manifest.groups_of_scenario();
        let batches = ParquetRecordBatchReaderBuilder::try_new(file)
            .map_err(failed(&self.path))?
            .with_row_groups((number * groups..(number + 1) * groups).collect())
            .with_batch_size(BATCH.min(GROUP))
            .build()
            .map_err(failed(&self.path))?;
        Ok(batches.map(|batch| batch.map_err(|error| failed(&self.path)(error.into()))))
    }
}

fn no_runs(path: &Path, why: &str) -> Failure {
    bad_input(
        format!("{} is no table of runs: {why}", path.display()),
        "give a file that `impasse simulate --out` wrote, or name another to write to",
    )
}
