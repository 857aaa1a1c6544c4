use calendar::Month;

use crate::{EventRow, Violence};

/// Which events to keep. The default keeps all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// ISO 3166-1 alpha-3 codes or names as the files write them, in any case; none keeps all.
    pub countries: Vec<String>,
    /// First and last month; an event that touches one of them is kept.
    pub months: Option<(Month, Month)>,
    /// Types of violence; none keeps all.
    pub violence: Vec<Violence>,
    /// Leave out what UCDP has not cleared yet (`code_status` other than `Clear`).
    pub clear_only: bool,
}

impl Filter {
    /// Whether the event is one of those asked for.
    pub fn keeps(&self, row: &EventRow<'_>) -> bool {
        self.keeps_country(row)
            && (self.violence.is_empty() || self.violence.contains(&row.violence))
            && (!self.clear_only || row.clear)
            && self.months.is_none_or(|(first, last)| {
                Month::of(row.date_start) <= last && Month::of(row.date_end) >= first
            })
    }

    fn keeps_country(&self, row: &EventRow<'_>) -> bool {
        let named = |text: &str| {
            self.countries
                .iter()
                .any(|asked| asked.to_lowercase() == text.to_lowercase())
        };
        self.countries.is_empty() || (!row.iso3.is_empty() && named(row.iso3)) || named(row.country)
    }
}
