//! `impasse assess`.

use std::path::PathBuf;

use assessment::{Inputs, assess};
use case::Case;
use report::TerminalOptions;

use super::{events_beside, write_file};
use crate::cli::AssessOptions;
use crate::failure::{Exit, Result};
use crate::output;

pub(crate) fn run(options: &AssessOptions) -> Result<Exit> {
    let input = &options.input;
    let case = Case::load(&input.case)?;
    let assessment = assess(&Inputs {
        events: events_beside(input, &case)?,
        as_of: input.as_of,
        seed: input.seed,
        runs: options.runs,
        ..Inputs::new(&case)
    })?;

    let out = options
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from("out").join(&case.about.key));
    let json = report::json(&assessment);
    let (page, data) = (out.join("assessment.html"), out.join("assessment.json"));
    write_file(&page, &report::html(&assessment))?;
    write_file(&data, &json)?;

    if options.json {
        output::print(&json)?;
    } else {
        let terminal = TerminalOptions {
            width: output::WIDTH,
            colour: output::colour(),
        };
        output::print(&report::terminal(&assessment, &terminal))?;
    }
    output::written(&[&page, &data]);
    Ok(Exit::Success)
}
