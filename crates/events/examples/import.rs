//! Imports one event file into a store: `import FILE DIRECTORY`. What `benches/import` measures.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use events::Store;
use events::read::ReadOptions;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(file), Some(directory)) = (arguments.next(), arguments.next()) else {
        return Err("usage: import FILE DIRECTORY".into());
    };
    let added = Store::open(Some(&directory))?.add(&file, &ReadOptions::default())?;
    let entry = added.entry;
    writeln!(
        std::io::stdout().lock(),
        "{} of {} rows into {} bytes of Parquet",
        entry.accepted,
        entry.records,
        entry.parquet_bytes
    )?;
    Ok(())
}
