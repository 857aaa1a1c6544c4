//! Standard output and error: one lock, no panic on a closed pipe, colour only where it is seen.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::OnceLock;

use miette::{GraphicalReportHandler, GraphicalTheme};
use textwrap::{Options, WordSeparator, WordSplitter};

use crate::cli::Colour;
use crate::failure::{Failure, Result};

/// Columns of every text the program prints.
pub(crate) const WIDTH: usize = 80;

static COLOUR: OnceLock<Colour> = OnceLock::new();

/// Remembers what the user asked for.
pub(crate) fn set_colour(colour: Colour) {
    // Set once, at the start; a second call would be a defect without consequence.
    let _ = COLOUR.set(colour);
}

fn coloured(terminal: bool) -> bool {
    match COLOUR.get() {
        Some(Colour::Always) => true,
        Some(Colour::Never) => false,
        Some(Colour::Auto) | None => terminal && std::env::var_os("NO_COLOR").is_none(),
    }
}

/// Whether to colour what goes to standard output.
pub(crate) fn colour() -> bool {
    coloured(io::stdout().is_terminal())
}

/// Writes to standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Failure::Output)
}

/// Breaks a line at spaces to fit [`WIDTH`], going on under `hang`. Keys, paths and addresses stay
/// whole, so that they can be copied, and may be wider.
pub(crate) fn wrapped(line: &str, hang: &str) -> String {
    let options = Options::new(WIDTH)
        .subsequent_indent(hang)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(line, options)
}

/// A line of a description: a name in a column of its own, what it stands for beside it.
pub(crate) fn field(name: &str, value: &str) -> String {
    wrapped(&format!("  {name:<10} {value}"), "             ") + "\n"
}

/// A count with commas: 12,355.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 event`, `12,355 events`.
pub(crate) fn of(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// Writes to standard error. What cannot be written there is lost: there is nowhere else.
pub(crate) fn note(text: &str) {
    let lines: Vec<String> = text.lines().map(|line| wrapped(line, "")).collect();
    let _ = writeln!(io::stderr().lock(), "{}", lines.join("\n"));
}

/// Says where files were written, one a line.
pub(crate) fn written(paths: &[&Path]) {
    let mut err = io::stderr().lock();
    for (at, path) in paths.iter().enumerate() {
        let head = if at == 0 { "Written:" } else { "" };
        let _ = writeln!(err, "{head:<8} {}", path.display());
    }
}

/// Prints an error with its remedy.
pub(crate) fn complain(failure: Failure) {
    let report = miette::Report::from(failure);
    let colour = coloured(io::stderr().is_terminal());
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    // No chain of causes: every message tells its cause already.
    let handler = GraphicalReportHandler::new_themed(theme)
        .without_cause_chain()
        .with_width(WIDTH)
        .with_break_words(false)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation)
        .with_links(false);
    let mut text = String::new();
    if handler.render_report(&mut text, report.as_ref()).is_err() {
        text = format!("{report:?}");
    }
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    let _ = writeln!(io::stderr().lock(), "{}", lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas() {
        let told: Vec<String> = [0, 999, 1_000, 12_355, 1_234_567].map(count).into();
        assert_eq!(told, ["0", "999", "1,000", "12,355", "1,234,567"]);
        assert_eq!(of(1, "event", "events"), "1 event");
    }

    #[test]
    fn a_key_is_never_broken() {
        let key = "ucdp-candidate/26.0.1/0abfa0970906";
        let text = wrapped(&format!("{} {key} and more", "word ".repeat(13)), "  ");
        assert!(
            text.contains(key) && text.lines().all(|line| line.len() <= WIDTH),
            "{text}"
        );
    }
}
