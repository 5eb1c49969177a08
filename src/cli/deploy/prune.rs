//! `deploy --prune REVISION`: jobs whose files were there at that revision, and are not any more.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::print::{self, count};
use crate::deploy::{Api, Gone};
use crate::diff::{Revision, Sides, Source};
use crate::error::{Error, ErrorKind};
use crate::import::{JobFile, Mode, Reader, Values};

/// Those that still run, in the order of their IDs.
pub fn gone(revision: &str, folder: &Path, api: Api<'_>) -> Result<Vec<Gone>, Error> {
    let old = Source::Revision(Revision::Named(revision.to_owned()), folder.to_owned());
    let sides = Sides::read(old, Source::Path(folder.to_owned()))?;
    let values = Values::default();
    let reader = Reader::new(Mode::Keep, &values)
        .map_err(|_| Error::new(ErrorKind::Usage, "the files of that revision cannot be read"))?;
    let mut now = BTreeSet::new();
    for source in &sides.new.split().jobs {
        // Of a file that cannot be read, nobody knows that its job is gone.
        let imported = reader.read(JobFile::parse(source)).map_err(|_| {
            let name = print::here(Path::new(&source.name));
            let message =
                format!("`{}` cannot be read, so nobody knows which jobs are gone", name.display());
            Error::new(ErrorKind::Usage, message).help("mend it: `lint` says what is wrong")
        })?;
        now.insert(imported.job.id);
    }
    let mut gone = Vec::new();
    for source in &sides.old.split().jobs {
        let Ok(imported) = reader.read(JobFile::parse(source)) else { continue };
        let job = imported.job;
        if now.contains(&job.id) {
            continue;
        }
        let one = Gone::of(&job, &source.text);
        let runs = one.runs(api).map_err(|failure| {
            Error::new(ErrorKind::Usage, format!("job `{}`: {failure}", one.id))
                .help(failure.help())
        })?;
        if runs {
            gone.push(one);
        }
    }
    gone.sort_by(|one, two| one.id.cmp(&two.id));
    Ok(gone)
}

/// Says what would be stopped.
pub fn show(gone: &[Gone]) {
    for one in gone {
        print::say(&format!("stop: {}, whose file is gone\n", one.id));
    }
}

/// Stops them; whether all could be stopped.
pub fn stop(gone: &[Gone], api: Api<'_>) -> bool {
    let mut stopped = 0;
    for one in gone {
        match one.stop(api) {
            Ok(()) => stopped += 1,
            Err(failure) => {
                print::say(&format!("{}: {failure}\nhelp: `{}`\n", one.id, one.command()))
            }
        }
    }
    if !gone.is_empty() {
        print::say(&format!("{} stopped\n", count(stopped, "job")));
    }
    stopped == gone.len()
}
