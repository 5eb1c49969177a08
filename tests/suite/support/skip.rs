//! Tests that need a program which is not there are skipped, and the run says so in its last line:
//!
//! ```text
//! test result: ok. 31 passed; 0 failed; …
//! skipped without nomad: 2: deploy::cli::answers, deploy::offline::accepts
//!   help: set JOBWRIGHT_NOMAD, put nomad on PATH, or install Go
//! ```
//!
//! So does a test that asked records, because the program that is there is too old to be asked.
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

/// One list keeper per title.
static LISTS: Mutex<BTreeMap<String, Option<Child>>> = Mutex::new(BTreeMap::new());

const SUMMARY: &str = r#"
    lines=$(sort) title=$1 help=$2
    set -f; IFS='
'; set -- $lines
    count=$#; lines=$(printf ', %s' "$@")
    printf '\n%s: %s: %s\n  help: %s\n' "$title" "$count" "${lines#, }" "$help" >&2
"#;

/// The found program, or None after noting that `test` is skipped.
pub fn found<T>(found: Option<T>, needed: &Needed, test: &str) -> Option<T> {
    if found.is_none() {
        let Needed { program, required_by, help } = needed;
        if std::env::var(required_by).is_ok_and(|value| value == "1") {
            panic!("{required_by}=1, but there is no {program}\n  help: {help}");
        }
        note(format!("skipped without {program}"), help, test);
    }
    found
}

/// The name of the test that holds this closure.
pub fn name_of<F>(_: F) -> &'static str {
    let name = std::any::type_name::<F>().trim_end_matches("::{{closure}}");
    name.split_once("::").map_or(name, |(_binary, test)| test)
}

/// Notes that a test asked records because the program is too old; `what` says how many of which questions.
pub fn recorded(version: impl std::fmt::Display, test: &str, what: &str) {
    let title = format!("judged by records, as Nomad {version} is older than what they ask for");
    let help = "set JOBWRIGHT_NOMAD to a newer Nomad of your own, to have all of it judged live";
    note(title, help, &format!("{what} ({test})"));
}

fn note(title: String, help: &str, line: &str) {
    let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
    let keeper = lists.entry(title).or_insert_with_key(|title| keeper(title, help));
    let pipe = keeper.as_mut().and_then(|child| child.stdin.as_mut());
    if pipe.is_none_or(|pipe| writeln!(pipe, "{line}").is_err()) {
        say(&format!("{line}\n  help: {help}"));
    }
}

/// A line on the real stderr, which the harness does not capture as it does `eprintln!`.
pub fn say(line: &str) {
    let _lost_with_the_terminal = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}

fn keeper(title: &str, help: &str) -> Option<Child> {
    let mut shell = Command::new("sh");
    shell.args(["-c", SUMMARY, "sh", title, help]);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().ok()
}
