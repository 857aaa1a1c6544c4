use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use super::FiguresTable;
use crate::EventsError;

/// The columns of a figures file, in the order they are written.
const HEADER: &str = "country_iso3,year_month,event_count,fatalities_best,fatalities_low,\
    fatalities_high,civilian_deaths,peak_event_fatalities,state_based_events,non_state_events,\
    one_sided_events,state_based_deaths,non_state_deaths,one_sided_deaths";

impl FiguresTable {
    /// The table as a figures file: citation, header, countries in the order of their codes,
    /// months in order. What is not known is left empty. Equal tables give equal bytes.
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        for line in self.citation.iter().flat_map(|text| text.lines()) {
            let _ = writeln!(text, "# {line}");
        }
        text.push_str(HEADER);
        text.push('\n');
        for (code, series) in &self.countries {
            for m in series {
                let [state, non_state, one_sided] = m.events_by_type;
                let low = m.low.map_or_else(String::new, |low| low.to_string());
                let _ = write!(
                    text,
                    "{code},{},{},{},{low},{},{},{},{state},{non_state},{one_sided}",
                    m.month, m.events, m.best, m.high, m.civilians, m.deadliest
                );
                match m.deaths_by_type {
                    Some([state, non_state, one_sided]) => {
                        let _ = writeln!(text, ",{state},{non_state},{one_sided}");
                    }
                    None => text.push_str(",,,\n"),
                }
            }
        }
        text
    }

    /// Writes [`FiguresTable::to_csv`] to a file, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), EventsError> {
        crate::store::write_whole(path, |to| {
            to.write_all(self.to_csv().as_bytes())
                .map_err(|source| EventsError::Io {
                    path: path.to_owned(),
                    source,
                })
        })
    }
}
