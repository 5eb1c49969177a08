//! `deploy --prune REVISION`: jobs whose files were there at that revision, and are not any more.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::print::{self, count};
use crate::cli::values::ValueArgs;
use crate::deploy::{Api, ApiScope, Defined, Gone, Pruned};
use crate::diff::{Revision, Sides, Source};
use crate::error::{Error, ErrorKind};
use crate::import::{JobFile, JobReader, Mode, SourceFile, Values};
use crate::jobspec::{Attr, Job};
use crate::visible::visible_line;

/// The state of a job that was stopped.
pub const DONE: &str = "done";

/// Those that still run, in the order of their IDs.
pub fn gone(
    revision: &str,
    folder: &Path,
    values: &ValueArgs,
    api: Api<'_>,
) -> Result<Vec<Gone>, Error> {
    let here = || Source::Path(folder.to_owned());
    let old = Source::Revision(Revision::Named(revision.to_owned()), folder.to_owned());
    let old = Sides::read(old, here())?.old.split().jobs;
    // Also what is the same on both sides is there.
    let now = Sides::read(Source::Texts(BTreeMap::new()), here())?;
    if let Some(finding) = now.findings.first() {
        return Err(unknown(&finding.message));
    }
    let (values, _) = values.as_for_run(api.nomad().environment());
    let readers = Readers::of(&values)?;
    let mut there = Vec::new();
    for source in &now.new.split().jobs {
        let name = print::here(Path::new(&source.name));
        // Of a file that cannot be read, it is unknown whether its job is gone.
        let message = || unknown(&format!("cannot read `{}`", name.display()));
        there.push(readers.defined(source)?.ok_or_else(message)?);
    }
    let mut gone = Vec::new();
    for source in &old {
        let Some(old) = readers.defined(source)? else {
            let name = &source.name;
            print::say(&format!("cannot read `{name}`, so its job is skipped\n"));
            continue;
        };
        gone.extend(Gone::find(&old, &there, api).map_err(|failure| {
            Error::new(ErrorKind::Usage, format!("job `{}`: {}", old.id, failure.line()))
                .help(failure.help())
        })?);
    }
    gone.sort_by(|one: &Gone, two| one.key().cmp(&two.key()));
    gone.dedup_by(|one, two| one.key() == two.key());
    Ok(gone)
}

fn unknown(why: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("{why}, so removed jobs cannot be determined"))
        .help("fix it: run `lint` for details")
}

/// How files are read: with their values, or, where some of these are not given, as they are written.
struct Readers<'v> {
    evaluating: JobReader<'v>,
    keeping: JobReader<'v>,
}

impl<'v> Readers<'v> {
    fn of(values: &'v Values) -> Result<Self, Error> {
        let reader = |mode| {
            JobReader::new(mode, values).map_err(|found| {
                let why = found.first().map(|one| one.message.clone()).unwrap_or_default();
                Error::new(ErrorKind::Usage, format!("cannot read the values: {why}"))
            })
        };
        Ok(Self { evaluating: reader(Mode::Evaluate)?, keeping: reader(Mode::Keep)? })
    }

    /// Which job a file is about; nothing, where it cannot be read.
    fn defined(&self, source: &SourceFile) -> Result<Option<Defined>, Error> {
        let read = |reader: &JobReader<'_>| reader.read(JobFile::parse(source));
        let read = read(&self.evaluating).or_else(|_| read(&self.keeping));
        let Ok(job) = read.map(|imported| imported.job) else { return Ok(None) };
        let open = |what: &str| {
            let name = print::here(Path::new(&source.name));
            let message = format!(
                "the {what} of the job in `{}` depends on variables without a value, so the job \
                 cannot be identified",
                name.display()
            );
            Error::new(ErrorKind::Usage, message)
                .help("set their values: `--var NAME=VALUE` or `--var-file FILE`")
        };
        if job.base.extra.attributes().get("id").is_some() {
            return Err(open("ID"));
        }
        let place = place(&job).map_err(open)?;
        Ok(Some(Defined::of(&job.id, place, &source.text)))
    }
}

/// Where a job is; or what of that is an expression.
fn place(job: &Job) -> Result<ApiScope, &'static str> {
    let is_open =
        |attr: &Option<Attr<String>>| attr.as_ref().is_some_and(|own| own.as_str().is_none());
    match () {
        () if is_open(&job.namespace) => Err("namespace"),
        () if is_open(&job.region) => Err("region"),
        () => Ok(ApiScope::of_job(job)),
    }
}

/// Says what would be stopped.
pub fn show(gone: &[Gone]) {
    for one in gone {
        print::say(&format!("stop: {}, whose file was removed\n", one.title()));
    }
}

/// Stops them, unless the deployment failed or a stop was requested; returns what became of each.
pub fn stop(gone: &[Gone], is_deployed: bool, api: Api<'_>) -> Vec<Pruned> {
    let mut entries = Vec::new();
    for one in gone {
        if !is_deployed || api.nomad().stop().is_asked() {
            entries.push(one.entry("not_begun", String::new()));
            continue;
        }
        entries.push(match one.stop(api) {
            Ok(()) => one.entry(DONE, String::new()),
            Err(failure) => {
                print::told(&format!("{}: {failure}\n", visible_line(&one.title())));
                print::say(&format!("help: `{}`\n", one.command()));
                one.entry("failed", failure.to_string())
            }
        });
    }
    let named = |is_stopped: bool| -> Vec<String> {
        let all = gone.iter().zip(&entries);
        let own = all.filter(|(_, entry)| (entry.state == DONE) == is_stopped);
        own.map(|(one, _)| one.title()).collect()
    };
    let (stopped, left) = (named(true), named(false));
    if !left.is_empty() {
        if !stopped.is_empty() {
            print::say(&format!("stopped: {}\n", stopped.join(", ")));
        }
        print::say(&format!("not stopped: {}\n", left.join(", ")));
    } else if !gone.is_empty() {
        print::say(&format!("{} stopped\n", count(stopped.len(), "job")));
    }
    entries
}
