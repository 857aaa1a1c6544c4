//! Event data of UCDP and ACLED: readers, store, panel.

mod error;
mod event;
mod issue;
pub mod read;
#[cfg(test)]
mod sample;
mod table;
mod version;

pub use error::EventsError;
pub use event::{EventRow, EventSink, Series, Violence};
pub use issue::{Issue, Outcome};
pub use table::{Column, EventTable, Filter, Provenance};
pub use version::{Version, VersionError};
