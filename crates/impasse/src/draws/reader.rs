//! Reads draws.

use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use case::Case;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use theatre::Chances;

use super::{About, Draw, Draws, FOOTER};
use crate::failure::{Failure, Result, bad_input};
use crate::runs::failed;
use crate::whole;

impl Draws {
    /// Reads the draws of a case from a file that [`Draws::write`] wrote. Another file, or draws of another case file or by
    /// another version of the program, are bad input.
    pub(crate) fn read(path: &Path, case: &Case) -> Result<Self> {
        let draws = Self::open(path)?;
        let about = &draws.about;
        let why = if about.case != case.about.key {
            format!("of the case {}, not of {}", about.case, case.about.key)
        } else if about.case_sha256 != case.sha256() {
            format!("of another case file: {} was changed since", case.about.key)
        } else if about.version != env!("CARGO_PKG_VERSION") {
            format!("by version {} of the program", about.version)
        } else {
            return Ok(draws);
        };
        Err(bad_input(
            format!("{} holds draws {why}", path.display()),
            "calibrate anew with `impasse calibrate CASE --out FILE`",
        ))
    }

    /// Reads draws of whatever case.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(whole::failed(path))?;
        if file.metadata().is_ok_and(|about| about.is_dir()) {
            let folder = std::io::ErrorKind::IsADirectory.into();
            return Err(whole::failed(path)(folder));
        }
        let wrong = |error: ParquetError| match error {
            ParquetError::External(_) => failed(path)(error),
            _ => no_draws(path, &error.to_string()),
        };
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(wrong)?;
        let pairs = builder.metadata().file_metadata().key_value_metadata();
        let text = pairs
            .and_then(|pairs| pairs.iter().find(|pair| pair.key == FOOTER))
            .and_then(|pair| pair.value.as_ref())
            .ok_or_else(|| no_draws(path, "its footer does not say what it was made from"))?;
        let about: About =
            serde_json::from_str(text).map_err(|error| no_draws(path, &error.to_string()))?;
        let fields = builder.schema().fields().clone();
        let keys: Vec<String> = fields
            .iter()
            .filter_map(|field| field.name().strip_prefix("level."))
            .map(str::to_owned)
            .collect();
        let mut all = Vec::new();
        for batch in builder.build().map_err(wrong)? {
            let batch = batch.map_err(|error| wrong(error.into()))?;
            rows(&batch, &keys, &mut all).map_err(|why| no_draws(path, &why))?;
        }
        if all.is_empty() {
            return Err(no_draws(path, "it has no row"));
        }
        Ok(Self { about, keys, all })
    }
}

/// Adds the draws of a batch, or says what is wrong with it.
fn rows(
    batch: &RecordBatch,
    keys: &[String],
    all: &mut Vec<Draw>,
) -> std::result::Result<(), String> {
    let distances = column::<Float64Type>(batch, "distance")?;
    let seeds = column::<UInt64Type>(batch, "chances.seed")?;
    let runs = column::<UInt64Type>(batch, "chances.run")?;
    let levels = keys
        .iter()
        .map(|key| column::<Float64Type>(batch, &format!("level.{key}")))
        .collect::<std::result::Result<Vec<_>, _>>()?;
    for row in 0..batch.num_rows() {
        let levels: Vec<f64> = levels.iter().map(|column| column[row]).collect();
        if let Some(card) = levels.iter().position(|one| !(0.0..=1.0).contains(one)) {
            return Err(format!(
                "row {}, column level.{}: {} is not from 0 to 1",
                all.len(),
                keys[card],
                levels[card]
            ));
        }
        all.push(Draw {
            levels,
            chances: Chances {
                seed: seeds[row],
                run: runs[row],
            },
            distance: distances[row],
        });
    }
    Ok(())
}

/// Values of a column, none of them missing.
fn column<'a, T: ArrowPrimitiveType>(
    batch: &'a RecordBatch,
    name: &str,
) -> std::result::Result<&'a [T::Native], String> {
    batch
        .column_by_name(name)
        .and_then(|column| column.as_primitive_opt::<T>())
        .filter(|column| column.null_count() == 0)
        .map(|column| &column.values()[..])
        .ok_or_else(|| format!("its column {name} is missing, of another type or not full"))
}

fn no_draws(path: &Path, why: &str) -> Failure {
    bad_input(
        format!("{} is no file of draws: {why}", path.display()),
        "give a file that `impasse calibrate --out` wrote, or name another to write to",
    )
}
