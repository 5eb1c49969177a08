//! `nomad/template-destination`: each template has a file of its own, in the allocation's directory.

use std::collections::HashMap;

use crate::jobspec::{Attr, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::paths::escapes;

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
    let mut seen = HashMap::new();
    for template in &task.templates {
        let Some(set) = &template.destination else { continue };
        let Some(path) = Attr::as_str(set) else { continue };
        let location = set.location().or(template.base.location);
        if escapes("task", path) {
            let message = format!(
                "`destination` of a `template` is `{path}`, outside the allocation's directory; expected a path in it"
            );
            let finding = scope.finding(message, location);
            scope.report(
                finding.help("write a path below the task's directory, such as `local/app.yml`"),
            );
        }
        if let Some(first) = seen.insert(path, location) {
            let message = format!(
                "task `{}` has two templates with the destination `{path}`; expected one",
                task.name
            );
            let place = scope.place(first);
            let finding = scope.finding(message, location).related(place, "the other one");
            scope.report(finding.help("give each template a file of its own"));
            seen.insert(path, first);
        }
    }
}
