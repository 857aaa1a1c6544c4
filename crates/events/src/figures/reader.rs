use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use calendar::Month;
use places::Country;

use super::{FiguresTable, MonthlyFigures};
use crate::read::columns::{self, Column, Header, optional, required};
use crate::read::delimited::fault_trouble;
use crate::read::field;
use crate::read::record::Record;
use crate::read::records::{Records, Step};
use crate::read::text::decode;
use crate::read::trouble::Trouble;
use crate::{EventsError, Issue};

/// Most bytes of a figures file: all countries' months are some 2 MB.
const MOST_BYTES: u64 = 64 << 20;
/// Longest line.
const LINE_LIMIT: usize = 64 << 10;

macro_rules! columns {
    ($($name:ident = $column:expr;)*) => {
        #[derive(Clone, Copy)]
        enum Figure { $($name),* }
        const COLUMNS: &[Column] = &[$($column),*];
    };
}

columns! {
    Country = required(&["country_iso3"]);
    Month = required(&["year_month"]);
    Events = required(&["event_count"]);
    Best = required(&["fatalities_best"]);
    Low = optional(&["fatalities_low"]);
    High = required(&["fatalities_high"]);
    Civilians = required(&["civilian_deaths"]);
    Deadliest = required(&["peak_event_fatalities"]);
    StateEvents = required(&["state_based_events"]);
    NonStateEvents = required(&["non_state_events"]);
    OneSidedEvents = required(&["one_sided_events"]);
    StateDeaths = optional(&["state_based_deaths"]);
    NonStateDeaths = optional(&["non_state_deaths"]);
    OneSidedDeaths = optional(&["one_sided_deaths"]);
}

impl FiguresTable {
    /// Reads a figures file, the GED 25.1 country-month file or one written by
    /// [`FiguresTable::write`].
    ///
    /// # Errors
    /// The first line that is not right, with its column, reason and remedy: a column or value
    /// missing, not a number, an unknown country, a month out of order, missing or given twice,
    /// types that do not add up to the whole, a deadliest event above the month's deaths.
    pub fn read(path: &Path) -> Result<Self, EventsError> {
        let failed = |source| EventsError::Io {
            path: path.to_owned(),
            source,
        };
        let name = path.display().to_string();
        let file = File::open(path).map_err(failed)?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        Self::parse(&bytes, &name)
    }

    /// Reads the text of a figures file, by the name of the file it comes from.
    pub fn parse(bytes: &[u8], file: &str) -> Result<Self, EventsError> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(EventsError::unreadable(
                file,
                format!("The file has more than {} MiB", MOST_BYTES >> 20),
                "Give a file of country-month figures",
            ));
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (citation, rest) = citation(text);
        let first_line = citation.len() as u64 + 1;
        let mut records = Records::new(rest, b',', LINE_LIMIT).at_line(first_line);
        let failed = |error| crate::read::io_error(file, error);
        let header = match records.next().map_err(failed)? {
            Step::Record { .. } => {
                let names = columns::names(records.record());
                Header::resolve(COLUMNS, &names).map_err(|missing| {
                    EventsError::unreadable(
                        file,
                        format!("The header lacks {missing}"),
                        "Give a file of country-month figures; a file of events is another thing",
                    )
                })?
            }
            Step::Fault { line, fault } => return Err(bad(file, line, fault_trouble(fault, 0))),
            Step::End => {
                return Err(EventsError::unreadable(
                    file,
                    "The file has no header",
                    "Give a file of country-month figures",
                ));
            }
        };
        records.expect(header.width..=header.width, Vec::new());
        let mut countries: BTreeMap<String, Vec<MonthlyFigures>> = BTreeMap::new();
        loop {
            match records.next().map_err(failed)? {
                Step::End => break,
                Step::Fault { line, fault } => {
                    return Err(bad(file, line, fault_trouble(fault, header.width)));
                }
                Step::Record { line } => {
                    let (code, figures) = month(&header, records.record())
                        .map_err(|trouble| bad(file, line, trouble))?;
                    let series = countries.entry(code.to_owned()).or_default();
                    follows(code, series.last(), figures.month)
                        .map_err(|trouble| bad(file, line, trouble))?;
                    series.push(figures);
                }
            }
        }
        if countries.is_empty() {
            return Err(EventsError::unreadable(
                file,
                "The file has a header but no figures",
                "Write the file again",
            ));
        }
        Ok(Self {
            citation,
            countries,
        })
    }
}

/// The lines at the top that begin with `#`, without it, and the rest.
fn citation(mut text: &[u8]) -> (Vec<String>, &[u8]) {
    let mut lines = Vec::new();
    while text.first() == Some(&b'#') {
        let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
        let line = decode(&text[1..end]);
        lines.push(line.as_str().trim().to_owned());
        text = text.get(end + 1..).unwrap_or(&[]);
    }
    (lines, text)
}

fn bad(file: &str, line: u64, trouble: Trouble) -> EventsError {
    EventsError::Figures(Box::new(Issue {
        file: file.to_owned(),
        line,
        column: trouble.column.map(str::to_owned),
        kind: trouble.kind.to_owned(),
        outcome: trouble.outcome,
        reason: trouble.reason,
        remedy: trouble.remedy.to_owned(),
    }))
}

/// Whether a month comes right after the last one of its country.
fn follows(code: &str, last: Option<&MonthlyFigures>, month: Month) -> Result<(), Trouble> {
    let Some(last) = last else {
        return Ok(());
    };
    let (kind, reason, remedy) = match month - last.month {
        1 => return Ok(()),
        0 => (
            "repeated-month",
            format!("The month {month} of {code} is given twice"),
            "Keep one of the two lines",
        ),
        2.. => (
            "missing-months",
            format!(
                "The months of {code} between {} and {month} are missing",
                last.month
            ),
            "Add them, with zeros if nothing happened",
        ),
        _ => (
            "month-out-of-order",
            format!("The month {month} of {code} comes after {}", last.month),
            "Sort the lines of each country by month",
        ),
    };
    Err(Trouble::rejected(kind, reason, remedy).at("year_month"))
}

/// Reads one line.
fn month<'a>(header: &Header, record: Record<'a>) -> Result<(&'a str, MonthlyFigures), Trouble> {
    let get = |figure: Figure| header.get(record, figure as usize);
    let number = |figure: Figure| {
        let name = COLUMNS[figure as usize].names[0];
        field::count(get(figure), name, "number")
    };
    let some = |figure: Figure| -> Result<Option<u64>, Trouble> {
        if get(figure).is_empty() {
            Ok(None)
        } else {
            number(figure).map(|n| Some(u64::from(n)))
        }
    };
    let code = get(Figure::Country);
    if Country::by_iso3(code).is_none_or(|country| country.iso3 != code) {
        return Err(Trouble::bad(
            "unknown-country",
            "country_iso3",
            code,
            "is not the code of a country",
            "Write ISO 3166-1 alpha-3 in capitals, such as MLI",
        ));
    }
    let text = get(Figure::Month);
    let month: Month = text.parse().map_err(|_| {
        Trouble::bad(
            "bad-month",
            "year_month",
            text,
            "is not a month",
            "Write YYYY-MM",
        )
    })?;
    let figures = MonthlyFigures {
        month,
        events: number(Figure::Events)?,
        best: u64::from(number(Figure::Best)?),
        low: some(Figure::Low)?,
        high: u64::from(number(Figure::High)?),
        civilians: u64::from(number(Figure::Civilians)?),
        deadliest: number(Figure::Deadliest)?,
        events_by_type: [
            number(Figure::StateEvents)?,
            number(Figure::NonStateEvents)?,
            number(Figure::OneSidedEvents)?,
        ],
        deaths_by_type: match (
            some(Figure::StateDeaths)?,
            some(Figure::NonStateDeaths)?,
            some(Figure::OneSidedDeaths)?,
        ) {
            (Some(a), Some(b), Some(c)) => Some([a, b, c]),
            _ => None,
        },
    };
    adds_up(&figures)?;
    Ok((code, figures))
}

/// Whether the parts of a month make its whole.
fn adds_up(m: &MonthlyFigures) -> Result<(), Trouble> {
    let wrong = |column, reason| {
        const REMEDY: &str = "Write the file again from the events, or correct the line";
        Err(Trouble::rejected("figures-disagree", reason, REMEDY).at(column))
    };
    let events: u64 = m.events_by_type.iter().map(|&n| u64::from(n)).sum();
    if events != u64::from(m.events) {
        let reason = format!("The events by type add up to {events}, not to {}", m.events);
        return wrong("event_count", reason);
    }
    if let Some(deaths) = m.deaths_by_type
        && deaths.iter().sum::<u64>() != m.best
    {
        let sum: u64 = deaths.iter().sum();
        let reason = format!("The deaths by type add up to {sum}, not to {}", m.best);
        return wrong("fatalities_best", reason);
    }
    if u64::from(m.deadliest) > m.best {
        let reason = format!(
            "The deadliest event has {} deaths, the month {}",
            m.deadliest, m.best
        );
        return wrong("peak_event_fatalities", reason);
    }
    if m.civilians > m.best {
        let reason = format!("{} civilians died of {} people", m.civilians, m.best);
        return wrong("civilian_deaths", reason);
    }
    if m.events == 0 && m.best > 0 {
        let reason = format!("There are {} deaths without an event", m.best);
        return wrong("event_count", reason);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "country_iso3,year_month,event_count,fatalities_best,fatalities_high,\
        civilian_deaths,peak_event_fatalities,state_based_events,non_state_events,one_sided_events";

    fn refused(lines: &str) -> String {
        let text = format!("# A source\n{HEADER}\n{lines}");
        match FiguresTable::parse(text.as_bytes(), "f.csv").unwrap_err() {
            EventsError::Figures(issue) => format!("{} {}", issue.line, issue.kind),
            other => other.to_string(),
        }
    }

    #[test]
    fn every_bad_line_is_named() {
        let good = "MLI,2020-01,1,5,5,0,5,1,0,0\n";
        for (line, wanted) in [
            ("MLI,2020-01,1,5,5,0,5,1,0,0\n", "4 repeated-month"),
            ("MLI,2020-03,1,5,5,0,5,1,0,0\n", "4 missing-months"),
            ("MLI,2019-12,1,5,5,0,5,1,0,0\n", "4 month-out-of-order"),
            ("MLI,2020-13,1,5,5,0,5,1,0,0\n", "4 bad-month"),
            ("Mali,2020-02,1,5,5,0,5,1,0,0\n", "4 unknown-country"),
            ("MLI,2020-02,2,5,5,0,5,1,0,0\n", "4 figures-disagree"),
            ("MLI,2020-02,1,5,5,0,6,1,0,0\n", "4 figures-disagree"),
            ("MLI,2020-02,1,5,5,9,5,1,0,0\n", "4 figures-disagree"),
            ("MLI,2020-02,0,5,5,0,5,0,0,0\n", "4 figures-disagree"),
            ("MLI,2020-02,1,x,5,0,5,1,0,0\n", "4 not-a-number"),
            ("MLI,2020-02,1,-5,5,0,5,1,0,0\n", "4 negative"),
            ("MLI,2020-02,1,,5,0,5,1,0,0\n", "4 missing-value"),
            ("MLI,2020-02,1,5\n", "4 too-few-columns"),
            ("MLI,2020-02,1,5,5,0,5,1,0,0,7\n", "4 too-many-columns"),
            ("MLI,2020-02,1,5", "4 truncated"),
        ] {
            assert_eq!(refused(&format!("{good}{line}")), wanted, "{line}");
        }
    }

    #[test]
    fn a_file_without_figures_says_so() {
        assert!(refused("").contains("no figures"));
        let error = FiguresTable::parse(b"a,b\n", "f.csv")
            .unwrap_err()
            .to_string();
        assert!(error.contains("`country_iso3`"), "{error}");
        assert!(FiguresTable::parse(b"# only\n# comments", "f.csv").is_err());
        assert!(FiguresTable::parse(b"", "f.csv").is_err());
    }
}
