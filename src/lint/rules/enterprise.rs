//! `enterprise`: what only Nomad Enterprise does, on a site that does not say that it has it.

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Block, Field, Item, Job, Kind, Value};
use crate::lint::{Context, place};

/// Checks every field of the job.
pub fn check(job: &Job, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if !context.site.enterprise {
        of(job, job, findings);
    }
}

/// Whether a job asks for anything that only Nomad Enterprise has.
pub fn needed(job: &Job) -> bool {
    let mut findings = Vec::new();
    of(job, job, &mut findings);
    !findings.is_empty()
}

fn of(block: &dyn Block, job: &Job, findings: &mut Vec<Diagnostic>) {
    let schema = block.schema();
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        if field.enterprise && uses(field, &item) {
            let is_block = matches!(field.kind, Kind::Block(_) | Kind::Blocks(_));
            let what = if is_block {
                format!("`{}`", field.name)
            } else {
                format!("`{}` of `{}`", field.name, schema.name)
            };
            let message = format!("job `{}` uses {what}, which only Nomad Enterprise has", job.id);
            let at = match item {
                Item::Block(inner) => place(inner),
                _ => place(block),
            };
            let help = "leave it out; or, if the cluster runs Nomad Enterprise, say so in the site: `.enterprise()`";
            findings.push(Diagnostic::error("enterprise", message).at(at).help(help));
        }
        if let Item::Block(inner) = item {
            of(inner, job, findings);
        }
    });
}

/// A value that says what Nomad does anyway needs nothing.
fn uses(field: &Field, item: &Item<'_>) -> bool {
    match item {
        Item::Attr(Value::Text(text)) => {
            !text.as_str().is_empty() && field.default != Some(text.as_str())
        }
        _ => true,
    }
}
