//! CSV files beside the case file, with the place of every cell.

use std::ops::Range;

use calendar::{Date, parse_date};
use csv_core::ReadFieldResult;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::error::{Faults, did_you_mean, nearest, shown};

/// A comma-separated table with a header row, UTF-8, quoted as in RFC 4180.
#[derive(Debug)]
pub(crate) struct Table {
    records: Vec<Vec<Cell>>,
    pub(crate) faults: Faults,
}

/// A cell and where it stands in the file.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    span: Range<usize>,
}

impl Table {
    pub(crate) fn new(file: &str, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut faults = Faults::new(file, &text);
        if let Err(error) = std::str::from_utf8(bytes) {
            let at = error.valid_up_to();
            let help = "save the file as UTF-8".to_owned();
            faults.add(at..at, "the file is not UTF-8".to_owned(), "here", help);
        }
        Self {
            records: records(&text),
            faults,
        }
    }

    /// Reads the rows under the header. Unknown and missing columns and rows of another length are
    /// reported; a row for which `read` reports trouble or returns nothing is left out. The index
    /// says which record of the file a value comes from.
    pub(crate) fn read<T>(
        &mut self,
        columns: &[&'static str],
        read: impl Fn(&mut Cells<'_>) -> Option<T>,
    ) -> Vec<(usize, T)> {
        let Some(header) = self.records.first().cloned() else {
            let help = format!("begin it with the header: {}", columns.join(","));
            self.faults
                .add(0..0, "the file is empty".to_owned(), "no header row", help);
            return Vec::new();
        };
        for cell in &header {
            if !columns.contains(&cell.text.as_str()) {
                let absent: Vec<&str> = columns
                    .iter()
                    .copied()
                    .filter(|c| header.iter().all(|h| h.text != *c))
                    .collect();
                let help = match nearest(&cell.text, absent) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the columns are: {}", columns.join(", ")),
                };
                let message = format!("there is no column `{}`", shown(&cell.text));
                self.faults
                    .add(cell.span.clone(), message, "not known", help);
            }
        }
        let missing: Vec<&str> = columns
            .iter()
            .copied()
            .filter(|c| header.iter().all(|h| h.text != *c))
            .collect();
        if !missing.is_empty() {
            let message = format!("the header lacks: {}", missing.join(", "));
            let whole = header[0].span.start..header[header.len() - 1].span.end;
            self.faults.add(
                whole,
                message,
                "header",
                "add the columns; cells may be empty".to_owned(),
            );
            return Vec::new();
        }
        let mut rows = Vec::new();
        for (index, record) in self.records.iter().enumerate().skip(1) {
            if record.len() != header.len() {
                let message = format!(
                    "this row has {} cells, the header {}",
                    record.len(),
                    header.len()
                );
                let whole = record[0].span.start..record[record.len() - 1].span.end;
                let help = "put cells that hold a comma in quotation marks".to_owned();
                self.faults.add(whole, message, "this row", help);
                continue;
            }
            let mut cells = Cells {
                header: &header,
                record,
                faults: &mut self.faults,
            };
            if let Some(row) = read(&mut cells) {
                rows.push((index, row));
            }
        }
        rows
    }

    /// Reports a fault of a cell after the rows were read.
    pub(crate) fn fault(&mut self, record: usize, column: &str, message: &str, help: String) {
        let header = self.records.first().map_or(&[][..], Vec::as_slice);
        let at = header.iter().position(|cell| cell.text == column);
        let span = at
            .and_then(|at| self.records.get(record)?.get(at))
            .map_or(0..0, |cell| cell.span.clone());
        self.faults
            .add(span, format!("column `{column}`: {message}"), "here", help);
    }
}

/// The cells of one row.
pub(crate) struct Cells<'a> {
    header: &'a [Cell],
    record: &'a [Cell],
    faults: &'a mut Faults,
}

impl<'a> Cells<'a> {
    fn cell(&self, column: &str) -> Option<&'a Cell> {
        let at = self.header.iter().position(|cell| cell.text == column)?;
        self.record.get(at)
    }

    /// Text of a cell without white space around it; empty when the cell is.
    pub(crate) fn text(&self, column: &str) -> &'a str {
        self.cell(column).map_or("", |cell| cell.text.trim())
    }

    /// Reports a fault of a cell.
    pub(crate) fn fault(&mut self, column: &str, message: &str, help: &str) {
        let span = self.cell(column).map_or(0..0, |cell| cell.span.clone());
        self.faults.add(
            span,
            format!("column `{column}`: {message}"),
            "here",
            help.to_owned(),
        );
    }

    /// Text of a cell that may not be empty.
    pub(crate) fn required(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_empty() {
            self.fault(
                column,
                "the cell is empty",
                "fill it in, or take the row out",
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// Text of a cell, or nothing.
    pub(crate) fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    /// Parts of a cell between semicolons.
    pub(crate) fn list(&self, column: &str) -> Vec<String> {
        let parts = self.text(column).split(';').map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// A date, or nothing when the cell is empty.
    pub(crate) fn date(&mut self, column: &str) -> Option<Date> {
        let text = self.text(column);
        let date = parse_date(text);
        if date.is_none() && !text.is_empty() {
            let message = format!("`{}` is not a date", shown(text));
            self.fault(
                column,
                &message,
                "write it as YYYY-MM-DD, a day that exists",
            );
        }
        date
    }

    /// A count, or nothing when the cell is empty.
    pub(crate) fn count<T: std::str::FromStr>(&mut self, column: &str) -> Option<T> {
        self.parsed(column, "is not a whole number of 0 or more")
    }

    /// A finite number, or nothing when the cell is empty.
    pub(crate) fn number(&mut self, column: &str, low: f64, high: f64) -> Option<f64> {
        let value: f64 = self.parsed(column, "is not a number")?;
        if !(low..=high).contains(&value) {
            let help = format!("it goes from {low} to {high}");
            self.fault(column, &format!("{value} is out of range"), &help);
            return None;
        }
        Some(value)
    }

    fn parsed<T: std::str::FromStr>(&mut self, column: &str, wrong: &str) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = text.parse().ok();
        if value.is_none() {
            self.fault(
                column,
                &format!("`{}` {wrong}", shown(text)),
                "correct it, or leave the cell empty",
            );
        }
        value
    }

    /// One word of a choice.
    pub(crate) fn choice<T: DeserializeOwned + JsonSchema>(&mut self, column: &str) -> Option<T> {
        let text = self.text(column);
        self.word(column, text)
    }

    /// Words of a choice between semicolons; at least one.
    pub(crate) fn choices<T: DeserializeOwned + JsonSchema>(&mut self, column: &str) -> Vec<T> {
        let words = self.list(column);
        if words.is_empty() {
            self.fault(
                column,
                "the cell is empty",
                "fill it in, or take the row out",
            );
        }
        words
            .iter()
            .filter_map(|word| self.word(column, word))
            .collect()
    }

    fn word<T: DeserializeOwned + JsonSchema>(&mut self, column: &str, word: &str) -> Option<T> {
        let value = serde_json::from_value(Json::String(word.to_owned())).ok();
        if value.is_none() {
            let schema = schemars::schema_for!(T);
            let variants = schema.as_value()["oneOf"].as_array();
            let known: Vec<&str> = variants
                .into_iter()
                .flatten()
                .filter_map(|v| v["const"].as_str())
                .collect();
            let message = format!("`{}` is not known", shown(word));
            self.fault(column, &message, &did_you_mean(word, &known));
        }
        value
    }
}

/// Splits a text into records with the span of each cell, blank lines left out.
fn records(text: &str) -> Vec<Vec<Cell>> {
    let bytes = text.as_bytes();
    let mut reader = csv_core::Reader::new();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (mut records, mut record) = (Vec::new(), Vec::new());
    let mut output = vec![0; bytes.len() + 1];
    loop {
        let mut start = at;
        let mut length = 0;
        let ended = loop {
            let (result, read, written) = reader.read_field(&bytes[at..], &mut output[length..]);
            at += read;
            length += written;
            match result {
                // All input was given: the next call, with none left, ends the field.
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => break Some(record_end),
                ReadFieldResult::End => break None,
            }
        };
        let Some(record_end) = ended else { break };
        let mut end = at;
        while start < end && matches!(bytes[start], b'\r' | b'\n') {
            start += 1;
        }
        while end > start && matches!(bytes[end - 1], b'\r' | b'\n') {
            end -= 1;
        }
        if end > start && bytes[end - 1] == b',' && !record_end {
            end -= 1;
        }
        let text = String::from_utf8_lossy(&output[..length]).into_owned();
        record.push(Cell {
            text,
            span: start..end,
        });
        if record_end {
            records.push(std::mem::take(&mut record));
        }
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_their_place() {
        let text = "\u{feff}a,b\r\n\"x, \"\"y\"\"\",2\r\n\r\n,3\n";
        let found = records(text);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1][0].text, "x, \"y\"");
        assert_eq!(&text[found[1][0].span.clone()], "\"x, \"\"y\"\"\"");
        assert_eq!(&text[found[1][1].span.clone()], "2");
        assert_eq!(found[2][0].text, "");
        assert_eq!(&text[found[2][1].span.clone()], "3");
    }

    #[test]
    fn an_empty_text_has_no_records_and_the_last_row_needs_no_line_end() {
        assert!(records("").is_empty());
        assert_eq!(records("a,b\n1,2")[1][1].text, "2");
        assert_eq!(records("a,\"unclosed").len(), 1);
    }
}
