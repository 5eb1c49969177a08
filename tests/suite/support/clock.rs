//! How long something has had a processor, so that other tests beside it do not matter.

use std::time::Duration;

/// How long this thread has had a processor.
#[cfg(unix)]
fn of_thread() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.try_into().unwrap_or_default())
}

/// Where nobody says that, it is the time that passes.
#[cfg(not(unix))]
fn of_thread() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// What the work takes, on this thread alone.
pub fn taken(work: impl FnOnce()) -> Duration {
    let before = of_thread();
    work();
    of_thread().saturating_sub(before)
}

/// A clock that moves in steps of milliseconds makes a square of what is none.
#[test]
fn the_clock_is_exact() {
    let least = (0..50).map(|_| taken(|| assert!((0..500_u64).map(|n| n ^ 7).sum::<u64>() > 0)));
    let least = least.filter(|took| !took.is_zero()).min();
    assert!(least.is_some_and(|least| least < Duration::from_millis(1)), "{least:?}");
}
