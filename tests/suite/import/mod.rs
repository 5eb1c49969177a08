//! Jobs as Rust text: compiled in a project of their own, they must be the same jobs; and the text must be as rustfmt
//! would leave it.

mod comment_places;
mod comments;
mod corpus;
mod foreign;
mod inspected;
mod layout;
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

use jobwright::import::{Definition, Imported, JobFile, JobReader, Mode, SourceFile, Values, rust};
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
        .image_registry("registry.slab.lan:5000")
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
    let hidden = read_for_registry("hidden.nomad", odd::HIDDEN);
    let hcl = renderer.job(&hidden.job, "")?;
    project.add(rust(&hidden.job, &site, &hidden.comments), hcl)?;
    project.check()?;
    println!(
        "{count} jobs came back; of the registry's {}, {house} in the house's words: {rust_lines} lines of Rust for {hcl_lines} of HCL",
        own.len(),
    );
    Ok(())
}

/// A job file as `import` reads it for a registry.
fn read_for_registry(name: &str, text: &str) -> Imported {
    let values = Values::default();
    let reader = JobReader::new(Mode::Keep, &values).expect("no values").for_registry();
    let imported = reader.read(JobFile::parse(&SourceFile::new(name, text)));
    imported.unwrap_or_else(|findings| panic!("{findings:?}"))
}

#[test]
fn what_is_obeyed_in_comments_is_spelt_out_and_told() {
    let imported = read_for_registry("hidden.nomad", odd::HIDDEN);
    let text = rust(&imported.job, &homelab(), &imported.comments).text;
    let raw = text.chars().find(|letter| {
        !letter.is_ascii() && *letter != '\u{200d}' || letter.is_control() && *letter != '\n'
    });
    assert_eq!(raw, None, "{text}");
    assert!(
        text.contains(
            "// top a\\u{202e}b\\u{2028}c\\u{9b}d\\u{2067}e\\u{85}f\\u{c}g\\u{7}h\u{200d}i\n"
        ),
        "{text}"
    );
    let said: Vec<String> = imported.warnings.iter().map(ToString::to_string).collect();
    let [said] = said.as_slice() else { panic!("{said:?}") };
    assert!(said.contains("a comment contains the invisible control character U+202E"), "{said}");
    assert!(said.contains("hidden.nomad:1:8"), "{said}");
    let plain = "# 👩\u{200d}🔧 é\njob \"x\" {\n}\n";
    let imported = read_for_registry("plain.nomad", plain);
    assert!(imported.warnings.is_empty(), "{:?}", imported.warnings);
    assert!(rust(&imported.job, &homelab(), &imported.comments).text.contains("👩\u{200d}🔧 é"));
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
