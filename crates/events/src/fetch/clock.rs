use std::thread;
use std::time::{Duration, SystemTime};

/// Time, so that tests need not wait for it.
pub trait Clock {
    /// Now.
    fn now(&self) -> SystemTime;
    /// Waits.
    fn sleep(&self, time: Duration);
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) {
        thread::sleep(time);
    }
}

/// Is told how a download comes along. Every method does nothing unless it is written.
pub trait Progress {
    /// A file begins, or goes on at `from` of `total` bytes (when the server says how many).
    fn begin(&mut self, _name: &str, _from: u64, _total: Option<u64>) {}
    /// So many bytes more have come.
    fn advance(&mut self, _bytes: u64) {}
    /// A page of records has come; `rows` is their number so far.
    fn page(&mut self, _page: u32, _rows: u64) {}
    /// It failed for `reason` and is tried again after `wait`.
    fn retry(&mut self, _reason: &str, _wait: Duration) {}
    /// The file is complete.
    fn end(&mut self) {}
}

/// Shows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {}
