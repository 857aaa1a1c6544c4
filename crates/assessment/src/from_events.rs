//! What an event file says: the months, the sizes, by region, by perpetrator.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Month, months};
use case::{Case, Event};
use events::{
    ActorMatcher, EventRow, EventTable, Panel, PanelOptions, Party, Place, RegionMatcher, Violence,
};
use places::fold;
use stats::Source;
use stats::severity::Block;

use crate::breakdown::Parts;
use crate::compare::{Record, Sample, Sized};
use crate::{AssessmentError, Basis, Breakdown, Deaths, MonthRow, Scope};

/// Key of the data set.
pub(crate) const DATA: &str = "events";

/// Days by which a date in event data may differ from the case's for the two to be one event.
const SLACK_DAYS: i64 = 1;

/// Organised violence of the case's country up to a month.
#[derive(Clone)]
pub(crate) struct CountryEvents<'a> {
    case: &'a Case,
    events: EventTable,
    /// Row of the whole file of each event.
    whole: Vec<usize>,
    names: RegionMatcher,
    /// Row of the event under study, if the file has it.
    pub(crate) the_event: Option<usize>,
    pub(crate) from: Month,
    pub(crate) to: Month,
}

impl<'a> CountryEvents<'a> {
    /// The events that matter, or `None` when there are none.
    pub(crate) fn new(case: &'a Case, table: &EventTable, to: Month) -> Option<Self> {
        let mut whole = Vec::new();
        let events = table.select(|number, row| {
            let kept = row.iso3 == case.about.iso3
                && row.violence != Violence::Other
                && Month::of(row.date_start) <= to;
            if kept {
                whole.push(number);
            }
            kept
        });
        let from = events.iter().map(|row| Month::of(row.date_start)).min()?;
        let mut country = Self {
            case,
            events,
            whole,
            names: RegionMatcher::new(&case.regions),
            the_event: None,
            from,
            to,
        };
        country.the_event = country.rows_of(&case.event).first().copied();
        Some(country)
    }

    /// The same country and months without some of its events.
    pub(crate) fn without(&self, removed: &[usize]) -> Self {
        let kept = |row: &usize| !removed.contains(row);
        Self {
            events: self.events.select(|row, _| kept(&row)),
            whole: (0..self.whole.len())
                .filter(kept)
                .map(|row| self.whole[row])
                .collect(),
            names: self.names.clone(),
            the_event: None,
            ..*self
        }
    }

    /// Events by row, for those rows that there are.
    pub(crate) fn at(&self, rows: &[usize]) -> Vec<EventRow<'_>> {
        rows.iter()
            .filter_map(|row| self.events.row(*row))
            .collect()
    }

    /// Deaths in the deadliest event of a month.
    pub(crate) fn deadliest(&self, month: Month) -> u32 {
        let of_month = |row: &EventRow<'_>| Month::of(row.date_start) == month;
        let deaths = self.events.iter().filter(of_month).map(|row| row.best);
        deaths.max().unwrap_or(0)
    }

    /// Rows of the whole file that these rows are.
    pub(crate) fn in_whole(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter()
            .filter_map(|row| self.whole.get(*row).copied())
            .collect()
    }

    /// How many events there are.
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// Name of the case's region that an event happened in; `None` when the data do not tell.
    pub(crate) fn region(&self, row: &EventRow<'_>) -> Option<String> {
        self.names.region(row).map(str::to_owned)
    }

    /// Spellings of regions that are not known to the case, with how often they occur.
    pub(crate) fn unknown_regions(&self) -> BTreeMap<String, u32> {
        let mut unknown = BTreeMap::new();
        for row in self.events.iter() {
            if let Some(division) = row.division()
                && self.region(&row).is_none()
            {
                *unknown.entry(division.to_owned()).or_insert(0) += 1;
            }
        }
        unknown
    }

    /// Rows that are an event: all that bear one of its identifiers; else the deadliest of the region within
    /// a day of the event's days whose deaths lie in its range; else none.
    pub(crate) fn rows_of(&self, event: &Event) -> Vec<usize> {
        let named = |row: &EventRow<'_>| event.event_ids.iter().any(|id| id == row.id);
        let by_id: Vec<usize> = (self.events.iter().enumerate())
            .filter(|(_, row)| named(row))
            .map(|(index, _)| index)
            .collect();
        if !by_id.is_empty() {
            return by_id;
        }
        let day = jiff::Span::new().days(SLACK_DAYS);
        let first = event.date.checked_sub(day).unwrap_or(event.date);
        let last = event
            .last_day()
            .checked_add(day)
            .unwrap_or(event.last_day());
        self.events
            .iter()
            .enumerate()
            .filter(|(_, row)| row.date_start >= first && row.date_start <= last)
            .filter(|(_, row)| (event.deaths.low..=event.deaths.high).contains(&row.best))
            .filter(|(_, row)| self.region(row).as_deref() == Some(event.region.as_str()))
            .max_by_key(|(index, row)| (row.best, std::cmp::Reverse(*index)))
            .map(|(index, _)| index)
            .into_iter()
            .collect()
    }

    /// Deaths of the event as the file has them.
    pub(crate) fn event_deaths(&self) -> Option<Deaths> {
        self.the_event
            .and_then(|index| self.events.row(index))
            .map(|row| Deaths {
                low: row.low,
                best: row.best,
                high: row.high,
            })
    }

    /// Every month from the first to the last.
    pub(crate) fn months(&self) -> Result<Vec<MonthRow>, AssessmentError> {
        let options = PanelOptions {
            months: Some((self.from, self.to)),
            ..PanelOptions::default()
        };
        let panel = Panel::new(&self.events, &options)?;
        let country = Place::Country(self.case.about.iso3.clone());
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(panel
            .series(&country, &Party::All)
            .into_iter()
            .map(|(month, m)| MonthRow {
                month,
                events: small(m.events),
                best: small(m.best),
                low: Some(small(m.low)),
                high: small(m.high),
                civilians: small(m.civilians),
                deadliest: small(m.deadliest),
                events_by_type: Violence::ORGANISED.map(|v| small(m.by_type(v).events)),
                deaths_by_type: Some(Violence::ORGANISED.map(|v| small(m.by_type(v).best))),
            })
            .collect())
    }

    /// The events to compare with: of the country, or of the capital's region.
    pub(crate) fn record(&self, scope: Scope) -> Record<'static> {
        let capital = &self.case.about.capital.region;
        let event_month = Month::of(self.case.event.date);
        let within = |row: &EventRow<'_>| match scope {
            Scope::Country => true,
            Scope::Capital => self.region(row).as_deref() == Some(capital),
        };
        let others: Vec<Sized> = self
            .events
            .iter()
            .enumerate()
            .filter(|(index, row)| Some(*index) != self.the_event && within(row))
            .map(|(_, row)| Sized {
                month: Month::of(row.date_start),
                deaths: row.best,
                region: self.region(&row),
            })
            .collect();
        let before = || others.iter().filter(|event| event.month < event_month);
        let mut monthly: BTreeMap<Month, f64> = months(self.from, event_month - 1)
            .map(|month| (month, 0.0))
            .collect();
        for event in before() {
            *monthly.entry(event.month).or_default() += 1.0;
        }
        let sample = Sample {
            blocks: before()
                .map(|event| Block {
                    events: 1,
                    largest: event.deaths,
                })
                .collect(),
            monthly: monthly.into_values().collect(),
        };
        Record {
            scope,
            basis: Basis::Events,
            from: self.from,
            to: self.to,
            others,
            sample: Some(sample),
            data: DATA,
        }
    }

    /// Events by region: every region of the case, those without events too.
    pub(crate) fn by_region(&self) -> Breakdown {
        let mut parts = Parts::of(self.case.regions.iter().map(|region| region.name.clone()));
        let mut unplaced = 0_u32;
        for row in self.events.iter() {
            match self.region(&row) {
                Some(name) => parts.add(name, Month::of(row.date_start), row.best, self.to),
                None => unplaced += 1,
            }
        }
        self.breakdown(
            parts,
            unplaced,
            "An event known only to the country, or to a region that the case does not name, is in \
             none of the rows.",
            "sums of events and best estimates of deaths by first-order division",
        )
    }

    /// Events by who took part: lineages first, else the actor as the data name it.
    ///
    /// One-sided violence counts for the perpetrator alone, other violence for both sides.
    pub(crate) fn by_perpetrator(&self) -> Breakdown {
        let matcher = ActorMatcher::new(&self.case.lineages);
        let mut parts = Parts::default();
        for row in self.events.iter() {
            let month = Month::of(row.date_start);
            let mut names = BTreeSet::new();
            let sides = match row.violence {
                Violence::OneSided => vec![(row.side_a, row.side_a_id)],
                _ => vec![(row.side_a, row.side_a_id), (row.side_b, row.side_b_id)],
            };
            for (name, id) in sides {
                let belongs = matcher.side(name, id, month);
                if belongs.lineages.is_empty() {
                    if !name.is_empty() {
                        names.insert(self.actor_name(name));
                    }
                } else {
                    names.extend(belongs.lineages.iter().map(|key| {
                        self.case
                            .lineage(key)
                            .map_or((*key).to_owned(), |l| l.name.clone())
                    }));
                }
            }
            for name in names {
                parts.add(name, month, row.best, self.to);
            }
        }
        self.breakdown(
            parts,
            0,
            "An event between two armed actors counts for both, so the rows add up to more than the \
             record.",
            "sums of events and best estimates of deaths by actor taking part",
        )
    }

    /// The case's name of an actor that the data name, or the data's.
    fn actor_name(&self, name: &str) -> String {
        let folded = fold(name);
        self.case
            .actors
            .iter()
            .find(|actor| actor.names.iter().any(|known| fold(known) == folded))
            .map_or_else(|| name.to_owned(), |actor| actor.name.clone())
    }

    fn breakdown(&self, parts: Parts, unplaced: u32, caveat: &str, method: &str) -> Breakdown {
        Breakdown {
            basis: Basis::Events,
            from: self.from,
            to: self.to,
            rows: parts.into_rows(),
            unplaced,
            caveat: caveat.to_owned(),
            source: Source::data(DATA, method),
        }
    }
}
