use std::io::Write;
use std::path::Path;

use parquet::arrow::ArrowWriter;

use super::Exporter;
use crate::store::properties;
use crate::table::schema_with_provenance;
use crate::{EventTable, EventsError};

pub(super) struct Parquet;

impl Exporter for Parquet {
    fn write(
        &self,
        table: &EventTable,
        out: &mut (dyn Write + Send),
        path: &Path,
    ) -> Result<(), EventsError> {
        let failed = |source| EventsError::Parquet {
            path: path.to_owned(),
            source,
        };
        let mut writer = ArrowWriter::try_new(out, schema_with_provenance(), Some(properties()))
            .map_err(failed)?;
        writer
            .write(&table.to_batch_with_provenance(path)?)
            .map_err(failed)?;
        writer.close().map(|_| ()).map_err(failed)
    }
}
