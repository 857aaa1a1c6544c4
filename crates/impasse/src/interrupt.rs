//! Ctrl-C and its like: long jobs stop between two pieces of work and leave no half-written file behind.

use std::sync::atomic::{AtomicBool, Ordering};

/// What a process says by its exit code when Ctrl-C ends it, by custom.
const INTERRUPTED: i32 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on the first Ctrl-C (or request of the system to end) is remembered; the second ends the process at once.
pub(crate) fn remember() {
    let stop = || {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    };
    // Where it cannot be set, Ctrl-C ends the process at once; finished files are kept all the same.
    let _ = ctrlc::set_handler(stop);
}

/// Whether someone asked to stop.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
