//! `diff --git-driver`: what git shows of one file, with words for what that does.
//!
//! Git hands over two copies and what they are called, and takes what is printed as its own. It stops at once when the
//! exit code is not 0, so that whatever is wrong with a file is shown like any text that changed.

use std::fs;

use super::values::ValueArgs;
use super::{Answer, print};
use crate::audit::JobFiles;
use crate::diff::{self, Comparison};
use crate::error::{Error, ErrorKind};
use crate::import::{JobFile, JobReader, MAX_SIZE, Mode, SourceFile};
use crate::jobspec::Job;
use crate::{Severity, visible::visible_line};

/// One side of a file, as git names it.
#[derive(Clone, Copy, Debug)]
struct Side<'a> {
    file: &'a str,
    hash: &'a str,
    mode: &'a str,
}

/// Answers git, which gives the name of a file, two sides of it and, where it was renamed, the new name and how alike
/// the two are; of a file that is not merged, its name alone.
pub fn run(
    arguments: &[String],
    values: &ValueArgs,
    show: impl FnOnce(Comparison) -> Result<Answer, Error>,
) -> Result<Answer, Error> {
    let (path, old, new, renamed) = match arguments {
        [path] => {
            return print::result(&format!("* Unmerged path {}\n", visible_line(path)));
        }
        [path, of, hash, mode, new, new_hash, new_mode, renamed @ ..] if renamed.len() != 1 => {
            let old = Side { file: of, hash, mode };
            (path, old, Side { file: new, hash: new_hash, mode: new_mode }, renamed)
        }
        _ => {
            let message = format!(
                "expected 1, 7 or 9 arguments from git for an external diff, found {}",
                arguments.len()
            );
            let help = "configure git to call it: `git config diff.jobwright.command \"jobwright \
                diff --git-driver\"`";
            return Err(Error::new(ErrorKind::Usage, message).help(help));
        }
    };
    print::result(&head(path, old, new, renamed))?;
    let (before, after) = match (bytes(old), bytes(new)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(words), _) | (_, Err(words)) => return print::result(&words),
    };
    let (Ok(before), Ok(after)) = (String::from_utf8(before), String::from_utf8(after)) else {
        return print::result("Binary files differ\n");
    };
    if before == after {
        return Ok(Answer::Yes);
    }
    // What is no job, or none yet, is shown as git shows any text.
    match (jobs(path, &before, values), jobs(path, &after, values)) {
        (Some(olds), Some(news)) => match diff::compare(&olds, &news) {
            // Comments, or layout: nothing but the lines themselves says what they were.
            same if same.is_empty() => print::prepared(&print::unified(&before, &after)),
            comparison => show(comparison),
        },
        _ => print::prepared(&print::unified(&before, &after)),
    }
}

/// The lines that git begins with.
fn head(path: &str, old: Side<'_>, new: Side<'_>, renamed: &[String]) -> String {
    let now = renamed.first().map_or(path, String::as_str);
    let [path, now] = [path, now].map(visible_line);
    let mut head = format!("diff --jobwright a/{path} b/{now}\n");
    match (is_absent(old), is_absent(new)) {
        (true, _) => head.push_str(&format!("new file mode {}\n", new.mode)),
        (_, true) => head.push_str(&format!("deleted file mode {}\n", old.mode)),
        _ if old.mode != new.mode => {
            head.push_str(&format!("old mode {}\nnew mode {}\n", old.mode, new.mode));
        }
        _ => {}
    }
    for line in renamed.iter().skip(1).flat_map(|words| words.lines()) {
        head.push_str(&format!("{}\n", visible_line(line)));
    }
    head
}

/// Whether the file is not there on a side.
fn is_absent(side: Side<'_>) -> bool {
    side.mode == "." || side.hash == "." || matches!(side.file, "/dev/null" | "nul")
}

/// What is in git's copy, or why that is not known.
fn bytes(side: Side<'_>) -> Result<Vec<u8>, String> {
    if is_absent(side) {
        return Ok(Vec::new());
    }
    let name = visible_line(side.file);
    let size = fs::metadata(side.file).map_or(0, |facts| facts.len());
    if size > MAX_SIZE {
        return Err(format!("`{name}` is larger than {} MiB and not shown\n", MAX_SIZE >> 20));
    }
    fs::read(side.file).map_err(|error| format!("cannot read `{name}`: {error}\n"))
}

/// The jobs in a source: none in an empty one, and nothing where it is something else.
fn jobs(path: &str, text: &str, values: &ValueArgs) -> Option<Vec<Job>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let (values, _) = values.read(true);
    let reader = JobReader::new(Mode::Evaluate, &values).ok()?;
    let source = SourceFile::new(path, text);
    if !JobFile::parse(&source).holds_job() {
        return None;
    }
    let files = JobFiles::of_sources(&reader, &[source]);
    let is_read = files.findings.iter().all(|finding| finding.severity != Severity::Error);
    is_read.then(|| files.into_jobs())
}
