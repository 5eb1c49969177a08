//! Generated texts in every place where a text can stand, in large batches through the real Nomad.

use std::collections::BTreeSet;
use std::fs;

use jobwright::Severity;
use jobwright::jobspec::{Docker, Group, Job, Map, Task, Template, Text, Volume};
use jobwright::render::Renderer;
use serde_json::Value;

use super::{Random, findings};
use crate::support::Tested;
use crate::support::nomad::nomad;

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
pub fn batch(random: &mut Random) -> Vec<String> {
    let mut texts = BTreeSet::new();
    while texts.len() < BATCH {
        texts.insert(random.text());
    }
    texts.into_iter().collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("no text")
}

#[test]
fn every_text_arrives_everywhere() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let renderer = Renderer::new(Default::default())?;
    let folder = tempfile::tempdir()?;
    let mut random = Random::new(0x9E37_79B9_7F4A_7C15);
    let mut compared = 0;
    for batch in 0..TEXTS / BATCH {
        let texts = self::batch(&mut random);
        let job = job(&texts);
        // Some of the texts are such as somebody may have meant otherwise: those are warnings.
        // One of the texts is empty, and no template is.
        let is_error = |found: &jobwright::Diagnostic| {
            found.severity == Severity::Error && found.rule != "nomad/template-content"
        };
        let errors = findings(&job).into_iter().filter(is_error);
        assert_eq!(errors.collect::<Vec<_>>(), [], "batch {batch}");
        let file = folder.path().join("strings.nomad.hcl");
        fs::write(&file, renderer.job(&job, "")?)?;
        nomad.fmt_check(&file)?;
        let read = &nomad.output_json(&file)?["Job"];
        let group = &read["TaskGroups"][0];
        let task = &group["Tasks"][0];
        for (index, expected) in texts.iter().enumerate() {
            assert_eq!(text(&task["Env"][format!("K{index}")]), expected, "as a variable");
            assert_eq!(text(&group["Meta"][format!("k{index}")]), expected, "as a meta value");
            assert_eq!(text(&task["Templates"][index]["EmbeddedTmpl"]), expected, "as a template");
            assert_eq!(text(&read["Meta"][expected]), "value", "as a meta key: {expected:?}");
            // What the client makes of it in the end is tested on an agent.
            let argument = Text::from(expected.as_str());
            assert_eq!(text(&task["Config"]["args"][index]), argument.api(true), "as an argument");
            if !expected.is_empty() {
                assert_eq!(text(&group["Volumes"][expected]["Name"]), expected, "as a label");
            }
            compared += 1;
        }
    }
    println!("{compared} texts in six places each arrived");
    assert_eq!(compared, TEXTS);
    Ok(())
}
