//! Standard output and error: one lock, no panic on a closed pipe, colour only where it is seen.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use miette::{GraphicalReportHandler, GraphicalTheme};

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

/// Writes a line to standard error. What cannot be written there is lost: there is nowhere else.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints an error with its causes and remedy.
pub(crate) fn complain(failure: Failure) {
    let report = miette::Report::from(failure);
    let colour = coloured(io::stderr().is_terminal());
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_links(false);
    let mut text = String::new();
    if handler.render_report(&mut text, report.as_ref()).is_err() {
        text = format!("{report:?}");
    }
    note(text.trim_end());
}
