//! Writes draws.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, UInt64Array};
use case::Case;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use theatre::{Deck, World};

use super::{Draw, Draws, FOOTER};
use crate::failure::Result;
use crate::runs::failed;
use crate::whole;

impl Draws {
    /// Writes them to a file, whole or not at all. The case gives levels their values.
    pub(crate) fn write(&self, path: &Path, case: &Case) -> Result<()> {
        let deck = Deck::new(case, &World::of_case(case)?, &BTreeMap::new());
        let batch = self
            .batch(&deck)
            .map_err(|error| failed(path)(error.into()))?;
        // Writing to a string fails only for maps whose keys are not strings; there are none.
        let about = serde_json::to_string(&self.about).unwrap_or_default();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by("impasse".to_owned())
            .set_key_value_metadata(Some(vec![KeyValue::new(FOOTER.to_owned(), about)]))
            .build();
        let written = |file| -> std::result::Result<_, ParquetError> {
            let mut parquet = ArrowWriter::try_new(file, batch.schema(), Some(properties))?;
            parquet.write(&batch)?;
            parquet.into_inner()
        };
        let file = written(whole::beside(path)?).map_err(failed(path))?;
        whole::put_in_place(file, path)
    }

    fn batch(&self, deck: &Deck) -> std::result::Result<RecordBatch, arrow_schema::ArrowError> {
        let number = |of: fn(&Draw) -> u64| -> ArrayRef {
            Arc::new(UInt64Array::from_iter_values(self.all.iter().map(of)))
        };
        let each = |of: &dyn Fn(&Draw) -> f64| -> ArrayRef {
            Arc::new(Float64Array::from_iter_values(self.all.iter().map(of)))
        };
        let rows: ArrayRef = Arc::new(Int64Array::from_iter_values(0..self.all.len() as i64));
        let mut columns = vec![
            ("draw".to_owned(), rows),
            ("distance".to_owned(), each(&|draw| draw.distance)),
            ("chances.seed".to_owned(), number(|draw| draw.chances.seed)),
            ("chances.run".to_owned(), number(|draw| draw.chances.run)),
        ];
        let keys = || self.keys.iter().enumerate();
        columns.extend(keys().map(|(card, key)| {
            let levels = each(&|draw| draw.levels[card]);
            (format!("level.{key}"), levels)
        }));
        columns.extend(keys().map(|(card, key)| {
            let values = each(&|draw| deck.value(card, draw.levels[card]));
            (format!("value.{key}"), values)
        }));
        RecordBatch::try_from_iter(columns)
    }
}
