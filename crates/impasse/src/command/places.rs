//! `impasse places`.

use places::{Gazetteer, ReadOptions, generalise};

use super::{file_name, write_file};
use crate::cli::PlacesCommand;
use crate::failure::{Exit, Result};
use crate::output;

pub(crate) fn run(command: &PlacesCommand) -> Result<Exit> {
    let PlacesCommand::Outline {
        boundaries,
        country,
        tolerance,
        cite,
        out,
    } = command;
    let gazetteer = Gazetteer::read(boundaries, &ReadOptions::default())?;
    for defect in gazetteer.defects() {
        output::note(&defect.to_string());
    }
    let source = cite.clone().unwrap_or_else(|| file_name(boundaries));
    let outline = generalise(&gazetteer, country, *tolerance, &source)?;
    let json = outline.to_json();
    match out {
        Some(path) => {
            write_file(path, &json)?;
            output::written(&[path]);
        }
        None => output::print(&json)?,
    }
    Ok(Exit::Success)
}
