//! Why an assessment could not be made.

use calendar::{Date, Month};

/// An error that stops an assessment, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum AssessmentError {
    /// The case names no figures and no event file was given.
    #[error(
        "the case `{case}` has no figures and no event file was given; write figures with `impasse case \
         figures` and name them in [data] of the case, or give --events FILE"
    )]
    NoRecord {
        /// Key of the case.
        case: String,
    },
    /// The figures hold nothing of the country up to the day asked for.
    #[error(
        "{what} hold nothing on {iso3} up to {to}; give a file that covers the country and the months, or \
         a later --as-of"
    )]
    NothingYet {
        /// Which data.
        what: String,
        /// The country.
        iso3: String,
        /// Last month asked for.
        to: Month,
    },
    /// The day asked for lies before the event.
    #[error("--as-of {as_of} lies before the event of {event}: nothing could be known of it")]
    BeforeEvent {
        /// Day asked for.
        as_of: Date,
        /// Day of the event.
        event: Date,
    },
    /// No event of the case bears the key asked for.
    #[error("the case has no event `{key}` to take out; give one of: {known}")]
    UnknownEvent {
        /// Key asked for.
        key: String,
        /// Keys that there are.
        known: String,
    },
    /// The event file or the store.
    #[error(transparent)]
    Events(#[from] events::EventsError),
    /// The case cannot be simulated, or its record is too short to calibrate to.
    #[error(transparent)]
    Theatre(#[from] theatre::TheatreError),
}
