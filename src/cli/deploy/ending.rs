//! What is said when a deployment is over.

use super::table::{differs, name};
use crate::cli::print::{self, count};
use crate::deploy::{Outcome, State, Step};
use crate::visible::visible_line;

/// Says what failed and why, and in which state each step is that is not done.
pub fn say(steps: &[Step], outcome: &Outcome) {
    for (step, state) in steps.iter().zip(&outcome.states) {
        let (words, told) = match state {
            State::Failed(words, told) => (words, told.as_slice()),
            _ => continue,
        };
        print::told(&format!("\n{}: {words}\n", visible_line(&name(step))));
        for line in told {
            print::told(&format!("  {line}\n"));
        }
    }
    let all = || steps.iter().zip(&outcome.states);
    let of = |is: fn(&State) -> bool| -> Vec<String> {
        all().filter(|(_, state)| is(state)).map(|(step, _)| name(step)).collect()
    };
    // Canaries that waited before still do.
    let (done, unchanged): (Vec<_>, Vec<_>) =
        all().filter(|(_, state)| state.is_good()).partition(|(step, state)| match state {
            State::Promotable(_) => differs(step),
            state => **state == State::Done,
        });
    let done: Vec<String> = done.into_iter().map(|(step, _)| name(step)).collect();
    let good = outcome.is_good();
    if !good {
        print::say("\n");
        for (words, names) in [
            ("deployed", &done),
            ("failed", &of(|state| matches!(state, State::Failed(..)))),
            (
                "interrupted",
                &of(|state| matches!(state, State::Interrupted(_) | State::Working(_))),
            ),
            ("not begun", &of(|state| *state == State::NotBegun)),
        ] {
            if !names.is_empty() {
                print::say(&format!("{words}: {}\n", names.join(", ")));
            }
        }
        for (step, state) in steps.iter().zip(&outcome.states) {
            if let State::Interrupted(words) = state {
                print::told(&format!("{}: {words}\n", name(step)));
            }
        }
        let is_left = |state: &State| !matches!(state, State::Failed(..)) && !state.is_good();
        if outcome.states.iter().any(is_left) {
            print::say("run the same command again to continue\n");
        }
        return;
    }
    for (step, state) in steps.iter().zip(&outcome.states) {
        if let State::Promotable(command) = state {
            print::say(&format!("{} waits: `{command}`\n", name(step)));
        }
    }
    print::say(&format!("{} deployed, {} unchanged\n", count(done.len(), "step"), unchanged.len()));
}
