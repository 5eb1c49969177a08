//! Whole texts of what people see, compared with `snapshots/` beside the test: `snapshot!(text)`.
//!
//! A snapshot holds all that is said, so that a lost line of help is a failed test. What differs between machines and
//! runs is replaced: folders, times, and the version.

use std::fmt::Display;
use std::{env, fs};

use insta::Settings;
use regex::{Captures, Regex, escape};

use super::repository;

/// Compares a text with the snapshot of the test that calls this. One test has one snapshot.
macro_rules! snapshot {
    ($shown:expr) => {{
        let shown = $crate::support::shown::with_rust_lines(&$shown);
        $crate::support::shown::settings().bind(|| ::insta::assert_snapshot!(shown))
    }};
}

pub(crate) use snapshot;

pub fn settings() -> Settings {
    let mut settings = Settings::new();
    settings.set_omit_expression(true);
    let temporary = env::temp_dir();
    let real = temporary.canonicalize().unwrap_or_else(|_| temporary.clone());
    for folder in [real, temporary] {
        let folder = folder.to_string_lossy();
        settings.add_filter(
            &format!(r"{}/\.tmp\w{{6}}", escape(folder.trim_end_matches('/'))),
            "[folder]",
        );
    }
    settings.add_filter(
        &escape(repository("").to_string_lossy().trim_end_matches('/')),
        "[repository]",
    );
    settings.add_filter(r"\bin \d+\.\d s\b", "in [time]");
    settings.add_filter(r"\bjobwright \d+\.\d+\.\d+", "jobwright [version]");
    settings
}

/// The text with each place in a Rust file of the tests as the code that stands there: line numbers would change with
/// every other test, and say less.
pub fn with_rust_lines(shown: &impl Display) -> String {
    let place = Regex::new(r"(tests/[\w/]+\.rs):(\d+):(\d+)").expect("a pattern");
    let shown = shown.to_string();
    let with_code = |found: &Captures<'_>| {
        let code = code(&found[1], &found[2], &found[3]);
        format!("{} [{}]", &found[1], code.expect("the place is in the file"))
    };
    place.replace_all(&shown, with_code).into_owned()
}

fn code(file: &str, line: &str, column: &str) -> Option<String> {
    let text = fs::read_to_string(repository(file)).ok()?;
    let line = text.lines().nth(line.parse::<usize>().ok()?.checked_sub(1)?)?;
    let code = line.get(column.parse::<usize>().ok()?.checked_sub(1)?..)?;
    Some(code.trim_end().to_owned())
}
