//! Time that the whole posterior of breaks takes for one 432-month series and for every country of a
//! figures file: `cargo run --release -p trajectory --example breaks_speed -- FIGURES`.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use events::figures::FiguresTable;
use rayon::prelude::*;
use trajectory::breaks::{MonthPosterior, Prior, scan};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os()
        .nth(1)
        .ok_or("usage: breaks_speed FIGURES")?;
    let table = FiguresTable::read(path.as_ref())?;
    let record: Vec<Vec<u32>> = table
        .countries
        .values()
        .map(|months| months.iter().map(|month| month.events_by_type[0]).collect())
        .collect();
    let longest = record.iter().map(Vec::len).max().unwrap_or(0);
    let one = record
        .iter()
        .filter(|counts| counts.len() == longest)
        .max_by_key(|counts| counts.iter().sum::<u32>())
        .ok_or("no country in the file")?;
    let prior = Prior::default();
    let mut times: Vec<f64> = (0..21)
        .map(|_| {
            let started = Instant::now();
            let months = scan(&prior, one);
            assert_eq!(months.len(), longest);
            started.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let started = Instant::now();
    let all: Vec<Vec<MonthPosterior>> = record.par_iter().map(|c| scan(&prior, c)).collect();
    let every = started.elapsed().as_secs_f64();
    println!(
        "impasse: one series of {longest} months {:.2} ms (21 runs, median; least {:.2}), {} countries {every:.3} s \
         on {} threads (posterior of breaks and level by month)",
        times[10] * 1e3,
        times[0] * 1e3,
        all.len(),
        rayon::current_num_threads()
    );
    Ok(())
}
