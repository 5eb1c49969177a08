//! Jobs as HCL or API JSON, and one job as Rust on standard output.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::summary::Summary;
use super::{Args, Job, Target};
use crate::api;
use crate::cli::{Answer, print};
use crate::error::{Error, ErrorKind};
use crate::house::Site;
use crate::import::{Plan, Wanted, rust};
use crate::render::Renderer;

/// Prints the definition of the one job.
pub fn print_rust(jobs: &[Job<'_>]) -> Result<Answer, Error> {
    let Some((_, imported)) = only(jobs)? else { return Ok(Answer::Yes) };
    let definition = rust(&imported.job, &Site::bare("imported"), &imported.comments);
    print::result(&definition.text)?;
    for (path, text) in &definition.files {
        print::say(&format!("it includes {}, {} bytes\n", path.display(), text.len()));
    }
    Ok(Answer::Yes)
}

/// Writes each job as a file of its own, or the one job to standard output.
pub fn write(args: &Args, jobs: &[Job<'_>], summary: &mut Summary) -> Result<Answer, Error> {
    let Some(out) = &args.out else {
        if let Some(job) = only(jobs)? {
            print::result(&text(args.to, job)?)?;
        }
        return Ok(Answer::Yes);
    };
    let mut plan = Plan::new(out, args.force);
    let mut taken = BTreeSet::new();
    for job in jobs {
        let (file, imported) = job;
        let wanted =
            Wanted { path: name(args.to, &imported.job.id, &mut taken), text: text(args.to, job)? };
        match plan.add(&file.name, vec![wanted]) {
            Ok(()) => {
                summary.imported += 1;
                summary.expressions += usize::from(api::has_expressions(&imported.job));
            }
            Err(finding) => {
                print::finding(&finding);
                summary.refused += 1;
            }
        }
    }
    let written = plan.write();
    summary.notes.push(format!("{written} in {}", out.display()));
    summary.errors.extend(written.errors);
    Ok(Answer::Yes)
}

/// The job, if there is no more than one.
fn only<'j, 'f>(jobs: &'j [Job<'f>]) -> Result<Option<&'j Job<'f>>, Error> {
    if jobs.len() > 1 {
        let message = format!("{} jobs do not go to standard output together", jobs.len());
        return Err(Error::new(ErrorKind::Usage, message)
            .help("name a folder with `--out DIR`, or import one file"));
    }
    Ok(jobs.first())
}

fn text(to: Target, (_, imported): &Job<'_>) -> Result<String, Error> {
    if to == Target::Json {
        let json = serde_json::json!({ "Job": api::job(&imported.job) });
        return Ok(format!("{json:#}\n"));
    }
    let renderer = Renderer::new(BTreeMap::new());
    let text = renderer.and_then(|renderer| renderer.job(&imported.job, ""));
    text.map_err(|error| {
        Error::new(ErrorKind::Template, format!("the job `{}` cannot be printed", imported.job.id))
            .source_error(error)
    })
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
