//! What an assessment takes as given: one case file, read, checked and explained.
//!
//! # What it answers
//! Which country and which event are under study; who fights and who came out of whom; which rival
//! readings there are and what is said about the event; what the models assume, how surely and on
//! what grounds; what each party can do and wants; which what-ifs and which terms of a deal are to
//! be looked at. Nothing about a country stands in the code: it stands here, with its source.
//!
//! # The case
//! A case is a folder with `case.toml` and, beside it, tables that `[data]` names: regions,
//! landmark events, the political timeline, monthly figures (kept as raw text). Several cases come
//! with the program ([`builtin_names`]); a user writes another from the [`template`].
//!
//! | section | type | used by |
//! |---|---|---|
//! | `[case]`, `[data]`, `[event]`, `[[events_of_note]]` | [`About`], [`DataFiles`], [`Event`] | everything |
//! | `[[regions]]` | [`Region`], [`RegionFacts`] | maps, reach, theatre, partition |
//! | `[[actors]]`, `[[lineages]]` | [`Actor`], [`Lineage`] | event matching, theatre, strategy |
//! | `[[areas]]` | [`NamedArea`] | trajectory |
//! | `[rule]` | [`RuleIndicator`] | trajectory |
//! | `[[hypotheses]]`, `[[claims]]`, `[[watch]]`, `[[items]]` | [`Hypothesis`], [`Claim`], [`Watch`], [`Item`] | evidence |
//! | `[[assumptions]]` | [`Assumption`] | theatre, strategy, settlement |
//! | `[[options]]`, `[[preferences]]` | [`Course`], [`Preference`] | strategy |
//! | `[[scenarios]]`, `[[terms]]`, `[[constituencies]]` | [`Scenario`], [`Term`], [`Constituency`] | theatre, settlement |
//! | `[[analogies]]`, `[[thresholds]]` | [`Analogy`], [`Threshold`] | comparison, outlook |
//!
//! # Method
//! The text is read with the place of every key and value. It is then held against the same JSON
//! Schema that [`schema`] hands to editors, which finds unknown keys, wrong types, words that are
//! not allowed and numbers out of range, all of them at once; then against itself: keys that are
//! unique, references that lead somewhere, figures and dates that agree, priors that are
//! distributions, hypotheses that add up to 1. Every fault is a [`Problem`] with file, line,
//! column, a caret and a remedy. Priors are offered as quantile functions ([`Prior::quantile`]),
//! so that draws can be shared between scenarios; they are cut off at an assumption's range by
//!
//! ```text
//! q(p) = Q(F(low) + p (F(high) - F(low)))
//! ```
//!
//! with F the distribution function and Q its inverse.
//!
//! # Dates
//! The case file holds facts up to the day of writing; an assessment may use only what was known on
//! its as-of date. [`Case::landmarks_as_of`] and [`Case::timeline_as_of`] cut them.
//!
//! # Example
//! ```
//! use case::Case;
//!
//! let mali = Case::builtin("mali-2024")?;
//! assert_eq!(mali.event.deaths.best, 77);
//! let known = mali.landmarks_as_of(mali.data.as_of);
//! assert!(known.len() < mali.landmarks.len());
//! let ceiling = mali.assumption_for("affinity", Some("jnim"), Some("Mopti")).unwrap();
//! assert!((ceiling.prior.mean() - 0.4).abs() < 1e-12);
//!
//! // A fault says where it is and what to do.
//! let text = case::template("x").replace("region = \"Centre\"", "region = \"Center\"");
//! let error = Case::parse("x", &text, Default::default()).unwrap_err();
//! assert_eq!(error.problems()[0].line, 33);
//! assert!(error.problems()[0].help.contains("did you mean `Centre`?"));
//! # Ok::<(), case::CaseError>(())
//! ```

mod actor;
mod area;
mod assumption;
mod builtin;
mod case_file;
mod check;
mod claim;
mod conform;
mod course;
mod data;
mod dates;
mod document;
mod error;
mod event;
mod hypothesis;
mod key;
mod landmark;
mod lineage;
mod load;
mod observable;
mod prior;
mod region;
mod rule;
mod scenario;
mod schema;
mod source;
mod table;
mod template;
mod term;
mod timeline;

pub use actor::{Actor, ActorKind};
pub use area::{ContractionQuestion, NamedArea};
pub use assumption::{Assumption, Evidence, truncated_quantile};
pub use builtin::{builtin_files, builtin_names};
pub use case_file::{About, CASE_FILE, Capital, Case, Holder, Remnant};
pub use claim::{Claim, Item, Watch};
pub use course::{Course, Outcome, Posture, Preference, Switch};
pub use data::{DataFiles, Threshold};
pub use dates::PartialDate;
pub use error::{CaseError, Problem};
pub use event::{Deaths, Event, Target};
pub use hypothesis::{Hypothesis, Model};
pub use landmark::{Confidence, Landmark, LandmarkKind, Precision};
pub use lineage::{Lineage, LineageMember};
pub use observable::{Area, Measure, Observable};
pub use prior::Prior;
pub use region::{Region, RegionFacts};
pub use rule::RuleIndicator;
pub use scenario::{Deal, Scenario, Shock};
pub use schema::schema;
pub use source::Source;
pub use template::template;
pub use term::{Analogy, Constituency, Stance, Term, TermKind};
pub use timeline::{TimelineEntry, TimelineKind};
