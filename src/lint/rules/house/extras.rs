//! `unknown-name`: what `.extra(…)` adds is something that the model does not know, and no slip of something that it does.

use crate::jobspec::{Block, FreeItem, Kind, Location};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/unknown-name",
    what: "what a driver is told is something that it knows, and what `.extra(…)` adds is no slip of something that the model knows",
    why: "Nomad's servers do not look into a driver's configuration: with a slip in a name, the task fails on the client. \
          `.extra(…)` is for what a newer Nomad or a driver has and the model does not. It writes any name as it \
          stands: a slip in it is found when Nomad reads the file, and what the model has a call for is checked \
          only there.",
    level: Level::Error,
    bad: Sample::Rust(r#"Docker::image("web:1.4.2").extra("privilegd", true)"#),
    good: Sample::Rust(r#"Docker::image("web:1.4.2").privileged(true)"#),
    view: View::Written,
    needs_site: false,
    check: Check::Block(check),
};

/// Checks what a block has that the model does not know.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    // Of a job file, its reader says the same.
    if scope.context.is_plain() {
        return;
    }
    let schema = block.schema();
    let names = || {
        let named = schema.fields.iter().filter(|field| field.kind != Kind::Label);
        named.map(|field| field.name)
    };
    for (item, location) in block.base().extra.placed() {
        let (FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. }) =
            item;
        let Some(near) = nearest(name, names()) else { continue };
        // What a job file has in a form that the model does not, nobody could write in another way.
        if near == name && matches!(location, Location::Text(..)) {
            continue;
        }
        let what = if schema.config {
            format!("the `config` of driver `{}`", schema.go)
        } else {
            format!("`{}`", schema.name)
        };
        let finding = if near == name {
            let message = format!("`.extra(\"{name}\", …)` adds what {what} has a call for");
            scope.finding(message, location).help(format!("use that: `.{name}(…)`"))
        } else {
            let message = format!("{what} has no `{name}` that this model knows");
            scope.warning(message, location).help(format!(
                "did you mean `{near}`? If a newer Nomad or driver has `{name}`, leave it as it is"
            ))
        };
        scope.report(finding);
    }
}
