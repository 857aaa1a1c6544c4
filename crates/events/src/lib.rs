//! Event data of UCDP and ACLED: readers, store, panel.

mod actors;
mod error;
mod event;
mod export;
mod fetch;
pub mod figures;
mod issue;
mod panel;
pub mod read;
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
pub use issue::{Issue, Outcome};
pub use panel::{Actors, Count, Level, Measures, Panel, PanelOptions, Party, Place, Sharing};
pub use store::{
    Added, AsKnown, DATA_VARIABLE, Entry, Loaded, Overlap, Publisher, Query, Source, Store,
    citation,
};
pub use table::{Column, EventTable, Filter, Provenance};
pub use version::{Version, VersionError};
