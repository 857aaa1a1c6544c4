//! Runs the whole analysis and gives one serde struct.
//!
//! [`assess`] takes a case, the figures that come with it or the events of a file, and a day; it uses
//! nothing later than that day, and gives an [`Assessment`]: the event and how it compares, the
//! country's record, and what both rest on. `report` shows it.
//!
//! Of two sources for the months the one that covers more of them is taken; events win a tie,
//! because they tell more. Ranks and return periods: see `stats::severity`.
//!
//! ```
//! let case = case::Case::builtin("mali-2024").unwrap();
//! let assessment = assessment::assess(&assessment::Inputs::new(&case)).unwrap();
//! assert_eq!(assessment.event.date.to_string(), "2024-09-17");
//! assert!(assessment.record.months.iter().all(|row| row.month.last_day() <= assessment.as_of));
//! ```

mod assess;
mod breakdown;
mod compare;
mod data;
mod error;
mod event;
mod from_events;
mod landmarks;
mod model;
mod record;

pub use assess::{EventFile, EventSource, Inputs, assess};
pub use error::AssessmentError;
pub use model::*;
