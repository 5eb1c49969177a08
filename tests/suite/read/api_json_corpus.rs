//! What Nomad read in strangers' job files comes in as API JSON, and goes out as the same.

use super::said;
use crate::support::compare;
use crate::support::corpus::Corpus;
use crate::support::judge::{Count, Question};
use crate::support::nomad::nomad;
use crate::support::{Tested, files, skip};
use jobwright::eval::Inputs;
use jobwright::jobspec::{Job, Version};
use jobwright::render::Renderer;
use jobwright::{api, read};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

/// The files of the recorded readings, and the Nomad that they are of.
pub fn readings(test: &str) -> (Vec<PathBuf>, Version) {
    let corpus = Corpus::of(test);
    let files = files(&corpus.join("nomad")).expect("the corpus");
    corpus.has_at_least(files.len(), 700);
    (files, corpus.by)
}

/// The job of a reading, and the reading.
fn job(file: &Path) -> Result<(Job, Json), String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let job = read::api_json(&text).map_err(|findings| said(&text, &findings))?;
    let mut json: Json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok((job, json["Job"].take()))
}

/// Checks every file, on all processors.
pub fn all(files: &[PathBuf], check: impl Fn(&Path) -> Result<(), String> + Sync) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let failed: Vec<String> = thread::scope(|scope| {
        let part = |part: &[PathBuf]| {
            let failed = |file: &PathBuf| {
                check(file).err().map(|error| format!("{}: {error}", file.display()))
            };
            part.iter().filter_map(failed).collect::<Vec<_>>()
        };
        let parts: Vec<_> = files
            .chunks(files.len().div_ceil(threads))
            .map(|files| scope.spawn(move || part(files)))
            .collect();
        parts.into_iter().flat_map(|part| part.join().expect("a thread")).collect()
    });
    let good = files.len() - failed.len();
    println!("{good} of {} the same", files.len());
    assert!(failed.is_empty(), "{good} of {} the same\n{}", files.len(), failed.join("\n"));
}

#[test]
fn api_json_comes_back() {
    let (files, by) = readings(skip::name_of(|| ()));
    all(&files, |file| {
        let (job, theirs) = job(file)?;
        compare::same(&api::job(&job), &theirs, by)
    });
}

#[test]
fn the_hcl_of_it_is_the_same_job_to_nomad() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (files, _) = readings(skip::name_of(|| ()));
    let renderer = Renderer::new(BTreeMap::new())?;
    let (folder, inputs, count) = (tempfile::tempdir()?, Inputs::default(), Count::default());
    all(&files, |file| {
        let (job, theirs) = job(file)?;
        let text = renderer.job(&job, "").map_err(|error| error.to_string())?;
        let name = file.to_string_lossy().replace(['/', '\\'], "_");
        let printed = folder.path().join(name).with_extension("nomad.hcl");
        let question = Question::new(&nomad, &printed, &inputs);
        count.add(question.ask(&text, &theirs, || Some(theirs.clone()))?);
        Ok(())
    });
    count.say("readings of the corpus, printed as HCL", &nomad, skip::name_of(|| ()));
    Ok(())
}
