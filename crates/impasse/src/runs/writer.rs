//! Writes a table of runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use tempfile::NamedTempFile;

use super::column::{Column, Record, columns, schema};
use super::manifest::Manifest;
use super::{GROUP, KEY};
use crate::failure::{Failure, Result};
use crate::whole;

/// A file that is being written, under a temporary name until it is whole; dropped, it leaves no trace. It holds one
/// row group in memory.
pub(crate) struct Writer {
    path: PathBuf,
    columns: Vec<Column>,
    rows: usize,
    schema: SchemaRef,
    parquet: ArrowWriter<NamedTempFile>,
}

impl Writer {
    /// Begins the file that is to stand at `path`.
    pub(crate) fn new(path: &Path, manifest: &Manifest) -> Result<Self> {
        let columns = columns(&manifest.fighters);
        let schema = Arc::new(schema(&columns));
        // Writing to a string fails only for maps whose keys are not strings; there are none.
        let made_from = serde_json::to_string(manifest).unwrap_or_default();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP))
            // By these a reader skips scenarios, runs and months.
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_created_by("impasse".to_owned())
            .set_key_value_metadata(Some(vec![KeyValue::new(KEY.to_owned(), made_from)]))
            .build();
        let parquet = ArrowWriter::try_new(whole::beside(path)?, schema.clone(), Some(properties))
            .map_err(failed(path))?;
        Ok(Self {
            path: path.to_owned(),
            columns,
            rows: 0,
            schema,
            parquet,
        })
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, record: &Record<'_>) -> Result<()> {
        for column in &mut self.columns {
            column.push(record);
        }
        self.rows += 1;
        self.flush_when(self.rows == GROUP)
    }

    /// Adds rows of another file of the same columns.
    pub(crate) fn append(&mut self, batch: &RecordBatch) -> Result<()> {
        let mut done = 0;
        while done < batch.num_rows() {
            let rows = (batch.num_rows() - done).min(GROUP - self.rows);
            let piece = batch.slice(done, rows);
            for (column, from) in self.columns.iter_mut().zip(piece.columns()) {
                column.extend(from).ok_or_else(|| {
                    failed(&self.path)(ParquetError::General("columns of other types".into()))
                })?;
            }
            done += rows;
            self.rows += rows;
            self.flush_when(self.rows == GROUP)?;
        }
        Ok(())
    }

    /// Ends a scenario: the next row begins a row group.
    pub(crate) fn end_scenario(&mut self) -> Result<()> {
        self.flush_when(self.rows > 0)
    }

    fn flush_when(&mut self, due: bool) -> Result<()> {
        if !due {
            return Ok(());
        }
        self.rows = 0;
        let columns = self.columns.iter_mut().map(Column::take).collect();
        RecordBatch::try_new(self.schema.clone(), columns)
            .map_err(ParquetError::from)
            .and_then(|batch| self.parquet.write(&batch))
            .and_then(|()| self.parquet.flush())
            .map_err(failed(&self.path))
    }

    /// Ends the file and gives it its name.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.end_scenario()?;
        let file = self.parquet.into_inner().map_err(failed(&self.path))?;
        whole::put_in_place(file, &self.path)
    }
}

/// What a table could not be read or written for.
pub(crate) fn failed(path: &Path) -> impl FnOnce(ParquetError) -> Failure + '_ {
    move |source| Failure::Parquet {
        path: path.to_owned(),
        source,
    }
}
