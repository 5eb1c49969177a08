//! `unknown-name`: what `.extra(…)` adds is something that the model does not know, and no slip of something that it does.

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Block, FreeItem, Item, Job, Kind};
use crate::lint::{Context, place};
use jobwright_hcl::nearest::nearest;

/// Checks every block of the job.
pub fn check(job: &Job, _: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    of(job, findings);
}

fn of(block: &dyn Block, findings: &mut Vec<Diagnostic>) {
    let schema = block.schema();
    let names = || {
        let named = schema.fields.iter().filter(|field| field.kind != Kind::Label);
        named.map(|field| field.name)
    };
    for item in block.base().extra.iter() {
        let (FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. }) =
            item;
        let Some(near) = nearest(name, names()) else { continue };
        let what = if schema.config {
            format!("the `config` of driver `{}`", schema.go)
        } else {
            format!("`{}`", schema.name)
        };
        let finding = if near == name {
            let message = format!("`.extra(\"{name}\", …)` adds what {what} has a call for");
            let help = format!("use that: `.{name}(…)`");
            Diagnostic::error("unknown-name", message).help(help)
        } else {
            let message = format!("{what} has no `{name}` that this model knows");
            let help = format!(
                "did you mean `{near}`? If a newer Nomad or driver has `{name}`, leave it as it is"
            );
            Diagnostic::warning("unknown-name", message).help(help)
        };
        findings.push(finding.at(place(block)));
    }
    block.visit(&mut |_, item| {
        if let Item::Block(inner) = item {
            of(inner, findings);
        }
    });
}
