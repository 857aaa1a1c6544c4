//! Progress of long jobs: a bar on a terminal, nothing in a pipe.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::time::Duration;

use events::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use theatre::calibration::Round;

use crate::{interrupt, output};

/// Shows a download.
pub(crate) struct Download {
    bar: ProgressBar,
    shown: bool,
}

impl Download {
    pub(crate) fn new() -> Self {
        let shown = io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(
            None,
            if shown {
                ProgressDrawTarget::stderr()
            } else {
                ProgressDrawTarget::hidden()
            },
        );
        Self { bar, shown }
    }
}

impl Progress for Download {
    fn begin(&mut self, name: &str, from: u64, total: Option<u64>) {
        let template = if total.is_some() {
            "{msg} [{bar:30}] {bytes} of {total_bytes}, {eta} left"
        } else {
            "{msg} {bytes} {elapsed}"
        };
        style(&self.bar, template);
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_message(name.to_owned());
        self.bar.set_position(from);
    }

    fn advance(&mut self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn page(&mut self, page: u32, rows: u64) {
        self.bar.set_message(format!("page {page}, {rows} records"));
    }

    fn retry(&mut self, reason: &str, wait: Duration) {
        // The reason alone: what follows it is for one who has to act, and nobody has to yet.
        let reason = reason.split(". ").next().unwrap_or(reason);
        let text = format!("{reason}; trying again in {} s", wait.as_secs());
        if self.shown {
            self.bar.println(text);
        } else {
            output::note(&text);
        }
    }

    fn end(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// A bar of so many pieces in the style of a template.
fn bar(template: &str, total: u64) -> ProgressBar {
    let bar = if io::stderr().is_terminal() {
        ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr())
    } else {
        ProgressBar::hidden()
    };
    style(&bar, template);
    bar
}

fn style(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}

/// Shows how much of a job is done, in pieces of work.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Of so many pieces, which are called so.
    pub(crate) fn new(pieces: &str, total: u64) -> Self {
        let bar = bar(
            "[{bar:30}] {human_pos} of {human_len} {msg}, {eta} left",
            total,
        );
        bar.set_message(pieces.to_owned());
        Self(bar)
    }

    pub(crate) fn advance(&self, pieces: u64) {
        self.0.inc(pieces);
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}

/// Shows the rounds of a calibration, and ends it when someone asked to stop.
pub(crate) struct Rounds(ProgressBar);

impl Rounds {
    pub(crate) fn new() -> Self {
        let bar = bar("{msg}", 0);
        bar.set_message("Drawing assumptions");
        Self(bar)
    }

    /// A round is over.
    pub(crate) fn hear(&self, round: &Round) -> ControlFlow<()> {
        if round.round == 0 {
            self.0.set_length(round.most);
            style(&self.0, "[{bar:30}] {pos} of {len} rounds at most, {msg}");
        }
        self.0.set_position(round.round);
        self.0.set_message(format!(
            "{:.2} from the record, {:.0} % different",
            round.tolerance,
            100.0 * round.different
        ));
        if interrupt::asked() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl Drop for Rounds {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
