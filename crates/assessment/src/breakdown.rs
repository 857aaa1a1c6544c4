//! Sums of events by part: regions, perpetrators.

use std::collections::BTreeMap;

use calendar::Month;

use crate::BreakdownRow;

/// Sums by name.
#[derive(Debug, Default)]
pub(crate) struct Parts(BTreeMap<String, BreakdownRow>);

impl Parts {
    /// With parts that are to appear even without an event.
    pub(crate) fn of(names: impl Iterator<Item = String>) -> Self {
        Self(names.map(|name| (name.clone(), empty(name))).collect())
    }

    /// Adds an event; `to` is the last month of the record, whose last twelve count as lately.
    pub(crate) fn add(&mut self, name: String, month: Month, deaths: u32, to: Month) {
        let row = self.0.entry(name.clone()).or_insert_with(|| empty(name));
        row.events = row.events.saturating_add(1);
        row.deaths = row.deaths.saturating_add(deaths);
        if to - month < 12 {
            row.events_lately = row.events_lately.saturating_add(1);
            row.deaths_lately = row.deaths_lately.saturating_add(deaths);
        }
        row.first = Some(row.first.map_or(month, |first| first.min(month)));
        row.last = Some(row.last.map_or(month, |last| last.max(month)));
    }

    /// The parts in falling order of deaths, then events, then by name.
    pub(crate) fn into_rows(self) -> Vec<BreakdownRow> {
        let mut rows: Vec<BreakdownRow> = self.0.into_values().collect();
        rows.sort_by(|a, b| (b.deaths, b.events, &a.name).cmp(&(a.deaths, a.events, &b.name)));
        rows
    }
}

fn empty(name: String) -> BreakdownRow {
    BreakdownRow {
        name,
        events: 0,
        deaths: 0,
        events_lately: 0,
        deaths_lately: 0,
        first: None,
        last: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lately_is_the_last_twelve_months_and_order_is_by_deaths() {
        let to: Month = "2024-09".parse().unwrap();
        let mut parts = Parts::of(["Quiet".to_owned()].into_iter());
        parts.add("A".to_owned(), to - 11, 5, to);
        parts.add("A".to_owned(), to - 12, 7, to);
        parts.add("B".to_owned(), to, 40, to);
        let rows = parts.into_rows();
        assert_eq!(
            rows.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(),
            ["B", "A", "Quiet"]
        );
        assert_eq!(
            (rows[1].events, rows[1].events_lately, rows[1].deaths_lately),
            (2, 1, 5)
        );
        assert_eq!(rows[1].first, Some(to - 12));
        assert_eq!(rows[2].first, None);
    }
}
