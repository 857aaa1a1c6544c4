//! What one reading keeps in mind from row to row.

use std::collections::BTreeMap;

use calendar::Month;
use places::Country;
use rustc_hash::FxHashMap;

use super::text::shown;
use super::trouble::{Findings, Trouble};
use super::{Layout, ReadOptions};
use crate::{EventRow, EventSink, EventsError, Series, Version};

/// A reading under way: counts, issues, identifiers seen.
pub(super) struct Session<'s> {
    pub(super) options: &'s ReadOptions,
    pub(super) sink: &'s mut dyn EventSink,
    pub(super) findings: Findings,
    pub(super) rows: u64,
    pub(super) accepted: u64,
    pub(super) tag_rows: u64,
    pub(super) other_countries: BTreeMap<String, u64>,
    pub(super) months: Option<(Month, Month)>,
    pub(super) layout: Option<Layout>,
    pub(super) release: Option<(Series, Version)>,
    /// The file that was last recognised as one of events.
    pub(super) began: Option<String>,
    pub(super) unclear: bool,
    pub(super) revised: Option<i64>,
    pub(super) buffer_bytes: usize,
    wanted: Option<&'static Country>,
    countries: FxHashMap<String, Option<&'static Country>>,
    last_country: (String, Option<&'static Country>),
    seen: Seen,
}

impl<'s> Session<'s> {
    /// Begins a reading; an error when the country asked for is not known.
    pub(super) fn new(
        options: &'s ReadOptions,
        sink: &'s mut dyn EventSink,
    ) -> Result<Self, EventsError> {
        let wanted = options
            .country
            .as_deref()
            .map(|name| {
                Country::by_iso3(name)
                    .or_else(|| Country::by_name(name))
                    .ok_or_else(|| EventsError::UnknownCountry { name: shown(name) })
            })
            .transpose()?;
        Ok(Self {
            options,
            sink,
            findings: Findings::new(options.issues_per_kind, options.strict),
            rows: 0,
            accepted: 0,
            tag_rows: 0,
            other_countries: BTreeMap::new(),
            months: None,
            layout: None,
            release: None,
            began: None,
            unclear: false,
            revised: None,
            buffer_bytes: 0,
            wanted,
            countries: FxHashMap::default(),
            last_country: (String::new(), None),
            seen: Seen::default(),
        })
    }

    /// The country asked for, if any.
    pub(super) fn wanted(&self) -> Option<&'static Country> {
        self.wanted
    }

    /// Notes an issue.
    pub(super) fn note(
        &mut self,
        file: &str,
        line: u64,
        trouble: Trouble,
    ) -> Result<(), EventsError> {
        self.findings.note(file, line, trouble)
    }

    /// The country of a name, looked up once per name; an unknown one is told once.
    pub(super) fn country(
        &mut self,
        file: &str,
        line: u64,
        name: &str,
        find: impl FnOnce() -> Option<&'static Country>,
    ) -> Result<Option<&'static Country>, EventsError> {
        if self.last_country.0 == name {
            return Ok(self.last_country.1);
        }
        let country = if let Some(&known) = self.countries.get(name) {
            known
        } else {
            let found = find();
            self.countries.insert(name.to_owned(), found);
            if found.is_none() && !name.is_empty() {
                let reason = format!(
                    "{} is not the name of a country that is known here",
                    shown(name)
                );
                let remedy = "Write the name as UCDP or ACLED does, in English; the events are kept without a country code";
                self.note(
                    file,
                    line,
                    Trouble::kept("unknown-country", reason, remedy).at("country"),
                )?;
            }
            found
        };
        self.last_country.0.clear();
        self.last_country.0.push_str(name);
        self.last_country.1 = country;
        Ok(country)
    }

    /// Whether a row of this country is to be left out; counts it then.
    pub(super) fn leaves_out(&mut self, name: &str, country: Option<&'static Country>) -> bool {
        let Some(wanted) = self.wanted else {
            return false;
        };
        if country.is_some_and(|country| country.iso3 == wanted.iso3) {
            return false;
        }
        let name = country.map_or(name, |country| country.name);
        if let Some(count) = self.other_countries.get_mut(name) {
            *count += 1;
        } else {
            self.other_countries.insert(name.to_owned(), 1);
        }
        true
    }

    /// Takes a row that was read: hands the event on unless it is a repeat, and notes the issues.
    pub(super) fn take(
        &mut self,
        file: &str,
        line: u64,
        content: u64,
        event: Result<EventRow<'_>, Trouble>,
        kept: &mut Vec<Trouble>,
    ) -> Result<(), EventsError> {
        let event = match event {
            Ok(event) => event,
            Err(trouble) => {
                kept.clear();
                return self.note(file, line, trouble);
            }
        };
        if let Some(trouble) = self.seen.repeat(event.id, line, content) {
            kept.clear();
            let acled = self.layout.is_some_and(Layout::is_acled);
            let column = if acled { "event_id_cnty" } else { "id" };
            return self.note(file, line, trouble.at(column));
        }
        for trouble in kept.drain(..) {
            self.findings.note(file, line, trouble)?;
        }
        let (first, last) = (Month::of(event.date_start), Month::of(event.date_end));
        self.months = Some(match self.months {
            Some((from, to)) => (from.min(first), to.max(last)),
            None => (first, last),
        });
        self.unclear |= !event.clear;
        self.revised = self.revised.max(event.revised);
        self.accepted += 1;
        self.sink.push(&event)
    }

    /// Sets the layout, and the release when the name gives one. Several files in one archive
    /// must be of one release.
    pub(super) fn begin_file(
        &mut self,
        file: &str,
        layout: Layout,
        release: Option<(Series, Version)>,
    ) -> Result<(), EventsError> {
        self.began = Some(file.to_owned());
        if let (Some(before), Some(now)) = (self.release, release)
            && before != now
        {
            return Err(EventsError::unreadable(
                file,
                format!(
                    "The archive holds release {} and release {}",
                    before.1, now.1
                ),
                "Unpack it and read the files one by one",
            ));
        }
        self.release = self.release.or(release);
        self.layout = self.layout.or(Some(layout));
        Ok(())
    }
}

/// Identifiers met so far, with the line and a hash of the row.
///
/// Most identifiers are numbers that fit in 32 bits: half a million of them take little room.
#[derive(Default)]
struct Seen {
    numbers: FxHashMap<u32, u32>,
    texts: FxHashMap<String, u32>,
    rows: Vec<(u64, u64)>,
}

impl Seen {
    /// Notes a row, or says what it repeats.
    fn repeat(&mut self, id: &str, line: u64, content: u64) -> Option<Trouble> {
        let now = self.rows.len() as u32;
        // A number in its usual writing: `007` is another text.
        let before = match super::field::identifier_as_written(id) {
            Some(number) => insert(&mut self.numbers, number, now),
            None => match self.texts.get(id) {
                Some(&before) => Some(before),
                None => insert(&mut self.texts, id.to_owned(), now),
            },
        };
        let Some(&before) = before.and_then(|row| self.rows.get(row as usize)) else {
            self.rows.push((line, content));
            return None;
        };
        let same = before.1 == content;
        let reason = if same {
            format!("The row repeats line {} word for word", before.0)
        } else {
            format!(
                "The identifier {} stands on line {} with other values",
                shown(id),
                before.0
            )
        };
        let (kind, remedy) = if same {
            ("repeated-row", "Nothing needs doing; the first is kept")
        } else {
            (
                "duplicate-id",
                "Keep the right one of the two rows; the first is kept",
            )
        };
        Some(Trouble::rejected(kind, reason, remedy))
    }
}

/// What stood at a key; the new value is put there when nothing did.
fn insert<K: std::hash::Hash + Eq>(map: &mut FxHashMap<K, u32>, key: K, value: u32) -> Option<u32> {
    match map.entry(key) {
        std::collections::hash_map::Entry::Occupied(entry) => Some(*entry.get()),
        std::collections::hash_map::Entry::Vacant(entry) => {
            entry.insert(value);
            None
        }
    }
}
