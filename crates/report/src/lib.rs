//! An assessment as a page of text, a page of HTML, and JSON.
//!
//! - [`terminal`]: what the event shows and does not show in under 150 words, then a summary that no
//!   terminal of 80 columns breaks; [`evidence()`]: what it tells, in full.
//! - [`html`]: one file with its style, its script and its figures in it. It loads nothing, reads
//!   without script, in light and dark, on a telephone and on A4 paper. Every figure says where it
//!   comes from and links to its data set.
//! - [`json`]: the assessment itself; [`schema`] is the JSON Schema of it.
//!
//! Sentences are generated from results, the same for terminal and page. What is not known is left out
//! or named as unknown; an interval that holds 'no change' is said to hold it. No figure has more
//! digits than are known: counts are exact, estimates have two significant digits.
//!
//! Names and texts come from files that anyone may have written. They are escaped, and control
//! sequences, invisible characters and changes of writing direction are taken out.
//!
//! Same assessment, same bytes: nothing depends on time, locale or the order of a hash.
//!
//! ```
//! use report::{TerminalOptions, html, terminal};
//! fn show(assessment: &assessment::Assessment) {
//!     print!("{}", terminal(assessment, &TerminalOptions { width: 80, colour: false }));
//!     assert!(html(assessment).starts_with("<!DOCTYPE html>"));
//! }
//! ```

mod clean;
mod figure;
mod number;
mod page;
mod prose;
mod reading;
mod section;
mod standing;
mod terminal;

use assessment::Assessment;
use trajectory::reading::Reading;

pub use standing::Standing;
pub use terminal::TerminalOptions;

/// The assessment as a summary for a terminal, a line feed at the end.
///
/// No line is wider than `options.width` columns, wide letters counted as two.
pub fn terminal(of: &Assessment, options: &TerminalOptions) -> String {
    sections(of, &section::SECTIONS, options)
}

/// What the event tells, for a terminal, a line feed at the end.
pub fn evidence(of: &Assessment, options: &TerminalOptions) -> String {
    sections(of, &section::EVIDENCE, options)
}

fn sections(
    of: &Assessment,
    sections: &[&dyn section::Section],
    options: &TerminalOptions,
) -> String {
    let mut page = terminal::Page::new(options);
    page.title(&of.title, &format!("as known on {}", number::day(of.as_of)));
    for section in sections {
        page.section(section.heading());
        section.terminal(of, &mut page);
    }
    page.finish()
}

/// The assessment as one self-contained page of HTML.
pub fn html(of: &Assessment) -> String {
    page::page(of)
}

/// The answer on a month of note for a terminal, a line feed at the end. `country` is its name.
pub fn reading(of: &Reading, country: &str, options: &TerminalOptions) -> String {
    let mut page = terminal::Page::new(options);
    reading::terminal(of, country, &mut page);
    page.finish()
}

/// Where a war stands for a terminal, a line feed at the end.
pub fn standing(of: &Standing<'_>, options: &TerminalOptions) -> String {
    let mut page = terminal::Page::new(options);
    standing::terminal(of, &mut page);
    page.finish()
}

/// Where a war stands as one self-contained page of HTML.
pub fn standing_html(of: &Standing<'_>) -> String {
    page::standing(of)
}

/// The assessment as indented JSON, a line feed at the end.
pub fn json(of: &Assessment) -> String {
    // Writing to a string fails only for maps whose keys are not strings; an assessment has none.
    serde_json::to_string_pretty(of).unwrap_or_default() + "\n"
}

/// What the event tells as indented JSON, a line feed at the end: an object with the parts of the assessment
/// that are on it, as [`json`] has them.
pub fn evidence_json(of: &Assessment) -> String {
    let parts = serde_json::json!({ "evidence": of.evidence, "ablation": of.ablation });
    serde_json::to_string_pretty(&parts).unwrap_or_default() + "\n"
}

/// The JSON Schema (draft 2020-12) of an assessment, indented, a line feed at the end.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Assessment);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
