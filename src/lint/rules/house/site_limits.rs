//! `resources`: no task requests more CPU or memory than the site allows.

use crate::jobspec::{Attr, Resources};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/resources",
    what: "no task requests more CPU or memory than the site allows",
    why: "Nomad places a task only on a node with enough free resources. If no node has them, it \
        stays pending; if it takes a whole node, nothing else runs there. Set the limits in the \
        site: `Site::max_cpu` and `Site::max_memory`.",
    level: Level::Error,
    bad: Sample::Task("resources {\n  cpu    = 500\n  memory = 65536\n}"),
    good: Sample::Task("resources {\n  cpu    = 500\n  memory = 512\n}"),
    view: View::Written,
    needs_site: true,
    check: of!(Resources, check),
};

fn check(resources: &Resources, scope: &mut Scope<'_, '_>) {
    let site = scope.context.site;
    let fields = [
        ("cpu", &resources.cpu, site.max_cpu, "MHz"),
        ("memory", &resources.memory, site.max_memory, "MB"),
        ("memory_max", &resources.memory_max, site.max_memory, "MB"),
    ];
    for (name, attr, most, unit) in fields {
        let Some((attr, most)) = attr.as_ref().zip(most) else { continue };
        let Some(asked) = attr.get().filter(|asked| *asked > i64::from(most)) else { continue };
        let task = scope.task.map_or("", |task| task.name.as_str());
        let message = format!(
            "task `{task}` requests {asked} {unit} (`{name}`); the site allows {most} {unit}"
        );
        let help = format!(
            "reduce it; or, if the site has enough capacity, increase its `.max_{}({most})`",
            if name == "cpu" { "cpu" } else { "memory" }
        );
        scope.report(scope.finding(message, Attr::location(attr)).help(help));
    }
}
