use std::path::Path;
use std::sync::{Arc, LazyLock};

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema, SchemaRef};

use super::data::ColumnData;
use super::words::Words;
use super::{EventTable, Provenance};
use crate::EventsError;

static SCHEMA: LazyLock<SchemaRef> =
    LazyLock::new(|| Arc::new(Schema::new(EventTable::arrow_fields())));

static SCHEMA_WITH_PROVENANCE: LazyLock<SchemaRef> = LazyLock::new(|| {
    let provenance = ["series", "version", "file"];
    let provenance = provenance.map(|name| Field::new(name, Words::data_type(), false));
    Arc::new(Schema::new(
        EventTable::arrow_fields()
            .into_iter()
            .chain(provenance)
            .collect::<Vec<_>>(),
    ))
});

/// The Arrow schema of events.
pub(crate) fn schema() -> SchemaRef {
    Arc::clone(&SCHEMA)
}

/// The Arrow schema of events, then `series`, `version` and `file`.
pub(crate) fn schema_with_provenance() -> SchemaRef {
    Arc::clone(&SCHEMA_WITH_PROVENANCE)
}

impl EventTable {
    /// The whole table as one Arrow batch of [`schema`].
    pub(crate) fn to_batch(&self, path: &Path) -> Result<RecordBatch, EventsError> {
        let arrays = self.arrow_arrays().map_err(|_| too_many(path))?;
        batch(schema(), arrays, path)
    }

    /// The whole table as one Arrow batch of [`schema_with_provenance`].
    pub(crate) fn to_batch_with_provenance(&self, path: &Path) -> Result<RecordBatch, EventsError> {
        let mut arrays = self.arrow_arrays().map_err(|_| too_many(path))?;
        let texts: [fn(&Provenance) -> String; 3] = [
            |origin| origin.series.name().to_owned(),
            |origin| {
                origin
                    .version
                    .map(|version| version.to_string())
                    .unwrap_or_default()
            },
            |origin| origin.file.clone(),
        ];
        for text in texts {
            arrays.push(self.per_origin(text).map_err(|_| too_many(path))?);
        }
        batch(schema_with_provenance(), arrays, path)
    }

    fn per_origin(
        &self,
        text: fn(&Provenance) -> String,
    ) -> Result<ArrayRef, arrow_schema::ArrowError> {
        let texts = StringArray::from_iter_values(self.origins.iter().map(text));
        let codes: Int32Array = self.origin.iter().map(|&origin| origin as i32).collect();
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(
            codes,
            Arc::new(texts),
        )?))
    }

    /// Appends the rows of a batch, all from the provenance begun last. Columns that the batch does
    /// not have stay empty.
    pub(crate) fn append_batch(
        &mut self,
        batch: &RecordBatch,
        path: &Path,
    ) -> Result<(), EventsError> {
        let origin = self.origins.len().saturating_sub(1) as u32;
        self.append_columns(batch, origin)
            .map_err(|column| EventsError::Columns {
                path: path.to_owned(),
                reason: format!("column `{}` does not hold what it should", column.name()),
            })
    }
}

fn too_many(path: &Path) -> EventsError {
    EventsError::Columns {
        path: path.to_owned(),
        reason: "too many distinct texts".into(),
    }
}

fn batch(
    schema: SchemaRef,
    arrays: Vec<ArrayRef>,
    path: &Path,
) -> Result<RecordBatch, EventsError> {
    RecordBatch::try_new(schema, arrays).map_err(|error| EventsError::Columns {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EventSink, Series, sample};

    #[test]
    fn a_table_crosses_to_arrow_and_back() {
        let mut table = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
        for row in sample::rows() {
            table.push(&row).unwrap();
        }
        let batch = table.to_batch_with_provenance(Path::new("memory")).unwrap();
        assert_eq!(batch.num_columns(), super::super::Column::ALL.len() + 3);
        let mut back = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
        back.append_batch(&batch, Path::new("memory")).unwrap();
        assert_eq!(
            back.iter().collect::<Vec<_>>(),
            table.iter().collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_column_left_out_reads_as_nothing() {
        let mut table = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
        table.push(&sample::rows()[0]).unwrap();
        let batch = table.to_batch(Path::new("memory")).unwrap();
        let best = schema().index_of("best").unwrap();
        let mut back = EventTable::new(sample::provenance(Series::UcdpGed, "25.1"));
        back.append_batch(&batch.project(&[best]).unwrap(), Path::new("memory"))
            .unwrap();
        let row = back.row(0).unwrap();
        assert_eq!(row.best, sample::rows()[0].best);
        assert_eq!((row.country, row.gid, row.conflict_id), ("", 0, None));
        assert!(row.latitude.is_nan());
    }
}
