use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use super::Exporter;
use crate::store::{io, write_whole};
use crate::table::Cell;
use crate::{Column, EventTable, EventsError, Measures, Panel, Party, Place, Violence};

pub(super) struct Csv;

impl Exporter for Csv {
    fn write(
        &self,
        table: &EventTable,
        out: &mut (dyn Write + Send),
        path: &Path,
    ) -> Result<(), EventsError> {
        let mut out = writer(out);
        let failed = |error: csv::Error| io(path)(std::io::Error::other(error));
        let names = Column::ALL.iter().map(|column| column.name());
        out.write_record(names.chain(["series", "version", "file"]))
            .map_err(failed)?;
        for row in 0..table.len() {
            for &column in Column::ALL {
                out.write_field(text(table.cell(column, row)).as_bytes())
                    .map_err(failed)?;
            }
            if let Some(origin) = table.provenance(row) {
                let version = origin
                    .version
                    .map(|version| version.to_string())
                    .unwrap_or_default();
                out.write_field(origin.series.name()).map_err(failed)?;
                out.write_field(version).map_err(failed)?;
                out.write_field(disarmed(&origin.file).as_bytes())
                    .map_err(failed)?;
            }
            out.write_record(None::<&[u8]>).map_err(failed)?;
        }
        out.flush().map_err(io(path))
    }
}

fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out)
}

fn text(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Nothing => Cow::Borrowed(""),
        Cell::Text(text) => disarmed(text),
        Cell::Integer(number) => number.to_string().into(),
        Cell::Real(number) => number.to_string().into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Flag(flag) => if flag { "true" } else { "false" }.into(),
    }
}

/// Text that a spreadsheet does not take for a formula.
fn disarmed(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// Writes a panel as CSV to `path`, whole or not at all: one line for each place, actor and month,
/// zeros present.
///
/// Lines with `placed` false are what could not be put in a place of the panel's level, by country.
/// Text is made harmless as in [`ExportFormat::Csv`](super::ExportFormat::Csv).
pub fn export_panel(panel: &Panel, path: &Path) -> Result<(), EventsError> {
    let failed = |error: csv::Error| io(path)(std::io::Error::other(error));
    write_whole(path, |file| {
        let mut out = writer(file);
        out.write_record(HEADER).map_err(failed)?;
        for (place, party, month, measures) in panel.rows() {
            let gid;
            let (country, region, cell) = match place {
                Place::Country(country) => (country.as_str(), "", ""),
                Place::Region { country, name } => (country.as_str(), name.as_str(), ""),
                Place::Cell(number) => {
                    gid = number.to_string();
                    ("", "", gid.as_str())
                }
            };
            let place = ["true", country, region, cell];
            out.write_record(line(place, party, month, &measures))
                .map_err(failed)?;
        }
        for (country, party, month, measures) in panel.unplaced_rows() {
            let place = ["false", country, "", ""];
            out.write_record(line(place, party, month, &measures))
                .map_err(failed)?;
        }
        out.flush().map_err(io(path))
    })
}

const HEADER: [&str; 18] = [
    "placed",
    "country",
    "region",
    "gid",
    "actor",
    "month",
    "events",
    "deaths_best",
    "deaths_low",
    "deaths_high",
    "deaths_civilians",
    "deadliest_event",
    "state_based_events",
    "state_based_deaths_best",
    "non_state_events",
    "non_state_deaths_best",
    "one_sided_events",
    "one_sided_deaths_best",
];

fn line(
    place: [&str; 4],
    party: &Party,
    month: calendar::Month,
    measures: &Measures,
) -> Vec<String> {
    let mut line: Vec<String> = place
        .iter()
        .map(|text| disarmed(text).into_owned())
        .collect();
    line.push(disarmed(&party.to_string()).into_owned());
    line.push(month.to_string());
    let m = measures;
    line.extend([m.events, m.best, m.low, m.high, m.civilians, m.deadliest].map(|n| n.to_string()));
    for violence in Violence::ORGANISED {
        let count = m.by_type(violence);
        line.extend([count.events, count.best].map(|number| number.to_string()));
    }
    line
}
