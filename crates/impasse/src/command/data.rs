//! `impasse data`.

mod add;
mod export;
mod fetch;
mod show;
mod told;

use crate::cli::DataCommand;
use crate::failure::{Exit, Result};

pub(crate) fn run(command: &DataCommand) -> Result<Exit> {
    match command {
        DataCommand::Add(options) => add::run(options),
        DataCommand::List { store, json } => show::list(store, *json),
        DataCommand::Describe { what, store, json } => show::describe(what, store, *json),
        DataCommand::Export(options) => export::run(options),
        DataCommand::Fetch(command) => fetch::run(command),
        DataCommand::Rm { key, store } => show::remove(key, store),
    }
}
