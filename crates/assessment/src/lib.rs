//! Runs the whole analysis and gives one serde struct.
//!
//! [`assess`] takes a case, the figures that come with it or the events of a file, and a day; it uses
//! nothing later than that day, and gives an [`Assessment`]: the event and how it compares, what hangs on
//! it, the country's record, where the war stands, what happens under each scenario, and what all of it
//! rests on. `report` shows it.
//!
//! Of two sources for the months the one that covers more of them is taken; events win a tie,
//! because they tell more. Ranks and return periods: see `stats::severity`.
//!
//! # Ablation
//! The sections that may hang on an event (the event under study, or one of note) are run twice, as they are
//! and without it, and their conclusions are set side by side ([`evidence::ablation`]). What is taken out:
//!
//! - *Event file*: the rows with one of the event's identifiers; else the deadliest row of its region within a
//!   day of its days whose deaths lie in its range. Months that are summed from the file are summed again.
//! - *Monthly figures*: what the event file counts. Without a file that has the event: the month's deadliest
//!   event if its deaths lie in the event's range; one event with the event's best deaths if the deadliest has
//!   more, for then it is one of the others; nothing if the deadliest has fewer, for then the figures do not have
//!   the event. The type is state-based where soldiers, police or officials were hit, non-state where an
//!   armed group was, else one-sided. The deadliest event left, which figures do not name, is put at the median
//!   share of the deadliest event in the 25 months with the nearest number of events.
//! - *Sourced facts*: those of its region and days that record violence, and those that overlap them.
//!
//! The event's own section is not run again: without the event there is nothing to compare.
//!
//! ```
//! let case = case::Case::builtin("mali-2024").unwrap();
//! let inputs = assessment::Inputs { runs: 20, ..assessment::Inputs::new(&case) };
//! let assessment = assessment::assess(&inputs).unwrap();
//! assert_eq!(assessment.event.date.to_string(), "2024-09-17");
//! assert!(assessment.record.months.iter().all(|row| row.month.last_day() <= assessment.as_of));
//! ```

mod ablation;
mod assess;
mod breakdown;
mod calibration;
mod compare;
mod conclusions;
mod data;
mod error;
mod event;
mod from_events;
mod ground;
mod inputs;
mod landmarks;
mod model;
mod record;
mod scenarios;
mod sections;
mod without;

pub use assess::{assess, trajectory};
pub use calibration::{calibrate, calibrate_telling};
pub use error::AssessmentError;
pub use inputs::{DRAWS, EventFile, EventSource, Inputs, RUNS};
pub use model::*;
