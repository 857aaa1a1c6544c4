use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::Exporter;
use crate::store::io;
use crate::table::Cell;
use crate::{Column, EventTable, EventsError};

pub(super) struct GeoJson;

impl Exporter for GeoJson {
    fn write(
        &self,
        table: &EventTable,
        out: &mut (dyn Write + Send),
        path: &Path,
    ) -> Result<(), EventsError> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")
            .map_err(io(path))?;
        for (number, row) in table.iter().enumerate() {
            let mut properties = Map::new();
            for &column in Column::ALL {
                if !matches!(column, Column::Latitude | Column::Longitude) {
                    properties.insert(column.name().to_owned(), value(table.cell(column, number)));
                }
            }
            if let Some(origin) = table.provenance(number) {
                let version = origin.version.map(|version| version.to_string());
                properties.insert("series".to_owned(), origin.series.name().into());
                properties.insert("version".to_owned(), version.into());
                properties.insert("file".to_owned(), origin.file.as_str().into());
            }
            let geometry = if row.longitude.is_finite() && row.latitude.is_finite() {
                json!({ "type": "Point", "coordinates": [row.longitude, row.latitude] })
            } else {
                Value::Null
            };
            let feature =
                json!({ "type": "Feature", "geometry": geometry, "properties": properties });
            out.write_all(if number == 0 { b"\n" } else { b",\n" })
                .map_err(io(path))?;
            serde_json::to_writer(&mut *out, &feature).map_err(|error| io(path)(error.into()))?;
        }
        out.write_all(b"\n]}\n").map_err(io(path))
    }
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::Integer(number) => number.into(),
        Cell::Real(number) => number.into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Flag(flag) => flag.into(),
    }
}
