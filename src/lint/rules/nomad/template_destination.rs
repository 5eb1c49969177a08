//! `nomad/template-destination`: each template of a task has its own destination, inside the
//! allocation directory.

use crate::jobspec::{Attr, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::paths::escapes;
use super::repeated;

pub const RULE: Rule = Rule {
    name: "nomad/template-destination",
    what: "each template of a task has its own destination, inside the allocation directory",
    why: "Nomad refuses the job: a template must not overwrite the result of another one, or files \
        of the node. A path is relative to the task directory, and may lead one level up, to the \
        allocation directory.",
    level: Level::Error,
    bad: Sample::Task(
        "template {\n  data        = \"a\"\n  destination = \"../../etc/app.yml\"\n}",
    ),
    good: Sample::Task("template {\n  data        = \"a\"\n  destination = \"local/app.yml\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks the templates of a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let destinations = task.templates.iter().filter_map(|template| {
        let set = template.destination.as_ref()?;
        let path = Attr::as_str(set).filter(|path| !path.is_empty())?;
        Some((path, set.location().or(template.base.location)))
    });
    for (path, location) in destinations.clone().filter(|(path, _)| escapes("task", path)) {
        let message = format!(
            "invalid `destination` of a `template`: expected a path inside the allocation \
             directory, found `{path}`"
        );
        let finding = scope.finding(message, location);
        let help = "write a path below the task directory, such as `local/app.yml`";
        scope.report(finding.help(help));
    }
    let message = |path: &str| {
        let name = &task.name;
        format!("task `{name}` has two templates with the destination `{path}`; expected one")
    };
    repeated::report(destinations, message, "change one of the two", scope);
}
