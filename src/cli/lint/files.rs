//! Job files: read, fixed, allowed.

use std::path::{Path, PathBuf};

use super::args::Args;
use crate::audit::{self, JobFiles, Rewrite, Settings, Unsettled};
use crate::cli::Answer;
use crate::cli::print::{self, count};
use crate::cli::values::unused;
use crate::error::{Error, ErrorKind};
use crate::import::{JobReader, Mode, Values};
use crate::jobspec::Version;
use crate::lint::{Levels, Outcome};
use crate::out;

/// A fixed file may have what can be fixed next; no chain of fixes is longer.
const ROUNDS: usize = 8;

/// What it takes to look at job files, and what came of it so far.
struct Run<'r> {
    args: &'r Args,
    reader: JobReader<'r>,
    levels: Levels,
    nomad: Option<Version>,
    /// Whether some of them could not be looked at.
    failed: bool,
}

pub fn run(args: &Args) -> Result<Answer, Error> {
    let several = args.paths.len() > 1 || args.paths.iter().any(|path| path.is_dir());
    let (values, findings) = args.values.read(several);
    if !findings.is_empty() {
        findings.iter().for_each(print::finding);
        return Ok(Answer::Failed);
    }
    let Some(levels) = levels()? else { return Ok(Answer::Failed) };
    let reader = match reader(&values) {
        Ok(reader) => reader,
        Err(findings) => {
            findings.iter().for_each(print::finding);
            return Ok(Answer::Failed);
        }
    };
    let mut run = Run { args, reader, levels, nomad: args.nomad, failed: false };
    let mut files = run.open(true)?;
    unused(&values, |name| files.declares(name));
    if args.fix || args.unsafe_fixes {
        files = run.fix(files)?;
    }
    let outcome = files.check(&run.levels, run.nomad);
    if let Some(reason) = &args.add_allow {
        return run.allow(&files, &outcome, reason);
    }
    let answer = super::answer::answer(args, outcome, files.names())?;
    Ok(if run.failed { Answer::Failed } else { answer })
}

/// The levels of the nearest settings file; nothing, if that is wrong.
fn levels() -> Result<Option<Levels>, Error> {
    let here = std::env::current_dir()
        .map_err(|error| Error::io("cannot find the directory", Path::new("."), error))?;
    match Settings::levels_in(&here) {
        Ok(levels) => Ok(Some(levels)),
        Err(Unsettled::Unread(error)) => Err(error),
        Err(Unsettled::Wrong(findings)) => {
            findings.iter().for_each(print::finding);
            Ok(None)
        }
    }
}

fn reader(values: &Values) -> Result<JobReader<'_>, Vec<crate::Diagnostic>> {
    let mut reader = JobReader::new(Mode::Evaluate, values)?;
    if let Some(home) = std::env::var_os("HOME") {
        reader = reader.home(PathBuf::from(home));
    }
    Ok(reader)
}

impl Run<'_> {
    /// Reads the files; says what could not be opened the first time.
    fn open(&mut self, first: bool) -> Result<JobFiles, Error> {
        let (files, unread) = JobFiles::open(&self.reader, &self.args.paths);
        if first {
            unread.errors.iter().for_each(print::error);
            self.failed = !unread.errors.is_empty();
        }
        if files.is_empty() && files.findings.is_empty() && !self.failed {
            let message = match unread.skipped {
                0 => "no job files found".to_owned(),
                some => format!(
                    "no job files found; none of {} candidates contains a job",
                    count(some, "file")
                ),
            };
            let help = "pass files with a `job` block or API JSON, or directories with such files";
            return Err(Error::new(ErrorKind::Usage, message).help(help));
        }
        Ok(files)
    }

    /// Fixes what can be fixed, and reads the files again.
    fn fix(&mut self, mut files: JobFiles) -> Result<JobFiles, Error> {
        let mut mended = 0;
        for _ in 0..ROUNDS {
            let outcome = files.check(&self.levels, self.nomad);
            let all = self.args.unsafe_fixes;
            let rewrites = audit::fixed(&self.reader, &files, &outcome.findings, all);
            if rewrites.is_empty() || write(&rewrites)? == 0 {
                break;
            }
            mended += rewrites.iter().map(|rewrite| rewrite.findings).sum::<usize>();
            files = self.open(false)?;
        }
        print::say(&format!("{} fixed\n", count(mended, "finding")));
        Ok(files)
    }

    /// Writes an allowance for whatever counts.
    fn allow(&self, files: &JobFiles, outcome: &Outcome, reason: &str) -> Result<Answer, Error> {
        let least = self.args.min_severity.into();
        let findings: Vec<_> =
            outcome.findings.iter().filter(|finding| finding.severity >= least).cloned().collect();
        let (rewrites, left) = audit::allowed(files, &findings, reason);
        write(&rewrites)?;
        for finding in &left {
            print::finding(finding);
        }
        let allowed = findings.len() - left.len();
        print::say(&format!(
            "{} allowed in {}{}\n",
            count(allowed, "finding"),
            count(rewrites.len(), "file"),
            match left.len() {
                0 => String::new(),
                some => format!(
                    "; {} cannot be allowed in a comment, see above",
                    count(some, "finding")
                ),
            }
        ));
        Ok(match left.is_empty() {
            _ if self.failed => Answer::Failed,
            true => Answer::Yes,
            false => Answer::No,
        })
    }
}

/// Writes the files, and says how many; what came from standard input is left as it is.
fn write(rewrites: &[Rewrite]) -> Result<usize, Error> {
    let mut written = 0;
    for rewrite in rewrites {
        if let Some(path) = &rewrite.path {
            out::rewrite(path, &rewrite.new)?;
            written += 1;
        }
    }
    Ok(written)
}
