//! Whole job files: the job, and the variables and local values above it.

use super::body::{self, BodyReader};
use super::finding::{Finding, in_order};
use super::session::Session;
use super::task_defaults::TaskDefaults;
use super::{expression, map};
use crate::jobspec::{Attr, Block as _, Job, Type, Variable};
use jobwright_hcl::syntax::{Attribute, Block, Body, Item};

/// The help for an item outside of a job.
const WITHOUT_A_JOB: &str = "move it into a job: `job \"name\" { … }`";

/// A job as Nomad would read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The job, without variables and expressions.
    pub job: Job,
    /// Where Nomad reads something other than most people would expect.
    pub warnings: Vec<Finding>,
}

/// Reads the job of a file. With `defaults`, blocks that apply to all tasks are copied into each.
/// Where expressions are kept, what Nomad's parser requires and does not find is returned beside
/// the job.
pub fn job(
    session: Session<'_>,
    defaults: Option<TaskDefaults>,
    from: &Body<'_>,
) -> Result<(Reading, Vec<Finding>), Vec<Finding>> {
    let mut reader = BodyReader { session, defaults };
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
                kind => stray_block(&mut reader.session, block, kind, has_job),
            },
            Item::Attribute(attribute) => stray_attribute(&mut reader.session, attribute, has_job),
        }
    }
    if !seen && reader.session.findings.iter().all(Finding::unset_variable) {
        let help = "put one `job \"name\" { … }` into a job file";
        reader.session.error(from.span, "missing `job` block", help);
    }
    let BodyReader { session, defaults } = reader;
    let Session { mut findings, mut warnings, lacking, .. } = session;
    in_order(&mut findings);
    in_order(&mut warnings);
    if !findings.is_empty() {
        return Err(findings);
    }
    if let Some(defaults) = defaults {
        defaults.apply(&mut job);
    }
    Ok((Reading { job, warnings }, lacking))
}

/// Variables and local values. Where everything is evaluated, that has been done already.
fn values(reader: &mut BodyReader<'_>, from: &Block<'_>, job: &mut Job) {
    if reader.session.evaluates() {
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
                variable.base.location = reader.session.at(attribute.name_span);
                if let Some(value) =
                    expression::typed(&mut reader.session, &attribute.value, Type::Any, false)
                {
                    let here = reader.session.at(attribute.value.span);
                    variable = variable.default(Attr::located(value, here.into()));
                }
                job.variables.push(variable);
            }
        }
        _ => map::body(&mut reader.session, &from.body, &mut job.locals, (Type::Any, false)),
    }
}

fn stray_block(session: &mut Session<'_>, from: &Block<'_>, kind: &str, has_job: bool) {
    let (message, help) = match kind {
        kind if !has_job => {
            (format!("a `{kind}` block in a file without a `job` block"), WITHOUT_A_JOB)
        }
        "job" => (
            "duplicate `job` block: a file holds one job".to_owned(),
            "move it to a file of its own",
        ),
        kind => (
            format!("a `{kind}` block outside the `job` block"),
            "move it into the job, or remove it",
        ),
    };
    session.error(from.kind_span, message, help);
}

fn stray_attribute(session: &mut Session<'_>, from: &Attribute<'_>, has_job: bool) {
    if !has_job {
        let message = format!("an attribute `{}` in a file without a `job` block", from.name);
        return session.error(from.name_span, message, WITHOUT_A_JOB);
    }
    let message = format!("an attribute `{}` outside the `job` block", from.name);
    session.error(from.name_span, message, "move it into the job, or remove it");
}
