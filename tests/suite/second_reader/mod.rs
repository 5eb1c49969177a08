//! hcl-rs reads what was written, and finds every value that was asked for; where something was changed, it says so.

mod exceptions;
mod generator;
mod syntax;
mod tampered;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use jobwright::Defined;
use jobwright::Definition;
use jobwright::diagnostic::{Diagnostic, Severity};
use jobwright::generate::{CatalogueItem, read_again};
use jobwright::jobspec::{Group, Job, VolumeSpec};
use jobwright::out::File;
use jobwright::read;
use jobwright::render::Renderer;
use jobwright::second_reader::{self, Reading};

use crate::import::imported;
use crate::jobspec::{jobs, volumes};
use crate::read::all;
use crate::strings::property;
use crate::support::corpus::Corpus;
use crate::support::files;
use crate::support::shown::snapshot;
use crate::support::{Tested, drawn, repository, skip};

/// All that the second reader may use of the project. What a string means to Nomad (`Text::api`) is in the first.
const SHARED: [&str; 2] = ["crate::jobspec", "crate::render::Difference"];

/// The paths of the project in a source text outside of the room it stands in, with those of groups apart.
fn shared(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.replace([' ', '\t'], "").replace("super::super", "crate");
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let path = &code[at..];
        match path.strip_prefix("crate::{") {
            Some(group) => {
                let mut depth = 1;
                let end = group.find(|letter| {
                    depth += i32::from(letter == '{') - i32::from(letter == '}');
                    depth == 0
                });
                let group = &group[..end.unwrap_or(group.len())];
                paths.extend(group.split([',', '{', '}']).map(|one| format!("crate::{one}")));
            }
            None => {
                let end =
                    path.find(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter));
                paths.push(path[..end.unwrap_or(path.len())].trim_end_matches("::").to_owned());
            }
        }
    }
    paths
}

fn is_shared(path: &str) -> bool {
    let under = |room: &str| {
        path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    SHARED.into_iter().any(under)
}

#[test]
fn the_judge_shares_nothing_with_what_it_judges() -> Tested {
    for bad in [
        "use crate::{read, syntax};",
        "use crate::{jobspec::{Job, Map}, api};",
        "use super::super::json::Value;",
        "let a = crate::render::Renderer;",
        "use crate::syntax as jobspec;",
        "use crate::{\n    jobspec,\n    lint,\n};",
        "use crate::jobspecs::Job;",
        "use crate::*;",
    ] {
        assert!(!shared(bad).iter().all(|path| is_shared(path)), "{bad}: {:?}", shared(bad));
    }
    for path in files(&repository("src/second_reader"))? {
        let text = fs::read_to_string(&path)?;
        let root = path.ends_with("mod.rs");
        let text = if root { text.replace("super::", "crate::") } else { text };
        for used in shared(&text) {
            assert!(is_shared(&used), "{}: {used}", path.display());
        }
    }
    Ok(())
}

/// How many values were compared; what differs, with the text, where anything does.
fn compared(job: &Job, text: &str) -> Result<usize, String> {
    let reading = second_reader::job(job, text).map_err(|refused| format!("{refused}\n{text}"))?;
    counted(reading, text)
}

fn counted(reading: Reading, text: &str) -> Result<usize, String> {
    let said: Vec<String> = reading.differences.iter().map(ToString::to_string).collect();
    if said.is_empty() { Ok(reading.values) } else { Err(format!("{}\n{text}", said.join("\n"))) }
}

#[test]
fn every_block_holds_what_was_asked_for() -> Tested {
    let renderer = Renderer::new(BTreeMap::new())?;
    let mut values = 0;
    for job in jobs() {
        values += compared(&job, &renderer.job(&job, "")?)?;
    }
    for volume in volumes() {
        let text = renderer.volume(&volume, "")?;
        values += counted(second_reader::volume(&volume, &text)?, &text)?;
    }
    println!("{values} values of all blocks, saturated and minimal");
    assert!(values > 1_000, "{values}");
    Ok(())
}

#[test]
fn the_files_of_out_hold_what_our_reader_finds() -> Tested {
    let (mut number, mut values) = (0, 0);
    let is_hcl = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "hcl");
    for path in files(&repository("out"))?.into_iter().filter(is_hcl) {
        let text = fs::read_to_string(&path)?;
        let said = |findings: Vec<read::Finding>| format!("{}: {findings:?}", path.display());
        values += if path.to_string_lossy().ends_with(".volume.hcl") {
            let volume: VolumeSpec = read::file(&text).map_err(said)?;
            counted(second_reader::volume(&volume, &text)?, &text)?
        } else {
            compared(&read::job(&text).map_err(said)?, &text)?
        };
        number += 1;
    }
    println!("{values} values of the {number} files of out");
    assert!(number > 25 && values > 500, "{number} files, {values} values");
    Ok(())
}

#[test]
fn rendered_jobs_of_strangers_hold_what_was_read() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let renderer = Renderer::new(BTreeMap::new())?;
    let values = AtomicUsize::new(0);
    let readings = files(&corpus.join("nomad"))?;
    all(&readings, |reading| {
        let relative = reading.strip_prefix(corpus.join("nomad")).map_err(|one| one.to_string())?;
        let file = corpus.join("jobs").join(relative.with_extension(""));
        let imported = imported(&corpus, &file)?;
        let text = renderer.job(&imported.job, "").map_err(|error| error.to_string())?;
        values.fetch_add(compared(&imported.job, &text)?, Ordering::Relaxed);
        Ok(())
    });
    println!("{} values of {} jobs of strangers", values.into_inner(), readings.len());
    Ok(())
}

#[test]
fn every_generated_text_arrives() -> Tested {
    let renderer = Renderer::new(BTreeMap::new())?;
    let mut runner = drawn::runner(1);
    let (mut texts, values) = (0, Cell::new(0));
    while texts < property::TEXTS {
        let batch = property::batch(&mut runner);
        texts += batch.len();
        drawn::together(&mut runner, batch, |batch| {
            let job = property::job(batch);
            values.set(values.get() + compared(&job, &renderer.job(&job, "")?)?);
            Ok(())
        });
    }
    println!("{} values of {texts} generated texts", values.get());
    assert_eq!(texts, property::TEXTS);
    Ok(())
}

/// A job with expressions, variables and local values.
fn expressions() -> Job {
    use jobwright::jobspec::{
        Docker, Group, Map, Other, Task, Value, Variable, expr, interpolate, var,
    };
    let named = interpolate(["registry.lab/".into(), var("name").into(), ":1".into()]);
    let jail =
        Other::driver("jail").attr("nothing", Value::Null).attr("when", expr("var.a ? 1 : 2"));
    let mut job = Job::batch("expressions").group(
        Group::new("all")
            .count(expr("max(1, length(var.zones))"))
            .task(
                Task::new("image", Docker::image(named).args(["x".repeat(50), "y".repeat(50)]))
                    .env("A", "a ${1} b"),
            )
            .task(Task::new("jail", jail)),
    );
    job.variables.push(Variable::new("name").default("web"));
    job.locals = Map::from_iter([("zones", Value::from(expr("[for z in var.zones : upper(z)]")))]);
    job
}

#[test]
fn expressions_are_compared_without_their_layout() -> Tested {
    let job = expressions();
    let text = Renderer::new(BTreeMap::new())?.job(&job, "")?;
    compared(&job, &text)?;
    let spread =
        text.replace("max(1, length(var.zones))", "max(\n  1, # one\n  length( var.zones ))");
    assert_ne!(spread, text);
    compared(&job, &spread)?;
    for (of, by) in [("upper(z)", "lower(z)"), ("? 1 : 2", "? 2 : 1"), ("max(1,", "max(2,")] {
        let reading = second_reader::job(&job, &text.replace(of, by))?;
        assert_eq!(reading.differences.len(), 1, "{of}: {:?}", reading.differences);
    }
    Ok(())
}

/// What a second reading of a job's file finds.
fn findings(job: Job, text: String) -> Vec<Diagnostic> {
    let defined =
        Defined { source: "registry/apps/web.rs".into(), definition: Definition::Job(job) };
    let item = CatalogueItem {
        defined,
        category: "apps",
        doc: "",
        file_stem: "web".to_owned(),
        site: None,
    };
    read_again(&item, &File { path: "web.nomad.hcl".into(), text }).into_iter().collect()
}

/// As `gen --check` says it; a template that deceives our own reader is not known, so the text is changed here.
#[test]
fn a_file_that_says_something_else_is_a_finding() -> Tested {
    let job = Job::batch("web").group(Group::new("web").count(2));
    let text = Renderer::new(BTreeMap::new())?.job(&job, "")?;
    assert_eq!(findings(job.clone(), text.clone()), []);
    let wrong = [text.replace("count = 2", "count = 3"), text.replace("count = 2", "count = = 2")];
    let said = wrong.into_iter().flat_map(|text| findings(job.clone(), text));
    let said: Vec<String> = said.map(|finding| finding.to_string()).collect();
    snapshot!(said.join("\n\n"));
    Ok(())
}

/// Nomad reads a newline in what a loop walks over, and hcl-rs does not: nobody's mistake.
#[test]
fn an_expression_that_hcl_rs_cannot_read_is_a_warning() -> Tested {
    use jobwright::jobspec::{Other, Task, expr};
    let walked = Other::driver("jail").attr("all", expr("[for b in var.c +\nvar.d : b]"));
    let job = Job::batch("web").group(Group::new("web").task(Task::new("web", walked)));
    let text = Renderer::new(BTreeMap::new())?.job(&job, "")?;
    let found = findings(job, text);
    assert!(found.iter().all(|finding| finding.severity == Severity::Warning), "{found:?}");
    let said: Vec<String> = found.iter().map(ToString::to_string).collect();
    snapshot!(said.join("\n\n"));
    Ok(())
}
