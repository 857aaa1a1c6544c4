//! Downloads from UCDP and ACLED into the store.

mod acled;
mod client;
mod clock;
mod download;

use std::fs;
use std::path::Path;

pub use acled::{AcledQuery, Credentials};
pub use clock::{Clock, Progress, Quiet, SystemClock};

use client::{Client, is_loopback};

use crate::read::ReadOptions;
use crate::{Added, EventsError, Series, Store, Version};

/// The newest yearly release of UCDP GED that this version of the program knows.
pub const NEWEST_GED: Version = Version::new(25, 1, None);
/// The newest Candidate release that this version of the program knows.
pub const NEWEST_CANDIDATE: Version = Version::new(26, 0, Some(1));

const UCDP: &str = "https://ucdp.uu.se";
const ACLED: &str = "https://acleddata.com";
/// No release of event data comes near this, in bytes.
const SIZE_LIMIT: u64 = 4 << 30;

/// Downloads event files and adds them to the store.
///
/// A download lies in the store's `downloads/` as a `.part` file until it is complete, and goes on
/// where it stopped, in the same run or a later one, if the server vouches that the file is the same
/// (`Range` with `If-Range`). Its length must be the one announced. Broken connections and the
/// statuses 408, 429 and 5xx are tried again, five times in a row, after 1, 2, 4 and 8 seconds or as
/// long as the server asks. Addresses are https throughout; plain http is for a server on this
/// machine.
pub struct Fetcher<'a> {
    store: &'a Store,
    clock: &'a dyn Clock,
    progress: &'a mut dyn Progress,
    base: Option<String>,
    size_limit: u64,
}

/// What was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Where from, without the query.
    pub url: String,
    /// What came of adding it: with its SHA-256 ([`Source`](crate::Source)), its citation and its
    /// licence, which the user should see.
    pub added: Added,
}

impl<'a> Fetcher<'a> {
    /// A fetcher into `store`.
    pub fn new(store: &'a Store, clock: &'a dyn Clock, progress: &'a mut dyn Progress) -> Self {
        Self {
            store,
            clock,
            progress,
            base: None,
            size_limit: SIZE_LIMIT,
        }
    }

    /// Asks the server at `base` (`https://mirror.example.org`) instead of the publisher's.
    #[must_use]
    pub fn with_base(mut self, base: Option<&str>) -> Self {
        self.base = base.map(|base| base.trim_end_matches('/').to_owned());
        self
    }

    /// Refuses files of more than `bytes`.
    #[must_use]
    pub fn with_size_limit(mut self, bytes: u64) -> Self {
        self.size_limit = bytes;
        self
    }

    /// Fetches a yearly release of UCDP GED, the newest known one unless told.
    pub fn ucdp_ged(self, version: Option<Version>) -> Result<Fetched, EventsError> {
        let version = version.unwrap_or(NEWEST_GED);
        let name = format!("ged{}{}-csv.zip", version.year, version.minor);
        self.ucdp(Series::UcdpGed, version, "ged", &name)
    }

    /// Fetches a monthly release of the UCDP Candidate data, the newest known one unless told.
    pub fn ucdp_candidate(self, version: Option<Version>) -> Result<Fetched, EventsError> {
        let version = version.unwrap_or(NEWEST_CANDIDATE);
        let name = format!("GEDEvent_v{}.csv", version.to_string().replace('.', "_"));
        self.ucdp(Series::UcdpCandidate, version, "candidateged", &name)
    }

    fn ucdp(
        self,
        series: Series,
        version: Version,
        folder: &str,
        name: &str,
    ) -> Result<Fetched, EventsError> {
        let base = self.base.as_deref().unwrap_or(UCDP);
        let url = format!("{base}/downloads/{folder}/{name}");
        let target = self.store.downloads().join(name);
        Client::new(self.clock, self.progress, is_loopback(&url)).download(
            &url,
            &target,
            self.size_limit,
        )?;
        let options = ReadOptions {
            version: Some(version),
            series: Some(series),
            ..ReadOptions::default()
        };
        hand_over(self.store, url, &target, &options)
    }

    /// Fetches ACLED's records of a country with a user's own credentials.
    pub fn acled(
        self,
        query: &AcledQuery,
        credentials: &Credentials,
    ) -> Result<Fetched, EventsError> {
        let base = self.base.as_deref().unwrap_or(ACLED);
        let target = self.store.downloads().join(query.file_name()?);
        Client::new(self.clock, self.progress, is_loopback(base)).acled(
            base,
            query,
            credentials,
            &target,
        )?;
        let url = format!("{base}/api/acled/read");
        hand_over(self.store, url, &target, &ReadOptions::default())
    }
}

/// Adds a downloaded file to the store, which makes the download itself superfluous; also where it
/// turns out not to be event data.
fn hand_over(
    store: &Store,
    url: String,
    target: &Path,
    options: &ReadOptions,
) -> Result<Fetched, EventsError> {
    let added = store.add(target, options);
    if matches!(added, Ok(_) | Err(EventsError::Unreadable { .. })) {
        // A download that stays behind costs space and no more.
        let _ = fs::remove_file(target);
        let _ = fs::remove_dir(store.downloads());
    }
    Ok(Fetched { url, added: added? })
}
