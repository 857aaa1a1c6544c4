//! `impasse game`.

mod answer;
mod told;

use strategy::game::Game;

use crate::cli::GameOptions;
use crate::failure::{Exit, Result};
use crate::output;

use answer::Answer;

pub(crate) fn run(options: &GameOptions) -> Result<Exit> {
    let game = Game::read(&options.file)?;
    let answer = Answer::new(&game, options)?;
    if options.json {
        // Writing to a string fails only for maps whose keys are not strings; there are none.
        output::print(&(serde_json::to_string_pretty(&answer).unwrap_or_default() + "\n"))?;
    } else {
        output::print(&told::text(&answer))?;
    }
    Ok(Exit::Success)
}
