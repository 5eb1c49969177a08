//! `fmt`: HCL files in canonical layout, and the check whether they are in it already.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::progress::Progress;
use super::{Answer, print};
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::error::{Error, ErrorKind};
use crate::files;
use crate::import::{REPLACEMENT, bounded, decode, file_bytes, too_large};
use crate::parallel;
use crate::read::Finding;
use crate::replace::{rewrite, sweep};
use jobwright_hcl::{fmt, syntax};

/// The name of standard input on the command line, and in messages.
const STDIN: (&str, &str) = ("-", "<stdin>");

/// So many mistakes are shown of one file: what follows is most often a consequence.
const SHOWN: usize = 10;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, directories (all `*.hcl` and `*.nomad` files below), or `-` for
    /// standard input [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// List the files that differ, and exit with code 1 if there are any
    #[arg(long)]
    check: bool,
    /// Show the differences, and exit with code 1 if there are any
    #[arg(long)]
    diff: bool,
}

/// What a file is.
enum Outcome {
    /// In canonical layout.
    Same,
    /// Not in canonical layout before; the string is what to show of that.
    Different(String),
    /// Not HCL.
    Refused(Vec<Diagnostic>),
    /// Not to be read or written.
    Failed(Error),
}

/// How many files are what.
#[derive(Default)]
struct Count {
    same: usize,
    different: usize,
    refused: usize,
    failed: usize,
}

pub fn run(args: &Args) -> Result<Answer, Error> {
    if args.paths.iter().any(|path| path == Path::new(STDIN.0)) {
        return match args.paths.len() {
            1 => stdin(args),
            _ => Err(Error::new(ErrorKind::Usage, "`-` cannot be combined with paths")
                .help("format standard input and files separately")),
        };
    }
    let here = [PathBuf::from(".")];
    let found = files::find(if args.paths.is_empty() { &here } else { &args.paths });
    let progress = Progress::of(found.files.len(), "files");
    let outcomes = parallel::map(&found.files, |path| {
        let outcome = format_file(path, args);
        progress.tick();
        outcome
    });
    drop(progress);
    if !args.writes_nothing() {
        found.leftovers.iter().for_each(|path| sweep(path, false));
    }
    let mut count = Count { failed: found.errors.len(), ..Count::default() };
    found.errors.iter().for_each(print::error);
    let mut list = String::new();
    for outcome in &outcomes {
        count.add(outcome, &mut list);
    }
    print::prepared(&list)?;
    print::say(&count.summary(args));
    Ok(count.answer(args))
}

impl Args {
    fn writes_nothing(&self) -> bool {
        self.check || self.diff
    }

    /// What to show of a source that differs.
    fn difference(&self, name: &str, Formatted { old, new, .. }: &Formatted<'_>) -> String {
        let name = print::name(name);
        if self.diff {
            format!("--- {name}\n+++ {name}\n{}", print::unified(old, new))
        } else {
            format!("{name}\n")
        }
    }
}

fn stdin(args: &Args) -> Result<Answer, Error> {
    let bytes = bounded(io::stdin().lock()).map_err(|error| {
        Error::new(ErrorKind::Io, "cannot read standard input").source_error(error)
    })?;
    let Some(bytes) = bytes else {
        print::finding(&too_large(STDIN.1));
        return Ok(Answer::Failed);
    };
    let formatted = match Formatted::of(STDIN.1, &bytes) {
        Ok(formatted) => formatted,
        Err(findings) => {
            findings.iter().for_each(print::finding);
            return Ok(Answer::Failed);
        }
    };
    if !args.writes_nothing() {
        return match &formatted.bytes {
            None => print::result(&formatted.new),
            Some(bytes) => print::bytes(bytes, &formatted.new),
        };
    }
    if formatted.is_same() {
        return Ok(Answer::Yes);
    }
    print::prepared(&args.difference(STDIN.1, &formatted)).map(|_| Answer::No)
}

fn format_file(path: &Path, args: &Args) -> Outcome {
    let name = path.to_string_lossy();
    let bytes = match file_bytes(path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Outcome::Refused(vec![too_large(&name)]),
        Err(error) => return Outcome::Failed(Error::io("cannot read", path, error)),
    };
    let formatted = match Formatted::of(&name, &bytes) {
        Ok(formatted) if formatted.is_same() => return Outcome::Same,
        Ok(formatted) => formatted,
        Err(findings) => return Outcome::Refused(findings),
    };
    if !args.writes_nothing()
        && let Err(error) = rewrite(path, formatted.bytes())
    {
        let error = Error::io("cannot write", path, error);
        return Outcome::Failed(error.help("check the permissions of the file and its directory"));
    }
    Outcome::Different(args.difference(&name, &formatted))
}

/// A source before formatting and after.
struct Formatted<'a> {
    old: Cow<'a, str>,
    new: String,
    /// What to write instead of the new source: it has bytes that are not UTF-8.
    bytes: Option<Vec<u8>>,
}

impl<'a> Formatted<'a> {
    fn of(name: &str, bytes: &'a [u8]) -> Result<Self, Vec<Diagnostic>> {
        match str::from_utf8(bytes) {
            Ok(text) => {
                Ok(Self { old: Cow::Borrowed(text), new: format(name, text, text)?, bytes: None })
            }
            Err(_) => Self::of_bytes(name, bytes),
        }
    }

    /// As in Nomad, bytes that are not UTF-8 are allowed in comments, and are kept there.
    fn of_bytes(name: &str, bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let (shown, undecoded) = decode(bytes.to_vec(), REPLACEMENT);
        let refused = |finding: Option<Finding>| {
            let source = Arc::new(SourceText::new(name, shown.as_str()));
            finding.iter().map(|one| one.diagnostic(Severity::Error, &source)).collect()
        };
        // A character that is not in the source itself; as wide as the other one.
        let own: HashSet<char> = shown.chars().collect();
        let Some(stand_in) = ('\u{e000}'..='\u{f8ff}').find(|letter| !own.contains(letter)) else {
            return Err(refused(undecoded.first()));
        };
        let (text, undecoded) = decode(bytes.to_vec(), stand_in);
        let wrong = match syntax::parse_with_comments(&text) {
            Ok((_, comments)) => undecoded.outside(&comments),
            Err(errors) => undecoded.among(errors.iter().map(|error| error.span)),
        };
        if wrong.is_some() {
            return Err(refused(wrong));
        }
        let mark = REPLACEMENT.to_string();
        let new = format(name, &text, &shown)?;
        let Some(bytes) = undecoded.encode(&new, stand_in) else {
            return Err(refused(undecoded.first()));
        };
        let new = new.replace(stand_in, &mark);
        Ok(Self { old: Cow::Owned(shown), new, bytes: Some(bytes) })
    }

    fn is_same(&self) -> bool {
        self.old == self.new
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or(self.new.as_bytes())
    }
}

/// A source in canonical layout; its syntax errors are reported in `shown`, the source as it is
/// displayed.
fn format(name: &str, text: &str, shown: &str) -> Result<String, Vec<Diagnostic>> {
    fmt::format(text).map_err(|errors| {
        let more = errors.len() > SHOWN;
        let source = Arc::new(SourceText::new(name, shown));
        let first = errors.into_iter().take(SHOWN);
        let first = first.map(|error| Finding::from(error).diagnostic(Severity::Error, &source));
        let mut findings: Vec<Diagnostic> = first.collect();
        if let Some(last) = findings.last_mut().filter(|_| more) {
            last.notes.push("the file has more errors".to_owned());
        }
        findings
    })
}

impl Count {
    /// Counts one file, lists it if it differs, and says what is wrong with it.
    fn add(&mut self, outcome: &Outcome, list: &mut String) {
        match outcome {
            Outcome::Same => self.same += 1,
            Outcome::Different(shown) => {
                self.different += 1;
                list.push_str(shown);
            }
            Outcome::Refused(findings) => {
                self.refused += 1;
                findings.iter().for_each(print::finding);
            }
            Outcome::Failed(error) => {
                self.failed += 1;
                print::error(error);
            }
        }
    }

    fn summary(&self, args: &Args) -> String {
        let Self { same, different, refused, failed } = *self;
        if same + different + refused + failed == 0 {
            return "no `*.hcl` or `*.nomad` files found\n".to_owned();
        }
        let files = print::count(different, "file");
        let mut text = if args.writes_nothing() {
            format!("{files} to format, {same} already formatted")
        } else {
            format!("{files} formatted, {same} unchanged")
        };
        for (number, what) in [(refused, "refused"), (failed, "failed")] {
            if number > 0 {
                text.push_str(&format!(", {number} {what}"));
            }
        }
        text.push('\n');
        text
    }

    fn answer(&self, args: &Args) -> Answer {
        match self {
            Self { refused: 1.., .. } | Self { failed: 1.., .. } => Answer::Failed,
            Self { different: 1.., .. } if args.writes_nothing() => Answer::No,
            _ => Answer::Yes,
        }
    }
}
