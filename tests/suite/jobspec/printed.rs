//! Where nobody's template has a say, blocks are printed without one: to the same bytes as by a project's copies of ours.

use std::collections::BTreeMap;
use std::fs;

use jobwright::jobspec::Job;
use jobwright::read;
use jobwright::render::{Renderer, ejected, layout, template_names};

use super::jobs;
use crate::fmt::unlike;
use crate::read::{all, readings};
use crate::support::corpus::Corpus;
use crate::support::{Tested, files, skip};

/// A project with copies of all templates, and projects with copies of some: what is around, in and beside them is then
/// printed without a template.
fn projects() -> Vec<(String, Renderer)> {
    let copy = |name: &str| (name.to_owned(), ejected(name).expect("a template"));
    let some = [
        &["map.hcl.j2"][..],
        &["free.hcl.j2"],
        &["block.hcl.j2"],
        &["check.hcl.j2", "resources.hcl.j2"],
        &["docker.hcl.j2", "template.hcl.j2", "network.hcl.j2"],
        &["task.hcl.j2"],
        &["service.hcl.j2", "variable.hcl.j2"],
    ];
    let known: Vec<&str> = template_names().collect();
    let some = some
        .map(|names| names.iter().copied().filter(|name| known.contains(name)).collect::<Vec<_>>());
    let projects = some.into_iter().chain([known]);
    let project = |names: Vec<&str>| {
        assert!(!names.is_empty(), "no template has such a name");
        let copies: BTreeMap<String, String> = names.iter().copied().map(copy).collect();
        (names.join(", "), Renderer::new(copies).expect("copies of our templates"))
    };
    projects.map(project).collect()
}

fn same(job: &Job, ours: &Renderer, projects: &[(String, Renderer)]) -> Result<(), String> {
    let text = |renderer: &Renderer| {
        let printed = renderer.print_job(job).map_err(|error| error.to_string())?;
        layout("", &printed).map_err(|error| error.to_string())
    };
    let expected = text(ours)?;
    let unlike = unlike(&ours.print_job(job).map_err(|error| error.to_string())?, None);
    if let Some(unlike) = unlike {
        return Err(format!("{unlike}:\n{expected}"));
    }
    for (copied, renderer) in projects {
        let found = text(renderer)?;
        if found != expected {
            return Err(format!("with copies of {copied}:\n{found}\ninstead of:\n{expected}"));
        }
    }
    Ok(())
}

#[test]
fn every_block_is_the_same_by_copies_of_our_templates() -> Tested {
    let (ours, projects) = (Renderer::new(BTreeMap::new())?, projects());
    for job in jobs() {
        same(&job, &ours, &projects)?;
    }
    Ok(())
}

#[test]
fn strangers_jobs_are_the_same_by_copies_of_our_templates() -> Tested {
    let name = skip::name_of(|| ());
    let (corpus, (readings, _)) = (Corpus::of(name), readings(name));
    let (ours, projects) = (Renderer::new(BTreeMap::new())?, projects());
    all(&readings, |file| {
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        let job = read::api_json(&text).map_err(|findings| format!("{findings:?}"))?;
        same(&job, &ours, &projects)
    });
    // As their authors wrote them, with expressions.
    let mut read_at_all = 0;
    for file in files(&corpus.join("jobs"))? {
        let Ok(job) = read::job(&fs::read_to_string(&file)?) else { continue };
        same(&job, &ours, &projects).map_err(|error| format!("{}: {error}", file.display()))?;
        read_at_all += 1;
    }
    corpus.has_at_least(read_at_all, 700);
    Ok(())
}

/// What is laid out is read back from the same tokens.
#[cfg(debug_assertions)]
#[test]
fn jobs_are_lexed_once() -> Tested {
    use jobwright::syntax::work::{Work, of};

    let ours = Renderer::new(BTreeMap::new())?;
    for job in jobs() {
        let (text, work) = of(|| ours.job(&job, "# Generated.\n\n"));
        assert_eq!(work, Work { lexed: 1, parsed: 1, json: 0 }, "{}", text?);
    }
    Ok(())
}
