//! Downloads, against a server on this machine that does all that servers do wrong.

// Tests may panic, and say why they did nothing.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod acled;
mod server;
mod ucdp;

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use events::{Clock, Fetcher, Progress, Store};

/// Waits for nothing and remembers how long it should have.
#[derive(Default)]
struct NoWait(Mutex<Vec<u64>>);

impl NoWait {
    fn waits(&self) -> Vec<u64> {
        self.0.lock().unwrap().clone()
    }
}

impl Clock for NoWait {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
    }

    fn sleep(&self, time: Duration) {
        self.0.lock().unwrap().push(time.as_secs());
    }
}

/// Counts what it is told.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counting {
    begun: Vec<(u64, Option<u64>)>,
    bytes: u64,
    retries: u32,
    ended: u32,
}

impl Progress for Counting {
    fn begin(&mut self, _: &str, from: u64, total: Option<u64>) {
        self.begun.push((from, total));
    }

    fn advance(&mut self, bytes: u64) {
        self.bytes += bytes;
    }

    fn retry(&mut self, _: &str, _: Duration) {
        self.retries += 1;
    }

    fn end(&mut self) {
        self.ended += 1;
    }
}

struct Fixture {
    _directory: tempfile::TempDir,
    store: Store,
    clock: NoWait,
    progress: Counting,
}

impl Fixture {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(Some(&directory.path().join("store"))).unwrap();
        Self {
            _directory: directory,
            store,
            clock: NoWait::default(),
            progress: Counting::default(),
        }
    }

    fn fetcher(&mut self, base: &str) -> Fetcher<'_> {
        Fetcher::new(&self.store, &self.clock, &mut self.progress).with_base(Some(base))
    }

    /// Files under the store, but for the lock.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut open = vec![self.store.root().to_owned()];
        while let Some(directory) = open.pop() {
            for item in std::fs::read_dir(directory).into_iter().flatten() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if !path.ends_with(".lock") {
                    files.push(path.strip_prefix(self.store.root()).unwrap().to_owned());
                }
            }
        }
        files.sort();
        files
    }
}
