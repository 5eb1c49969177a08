//! Tests that need a program which is not there are skipped, and the run says so in its last line:
//!
//! ```text
//! test result: ok. 31 passed; 0 failed; …
//! skipped without nomad: 2 tests: deploy::cli::answers, deploy::offline::accepts
//!   help: set JOBWRIGHT_NOMAD, put nomad on PATH, or install Go
//! ```
//!
//! The harness has no such state and no hook at its end, so a child process waits for the end of this one: it reads
//! the names of the skipped tests from a pipe, and when the pipe closes it prints the summary, past any capture.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A program that some tests cannot do without.
pub struct Needed {
    pub program: &'static str,
    /// Set to 1, its absence fails the tests: for CI.
    pub required_by: &'static str,
    pub help: &'static str,
}

/// One list keeper per missing program.
static LISTS: Mutex<BTreeMap<&'static str, Option<Child>>> = Mutex::new(BTreeMap::new());

const SUMMARY: &str = r#"
    names=$(sort | tr '\n' ' ')
    set -f; set -- "$1" "$2" $names
    program=$1 help=$2; shift 2
    count=$#; names=$(printf ', %s' "$@")
    printf '\nskipped without %s: %s tests: %s\n  help: %s\n' "$program" "$count" "${names#, }" "$help" >&2
"#;

/// The found program, or None after noting that `test` is skipped.
pub fn found<T>(found: Option<T>, needed: &Needed, test: &str) -> Option<T> {
    if found.is_none() {
        let Needed { program, required_by, help } = needed;
        if std::env::var(required_by).is_ok_and(|value| value == "1") {
            panic!("{required_by}=1, but there is no {program}\n  help: {help}");
        }
        note(needed, test);
    }
    found
}

/// The name of the test that holds this closure.
pub fn name_of<F>(_: F) -> &'static str {
    let name = std::any::type_name::<F>().trim_end_matches("::{{closure}}");
    name.split_once("::").map_or(name, |(_binary, test)| test)
}

fn note(needed: &Needed, test: &str) {
    let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
    let keeper = lists.entry(needed.program).or_insert_with(|| keeper(needed));
    let pipe = keeper.as_mut().and_then(|child| child.stdin.as_mut());
    if pipe.is_none_or(|pipe| writeln!(pipe, "{test}").is_err()) {
        say(&format!("skipped: {test}: no {}\n  help: {}", needed.program, needed.help));
    }
}

/// A line on the real stderr, which the harness does not capture as it does `eprintln!`.
pub fn say(line: &str) {
    let _lost_with_the_terminal = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}

fn keeper(needed: &Needed) -> Option<Child> {
    let mut shell = Command::new("sh");
    shell.args(["-c", SUMMARY, "sh", needed.program, needed.help]);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().ok()
}
