//! How often inputs are lexed and parsed: counted for tests, and not in release builds.

#[cfg(debug_assertions)]
use std::cell::Cell;

/// What was done in one thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Whole inputs that were lexed.
    pub lexed: usize,
    /// Whole inputs that were parsed.
    pub parsed: usize,
    /// Whole JSON inputs that were parsed, without tokens.
    pub json: usize,
}

#[cfg(debug_assertions)]
thread_local! {
    static DONE: Cell<Work> = const { Cell::new(Work { lexed: 0, parsed: 0, json: 0 }) };
}

/// What this thread does for `work`.
#[cfg(debug_assertions)]
pub fn of<T>(work: impl FnOnce() -> T) -> (T, Work) {
    let before = DONE.get();
    let made = work();
    let after = DONE.get();
    let done = Work {
        lexed: after.lexed - before.lexed,
        parsed: after.parsed - before.parsed,
        json: after.json - before.json,
    };
    (made, done)
}

/// Counts.
#[cfg(debug_assertions)]
pub(crate) fn count(more: impl FnOnce(&mut Work)) {
    let mut done = DONE.get();
    more(&mut done);
    DONE.set(done);
}

/// Counts nothing.
#[cfg(not(debug_assertions))]
pub(crate) fn count(_: impl FnOnce(&mut Work)) {}
