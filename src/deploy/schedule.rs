//! All steps of a deployment: independent ones at the same time, and none before those that it comes after.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::api::Api;
use super::receipt::{Entry, Receipt, VERSION};
use super::step::{Options, State, Step, What};
use super::work::Worker;

/// Is told what happens.
pub trait Watch: Sync {
    /// A step has come to another state.
    fn see(&self, step: usize, state: &State);
}

/// What was done.
#[derive(Debug)]
pub struct Outcome {
    /// What became of each step.
    pub states: Vec<State>,
    /// The same for programs, with what was predicted and what happened.
    pub receipt: Receipt,
}

impl Outcome {
    /// Whether all of it is done.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.states.iter().all(State::is_good)
    }
}

struct Board {
    states: Vec<State>,
    entries: Vec<Entry>,
    begun: Vec<bool>,
    /// Whether a step has failed, or was interrupted; it may still be worked on, where it goes back.
    has_failed: bool,
}

/// Deploys.
#[must_use]
pub fn deploy(api: Api<'_>, steps: &[Step], options: &Options, watch: &dyn Watch) -> Outcome {
    let board = Board {
        states: vec![State::NotBegun; steps.len()],
        entries: steps.iter().map(entry).collect(),
        begun: vec![false; steps.len()],
        has_failed: false,
    };
    let (board, changed) = (Mutex::new(board), Condvar::new());
    let locked = || board.lock().unwrap_or_else(PoisonError::into_inner);
    let set = |step: usize, state: State| {
        watch.see(step, &state);
        let mut board = locked();
        board.has_failed |= matches!(state, State::Failed(..) | State::Interrupted(_));
        board.states[step] = state;
        changed.notify_all();
    };
    let work = || {
        loop {
            let Some(step) = next(locked(), &changed, steps, api) else { return };
            let tell = |words: &str| set(step, State::Working(words.to_owned()));
            let fails = || locked().has_failed = true;
            let worker = Worker { api: api.telling(&tell), options, tell: &tell, fails: &fails };
            let entry = locked().entries[step].clone();
            let (state, entry) = worker.step(&steps[step], entry);
            locked().entries[step] = entry;
            set(step, state);
        }
    };
    thread::scope(|scope| {
        for _ in 1..options.parallel.min(steps.len()).max(1) {
            scope.spawn(work);
        }
        work();
    });
    let board = board.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut entries = board.entries;
    for (entry, state) in entries.iter_mut().zip(&board.states) {
        entry.state = state.as_str().to_owned();
        entry.message = match state {
            State::Failed(words, _) | State::Interrupted(words) => words.clone(),
            State::Promotable(command) => format!("waiting for `{command}`"),
            _ => String::new(),
        };
    }
    Outcome {
        states: board.states,
        receipt: Receipt { version: VERSION, steps: entries, pruned: Vec::new() },
    }
}

/// The next step that may begin; nothing, when none will.
fn next(
    mut board: MutexGuard<'_, Board>,
    changed: &Condvar,
    steps: &[Step],
    api: Api<'_>,
) -> Option<usize> {
    loop {
        if board.has_failed || api.nomad().stop().is_asked() {
            return None;
        }
        let is_ready = |at: &usize| {
            !board.begun[*at] && steps[*at].after.iter().all(|other| board.states[*other].is_good())
        };
        if let Some(step) = (0..steps.len()).find(is_ready) {
            board.begun[step] = true;
            return Some(step);
        }
        let is_working = |at: usize| {
            board.begun[at] && matches!(board.states[at], State::NotBegun | State::Working(_))
        };
        if !(0..steps.len()).any(is_working) {
            return None;
        }
        let waited = changed.wait_timeout(board, Duration::from_millis(200));
        board = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
}

fn entry(step: &Step) -> Entry {
    match &step.what {
        What::Volume(volume, _) => Entry {
            volume: Some(volume.source().to_owned()),
            file: volume.file.display().to_string(),
            ..Entry::default()
        },
        What::Job(unit, planned) => Entry {
            job: Some(unit.id.clone()),
            namespace: unit.place.namespace.clone(),
            file: unit.file.display().to_string(),
            operation: Some(planned.operation),
            version: planned.version,
            ..Entry::default()
        },
    }
}
