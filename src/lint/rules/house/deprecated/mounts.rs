//! `house/deprecated-mounts`: a container has its mounts in `mount` blocks.

use crate::jobspec::{Docker, FreeItem};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/deprecated-mounts",
    what: "a container has its mounts in `mount` blocks",
    why: "`mounts` is the older form: a list of objects in which the driver finds an unknown name \
        only when the task starts.",
    level: Level::Warning,
    bad: Sample::Config(
        "image = \"example/app:1.4.2\"\n\nmounts = [\n  {\n    type   = \"tmpfs\"\n    target = \"/cache\"\n  }\n]",
    ),
    good: Sample::Config(
        "image = \"example/app:1.4.2\"\n\nmount {\n  type   = \"tmpfs\"\n  target = \"/cache\"\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Docker, check),
};

fn check(docker: &Docker, scope: &mut Scope<'_, '_>) {
    let is_mounts = |item: &FreeItem| matches!(item, FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. } if name == "mounts");
    let Some((_, location)) = docker.base.extra.placed().find(|(item, _)| is_mounts(item)) else {
        return;
    };
    let message = "deprecated attribute `mounts`";
    scope.report(scope.finding(message, location).help("write a `mount` block for each"));
}
