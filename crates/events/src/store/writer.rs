use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use arrow_array::RecordBatch;

use calendar::{Date, Month};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::atomic::{io, partial_in};
use crate::table::schema;
use crate::{EventRow, EventSink, EventTable, EventsError};

/// Rows of a row group: what a writer holds in memory at a time.
pub(crate) const GROUP: usize = 1 << 16;

/// Streams events into a Parquet file (zstd), one row group of 65,536 rows at a time, which a second
/// thread packs while the next one is read.
///
/// Nothing bears the file's final name before it is complete; dropped, the writer leaves no trace.
pub(super) struct StoreWriter {
    chunk: EventTable,
    path: PathBuf,
    packer: Option<Packer>,
    summary: Summary,
}

struct Packer {
    batches: SyncSender<RecordBatch>,
    thread: JoinHandle<Result<ArrowWriter<NamedTempFile>, ParquetError>>,
}

impl Packer {
    fn start(mut parquet: ArrowWriter<NamedTempFile>) -> Self {
        let (batches, received) = mpsc::sync_channel::<RecordBatch>(1);
        let thread = thread::spawn(move || {
            for batch in received {
                parquet.write(&batch)?;
            }
            Ok(parquet)
        });
        Self { batches, thread }
    }

    /// Waits until all is packed.
    fn join(self) -> Result<ArrowWriter<NamedTempFile>, ParquetError> {
        drop(self.batches);
        let lost = |_| ParquetError::General("the thread that writes the file died".into());
        self.thread.join().map_err(lost)?
    }
}

/// What the events written have in common.
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    pub(super) accepted: u64,
    pub(super) days: Option<(Date, Date)>,
    pub(super) countries: BTreeMap<String, u64>,
    pub(super) revised: Option<i64>,
}

impl Summary {
    pub(super) fn months(&self) -> Option<(Month, Month)> {
        self.days
            .map(|(first, last)| (Month::of(first), Month::of(last)))
    }
}

/// Writer properties of every Parquet file this crate writes.
pub(crate) fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        // Least and greatest of every text would cost a comparison a row; days are what one skips by.
        .set_statistics_enabled(EnabledStatistics::None)
        .set_column_statistics_enabled("date_start".into(), EnabledStatistics::Chunk)
        .set_column_statistics_enabled("date_end".into(), EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(GROUP))
        .set_created_by("impasse".to_owned())
        // Both rise by small steps down a file, and never repeat: differences pack better than words.
        .set_column_dictionary_enabled("line".into(), false)
        .set_column_encoding("line".into(), Encoding::DELTA_BINARY_PACKED)
        .set_column_dictionary_enabled("id".into(), false)
        .set_column_encoding("id".into(), Encoding::DELTA_BYTE_ARRAY)
        .build()
}

impl StoreWriter {
    /// A writer whose temporary file lies in `directory`, on the file system of the store.
    pub(super) fn new(directory: &Path) -> Result<Self, EventsError> {
        let partial = partial_in(directory)?;
        let path = partial.path().to_owned();
        let parquet =
            ArrowWriter::try_new(partial, schema(), Some(properties())).map_err(|source| {
                EventsError::Parquet {
                    path: path.clone(),
                    source,
                }
            })?;
        Ok(Self {
            chunk: EventTable::anonymous(),
            path,
            packer: Some(Packer::start(parquet)),
            summary: Summary::default(),
        })
    }

    fn flush(&mut self) -> Result<(), EventsError> {
        let batch = self.chunk.to_batch(&self.path)?;
        for (country, count) in self.chunk.country_runs() {
            match self.summary.countries.get_mut(country) {
                Some(sum) => *sum += count,
                None => {
                    self.summary.countries.insert(country.to_owned(), count);
                }
            }
        }
        self.chunk.clear();
        match &self.packer {
            Some(packer) if packer.batches.send(batch).is_ok() => Ok(()),
            // The thread takes batches until it fails: its result says why.
            _ => self.packed().map(|_| ()),
        }
    }

    fn packed(&mut self) -> Result<ArrowWriter<NamedTempFile>, EventsError> {
        let over = || ParquetError::General("the file was given up before".into());
        let packed = self.packer.take().ok_or_else(over).and_then(Packer::join);
        packed.map_err(|source| EventsError::Parquet {
            path: self.path.clone(),
            source,
        })
    }

    /// Closes the file, still under its temporary name, with `metadata` in its footer.
    pub(super) fn finish(
        mut self,
        metadata: &[(&str, String)],
    ) -> Result<(NamedTempFile, Summary), EventsError> {
        if !self.chunk.is_empty() {
            self.flush()?;
        }
        let mut parquet = self.packed()?;
        for (key, value) in metadata {
            parquet.append_key_value_metadata(KeyValue::new((*key).to_owned(), value.clone()));
        }
        let closed = parquet.into_inner();
        let mut partial = closed.map_err(|source| EventsError::Parquet {
            path: self.path.clone(),
            source,
        })?;
        partial.flush().map_err(io(&self.path))?;
        Ok((partial, std::mem::take(&mut self.summary)))
    }
}

impl Drop for StoreWriter {
    fn drop(&mut self) {
        // The temporary file is the thread's: it must be gone when the writer is.
        let _ = self.packed();
    }
}

impl EventSink for StoreWriter {
    fn push(&mut self, row: &EventRow<'_>) -> Result<(), EventsError> {
        self.summary.accepted += 1;
        self.summary.revised = self.summary.revised.max(row.revised);
        let day = row.date_start;
        self.summary.days = Some(
            self.summary
                .days
                .map_or((day, day), |(first, last)| (first.min(day), last.max(day))),
        );
        self.chunk.push(row)?;
        if self.chunk.len() >= GROUP {
            self.flush()?;
        }
        Ok(())
    }
}

/// SHA-256 of a file in hexadecimal, and its size.
pub(super) fn digest(file: &mut File, path: &Path) -> Result<(String, u64), EventsError> {
    file.seek(SeekFrom::Start(0)).map_err(io(path))?;
    let mut sum = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(io(path))? {
            0 => break,
            read => {
                sum.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
    file.seek(SeekFrom::Start(0)).map_err(io(path))?;
    Ok((crate::hexadecimal(&sum.finalize()), bytes))
}
