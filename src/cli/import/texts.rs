//! Jobs as HCL or API JSON, and one job as Rust on standard output.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::summary::Summary;
use super::{Args, Target};
use crate::api;
use crate::cli::{Answer, print};
use crate::error::{Error, ErrorKind};
use crate::import::{Imported, Place, Plan, Source, Wanted, library};
use crate::render::Renderer;

/// Prints the definition of the one job.
pub fn print_rust(jobs: &[Imported], summary: &mut Summary) -> Result<Answer, Error> {
    let Some(imported) = jobs.first() else { return Ok(Answer::Yes) };
    let source = Source { comments: &imported.comments, ..Source::new(&imported.job) };
    // The text may go into any registry, whatever its site fills in.
    let library = library(&[source], Place::Unknown, &[]);
    let Some(definition) = library.definitions.first() else { return Ok(Answer::Yes) };
    print::result(&definition.text)?;
    summary.imported(&imported.job);
    summary.house += usize::from(definition.house);
    summary.printed = true;
    for (path, text) in &definition.files {
        print::say(&format!("it includes {}, {} bytes\n", path.display(), text.len()));
    }
    Ok(Answer::Yes)
}

/// Writes each job as a file of its own, or the one job to standard output.
pub fn write(args: &Args, jobs: &[Imported], summary: &mut Summary) -> Result<Answer, Error> {
    let Some(out) = args.folder() else {
        if let Some(job) = jobs.first() {
            print::result(&text(args.to, job)?)?;
            summary.imported(&job.job);
            summary.printed = true;
        }
        return Ok(Answer::Yes);
    };
    let mut plan = Plan::new(out, args.force);
    let mut taken = BTreeSet::new();
    for imported in jobs {
        let path = name(args.to, &imported.job.id, &mut taken);
        let wanted = Wanted { path, text: text(args.to, imported)? };
        match plan.add(&imported.name, vec![wanted]) {
            Ok(()) => summary.imported(&imported.job),
            Err(finding) => summary.refuse(&imported.name, &[*finding]),
        }
    }
    let written = plan.write();
    summary.notes.push(format!("{written} in {}", out.display()));
    summary.errors.extend(written.errors);
    Ok(Answer::Yes)
}

/// Whether all goes to standard output, so that there is room for one job.
pub fn is_one(args: &Args) -> bool {
    args.folder().is_none() && (args.to != Target::Rust || args.stdout)
}

/// No more than one job goes to standard output.
pub fn only(args: &Args, files: usize) -> Result<(), Error> {
    if files <= 1 || !is_one(args) {
        return Ok(());
    }
    let message = format!("{files} job files do not go to standard output together");
    let help = match args.to {
        Target::Rust => "leave `--stdout` out, or import one file",
        Target::Hcl | Target::Json => "name a folder with `--out DIR`, or import one file",
    };
    Err(Error::new(ErrorKind::Usage, message).help(help))
}

fn text(to: Target, imported: &Imported) -> Result<String, Error> {
    let failed = || {
        Error::new(ErrorKind::Template, format!("the job `{}` cannot be printed", imported.job.id))
    };
    if to == Target::Json {
        return api::file(&imported.job, None).map_err(|error| failed().source_error(error));
    }
    let renderer = Renderer::new(BTreeMap::new());
    let text = renderer.and_then(|renderer| renderer.job(&imported.job, ""));
    text.map_err(|error| failed().source_error(error))
}

/// A file name that is like the job's ID and that no other job has.
fn name(to: Target, id: &str, taken: &mut BTreeSet<PathBuf>) -> PathBuf {
    let plain = |letter: char| {
        let kept = letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if kept { letter } else { '-' }
    };
    let stem: String = id.chars().map(plain).collect();
    let stem = if stem.trim_matches('.').is_empty() { "job".to_owned() } else { stem };
    let ending = if to == Target::Json { "nomad.json" } else { "nomad.hcl" };
    let mut path = Path::new(&format!("{stem}.{ending}")).to_owned();
    let mut number = 1_usize;
    while !taken.insert(path.clone()) {
        number += 1;
        path = Path::new(&format!("{stem}-{number}.{ending}")).to_owned();
    }
    path
}
