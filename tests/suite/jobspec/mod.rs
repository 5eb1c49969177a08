//! Every block of the model, with all that it can say and with the least: printed, laid out, read back, and compared
//! with what the real Nomad makes of it.
//!
//! The submodules only make values. What is tested, and that nothing is left out, is here: each schema must be found
//! saturated and minimal somewhere in their jobs.

mod conditions;
mod connect;
mod docs;
mod driver_facts;
mod drivers;
mod free;
mod gateway;
mod group;
mod job;
mod minimal;
mod scaling;
mod service;
mod shorthand;
mod task;
mod untyped;
mod volume_spec;

use crate::support::{Tested, nomad::nomad};
use jobwright::jobspec::{Block, Field, Item, Job, Kind, Schema, VolumeSpec, all_schemas};
use jobwright::render::Renderer;
use jobwright::{api, fmt, read};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

pub fn jobs() -> Vec<Job> {
    let mut jobs = vec![job::saturated(), group::saturated(), scaling::saturated(), free::job()];
    jobs.extend([service::saturated(), connect::saturated(), gateway::saturated()]);
    jobs.extend(task::saturated());
    jobs.extend(conditions::jobs());
    jobs.extend(drivers::saturated());
    jobs.extend(minimal::jobs());
    jobs
}

fn volumes() -> Vec<VolumeSpec> {
    vec![volume_spec::saturated(), Block::blank()]
}

/// How often a block was met with all of its fields, and with none that it could do without.
#[derive(Default)]
struct Met {
    saturated: usize,
    minimal: usize,
    fullest: BTreeSet<usize>,
}

fn meet(block: &dyn Block, met: &mut BTreeMap<&'static str, Met>) {
    let schema = block.schema();
    let mut set = BTreeSet::new();
    block.visit(&mut |index, item| {
        set.insert(index);
        if let Item::Block(inner) = item {
            meet(inner, met);
        }
    });
    let needed = |index: &usize| {
        let field: &Field = &schema.fields[*index];
        field.required || field.kind == Kind::Label
    };
    let met = met.entry(schema.template).or_default();
    met.saturated += usize::from(set.len() == schema.fields.len());
    met.minimal += usize::from(set.iter().all(needed));
    if set.len() > met.fullest.len() {
        met.fullest = set;
    }
}

#[test]
fn each_block_is_tested_with_all_that_it_has_and_with_the_least() {
    let mut met = BTreeMap::new();
    jobs().iter().for_each(|job| meet(job, &mut met));
    volumes().iter().for_each(|volume| meet(volume, &mut met));
    let mut missing = Vec::new();
    for schema in all_schemas() {
        let found = met.remove(schema.template).unwrap_or_default();
        if found.saturated == 0 {
            let unset: Vec<&str> = unset(schema, &found.fullest);
            missing.push(format!(
                "{}: never saturated; unset: {}",
                schema.template,
                unset.join(", ")
            ));
        }
        if found.minimal == 0 {
            missing.push(format!("{}: never minimal", schema.template));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(met.is_empty(), "blocks that `all_schemas` does not list: {:?}", met.keys());
}

fn unset(schema: &Schema, set: &BTreeSet<usize>) -> Vec<&'static str> {
    let unset = schema.fields.iter().enumerate().filter(|(index, _)| !set.contains(index));
    unset.map(|(_, field)| field.name).collect()
}

#[test]
fn what_is_printed_is_canonical_and_comes_back() {
    let renderer = Renderer::new(BTreeMap::new()).unwrap();
    for job in jobs() {
        let text = renderer.job(&job, "").unwrap_or_else(|error| panic!("{}: {error}", job.id));
        assert_eq!(fmt::format(&text).unwrap(), text, "{}", job.id);
        let again = read::job(&text).unwrap_or_else(|findings| panic!("{}: {findings:?}", job.id));
        assert_eq!(api::job(&again), api::job(&job), "{}", job.id);
        // What is free-form in one job is typed when it comes back.
        assert!(again == job || job.id == "free", "{}", job.id);
        assert_eq!(renderer.job(&again, "").unwrap(), text, "{}", job.id);
    }
    for volume in volumes() {
        let text = renderer.volume(&volume, "").unwrap();
        assert_eq!(fmt::format(&text).unwrap(), text);
        assert_eq!(read::file::<VolumeSpec>(&text).unwrap(), volume, "{text}");
    }
}

#[test]
fn nomad_reads_what_was_meant() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (folder, renderer) = (tempfile::tempdir()?, Renderer::new(BTreeMap::new())?);
    let newer = newer();
    let mut equal = BTreeMap::new();
    let (jobs, mut differences) = (jobs(), Vec::new());
    for job in &jobs {
        let file = folder.path().join("job.nomad.hcl");
        let text = renderer.job(job, "")?;
        fs::write(&file, &text)?;
        nomad.fmt_check(&file)?;
        fs::write(&file, without_lines(&text, &newer))?;
        let theirs = nomad.output_json(&file)?;
        let mut ours = api::job(job);
        remove(&mut ours, &newer);
        compare(&job.id, &ours, &theirs["Job"], &mut differences);
        meet(job, &mut equal);
    }
    assert!(differences.is_empty(), "ours, theirs:\n{}", differences.join("\n"));
    let count = |of: fn(&Met) -> bool| equal.values().filter(|met| of(met)).count();
    let (all, least) = (count(|met| met.saturated > 0), count(|met| met.minimal > 0));
    println!(
        "equal to Nomad's JSON: {all} blocks saturated, {least} minimal, in {} jobs",
        jobs.len()
    );
    Ok(())
}

/// Attributes that Nomad 1.11 does not know, by their names in HCL and in the API.
fn newer() -> Vec<(&'static str, &'static str)> {
    let fields = all_schemas().into_iter().flat_map(|schema| schema.fields);
    fields.filter(|field| field.since.is_some()).map(|field| (field.name, field.json)).collect()
}

fn without_lines(text: &str, names: &[(&str, &str)]) -> String {
    let newer = |line: &&str| names.iter().any(|(name, _)| line.trim_start().starts_with(name));
    text.lines().filter(|line| !newer(line)).map(|line| format!("{line}\n")).collect()
}

fn remove(json: &mut Json, names: &[(&str, &str)]) {
    match json {
        Json::Object(fields) => {
            fields.retain(|name, _| !names.iter().any(|(_, newer)| newer == name));
            fields.values_mut().for_each(|value| remove(value, names));
        }
        Json::Array(values) => values.iter_mut().for_each(|value| remove(value, names)),
        _ => {}
    }
}

fn compare(path: &str, ours: &Json, theirs: &Json, differences: &mut Vec<String>) {
    match (ours, theirs) {
        (Json::Object(one), Json::Object(two)) => {
            for name in one.keys().chain(two.keys().filter(|name| !one.contains_key(*name))) {
                match (one.get(name), two.get(name)) {
                    (Some(ours), Some(theirs)) => {
                        compare(&format!("{path}.{name}"), ours, theirs, differences);
                    }
                    (ours, theirs) => {
                        differences.push(format!("{path}.{name}: {ours:?}, {theirs:?}"));
                    }
                }
            }
        }
        (Json::Array(one), Json::Array(two)) if one.len() == two.len() => {
            for (index, (ours, theirs)) in one.iter().zip(two).enumerate() {
                compare(&format!("{path}[{index}]"), ours, theirs, differences);
            }
        }
        (ours, theirs) if ours == theirs => {}
        (ours, theirs) => differences.push(format!("{path}: {ours}, {theirs}")),
    }
}
