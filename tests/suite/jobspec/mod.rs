//! Every block of the model, with all that it can say and with the least: printed, laid out, read back, and compared
//! with what the real Nomad makes of it.
//!
//! Most submodules only make values. What is tested, and that nothing is left out, is here: each schema must be found
//! saturated and minimal somewhere in their jobs.

mod api_serde;
mod bounds;
mod canonical;
mod choices;
mod conditions;
mod connect;
mod docs;
mod driver_facts;
mod drivers;
mod effects;
mod free;
mod gateway;
mod group;
mod job;
mod minimal;
mod printed;
mod scaling;
mod service;
mod shorthand;
mod task;
mod untyped;
mod volume_spec;
mod walk;

use crate::support::Tested;
use crate::support::compare;
use crate::support::judge::{self, Count, Question};
use crate::support::nomad::{Nomad, nomad};
use crate::support::record::{RECORDED, Records};
use crate::support::skip::name_of;
use jobwright::eval::Inputs;
use jobwright::jobspec::{Block, Field, FieldItem, Job, Kind, Schema, VolumeSpec, all_schemas};
use jobwright::render::{Renderer, ejected, template_names};
use jobwright::{api, fmt, read};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What Nomad read in these jobs.
const RECORDS: &str = "jobspec/recorded.txt";

pub fn jobs() -> Vec<Job> {
    let mut jobs = vec![job::saturated(), group::saturated(), scaling::saturated(), free::job()];
    jobs.extend([service::saturated(), connect::saturated(), gateway::saturated()]);
    jobs.extend(task::saturated());
    jobs.extend(conditions::jobs());
    jobs.extend(drivers::saturated());
    jobs.extend(minimal::jobs());
    jobs
}

pub fn volumes() -> Vec<VolumeSpec> {
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
        if let FieldItem::Block(inner) = item {
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
fn copies_of_the_templates_print_the_same() {
    let ours = Renderer::new(BTreeMap::new()).unwrap();
    let copies = template_names().map(|name| (name.to_owned(), ejected(name).unwrap()));
    let copies = Renderer::new(copies.collect()).unwrap();
    for job in jobs() {
        assert_eq!(copies.job(&job, "").unwrap(), ours.job(&job, "").unwrap(), "{}", job.id);
    }
    for volume in volumes() {
        assert_eq!(copies.volume(&volume, "").unwrap(), ours.volume(&volume, "").unwrap());
    }
}

#[test]
fn nomad_reads_what_was_meant() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (folder, renderer) = (tempfile::tempdir()?, Renderer::new(BTreeMap::new())?);
    let file = folder.path().join("job.nomad.hcl");
    let (records, count) = (Records::read(RECORDS), Count::default());
    let (mut equal, inputs) = (BTreeMap::new(), Inputs::default());
    let (jobs, mut differences) = (jobs(), Vec::new());
    if Records::wanted(&nomad) {
        record(&nomad, &records, &jobs, &file)?;
    }
    for job in &jobs {
        let text = renderer.job(job, "")?;
        fs::write(&file, &text)?;
        nomad.fmt_check(&file)?;
        let record = || records.answer(&job.id).cloned();
        let question = Question::new(&nomad, &file, &inputs);
        match question.ask(&text, &api::job(job), record) {
            Ok(judged) => count.add(judged),
            Err(error) => differences.push(format!("{}: {error}", job.id)),
        }
        meet(job, &mut equal);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    let met = |of: fn(&Met) -> bool| equal.values().filter(|met| of(met)).count();
    let (all, least) = (met(|met| met.saturated > 0), met(|met| met.minimal > 0));
    println!("as Nomad reads them: {all} blocks saturated, {least} minimal");
    let unneeded = compare::unneeded(nomad.version());
    assert!(unneeded.is_empty(), "exceptions that are no longer needed: {unneeded:?}");
    count.say("jobs of saturated and minimal blocks", &nomad, name_of(|| ()));
    Ok(())
}

/// What is recorded is what we say, in full: of every job, and of no other.
#[test]
fn the_records_are_of_these_jobs() {
    let records = Records::read(RECORDS);
    let jobs = jobs();
    let names: BTreeSet<&str> = jobs.iter().map(|job| job.id.as_str()).collect();
    assert_eq!(records.names().collect::<BTreeSet<_>>(), names);
    for job in &jobs {
        let record = records.answer(&job.id).expect("no job is refused");
        // Without what is newer than the record.
        let text = Renderer::new(BTreeMap::new()).unwrap().job(job, "").unwrap();
        let known = judge::without_newer(&text, RECORDED).unwrap_or(text);
        let known = read::job(&known).unwrap_or_else(|findings| panic!("{}: {findings:?}", job.id));
        compare::same(&api::job(&known), record, RECORDED)
            .unwrap_or_else(|error| panic!("{}: {error}", job.id));
    }
}

/// Asks a Nomad of the records' version, which has all but the newest attributes.
fn record(nomad: &Nomad, records: &Records, jobs: &[Job], file: &Path) -> Tested {
    let renderer = Renderer::new(BTreeMap::new())?;
    let mut answers = Vec::new();
    for job in jobs {
        let text = renderer.job(job, "")?;
        fs::write(file, judge::without_newer(&text, RECORDED).unwrap_or(text))?;
        answers.push((job.id.clone(), Some(nomad.output_json(file)?["Job"].take())));
    }
    Ok(records.write(&answers, |json| format!("{json:#}"))?)
}
