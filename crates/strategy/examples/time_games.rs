//! Solves every game of a folder and prints how long each took: `benches/games/run.sh` sets it beside Gambit.
//!
//! Usage: `time_games FOLDER`. For each `.nfg` file a line of JSON: its name; how many equilibria there are (extreme
//! ones for two players, isolated ones for more), how many continua and how many parts that are undecided; and the
//! least of several times in seconds, for all equilibria and for the branch of quantal responses.
#![allow(clippy::print_stdout)] // What it prints is what it is for.

use std::path::{Path, PathBuf};
use std::time::Instant;

use strategy::StrategyError;
use strategy::game::{
    BranchOptions, Game, SearchOptions, all_equilibria, bimatrix_equilibria, logit_branch,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("name a folder of .nfg files")?;
    let files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut files = files.collect::<std::io::Result<Vec<PathBuf>>>()?;
    files.retain(|path| path.extension().is_some_and(|end| end == "nfg"));
    files.sort();
    for file in files {
        println!("{}", line(&file)?);
    }
    Ok(())
}

fn line(file: &Path) -> Result<String, StrategyError> {
    let game = Game::read(file)?;
    let ((equilibria, continua, undecided), seconds) = least_time(|| {
        if game.players().len() == 2 {
            let found = bimatrix_equilibria(&game)?;
            let continua = found
                .components
                .iter()
                .filter(|of| !(of.len() == 1 && of[0].is_point()));
            return Ok((found.extreme.len(), continua.count(), 0));
        }
        let found = all_equilibria(&game, &SearchOptions::default())?;
        Ok((
            found.isolated.len(),
            found.continua.len(),
            found.undecided.len(),
        ))
    })?;
    let (_, branch) = least_time(|| logit_branch(&game, &BranchOptions::default()))?;
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    Ok(format!(
        "{{\"name\": \"{name}\", \"equilibria\": {equilibria}, \"continua\": {continua}, \
         \"undecided\": {undecided}, \"seconds\": {seconds:.6}, \"branch\": {branch:.6}}}"
    ))
}

/// The answer, and the least of three times, or of one when it takes longer than ten seconds.
fn least_time<T>(solve: impl Fn() -> Result<T, StrategyError>) -> Result<(T, f64), StrategyError> {
    let mut least = f64::INFINITY;
    let mut turn = 0;
    loop {
        turn += 1;
        let start = Instant::now();
        let answer = solve()?;
        least = least.min(start.elapsed().as_secs_f64());
        if turn == 3 || least > 10.0 {
            return Ok((answer, least));
        }
    }
}
