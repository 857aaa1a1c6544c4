//! `impasse data add`.

use events::Store;
use events::read::ReadOptions;

use super::told;
use crate::cli::AddOptions;
use crate::failure::{Exit, Result};
use crate::output;

pub(crate) fn run(options: &AddOptions) -> Result<Exit> {
    let store = Store::open(options.store.store.as_deref())?;
    let mut read = ReadOptions {
        strict: options.strict,
        version: options.version,
        country: options.country.clone(),
        ..ReadOptions::default()
    };
    if options.all_issues {
        read.issues_per_kind = usize::MAX;
    }
    for file in &options.files {
        let added = store.add(file, &read)?;
        output::print(&told::added(&added, options.all_issues))?;
    }
    Ok(Exit::Success)
}
