//! impasse: what an attack tells, and what it does not.
//!
//! `impasse assess CASE` writes an assessment; `impasse help` lists the rest.

mod cli;
mod command;
mod draws;
mod failure;
mod interrupt;
mod output;
mod progress;
mod runs;
mod whole;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use failure::{Exit, Result};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            output::note(error.render().to_string().trim_end());
            return Exit::Usage.into();
        }
        // Help and version.
        Err(error) => error.exit(),
    };
    output::set_colour(cli.colour);
    match run(&cli) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            let exit = Exit::of(&failure);
            if exit != Exit::Success {
                output::complain(failure);
            }
            exit.into()
        }
    }
}

fn run(cli: &Cli) -> Result<Exit> {
    command::set_threads(cli.threads)?;
    match &cli.command {
        Command::Assess(options) => command::assess::run(options),
        Command::Evidence(options) => command::evidence::run(options),
        Command::Breaks(options) => command::breaks::run(options),
        Command::Trajectory(options) => command::trajectory::run(options),
        Command::Calibrate(options) => command::calibrate::run(options),
        Command::Simulate(options) => command::simulate::run(options),
        Command::Merge(options) => command::merge::run(options),
        Command::Game(options) => command::game::run(options),
        Command::Case(command) => command::case::run(command),
        Command::Data(command) => command::data::run(command),
        Command::Places(command) => command::places::run(command),
    }
}
