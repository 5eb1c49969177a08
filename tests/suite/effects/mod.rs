//! What `diff` says a change does to allocations, beside what a real agent plans and does.

use std::sync::{Mutex, MutexGuard, PoisonError};

mod edits;
mod happened;
mod plan;
mod planned;
mod random;
mod structure;

static ALONE: Mutex<()> = Mutex::new(());

/// One agent with many jobs at a time: several would lose their nodes on a small machine.
fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
