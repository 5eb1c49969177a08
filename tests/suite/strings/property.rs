//! Generated texts in every place where a text can stand, in large batches through the real Nomad.

use std::collections::HashSet;
use std::{fs, iter};

use jobwright::Severity;
use jobwright::jobspec::{Docker, Group, Job, Map, Task, Template, Text, Volume};
use jobwright::render::Renderer;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::findings;
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, drawn};

/// All texts, and how many of them stand in one job.
pub const TEXTS: usize = 20_000;
const BATCH: usize = 1_000;

/// One job that holds every text as an environment variable, an argument, a template, a meta value, a meta key and a
/// block label.
pub fn job(texts: &[String]) -> Job {
    let mut env = Map::new();
    let mut meta = Map::new();
    let mut keys = Map::new();
    let mut task = Task::new("t", Docker::image("x:1").args(texts.to_vec()));
    let mut group = Group::new("g");
    for (index, text) in texts.iter().enumerate() {
        env.set(format!("K{index}"), text.as_str());
        meta.set(format!("k{index}"), text.as_str());
        keys.set(text.as_str(), "value");
        task = task.template(Template::inline(format!("local/{index}"), text.as_str()));
        if !text.is_empty() {
            group = group.volume(Volume::host(text.as_str(), "x"));
        }
    }
    task.env = Some(env);
    group.meta = Some(meta);
    let mut job = Job::batch("strings").group(group.task(task));
    job.meta = Some(keys);
    job
}

/// The texts of the next job, all different.
pub fn batch(runner: &mut TestRunner) -> Vec<impl ValueTree<Value = String> + use<>> {
    let strategy = super::text();
    let mut seen = HashSet::new();
    let all = iter::repeat_with(|| drawn::drawn(&strategy, runner));
    all.filter(|text| seen.insert(text.current())).take(BATCH).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("no text")
}

/// Whether texts arrive wherever a job may have them.
fn arrive(texts: &[String], renderer: &Renderer, nomad: &Nomad) -> Tested {
    let job = job(texts);
    // Some of the texts are such as somebody may have meant otherwise: those are warnings.
    // One of the texts is empty, and no template is.
    let is_error = |found: &jobwright::Diagnostic| {
        found.severity == Severity::Error && found.rule != "nomad/template-content"
    };
    if let Some(found) = findings(&job).iter().find(|found| is_error(found)) {
        return Err(found.to_string().into());
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("strings.nomad.hcl");
    fs::write(&file, renderer.job(&job, "")?)?;
    nomad.fmt_check(&file)?;
    let read = &nomad.output_json(&file)?["Job"];
    let group = &read["TaskGroups"][0];
    let task = &group["Tasks"][0];
    for (index, expected) in texts.iter().enumerate() {
        // What the client makes of it in the end is tested on an agent.
        let argument = Text::from(expected.as_str()).api(true).to_string();
        for (place, found, expected) in [
            ("a variable", &task["Env"][format!("K{index}")], expected.as_str()),
            ("a meta value", &group["Meta"][format!("k{index}")], expected),
            ("a template", &task["Templates"][index]["EmbeddedTmpl"], expected),
            ("a meta key", &read["Meta"][expected], "value"),
            ("an argument", &task["Config"]["args"][index], &argument),
            ("a label", &group["Volumes"][expected]["Name"], expected),
        ] {
            // No label is empty.
            if text(found) != expected && !(place == "a label" && expected.is_empty()) {
                return Err(format!("as {place}: {:?}, not {expected:?}", text(found)).into());
            }
        }
    }
    Ok(())
}

#[test]
fn every_text_arrives_everywhere() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let renderer = Renderer::new(Default::default())?;
    let mut runner = drawn::runner(1);
    for _ in 0..TEXTS / BATCH {
        let batch = batch(&mut runner);
        drawn::together(&mut runner, batch, |texts| arrive(texts, &renderer, &nomad));
    }
    println!("{TEXTS} texts in six places each arrived");
    Ok(())
}
