//! A file of questions: `iso3,month` and, if it likes, `hindsight`.

use std::path::Path;

use calendar::Month;
use csv::StringRecord;
use events::{EventsError, Issue, Outcome};

use crate::cli;
use crate::failure::{Result, bad_input};

/// Longest piece of a bad value that is shown.
const SHOWN: usize = 40;

/// One question.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) iso3: String,
    pub(super) month: Month,
    pub(super) hindsight: u32,
}

/// A row of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// One that can be asked, with its place in the file.
    Question { question: Question, place: String },
    /// One that cannot.
    Bad {
        iso3: String,
        month: String,
        issue: Box<Issue>,
    },
}

/// Reads the questions in the order of the file; other columns than the three are not looked at.
pub(super) fn read(path: &Path, hindsight: u32) -> Result<Vec<Asked>> {
    let bytes = std::fs::read(path).map_err(|source| EventsError::Io {
        path: path.to_owned(),
        source,
    })?;
    parse(&bytes, &path.display().to_string(), hindsight)
}

fn parse(bytes: &[u8], file: &str, hindsight: u32) -> Result<Vec<Asked>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| bad_input(format!("{file}: {error}"), "give a CSV file"))?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
    };
    let (Some(iso3), Some(month)) = (column("iso3"), column("month")) else {
        return Err(bad_input(
            format!("{file}: the header lacks iso3 or month"),
            "name the columns iso3,month and, if you like, hindsight",
        ));
    };
    let columns = Columns {
        iso3,
        month,
        hindsight: column("hindsight"),
        default: hindsight,
        file,
    };
    let mut asked = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| bad_input(format!("{file}: {error}"), "mend the line"))?;
        asked.push(columns.ask(&record));
    }
    if asked.is_empty() {
        return Err(bad_input(
            format!("{file}: no question in it"),
            "write one a line, such as MLI,2024-09",
        ));
    }
    Ok(asked)
}

struct Columns<'a> {
    iso3: usize,
    month: usize,
    hindsight: Option<usize>,
    default: u32,
    file: &'a str,
}

impl Columns<'_> {
    fn ask(&self, record: &StringRecord) -> Asked {
        let line = record.position().map_or(0, csv::Position::line);
        let text = |at: usize| record.get(at).unwrap_or_default();
        let fault = |column: &str, kind: &str, value: &str, remedy: &str| Asked::Bad {
            iso3: shown(text(self.iso3)),
            month: shown(text(self.month)),
            issue: Box::new(Issue {
                file: self.file.to_owned(),
                line,
                column: Some(column.to_owned()),
                kind: kind.to_owned(),
                outcome: Outcome::Rejected,
                reason: format!("`{}` is no {column}", shown(value)),
                remedy: remedy.to_owned(),
            }),
        };
        let Ok(iso3) = cli::country(text(self.iso3)) else {
            let remedy = "Give the ISO 3166-1 alpha-3 code of a country, such as MLI";
            return fault("iso3", "bad-country", text(self.iso3), remedy);
        };
        let Ok(month) = text(self.month).parse::<Month>() else {
            return fault(
                "month",
                "bad-month",
                text(self.month),
                "Write it as YYYY-MM",
            );
        };
        let given = self.hindsight.map(text).filter(|given| !given.is_empty());
        let hindsight = match given {
            None => Some(self.default),
            Some(given) => given
                .parse()
                .ok()
                .filter(|n| *n <= trajectory::reading::MOST_HINDSIGHT),
        };
        let Some(hindsight) = hindsight else {
            let remedy = "Give whole months, 0 to 24";
            return fault("hindsight", "bad-number", given.unwrap_or_default(), remedy);
        };
        Asked::Question {
            question: Question {
                iso3,
                month,
                hindsight,
            },
            place: format!("{}:{line}", self.file),
        }
    }
}

/// A value from the file, without control characters and not endless.
fn shown(value: &str) -> String {
    let clean = value.chars().filter(|c| !c.is_control());
    clean.take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(asked: &Asked) -> String {
        match asked {
            Asked::Question { question, .. } => format!(
                "{} {} {}",
                question.iso3, question.month, question.hindsight
            ),
            Asked::Bad { issue, .. } => issue.to_string(),
        }
    }

    #[test]
    fn rows_are_read_in_order_and_bad_ones_named() {
        let text = "\u{feff}iso3,month,label,hindsight\nMLI,2024-09,\"a, b\",3\nmli,2024-09,x,\n\
                    XXX,2024-09,,0\nMLI,2024-13,,0\nMLI,2024-09,,25\nMLI\n";
        let asked = parse(text.as_bytes(), "q.csv", 6).unwrap();
        let told: Vec<String> = asked.iter().map(told).collect();
        assert_eq!(told[..2], ["MLI 2024-09 3", "MLI 2024-09 6"]);
        for (row, start) in [
            (2, "q.csv:4 [iso3] `XXX` is no iso3. "),
            (3, "q.csv:5 [month] `2024-13` is no month. "),
            (4, "q.csv:6 [hindsight] `25` is no hindsight. "),
            (5, "q.csv:7 [month] `` is no month. "),
        ] {
            assert!(told[row].starts_with(start), "{}", told[row]);
        }
        assert!(parse(b"country,month\nMLI,2024-09\n", "q.csv", 0).is_err());
        assert!(parse(b"iso3,month\n", "q.csv", 0).is_err());
        assert!(parse(b"", "q.csv", 0).is_err());
    }
}
