//! How much work expressions may cause.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many steps the expressions of one file may take together: every value that is made is a
/// step, and so are every 64 bytes of a string; the values of the file's attributes and locals
/// have no more parts than this together. A real job file takes a few thousand.
const STEPS: u64 = 5_000_000;

/// How long the expressions of one file may take together, on a slow machine: a real job file takes a few milliseconds.
const TIME: Duration = Duration::from_secs(10);

/// After so many steps, the clock is looked at.
const CLOCK: u64 = 4096;

/// The rest of the work that expressions may cause.
#[derive(Clone, Debug)]
pub(super) struct Budget(Arc<Work>);

#[derive(Debug)]
struct Work {
    left: AtomicU64,
    deadline: Instant,
}

impl Budget {
    pub(super) fn new() -> Self {
        let deadline = Instant::now() + TIME;
        Self(Arc::new(Work { left: AtomicU64::new(STEPS), deadline }))
    }

    /// The steps that are left.
    pub(super) fn left(&self) -> u64 {
        self.0.left.load(Ordering::Relaxed)
    }

    /// Takes some steps; false if there are not enough left, or no time.
    pub(super) fn take(&self, steps: u64) -> bool {
        let left = self.left();
        let mut rest = left.saturating_sub(steps);
        // Looking at the clock takes longer than a step.
        if rest / CLOCK != left / CLOCK && Instant::now() > self.0.deadline {
            rest = 0;
        }
        self.0.left.store(rest, Ordering::Relaxed);
        left >= steps && (rest > 0 || left == steps)
    }
}
