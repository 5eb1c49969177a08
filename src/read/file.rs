//! Whole job files: the job, and the variables and local values above it.

use super::body;
use super::inherit;
use super::reader::Reader;
use super::{Finding, Reading, in_order};
use crate::jobspec::{Block as _, Job, Type, Variable};
use jobwright_hcl::syntax::{Attribute, Block, Body, Item};

/// What to do with what stands in no job.
const WITHOUT_A_JOB: &str = "put it into a job: `job \"name\" { … }`";

/// Reads the job of a file.
pub fn job(mut reader: Reader<'_>, from: &Body<'_>) -> Result<Reading, Vec<Finding>> {
    let mut job = Job::blank();
    let mut seen = false;
    let is_job = |item: &Item<'_>| matches!(item, Item::Block(block) if block.kind == "job");
    let has_job = from.items.iter().any(is_job);
    for item in &from.items {
        match item {
            Item::Block(block) => match block.kind {
                "job" if !seen => {
                    body::block(&mut reader, block, &mut job);
                    seen = true;
                }
                "variable" | "variables" | "locals" => values(&mut reader, block, &mut job),
                kind => stray_block(&mut reader, block, kind, has_job),
            },
            Item::Attribute(attribute) => stray_attribute(&mut reader, attribute, has_job),
        }
    }
    if !seen && reader.findings.iter().all(Finding::unset_variable) {
        let help = "a job file holds one `job \"name\" { … }`";
        reader.error(from.span, "the file has no `job` block", help);
    }
    let Reader { mut findings, mut warnings, inherited, .. } = reader;
    in_order(&mut findings);
    in_order(&mut warnings);
    if !findings.is_empty() {
        return Err(findings);
    }
    inherit::apply(inherited, &mut job);
    Ok(Reading { job, warnings })
}

/// Variables and local values. Where everything is evaluated, that has been done already.
fn values(reader: &mut Reader<'_>, from: &Block<'_>, job: &mut Job) {
    if reader.evaluates() {
        return;
    }
    match from.kind {
        "variable" => {
            let mut variable = Variable::blank();
            body::block(reader, from, &mut variable);
            job.variables.push(variable);
        }
        "variables" => {
            for item in &from.body.items {
                let Item::Attribute(attribute) = item else { continue };
                let mut variable = Variable::blank();
                attribute.name.clone_into(&mut variable.name);
                if let Some(value) = reader.typed(&attribute.value, Type::Any, false) {
                    variable = variable.default(value);
                }
                job.variables.push(variable);
            }
        }
        _ => body::read_map(reader, &from.body, &mut job.locals, (Type::Any, false)),
    }
}

fn stray_block(reader: &mut Reader<'_>, from: &Block<'_>, kind: &str, has_job: bool) {
    let (message, help) = match kind {
        kind if !has_job => {
            (format!("a `{kind}` block, and the file has no `job` block"), WITHOUT_A_JOB)
        }
        "job" => (
            "a second `job` block; a file holds one job".to_owned(),
            "put it into a file of its own",
        ),
        kind => (
            format!("a `{kind}` block beside the job; expected one `job` block"),
            "put it into the job, or take it out",
        ),
    };
    reader.error(from.kind_span, message, help);
}

fn stray_attribute(reader: &mut Reader<'_>, from: &Attribute<'_>, has_job: bool) {
    if !has_job {
        let message = format!("an attribute `{}`, and the file has no `job` block", from.name);
        return reader.error(from.name_span, message, WITHOUT_A_JOB);
    }
    let message = format!("an attribute `{}` beside the job; expected one `job` block", from.name);
    reader.error(from.name_span, message, "put it into the job, or take it out");
}
