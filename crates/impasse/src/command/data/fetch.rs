//! `impasse data fetch`.

use events::{AcledQuery, Credentials, EventsError, Fetched, Fetcher, Store, SystemClock};

use super::told;
use crate::cli::{FetchCommand, FetchUcdp, StoreOptions};
use crate::failure::{Exit, Result};
use crate::output;
use crate::progress::Download;

pub(crate) fn run(command: &FetchCommand) -> Result<Exit> {
    match command {
        FetchCommand::UcdpGed(options) => ucdp(options, false),
        FetchCommand::UcdpCandidate(options) => ucdp(options, true),
        FetchCommand::Acled {
            country,
            from,
            to,
            store,
            base,
        } => {
            let credentials = Credentials::from_env()?;
            let query = AcledQuery {
                years: from.zip(*to),
                ..AcledQuery::new(country)
            };
            fetch(store, base.as_deref(), |fetcher| {
                fetcher.acled(&query, &credentials)
            })
        }
    }
}

fn ucdp(options: &FetchUcdp, candidate: bool) -> Result<Exit> {
    fetch(&options.store, options.base.as_deref(), |fetcher| {
        if candidate {
            fetcher.ucdp_candidate(options.version)
        } else {
            fetcher.ucdp_ged(options.version)
        }
    })
}

fn fetch(
    store: &StoreOptions,
    base: Option<&str>,
    get: impl FnOnce(Fetcher<'_>) -> std::result::Result<Fetched, EventsError>,
) -> Result<Exit> {
    let store = Store::open(store.store.as_deref())?;
    let mut progress = Download::new();
    let fetched = get(Fetcher::new(&store, &SystemClock, &mut progress).with_base(base))?;
    output::print(&format!(
        "From {}\n{}",
        fetched.url,
        told::added(&fetched.added, false)
    ))?;
    Ok(Exit::Success)
}
