//! `impasse evidence`.

use assessment::{Inputs, assess};
use case::Case;
use report::TerminalOptions;

use super::events_beside;
use crate::cli::EvidenceOptions;
use crate::failure::{Exit, Result};
use crate::output;

pub(crate) fn run(options: &EvidenceOptions) -> Result<Exit> {
    let input = &options.input;
    let case = Case::load(&input.case)?;
    let assessment = assess(&Inputs {
        events: events_beside(input, &case)?,
        as_of: input.as_of,
        seed: input.seed,
        runs: options.runs,
        ablate: options.ablate.clone(),
        ..Inputs::new(&case)
    })?;
    if options.json {
        output::print(&report::evidence_json(&assessment))?;
    } else {
        let terminal = TerminalOptions {
            width: output::WIDTH,
            colour: output::colour(),
        };
        output::print(&report::evidence(&assessment, &terminal))?;
    }
    Ok(Exit::Success)
}
