//! `nomad/template-destination`: each template has a file of its own, in the allocation's directory.

use crate::jobspec::{Attr, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::paths::escapes;
use super::repeated;

pub const RULE: Rule = Rule {
    name: "nomad/template-destination",
    what: "each template of a task is rendered to a file of its own, in the allocation's directory",
    why: "Nomad refuses the job: a template may not overwrite what another one has rendered, or what belongs to the node. \
          A path is taken below the task's directory, and may lead one step up, into the allocation's.",
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
            "`destination` of a `template` is `{path}`, outside the allocation's directory; expected a path in it"
        );
        let finding = scope.finding(message, location);
        let help = "write a path below the task's directory, such as `local/app.yml`";
        scope.report(finding.help(help));
    }
    let message = |path: &str| {
        let name = &task.name;
        format!("task `{name}` has two templates with the destination `{path}`; expected one")
    };
    repeated::report(destinations, message, "give each template a file of its own", scope);
}
