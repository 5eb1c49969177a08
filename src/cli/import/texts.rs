//! Jobs as HCL or API JSON, and one job as Rust on standard output.

use std::collections::BTreeSet;

use super::args::{Args, Target};
use super::summary::Summary;
use crate::api;
use crate::cli::{Answer, print};
use crate::error::{Error, ErrorKind};
use crate::import::{Imported, Source, TargetRegistry, file_name, library};
use crate::render::Renderer;
use crate::scaffold::{Plan, Wanted};

/// Prints the definition of the one job.
pub fn print_rust(jobs: &[Imported], summary: &mut Summary) -> Result<Answer, Error> {
    let Some(imported) = jobs.first() else { return Ok(Answer::Yes) };
    let source = Source { comments: &imported.comments, ..Source::new(&imported.job) };
    // The source may go into any registry, whatever its site fills in.
    let library = library(&[source], TargetRegistry::Unknown, &[]);
    let Some(definition) = library.definitions.first() else { return Ok(Answer::Yes) };
    print::result(&definition.text)?;
    summary.imported(&imported.job);
    summary.house += usize::from(definition.house);
    summary.printed = true;
    for (path, text) in &definition.files {
        print::say(&format!("it includes {}, {} bytes", path.display(), text.len()));
    }
    Ok(Answer::Yes)
}

/// Writes each job as a file of its own, or the one job to standard output.
pub fn write(
    args: &Args,
    jobs: &[Imported],
    renderer: &Renderer,
    summary: &mut Summary,
) -> Result<Answer, Error> {
    let Some(out) = args.folder() else {
        if let Some(job) = jobs.first() {
            print::result(&text(args.to, job, renderer)?)?;
            summary.imported(&job.job);
            summary.printed = true;
        }
        return Ok(Answer::Yes);
    };
    let mut plan = Plan::new(out, args.force);
    let (mut taken, mut planned) = (BTreeSet::new(), Vec::new());
    let ending = if args.to == Target::Json { "nomad.json" } else { "nomad.hcl" };
    for imported in jobs {
        let path = file_name(&imported.job.id, ending, &mut taken);
        let wanted = Wanted { path: path.clone(), text: text(args.to, imported, renderer)? };
        match plan.add(&imported.name, vec![wanted]) {
            Ok(()) => planned.push((imported, path)),
            Err(finding) => summary.refuse(&imported.name, &[*finding]),
        }
    }
    let written = plan.write();
    let there = planned.iter().filter(|(_, path)| !written.missing.contains(path));
    there.for_each(|(imported, _)| summary.imported(&imported.job));
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
    let message = format!("expected one job file for standard output, found {files}");
    let help = match args.to {
        Target::Rust => "remove `--stdout`, or import one file",
        Target::Hcl | Target::Json => "use `--out DIR`, or import one file",
    };
    Err(Error::new(ErrorKind::Usage, message).help(help))
}

fn text(to: Target, imported: &Imported, renderer: &Renderer) -> Result<String, Error> {
    let failed =
        || Error::new(ErrorKind::Template, format!("cannot print the job `{}`", imported.job.id));
    if to == Target::Json {
        return api::file(&imported.job, None).map_err(|error| failed().source_error(error));
    }
    if let Some(text) = &imported.text {
        return Ok(text.clone());
    }
    renderer.job(&imported.job, "").map_err(|error| failed().source_error(error))
}
