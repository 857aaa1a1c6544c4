//! Event data of UCDP and ACLED: readers, store, panel.
//!
//! # What it answers
//!
//! - What does this file say, and which of its rows cannot be trusted? [`read`]
//! - Which events does the user have, in the newest state or as known at some date? [`Store`],
//!   [`Query`], [`AsKnown`]
//! - Was it this organisation, with those it came out of? [`ActorMatcher`] In which of a case's regions? [`RegionMatcher`]
//! - How many events and deaths, where, in which month, by whom? [`Panel`]
//! - Where do the data come from, and how are they cited? [`Fetcher`], [`citation`]
//!
//! # Method
//!
//! **Events** have UCDP's three types of violence, a low, best and high number of deaths, and a
//! precision of place and date (Sundberg & Melander 2013, *Journal of Peace Research* 50(4)). ACLED's
//! records are given these types by a stated rule ([`read`]).
//!
//! **Vintages.** Every file added is kept. Of one event the newest release stands, and a yearly
//! release has the last word on the country-years it covers ([`Overlap`]). UCDP and ACLED are never
//! added up unless one asks for it.
//!
//! **Panel.** An event belongs to the month of its first day, as in UCDP's own country-month figures,
//! or its deaths D are shared over the months it touches in proportion to the days d_m that fall into
//! each: the whole part of D d_m / (sum of d), and what is left to the largest remainders, so that
//! the parts add up to D ([`Sharing`]). An event known only to its region or country
//! (`where_prec` 4 and above) is never put in a cell ([`Level`]).
//!
//! # Example
//!
//! ```
//! use events::read::{ReadOptions, read_bytes};
//! use events::{EventTable, Panel, PanelOptions, Party, Place, Provenance, Series};
//!
//! let file = "id,type_of_violence,side_a,side_b,where_prec,latitude,longitude,country,date_prec,date_start,date_end,\
//! deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n\
//! 1,1,Government of Mali,JNIM,1,14.5,-4.2,Mali,1,2024-01-30,2024-02-03,3,4,0,0,7,9,7\n";
//! let provenance = Provenance { series: Series::UcdpGed, version: None, file: String::new(), sha256: String::new() };
//! let mut table = EventTable::new(provenance);
//! let report = read_bytes(file.as_bytes(), "ged251.csv", &ReadOptions::default(), &mut table).unwrap();
//! assert_eq!(report.accepted, 1);
//!
//! let panel = Panel::new(&table, &PanelOptions::default()).unwrap();
//! let mali = Place::Country("MLI".into());
//! assert_eq!(panel.get(&mali, &Party::All, "2024-01".parse().unwrap()).best, 7);
//! ```

mod actors;
mod error;
mod event;
mod export;
mod fetch;
pub mod figures;
mod hexadecimal;
mod issue;
mod panel;
pub mod read;
mod regions;
#[cfg(test)]
mod sample;
mod store;
mod table;
mod version;

pub use actors::{ActorMatcher, Belongs, EventActors};
pub use error::EventsError;
pub use event::{EventRow, EventSink, Series, Violence};
pub use export::{ExportFormat, export, export_panel};
pub use fetch::{
    AcledQuery, Clock, Credentials, Fetched, Fetcher, NEWEST_CANDIDATE, NEWEST_GED, Progress,
    Quiet, SystemClock,
};
pub use hexadecimal::hexadecimal;
pub use issue::{Issue, Outcome};
pub use panel::{Actors, Count, Level, Measures, Panel, PanelOptions, Party, Place, Sharing};
pub use regions::RegionMatcher;
pub use store::{
    Added, AsKnown, DATA_VARIABLE, Entry, Loaded, Overlap, Publisher, Query, Source, Store,
    citation,
};
pub use table::{Column, EventTable, Filter, Provenance};
pub use version::{Version, VersionError};
