//! Jobs as Rust text: compiled in a project of their own, they must be the same jobs; and the text must be as rustfmt
//! would leave it.

mod comment_places;
mod comments;
mod corpus;
mod foreign;
mod inspected;
mod lift;
mod odd;
mod once;
mod project;
mod routes;
mod samples;
mod strangers;
pub use strangers::imported;

use std::collections::BTreeMap;
use std::fs;

use jobwright::import::{Definition, rust};
use jobwright::prelude::*;
use jobwright::read;
use jobwright::render::Renderer;

use crate::support::{Tested, repository};
use project::Project;

/// The site of this repository, as far as jobs take something from it.
pub fn homelab() -> Site {
    Site::new("homelab")
        .region("global")
        .datacenters(["dcs"])
        .domain("slab.lan")
        .registry("registry.slab.lan:5000")
}

/// The jobs that the repository's own registry has generated.
fn registry() -> Result<Vec<Job>, Box<dyn std::error::Error>> {
    let out = repository("out");
    let files = crate::support::files(&out)?.into_iter();
    let jobs = files.filter(|file| {
        file.parent() == Some(&out) && file.to_string_lossy().ends_with(".nomad.hcl")
    });
    jobs.map(|file| {
        let text = fs::read_to_string(&file)?;
        read::job(&text).map_err(|findings| format!("{}: {findings:?}", file.display()).into())
    })
    .collect()
}

/// A definition as files.
fn shown(definition: &Definition) -> String {
    let mut text = format!("// registry/…/{}.rs\n{}", definition.file_stem, definition.text);
    for (path, file) in &definition.files {
        text += &format!("\n// {}\n{file}", path.display());
    }
    text
}

#[test]
fn what_is_printed_compiles_to_the_same_jobs() -> Tested {
    let (own, saturated) = (registry()?, crate::jobspec::jobs());
    let (site, renderer) = (homelab(), Renderer::new(BTreeMap::new())?);
    let mut project = Project::new("import-round-trip")?;
    let (mut rust_lines, mut hcl_lines) = (0, 0);
    let (mut house, mut count) = (0, 0);
    for job in own.iter().chain(&saturated).chain(&odd::jobs()) {
        let definition = rust(job, &site, &[]);
        let hcl = renderer.job(job, "").map_err(|error| format!("{}: {error}", job.id))?;
        if count < own.len() {
            let files = definition.files.iter().map(|(_, text)| text.lines().count());
            rust_lines += definition.text.lines().count() + files.sum::<usize>();
            hcl_lines += hcl.lines().count();
            house += usize::from(definition.house);
        }
        project.add(definition, hcl)?;
        count += 1;
    }
    project.check()?;
    println!(
        "{count} jobs came back; of the registry's {}, {house} in the house's words: {rust_lines} lines of Rust for {hcl_lines} of HCL",
        own.len(),
    );
    Ok(())
}

#[test]
fn the_same_job_gives_the_same_text() {
    for job in crate::jobspec::jobs() {
        let (one, two): (Definition, Definition) =
            (rust(&job, &homelab(), &[]), rust(&job.clone(), &homelab(), &[]));
        assert_eq!(one, two);
    }
}

#[test]
fn deep_nesting_takes_no_longer_than_it_must() {
    let free = (0..60).fold(Free::new().attr("a", "b"), |inner, _| {
        Free::new().attr("name", "a text of some length").block("inner", inner)
    });
    let value = (0..60).fold(Value::from("x"), |inner, _| {
        Value::from(Map::from_iter([("a key of some length", inner)]))
    });
    let driver = Other::driver("other").attr("value", value).block("outer", free);
    let job = Job::batch("deep").group(Group::new("g").task(Task::new("t", driver)));
    assert!(rust(&job, &homelab(), &[]).text.lines().count() > 120);
    // In HCL too: one more level must not double the work.
    let text = Renderer::new(BTreeMap::new()).and_then(|renderer| renderer.job(&job, ""));
    assert!(text.is_ok_and(|text| text.contains("a key of some length")));
}
