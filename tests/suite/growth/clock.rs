//! How long something has had a processor, so that other tests beside it do not matter.

use std::fs;
use std::time::{Duration, Instant};

/// How long this thread has had a processor. Linux says so, in nanoseconds.
fn of_thread() -> Option<Duration> {
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    said.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// What the work takes, on this thread alone. Where nobody says how long a thread has had a processor, it is the time that
/// passes.
pub fn taken(work: impl FnOnce()) -> Duration {
    let (before, start) = (of_thread(), Instant::now());
    work();
    match (before, of_thread()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.elapsed(),
    }
}
