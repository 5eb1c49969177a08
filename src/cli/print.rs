//! What people and machines see: results on stdout, everything else on stderr.
//!
//! All output of the commands goes through here, and only here it is decided whether it has colours: on a terminal, unless
//! `NO_COLOR` or `TERM=dumb` forbids it, or where `CLICOLOR_FORCE` asks for it. What others wrote, such as source text and
//! file names, reaches a terminal in [`visible`] form only; a program at the other end of a pipe gets results as they are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::sources::Sources;
use super::{Answer, style};
use crate::diagnostic::{self, Diagnostic, Look, github, json};
use crate::error::{Error, ErrorKind};
use crate::out::{Change, Changes, REFERENCE, Updated, What};
use crate::table::table_text;
use crate::visible::{visible, visible_json, visible_line};

/// Who reads standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    Program,
    /// A person, with colours or without.
    Person(Look),
}

impl Audience {
    fn of_results() -> Self {
        // The reader does not change while this runs, and the names of many files ask.
        static READER: LazyLock<Audience> = LazyLock::new(|| {
            let out = io::stdout();
            match AutoStream::choice(&out) {
                ColorChoice::Never if out.is_terminal() => Audience::Person(Look::Plain),
                ColorChoice::Never => Audience::Program,
                _ => Audience::Person(Look::Coloured),
            }
        });
        *READER
    }

    fn shown(self, text: &str) -> Cow<'_, str> {
        if self == Self::Program { Cow::Borrowed(text) } else { visible(text) }
    }

    fn paint(self, text: &str, style: Style) -> String {
        let text = self.shown(text);
        match self {
            Self::Person(Look::Coloured) => format!("{style}{text}{style:#}"),
            _ => text.into_owned(),
        }
    }
}

/// Prints a result. A reader that has gone away, such as `head`, has seen enough.
pub fn result(text: &str) -> Result<Answer, Error> {
    prepared(&Audience::of_results().shown(text))
}

/// Prints a result that may not be UTF-8; on a terminal, `text` is shown instead.
pub fn bytes(bytes: &[u8], text: &str) -> Result<Answer, Error> {
    match Audience::of_results() {
        Audience::Person(_) => result(text),
        _ => written(write(io::stdout().lock(), bytes)),
    }
}

/// Prints a result in colours, or `plain` where standard output has none.
pub fn painted(coloured: &str, plain: &str) -> Result<Answer, Error> {
    match Audience::of_results() {
        Audience::Person(Look::Coloured) => prepared(coloured),
        _ => result(plain),
    }
}

/// Prints a result that was made for who reads it, as [`unified`] makes it.
pub fn prepared(text: &str) -> Result<Answer, Error> {
    let written = match Audience::of_results() {
        Audience::Person(Look::Coloured) => write(anstream::stdout().lock(), text),
        _ => write(io::stdout().lock(), text),
    };
    self::written(written)
}

fn written(result: io::Result<()>) -> Result<Answer, Error> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(ErrorKind::Io, "cannot write to standard output").source_error(error))
        }
        _ => Ok(Answer::Yes),
    }
}

/// Prints a report as JSON.
pub fn report(report: &impl Serialize) -> Result<Answer, Error> {
    let text = serde_json::to_string_pretty(report);
    let failed =
        |error| Error::new(ErrorKind::Findings, "cannot be written as JSON").source_error(error);
    result(&(visible_json(&text.map_err(failed)?).into_owned() + "\n"))
}

fn write(mut out: impl Write, text: impl AsRef<[u8]>) -> io::Result<()> {
    out.write_all(text.as_ref())?;
    out.flush()
}

/// A file's name for who reads the results. It is on a line, which a program reads by its end: no name has two.
pub fn name(name: &str) -> Cow<'_, str> {
    match Audience::of_results() {
        Audience::Program if !name.contains(['\n', '\r']) => Cow::Borrowed(name),
        _ => visible_line(name),
    }
}

/// A path for people.
pub fn path(path: &Path) -> String {
    visible_line(&path.to_string_lossy()).into_owned()
}

/// Prints a table whose columns are as wide as they must be. It is for people, through a pipe too: a row is a line.
pub fn table<'t, const N: usize>(
    head: [&'t str; N],
    rows: &[[&'t str; N]],
) -> Result<Answer, Error> {
    of_columns(&head, rows)
}

/// The same of columns that are chosen late; each row has as many cells as the head.
pub fn of_columns<'t>(head: &[&'t str], rows: &[impl AsRef<[&'t str]>]) -> Result<Answer, Error> {
    result(&table_text(head, rows))
}

/// Prints an error with all its causes and what to do.
pub fn error(error: &Error) {
    say_painted(&format!("{}\n", diagnostic::error(error, Look::Coloured)));
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum MessageFormat {
    /// Readable text on stderr
    #[default]
    Human,
    /// One JSON object per line on stdout
    Json,
    /// GitHub workflow commands on stdout, shown next to the lines of a pull request
    Github,
}

/// Prints one finding and an empty line.
pub fn finding(finding: &Diagnostic) {
    say_painted(&format!("{}\n\n", diagnostic::finding(finding, Look::Coloured)));
}

/// Prints one finding as a result, and an empty line.
pub fn found(finding: &Diagnostic) -> Result<Answer, Error> {
    let look = match Audience::of_results() {
        Audience::Person(Look::Coloured) => Look::Coloured,
        _ => Look::Plain,
    };
    prepared(&format!("{}\n\n", diagnostic::finding(finding, look)))
}

/// Prints findings about definitions.
pub fn of_definitions(findings: &[Diagnostic], format: MessageFormat) {
    let mut sources = Sources::here();
    for found in findings {
        let mut found = found.clone();
        found.labels_mut().for_each(|label| sources.find(label));
        // A reader that has gone away has seen enough.
        _ = match format {
            MessageFormat::Human => {
                finding(&found);
                continue;
            }
            MessageFormat::Json => result(&(json::line(&found) + "\n")),
            MessageFormat::Github => result(&(github::command(&found) + "\n")),
        };
    }
}

/// Prints what the rules found.
pub fn findings(findings: &[Diagnostic], undone: &str, format: MessageFormat) {
    of_definitions(findings, format);
    let errors =
        findings.iter().filter(|finding| finding.severity == crate::Severity::Error).count();
    if errors > 0 {
        say(&format!("{}, nothing was {undone}\n", count(errors, "error")));
    }
}

/// Prints which files were written.
///
/// `only` is the name of the site, if the registry has one: its files may have lain in a directory of its own before.
pub fn changes(done: &Updated, only: Option<&str>) {
    for (file, what) in &done.files {
        let verb = match what {
            What::Created => "created",
            What::Replaced => "updated",
            What::Deleted(_) => "deleted",
        };
        say(&format!("{verb} {}\n", path(file)));
    }
    // What lies at another place now has moved, and is not gone.
    let mut created: HashMap<Option<&OsStr>, Vec<&Path>> = HashMap::new();
    for (path, _) in done.files.iter().filter(|(_, what)| *what == What::Created) {
        created.entry(path.file_name()).or_default().push(path);
    }
    let has_moved = |gone: &Path| {
        let site = gone.parent().unwrap_or(gone);
        let was_flat = site.as_os_str().is_empty();
        let of_only = only.is_some_and(|only| site == Path::new(only));
        let is_flat = |path: &&Path| path.parent() == Some(Path::new(""));
        let same = created.get(&gone.file_name());
        same.is_some_and(|paths| was_flat || of_only && paths.iter().any(is_flat))
    };
    for (file, what) in &done.files {
        let What::Deleted(old) = what else { continue };
        if let Some(job) = deployed(file, old).filter(|_| !has_moved(file)) {
            let site = file.parent().map(path).filter(|site| !site.is_empty());
            let at = site.map(|site| format!(" at the site `{site}`")).unwrap_or_default();
            say(&format!("help: job `{job}` may still run{at}: `nomad job stop {job}`\n"));
        }
    }
    let changed = done.files.len();
    say(&format!("{} changed, {} unchanged\n", count(changed, "file"), done.unchanged));
}

/// The job that a file made Nomad run; files of volumes and of references made none.
fn deployed(path: &Path, text: &str) -> Option<String> {
    let is_reference = path.parent()?.ends_with(REFERENCE);
    let is_job = path.to_str()?.ends_with(".nomad.hcl");
    let job = crate::read::job(text).ok()?;
    (is_job && !is_reference).then_some(job.id)
}

/// Prints what would change, with the lines.
pub fn differences(changes: &Changes, folder: &Path, format: MessageFormat) {
    for change in &changes.changes {
        difference(change, folder, format);
    }
    match changes.changes.len() {
        0 => say(&format!("{} up to date\n", count(changes.unchanged, "file"))),
        stale => say(&format!(
            "{} stale; run `gen` to write {}\n",
            count(stale, "file"),
            if stale == 1 { "it" } else { "them" }
        )),
    }
}

fn difference(change: &Change, folder: &Path, format: MessageFormat) {
    let name = path(&change.path);
    say(&format!("{} {name}\n", verb(change)));
    let (old, new) =
        (change.old.as_deref().unwrap_or_default(), change.new.as_deref().unwrap_or_default());
    // What programs read holds findings only.
    if change.old.is_none() || change.new.is_none() || format != MessageFormat::Human {
        return;
    }
    let name = path(&folder.join(&change.path));
    let text = format!("--- {name}\n+++ {name}\n{}", unified(old, new));
    // The difference is the result of `--check`: it can be piped.
    _ = prepared(&text);
}

/// What changes from one text to the other, with three lines around each change, for who reads the results.
pub fn unified(old: &str, new: &str) -> String {
    let reader = Audience::of_results();
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        text.push_str(&format!("{}\n", reader.paint(&hunk.header().to_string(), style::HUNK)));
        for line in hunk.iter_changes() {
            let (sign, style) = match line.tag() {
                ChangeTag::Equal => (' ', Style::new()),
                ChangeTag::Delete => ('-', style::REMOVED),
                ChangeTag::Insert => ('+', style::ADDED),
            };
            let shown = line.value().trim_end_matches('\n');
            text.push_str(&reader.paint(&format!("{sign}{shown}"), style));
            text.push('\n');
            if line.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

fn verb(change: &Change) -> &'static str {
    match (&change.old, &change.new) {
        (None, _) => "missing:",
        (_, None) => "left over:",
        _ => "stale:",
    }
}

/// Which files are left as they were.
pub fn kept(files: &[PathBuf]) -> Option<String> {
    let names: Vec<String> = files.iter().map(|file| path(file)).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("kept existing {one}")),
        some => Some(format!("kept existing {}", some.join(", "))),
    }
}

/// A number of things.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Prints a message for people: one line, whatever is in the names that it has. What follows in the same line, such as
/// an answer, needs no end.
pub fn say(line: &str) {
    match line.strip_suffix('\n') {
        Some(line) => say_painted(&format!("{}\n", visible_line(line))),
        None => say_painted(&visible_line(line)),
    }
}

/// Prints what another program said, which may have several lines.
pub fn told(text: &str) {
    say_painted(&visible(text));
}

/// Prints a message that has its colours and nothing else that a terminal would obey; the colours
/// are dropped where stderr has none.
fn say_painted(text: &str) {
    // Who closed stderr does not want to hear it.
    _ = write(anstream::stderr().lock(), text);
}

/// Prints help: to stdout, or to stderr where there was no command.
pub fn help(help: &clap::Error) {
    // An error in printing help is ignored.
    _ = help.print();
}

/// The path of a file relative to the current directory, where it is below that.
pub fn here(file: &Path) -> PathBuf {
    let folder = std::env::current_dir().and_then(|folder| folder.canonicalize());
    let own = folder.ok().and_then(|folder| file.strip_prefix(folder).ok().map(Path::to_owned));
    own.unwrap_or_else(|| file.to_owned())
}
